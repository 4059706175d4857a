// The command line: decoding, usage errors and the audit check, run as a person would run them.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const command = join(resolve(import.meta.dirname, '../..'), 'src/cli/nighthall.ts');

function nighthall(...args: string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly lines: readonly unknown[];
  readonly errors: string;
} {
  const run = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });
  const lines = run.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
  return { code: run.status, out: run.stdout, lines, errors: run.stderr };
}

function vectorOf(file: string, name: string): string {
  const vectors = JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')) as readonly {
    readonly name: string;
    readonly hex: string;
  }[];
  const found = vectors.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.hex;
}

describe('nighthall decode', () => {
  it('reads a lock board: an unlock order and a status reply', () => {
    expect(nighthall('decode', 'lock-8a', '8A0101119B', '--from', 'host')).toMatchObject({
      code: 0,
      lines: [{ ok: true, board: 1, channel: 1 }],
    });
    expect(nighthall('decode', 'lock-8a', '80', '01', '00', '00', '01', '33', 'B3')).toMatchObject({
      code: 0,
      lines: [{ ok: true, board: 1 }],
    });
  });

  it('reads a reader status, a Modbus exception and a printer status', () => {
    expect(nighthall('decode', 'id-card', 'AAAAAA9669000400008084')).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect(nighthall('decode', 'modbus', '018502C351')).toMatchObject({ lines: [{}] });
    expect(nighthall('decode', 'escpos-status', '12')).toMatchObject({ code: 0, lines: [{ ok: true }] });
  });

  it('says what is wrong with a frame, and fails', () => {
    expect(nighthall('decode', 'lock-8a', '8A0101119A', '--from', 'host')).toMatchObject({
      code: 1,
      lines: [{ ok: false }],
    });
    expect(nighthall('decode', 'id-card', 'AAAAAA9669000400008085')).toMatchObject({
      code: 1,
      lines: [{ ok: false, problem: 'checksum' }],
    });
  });
});

describe('nighthall decode, its input and its list', () => {
  it('reads hex from standard input, over lines and with spaces', () => {
    const run = spawnSync(process.execPath, [command, 'decode', 'dc02', '-'], {
      encoding: 'utf8',
      input: 'DC 02 01 10\n01 01 13\r\nDC02 0112 0013\n',
    });
    expect(run.status).toBe(0);
    expect(
      run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { kind: 'open', board: 1, lock: 1 },
      { kind: 'doors', board: 1 },
    ]);
  });

  it('lists every protocol in words', () => {
    const { code, out } = nighthall('decode', '--list');
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.every((line) => /^[a-z0-9-]+ +\S.*$/.test(line))).toBe(true);
    for (const name of [
      'id-card',
      'lock-8a',
      'modbus',
      'escpos-status',
      'osdp',
      'wiegand26',
      'qianming-5a',
      'winnsen-90',
    ]) {
      expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.includes('experimental'))).toHaveLength(8);
  });

  it('knows a command to a reader without being told who sent it', () => {
    const find = 'AAAAAA96690003200122';
    expect(nighthall('decode', 'id-card', find)).toMatchObject({
      code: 0,
      lines: [{ kind: 'command', command: 'find' }],
    });
    expect(nighthall('decode', 'id-card', find, '--from', 'device')).toMatchObject({ code: 1, lines: [{ ok: false }] });
  });

  it('hides what a card says of a person unless it is asked for', () => {
    const hex = vectorOf('id-card-vectors.json', 'rsp-30-01-resident');
    const decode = (...more: string[]) =>
      spawnSync(process.execPath, [command, 'decode', 'id-card', '-', ...more], { encoding: 'utf8', input: hex })
        .stdout;
    expect(decode()).toContain('"name":"测**"');
    expect(decode()).not.toMatch(/测试甲|11010519491231002X/);
    expect(decode('--unmasked')).toContain('11010519491231002X');
  });
});

describe('a wrong call', () => {
  it('is answered with what was wrong and how it is done', () => {
    for (const [args, words] of [
      [['decode'], 'KIND is one of id-card, lock-8a'],
      [['decode', 'toString', '00'], 'not "toString"'],
      [['decode', 'lock-8a'], 'needs the bytes'],
      [['decode', 'lock-8a', 'xyz'], 'not hex'],
      [['decode', 'lock-8a', ''], 'at least one byte'],
      [['decode', 'lock-8a', '8A', '--from', 'mars'], '--from is host or device'],
      [['open-all'], 'there is no command "open-all"'],
      [['audit', 'mend'], 'audit knows one thing'],
      [['audit', 'verify', '--data', '/nonexistent'], 'no kiosk database'],
      [['controller'], 'needs --site FILE'],
      [['demo', '--fast'], "'--fast'"],
    ] as const) {
      const { code, errors } = nighthall(...args);
      expect(errors).toContain(words);
      expect(code).toBe(2);
    }
  });

  it('is not needed: help says everything', () => {
    expect(nighthall('help')).toMatchObject({ code: 0 });
    expect(nighthall('help').out).toContain('audit verify');
  });
});
