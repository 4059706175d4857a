// Decisions: what the people, the office and the faults of one simulated day do, drawn from the seed before it begins.
// Each decision can be left out without changing any other, which is how a failing year is made short.

import { type Random, seededRandom } from '../../src/base/random.ts';
import type { Blow, CitizenHabits, Decision, Doing, Fault, PaperHabits } from './doings.ts';
import { boards, places, type WireName } from './hall.ts';
import { applicants } from './office.ts';
import { citizens } from './people.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;

function mixed(...parts: readonly number[]): number {
  return parts.reduce((sum, part) => Math.imul(sum ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (sum >>> 13), 0x1234567) >>> 0;
}

function pickFault(random: Random): Fault {
  const cell = random.pick(places).cell;
  const board = random.pick(boards).name;
  const wire = random.pick<WireName>([
    'kioskReader',
    'receiptPrinter',
    'boardA',
    'boardB',
    'boardA',
    'boardB',
    'hallDoor',
    'supply',
    'codeScanner',
  ]);
  const [drop, flipBit] = [random.next() * 0.3, random.next() * 0.2];
  const sameBank = places.filter((place) => place.cell[0] === cell[0] && place.cell !== cell);
  return random.pick<() => Fault>([
    () => ({ is: 'network', how: random.pick(['refused', 'silent', 'losesReplies', 'doubles']) }),
    () => ({ is: 'network', how: random.pick(['refused', 'silent']) }),
    () => ({ is: 'repeatedNews' }),
    () => ({ is: 'boardDead', board }),
    () => ({ is: 'sensorStuck', cell, at: random.pick(['open', 'closed']) }),
    () => ({ is: 'sensorStuck', cell, at: random.pick(['open', 'closed']) }),
    () => ({ is: 'doorJams', cell }),
    () => ({ is: 'doorJams', cell }),
    () => ({ is: 'slowLock', cell, ms: random.pick([700, 1_400, 1_800, 5_000, 12_000]) }),
    () => ({ is: 'noisyWire', wire, drop, flipBit, pieceBytes: random.between(1, 12) }),
    () => ({ is: 'deadWire', wire }),
    () => ({ is: 'paperOut' }),
    () => ({ is: 'cutterJam' }),
    () => ({ is: 'coverOpen' }),
    () => ({ is: 'receiptPower' }),
    () => ({ is: 'documentReason', reason: random.pick(['media-jam', 'media-empty', 'toner-empty']) }),
    () => ({ is: 'documentPower' }),
    () => ({ is: 'readerDead' }),
    () => ({ is: 'mainsCut', charge: random.between(20, 100) }),
    () => ({ is: 'fire' }),
    () => ({ is: 'tamper' }),
    () => ({ is: 'crossedDoors', cell, other: random.pick(sameBank).cell, alsoRight: random.chance(0.5) }),
  ])();
}

/** What nobody mends for days, because nobody knows of it yet: locks and sensors wear out, a line is dug up. */
function slowTroubles(random: Random): readonly Doing[] {
  const { cell } = random.pick(places);
  const wear = random.pick<() => Fault>([
    () => ({ is: 'doorJams', cell }),
    () => ({ is: 'sensorStuck', cell, at: 'closed' }),
    () => ({ is: 'sensorStuck', cell, at: 'open' }),
  ])();
  const outage: Fault = { is: 'network', how: random.chance(0.5) ? 'refused' : 'silent' };
  return [
    ...(random.chance(0.15) ? [{ do: 'fault', fault: wear, forMs: 4_500 * minuteMs } as const] : []),
    ...(random.chance(0.05) ? [{ do: 'fault', fault: outage, forMs: 7_000 * minuteMs } as const] : []),
  ];
}

function pickBlow(random: Random): Blow {
  const downMs = random.pick([50, 2_000, 15_000]);
  return random.pick<() => Blow>([
    () => ({ is: 'kill', downMs }),
    () => ({ is: 'killAtStep', steps: random.between(1, 12), downMs }),
    () => ({ is: 'killAtStep', steps: random.between(1, 12), downMs }),
    () => ({ is: 'powerLoss', downMs }),
    () => ({ is: random.chance(0.3) ? 'databaseSpoilt' : 'kill', downMs }),
    () => ({ is: 'clockJump', ms: random.pick([-3_600_000, -40_000, 45_000, 3_600_000]) }),
    () => ({ is: 'prised', cell: random.pick(places).cell }),
    () => ({ is: 'withdrawn', how: random.pick(['itemCancelled', 'itemFrozen']) }),
    () => ({ is: 'withdrawn', how: random.pick(['itemCancelled', 'itemFrozen']) }),
    () => ({ is: 'fault', fault: pickFault(random), forMs: random.pick([3_000, 15_000, 60_000]) }),
    () => ({ is: 'fault', fault: pickFault(random), forMs: random.pick([3_000, 15_000, 60_000]) }),
  ])();
}

function habitsOf(random: Random): CitizenHabits {
  const odd = random.chance(0.5);
  return {
    person: random.pick(citizens).id,
    invited: random.chance(0.8) ? random.next() : null,
    wants: random.pick(['prints', 'licence', 'licence', 'both']),
    card: odd && random.chance(0.2) ? random.pick(['nudged', 'taken']) : 'lies',
    code: random.chance(0.15) ? random.pick(['right', 'right', 'mistyped', 'guesses']) : 'none',
    leavesAfter: odd && random.chance(0.3) ? random.between(1, 9) : 100,
    leavesDoorOpen: odd && random.chance(0.2),
    slams: odd && random.chance(0.2),
    takes: odd && random.chance(0.25) ? random.pick(['leavesInside', 'puttingBack']) : 'takes',
    says: odd && random.chance(0.3) ? random.pick(['falselyEmpty', 'falselyNotMine', 'falselyNoPaper']) : 'true',
    opensAgain: random.chance(0.15),
    asksForTime: random.chance(0.06),
    steals: odd && random.chance(0.1),
  };
}

function paperHabitsOf(random: Random): PaperHabits {
  const odd = random.chance(0.6);
  return {
    envelopes: random.pick([1, 1, 2]),
    puts: odd && random.chance(0.4) ? random.pick(['notIn', 'notIn', 'lies']) : 'in',
    slams: odd && random.chance(0.3),
    leavesDoorOpen: odd && random.chance(0.15),
    leavesAfter: odd && random.chance(0.3) ? random.between(2, 8) : 100,
    prints: random.chance(0.6),
  };
}

/** How much of a day; a day of the year has the usual. */
export interface Pace {
  readonly visits: number;
  readonly faults: number;
}
export const usualPace: Pace = { visits: 6, faults: 3 };

export function decisionsOf(seed: number, day: number, pace: Pace = usualPace): readonly Decision[] {
  const random = seededRandom(mixed(seed, day));
  const decisions: Decision[] = [];
  let number = 0;
  const add = (atMinute: number, what: Doing): Decision => {
    number += 1;
    const decision = {
      name: `${day}.${number}`,
      day,
      at: Math.round(atMinute * minuteMs),
      seed: mixed(seed, day, number),
      what,
    };
    decisions.push(decision);
    return decision;
  };
  const blowDuring = ({ name, at }: Pick<Decision, 'name' | 'at'>, from: Random): Decision => {
    const afterMs = from.pick([from.between(0, 8_000), from.between(0, 25_000)]);
    const own = mixed(seed, day, decisions.length, 77);
    return { name: `${name}.1`, day, at, seed: own, what: { do: 'blow', during: name, afterMs, blow: pickBlow(from) } };
  };
  const anyTime = () => random.between(5, dayMinutes - 30) + random.next();
  for (let count = random.between(1, 4); count > 0; count -= 1)
    add(anyTime(), {
      do: 'announce',
      person: random.pick(applicants).id,
      size: random.pick(['small', 'small', 'medium', 'large']),
    });
  for (let count = random.between(1, 3); count > 0; count -= 1)
    add(anyTime(), { do: 'offer', person: random.pick(applicants).id, kind: random.pick(['paymentReceipt', 'proof']) });
  if (random.chance(0.12))
    add(anyTime(), { do: 'withdraw', how: random.pick(['itemCancelled', 'itemFrozen']), pick: random.next() });
  if (random.chance(0.15)) add(anyTime(), { do: 'release', pick: random.next() });
  if (random.chance(0.05)) add(anyTime(), { do: 'revoke', pick: random.next() });
  if (random.chance(0.1)) add(anyTime(), { do: 'recall', pick: random.next() });
  if (random.chance(0.3)) add(anyTime(), { do: 'delegate', pick: random.next(), agent: random.pick(applicants).id });
  const peopled: Decision[] = [];
  const papers = seededRandom(mixed(seed, day, 7));
  const keeping = { keeps: papers.chance(0.25), letsGo: papers.chance(0.1) };
  peopled.push(
    add(random.between(500, 1_000), {
      do: 'deposit',
      most: random.between(1, 3),
      lies: random.chance(0.06),
      cancels: random.chance(0.1),
      leavesAfter: random.chance(0.1) ? random.between(1, 8) : 100,
      swaps: random.chance(0.06),
      wrongPin: random.chance(0.1),
      tooLarge: random.chance(0.12),
      undoes: random.chance(0.1),
      recalls: random.chance(0.6),
      scans: random.chance(0.5),
      wrongLabel: random.chance(0.04),
      ...keeping,
    }),
  );
  if (random.chance(0.7))
    peopled.push(
      add(random.between(480, 1_200), {
        do: 'inspect',
        opensAll: random.chance(0.03),
        wires: random.chance(0.05),
        tests: random.chance(0.3),
        leavesAfter: random.chance(0.08) ? random.between(1, 8) : 100,
      }),
    );
  for (let count = random.between(pace.visits - 2, pace.visits + 2); count > 0; count -= 1)
    peopled.push(add(anyTime(), { do: 'visit', habits: habitsOf(random) }));
  if (random.chance(0.5))
    peopled.push(
      add(anyTime(), {
        do: 'enterHall',
        person: random.pick(citizens).id,
        how: random.pick(['walksIn', 'walksIn', 'staysOut', 'holdsDoor', 'forces']),
      }),
    );
  for (const { name, at } of peopled) {
    if (!random.chance(0.4)) continue;
    decisions.push(blowDuring({ name, at }, random));
  }
  for (const trouble of slowTroubles(random)) add(anyTime(), trouble);
  for (let count = random.between(0, pace.faults); count > 0; count -= 1)
    add(anyTime(), {
      do: 'fault',
      fault: pickFault(random),
      forMs: random.pick([10, 60, 240, 600, 4_500, 4_500]) * minuteMs,
    });
  const atNoon = () => papers.between(300, dayMinutes - 60) + papers.next();
  if (papers.chance(0.8)) add(atNoon(), { do: 'askPapers', person: papers.pick(applicants).id });
  if (papers.chance(0.06)) add(atNoon(), { do: 'withdrawPapers', pick: papers.next() });
  if (papers.chance(0.3)) add(atNoon(), { do: 'wantCell', pick: papers.next() });
  for (let count = papers.between(0, 2); count > 0; count -= 1) {
    const visit = add(atNoon(), { do: 'bringPapers', pick: papers.next(), habits: paperHabitsOf(papers) });
    if (papers.chance(0.4)) decisions.push(blowDuring(visit, papers));
  }
  return decisions.sort((a, b) => a.at - b.at || a.name.localeCompare(b.name));
}
