// Earlier run: what the printer itself tells of a slip that was sent before this driver was started. It has two sorts of
// evidence, a process id that comes late and a cut more than before the slip, and both only ever say "printed".

import { type Clock, pause } from '../../../src/base/clock.ts';
import type { PrintMark, PrintRecord } from '../../classes/printing.ts';
import type { CutCounter } from './cut-counter.ts';
import { processIdsOf } from './process-ids.ts';
import type { Reply } from './protocol.ts';

export interface EarlierRun {
  /** Told each reply that answered no question. */
  hear(reply: Reply): void;
  /** Right before the first cut of this run: from then on the counter says nothing of earlier slips. */
  end(): Promise<void>;
  recordOf(sent: { readonly job: string; readonly mark: PrintMark | null }): Promise<PrintRecord>;
}

export interface EarlierRunOptions {
  readonly clock: Clock;
  readonly counter: CutCounter;
  /** What can come at all from this printer. */
  readonly evidence: { readonly processId: boolean; readonly cuts: boolean };
  /** Looks; whether the printer is there and can print on what it has. */
  readonly canGoOn: () => Promise<boolean>;
}

/** A printer that stayed on may still be printing when the computer is back. */
const waitMs = 10_000;
const pauseMs = 500;
/** More than a printer prints in the time after which nobody asks any more. */
const mostIds = 1_000;

export function createEarlierRun({ clock, counter, evidence, canGoOn }: EarlierRunOptions): EarlierRun {
  const ids = new Set<string>();
  /** Undefined until this run has cut. */
  let lastCuts: number | null | undefined;

  /** Undefined while something may still come. */
  async function evidenceFor(id: string, cutsBefore: number | null): Promise<PrintRecord | undefined> {
    const goesOn = await canGoOn();
    if (ids.has(id)) return 'printed';
    const wantsCuts = evidence.cuts && cutsBefore !== null;
    const cuts = lastCuts !== undefined ? lastCuts : wantsCuts && goesOn ? await counter.read() : null;
    if (ids.has(id)) return 'printed';
    if (wantsCuts && cuts !== null) return cuts > cutsBefore ? 'printed' : 'unknown';
    const mayCome = goesOn && lastCuts === undefined && (wantsCuts || evidence.processId);
    return mayCome ? undefined : 'unknown';
  }

  return {
    hear(reply) {
      if (reply.is !== 'processId') return;
      if (ids.size >= mostIds) ids.clear();
      ids.add(reply.id);
    },
    async end() {
      if (lastCuts === undefined) lastCuts = await counter.read();
    },
    async recordOf({ job, mark }) {
      const { afterCut } = processIdsOf(job);
      const until = clock.monotonic() + waitMs;
      for (;;) {
        const record = await evidenceFor(afterCut, mark?.cuts ?? null);
        if (record !== undefined) return record;
        if (clock.monotonic() >= until) return 'unknown';
        await pause(clock, pauseMs);
      }
    },
  };
}
