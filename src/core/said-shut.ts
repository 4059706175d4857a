// Said shut: people who say that a door is shut which its sensor calls open. Several of them are right: the sensor sticks.
// The lock still opens, the cell stays in use, and the screen asks nobody to shut it.

import type { CellId } from './cell.ts';
import { doorReads } from './kiosk.ts';
import type { Turn } from './turn.ts';

/** Whoever says so again within this time may be the same person, and the screen asks nobody meanwhile. */
export const saidMs = 300_000;
const believed = 3;

/** Also for a hand-over that rests on a person's word: whoever has taken a licence has shut the door behind it. */
export function noteSaidShut(turn: Turn, cell: CellId): void {
  if (doorReads(turn.kiosk, cell) !== 'open') return;
  const before = turn.kiosk.saidShut.get(cell);
  if (before !== undefined && turn.now - before.lastAt < saidMs) return;
  const times = (before?.times ?? 0) + 1;
  turn.set({ saidShut: new Map(turn.kiosk.saidShut).set(cell, { times, lastAt: turn.now }) });
  turn.record({ is: 'saidShut', cell });
  if (times >= believed) turn.setFault(cell, 'sensorStuckOpen');
}

/** The sensor has said "closed": whatever was thought of it, it works. */
export function sensorCloses(turn: Turn, cell: CellId): void {
  if (turn.kiosk.saidShut.has(cell)) {
    const rest = new Map(turn.kiosk.saidShut);
    rest.delete(cell);
    turn.set({ saidShut: rest });
  }
  if (turn.cell(cell).fault === 'sensorStuckOpen') turn.setFault(cell, null);
}
