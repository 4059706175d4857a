// The hall door and two lock boards on one Modbus line, and what the search of a wire makes of them.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFamily, lockLine } from '../../../hardware/boards/lock-line.ts';
import { createWiring } from '../../../hardware/boards/wiring.ts';
import type { HallDoor } from '../../../hardware/classes/hall-door.ts';
import type { Channel, LockBoard } from '../../../hardware/classes/lock-board.ts';
import { modbusLockDialect } from '../../../hardware/drivers/relay-board-modbus/dialect.ts';
import { createHallDoorModbus } from '../../../hardware/drivers/relay-board-modbus/hall-door.ts';
import { createModbusLine } from '../../../hardware/drivers/relay-board-modbus/line.ts';
import {
  createLockBoardModbusSimulator,
  type LockBoardModbusSimulator,
} from '../../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import { withCrc } from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import {
  createHallDoorSimulator,
  type HallDoorSimulator,
} from '../../../hardware/drivers/relay-board-modbus/simulator.ts';
import { createMemoryLink, type MemoryLink } from '../../../hardware/transport/memory.ts';
import { fromHex } from '../../../src/base/bytes.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { movedTime, type TestTime } from '../../support/test-time.ts';

const boards = [
  { address: 1, channels: 8, feedback: 'closedWhenSet' },
  { address: 2, channels: 12, feedback: 'openWhenSet' },
] as const;
const inputs = {
  contact: { number: 1, closedWhen: 'on' },
  exitButton: { number: 2, pressedWhen: 'on' },
  fire: { number: 3, alarmWhen: 'off' },
} as const;

let time: TestTime;
let link: MemoryLink;
let cells: LockBoardModbusSimulator;
let hall: HallDoorSimulator;

beforeEach(() => {
  time = movedTime();
  const { clock } = time;
  const random = seededRandom(4);
  link = createMemoryLink({ clock, speed: 9_600 });
  cells = createLockBoardModbusSimulator({ clock, random, boards });
  hall = createHallDoorSimulator({ clock, random, unit: 3, relay: 1, inputs });
  cells.attach(link.wire);
  hall.attach(link.wire);
});

describe('on one line', () => {
  let door: HallDoor;
  let first: LockBoard;
  let second: LockBoard;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    const around = { clock: time.clock, log: silentLog };
    const line = createModbusLine({ transport: link.transport, random: () => 0, longestPulseMs: 1_000, ...around });
    const locks = lockLine(modbusLockDialect, line, around);
    const board = (address: 1 | 2) => {
      const found = certain(
        boards.find((one) => one.address === address),
        'board',
      );
      return locks.board({ ...found, name: `bank${address}`, pulseMs: address === 1 ? 1_000 : 300 });
    };
    first = board(1);
    second = board(2);
    door = createHallDoorModbus({ name: 'hallDoor', line, unit: 3, relay: 1, inputs, ownsLine: false, ...around });
    const devices = [first, second, door];
    locks.start();
    for (const device of devices) device.start();
    stop = async () => {
      for (const device of devices) await device.stop();
      await locks.stop();
    };
    await time.until('all are ready', () => devices.every((device) => device.state().is === 'ready'));
  });
  afterEach(() => stop());

  const openDoors = (board: LockBoard) => board.channels.filter((each) => board.door(each) === 'open');
  const channel = (board: LockBoard, number: number): Channel => certain(board.channels[number - 1], 'channel');

  it('each hears its own unit only, and coils get current one after the other', async () => {
    const orders = [first.pulse(channel(first, 2)), second.pulse(channel(second, 12)), door.release(2_000)];
    const results = await time.settled(Promise.all(orders));
    expect(results).toEqual(orders.map(() => ({ ok: true, value: { acknowledged: true } })));
    await time.until('both cells read open', () => openDoors(first).length + openDoors(second).length === 2);
    expect([openDoors(first), openDoors(second)]).toEqual([[2], [12]]);
    const [one, other] = cells.pulses;
    expect(certain(other, 'pulse').at - certain(one, 'pulse').at).toBeGreaterThanOrEqual(1_200);
    expect(hall.releases.map(({ ms }) => ms)).toEqual([2_000]);
    expect(cells.resets()).toBe(0);
  });

  it('one dead board leaves the others alone', async () => {
    cells.simulateBoardDead(2);
    await time.until('the second is offline', () => second.state().is === 'offline');
    hall.simulateForce();
    await time.until('the hall door reads open', () => door.inputs().contact === 'open');
    expect([first.state().is, door.state().is]).toEqual(['ready', 'ready']);
    hall.simulateBoardDead();
    await time.until('the hall door is offline', () => door.state().is === 'offline');
    expect(door.inputs()).toEqual({ contact: 'unknown', exitButton: 'unknown', fire: 'unknown', tamper: 'absent' });
    expect(first.state().is).toBe('ready');
  });

  it('nothing is written at the start, so that a strike that is just letting somebody in stays free', async () => {
    await time.settled(door.release(20_000));
    link.unplug();
    await time.until('all are offline', () => [first, second, door].every(({ state }) => state().is === 'offline'));
    link.replug();
    await time.until('all are back', () => [first, second, door].every(({ state }) => state().is === 'ready'));
    expect(hall.door().strike).toBe('released');
    await time.pass(20_000);
    expect(hall.door().strike).toBe('locked');
  });
});

