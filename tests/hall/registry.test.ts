// The registry makes from each entry of a site file the device that it names, with shared wires shared.

import { describe, expect, it } from 'vitest';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createLockBoardModbusSimulator } from '../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import { createHallDoorSimulator } from '../../hardware/drivers/relay-board-modbus/simulator.ts';
import { openDevices } from '../../hardware/registry.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import type { Site } from '../../src/contract/config.ts';
import { movedTime } from '../support/test-time.ts';

const around = { clock: systemClock, log: silentLog, random: () => 0.5 };
const tcp = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port }) as const;
const reader = { driver: 'card-reader-sam', port: tcp(4001) } as const;

function board(name: string, address: number, port: Site['devices']['boards'][number]['port'] = tcp(4002)) {
  const wiring = { feedback: 'closedWhenSet', statusOrder: 'highFirst' } as const;
  return { name, driver: 'lock-board-8a', port, address, channels: 24, ...wiring } as const;
}

describe('the registry', () => {
  it('makes a kiosk with a reader and nothing else', () => {
    const devices = openDevices({ kioskReader: reader, boards: [] }, around);
    expect(devices.kioskReader.name).toBe('kioskReader');
    expect(Object.keys(devices).sort()).toEqual([
      'boardWires',
      'boards',
      'kioskReader',
      'lastMinute',
      'lendWire',
      'start',
      'stop',
    ]);
    expect(devices.boards.size).toBe(0);
  });

  it('makes every device that is named, and says what stands on which line', () => {
    const devices = openDevices(
      {
        kioskReader: { driver: 'card-reader-sam', port: { kind: 'serial', path: '/dev/ttyS9', speed: 115_200 } },
        hallReader: reader,
        receiptPrinter: { driver: 'receipt-printer-escpos', port: tcp(9100), model: 'epson-tm', leftSlip: 'retract' },
        documentPrinter: { driver: 'document-printer-ipp', url: 'ipp://127.0.0.1:631/ipp/print' },
        hallDoor: {
          driver: 'hall-door-modbus',
          port: tcp(4003),
          unit: 1,
          relay: 1,
          contact: { number: 1, closedWhen: 'on' },
          exitButton: { number: 2, pressedWhen: 'on' },
          releaseMs: 5_000,
        },
        boards: [board('left', 1), board('right', 2)],
      },
      around,
    );
    const { kioskReader, hallReader, receiptPrinter, documentPrinter, hallDoor } = devices;
    expect([kioskReader, hallReader, receiptPrinter, documentPrinter, hallDoor]).toMatchObject([
      { name: 'kioskReader', description: 'card-reader-sam on serial /dev/ttyS9 115200' },
      { name: 'hallReader', description: 'card-reader-sam on tcp 127.0.0.1:4001' },
      { name: 'receiptPrinter', description: 'receipt-printer-escpos on tcp 127.0.0.1:9100' },
      { name: 'documentPrinter' },
      { name: 'hallDoor' },
    ]);
    expect([...devices.boards.values()]).toMatchObject([
      { name: 'left', description: 'lock-board-8a address 1 on tcp 127.0.0.1:4002' },
      { name: 'right', description: 'lock-board-8a address 2 on tcp 127.0.0.1:4002' },
    ]);
  });

  it('refuses two boards that could not be told apart', () => {
    const boards = [board('left', 1), board('right', 1)];
    expect(() => openDevices({ kioskReader: reader, boards }, around)).toThrow('have the same address');
    const apart = [board('left', 1), board('right', 1, tcp(4004))];
    expect(openDevices({ kioskReader: reader, boards: apart }, around).boards.size).toBe(2);
  });

  it('lets the hall door and Modbus lock boards share one wire, and finds both there', async () => {
    const time = movedTime();
    const { clock } = time;
    const link = createMemoryLink({ clock, speed: 9_600 });
    const random = seededRandom(3);
    const inputs = { contact: { number: 1, closedWhen: 'on' }, exitButton: { number: 2, pressedWhen: 'on' } } as const;
    const door = createHallDoorSimulator({ clock, random, unit: 1, relay: 1, inputs });
    const cabinet = createLockBoardModbusSimulator({
      clock,
      random,
      boards: [{ address: 2, channels: 8, feedback: 'closedWhenSet' }],
    });
    door.attach(link.wire);
    cabinet.attach(link.wire);
    let opened = 0;
    const devices = openDevices(
      {
        kioskReader: reader,
        hallDoor: { driver: 'hall-door-modbus', port: tcp(4003), unit: 1, relay: 1, ...inputs, releaseMs: 5_000 },
        boards: [
          {
            name: 'cells',
            driver: 'lock-board-modbus',
            port: tcp(4003),
            address: 2,
            channels: 8,
            feedback: 'closedWhenSet',
            pulseMs: 700,
          },
        ],
      },
      {
        clock,
        log: silentLog,
        random: () => 0,
        tap(transport) {
          if (!transport.description.includes('4003')) return transport;
          opened += 1;
          return link.transport;
        },
      },
    );
    devices.start();
    const board = certain(devices.boards.get('cells'), 'the board');
    const hallDoor = certain(devices.hallDoor, 'the hall door');
    await time.until('both are ready', () => board.state().is === 'ready' && hallDoor.state().is === 'ready');
    expect(opened).toBe(1);
    // E7: what passes there is kept for a minute, both ways.
    const passed = devices.lastMinute('cells').flatMap((piece) => (piece.is === 'bytes' ? [piece.from] : []));
    expect(new Set(passed)).toEqual(new Set(['host', 'device']));
    expect(devices.lastMinute('none')).toEqual([]);
    await time.settled(board.pulse(certain(board.channels[2], 'channel 3')));
    await time.settled(hallDoor.release(5_000));
    expect(cabinet.pulses.map(({ channel }) => channel)).toEqual([3]);
    expect(door.releases.map(({ ms }) => ms)).toEqual([5_000]);
    await time.settled(devices.stop());
  });

  it('lends the wire of its boards for commissioning, and has them back afterwards', async () => {
    const time = movedTime();
    const { clock } = time;
    const link = createMemoryLink({ clock, speed: 9_600 });
    const wired = { feedback: 'closedWhenSet', statusOrder: 'highFirst' } as const;
    const cabinet = createLockBoard8aSimulator({
      clock,
      random: seededRandom(4),
      boards: [{ address: 1, channels: 24, ...wired }],
    });
    cabinet.attach(link.wire);
    const devices = openDevices(
      { kioskReader: reader, boards: [board('left', 1)] },
      {
        clock,
        log: silentLog,
        random: () => 0,
        tap: (own) => (own.description.includes('4002') ? link.transport : own),
      },
    );
    const left = certain(devices.boards.get('left'), 'the board');
    const first = certain(left.channels[0], 'channel 1');
    devices.start();
    await time.until('the board is ready', () => left.state().is === 'ready');
    const wiring = await time.settled(devices.lendWire('127.0.0.1:4002'));
    expect([left.state().is, left.door(first)]).toEqual(['unknown', 'unknown']);
    expect(await time.settled(left.pulse(first))).toEqual({ ok: false, problem: 'notSent' });
    const [found] = (await time.settled(wiring.find())).filter(({ model }) => model === 'lock-board-8a');
    expect(found).toEqual({ model: 'lock-board-8a', address: 1, bits: 24, disturbed: false });
    await time.settled(wiring.fire(certain(found, 'a board'), first));
    await time.settled(wiring.close());
    await time.until('the board is back', () => left.state().is === 'ready');
    expect(left.door(first)).toBe('open');
    expect(cabinet.pulses.map(({ channel }) => channel)).toEqual([1]);
    const lent = await time.settled(devices.lendWire('127.0.0.1:4002'));
    await time.settled(devices.stop());
    await time.settled(lent.close());
    await time.pass(5_000);
    expect(left.state()).toEqual({ is: 'unknown' });
  });
});
