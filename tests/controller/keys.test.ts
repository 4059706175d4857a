// Keys: made once, never readable by others, never replaced; seals that open only where they belong.

import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignedBy, openKeys } from '../../src/controller/keys.ts';
import { valueIn } from './store/fresh-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-keys-'));
  file = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const central = generateKeyPairSync('ed25519');
const enrolment = {
  personHashKey: randomBytes(32).toString('base64'),
  centralKey: Buffer.from(central.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
};

describe('the key file', () => {
  it('is made on first use, for its owner alone, and is the same afterwards', () => {
    const first = valueIn(openKeys(folder));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = valueIn(openKeys(folder));
    expect(second.publicKey).toBe(first.publicKey);
    expect(valueIn(second.open(first.seal('张三', 'item/1'), 'item/1'))).toBe('张三');
  });

  it('is refused when others may read it', () => {
    valueIn(openKeys(folder));
    chmodSync(file, 0o644);
    expect(openKeys(folder)).toEqual({ ok: false, problem: { is: 'readableByOthers', file } });
  });

  it('is never replaced when it is damaged, and no word of it gets into the problem', () => {
    valueIn(openKeys(folder));
    const text = readFileSync(file, 'utf8');
    for (const damaged of [
      '',
      '{}',
      'null',
      text.slice(0, 150),
      text.replace('international', 'other'),
      text.replace('"enrolment": null', '"enrolment": {"personHashKey": "AA==", "centralKey": "AA=="}'),
    ]) {
      writeFileSync(file, damaged);
      const opened = openKeys(folder);
      expect(opened).toMatchObject({ ok: false, problem: { is: 'unreadable', file } });
      expect(JSON.stringify(opened)).not.toContain(JSON.parse(text).privateKey.slice(20, 40));
      expect(readFileSync(file, 'utf8')).toBe(damaged);
    }
  });

  it('cannot be made where nobody may write', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(openKeys(join(folder, 'a-file', 'keys'))).toMatchObject({ ok: false, problem: { is: 'notWritable' } });
  });
});

describe('a signature', () => {
  it('verifies with the raw public key and with nothing else', () => {
    const keys = valueIn(openKeys(folder));
    const signature = keys.sign('open A07');
    const x = Buffer.from(keys.publicKey, 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from('open A07'), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
    expect(isSignedBy(keys.publicKey, 'open A07', signature)).toBe(true);
    expect(isSignedBy(keys.publicKey, 'open A08', signature)).toBe(false);
    expect(isSignedBy(enrolment.centralKey, 'open A07', signature)).toBe(false);
    expect(isSignedBy('AAAA', 'open A07', signature)).toBe(false);
    expect(isSignedBy(keys.publicKey, 'open A07', 'rubbish')).toBe(false);
  });
});

describe('a sealed value', () => {
  it('opens to the same text, differs each time, and names its suite', () => {
    const keys = valueIn(openKeys(folder));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, about) => {
        const sealed = keys.seal(text, about);
        expect(sealed).toMatch(/^international\$[A-Za-z0-9+/]+=*$/);
        expect(keys.seal(text, about)).not.toBe(sealed);
        expect(keys.open(sealed, about)).toEqual({ ok: true, value: text });
      }),
    );
  });

  it('does not open in another row, under another key, or with one bit changed', () => {
    const keys = valueIn(openKeys(folder));
    const sealed = keys.seal('张三', 'item.maskedName/1');
    expect(keys.open(sealed, 'item.maskedName/2')).toEqual({ ok: false, problem: 'notOurs' });
    expect(valueIn(openKeys(join(folder, 'others'))).open(sealed, 'item.maskedName/1').ok).toBe(false);
    const bytes = Buffer.from(sealed.split('$')[1] ?? '', 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(keys.open(`international$${changed.toString('base64')}`, 'item.maskedName/1').ok).toBe(false);
    }
    for (const rubbish of ['', '$', 'international$', 'guomi$AAAA', 'international$AAAA'])
      expect(keys.open(rubbish, 'item.maskedName/1').ok).toBe(false);
  });
});

describe('enrolment', () => {
  it('brings the key for persons and the key of central, and stays', () => {
    const keys = valueIn(openKeys(folder));
    const signature = sign(null, Buffer.from('right'), central.privateKey).toString('base64');
    expect([keys.enrolled(), keys.personKey('11010519491231002X'), keys.verifyCentral('right', signature)]).toEqual([
      false,
      undefined,
      false,
    ]);
    expect(keys.enrol(enrolment).ok).toBe(true);
    const again = valueIn(openKeys(folder));
    const expected = createHmac('sha256', Buffer.from(enrolment.personHashKey, 'base64'))
      .update('11010519491231002X')
      .digest('hex');
    for (const one of [keys, again]) {
      expect(one.enrolled()).toBe(true);
      expect(one.personKey('11010519491231002X')).toBe(expected);
      expect(one.personKey(' 11010519491231002x ')).toBe(expected);
      expect(one.verifyCentral('right', signature)).toBe(true);
      expect(one.verifyCentral('Right', signature)).toBe(false);
    }
    expect(again.publicKey).toBe(keys.publicKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does not count when central sent a key of another length', () => {
    const keys = valueIn(openKeys(folder));
    expect(keys.enrol({ ...enrolment, centralKey: 'AAAA' }).ok).toBe(false);
    expect(keys.enrolled()).toBe(false);
  });
});
