// What is particular to driving a door through a Modbus relay board, and everything a bad line does.

import { afterEach, describe, expect, it } from 'vitest';
import type { HallDoorInputs } from '../../../hardware/classes/hall-door.ts';
import { decodeRequest, encodeReply, timedOn } from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { WireFaults } from '../../../hardware/transport/faulty-wire.ts';
import { type MemoryHallDoorBench, openMemoryHallDoor } from '../../support/hall-door-modbus-bench.ts';

let bench: MemoryHallDoorBench;
let changes: HallDoorInputs[];
let writes: { readonly address: number; readonly value: number }[];
afterEach(() => bench.close());

async function startReady(...options: Parameters<typeof openMemoryHallDoor>): Promise<void> {
  bench = openMemoryHallDoor(...options);
  changes = [];
  writes = [];
  bench.door.onInputs((inputs) => changes.push(inputs));
  bench.wire.onBytes((bytes) => {
    const request = decodeRequest(bytes);
    if (request.ok && request.value.ask === 'write') writes.push(request.value);
  });
  bench.door.start();
  await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
  changes.length = 0;
}

describe('release', () => {
  it.each([
    [100, 1],
    [101, 2],
    [5_000, 50],
    [30_000, 300],
  ])('of %i ms is one timed order of %i tenths and no other write', async (ms, tenths) => {
    await startReady({ relay: 3 });
    expect(await bench.time.settled(bench.door.release(ms))).toEqual({ ok: true, value: { acknowledged: true } });
    await bench.time.pass(40_000);
    expect(writes).toEqual([{ ask: 'write', unit: 1, address: timedOn + 2, value: tenths }]);
    expect(bench.hall.releases()).toEqual([tenths * 100]);
  });

  it('is refused for good on a board that has no timed pulse, and never made up by ON and OFF', async () => {
    await startReady({ timedPulses: false });
    expect(await bench.time.settled(bench.door.release(5_000))).toEqual({ ok: false, problem: 'refused' });
    const fault = {
      is: 'fault',
      what: 'boardError',
      detail: 'relay 1 has no timed pulse (Modbus exception 2): a board that times the pulse itself is needed',
    };
    expect(bench.door.state()).toEqual(fault);
    await bench.time.pass(5_000);
    expect(await bench.time.settled(bench.door.release(5_000))).toEqual({ ok: false, problem: 'refused' });
    expect(bench.door.state()).toEqual(fault);
    expect(writes.length).toBe(1);
    expect(bench.hall.isReleased()).toBe(false);
    expect((await bench.time.settled(bench.door.test())).passed).toBe(false);
  });

  it('still watches the door of such a board', async () => {
    await startReady({ timedPulses: false });
    await bench.time.settled(bench.door.release(5_000));
    bench.hall.force();
    await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
    expect(bench.door.state().is).toBe('fault');
  });

  it('is tried again when such a board was replaced', async () => {
    await startReady({ timedPulses: false });
    await bench.time.settled(bench.door.release(5_000));
    await bench.pullPlug();
    await bench.time.until('the door is offline', () => bench.door.state().is === 'offline');
    await bench.putPlugBack();
    await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
  });

  it('is not acknowledged when the answer is lost, and not repeated', async () => {
    await startReady();
    bench.faults.drop = 1;
    expect(await bench.time.settled(bench.door.release(1_000))).toEqual({ ok: true, value: { acknowledged: false } });
    await bench.time.pass(10_000);
    expect(bench.hall.releases()).toEqual([1_000]);
    expect(writes.length).toBe(1);
  });

  it('is not acknowledged by the answer to another order', async () => {
    await startReady();
    bench.faults.drop = 1;
    const order = bench.door.release(1_000);
    await bench.time.pass(100);
    bench.wire.send(encodeReply({ is: 'written', unit: 1, address: timedOn + 1, value: 10 }));
    bench.wire.send(encodeReply({ is: 'written', unit: 1, address: timedOn, value: 11 }));
    expect(await bench.time.settled(order)).toEqual({ ok: true, value: { acknowledged: false } });
  });
});