describe('the search', () => {
  const search = (families: Parameters<typeof createWiring>[0]['families']) =>
    createWiring({
      description: 'memory',
      families,
      openTransport: () => link.transport,
      clock: time.clock,
      log: silentLog,
      random: () => 0,
    });

  it('finds every unit with the most inputs that it lets read, and fires nothing', async () => {
    const wiring = search([lockFamily(modbusLockDialect)]);
    expect(await time.settled(wiring.find())).toEqual([
      { model: 'lock-board-modbus', address: 1, bits: 8, disturbed: false },
      { model: 'lock-board-modbus', address: 2, bits: 16, disturbed: false },
      { model: 'lock-board-modbus', address: 3, bits: 8, disturbed: false },
    ]);
    expect([cells.pulses, hall.releases]).toEqual([[], []]);
    await wiring.close();
  });

  it('reads and fires one lock of what it found', async () => {
    const wiring = search([lockFamily(modbusLockDialect)]);
    const found = await time.settled(wiring.find());
    const board = certain(found[1], 'the second board');
    const before = await time.settled(wiring.read(board));
    const result = await time.settled(wiring.fire(board, 9 as Channel));
    expect(result).toEqual({ ok: true, value: { acknowledged: true } });
    await time.pass(500);
    const after = await time.settled(wiring.read(board));
    if (!before.ok || !after.ok) throw new Error('no bits');
    expect(after.value.flatMap((bit, place) => (bit === before.value[place] ? [] : [place]))).toEqual([8]);
    await wiring.close();
  });
});

describe('the simulated boards', () => {
  async function tell(...frames: readonly string[]): Promise<void> {
    await link.transport.open();
    for (const frame of frames) {
      const bytes = fromHex(frame);
      if (!bytes.ok) throw new Error(frame);
      await link.transport.send(withCrc(...bytes.value));
    }
    await time.pass(500);
  }
  const relaysOn = () => [1, 2, 3, 4, 5, 6, 7, 8].filter((relay) => cells.isRelayOn(1, relay));

  it('do what others order: on, off, toggle, many at once', async () => {
    await tell('01 05 00 02 FF 00');
    expect([relaysOn(), cells.door(1, 3)]).toEqual([[3], 'open']);
    await tell('01 05 00 02 55 00');
    expect(relaysOn()).toEqual([]);
    await tell('01 0F 00 00 00 08 01 10');
    expect(relaysOn()).toEqual([]);
    expect(cells.resets()).toBe(1);
  });

  it('lose their supply when all relays go on at once', async () => {
    await tell('01 05 00 FF FF 00');
    expect([relaysOn(), cells.resets()]).toEqual([[], 1]);
  });

  it('find a request in any pieces, and behind bytes that look like a long one', async () => {
    await link.transport.open();
    // 0F in second place, as in a question to a lock board of another family.
    await link.transport.send(Uint8Array.of(0x80, 0x0f, 0x00, 0x33, 0xbc, 0x02, 0x40));
    for (const byte of withCrc(1, 5, 2, 4, 0, 10)) await link.transport.send(Uint8Array.of(byte));
    await time.pass(100);
    expect(relaysOn()).toEqual([5]);
  });

  it('end a pulse by themselves, whatever became of the computer', async () => {
    await tell('01 05 02 04 00 0A');
    link.unplug();
    expect(relaysOn()).toEqual([5]);
    await time.pass(1_000);
    expect(relaysOn()).toEqual([]);
  });
});
