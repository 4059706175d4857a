// Kill witness: what people, the hall and an unmoved reader of the disk saw of a kiosk that is killed again and again. It
// believes nothing that the kiosk says of itself: each life is held against what was seen before it.

import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Fact, Recorded } from '../../../src/core/fact.ts';
import type { Bench } from './bench.ts';
import { hold } from './fault.ts';
import { auditHolds, keptOf } from './invariants.ts';

export interface KillWitness {
  /** A controller is about to start. */
  lifeBegins(): void;
  /** Somebody touches the button that opens a door. */
  wish(): void;
  /** The screen told somebody that this is done: from then on it must stand in the record for ever. */
  told(is: 'itemDeposited' | 'itemHandedOver', item: string): void;
  /** Looks at the disk while no controller runs. */
  look(): void;
  /** Pulses of the hall against the wishes of people, life by life. */
  countPulses(): void;
}

/** A cell of which the disk itself says that nobody knows, or that something was under way when the program died. */
const unsure = ['unverified', 'outOfService', 'reserved', 'openDeposit', 'openCollect', 'openRecall', 'openService'];
const underWay = ['collecting', 'assigned', 'recalling'];

/** Somebody has looked into the cell, or its addressee has emptied it. */
function settledCell(fact: Fact): string | undefined {
  return fact.is === 'cellVerified' || fact.is === 'itemHandedOver' ? fact.cell : undefined;
}

function unsureCells(bench: Bench): ReadonlySet<string> {
  const database = new SqliteDatabase(join(bench.dataFolder, 'kiosk.sqlite'), { readonly: true, timeout: 5_000 });
  try {
    const states = (table: 'cell' | 'item') =>
      database
        .prepare<[], { id: string; is: string; cell: string | null }>(
          `select id, state ->> '$.is' as "is", state ->> '$.cell' as cell from ${table}`,
        )
        .all();
    const cells = states('cell').flatMap(({ id, is }) => (unsure.includes(is) ? [id] : []));
    const ofItems = states('item').flatMap(({ is, cell }) => (underWay.includes(is) && cell !== null ? [cell] : []));
    return new Set([...cells, ...ofItems]);
  } finally {
    database.close();
  }
}

export function createKillWitness(bench: Bench): KillWitness {
  const lives: { readonly from: number; wishes: number }[] = [];
  const told: { readonly is: Fact['is']; readonly item: string }[] = [];
  let seen: readonly string[] = [];
  let doubtful: ReadonlySet<string> = new Set();

  /** What was seen on the disk once stays there, in its place, and new rows come after it. */
  function rowsSince(log: readonly Recorded[]): readonly Recorded[] {
    const ids = log.map(({ id }) => id);
    hold(
      seen.every((id, place) => ids[place] === id),
      'no event that was on disk is lost or moved by a kill',
    );
    const fresh = log.slice(seen.length);
    seen = ids;
    return fresh;
  }

  function everythingToldIsKept(log: readonly Recorded[]): void {
    for (const { is, item } of told) {
      const times = log.filter(({ fact }) => fact.is === is && 'item' in fact && fact.item === item).length;
      // Staff may have found its cell empty, and it was brought once more; nobody takes the same thing twice.
      const isRight = is === 'itemDeposited' ? times >= 1 : times === 1;
      hold(isRight, `somebody was told of ${is} for ${item}, which is on record ${times} times`);
    }
  }

  function noDoubtForgotten(fresh: readonly Recorded[]): void {
    const still = new Set(doubtful);
    for (const { fact } of fresh) {
      const settled = settledCell(fact);
      if (settled !== undefined) still.delete(settled);
      if (fact.is === 'openOrdered' && fact.why === 'deposit')
        hold(!still.has(fact.cell), `cell ${fact.cell} was given out although nobody knew what was in it`);
    }
    doubtful = unsureCells(bench);
    for (const cell of still) hold(doubtful.has(cell), `nobody looked into cell ${cell}, and it is in use again`);
  }

  return {
    lifeBegins() {
      lives.push({ from: Date.now(), wishes: 0 });
    },
    wish() {
      const life = lives.at(-1);
      if (life !== undefined) life.wishes += 1;
    },
    told(is, item) {
      told.push({ is, item });
    },
    look() {
      auditHolds(bench);
      const { log } = keptOf(bench);
      noDoubtForgotten(rowsSince(log));
      everythingToldIsKept(log);
    },
    countPulses() {
      const pulses = bench.ground.pulses.all().slice(bench.pulsesBefore);
      const { log } = keptOf(bench);
      for (const [place, { from, wishes }] of lives.entries()) {
        const until = lives[place + 1]?.from ?? Number.POSITIVE_INFINITY;
        const isOfThisLife = ({ at }: { readonly at: number }) => from <= at && at < until;
        // A door that was not seen to open may be tried again, by rule; that stands in the record.
        const again = log.filter(
          (row) => isOfThisLife(row) && row.fact.is === 'notOpened' && row.fact.why !== 'unknown',
        );
        const fired = pulses.filter(isOfThisLife).length;
        hold(
          fired <= wishes + again.length,
          `${fired} pulses in life ${place} for ${wishes} wishes and ${again.length} tries that failed`,
        );
      }
    },
  };
}
