// Delegations: one person lets another collect one item, once, until a day. The addressee is told of it, and of its use.

import { failed, ok, type Result } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { DelegationLine, Made } from '../contract/admin.ts';
import { type ItemId, itemIdOf } from '../core/item.ts';
import { maskName, personKeyOf } from '../core/person.ts';
import type { Queries } from './database.ts';
import { lockItem } from './items.ts';
import { lockName } from './name-lock.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { grantTo, type ItemRow, itemPhonePlace, placeOf, revokeRightOf } from './rights.ts';
import { queueSms } from './sms.ts';
import { collectedByAgentText, delegatedText } from './sms-text.ts';

const dayMs = 86_400_000;

export interface NewDelegation {
  readonly id: string | undefined;
  readonly item: ItemId;
  readonly idNumber: string;
  readonly name: string;
  readonly days: number;
}

interface Row {
  readonly id: string;
  readonly item: string;
  readonly agent: string;
  readonly masked_name: string;
  readonly valid_to: number;
  readonly state: DelegationLine['state'];
}

async function lockKiosk(queries: Queries, item: string): Promise<void> {
  // The kiosk before the item, as messages lock them, so that neither ever waits for the other in a ring.
  await queries.query(
    'select 1 from kiosks where kiosk = (select kiosk from items where item = $1) for no key update',
    [item],
  );
}

export async function addDelegation(office: Office, given: NewDelegation): Promise<Result<Made, Refusal>> {
  const { database, keys, clock, random } = office;
  const now = clock.now();
  const agent = keys.personKey(given.idNumber);
  const id = given.id ?? uuidV7(now, random(10));
  return database.transaction(async (queries) => {
    await lockName(queries, 'delegation', id);
    await lockKiosk(queries, given.item);
    const [before] = await queries.query<Row>('select * from delegations where id = $1', [id]);
    if (before !== undefined)
      return before.item === given.item && before.agent === agent ? ok({ id, added: false }) : failed(refusal('taken'));
    const row = await lockItem(queries, given.item);
    if (row === undefined) return failed(refusal('notFound'));
    if (row.missing_zh !== null) return failed(refusal('notNow', { detail: 'papers are left by the person alone' }));
    if (row.state === 'handedOver' || row.state === 'cancelled')
      return failed(refusal('notNow', { detail: `it is ${row.state}` }));
    if (row.person === agent) return failed(refusal('notNow', { detail: 'it is the addressee' }));
    const [other] = await queries.query(
      "select 1 from delegations where item = $1 and agent = $2 and state = 'active'",
      [given.item, agent],
    );
    if (other !== undefined) return failed(refusal('notNow', { detail: 'this person is an agent for it already' }));
    const validTo = now + given.days * dayMs;
    const maskedName = maskName(given.name);
    await queries.query(
      `insert into delegations (id, item, agent, masked_name, valid_to, state, created_at, changed_at)
       values ($1, $2, $3, $4, $5, 'active', $6, $6)`,
      [id, given.item, agent, maskedName, validTo, now],
    );
    if (row.state === 'inCell' && row.cell !== null)
      await grantTo(office, queries, { row, cell: row.cell, person: agent, validTo, now });
    await tell(office, queries, { row, kind: 'delegated', cause: id, maskedName, until: validTo });
    return ok({ id, added: true });
  });
}

export async function revokeDelegation(office: Office, id: string): Promise<Result<Made, Refusal>> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    const [known] = await queries.query<Row>('select * from delegations where id = $1', [id]);
    if (known === undefined) return failed(refusal('notFound'));
    await lockKiosk(queries, known.item);
    const row = await lockItem(queries, known.item);
    const [active] = await queries.query<Row>(
      "update delegations set state = 'revoked', changed_at = $2 where id = $1 and state = 'active' returning *",
      [id, now],
    );
    if (active === undefined || row === undefined) return ok({ id, added: false });
    await revokeRightOf(queries, row, { person: active.agent, now });
    return ok({ id, added: true });
  });
}

/** The item lies in a cell: everybody who may collect it for its addressee gets a right of their own. */
export async function grantToAgents(
  office: Office,
  queries: Queries,
  row: ItemRow,
  cell: ItemRow['cell'],
): Promise<void> {
  if (cell === null) return;
  const now = office.clock.now();
  const agents = await queries.query<Row>(
    "select * from delegations where item = $1 and state = 'active' and valid_to > $2 order by created_at, id",
    [row.item, now],
  );
  for (const { agent, valid_to } of agents)
    await grantTo(office, queries, { row, cell, person: personKeyOf(agent), validTo: valid_to, now });
}

/** True when whoever took the item was allowed to by its addressee; then the addressee is told, and all of it ends. */
export async function endDelegations(
  office: Office,
  queries: Queries,
  { row, person }: { readonly row: ItemRow; readonly person: string },
): Promise<boolean> {
  const now = office.clock.now();
  const ended = await queries.query<Row>(
    `update delegations set state = case when agent = $2 then 'used' else 'revoked' end, changed_at = $3
     where item = $1 and state = 'active' returning *`,
    [row.item, person, now],
  );
  const used = ended.find(({ agent }) => agent === person);
  if (used !== undefined) {
    await tell(office, queries, {
      row,
      kind: 'collectedByAgent',
      cause: used.id,
      maskedName: used.masked_name,
      until: null,
    });
    return true;
  }
  // Revoked while the kiosk could not be told: it was true when it was signed.
  const [known] = await queries.query('select 1 from delegations where item = $1 and agent = $2', [row.item, person]);
  return known !== undefined;
}

async function tell(
  office: Office,
  queries: Queries,
  {
    row,
    kind,
    cause,
    maskedName,
    until,
  }: {
    readonly row: ItemRow;
    readonly kind: 'delegated' | 'collectedByAgent';
    readonly cause: string;
    readonly maskedName: string;
    readonly until: number | null;
  },
): Promise<void> {
  const { keys, clock, random } = office;
  const now = clock.now();
  const hall = await placeOf(queries, row.kiosk);
  const words = { ...hall, maskedName: row.masked_name, title: row.title_zh, agent: maskedName };
  await queueSms(office, queries, {
    id: uuidV7(now, random(10)),
    kind,
    cause,
    kiosk: row.kiosk,
    item: itemIdOf(row.item),
    phone: keys.unseal(row.sealed_phone, itemPhonePlace(row.item)),
    text: until === null ? collectedByAgentText(words) : delegatedText({ ...words, until }),
    now,
  });
}

export async function listDelegations(queries: Queries): Promise<readonly DelegationLine[]> {
  return queries.query<DelegationLine>(
    `select id, item, masked_name as "maskedName", valid_to as "validTo", state, created_at as "createdAt"
     from delegations order by created_at desc, id limit 500`,
  );
}
