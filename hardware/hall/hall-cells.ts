// Cells of the hall: doors that people push and pull, and the things that they put in and take out.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { certain, failed, ok, type Result } from '../../src/base/result.ts';
import type { HallAct, HallState, Thing } from '../../src/contract/panel.ts';
import { createLockBoard8aSimulator, type LockBoard8aSimulator } from '../drivers/lock-board-8a/simulator.ts';
import { boardsOf, type Cabinet, type CabinetCell, cellsOf } from './cabinet.ts';
import type { Remembered } from './remembered.ts';

export type CellAct = Extract<HallAct, { readonly cell: string }>;
type CellProblem = 'noSuchCell' | 'locked' | 'doorShut' | 'cellFull' | 'cellEmpty' | 'notInHand';
type RememberedCells = Pick<Remembered, 'openCells' | 'jammedCells' | 'things' | 'hands'>;

export interface HallCells {
  readonly simulator: LockBoard8aSimulator;
  shown(): Pick<HallState, 'banks' | 'boards' | 'hands'>;
  remembered(): RememberedCells;
  do(act: CellAct): Result<void, CellProblem>;
  killBoard(board: string, dead: boolean): Result<void, 'noSuchBoard'>;
}

export interface HallCellsOptions {
  readonly cabinet: Cabinet;
  readonly before: RememberedCells;
  readonly clock: Clock;
  readonly random: Random;
}

/** How the locks of the simulated cabinet are wired; the site file says the same. */
export const wiring = { feedback: 'closedWhenSet', statusOrder: 'highFirst' } as const;

export function createHallCells({ cabinet, before, clock, random }: HallCellsOptions): HallCells {
  const boards = boardsOf(cabinet);
  const cells = new Map<string, CabinetCell>(cellsOf(cabinet).map((cell) => [cell.cell, cell]));
  const simulator = createLockBoard8aSimulator({
    clock,
    random,
    boards: boards.map(({ address, channels }) => ({ address, channels, ...wiring })),
  });
  const jammed = new Set(before.jammedCells.filter((cell) => cells.has(cell)));
  const things = new Map<string, Thing>(Object.entries(before.things));
  const dead = new Set<string>();
  let hands: readonly Thing[] = before.hands;

  function addressOf(board: string): number {
    return certain(
      boards.find(({ name }) => name === board),
      `board ${board}`,
    ).address;
  }

  function isOpen({ board, channel }: CabinetCell): boolean {
    return simulator.door(addressOf(board), channel) === 'open';
  }

  function putIn(cell: CabinetCell, id: string): Result<void, CellProblem> {
    const thing = hands.find((one) => one.id === id);
    if (thing === undefined) return failed('notInHand');
    if (!isOpen(cell)) return failed('doorShut');
    if (things.has(cell.cell)) return failed('cellFull');
    hands = hands.filter((one) => one !== thing);
    things.set(cell.cell, thing);
    return ok();
  }

  function takeOut(cell: CabinetCell): Result<void, CellProblem> {
    if (!isOpen(cell)) return failed('doorShut');
    const thing = things.get(cell.cell);
    if (thing === undefined) return failed('cellEmpty');
    things.delete(cell.cell);
    hands = [...hands, thing];
    return ok();
  }

  function act(order: CellAct): Result<void, CellProblem> {
    const cell = cells.get(order.cell);
    if (cell === undefined) return failed('noSuchCell');
    const address = addressOf(cell.board);
    switch (order.do) {
      case 'putIn':
        return putIn(cell, order.thing);
      case 'takeOut':
        return takeOut(cell);
      case 'pushShut':
        if (!isOpen(cell)) return failed('doorShut');
        simulator.simulatePushShut(address, cell.channel);
        return ok();
      case 'pull':
        return isOpen(cell) || simulator.simulatePullOpen(address, cell.channel) ? ok() : failed('locked');
      case 'openByKey':
        simulator.simulateKeyOpen(address, cell.channel);
        return ok();
      case 'jam':
        simulator.simulateJam(address, cell.channel, order.jammed);
        if (order.jammed) jammed.add(order.cell);
        else jammed.delete(order.cell);
        return ok();
    }
  }

  for (const id of jammed) {
    const { board, channel } = certain(cells.get(id), 'a cell');
    simulator.simulateJam(addressOf(board), channel, true);
  }
  for (const id of before.openCells) {
    const cell = cells.get(id);
    // There is no other way for a person to have a door open when the power comes back.
    if (cell !== undefined) simulator.simulateKeyOpen(addressOf(cell.board), cell.channel);
  }

  return {
    simulator,
    shown: () => ({
      banks: cabinet.map(({ bank, columns }) => ({
        bank,
        columns: columns.map((column) =>
          column.map((cell) => ({
            cell: cell.cell,
            size: cell.size,
            board: cell.board,
            door: isOpen(cell) ? 'open' : 'shut',
            jammed: jammed.has(cell.cell),
            thing: things.get(cell.cell) ?? null,
          })),
        ),
      })),
      boards: boards.map(({ name }) => ({ board: name, dead: dead.has(name) })),
      hands,
    }),
    remembered: () => ({
      openCells: [...cells.values()].filter(isOpen).map(({ cell }) => cell),
      jammedCells: [...jammed],
      things: Object.fromEntries(things),
      hands: [...hands],
    }),
    do: act,
    killBoard(board, isDead) {
      if (!boards.some(({ name }) => name === board)) return failed('noSuchBoard');
      simulator.simulateBoardDead(addressOf(board), isDead);
      if (isDead) dead.add(board);
      else dead.delete(board);
      return ok();
    },
  };
}
