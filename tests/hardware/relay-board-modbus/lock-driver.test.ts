// What is particular to locks on a Modbus relay board: pulses that the board times, boards that can't, and a bad line.

import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, DoorChange } from '../../../hardware/classes/lock-board.ts';
import type { SimulatedModbusLockBoard } from '../../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import {
  decodeRequest,
  encodeReply,
  exceptionCode,
  type ModbusRequest,
  readInputs,
  timedOn,
  withCrc,
  writeRelay,
} from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { WireFaults } from '../../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { certain } from '../../../src/base/result.ts';
import type { MemoryLockBench } from '../../support/lock-board-bench.ts';
import { lockModbusBenches } from '../../support/lock-board-modbus-bench.ts';

let bench: MemoryLockBench;
let requests: ModbusRequest[];
let changes: DoorChange[];
afterEach(() => bench.close());

function open(...options: Parameters<typeof lockModbusBenches.memory>): void {
  bench = lockModbusBenches.memory(...options);
  requests = [];
  changes = [];
  bench.board.onDoor((change) => changes.push(change));
  bench.wire.onBytes((bytes) => {
    const request = decodeRequest(bytes);
    if (request.ok) requests.push(request.value);
  });
  bench.board.start();
}

async function startReady(...options: Parameters<typeof lockModbusBenches.memory>): Promise<void> {
  open(...options);
  await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
  changes.length = 0;
}

function channel(number: number): Channel {
  return certain(bench.board.channels[number - 1], `channel ${number}`);
}

const pulse = (number: number) => bench.time.settled(bench.board.pulse(channel(number)));
const openDoors = () => bench.board.channels.filter((each) => bench.board.door(each) === 'open');
const writes = () => requests.filter(({ ask }) => ask !== 'bits');

describe('a pulse', () => {
  it.each([
    [100, 1],
    [101, 2],
    [500, 5],
    [3_000, 30],
  ])('of %i ms is one timed order of %i tenths and no other write', async (pulseMs, tenths) => {
    await startReady({ channels: 4 }, { driver: { pulseMs } });
    expect(await pulse(3)).toEqual({ ok: true, value: { acknowledged: true } });
    await bench.time.pass(20_000);
    expect(writes()).toEqual([{ ask: 'write', unit: 1, address: timedOn + 2, value: tenths }]);
  });

  it.each([99, 3_001, 0, Number.NaN])('of %d ms has no bytes', async (pulseMs) => {
    await startReady({}, { driver: { pulseMs } });
    await expect(bench.board.pulse(channel(1))).rejects.toThrow(RangeError);
    expect(writes()).toEqual([]);
  });

  it('is over before the next coil gets current, though the board answers at its start', async () => {
    await startReady({}, { driver: { pulseMs: 900 } });
    const results = await bench.time.settled(
      Promise.all([bench.board.pulse(channel(1)), bench.board.pulse(channel(2))]),
    );
    expect(results.map((result) => result.ok)).toEqual([true, true]);
    const [first, second] = bench.simulator.pulses;
    expect(certain(second, 'second').at - certain(first, 'first').at).toBeGreaterThanOrEqual(1_100);
    expect(bench.simulator.resets()).toBe(0);
  });

  it('is not acknowledged by the answer to another one', async () => {
    await startReady();
    bench.faults.drop = 1;
    const order = bench.board.pulse(channel(2));
    await bench.time.pass(100);
    bench.wire.send(encodeReply({ is: 'written', unit: 1, address: timedOn, value: 5 }));
    bench.wire.send(encodeReply({ is: 'written', unit: 1, address: timedOn + 1, value: 4 }));
    bench.wire.send(encodeReply({ is: 'written', unit: 2, address: timedOn + 1, value: 5 }));
    expect(await bench.time.settled(order)).toEqual({ ok: true, value: { acknowledged: false } });
  });

  it('comes through a two-wire adapter, whose echo is no acknowledgement', async () => {
    open({ answersUnlock: false });
    bench.faults.echo = true;
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
    expect(await pulse(1)).toEqual({ ok: true, value: { acknowledged: false } });
    await bench.time.until('door 1 reads open', () => openDoors().length > 0);
  });
});

describe('a board without timed pulses', () => {
  const detail = 'relay 1 has no timed pulse (Modbus exception 2): a board that times the pulse itself is needed';

  it('is refused for good, never helped out with ON and OFF, and still watched', async () => {
    await startReady({ timedPulses: false });
    expect(await pulse(1)).toEqual({ ok: false, problem: 'refused' });
    expect(bench.board.state()).toEqual({ is: 'fault', what: 'boardError', detail });
    await bench.time.pass(10_000);
    expect(await pulse(2)).toEqual({ ok: false, problem: 'refused' });
    expect(writes().length).toBe(1);
    expect(bench.cabinet.pulses()).toEqual([]);
    expect((await bench.time.settled(bench.board.test())).passed).toBe(false);
    bench.cabinet.keyOpen(5);
    await bench.time.until('door 5 reads open', () => openDoors().length > 0);
  });

  it('is tried again when it was replaced', async () => {
    await startReady({ timedPulses: false });
    await pulse(1);
    await bench.pullPlug();
    await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
    await bench.putPlugBack();
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
  });
});