describe('inputs', () => {
  it('that the board does not have are a fault of the board, not a silent one', async () => {
    bench = openMemoryHallDoor(
      { channels: 4 },
      {
        driver: {
          inputs: { contact: { number: 5, closedWhen: 'on' }, exitButton: { number: 2, pressedWhen: 'on' } },
        },
      },
    );
    bench.door.start();
    await bench.time.until('the board is at fault', () => bench.door.state().is === 'fault');
    expect(bench.door.state()).toEqual({
      is: 'fault',
      what: 'boardError',
      detail: 'inputs 1 to 5 cannot be read (Modbus exception 2)',
    });
    expect(bench.door.inputs()).toEqual({
      contact: 'unknown',
      exitButton: 'unknown',
      fire: 'absent',
      tamper: 'absent',
    });
  });

  it('count when they were read twice', async () => {
    await startReady();
    for (let turn = 0; turn < 200; turn += 1) {
      bench.simulator.simulateStuckContact('open');
      await bench.time.pass(40);
      bench.simulator.simulateStuckContact(undefined);
      await bench.time.pass(157);
    }
    expect(changes).toEqual([]);
  });

  it('tell a door that slams once, however its contact bounces', async () => {
    for (let startedAt = 0; startedAt < 200; startedAt += 7) {
      await startReady({}, { seed: startedAt });
      bench.hall.force();
      await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
      await bench.time.pass(startedAt);
      bench.simulator.simulateSlam();
      await bench.time.pass(2_000);
      expect(changes.map((inputs) => inputs.contact)).toEqual(['open', 'closed']);
      if (startedAt < 190) await bench.close();
    }
  });

  it('of alarms that are not wired are absent, before the board is read and after', async () => {
    const { contact, exitButton } = {
      contact: { number: 1, closedWhen: 'on' },
      exitButton: { number: 2, pressedWhen: 'on' },
    } as const;
    bench = openMemoryHallDoor({}, { driver: { inputs: { contact, exitButton } } });
    expect(bench.door.inputs()).toMatchObject({ fire: 'absent', tamper: 'absent' });
    bench.door.start();
    await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
    bench.hall.setFire(true);
    await bench.time.pass(1_000);
    expect(bench.door.inputs()).toMatchObject({ fire: 'absent', tamper: 'absent' });
  });

  it('wired to a normally closed contact read a cut wire as an alarm', async () => {
    const inputs = {
      contact: { number: 1, closedWhen: 'on' },
      exitButton: { number: 2, pressedWhen: 'on' },
      fire: { number: 7, alarmWhen: 'off' },
    } as const;
    // Nothing is connected to input 7 of this board.
    await startReady({ inputs: { contact: inputs.contact, exitButton: inputs.exitButton } }, { driver: { inputs } });
    expect(bench.door.inputs().fire).toBe('alarm');
  });

  it('notice a press of the button that lasts half a second', async () => {
    await startReady();
    bench.hall.pressExit(500);
    await bench.time.pass(2_000);
    expect(changes.map((inputs) => inputs.exitButton)).toEqual(['pressed', 'released']);
  });

  it('are asked for five times a second, and once a second while nobody answers', async () => {
    await startReady();
    let count = 0;
    bench.wire.onBytes(() => {
      count += 1;
    });
    await bench.time.pass(10_000);
    expect(count).toBeGreaterThan(35);
    expect(count).toBeLessThan(51);
    bench.hall.setDead(true);
    await bench.time.until('the door is offline', () => bench.door.state().is === 'offline');
    count = 0;
    await bench.time.pass(15_000);
    expect(count).toBeLessThan(16);
    expect(count).toBeGreaterThan(5);
  });
});

describe('a bad line', () => {
  const faults: readonly (readonly [string, WireFaults])[] = [
    ['cuts replies into single bytes', { pieceBytes: 1 }],
    ['cuts replies into pieces of three', { pieceBytes: 3 }],
    ['swallows every fourth reply', { drop: 0.25 }],
    ['flips a bit in every second reply', { flipBit: 0.5 }],
    ['puts noise in front of every reply', { noise: 1 }],
    ['sends replies twice', { repeat: 0.5 }],
    ['glues replies together', { glue: 0.3 }],
    ['is 200 ms late', { delayMs: 200 }],
    ['echoes', { echo: true }],
    ['does all of it', { pieceBytes: 4, drop: 0.05, flipBit: 0.05, noise: 0.1, repeat: 0.1, glue: 0.05, echo: true }],
  ];

  it.each(faults)('that %s: each order is one release, and the door is seen as it is', async (_, fault) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      await startReady({}, { seed });
      Object.assign(bench.faults, fault);
      let sent = 0;
      for (let turn = 0; turn < 3; turn += 1) {
        const result = await bench.time.settled(bench.door.release(1_000));
        if (result.ok) sent += 1;
        await bench.time.pass(2_000);
      }
      expect(bench.hall.releases().length).toBe(sent);
      expect(changes.filter((inputs) => inputs.contact === 'open' || inputs.exitButton === 'pressed')).toEqual([]);
      Object.assign(bench.faults, { drop: 0, flipBit: 0, noise: 0, repeat: 0, glue: 0 });
      bench.hall.force();
      await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
      if (seed < 5) await bench.close();
    }
  });

  it('that is full of noise releases nothing that nobody ordered', async () => {
    await startReady();
    Object.assign(bench.faults, { noise: 1, flipBit: 1, echo: true });
    await bench.time.pass(60_000);
    expect(writes).toEqual([]);
    expect(bench.hall.releases()).toEqual([]);
  });

  it('that dies under an order leaves it open whether it acted, and sends nothing later', async () => {
    await startReady();
    bench.faults.dead = true;
    expect(await bench.time.settled(bench.door.release(1_000))).toEqual({ ok: true, value: { acknowledged: false } });
    await bench.time.until('the door is offline', () => bench.door.state().is === 'offline');
    bench.faults.dead = false;
    await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
    await bench.time.pass(5_000);
    expect(bench.hall.releases()).toEqual([]);
  });
});

describe('the simulated door', () => {
  it('drops its relays when the board loses power, and opens from inside all the same', async () => {
    await startReady();
    await bench.time.settled(bench.door.release(10_000));
    expect(bench.simulator.door().strike).toBe('released');
    bench.hall.setDead(true);
    expect(bench.simulator.door().strike).toBe('locked');
    bench.hall.pressExit(200);
    expect(bench.simulator.door()).toMatchObject({ leaf: 'closed', strike: 'released', exitButton: 'pressed' });
    await bench.time.pass(10_000);
    expect(bench.simulator.door()).toMatchObject({ leaf: 'closed', strike: 'locked', exitButton: 'released' });
  });

  it('tells the panel what a person sees', async () => {
    await startReady();
    const seen: string[] = [];
    bench.simulator.onDoor(({ leaf, strike }) => seen.push(`${strike} ${leaf}`));
    await bench.time.settled(bench.door.release(1_000));
    bench.hall.pushOpen();
    bench.hall.letFall();
    await bench.time.pass(2_000);
    expect(seen).toEqual(['released closed', 'released open', 'released closed', 'locked closed']);
  });
});
