// Paper promises: what must hold of papers that people leave, and of cells that are kept for what is still to come.

import type { CellId } from '../../src/core/cell.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { itemBeliefOf } from './books.ts';
import type { SimulatedHall } from './hall.ts';
import { isPapers } from './paper-office.ts';
import type { Excuse } from './truth.ts';

export interface PaperPromises {
  fact(fact: Fact): void;
  /** At every moment: which sensors cannot be believed for what is under way. */
  watch(): void;
  checkBooks(kiosk: Kiosk): void;
  noteRestored(): void;
}

export interface PaperPromisesOptions {
  readonly hall: SimulatedHall;
  readonly excuses: ReadonlyMap<CellId, Excuse>;
  readonly stuckSensors: ReadonlyMap<CellId, unknown>;
  readonly now: () => number;
  readonly wallOffset: () => number;
  readonly broken: (what: string) => never;
}

/** A sensor is asked some times a second, and says of a moment when it was heard. */
const readMs = 500;
/** A tick ends what was kept too long; the clock itself may have been set on in between. */
const lateMs = 60_000;

export function createPaperPromises(options: PaperPromisesOptions): PaperPromises {
  const { hall, excuses, stuckSensors, now, wallOffset, broken } = options;
  /** Since the last order to open that cell. */
  const shut = new Map<CellId, { readonly at: number; readonly offset: number }>();
  const blind = new Set<CellId>();
  const kept = new Map<CellId, string>();
  let received = new Set<string>();
  let takenOut = new Set<string>();
  /** What the kiosk has of its backup nobody here remembers. */
  let isRestored = false;

  hall.onDoor(({ cell, door }) => {
    if (door === 'closed' && !shut.has(cell)) shut.set(cell, { at: now(), offset: wallOffset() });
  });

  function judgeReceived(fact: Extract<Fact, { is: 'dropOffReceived' }>): void {
    const { item, cell, shutAt, evidence } = fact;
    if (received.has(item)) broken(`${item} was received twice`);
    received.add(item);
    if (!hall.inside(cell).includes(item) && !excuses.has(cell))
      broken(`${item} counts as received in ${cell} (${evidence}) and is not there`);
    if (evidence !== 'sensor' || blind.has(cell)) return;
    const first = shut.get(cell) ?? broken(`${item} counts as received by the sensor of ${cell}, which never shut`);
    if (shutAt === null || (first.offset === wallOffset() && shutAt < first.at - readMs))
      broken(`${item} counts as submitted at ${shutAt}, and the door of ${cell} shut at ${first.at}`);
  }

  return {
    fact(fact) {
      switch (fact.is) {
        case 'openOrdered': {
          shut.delete(fact.cell);
          blind.delete(fact.cell);
          const item = kept.get(fact.cell);
          if (item !== undefined && (fact.why === 'deposit' || fact.why === 'dropOff'))
            broken(`${fact.cell} is kept for ${item} and was given to ${fact.items.join(', ')}`);
          return;
        }
        case 'cellKept':
          if (kept.has(fact.cell) || [...kept.values()].includes(fact.item))
            broken(`${fact.cell} was kept for ${fact.item} beside another`);
          kept.set(fact.cell, fact.item);
          return;
        case 'cellKeptEnded':
          if (kept.get(fact.cell) !== fact.item && !isRestored) broken(`${fact.cell} was not kept for ${fact.item}`);
          kept.delete(fact.cell);
          return;
        case 'dropOffReceived':
          return judgeReceived(fact);
        case 'itemRecalled':
          if (!isPapers(fact.item)) return;
          if (takenOut.has(fact.item)) broken(`${fact.item} was taken out twice`);
          if (!received.has(fact.item) && !isRestored) broken(`${fact.item} was taken out and never received`);
          takenOut.add(fact.item);
          return;
        case 'itemHandedOver':
          return isPapers(fact.item) ? broken(`${fact.item} was left by a person and handed over`) : undefined;
        default:
          return;
      }
    },
    watch() {
      for (const cell of stuckSensors.keys()) blind.add(cell);
    },
    checkBooks(kiosk) {
      for (const { id, state } of kiosk.cells.values())
        if (state.is === 'kept' && now() > state.until + lateMs) broken(`${id} is kept although its hours are over`);
      for (const item of received)
        if (itemBeliefOf(kiosk, item)?.is === 'expected') broken(`${item} was received and is expected once more`);
    },
    noteRestored() {
      isRestored = true;
      kept.clear();
      received = new Set();
      takenOut = new Set();
    },
  };
}
