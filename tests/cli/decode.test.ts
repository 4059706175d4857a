// The command line: decoding, usage errors and the audit check, run as a person would run them.

import { spawnSync } from 'node:child_process';
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

describe('a wrong call', () => {
  it('is answered with what was wrong and how it is done', () => {
    for (const [args, words] of [
      [['decode'], 'decode knows'],
      [['decode', 'lock-8a'], 'needs the bytes'],
      [['decode', 'lock-8a', 'xyz'], 'not hex'],
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
