// Capsules: when a door moves that nobody ordered, the last minute of its bus is kept in a file of its own, which `nighthall hw
// replay` gives to the simulator. Its name bears the case number; lock boards say nothing of persons.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BusPiece } from '../../hardware/classes/bus-piece.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Site } from '../contract/config.ts';
import type { CellId } from '../core/cell.ts';
import type { Fact, Recorded } from '../core/fact.ts';
import { caseNumberOf } from '../core/problem.ts';
import { writeDurably } from './store/durable-file.ts';

/** The newest are kept: some ten megabytes at most. */
export const mostCapsules = 40;
/** A contact that rattles is one incident: its minute is kept already. */
const oncePerMs = 60_000;

export interface Capsules {
  /** What one step recorded, after it is on disk. */
  keep(facts: readonly Recorded[]): void;
}

export interface CapsulesOptions {
  readonly folder: string;
  readonly boards: Site['devices']['boards'];
  readonly boardOf: (cell: CellId) => string | undefined;
  readonly lastMinute: (board: string) => readonly BusPiece[];
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

/** The cell whose door moved without a reason; undefined for every other fact. */
function unexplainedAt(fact: Fact): CellId | undefined {
  return fact.is === 'openedWithoutOrder' || fact.is === 'wrongDoorOpened' ? fact.cell : undefined;
}

export function createCapsules(options: CapsulesOptions): Capsules {
  const { folder, boards, boardOf, lastMinute, clock, log } = options;
  const lastAt = new Map<CellId, number>();

  function write(cell: CellId, { id, at, fact }: Recorded): void {
    const name = boardOf(cell);
    const device = boards.find((board) => board.name === name);
    if (device === undefined) return;
    const caseNumber = caseNumberOf(id);
    const incident = { caseNumber, at, cell, what: fact.is };
    const lines = [{ trace: 1, device, incident }, ...lastMinute(device.name)].map((line) => JSON.stringify(line));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // In the order of time by name.
    const file = `${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}-${caseNumber}.jsonl`;
    writeDurably(join(folder, file), `${lines.join('\n')}\n`, 0o600);
    const all = readdirSync(folder).filter((one) => one.endsWith('.jsonl'));
    for (const old of all.sort().slice(0, -mostCapsules)) rmSync(join(folder, old));
    log.warn('the last minute of the bus is kept', { cell, caseNumber, file });
  }

  return {
    keep(facts) {
      for (const recorded of facts) {
        const cell = unexplainedAt(recorded.fact);
        const now = clock.monotonic();
        if (cell === undefined || now - (lastAt.get(cell) ?? Number.NEGATIVE_INFINITY) < oncePerMs) continue;
        lastAt.set(cell, now);
        try {
          write(cell, recorded);
        } catch (error) {
          // The alarm itself is on disk: for want of a capsule the hall does not stop.
          log.error('no capsule could be written', { cell, error });
        }
      }
    },
  };
}
