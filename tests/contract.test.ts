// Borders: a site file, a call or a message that is wrong is answered with the place and the reason.

import { describe, expect, it } from 'vitest';
import { parseSite } from '../src/contract/config.ts';
import { factSchema } from '../src/contract/fact.ts';
import { parseWith } from '../src/contract/parse.ts';

const board = {
  name: 'board1',
  driver: 'lock-board-8a',
  port: { kind: 'serial', path: '/dev/ttyUSB0', speed: 9600 },
  address: 1,
  channels: 24,
};
const site = {
  kiosk: 'hall-1',
  point: { name: { zh: '大厅', en: 'Hall' }, phone: '021-0000 0000' },
  hours: { office: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] },
  devices: {
    kioskReader: { driver: 'card-reader-sam', port: { kind: 'tcp', host: '127.0.0.1', port: 4001 } },
    boards: [board],
  },
  cabinet: [{ bank: 'A', columns: [[{ cell: 'A01', board: 'board1', channel: 1, size: 'small' }]] }],
  central: { url: 'https://central.example' },
};

function problems(change: (copy: typeof site & Record<string, unknown>) => void): readonly string[] {
  const copy = structuredClone(site);
  change(copy);
  const parsed = parseSite(JSON.stringify(copy));
  return parsed.ok ? [] : parsed.problem.lines;
}

describe('a site file', () => {
  it('gets its defaults', () => {
    const parsed = parseSite(JSON.stringify(site));
    expect(parsed.ok && parsed.value).toMatchObject({
      languages: ['zh', 'en'],
      trial: false,
      hours: { timeZone: 'Asia/Shanghai', hall: 'always' },
      limits: {
        idleMs: 60_000,
        warnMs: 20_000,
        reopenMs: 180_000,
        doorOpenMs: 60_000,
        printExpiryMs: 120_000,
        rightsAgeMs: 259_200_000,
      },
      devices: { boards: [{ feedback: 'closedWhenSet', statusOrder: 'highFirst' }] },
    });
  });

  it('names a wrong field with its place and the reason', () => {
    expect(problems((copy) => Object.assign(copy.devices.boards[0] ?? {}, { address: 0 }))).toEqual([
      'devices.boards.0.address: must be at least 1',
    ]);
    expect(problems((copy) => Object.assign(copy, { central: { url: 'ftp://x' } }))).toEqual([
      'central.url: must begin with https:// (http:// for a trial on this machine)',
    ]);
    expect(problems((copy) => Object.assign(copy.hours, { timeZone: 'Mars/Base' }))).toEqual([
      'hours.timeZone: is not a time zone, e.g. Asia/Shanghai',
    ]);
    expect(problems((copy) => Object.assign(copy, { typo: 1 }))[0]).toContain('typo');
  });

  it('is checked across its parts', () => {
    expect(problems((copy) => Object.assign(copy.cabinet[0]?.columns[0]?.[0] ?? {}, { board: 'other' }))).toEqual([
      'cabinet.0.columns.0.0.board: there is no board named other',
    ]);
    expect(
      problems((copy) => copy.cabinet[0]?.columns.push([{ cell: 'A01', board: 'board1', channel: 1, size: 'small' }])),
    ).toEqual([
      'cabinet.0.columns.1.0.cell: A01 is there twice',
      'cabinet.0.columns.1.0.channel: channel 1 of board1 is used twice',
    ]);
    expect(problems((copy) => Object.assign(copy.cabinet[0]?.columns[0]?.[0] ?? {}, { channel: 30 }))).toEqual([
      'cabinet.0.columns.0.0.channel: board1 has only 24 channels',
    ]);
  });

  it('finds two boards with one address on a line', () => {
    expect(problems((copy) => copy.devices.boards.push({ ...board, name: 'board2' }))).toEqual([
      'devices.boards.1.address: board1 has address 1 on the same line',
    ]);
  });

  it('finds boards of two families on a line, and crossed wires that are told twice or too high', () => {
    const modbus = { ...board, name: 'board2', driver: 'lock-board-modbus', address: 2 };
    expect(problems((copy) => copy.devices.boards.push(modbus))).toEqual([
      'devices.boards.1.driver: another board on the same line is a lock-board-8a',
    ]);
    const sensorByChannel = [
      { channel: 2, bit: 5 },
      { channel: 2, bit: 6 },
    ];
    const feedbackByChannel = [{ channel: 25, feedback: 'none' }];
    expect(
      problems((copy) => Object.assign(copy.devices.boards[0] ?? {}, { sensorByChannel, feedbackByChannel })),
    ).toEqual([
      'devices.boards.0.feedbackByChannel: board1 has only 24 channels',
      'devices.boards.0.sensorByChannel: a channel is there twice',
    ]);
  });

  it('lets a hall door share a line with Modbus boards of other units, and with nothing else', () => {
    const input = { number: 1, closedWhen: 'on' };
    const hallDoor = {
      driver: 'hall-door-modbus',
      port: board.port,
      unit: 1,
      relay: 1,
      contact: input,
      exitButton: { number: 2, pressedWhen: 'on' },
    };
    const hallReader = site.devices.kioskReader;
    expect(problems((copy) => Object.assign(copy.devices, { hallDoor, hallReader }))).toEqual([
      'devices.hallDoor.port: a board on the same line is a lock-board-8a',
    ]);
    const boards = [{ ...board, driver: 'lock-board-modbus' }];
    expect(problems((copy) => Object.assign(copy.devices, { hallDoor, hallReader, boards }))).toEqual([
      'devices.hallDoor.unit: board1 has address 1 on the same line',
    ]);
    const other = { ...hallDoor, unit: 2 };
    expect(problems((copy) => Object.assign(copy.devices, { hallDoor: other, hallReader, boards }))).toEqual([]);
  });

  it('cannot say what no device can do', () => {
    const change = (fields: object) => problems((copy) => Object.assign(copy.devices.boards[0] ?? {}, fields));
    expect(change({ channels: 57 })).toEqual(['devices.boards.0.channels: must be at most 56']);
    expect(change({ address: 256 })).toEqual(['devices.boards.0.address: must be at most 255']);
    const modbus = { driver: 'lock-board-modbus', pulseMs: 3_001 };
    expect(change(modbus)).toEqual(['devices.boards.0.pulseMs: must be at most 3000']);
    expect(change({ port: { kind: 'usbSerial', vendorId: '1A86', productId: '7523', speed: 9600 } })).toEqual([
      'devices.boards.0.port.vendorId: must be four hex digits in small letters, e.g. 1a86',
    ]);
  });

  it('that is no JSON is said to be none', () => {
    const parsed = parseSite('{ "kiosk": ');
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.problem.lines[0]).toContain('not JSON');
  });
});

