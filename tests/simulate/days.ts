// Days: plays the decisions of whole days in a world, mends everything now and then, and holds the books against the truth.

import { type Random, seededRandom } from '../../src/base/random.ts';
import { unreachable } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import { comeAndGo } from './citizen.ts';
import type { Coverage } from './coverage.ts';
import { decisionsOf, type Pace } from './decisions.ts';
import { depositEnvelopes } from './depositor.ts';
import type { CitizenHabits, Decision } from './doings.ts';
import { breakThing, strike } from './faults.ts';
import { enterHall } from './hall-visitor.ts';
import { applicants } from './office.ts';
import { bringPapers } from './paper-bringer.ts';
import { personNamed } from './people.ts';
import { noteExceptions, noteLateDoors } from './reached.ts';
import { leaveAlone, reckon } from './reckoning.ts';
import { inspectCells } from './technician.ts';
import { BrokenPromise } from './truth.ts';
import { createWorld, type World } from './world.ts';

const dayMs = 86_400_000;
/** So often everything is mended, synchronised and counted. */
const reckoningEveryDays = 7;

export interface YearOptions {
  readonly seed: number;
  readonly days: number;
  readonly pace?: Pace;
  /** Plays these decisions alone. */
  readonly only?: ReadonlySet<string>;
  /** Asked after each day; true ends the year early. */
  readonly isOver?: () => boolean;
}

export interface Year {
  readonly seed: number;
  readonly days: number;
  readonly visits: number;
  readonly facts: number;
  readonly factsHash: string;
  readonly coverage: Coverage;
  /** The promise that was broken, with what led to it; null when none was. */
  readonly broken: {
    readonly what: string;
    readonly day: number;
    readonly played: readonly string[];
    readonly events: readonly string[];
  } | null;
}

interface Repair {
  readonly at: number;
  readonly undo: Undo;
}

export async function playYear({ seed, days, pace, only, isOver = () => false }: YearOptions): Promise<Year> {
  const world = await createWorld({ seed, onFact: noteExceptions });
  noteLateDoors(world);
  const played: string[] = [];
  let repairs: Repair[] = [];
  let visits = 0;
  let day = 0;
  let broken: Year['broken'] = null;

  async function mendUntil(monotonicMs: number): Promise<void> {
    for (;;) {
      const [next] = repairs.sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > monotonicMs) return;
      await world.leapTo(next.at);
      repairs = repairs.filter((repair) => repair !== next);
      world.note('something is repaired');
      next.undo();
    }
  }

  async function play(decision: Decision, blows: readonly Decision[]): Promise<void> {
    const { what, seed: own } = decision;
    const random = seededRandom(own);
    const ends: Undo[] = [];
    for (const { what: blow } of blows) {
      if (blow.do !== 'blow') continue;
      ends.push(world.clock.after(blow.afterMs, () => ends.push(strike(world, blow.blow))));
    }
    world.note(`-- ${decision.name} ${JSON.stringify(what)}`);
    if (what.do === 'fault') {
      repairs.push({ at: world.clock.monotonic() + what.forMs, undo: breakThing(world, what.fault) });
      return;
    }
    if (!(await playPerson(world, decision, random))) return;
    visits += 1;
    await leaveAlone(world);
    for (const end of ends) end();
  }

  try {
    for (day = 1; day <= days && !isOver(); day += 1) {
      const decisions = decisionsOf(seed, day, pace).filter(({ name }) => only === undefined || only.has(name));
      for (const decision of decisions) {
        played.push(decision.name);
        if (decision.what.do === 'blow') continue;
        const at = (day - 1) * dayMs + decision.at;
        await mendUntil(at);
        if (at > world.clock.monotonic()) await world.leapTo(at);
        const blows = decisions.filter(({ what }) => what.do === 'blow' && what.during === decision.name);
        await play(decision, blows);
      }
      if (day % reckoningEveryDays !== 0 && day !== days) continue;
      for (const { undo } of repairs) undo();
      repairs = [];
      await reckon(world, {
        random: seededRandom(seed + day),
        emptiesCells: day % (2 * reckoningEveryDays) === 0 || day === days,
      });
    }
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    broken = { what: error.message, day, played, events: world.events.slice(-80) };
  }
  const year: Year = {
    seed,
    days: broken === null ? day - 1 : day,
    visits,
    facts: world.factCount(),
    factsHash: world.factsHash(),
    coverage: world.coverage,
    broken,
  };
  await world.close();
  return year;
}

