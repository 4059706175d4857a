// Explaining a scanner's line: every byte is accounted for, and a code shows its text only when asked.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHidPos } from '../../../hardware/drivers/code-scanner-hidpos/decode.ts';
import { decodeScanner } from '../../../hardware/drivers/code-scanner-serial/decode.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';

interface Vector {
  readonly protocol: string;
  readonly name: string;
  readonly direction: string;
  readonly hex: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/scanner-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

describe('explaining', () => {
  it.each(vectors)('$protocol $name', ({ protocol, hex, direction }) => {
    const explained = protocol === 'scanner-hidpos' ? decodeHidPos(bytesOf(hex)) : decodeScanner(bytesOf(hex));
    const from = direction === 'host->device' ? 'host' : 'device';
    expect(explained).toMatchObject([{ ok: true, from, hex: hex.toLowerCase() }]);
  });

  it.each([
    ['16540d 16550d', ['trigger', 'stop']],
    ['02000001003331 4142430d 02000101000401', ['zoneReply', 'code', 'zoneReply']],
    ['02000001003330 4142430d', ['wrongChecksum', 'code']],
    ['7e000801000201abce', ['wrongChecksum']],
    ['ff16540d', ['wrongEncoding']],
    ['0201303030302353434e5452473106', ['wrongEnd']],
  ])('%s', (hex, expected) => {
    expect(decodeScanner(bytesOf(hex)).map((one) => (one.ok ? one.kind : one.problem))).toEqual(expected);
  });

  it('keeps the text of a code to itself until it is asked for', () => {
    const code = new TextEncoder().encode('SECRET7\r');
    expect(JSON.stringify(decodeScanner(code))).not.toContain('SECRET7');
    expect(decodeScanner(code, { unmasked: true })).toMatchObject([{ kind: 'code', bytes: 7, text: 'SECRET7' }]);
    const abc = bytesOf(vectors.find(({ protocol }) => protocol === 'scanner-hidpos')?.hex ?? '');
    expect(decodeHidPos(abc)).not.toMatchObject([{ text: 'ABC' }]);
    expect(decodeHidPos(abc, { unmasked: true })).toMatchObject([{ text: 'ABC', symbology: 'Q1' }]);
  });

  it('accounts for every byte of any input', () => {
    const from = fc.constantFrom('host' as const, 'device' as const, undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), from, (bytes, sender) => {
        const hex = decodeScanner(bytes, { from: sender }).map((one) => one.hex);
        expect(hex.join('')).toBe(toHex(bytes));
        const reports = decodeHidPos(bytes).map((one) => one.hex);
        expect(reports.join('')).toBe(toHex(bytes));
      }),
    );
  });
});
