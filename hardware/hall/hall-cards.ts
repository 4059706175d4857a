// Cards of the hall: who carries which, and which one lies on which reader.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type HallPersonShown, type HallReaderName, hallReaders } from '../../src/contract/panel.ts';
import type { SyntheticPerson } from '../../src/contract/synthetic-people.ts';
import { createSamReaderSimulator, type SamReaderSimulator } from '../drivers/card-reader-sam/simulator.ts';
import { cardOf } from './person-card.ts';

export type CardPlaces = Readonly<Partial<Record<HallReaderName, string>>>;

export interface HallCards {
  readonly simulators: Readonly<Record<HallReaderName, SamReaderSimulator>>;
  /** Person whose card lies on each reader. */
  places(): CardPlaces;
  shown(): readonly HallPersonShown[];
  /** A card that lies on the other reader is taken from there. */
  lay(person: string, reader: HallReaderName): Result<void, 'noSuchPerson' | 'readerTaken'>;
  take(reader: HallReaderName): Result<void, 'noCard'>;
}

export interface HallCardsOptions {
  readonly people: readonly SyntheticPerson[];
  readonly places: CardPlaces;
  readonly clock: Clock;
  readonly random: Random;
}

export function createHallCards({ people, places, clock, random }: HallCardsOptions): HallCards {
  const simulators = {
    hallReader: createSamReaderSimulator({ clock, random }),
    kioskReader: createSamReaderSimulator({ clock, random }),
  };
  const lying = new Map<HallReaderName, string>();

  function readerOf(person: string): HallReaderName | undefined {
    return hallReaders.find((reader) => lying.get(reader) === person);
  }

  function take(reader: HallReaderName): Result<void, 'noCard'> {
    if (!lying.delete(reader)) return failed('noCard');
    simulators[reader].simulateTakeCard();
    return ok();
  }

  function lay(id: string, reader: HallReaderName): Result<void, 'noSuchPerson' | 'readerTaken'> {
    const person = people.find((one) => one.id === id);
    if (person === undefined) return failed('noSuchPerson');
    if (lying.get(reader) === id) return ok();
    if (lying.has(reader)) return failed('readerTaken');
    const before = readerOf(id);
    if (before !== undefined) take(before);
    lying.set(reader, id);
    simulators[reader].simulateLayCard(cardOf(person));
    return ok();
  }

  for (const reader of hallReaders) {
    const person = places[reader];
    // Somebody who is no longer in the list took the card along.
    if (person !== undefined && people.some(({ id }) => id === person)) lay(person, reader);
  }

  return {
    simulators,
    places: () => Object.fromEntries(lying),
    shown: () =>
      people.map(({ id, name, englishName, kind, role, pin, expired = false }) => ({
        id,
        name,
        englishName,
        kind,
        role,
        pin,
        expired,
        at: readerOf(id) ?? 'hand',
      })),
    lay,
    take,
  };
}
