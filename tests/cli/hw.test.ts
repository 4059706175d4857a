// The bench tool, run as a technician runs it: against simulators on TCP lines and pseudo-terminals.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSamReaderSimulator, type SamReaderSimulator } from '../../hardware/drivers/card-reader-sam/simulator.ts';
import { createCodeScannerSimulator } from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import {
  createLockBoard8aSimulator,
  type LockBoard8aSimulator,
} from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createNutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { serveTcpWire, type TcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import { systemClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { hasSocat, startPseudoTerminal } from '../support/pseudo-terminal.ts';
import { specimenCard } from '../support/specimen-cards.ts';
import { until } from '../support/until.ts';

const command = join(resolve(import.meta.dirname, '../..'), 'src/cli/nighthall.ts');
const around = { clock: systemClock, random: seededRandom(11) };

let folder: string;
let servers: TcpWire[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-hw-'));
  servers = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number | null;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly errors: string;
}

async function hw(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [command, 'hw', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = out.split('\n').filter((line) => line.startsWith('{'));
  return { code, errors, lines: lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>) };
}

async function serve(simulator: Simulator): Promise<string> {
  const server = await serveTcpWire({ onWire: (wire) => simulator.attach(wire) });
  servers.push(server);
  return `tcp:127.0.0.1:${server.port}`;
}

describe('a lock board', () => {
  let board: LockBoard8aSimulator;
  let device: readonly string[];
  beforeEach(async () => {
    board = createLockBoard8aSimulator({
      ...around,
      boards: [{ address: 3, channels: 8, feedback: 'closedWhenSet', statusOrder: 'highFirst' }],
    });
    device = ['--driver', 'lock-board-8a', '--port', await serve(board), '--set', 'address=3', '--set', 'channels=8'];
  });

  it('tells its doors, and moves nothing for it', async () => {
    board.simulateKeyOpen(3, 2);
    const { code, lines } = await hw('status', ...device);
    expect([code, lines[0]?.['state']]).toEqual([0, { is: 'ready' }]);
    expect(lines[0]?.['doors']).toMatchObject({ 1: 'closed', 2: 'open', 8: 'closed' });
    expect((await hw('test', ...device)).lines[0]).toMatchObject({ passed: true });
    expect(board.pulses).toEqual([]);
  });

  it('opens one lock and tells what the sensor saw; a jammed one is a failure', async () => {
    const { code, lines } = await hw('open', '7', ...device);
    expect(code).toBe(0);
    expect(lines).toEqual([
      { channel: 7, before: 'closed', acknowledged: true, reads: 'open', openSeenAfterMs: expect.any(Number) },
    ]);
    board.simulateJam(3, 5);
    expect(await hw('open', '5', ...device)).toMatchObject({ code: 1, lines: [{ channel: 5, reads: 'closed' }] });
    expect(board.pulses.map(({ channel }) => channel)).toEqual([7, 5]);
  });

  it.each(['0', '9', '1.5', 'all', ''])('opens nothing for "%s"', async (word) => {
    const { code, errors } = await hw('open', word, ...device);
    expect([code, errors]).toEqual([2, expect.stringContaining('a channel from 1 to 8')]);
    expect(board.pulses).toEqual([]);
  });

  it('is found on its wire with questions alone', async () => {
    const { code, lines } = await hw('find', '--port', device[3] ?? '');
    expect([code, lines]).toEqual([0, [{ model: 'lock-board-8a', address: 3, bits: 24, disturbed: false }]]);
    expect(board.pulses).toEqual([]);
  });

  it('leaves a trace that the simulator answers in the same way', async () => {
    const file = join(folder, 'board.trace');
    const traced = await hw('open', '1', ...device, '--trace', '--record', file);
    expect(traced.errors).toMatch(/\d+\.\d ms {2}host > device {2}8a 03 01 11 99/);
    const { code, lines } = await hw('replay', file);
    expect([code, lines.at(-1)]).toEqual([0, { exchanges: expect.any(Number), different: 0 }]);
    expect(lines.length).toBeGreaterThan(2);
    // A board that never answered is another board than the simulator's.
    const silent = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('"from":"device"'));
    const other = join(folder, 'silent.trace');
    writeFileSync(other, silent.join('\n'));
    expect((await hw('replay', other)).code).toBe(1);
  });

  it('never writes over an old trace', async () => {
    const file = join(folder, 'old.trace');
    writeFileSync(file, 'kept');
    expect((await hw('status', ...device, '--record', file)).code).not.toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});

describe('a card reader', () => {
  let reader: SamReaderSimulator;
  let device: readonly string[];
  beforeEach(async () => {
    reader = createSamReaderSimulator(around);
    device = ['--driver', 'card-reader-sam', '--port', await serve(reader)];
  });

  it('tells a card masked, and shows and keeps nothing of it in a trace', async () => {
    const card = specimenCard.resident;
    reader.simulateLayCard(card);
    const file = join(folder, 'reader.trace');
    const { code, lines, errors } = await hw('read', ...device, '--trace', '--record', file);
    expect([code, lines[0]]).toMatchObject([0, { card: { kind: 'resident' } }]);
    const everything = JSON.stringify(lines) + errors + readFileSync(file, 'utf8');
    const inUtf16 = (text: string) => Buffer.from(text, 'utf16le').toString('hex');
    for (const secret of [card.idNumber, card.name, inUtf16(card.idNumber), inUtf16(card.name)]) {
      expect(everything).not.toContain(secret);
      expect(errors.replaceAll(' ', '')).not.toContain(secret);
    }
    expect(errors).toContain('bytes not shown');
  });

  it('says that no card came', async () => {
    const { code, lines } = await hw('read', ...device, '--seconds', '1');
    expect([code, lines]).toMatchObject([1, [{ failed: 'noCard' }]]);
  });
});

describe('a printer', () => {
  it('prints a test slip that belongs to nobody', async () => {
    const printer = createEscposSimulator({ clock: systemClock, columns: 48 });
    const device = ['--driver', 'receipt-printer-escpos', '--port', await serve(printer), '--set', 'processId=true'];
    const { code, lines } = await hw('print-test', ...device);
    expect([code, lines]).toEqual([
      0,
      [{ before: { cuts: null } }, { progress: { is: 'printing' } }, { outcome: { is: 'printed' } }],
    ]);
    expect(printer.papers().length).toBe(1);
  });
});

describe('a code scanner', () => {
  it('tells how long a code is, and the code itself only when asked', async () => {
    const scanner = createCodeScannerSimulator({
      clock: systemClock,
      trigger: 'honeywell',
      terminator: 'CR',
      encoding: 'utf-8',
      aimPrefix: false,
    });
    const device = ['--driver', 'code-scanner-serial', '--port', await serve(scanner), '--set', 'trigger=honeywell'];
    scanner.simulateHoldCode('PICKUP-4711');
    expect(await hw('read', ...device)).toMatchObject({ code: 0, lines: [{ code: '11 characters' }] });
    expect(await hw('read', ...device, '--unmasked')).toMatchObject({ code: 0, lines: [{ code: 'PICKUP-4711' }] });
  });
});

describe('a power supply', () => {
  it('tells of the mains', async () => {
    const supply = createNutSimulator({ clock: systemClock, ups: 'hall' });
    const device = ['--driver', 'power-supply-nut', '--port', await serve(supply), '--set', 'ups=hall'];
    expect(await hw('status', ...device)).toMatchObject({ code: 0, lines: [{ power: { is: 'mains' } }] });
  });
});

describe('a wrong call', () => {
  it.each([
    [['status'], 'name the device'],
    [['status', '--driver', 'lock-board-9', '--port', 'tcp:127.0.0.1:1'], '--driver is one of card-reader-sam'],
    [['status', '--driver', 'lock-board-8a', '--port', 'com3'], 'is no port'],
    [['status', '--driver', 'lock-board-8a', '--port', 'tcp:127.0.0.1:99999'], 'port.port: must be at most 65535'],
    [['status', '--driver', 'lock-board-8a', '--port', 'tcp:h:1', '--set', 'address=0'], 'address: must be at least 1'],
    [['status', '--driver', 'lock-board-8a', '--port', 'tcp:h:1', '--set', 'address'], '--set takes key=value'],
    [['read', '--driver', 'lock-board-8a', '--port', 'tcp:h:1'], 'only a card reader or a code scanner reads'],
    [['unlock-all'], 'hw does status'],
    [['find'], 'find needs --port'],
    [['replay'], 'replay needs the file'],
  ])('%j is answered with "%s"', async (args, words) => {
    const { code, errors } = await hw(...args);
    expect([code, errors]).toEqual([2, expect.stringContaining(words)]);
  });

  it('names the field and the line of a damaged trace', async () => {
    const file = join(folder, 'bad.trace');
    const head = '{"trace":1,"device":{"driver":"lock-board-8a","name":"b","port":{"kind":"tcp","host":"h","port":1}';
    writeFileSync(
      file,
      `${head},"address":1,"channels":8}}\n{"is":"bytes","ms":1,"from":"mars","hex":"8a","length":1}\n`,
    );
    expect(await hw('replay', file)).toMatchObject({ code: 2, errors: expect.stringContaining('line 2: from') });
  });
});

describe.skipIf(!hasSocat)('a simulated device on a serial line (needs socat)', () => {
  it('answers the bench at the other end, and does what hands are told to do', async () => {
    const terminal = await startPseudoTerminal();
    const driver = ['--driver', 'lock-board-8a', '--set', 'channels=8'];
    const child = spawn(
      process.execPath,
      [command, 'hw', 'simulate', ...driver, '--port', `serial:${terminal.devicePath}`],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    children.push(child);
    let told = '';
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString();
    });
    await until(() => told.includes('simulating'), 'the simulator is there');
    const bench = [...driver, '--port', `serial:${terminal.computerPath}`];
    expect(await hw('open', '2', ...bench)).toMatchObject({ code: 0, lines: [{ channel: 2, reads: 'open' }] });
    child.stdin.write('shut 2\n');
    await until(() => told.includes('"ok":true'), 'the door was pushed');
    expect((await hw('status', ...bench)).lines[0]?.['doors']).toMatchObject({ 2: 'closed' });
    child.stdin.end();
    await once(child, 'close');
    await terminal.kill();
  });
});
