// Outbox: what central has yet to hear, in order, without gaps, and never given up.

import type { Database } from 'better-sqlite3';
import { certain } from '../../base/result.ts';
import type { Message } from '../../contract/sync.ts';
import type { Fact } from '../../core/fact.ts';

export interface Outbox {
  /** The next messages to send, oldest first. Which of them are on their way is known to the sender alone. */
  peek(limit: number): readonly Message[];
  /**
   * Central has everything up to and including that number: one durable mark for the whole range. `centralTime`: UTC ms, as
   * its answer says.
   */
  acknowledge(upTo: number, centralTime: number): void;
  /** Central keeps that message aside because it cannot read it. It stays here, visible, for good. */
  park(sequence: number, why: string): void;
  /**
   * Central knows less than it acknowledged: everything after `to` is sent again. `lost` counts messages that were older
   * than 90 days and are gone from the outbox (not from the audit log); the rest is numbered on from `to`.
   */
  rewind(to: number): { readonly again: number; readonly lost: number };
  /** Central knows more than this kiosk, whose database was restored: what waits is numbered on from there. */
  continueAfter(sequence: number): void;
  /** Last number that central acknowledged; 0 before the first. */
  acknowledged(): number;
  /** Highest number given so far; 0 before the first. */
  last(): number;
  /** True after a backup was restored, until `continueAfter` or `rewind`: the numbers may be in use at central already. */
  isRestored(): boolean;
  /** Central has what this database never had: it is an old copy, and the next run begins as after a restored backup. */
  noteRestored(): void;
  /** A message that tells what central knows without telling it anything new, if there is one: the last acknowledged. */
  probe(): Message | undefined;
}

export interface Backlog {
  readonly waiting: number;
  readonly parked: number;
  /** UTC ms of the oldest fact that waits. */
  readonly oldestAt: number | null;
}

/** Done messages stay this long, for a central that was restored from a backup. */
const keptMs = 90 * 86_400_000;
/** Bounds the work of one acknowledgement after a long quiet time. */
const forgottenAtOnce = 1_000;

interface Row {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly fact: string;
  readonly sealed: string | null;
}

