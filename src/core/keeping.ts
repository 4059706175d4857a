// Keeping: a free cell is kept for something that is on its way to the hall. Nobody else gets it meanwhile, and it is given
// back by itself when its hours are over, also across a restart; nothing is promised to anybody by it.

import type { Cell } from './cell.ts';
import { cellFor } from './depositing.ts';
import type { ItemId } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, showProblem } from './visit.ts';

const hourMs = 3_600_000;

export function keptCellOf(kiosk: Kiosk, item: ItemId): Cell | undefined {
  return [...kiosk.cells.values()].find(({ state }) => state.is === 'kept' && state.item === item);
}

/** By staff, from their list. */
export function keepCell(turn: Turn, visit: Visit, item: ItemId): void {
  const kept = keep(turn, item, visit.holder.person);
  if (kept === 'full') return showProblem(turn, 'noFreeCell', { visit });
  goHome(turn, visit);
}

/** By central; a full cabinet is told to central as a fact. */
export function keepForNews(turn: Turn, item: ItemId): void {
  if (keep(turn, item, null) === 'full') turn.record({ is: 'cellNotKept', item });
}

function keep(turn: Turn, id: ItemId, by: Visit['holder']['person'] | null): 'kept' | 'full' | 'nothing' {
  const item = turn.kiosk.items.get(id);
  if (item?.state.is !== 'expected' || item.dropOff !== undefined || keptCellOf(turn.kiosk, id) !== undefined)
    return 'nothing';
  const cell = cellFor(turn.kiosk, item, null);
  if (cell === undefined) return 'full';
  // It goes to what already waits there for the same person: nothing needs to be kept.
  if (cell.state.is !== 'free') return 'nothing';
  const until = turn.now + turn.kiosk.settings.reservationHours * hourMs;
  turn.setCell(cell.id, { is: 'kept', item: id, until });
  turn.record({ is: 'cellKept', item: id, cell: cell.id, until, by });
  return 'kept';
}

export function letCellGo(turn: Turn, visit: Visit, item: ItemId): void {
  giveBackKept(turn, item, 'released');
  goHome(turn, visit);
}

/** It is put in elsewhere, was withdrawn, or staff do not need it any more. */
export function giveBackKept(turn: Turn, item: ItemId, why: 'released' | 'over'): void {
  const cell = keptCellOf(turn.kiosk, item);
  if (cell === undefined) return;
  turn.setCell(cell.id, { is: 'free' });
  turn.record({ is: 'cellKeptEnded', item, cell: cell.id, why });
}

/** The hours are over. */
export function keepingTick(turn: Turn): void {
  for (const { state } of turn.kiosk.cells.values())
    if (state.is === 'kept' && turn.now > state.until) giveBackKept(turn, state.item, 'over');
}
