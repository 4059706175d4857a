// Papers of the hall: everything that the printers put out, kept as pictures and PDF files in the hall's folder.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { HallPaper } from '../../src/contract/panel.ts';

export interface HallPapers {
  /** Oldest first. */
  all(): readonly HallPaper[];
  /** Keeps a paper that has just come out; it hangs at the printer until somebody takes it. */
  keep(is: HallPaper['is'], bytes: Uint8Array): void;
  take(number: number): Result<HallPaper, 'noSuchPaper'>;
  file(number: number, kind: 'png' | 'pdf'): string | undefined;
}

const endings = { slip: 'png', document: 'pdf' } as const;

export function createHallPapers({
  folder,
  before,
  clock,
}: {
  readonly folder: string;
  readonly before: readonly HallPaper[];
  readonly clock: Pick<Clock, 'now'>;
}): HallPapers {
  const shelf = join(folder, 'papers');
  mkdirSync(shelf, { recursive: true });
  let papers = before;
  const pathOf = (number: number, kind: 'png' | 'pdf') => join(shelf, `${number}.${kind}`);

  return {
    all: () => papers,
    keep(is, bytes) {
      const number = (papers.at(-1)?.number ?? 0) + 1;
      writeFileSync(pathOf(number, endings[is]), bytes);
      papers = [...papers, { number, is, at: clock.now(), taken: false }];
    },
    take(number) {
      const paper = papers.find((one) => one.number === number && !one.taken);
      if (paper === undefined) return failed('noSuchPaper');
      const taken = { ...paper, taken: true };
      papers = papers.map((one) => (one === paper ? taken : one));
      return ok(taken);
    },
    file(number, kind) {
      const path = pathOf(number, kind);
      return existsSync(path) ? path : undefined;
    },
  };
}