it('takes signings of kiosks that tell no digest of the signature', () => {
  const order = '01920000-0000-7000-8000-000000000001';
  const signed = { is: 'deliverySigned', order, cell: 'A01', items: ['L-1'], person: 'a'.repeat(64) };
  expect(parseWith(factSchema, signed)).toEqual({ ok: true, value: { ...signed, sha256: null } });
  expect(parseWith(factSchema, { ...signed, sha256: 'b'.repeat(64) }).ok).toBe(true);
  expect(parseWith(factSchema, { ...signed, sha256: 'B'.repeat(64) }).ok).toBe(false);
});

it('takes facts of kiosks that knew of one item in a cell', () => {
  const opened = { is: 'openOrdered', order: '01920000-0000-7000-8000-000000000001', cell: 'A01', why: 'collect' };
  const by = 'a'.repeat(64);
  expect(parseWith(factSchema, { ...opened, by, item: 'L-1' })).toEqual({
    ok: true,
    value: { ...opened, by, items: ['L-1'] },
  });
  for (const items of [[], ['L-1', 'L-2']])
    expect(parseWith(factSchema, { is: 'cellDoubted', cell: 'A01', why: 'restart', items }).ok).toBe(true);
  expect(parseWith(factSchema, { is: 'cellDoubted', cell: 'A01', why: 'restart', item: null })).toEqual({
    ok: true,
    value: { is: 'cellDoubted', cell: 'A01', why: 'restart', items: [] },
  });
  expect(parseWith(factSchema, { is: 'cellDoubted', cell: 'A01', why: 'restart' }).ok).toBe(false);
});
