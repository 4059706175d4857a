// The whole night as anybody sees it who types `nighthall demo`: its steps, what it keeps, and what it must not leave behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import type { DemoStep } from '../../src/cli/demo.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { processesNaming } from '../support/started-processes.ts';
import { filesUnder, peopleIn, tracesOfPeople } from '../support/traces-of-people.ts';

const program = fileURLToPath(new URL('../../src/cli/nighthall.ts', import.meta.url));
const listOfPeople = fileURLToPath(new URL('../../src/contract/synthetic-people.ts', import.meta.url));
const nightMs = 240_000;
const lookEveryMs = 500;

let folder = '';
let exitCode: number | null = null;
let lines: readonly string[] = [];
let mostAtOnce = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-night-'));
  const demo = spawn(process.execPath, [program, 'demo', '--json', '--keep', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: nightMs,
  });
  const said: Buffer[] = [];
  demo.stdout.on('data', (piece: Buffer) => said.push(piece));
  const looking = setInterval(() => {
    mostAtOnce = Math.max(mostAtOnce, processesNaming(folder).length);
  }, lookEveryMs);
  [exitCode] = (await once(demo, 'close')) as [number | null];
  clearInterval(looking);
  lines = Buffer.concat(said).toString('utf8').trimEnd().split('\n');
}, nightMs + 20_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const kept = (name: string) => readFileSync(join(folder, name));
const keptFiles = (...path: readonly string[]) => filesUnder(join(folder, ...path));

describe('nighthall demo', () => {
  it('plays every step of the night and says so in its last line', () => {
    const { ok, steps } = JSON.parse(certain(lines.at(-1), 'a last line')) as {
      readonly ok: boolean;
      readonly steps: readonly DemoStep[];
    };
    expect(steps.filter((step) => !step.ok)).toEqual([]);
    for (const step of steps)
      expect(step).toEqual({
        name: expect.stringMatching(/./),
        ok: true,
        ms: expect.any(Number),
        detail: expect.stringMatching(/./),
      });
    expect(steps.map(({ name }) => name)).toEqual([
      'deposit',
      'tell the applicants by SMS',
      'enter the hall',
      'print a payment receipt',
      'print a proof',
      'lose central',
      'collect a licence',
      'kill the controller while a cell is open',
      'central returns and everything arrives once',
      'a stranger',
      'an expired card',
      'an empty printer',
      'verify the audit log',
    ]);
    expect(ok).toBe(true);
    expect(exitCode).toBe(0);
  });

  it('keeps a receipt whose code can be scanned', () => {
    const { width, height, data } = PNG.sync.read(kept('receipt.png'));
    const code = jsqr.default(new Uint8ClampedArray(data), width, height);
    expect(code?.data).toMatch(/^https:\/\/hall\.example\/receipts\//);
  });

  it('keeps a proof that is a whole PDF', () => {
    const text = kept('proof.pdf').toString('latin1');
    expect(text).toMatch(/^%PDF-1\.\d/);
    expect(text.trimEnd()).toMatch(/%%EOF$/);
  });

  it('keeps a timeline with a line for each step', () => {
    const timeline = kept('timeline.txt').toString('utf8');
    expect(timeline).toContain('The night is over; everything held.');
    expect(timeline).not.toContain('FAIL');
    expect(timeline.match(/^ {2}ok {4}/gm)).toHaveLength(13);
  });

  it('writes nobody down in its words, in the files of kiosk and central, or in a log', () => {
    const files = [
      ...keptFiles('data', 'kiosk'),
      ...keptFiles('data', 'central'),
      join(folder, 'data', 'central.log'),
      join(folder, 'data', 'hall.log'),
      join(folder, 'timeline.txt'),
    ];
    for (const name of ['kiosk.sqlite', 'keys/keys.json', 'log/nighthall.log'])
      expect(existsSync(join(folder, 'data', 'kiosk', name)), name).toBe(true);
    expect(tracesOfPeople(files, folder)).toEqual([]);
    expect(peopleIn(Buffer.from(lines.join('\n')))).toEqual([]);
  });

  it('names no file after a person', () => {
    const names = keptFiles().map((file) => file.slice(folder.length));
    expect(names.length).toBeGreaterThan(10);
    expect(peopleIn(Buffer.from(names.join('\n')))).toEqual([]);
  });

  it('is searched by eyes that do see: they find everybody in the list of synthetic people', () => {
    expect(peopleIn(readFileSync(listOfPeople))).toEqual(syntheticPeople.map(({ id }) => id));
    expect(peopleIn(Buffer.from(certain(syntheticPeople[0], 'a person').idNumber, 'utf16le'))).toHaveLength(1);
  });

  it.skipIf(!existsSync('/proc/self/cmdline'))('leaves no process behind (seen in /proc, on Linux)', () => {
    expect(mostAtOnce).toBeGreaterThanOrEqual(4);
    expect(processesNaming(folder)).toEqual([]);
  });
});
