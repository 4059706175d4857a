// Console history: what is known of one item or one cell, from facts of the kiosk, acts of staff and messages, in order.

import type { DelegationLine, ItemStateAtCentral, SmsState } from '../contract/admin.ts';
import type { CellAnswer, History, ItemAnswer, ItemFull } from '../contract/console-desk.ts';
import type { CellSize } from '../core/cell.ts';
import type { Fact } from '../core/fact.ts';
import type { Queries } from './database.ts';

export interface Subject {
  readonly kind: 'item' | 'cell';
  readonly subject: string;
}

/** Items and cells that a fact is about. Those of old facts were found by the migration. */
export function subjectsOf(fact: Fact): readonly Subject[] {
  const items = new Set<string>();
  const cells = new Set<string>();
  if ('item' in fact && fact.item !== null) items.add(fact.item);
  if ('items' in fact) for (const item of fact.items) items.add(item);
  if (fact.is === 'wiringSaid') return [];
  if ('cell' in fact) cells.add(fact.cell);
  if ('ordered' in fact) cells.add(fact.ordered);
  if ('was' in fact && fact.was !== null) cells.add(fact.was);
  return [
    ...[...items].map((subject) => ({ kind: 'item', subject }) as const),
    ...[...cells].map((subject) => ({ kind: 'cell', subject }) as const),
  ];
}

/** The facts are stored. */
export async function noteSubjects(
  queries: Queries,
  kiosk: string,
  facts: readonly { readonly id: string; readonly subjects: readonly Subject[] }[],
): Promise<void> {
  const told = facts.flatMap(({ id, subjects }) => subjects.map((subject) => ({ id, ...subject })));
  if (told.length === 0) return;
  await queries.query(
    `insert into fact_subjects (position, kiosk, kind, subject)
     select facts.position, $1, told.kind, told.subject
     from unnest($2::text[], $3::text[], $4::text[]) as told (id, kind, subject)
       join facts on facts.kiosk = $1 and facts.id = told.id`,
    [kiosk, told.map(({ id }) => id), told.map(({ kind }) => kind), told.map(({ subject }) => subject)],
  );
}

export interface ItemFullRow {
  readonly item: string;
  readonly kiosk: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly case_number: string;
  readonly masked_name: string;
  readonly size: CellSize;
  readonly state: ItemStateAtCentral;
  readonly cell: string | null;
  readonly hold_until: number | null;
  readonly place: string | null;
  readonly changed_at: number;
}

export function fullItem(row: ItemFullRow): ItemFull {
  const { item, kiosk, size, state, cell, place } = row;
  return {
    item,
    kiosk,
    title: { zh: row.title_zh, en: row.title_en },
    caseNumber: row.case_number,
    maskedName: row.masked_name,
    size,
    state,
    cell,
    holdUntil: row.hold_until,
    place,
    changedAt: row.changed_at,
  };
}

const mostHistory = 300;
const persons = ['person', 'addressee', 'by', 'second'];

/** Keys of persons are of no use to a page, and so do not reach it. */
function withoutPersons(fact: Fact): Fact {
  return Object.fromEntries(Object.entries(fact).filter(([name]) => !persons.includes(name))) as Fact;
}

async function factsAbout(
  queries: Queries,
  { kiosk, kind, subject }: { readonly kiosk: string; readonly kind: 'item' | 'cell'; readonly subject: string },
): Promise<readonly History[]> {
  const rows = await queries.query<{ id: string; at: number; body: string; clock_wrong_ms: number | null }>(
    `select f.id, f.at, f.body, f.clock_wrong_ms from fact_subjects s join facts f on f.position = s.position
     where s.kiosk = $1 and s.kind = $2 and s.subject = $3 order by s.position desc limit ${mostHistory}`,
    [kiosk, kind, subject],
  );
  // Stored after its parse; the order at the kiosk counts, whatever its clock said.
  return rows
    .map(({ id, at, body, clock_wrong_ms }): History => {
      const fact = withoutPersons(JSON.parse(body) as Fact);
      return { id, at, is: 'fact', fact, clockWrong: clock_wrong_ms !== null };
    })
    .reverse();
}

async function actsOn(queries: Queries, target: string): Promise<readonly History[]> {
  const rows = await queries.query<{
    id: string;
    at: number;
    act: string;
    by: string;
    reason: string | null;
    outcome: string | null;
  }>(
    `select 'act ' || b.position as id, b.at, b.act, coalesce(a.name, b.account) as by, b.reason, e.outcome
     from console_acts b left join console_acts e on e.begun = b.position
       left join console_accounts a on a.account = b.account
     where b.begun is null and b.target = $1 and b.act not like 'ask %' order by b.position desc limit ${mostHistory}`,
    [target],
  );
  return rows.map((row): History => ({ is: 'act', ...row })).reverse();
}

async function messagesAbout(queries: Queries, item: string): Promise<readonly History[]> {
  const rows = await queries.query<{ id: string; at: number; kind: string; state: SmsState; maskedPhone: string }>(
    `select id, coalesce(sent_at, queued_at) as at, kind, state, masked_phone as "maskedPhone" from sms
     where item = $1 order by queued_at limit ${mostHistory}`,
    [item],
  );
  return rows.map((row): History => ({ is: 'message', ...row }));
}

const byTime = (a: History, b: History) => a.at - b.at;

export async function itemHistory(queries: Queries, item: string): Promise<ItemAnswer | undefined> {
  const [row] = await queries.query<ItemFullRow>('select * from items where item = $1', [item]);
  if (row === undefined) return undefined;
  const agents = await queries.query<DelegationLine>(
    `select id, item, masked_name as "maskedName", valid_to as "validTo", state, created_at as "createdAt"
     from delegations where item = $1 order by created_at desc, id limit 50`,
    [item],
  );
  const facts = await factsAbout(queries, { kiosk: row.kiosk, kind: 'item', subject: item });
  const acts = await actsOn(queries, `item ${item}`);
  const messages = await messagesAbout(queries, item);
  return { item: fullItem(row), agents, history: [...facts, ...acts, ...messages].sort(byTime) };
}

export async function cellHistory(
  queries: Queries,
  { kiosk, cell }: { readonly kiosk: string; readonly cell: string },
): Promise<CellAnswer> {
  const inside = await queries.query<ItemFullRow>('select * from items where kiosk = $1 and cell = $2 order by item', [
    kiosk,
    cell,
  ]);
  const history = await factsAbout(queries, { kiosk, kind: 'cell', subject: cell });
  return { kiosk, cell, items: inside.map(fullItem), history };
}
