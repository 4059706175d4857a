// People of the simulated years: the synthetic ones of the trial, with their cards and the keys that central knows them by.

import { createHmac } from 'node:crypto';
import { cardOf } from '../../hardware/hall/person-card.ts';
import { certain } from '../../src/base/result.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { maskName, type PersonKey, personKeyOf } from '../../src/core/person.ts';

/** The same in every run, so that the same seed names the same people. */
export const personHashKey = Buffer.alloc(32, 7);

const everybody = syntheticPeople.map((person, place) => ({
  id: person.id,
  role: person.role,
  pin: person.pin ?? '',
  isExpired: person.expired === true,
  key: personKeyOf(createHmac('sha256', personHashKey).update(person.idNumber).digest('hex')),
  maskedName: maskName(person.name === '' ? (person.englishName ?? '') : person.name),
  card: cardOf(person),
  /** The last four digits. */
  phone: String(1_001 + place),
}));

export type Person = (typeof everybody)[number];

const withRole = (role: Person['role']): Person =>
  certain(
    everybody.find((person) => person.role === role),
    role,
  );

export const depositor = withRole('depositor');
export const technician = withRole('technician');
export const citizens: readonly Person[] = everybody.filter(
  ({ role }) => role !== 'depositor' && role !== 'technician',
);

export function personBehind(key: PersonKey | string): Person | undefined {
  return everybody.find((person) => person.key === key);
}

export function personNamed(id: string): Person {
  return certain(
    everybody.find((person) => person.id === id),
    id,
  );
}