describe('a coil that somebody else left on', () => {
  it('breaks the supply down under the next pulse; the boards come back, and no order is repeated', async () => {
    await startReady();
    const other = createMemoryLink({ clock: bench.time.clock });
    bench.simulator.attach(other.wire);
    await other.transport.open();
    await other.transport.send(withCrc(1, writeRelay, 0, 6, 0xff, 0));
    await bench.time.until('lock 7 reads open', () => openDoors().length > 0);
    expect(await pulse(2)).toEqual({ ok: true, value: { acknowledged: false } });
    expect(bench.simulator.resets()).toBe(1);
    await bench.time.pass(10_000);
    expect(bench.board.state()).toEqual({ is: 'ready' });
    expect([bench.cabinet.pulses(), bench.cabinet.door(2)]).toEqual([[7, 2], 'closed']);
    expect(await pulse(2)).toEqual({ ok: true, value: { acknowledged: true } });
    await bench.time.until('lock 2 reads open', () => openDoors().length === 2);
    await other.transport.close();
  });
});

describe('a refusal', () => {
  it('of one pulse, because the coil must rest, is no lasting fault', async () => {
    await startReady({ coilRestMs: 20_000 });
    expect((await pulse(1)).ok).toBe(true);
    await bench.time.pass(4_000);
    expect(await pulse(1)).toEqual({ ok: false, problem: 'refused' });
    expect(bench.board.state()).toEqual({ is: 'ready' });
    expect(bench.cabinet.pulses()).toEqual([1]);
  });

  it('of the question makes every door unknown and says why', async () => {
    open({ channels: 8, size: 8 }, { driver: { channels: 12 } });
    await bench.time.until('the board is at fault', () => bench.board.state().is === 'fault');
    expect(bench.board.state()).toEqual({
      is: 'fault',
      what: 'boardError',
      detail: 'its inputs cannot be read (Modbus exception 2)',
    });
    expect(new Set(bench.board.channels.map((each) => bench.board.door(each)))).toEqual(new Set(['unknown']));
    expect(await pulse(1)).toEqual({ ok: false, problem: 'notSent' });
  });
});

describe('wiring', () => {
  const wirings: readonly (readonly [string, Partial<SimulatedModbusLockBoard>])[] = [
    ['8 locks on a board of 32', { channels: 8, size: 32 }],
    ['16 locks', { channels: 16 }],
    ['32 locks', { channels: 32 }],
    ['feedback when open', { channels: 12, feedback: 'openWhenSet' }],
    ['one lock wired otherwise', { feedbackByChannel: new Map([[2, 'openWhenSet']]) }],
    [
      'crossed wires',
      {
        sensorByChannel: new Map([
          [2, 6],
          [7, 1],
        ]),
      },
    ],
    ['a high unit', { address: 247 }],
  ];

  it.each(wirings)('sees the right door with %s', async (_, options) => {
    await startReady(options);
    expect(openDoors()).toEqual([]);
    bench.cabinet.keyOpen(2);
    await bench.time.until('door 2 reads open', () => openDoors().length > 0);
    const last = bench.board.channels.length;
    await pulse(last);
    await bench.time.until('the last door reads open', () => openDoors().length > 1);
    expect(openDoors()).toEqual([2, last]);
    expect(bench.cabinet.pulses()).toEqual([last]);
  });
});

describe('a bad line', () => {
  const faults: readonly (readonly [string, WireFaults])[] = [
    ['cuts replies into single bytes', { pieceBytes: 1 }],
    ['swallows every fourth reply', { drop: 0.25 }],
    ['flips a bit in every second reply', { flipBit: 0.5 }],
    ['puts noise in front of every reply', { noise: 1 }],
    ['sends replies twice and glues them', { repeat: 0.5, glue: 0.3 }],
    ['is 200 ms late', { delayMs: 200 }],
    ['echoes', { echo: true }],
    ['does all of it', { pieceBytes: 4, drop: 0.05, flipBit: 0.05, noise: 0.1, repeat: 0.1, glue: 0.05, echo: true }],
  ];

  it.each(faults)('that %s: each order is one pulse of that lock, and no other door is seen open', async (_, fault) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      await startReady({}, { seed });
      Object.assign(bench.faults, fault);
      const sent: number[] = [];
      for (const number of [1, 5, 8]) {
        if ((await pulse(number)).ok) sent.push(number);
        await bench.time.pass(2_000);
      }
      expect(bench.cabinet.pulses()).toEqual(sent);
      Object.assign(bench.faults, { drop: 0, flipBit: 0, noise: 0, repeat: 0, glue: 0 });
      await bench.time.until('the opened doors read open', () => openDoors().length === sent.length);
      expect(openDoors()).toEqual(sent);
      expect(changes.filter(({ reads }) => reads === 'open').map((change) => change.channel)).toEqual(
        expect.arrayContaining(sent),
      );
      if (seed < 5) await bench.close();
    }
  });

  it('takes no old answer for a new one: the readings of another board and a late refusal change nothing', async () => {
    await startReady();
    bench.faults.drop = 1;
    bench.wire.send(encodeReply({ is: 'bits', unit: 2, of: readInputs, bits: Uint8Array.of(0) }));
    bench.wire.send(
      encodeReply({ is: 'exception', unit: 1, function: writeRelay, code: exceptionCode.illegalAddress }),
    );
    await bench.time.pass(600);
    expect(changes).toEqual([]);
    bench.faults.drop = 0;
    expect(await pulse(4)).toEqual({ ok: true, value: { acknowledged: true } });
  });
});
