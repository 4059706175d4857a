// Extension: an addressee asks for more time, at the kiosk after the card or by the link of a message. Once, by seven days;
// whichever way it was asked for, the other knows of it by the news.

import type { CellId } from './cell.ts';
import { cellOf, type Item } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil } from './visit.ts';

export const extensionDays = 7;
const dayMs = 86_400_000;

export function extendedUntil(until: number): number {
  return until + extensionDays * dayMs;
}

/** What is over, wanted back or withdrawn is on the list of staff, who may be on their way. */
function mayBeExtended({ state, hold }: Item): boolean {
  return (
    state.is === 'inCell' &&
    hold.until !== null &&
    !hold.isExtended &&
    !hold.isOver &&
    !hold.isRecalled &&
    hold.withdrawn === null
  );
}

/** What this person may have kept longer in that cell. An agent takes it or not; a pickup code is for collecting only. */
export function extendableIn(kiosk: Kiosk, { holder, proof }: Visit, cell: CellId): readonly Item[] {
  if (proof.is !== 'card') return [];
  return [...kiosk.items.values()].filter(
    (item) => cellOf(item) === cell && item.addressee === holder.person && mayBeExtended(item),
  );
}

/** Needs no network: the kiosk knows the time, and central learns of it by the fact. */
export function extendHold(turn: Turn, visit: Visit, cell: CellId): void {
  for (const { id, hold } of extendableIn(turn.kiosk, visit, cell)) {
    if (hold.until === null) continue;
    const until = extendedUntil(hold.until);
    turn.setHold(id, { until, isExtended: true });
    turn.record({ is: 'itemExtended', item: id, cell, by: visit.holder.person, until });
  }
  turn.go({ at: 'licences', visit, deadline: idleUntil(turn) });
}
