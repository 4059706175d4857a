// Messages: what kiosks report, stored in their order and exactly once, with everything that follows from it in the same
// transaction. What cannot be read or cannot be true is parked, sealed and visible, and the rest flows on.

import { createHash } from 'node:crypto';
import { certain, failed, ok, type Result } from '../base/result.ts';
import type { FactsAnswer } from '../contract/admin.ts';
import { factSchema } from '../contract/fact.ts';
import { parseWith } from '../contract/parse.ts';
import type { MessageAnswer } from '../contract/sync.ts';
import { noteSubjects, type Subject, subjectsOf } from './console-history.ts';
import type { Queries } from './database.ts';
import { applyFact } from './effects.ts';
import type { Office } from './office.ts';
import { type Refusal, reasonOf, refusal } from './problem-document.ts';
import { type Admitted, type Checked, countOnce } from './signed-request.ts';
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

interface Counted {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly body: string;
  readonly fingerprint: string;
  readonly clockWrongMs: number | null;
  readonly subjects: readonly Subject[];
}

async function storeFacts(
  queries: Queries,
  { kiosk, enrolment }: Admitted,
  { facts, now }: { readonly facts: readonly Counted[]; readonly now: number },
): Promise<void> {
  if (facts.length === 0) return;
  await queries.query(
    `insert into facts (kiosk, enrolment, received_at, sequence, id, at, kind, body, fingerprint, clock_wrong_ms)
     select $1, $2, $3, * from unnest($4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bigint[])`,
    [
      kiosk,
      enrolment,
      now,
      facts.map(({ sequence }) => sequence),
      facts.map(({ id }) => id),
      facts.map(({ at }) => at),
      facts.map(({ kind }) => kind),
      facts.map(({ body }) => body),
      facts.map(({ fingerprint }) => fingerprint),
      facts.map(({ clockWrongMs }) => clockWrongMs),
    ],
  );
  await noteSubjects(queries, kiosk, facts);
}

interface Accepted {
  readonly answer: MessageAnswer;
  readonly counted: number;
  readonly repeated: number;
}

/** `acknowledged` in the answer is the last without a gap that is stored for good, counted or parked. */
export async function acceptMessages(
  office: Office,
  checked: Checked,
  messages: readonly ReceivedMessage[],
): Promise<Result<MessageAnswer, Refusal>> {
  const accepted = await office.database.transaction(async (queries) => {
    // With the messages, for each commit waits for the disk.
    const once = await countOnce(office, queries, checked);
    return once.ok ? acceptBatch(office, queries, checked, messages) : once;
  });
  if (!accepted.ok) return accepted;
  const { answer, counted, repeated } = accepted.value;
  const parked = answer.parked.length;
  for (const [outcome, by] of Object.entries({ counted, repeated, parked }))
    office.figures.count('nighthall_messages_total', { outcome }, by);
  return ok(answer);
}

async function acceptBatch(
  office: Office,
  queries: Queries,
  admitted: Admitted,
  messages: readonly ReceivedMessage[],
): Promise<Result<Accepted, Refusal>> {
  const { keys, clock, log } = office;
  const { kiosk, enrolment } = admitted;
  const now = clock.now();
  const [row] = await queries.query<{
    acknowledged: number;
    enrolment: number;
    clock_wrong_ms: number | null;
    revoked_at: number | null;
  }>('select acknowledged, enrolment, clock_wrong_ms, revoked_at from kiosks where kiosk = $1 for no key update', [
    kiosk,
  ]);
  const state = certain(row, 'the kiosk that was admitted');
  if (state.enrolment !== enrolment) return failed(refusal('replaced'));
  if (state.revoked_at !== null) return failed(refusal('kioskRevoked'));
  const known = new Map<string, Known[]>();
  const note = (one: Known) => known.set(one.id, [...(known.get(one.id) ?? []), one]);
  const ids = messages.map(({ id }) => id);
  for (const one of await knownMessages(queries, kiosk, ids)) note(one);
  const parked: { sequence: number; why: string }[] = [];
  /** Counted, and not yet written: many facts are one statement. */
  let unwritten: Counted[] = [];
  let clockWrongMs = state.clock_wrong_ms;
  let { acknowledged } = state;
  let counted = 0;
  let repeated = 0;

  async function write(): Promise<void> {
    const facts = unwritten;
    unwritten = [];
    await storeFacts(queries, admitted, { facts, now });
  }

  async function count(message: ReceivedMessage, body: string, fingerprint: string): Promise<Result<void, string>> {
    const { sequence, id, at } = message;
    const parsed = parseWith(factSchema, message.fact);
    if (!parsed.ok) return failed(reasonOf(parsed.problem.lines.map((line) => `fact.${line}`)));
    const fact = parsed.value;
    // What follows from it counts those before it.
    if (fact.is === 'collectRefused') await write();
    const applied = await applyFact(office, queries, { kiosk, id, at, fact, sealed: message.sealed });
    if (!applied.ok) return failed(reasonOf([applied.problem]));
    if (fact.is === 'clockCompared') clockWrongMs = fact.isWrong ? fact.offsetMs : null;
    unwritten.push({ sequence, id, at, kind: fact.is, body, fingerprint, clockWrongMs, subjects: subjectsOf(fact) });
    counted += 1;
    note({ id, fingerprint, why: null });
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
    note({ id, fingerprint, why });
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
    const before = known.get(id) ?? [];
    const same = before.find((one) => one.fingerprint === fingerprint);
    if (same !== undefined) {
      repeated += 1;
      if (same.why !== null) parked.push({ sequence, why: same.why });
    } else if (text === undefined) await park(message, body, fingerprint, 'fact: is nested too deep');
    else if (before.length > 0) await park(message, body, fingerprint, 'id: came before with another content');
    else if (!isNext) await park(message, body, fingerprint, 'sequence: came before with another fact');
    else {
      const done = await count(message, body, fingerprint);
      if (!done.ok) await park(message, body, fingerprint, done.problem);
    }
  }
  await write();
  if (acknowledged > state.acknowledged)
    await queries.query('update kiosks set acknowledged = $2 where kiosk = $1', [kiosk, acknowledged]);
  return ok({ answer: { acknowledged, parked, serverTime: now }, counted, repeated });
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