export function createOutbox(
  database: Database,
  now: () => number,
): Outbox & { readonly add: (id: string) => void; readonly inspect: () => Backlog } {
  const joined = `select o.sequence, o.id, a.at, a.fact, s.sealed from outbox o join audit_log a on a.id = o.id
    left join signature s on a.fact ->> '$.is' = 'deliverySigned' and s.order_id = a.fact ->> '$.order'`;
  const last =
    'select max(acknowledged, coalesce((select max(sequence) from outbox), 0)) as number from kiosk where only_row = 1';
  const add = database.prepare<[string]>(`insert into outbox (sequence, id) values ((${last}) + 1, ?)`);
  const readLast = database.prepare<[], { number: number }>(last);
  const readMark = database.prepare<[], { acknowledged: number; restored: number }>(
    'select acknowledged, restored from kiosk',
  );
  const setMark = database.prepare<[number]>('update kiosk set acknowledged = ?');
  const beginRestored = database.prepare('update kiosk set restored = 1');
  const endRestored = database.prepare('update kiosk set restored = 0');
  const waiting = database.prepare<[number, number], Row>(
    `${joined} where o.sequence > ? and o.state = 'waiting' order by o.sequence limit ?`,
  );
  const one = database.prepare<[number], Row>(`${joined} where o.sequence = ?`);
  const finish = database.prepare<[number, number, number]>(
    "update outbox set state = 'done', done_at = ? where sequence > ? and sequence <= ? and state = 'waiting'",
  );
  // Bounded by the mark: behind it nothing is done, and a long backlog would be looked through for it at every mark.
  const oldestDone = database.prepare<[number], { doneAt: number }>(
    "select done_at as doneAt from outbox where sequence <= ? and state = 'done' order by sequence limit 1",
  );
  const forget = database.prepare<[number, number, number]>(
    "delete from outbox where sequence in (select sequence from outbox where sequence <= ? and state = 'done' order by sequence limit ?) and done_at < ?",
  );
  // A signature is kept as long as its message, which may have to be sent again.
  const forgetSignatures = database.prepare<[number]>(
    `delete from signature where at < ? and order_id not in (
       select a.fact ->> '$.order' from outbox o join audit_log a on a.id = o.id
       where a.fact ->> '$.is' = 'deliverySigned')`,
  );
  const park = database.prepare<[string, number]>(
    "update outbox set state = 'parked', parked_why = ?, done_at = null where sequence = ?",
  );
  const waitAgain = database.prepare<[number]>(
    "update outbox set state = 'waiting', parked_why = null, done_at = null where sequence > ?",
  );
  const firstAfter = database.prepare<[number], { sequence: number | null }>(
    'select min(sequence) as sequence from outbox where sequence > ?',
  );
  // In two steps, because a number may be taken by its neighbour until that one has moved as well.
  const moveAway = database.prepare<[number, number]>(
    "update outbox set sequence = -(sequence + ?) where sequence > ? and state <> 'done'",
  );
  const moveBack = database.prepare('update outbox set sequence = -sequence where sequence < 0');
  const dropDone = database.prepare<[number]>("delete from outbox where sequence > ? and state = 'done'");
  const countWaiting = database.prepare<[number], { count: number; oldest: number | null }>(
    "select count(*) as count, min(a.at) as oldest from outbox o join audit_log a on a.id = o.id where o.sequence > ? and o.state = 'waiting'",
  );
  const countParked = database.prepare<[], { count: number }>(
    "select count(*) as count from outbox where state = 'parked'",
  );

  const mark = () => certain(readMark.get(), 'the row of the kiosk');
  const messageOf = ({ sequence, id, at, fact, sealed }: Row): Message => ({
    sequence,
    id,
    at,
    fact: JSON.parse(fact) as Fact,
    ...(sealed === null ? {} : { sealed }),
  });

  /** Numbers everything after `from` on from `to`. */
  function renumber(from: number, to: number): void {
    const first = firstAfter.get(from)?.sequence ?? null;
    if (first === null || first === to + 1) return;
    moveAway.run(to + 1 - first, from);
    moveBack.run();
  }

  return {
    add: (id) => {
      add.run(id);
    },
    peek: (limit) => waiting.all(mark().acknowledged, limit).map(messageOf),
    acknowledge: database.transaction((upTo: number, centralTime: number) => {
      const before = mark().acknowledged;
      if (upTo > certain(readLast.get(), 'the row of the kiosk').number)
        throw new Error('a message that was never made cannot be acknowledged');
      if (upTo <= before) return;
      // Marked with the later of both clocks and judged by the earlier: one of them that jumps makes nothing old.
      finish.run(Math.max(now(), centralTime), before, upTo);
      setMark.run(upTo);
      const keptSince = Math.min(now(), centralTime) - keptMs;
      if ((oldestDone.get(upTo)?.doneAt ?? keptSince) < keptSince) {
        forget.run(upTo, forgottenAtOnce, keptSince);
        forgetSignatures.run(keptSince);
      }
    }),
    park: (sequence, why) => {
      park.run(why, sequence);
    },
    rewind: database.transaction((to: number) => {
      const first = firstAfter.get(to)?.sequence ?? null;
      const lost = (first ?? mark().acknowledged + 1) - to - 1;
      const again = waitAgain.run(to).changes;
      renumber(to, to);
      setMark.run(to);
      endRestored.run();
      return { again, lost: Math.max(0, lost) };
    }),
    continueAfter: database.transaction((sequence: number) => {
      const before = mark().acknowledged;
      // Between the mark and the waiting ones there is nothing done; after a restore there may be, and it was sent.
      dropDone.run(before);
      renumber(before, sequence);
      setMark.run(sequence);
      endRestored.run();
    }),
    acknowledged: () => mark().acknowledged,
    last: () => certain(readLast.get(), 'the row of the kiosk').number,
    isRestored: () => mark().restored === 1,
    noteRestored() {
      beginRestored.run();
    },
    probe() {
      const row = one.get(mark().acknowledged);
      return row === undefined ? undefined : messageOf(row);
    },
    inspect() {
      const { count = 0, oldest = null } = countWaiting.get(mark().acknowledged) ?? {};
      return { waiting: count, parked: countParked.get()?.count ?? 0, oldestAt: oldest };
    },
  };
}
