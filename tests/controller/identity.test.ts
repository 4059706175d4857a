// Identity: nothing of a card but masks and a keyed hash gets past this point; a PIN is checked against its hash.

import { scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Card } from '../../hardware/classes/card-reader.ts';
import { checkPin, hashPin, holderOf } from '../../src/controller/identity.ts';
import { person } from './store/fresh-store.ts';

const resident: Card = {
  kind: 'resident',
  name: '张三',
  idNumber: '11010519491231002X',
  sex: 'female',
  nation: '01',
  birth: '1949-12-31',
  address: '北京市',
  authority: '北京市公安局',
  validFrom: '2010-01-01',
  validTo: null,
  photo: new Uint8Array(1024),
};
const foreigner: Card = {
  kind: 'foreigner2017',
  name: '',
  englishName: 'DOE, JANE',
  idNumber: 'CAN110181010901',
  sex: 'female',
  nationality: 'CAN',
  birth: '1981-01-01',
  authority: '1500',
  validFrom: '2015-01-01',
  validTo: '2025-01-01',
  photo: new Uint8Array(1024),
};

it('keeps only the hash, the masks and the days of a card', () => {
  const asked: string[] = [];
  const personKey = (idNumber: string) => {
    asked.push(idNumber);
    return person(1);
  };
  expect(holderOf(resident, { personKey })).toEqual({
    person: person(1),
    maskedName: '张*',
    maskedNumber: '110***********002X',
    validFrom: '2010-01-01',
    validTo: null,
  });
  expect(holderOf(foreigner, { personKey })).toMatchObject({
    maskedName: 'D********',
    maskedNumber: 'CAN********0901',
  });
  expect(asked).toEqual(['11010519491231002X', 'CAN110181010901']);
});

it('knows nobody before enrolment', () => {
  expect(holderOf(resident, { personKey: () => undefined })).toBeUndefined();
});

it('takes the right PIN and no other', async () => {
  const hash = await hashPin('482913', new Uint8Array(16).fill(7));
  expect(hash).toMatch(/^scrypt\$16384\$8\$1\$BwcHBwcHBwcHBwcHBwcHBw==\$[A-Za-z0-9+/]{43}=$/);
  expect(await checkPin(hash, '482913')).toBe(true);
  expect(await checkPin(hash, '482914')).toBe(false);
  expect(await checkPin(hash, '')).toBe(false);
  expect(await hashPin('482913', new Uint8Array(16).fill(8))).not.toBe(hash);
});

it('agrees with the example of RFC 7914 section 12, cut to 32 bytes', async () => {
  const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex');
  const salt = Buffer.from('SodiumChloride');
  const form = `scrypt$16384$8$1$${salt.toString('base64')}$${hash.toString('base64')}`;
  expect(await checkPin(form, 'pleaseletmein')).toBe(true);
});

it('takes no PIN for a hash that is out of form or would hold up the kiosk', async () => {
  const hash = await hashPin('1', new Uint8Array(16));
  for (const wrong of [
    '',
    'scrypt',
    hash.replace('scrypt', 'bcrypt'),
    hash.replace('$16384$', '$16383$'),
    hash.replace('$16384$', '$0$'),
    hash.replace('$16384$', '$524288$'),
    hash.replace('$8$1$', '$0$1$'),
    hash.replace('$8$1$', '$99$9$'),
    hash.slice(0, -4),
    `${hash}$`,
  ])
    expect(await checkPin(wrong, '1')).toBe(false);
});

it('answers for a hash of any cost, however small, and refuses what no scrypt knows', async () => {
  const salt = new Uint8Array(16).fill(9);
  const hashOf = (N: number, r: number, p: number) => {
    const hash = scryptSync('482913', salt, 32, { N, r, p, maxmem: 2 ** 28 });
    return ['scrypt', N, r, p, Buffer.from(salt).toString('base64'), hash.toString('base64')].join('$');
  };
  for (const [N, r, p] of [
    [2, 1, 1],
    [2, 1, 4],
    [4, 16, 4],
    [16, 8, 1],
    [32_768, 1, 1],
  ] as const) {
    expect(await checkPin(hashOf(N, r, p), '482913')).toBe(true);
    expect(await checkPin(hashOf(N, r, p), '482914')).toBe(false);
  }
  expect(await checkPin(hashOf(16, 1, 1).replace('$16$', '$65536$'), '482913')).toBe(false);
});
