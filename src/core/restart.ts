// Restart: what the rules make of the last run. Whatever was under way is in doubt; nothing is repeated.

import { itemsIn } from './cell.ts';
import type { Moment } from './event.ts';
import type { Kiosk } from './kiosk.ts';
import { printsAfterRestart } from './print-doubt.ts';
import { createTurn, type StepResult } from './turn.ts';

/** Whoever was at an open door when the power went is still there for about so long. */
const toldMs = 60_000;

/**
 * First step of every run, over what the store had kept. After a database had to be restored and is older than what happened,
 * no cell is trusted; one that was restored to its last step is as good as the one that was damaged.
 */
export function restart(
  saved: Kiosk,
  moment: Moment,
  { restored = 'no' }: { readonly restored?: 'no' | 'whole' | 'older' } = {},
): StepResult {
  const turn = createTurn(saved, moment);
  if (restored !== 'no') turn.record({ is: 'databaseRestored', isWhole: restored === 'whole' });
  let inDoubt = 0;
  for (const order of saved.orders.values()) {
    if (order.state.is !== 'ordered' && order.state.is !== 'acted') continue;
    inDoubt += 1;
    turn.setOrder(order.id, { is: 'unknown', at: turn.now });
    turn.record({ is: 'notOpened', order: order.id, cell: order.cell, why: 'unknown' });
  }
  for (const cell of saved.cells.values()) {
    const { state } = cell;
    if (state.is === 'openRecall') turn.doubtCell(cell.id, 'restart', itemsIn(cell), 'recall');
    if (state.is === 'openCollect') turn.doubtCell(cell.id, 'restart', itemsIn(cell), 'restart');
    if (state.is === 'reserved' || state.is === 'openDeposit')
      turn.doubtCell(cell.id, 'restart', itemsIn(cell), 'deposit');
    if (state.is === 'openService') turn.doubtCell(cell.id, 'restart', [], 'restart');
  }
  for (const item of turn.kiosk.items.values()) {
    // An open was ordered and the door perhaps never moved: the cell still counts as occupied until now.
    const { state } = turn.item(item.id);
    if (state.is === 'collecting' || state.is === 'assigned')
      turn.doubtCell(state.cell, 'restart', itemsIn(turn.cell(state.cell)), 'restart');
    if (state.is === 'recalling') turn.doubtCell(state.cell, 'restart', itemsIn(turn.cell(state.cell)), 'recall');
  }
  if (restored === 'older') {
    for (const cell of turn.kiosk.cells.values()) {
      if (cell.state.is !== 'unverified' && cell.state.is !== 'outOfService')
        turn.doubtCell(cell.id, 'restart', itemsIn(cell), 'restart');
    }
  }
  printsAfterRestart(turn, saved.jobs.values());
  const inMotion = [...turn.kiosk.cells.values()].filter(
    ({ id, state }) => state.is === 'unverified' && saved.cells.get(id)?.state.is !== 'unverified',
  );
  if (inMotion.length > 0 && restored !== 'older')
    turn.set({ restarted: { cells: inMotion.map(({ id }) => id), until: turn.now + toldMs } });
  turn.record({ is: 'started', version: saved.settings.version, openOrdersInDoubt: inDoubt });
  return turn.end();
}
