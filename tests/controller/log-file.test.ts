// The log file: bounded, in order, and never in anybody's way.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { createLogFile } from '../../src/controller/log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

it('keeps the newest lines in the first file and older ones behind it', () => {
  const file = createLogFile({ folder, maxBytes: 30, files: 3 });
  for (let line = 1; line <= 10; line += 1) file.write(`line number ${line}`);
  file.close();
  expect(readdirSync(folder).sort()).toEqual(['nighthall.log', 'nighthall.log.1', 'nighthall.log.2']);
  expect([read('nighthall.log.2'), read('nighthall.log.1'), read('nighthall.log')]).toEqual([
    'line number 5\nline number 6\n',
    'line number 7\nline number 8\n',
    'line number 9\nline number 10\n',
  ]);
});

it('goes on in the same file after a restart', () => {
  for (const line of ['one', 'two']) {
    const file = createLogFile({ folder, maxBytes: 1000, files: 2 });
    file.write(line);
    file.close();
  }
  expect(read('nighthall.log')).toBe('one\ntwo\n');
});

it('takes the lines of the log as they are', () => {
  const file = createLogFile({ folder: join(folder, 'not', 'there', 'yet'), maxBytes: 1000, files: 1 });
  createLog((line) => file.write(line), { now: () => 0 }).info('door opened', { cell: 'A07' });
  file.close();
  expect(JSON.parse(read('not/there/yet/nighthall.log'))).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    level: 'info',
    part: 'main',
    event: 'door opened',
    cell: 'A07',
  });
});

it('never holds more than it may, whatever is written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 200, unit: 'grapheme' }), { maxLength: 40 }),
      fc.integer({ min: 20, max: 300 }),
      fc.integer({ min: 1, max: 4 }),
      (lines, maxBytes, files) => {
        const inner = mkdtempSync(join(folder, 'case-'));
        const file = createLogFile({ folder: inner, maxBytes, files });
        for (const line of lines) file.write(line);
        file.close();
        const names = readdirSync(inner);
        expect(names.length).toBeLessThanOrEqual(files);
        for (const name of names) expect(statSync(join(inner, name)).size).toBeLessThanOrEqual(maxBytes);
        expect(file.lost()).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
});

it('counts what it cannot write, complains once, and goes on when it can again', () => {
  const blocked = join(folder, 'logs');
  writeFileSync(blocked, 'a file where the folder should be');
  const complaints: string[] = [];
  const file = createLogFile({ folder: blocked, maxBytes: 1000, files: 2, complain: (text) => complaints.push(text) });
  for (let line = 0; line < 5; line += 1) file.write(`lost ${line}`);
  expect(file.lost()).toBe(5);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(/^log lines are being lost: E[A-Z]+/);
  rmSync(blocked);
  mkdirSync(blocked);
  file.write('found again');
  file.close();
  expect(read('logs/nighthall.log')).toBe('found again\n');
});

it.skipIf(!existsSync('/dev/full'))('survives a full disk (needs /dev/full)', () => {
  symlinkSync('/dev/full', join(folder, 'nighthall.log'));
  const complaints: string[] = [];
  const file = createLogFile({ folder, maxBytes: 1000, files: 2, complain: (text) => complaints.push(text) });
  file.write('one');
  file.write('two');
  file.close();
  expect(file.lost()).toBe(2);
  expect(complaints).toEqual([expect.stringContaining('ENOSPC')]);
});