/** False when it took no time of anybody at the kiosk. */
async function playPerson(world: World, { what }: Decision, random: Random): Promise<boolean> {
  const { office } = world;
  const pickRow = (pick: number, holds: (state: string) => boolean) => {
    const rows = office.rows().filter(({ state }) => holds(state));
    return rows[Math.floor(pick * rows.length)];
  };
  switch (what.do) {
    case 'visit':
      await comeAndGo(world, { ...what.habits, person: guestOf(world, what.habits) }, random);
      return true;
    case 'enterHall':
      await enterHall(world, what);
      return true;
    case 'deposit':
      await depositEnvelopes(world, what, random);
      return true;
    case 'inspect':
      await inspectCells(world, what, random);
      return true;
    case 'announce':
      office.announceItem(personNamed(what.person), what.size);
      return false;
    case 'offer':
      office.offerDocument(personNamed(what.person), what.kind);
      return false;
    case 'withdraw': {
      const row = pickRow(what.pick, (state) => state === 'expected' || state === 'inCell');
      if (row?.cell !== null && row !== undefined) world.coverage.reach('E27');
      if (row !== undefined) office.withdraw(row.item, what.how);
      return false;
    }
    case 'recall': {
      const row = pickRow(what.pick, (state) => state === 'inCell');
      if (row !== undefined) office.recall(row.item);
      return false;
    }
    case 'askPapers':
      world.papers.ask(personNamed(what.person));
      return false;
    case 'withdrawPapers': {
      const rows = world.papers.rows().filter(({ state }) => state === 'asked' || state === 'received');
      const row = rows[Math.floor(what.pick * rows.length)];
      if (row !== undefined) {
        world.coverage.reach('papersWithdrawn');
        world.papers.withdraw(row.item);
      }
      return false;
    }
    case 'bringPapers': {
      const asked = world.papers.rows().filter(({ state }) => state === 'asked');
      // Whoever has left everything comes for the slip.
      const rows = asked.length > 0 ? asked : world.papers.rows().filter(({ state }) => state === 'received');
      const row = rows[Math.floor(what.pick * rows.length)];
      if (row !== undefined) await bringPapers(world, row.person, what.habits, random);
      return row !== undefined;
    }
    case 'wantCell': {
      const row = pickRow(what.pick, (state) => state === 'expected');
      if (row !== undefined) office.wantCell(row.item);
      return false;
    }
    case 'delegate': {
      const row = pickRow(what.pick, (state) => state === 'inCell' || state === 'expected');
      if (row !== undefined) office.delegate(row.item, personNamed(what.agent));
      return false;
    }
    case 'release': {
      const row = pickRow(what.pick, (state) => state === 'frozen');
      if (row !== undefined) office.release(row.item);
      return false;
    }
    case 'revoke': {
      const row = pickRow(what.pick, (state) => state === 'inCell');
      if (row !== undefined) office.revoke(row.item);
      return false;
    }
    case 'fault':
    case 'blow':
      return false;
    default:
      return unreachable(what);
  }
}

/** Who comes: mostly somebody for whom something waits. */
function guestOf({ office, central }: World, { person, invited, wants }: CitizenHabits): string {
  if (invited === null) return person;
  const waiting = office.rows().flatMap((row) => (row.state === 'inCell' ? [row.agents.at(-1) ?? row.person] : []));
  const printing = applicants.filter(({ key }) => central.documentsOf(key).length > 0).map(({ id }) => id);
  const guests = wants === 'prints' || waiting.length === 0 ? printing : waiting.map(({ id }) => id);
  return guests[Math.floor(invited * guests.length)] ?? person;
}
