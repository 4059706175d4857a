// The synthetic people can have their cards, and the file gateway delivers one id once.

import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileGateway } from '../../src/central/sms-file-gateway.ts';
import { idNumber } from '../../src/contract/id-number.ts';
import { parseWith } from '../../src/contract/parse.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';

describe('the synthetic people', () => {
  it('have numbers that a card can have, each its own', () => {
    for (const person of syntheticPeople)
      expect(parseWith(idNumber, person.idNumber)).toEqual({ ok: true, value: person.idNumber });
    for (const field of ['id', 'idNumber', 'name', 'phone'] as const)
      expect(new Set(syntheticPeople.map((person) => person[field])).size).toBe(syntheticPeople.length);
  });

  it('carry the birth date and sex of their numbers', () => {
    for (const person of syntheticPeople.filter(({ kind }) => kind !== 'foreigner2017')) {
      expect(person.birth.replaceAll('-', '')).toBe(person.idNumber.slice(6, 14));
      expect(person.sex).toBe(Number(person.idNumber[16]) % 2 === 1 ? 'male' : 'female');
    }
  });

  it('are valid for decades, but for the one whose card has expired', () => {
    for (const { validTo, expired } of syntheticPeople)
      expect((validTo ?? '9999-12-31') < '2026-01-01').toBe(expired === true);
  });

  it('play every part of a night, and only staff have a PIN', () => {
    const roles = syntheticPeople.map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['citizen', 'applicant', 'depositor', 'technician', 'stranger']));
    expect(new Set(syntheticPeople.map(({ kind }) => kind)).size).toBe(4);
    for (const { role, pin } of syntheticPeople)
      expect(pin !== undefined).toBe(role === 'depositor' || role === 'technician');
  });

  it.each(['11010519491231002Y', '110105194912310021', '11010519491231002', 'PAK310080010104', '', 'x'])(
    'could not have the number %j',
    (number) => {
      expect(parseWith(idNumber, number).ok).toBe(false);
    },
  );
});

describe('the file gateway', () => {
  it('writes one line for one id, also after a restart and after a torn last line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nighthall-gateway-'));
    const path = join(folder, 'sms.jsonl');
    const message = (id: string) => ({ id, phone: '00000000001', text: '您好' });
    const gateway = createFileGateway(path);
    await Promise.all(['a', 'a', 'b', 'a'].map((id) => gateway.send(message(id))));
    await appendFile(path, '{"id":"c","phone":"000');
    const restarted = createFileGateway(path);
    for (const id of ['a', 'b', 'c', 'c']) expect(await restarted.send(message(id))).toEqual({ ok: true });
    const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
    expect(lines.map((line) => JSON.parse(line))).toEqual(['a', 'b', 'c'].map(message));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });
});
