// Messages: what kiosks report, stored in their order and exactly once, with everything that follows from it in the same
// transaction. What cannot be read or cannot be true is parked, sealed and visible, and the rest flows on.

import { createHash } from 'node:crypto';
import { certain, failed, ok, type Result } from '../base/result.ts';
import type { FactsAnswer } from '../contract/admin.ts';
import { factSchema } from '../contract/fact.ts';
import { parseWith } from '../contract/parse.ts';
import type { MessageAnswer } from '../contract/sync.ts';
import type { Queries } from './database.ts';
import { applyFact } from './effects.ts';
import type { Office } from './office.ts';
import { type Refusal, reasonOf, refusal } from './problem-document.ts';
import type { Admitted } from './signed-request.ts';
import { addTask } from './tasks.ts';

export interface ReceivedMessage {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly fact: unknown;
  readonly sealed?: string | undefined;
}

const deepest = 16;

/** JSON with sorted keys, so that the same content has the same text; undefined when it is nested too deep to be a fact. */
function canonicalText(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth === deepest) return undefined;
  const inner = (one: unknown) => canonicalText(one, depth + 1);
  const parts = Array.isArray(value)
    ? value.map(inner)
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, one]) => {
          const text = inner(one);
          return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`;
        });
  if (parts.includes(undefined)) return undefined;
  return Array.isArray(value) ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}

interface Known {
  readonly id: string;
  readonly fingerprint: string;
  /** Why it was parked; null when it counted. */
  readonly why: string | null;
}

async function knownMessages(queries: Queries, kiosk: string, ids: readonly string[]): Promise<readonly Known[]> {
  return queries.query<Known>(
    `select id, fingerprint, null as why from facts where kiosk = $1 and id = any($2::text[])
     union all
     select id, fingerprint, why from parked_messages where kiosk = $1 and id = any($2::text[])`,
    [kiosk, ids],
  );
}

/** `acknowledged` in the answer is the last without a gap that is stored for good, counted or parked. */
export async function acceptMessages(
  office: Office,
  { kiosk, enrolment }: Admitted,
  messages: readonly ReceivedMessage[],
): Promise<Result<MessageAnswer, Refusal>> {
  const { database, keys, clock, log } = office;
  const now = clock.now();
  return database.transaction(async (queries) => {
    const [row] = await queries.query<{ acknowledged: number; enrolment: number }>(
      'select acknowledged, enrolment from kiosks where kiosk = $1 for no key update',
      [kiosk],
    );
    const state = certain(row, 'the kiosk that was admitted');
    if (state.enrolment !== enrolment) return failed(refusal('replaced'));
    const known = [
      ...(await knownMessages(
        queries,
        kiosk,
        messages.map(({ id }) => id),
      )),
    ];
    const parked: { sequence: number; why: string }[] = [];
    let { acknowledged } = state;

    async function store(message: ReceivedMessage, body: string, fingerprint: string): Promise<Result<void, string>> {
      const { sequence, id, at } = message;
      const fact = parseWith(factSchema, message.fact);
      if (!fact.ok) return failed(reasonOf(fact.problem.lines.map((line) => `fact.${line}`)));
      const applied = await applyFact(office, queries, { kiosk, id, at, fact: fact.value, sealed: message.sealed });
      if (!applied.ok) return failed(reasonOf([applied.problem]));
      await queries.query(
        `insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint, clock_wrong_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select clock_wrong_ms from kiosks where kiosk = $1))`,
        [kiosk, enrolment, sequence, id, at, now, fact.value.is, body, fingerprint],
      );
      known.push({ id, fingerprint, why: null });
      return ok();
    }

    async function park(message: ReceivedMessage, body: string, fingerprint: string, why: string): Promise<void> {
      const { sequence, id, at } = message;
      // The content is unknown, so it could name somebody.
      const sealed = keys.seal(body, `parked_messages.body:${kiosk} ${id}`);
      await queries.query(
        `insert into parked_messages (kiosk, enrolment, sequence, id, at, received_at, why, sealed_body, fingerprint)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
        [kiosk, enrolment, sequence, id, at, now, why, sealed, fingerprint],
      );
      await addTask(queries, { kiosk, kind: 'sync', cause: `${kiosk} ${id} ${fingerprint}`, why, now });
      log.error('message parked', { kiosk, sequence, id });
      known.push({ id, fingerprint, why });
      parked.push({ sequence, why });
    }

    for (const message of messages) {
      const { sequence, id, at } = message;
      if (sequence > acknowledged + 1) break;
      const isNext = sequence === acknowledged + 1;
      if (isNext) acknowledged = sequence;
      const text = canonicalText(message.fact);
      const body = text ?? '"nested too deep"';
      const fingerprint = createHash('sha256').update(`${at} ${body}`).digest('hex');
      const same = known.find((one) => one.id === id && one.fingerprint === fingerprint);
      if (same !== undefined) {
        if (same.why !== null) parked.push({ sequence, why: same.why });
      } else if (text === undefined) await park(message, body, fingerprint, 'fact: is nested too deep');
      else if (known.some((one) => one.id === id))
        await park(message, body, fingerprint, 'id: came before with another content');
      else if (!isNext) await park(message, body, fingerprint, 'sequence: came before with another fact');
      else {
        const stored = await store(message, body, fingerprint);
        if (!stored.ok) await park(message, body, fingerprint, stored.problem);
      }
    }
    await queries.query('update kiosks set acknowledged = $2 where kiosk = $1', [kiosk, acknowledged]);
    return ok({ acknowledged, parked, serverTime: now });
  });
}

export async function listFacts(queries: Queries, kiosk: string, after: number): Promise<FactsAnswer> {
  const rows = await queries.query<{
    position: number;
    sequence: number;
    id: string;
    at: number;
    received_at: number;
    body: string;
    clock_wrong_ms: number | null;
  }>(
    `select position, sequence, id, at, received_at, body, clock_wrong_ms from facts
     where kiosk = $1 and position > $2 order by position limit 500`,
    [kiosk, after],
  );
  const parked = await queries.query<FactsAnswer['parked'][number]>(
    `select sequence, id, received_at as "receivedAt", why from parked_messages
     where kiosk = $1 order by position limit 500`,
    [kiosk],
  );
  const facts = rows.map(({ position, sequence, id, at, received_at, body, clock_wrong_ms }) => ({
    position,
    sequence,
    id,
    at,
    receivedAt: received_at,
    clockWrongMs: clock_wrong_ms,
    fact: JSON.parse(body),
  }));
  return { facts, parked };
}
