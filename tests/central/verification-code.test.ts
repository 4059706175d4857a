// Verification codes: no typing error passes for a code, and every way to type a right one is taken.

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellTyped, newVerificationCode, plainCode } from '../../src/central/verification-code.ts';

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const code = fc
  .uint8Array({ minLength: 15, maxLength: 15 })
  .map((bytes) => newVerificationCode(() => bytes).replaceAll('-', ''));
const place = fc.nat({ max: 15 });

describe('a verification code', () => {
  it('has sixteen signs in groups of four and is never the same twice', () => {
    const codes = Array.from({ length: 2000 }, () => newVerificationCode(randomBytes));
    for (const one of codes) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('is told from one with any one sign wrong', () => {
    fc.assert(
      fc.property(code, place, fc.constantFrom(...signs), (right, at, sign) => {
        fc.pre(right[at] !== sign);
        expect(isWellTyped(right)).toBe(true);
        expect(isWellTyped(right.slice(0, at) + sign + right.slice(at + 1))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is told from one in which any two signs have changed places', () => {
    fc.assert(
      fc.property(code, place, place, (right, one, other) => {
        const swapped = [...right];
        [swapped[one], swapped[other]] = [right[other] ?? '', right[one] ?? ''];
        fc.pre(swapped.join('') !== right);
        expect(isWellTyped(swapped.join(''))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is told from one with a sign too few or too many', () => {
    fc.assert(
      fc.property(code, fc.constantFrom(...signs), (right, sign) => {
        expect([isWellTyped(right.slice(1)), isWellTyped(right + sign)]).toEqual([false, false]);
      }),
    );
  });

  it('may be typed in lower case, full width, with spaces, other hyphens, and O, I and L for 0 and 1', () => {
    fc.assert(
      fc.property(code, place, fc.constantFrom(' ', '-', '—', '\u3000', '  '), (right, at, gap) => {
        const parted = right.slice(0, at) + gap + right.slice(at);
        const wide = right.replace(/./g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
        const mistaken = right.replaceAll('0', 'o').replace('1', 'l').replaceAll('1', 'I');
        for (const typed of [parted, parted.toLowerCase(), wide, mistaken, ` ${right} `])
          expect(plainCode(typed)).toBe(right);
      }),
    );
  });

  it('is nothing else: any other text is no code, and no text is trouble', () => {
    for (const text of ['', '<b>', 'A'.repeat(41), 'A'.repeat(1e6), '码', '\u0000', '../..'])
      expect(plainCode(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainCode(text) ?? 'A').toMatch(/^[0-9A-Z]{1,40}$/);
      }),
    );
  });
});
