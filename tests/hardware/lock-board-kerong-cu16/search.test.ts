// Boards of other families on the wire that is searched: each is found as what it is, and no question moves a lock.

import { expect, it } from 'vitest';
import { lockFamily } from '../../../hardware/boards/lock-line.ts';
import { createWiring } from '../../../hardware/boards/wiring.ts';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLockBoard8aSimulator } from '../../../hardware/drivers/lock-board-8a/simulator.ts';
import { cu16Dialect } from '../../../hardware/drivers/lock-board-kerong-cu16/dialect.ts';
import { createLockBoardCu16Simulator } from '../../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { cu48Dialect } from '../../../hardware/drivers/lock-board-kerong-cu48/dialect.ts';
import { createLockBoardCu48Simulator } from '../../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { wklyDialect } from '../../../hardware/drivers/lock-board-wkly/dialect.ts';
import { createLockBoardWklySimulator } from '../../../hardware/drivers/lock-board-wkly/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { movedTime } from '../../support/test-time.ts';

it('finds boards of four families that share a wire, and fires none of their locks', async () => {
  const time = movedTime();
  const { clock } = time;
  const link = createMemoryLink({ clock, speed: 19_200 });
  const board = (address: number) => ({ address, channels: 8, feedback: 'closedWhenSet' }) as const;
  const around = (...addresses: number[]) => ({ clock, random: seededRandom(9), boards: addresses.map(board) });
  const simulators = [
    createLockBoard8aSimulator({ ...around(), boards: [{ ...board(3), statusOrder: 'highFirst' }] }),
    createLockBoardCu16Simulator(around(0, 9)),
    createLockBoardCu48Simulator(around(2)),
    createLockBoardWklySimulator(around(0, 12)),
  ];
  for (const simulator of simulators) simulator.attach(link.wire);
  const wiring = createWiring({
    description: 'memory',
    families: [lockFamily(lock8aDialect), lockFamily(cu16Dialect), lockFamily(cu48Dialect), lockFamily(wklyDialect)],
    openTransport: () => link.transport,
    clock,
    log: silentLog,
    random: () => 0,
  });
  const find = wiring.find();
  // 84 silent addresses of a quarter of a second each, and the boards' own time.
  await time.pass(40_000);
  expect((await time.settled(find)).map(({ model, address, bits }) => [model, address, bits])).toEqual([
    ['lock-board-8a', 3, 24],
    ['lock-board-kerong-cu16', 0, 16],
    ['lock-board-kerong-cu16', 9, 16],
    ['lock-board-kerong-cu48', 2, 48],
    ['lock-board-wkly', 0, 8],
    ['lock-board-wkly', 12, 8],
  ]);
  expect(simulators.flatMap(({ pulses }) => pulses)).toEqual([]);
  await wiring.close();
});
