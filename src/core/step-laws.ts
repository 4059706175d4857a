// Step laws: what must hold of one step, of what was before, what happened, what is now, what was recorded and what is asked
// of the world. Together with invariants.ts (one moment) and fact-books.ts (everything recorded) these are the twelve
// invariants of the locker life-cycle; each says its number.

import type { CellId } from './cell.ts';
import type { Effect, Event } from './event.ts';
import type { Fact } from './fact.ts';
import { boardWorks, doorReads, type Kiosk } from './kiosk.ts';

export interface Step {
  readonly before: Kiosk;
  /** Null for the first step of a run. */
  readonly event: Event | null;
  readonly after: Kiosk;
  readonly facts: readonly Fact[];
  readonly effects: readonly Effect[];
}

type StepLaw = (step: Step) => readonly string[];

/**
 * No. 3. A cell is given out only when it was free, or held things of the same person, its board answered and its door was
 * shut: never one in doubt, out of use or offline.
 */
export const doubtfulCellIsNotAssigned: StepLaw = ({ before, after }) =>
  [...after.cells.values()].flatMap(({ id, state }) => {
    const was = before.cells.get(id)?.state;
    if (state.is !== 'reserved' || was?.is === 'reserved' || was?.is === 'openDeposit') return [];
    // Staff take back what they have just put in: no sensor stands in the way of that.
    if (was?.is === 'occupied' && was.items.includes(state.coming)) return [];
    const isFine =
      (was?.is === 'free' || was?.is === 'kept' || was?.is === 'occupied') &&
      boardWorks(before, id) &&
      doorReads(before, id) === 'closed';
    return isFine ? [] : [`cell ${id} is assigned and was ${was?.is}`];
  });

/** No. 6. Its addressee is told of an item, by central on this fact, exactly when it has come to lie in its cell. */
export const readyLiesInItsCell: StepLaw = ({ before, after, facts }) => {
  const told = new Map(facts.flatMap((fact) => (fact.is === 'itemDeposited' ? [[fact.item, fact.cell] as const] : [])));
  const lines: string[] = [];
  for (const [item, cell] of told) {
    const state = after.items.get(item)?.state;
    if ((state?.is !== 'inCell' && state?.is !== 'frozen') || state.cell !== cell)
      lines.push(`an item is told to lie in ${cell} and is ${state?.is}`);
  }
  const { session } = before;
  const isTakenBack =
    'order' in session && session.order !== null && before.orders.get(session.order)?.why === 'takeBack';
  // A drop-off is nobody's to collect.
  for (const { id, state, dropOff } of after.items.values())
    if (
      dropOff === undefined &&
      state.is === 'inCell' &&
      before.items.get(id)?.state.is === 'assigned' &&
      !told.has(id) &&
      !isTakenBack
    )
      lines.push(`an item was put into ${state.cell} and nobody is told`);
  return lines;
};

/** No. 7. One pulse opens one cell; all are opened one after another, and only as an emergency of two people. */
export const allIsAnEmergency: StepLaw = ({ after, effects }) => {
  const pulses = effects.flatMap((effect) => (effect.do === 'pulse' ? [effect] : []));
  const lines = pulses.length > 1 ? ['more than one lock is pulsed at once'] : [];
  for (const { order } of pulses) {
    const isOne = after.orders.get(order)?.why === 'emergency';
    if (isOne && (after.emergency === null || after.emergency.by[0] === after.emergency.by[1]))
      lines.push('a cell is opened as an emergency without two people');
  }
  return lines;
};

/** No. 8. A lock moves only for an order of this very step, for that cell: none that is older is ever carried out. */
export const noOldOrderMovesALock: StepLaw = ({ before, after, effects }) =>
  effects.flatMap((effect) => {
    if (effect.do !== 'pulse') return [];
    const order = after.orders.get(effect.order);
    const isFresh = !before.orders.has(effect.order) && order?.state.is === 'ordered' && order.cell === effect.cell;
    return isFresh ? [] : [`cell ${effect.cell} is pulsed for an order that is old, ended or of another cell`];
  });

/** No. 10. A door is open or closed only after a reading that says so. */
export const unknownNeedsAReading: StepLaw = ({ before, event, after }) =>
  [...after.doors.keys()].flatMap((cell) => {
    const reads = doorReads(after, cell);
    if (reads === 'unknown' || reads === doorReads(before, cell)) return [];
    const isRead = event?.is === 'doorChanged' && event.cell === cell && event.reads === reads;
    return isRead ? [] : [`door ${cell} turned ${reads} without a reading`];
  });

/** No. 11. A door that was shut and opens has exactly one explanation on record; a bounce belongs to the one before. */
export const everyMovementIsExplained: StepLaw = ({ before, event, facts }) => {
  if (event?.is !== 'doorChanged' || event.reads !== 'open' || doorReads(before, event.cell) !== 'closed') return [];
  const { cell } = event;
  const { session } = before;
  const isBounce = ('cell' in session && session.cell === cell) || session.at === 'openingAll';
  const found = explanationsIn(facts, cell);
  if (found.length > 1) return [`door ${cell} moved with two explanations: ${found.join(', ')}`];
  return found.length === 0 && !isBounce ? [`door ${cell} moved without an explanation`] : [];
};

function explanationsIn(facts: readonly Fact[], cell: CellId): readonly string[] {
  const kinds = facts.flatMap((fact) => {
    switch (fact.is) {
      case 'opened':
        return fact.cell === cell && fact.evidence === 'sensor' ? ['ordered'] : [];
      case 'openedLate':
        return fact.cell === cell ? ['late'] : [];
      case 'wrongDoorOpened':
        return fact.cell === cell ? ['wrong'] : [];
      case 'openedWithoutOrder':
        return fact.cell === cell ? ['none'] : [];
      default:
        return [];
    }
  });
  // A late opening that goes on is the old order fulfilled.
  return kinds.includes('late') ? kinds.filter((kind) => kind !== 'ordered') : kinds;
}

const laws: readonly StepLaw[] = [
  doubtfulCellIsNotAssigned,
  readyLiesInItsCell,
  allIsAnEmergency,
  noOldOrderMovesALock,
  unknownNeedsAReading,
  everyMovementIsExplained,
];

export function breachesOfStep(step: Step): readonly string[] {
  return laws.flatMap((law) => law(step));
}
