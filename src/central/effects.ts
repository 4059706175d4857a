// Effects: what a fact from a kiosk changes at central. All of it happens in the transaction that stores the fact.

import { failed, ok, type Result } from '../base/result.ts';
import type { CellId } from '../core/cell.ts';
import type { Fact } from '../core/fact.ts';
import type { Queries } from './database.ts';
import { endDelegations, grantToAgents } from './delegations.ts';
import { noteDoors } from './door-tasks.ts';
import { dropOffCollected, dropOffMoved, dropOffReceived, isDropOff } from './drop-offs.ts';
import { noteCall, noteWithdrawn } from './help-calls.ts';
import { lockItem, setItem, wantOut } from './items.ts';
import type { Office } from './office.ts';
import { noteProofSent } from './proofs.ts';
import { hasRight, type ItemRow, makeReady, revokeRight, tellAddressee } from './rights.ts';
import { keepSignature } from './signatures.ts';
import { movedText } from './sms-text.ts';
import { addDoorTask, addTask, closeDoorTasks, closeTasks, timeIsOver } from './tasks.ts';

export interface Told {
  readonly kiosk: string;
  readonly id: string;
  /** UTC ms on the kiosk's clock. */
  readonly at: number;
  readonly fact: Fact;
  /** What travels sealed beside the fact. */
  readonly sealed?: string | undefined;
}

const attemptsMs = 86_400_000;
const attemptsTold = 3;

type FactOf<Is extends Fact['is']> = Extract<Fact, { readonly is: Is }>;

/** A failure says why the fact cannot count here; nothing but tasks was added then, and the fact is parked. */
export async function applyFact(office: Office, queries: Queries, told: Told): Promise<Result<void, string>> {
  const { fact, kiosk } = told;
  await noteDoors(queries, fact, { kiosk, id: told.id, now: office.clock.now() });
  switch (fact.is) {
    case 'itemDeposited':
      return withItem(queries, told, fact.item, (row) => deposited(office, queries, { told, fact, row }));
    case 'dropOffReceived':
      return withItem(queries, told, fact.item, (row) => dropOffReceived(office, queries, { ...told, fact, row }));
    case 'cellNotKept':
      return withItem(queries, told, fact.item, async () =>
        addTask(queries, {
          kiosk,
          kind: 'check',
          cause: told.id,
          item: fact.item,
          why: 'no free cell to keep for it',
          now: office.clock.now(),
        }),
      );
    case 'depositCancelled':
      return withItem(queries, told, fact.item, (row) => depositCancelled(office, queries, row));
    case 'itemHandedOver':
      return withItem(queries, told, fact.item, (row) => handedOver(office, queries, { told, fact, row }));
    case 'itemMissing':
    case 'itemDisputed':
      return withItem(queries, told, fact.item, (row) => doubted(office, queries, { told, fact, row }));
    case 'clockCompared':
      await queries.query('update kiosks set clock_wrong_ms = $2 where kiosk = $1', [
        kiosk,
        fact.isWrong ? fact.offsetMs : null,
      ]);
      return ok();
    case 'itemExpired':
      return withItem(queries, told, fact.item, () => expired(office, queries, { told, fact }));
    case 'itemExtended':
      return withItem(queries, told, fact.item, (row) => extended(office, queries, { told, fact, row }));
    case 'itemRecalled':
      return withItem(queries, told, fact.item, (row) => recalled(office, queries, { told, fact, row }));
    case 'itemFound':
      return withItem(queries, told, fact.item, (row) => found(office, queries, { told, fact, row }));
    case 'cellVerified':
      await verified(office, queries, { kiosk, fact });
      return ok();
    case 'doorHeldOpen':
    case 'doorAlarm':
      await addDoorTask(queries, { ...told, cell: fact.cell, is: fact.is, now: office.clock.now() });
      return ok();
    case 'doorClosed':
      await closeDoorTasks(queries, { kiosk, cell: fact.cell, now: office.clock.now() });
      return ok();
    case 'collectRefused':
      if (fact.why === 'noLicence') await countAttempt(office, queries, told, fact.person);
      return ok();
    case 'codeLocked': {
      const { item } = fact;
      const why = 'pickup code tried too often';
      await addTask(queries, { kiosk, kind: 'check', cause: told.id, item, why, now: office.clock.now() });
      return ok();
    }
    case 'deliverySigned':
      return keepSignature(office, queries, { ...told, fact });
    case 'printSent':
      await noteProofSent(office, queries, { kiosk, ...fact });
      return ok();
    case 'helpCalled':
      await noteCall(queries, { ...fact, kiosk, at: told.at, now: office.clock.now() });
      return ok();
    case 'helpWithdrawn':
      await noteWithdrawn(queries, fact.call, office.clock.now());
      return ok();
    case 'hallEntered':
      await beginVisit(queries, told, { kind: 'hall', person: fact.person, offHours: null });
      return ok();
    case 'visitBegan':
      await beginVisit(queries, told, { kind: 'kiosk', person: fact.person, offHours: fact.offHours });
      return ok();
    case 'visitEnded':
      await endVisit(queries, told, fact.how);
      return ok();
    default:
      return ok();
  }
}

async function withItem(
  queries: Queries,
  { kiosk }: Told,
  item: string,
  act: (row: ItemRow) => Promise<void>,
): Promise<Result<void, string>> {
  const row = await lockItem(queries, item);
  if (row?.kiosk !== kiosk) return failed(`fact.item: ${item} is not an item of this kiosk`);
  await act(row);
  return ok();
}

interface About<Is extends Fact['is']> {
  readonly told: Told;
  readonly fact: FactOf<Is>;
  readonly row: ItemRow;
}

async function deposited(office: Office, queries: Queries, { told, fact, row }: About<'itemDeposited'>): Promise<void> {
  const { item, cell } = fact;
  const now = office.clock.now();
  switch (row.state) {
    case 'cancelled':
      await setItem(queries, item, { state: 'cancelled', cell, now });
      return addTask(queries, {
        kiosk: told.kiosk,
        kind: 'recall',
        cause: told.id,
        item,
        cell,
        why: 'put in after it was cancelled',
        now,
      });
    case 'frozen':
      await setItem(queries, item, { state: 'frozen', cell, now });
      return wantOut(queries, { row, cell, why: 'frozen', cause: told.id, now });
    default:
      await setItem(queries, item, { state: 'inCell', cell, now });
      await queries.query('update items set extended = false where item = $1', [item]);
      await makeReady(office, queries, row, cell);
      return grantToAgents(office, queries, row, cell);
  }
}

async function depositCancelled(office: Office, queries: Queries, row: ItemRow): Promise<void> {
  const now = office.clock.now();
  await revokeRight(queries, row, now);
  await closeTasks(queries, { kiosk: row.kiosk, kind: 'recall', item: row.item, now });
  const stays = row.state === 'cancelled' || row.state === 'frozen';
  await setItem(queries, row.item, { state: stays ? row.state : 'expected', cell: null, now });
}

async function handedOver(
  office: Office,
  queries: Queries,
  { told, fact, row }: About<'itemHandedOver'>,
): Promise<void> {
  const { item, cell } = fact;
  const now = office.clock.now();
  await queries.query("update rights set state = 'used' where item = $1 and state = 'active'", [item]);
  await setItem(queries, item, { state: 'handedOver', cell: null, now });
  const mayTake = fact.person === row.person;
  const byAgent = await endDelegations(office, queries, { row, person: fact.person });
  const { kiosk } = told;
  await closeTasks(queries, { kiosk, kind: 'recall', item, now });
  const task = { kiosk, cause: told.id, item, cell, now };
  if (!mayTake && !byAgent)
    await addTask(queries, { ...task, kind: 'check', why: 'handed to somebody else than its addressee' });
  // The kiosk had not heard of it yet.
  else if (row.state === 'frozen' || row.state === 'cancelled')
    await addTask(queries, { ...task, kind: 'conflict', why: `handed over although ${row.state}` });
}

/** The right stays: staff may look and find the item where it should be. The kiosk hands nothing out meanwhile. */
async function doubted(
  office: Office,
  queries: Queries,
  { told, fact, row }: About<'itemMissing' | 'itemDisputed'>,
): Promise<void> {
  const { item, cell } = fact;
  const now = office.clock.now();
  const state = fact.is === 'itemMissing' ? 'missing' : 'disputed';
  const stays = row.state === 'cancelled' || row.state === 'frozen';
  await setItem(queries, item, { state: stays ? row.state : state, cell, now });
  const why = fact.is === 'itemMissing' ? 'said to be missing' : fact.why.replace(/[^\w -]/g, '');
  await addTask(queries, { kiosk: told.kiosk, kind: 'check', cause: told.id, item, cell, why, now });
}

async function expired(
  office: Office,
  queries: Queries,
  { told, fact }: Pick<About<'itemExpired'>, 'told' | 'fact'>,
): Promise<void> {
  const { item, cell } = fact;
  const task = { kiosk: told.kiosk, cause: told.id, item, cell, now: office.clock.now() };
  await addTask(queries, { ...task, kind: 'recall', why: timeIsOver });
}

/** Asked for at the kiosk. By the link of a message it may have been asked for as well: the later day stands. */
async function extended(office: Office, queries: Queries, { told, fact, row }: About<'itemExtended'>): Promise<void> {
  const { item, cell, by, until } = fact;
  await queries.query(
    'update items set hold_until = greatest(hold_until, $2::bigint), extended = true where item = $1',
    [item, until],
  );
  if (by === row.person) return;
  const why = 'kept longer at the wish of somebody else than its addressee';
  const now = office.clock.now();
  await addTask(queries, { kiosk: told.kiosk, kind: 'check', cause: told.id, item, cell, why, now });
}

/** Staff took it out. Whoever it is for is told where it is now, unless it was withdrawn. */
async function recalled(office: Office, queries: Queries, { told, fact, row }: About<'itemRecalled'>): Promise<void> {
  const { item, place } = fact;
  if (isDropOff(row)) return dropOffCollected(office, queries, { row, place });
  const now = office.clock.now();
  const wasWithdrawn = row.state === 'cancelled' || row.state === 'frozen';
  await revokeRight(queries, row, now);
  await closeTasks(queries, { kiosk: row.kiosk, kind: 'recall', item, now });
  if (place.is === 'redeposited')
    return setItem(queries, item, { state: wasWithdrawn ? row.state : 'expected', cell: null, now });
  await setItem(queries, item, { state: 'recalled', cell: null, now });
  await queries.query('update items set place = $2 where item = $1', [
    item,
    place.is === 'window' ? place.window : place.number,
  ]);
  if (!wasWithdrawn)
    await tellAddressee(office, queries, row, {
      kind: 'moved',
      cause: told.id,
      text: (about) => movedText(about, place),
    });
}

/** Somebody has looked. What became of an item that was not there follows as a fact of its own. */
async function verified(
  office: Office,
  queries: Queries,
  { kiosk, fact }: { readonly kiosk: string; readonly fact: FactOf<'cellVerified'> },
): Promise<void> {
  const now = office.clock.now();
  await closeTasks(queries, { kiosk, kind: 'check', cell: fact.cell, now });
  const rows = await queries.query<ItemRow>(
    "select * from items where kiosk = $1 and cell = $2 and state in ('disputed', 'missing') for update",
    [kiosk, fact.cell],
  );
  for (const row of rows) {
    // A kiosk of version 0.1.0 says only that what was booked is there.
    const isInside =
      fact.found === 'item' && (fact.inside.length === 0 || fact.inside.some((item) => item === row.item));
    if (isInside) await seenInside(office, queries, row, fact.cell);
    // Its deposit was never confirmed: staff still have it.
    else if (row.state === 'disputed' && !(await hasRight(queries, row.item)))
      await setItem(queries, row.item, { state: 'expected', cell: null, now });
  }
}

/** An interrupted deposit was never confirmed: then its addressee has no right to it yet and was told nothing. */
async function seenInside(office: Office, queries: Queries, row: ItemRow, cell: CellId): Promise<void> {
  await setItem(queries, row.item, { state: 'inCell', cell, now: office.clock.now() });
  // What somebody left is for staff: no right and no message.
  if (isDropOff(row) || (await hasRight(queries, row.item))) return;
  await makeReady(office, queries, row, cell);
  await grantToAgents(office, queries, row, cell);
}

/** Staff saw it in a cell where it was not booked: its addressee gets a right to that cell and is told anew. */
async function found(office: Office, queries: Queries, { told, fact, row }: About<'itemFound'>): Promise<void> {
  const now = office.clock.now();
  const { item, cell } = fact;
  await closeTasks(queries, { kiosk: row.kiosk, kind: 'check', item, now });
  if (isDropOff(row)) {
    await setItem(queries, item, { state: row.state === 'cancelled' ? 'cancelled' : 'inCell', cell, now });
    return dropOffMoved(queries, { row, cause: told.id, cell, now });
  }
  if (row.state === 'frozen' || row.state === 'cancelled') {
    await revokeRight(queries, row, now);
    await setItem(queries, item, { state: row.state, cell, now });
    await closeTasks(queries, { kiosk: row.kiosk, kind: 'recall', item, now });
    return wantOut(queries, { row, cell, why: row.state, cause: told.id, now });
  }
  await setItem(queries, item, { state: 'inCell', cell, now });
  await makeReady(office, queries, row, cell);
}

/** Every third attempt within a day to collect what is not one's own is told to staff. */
async function countAttempt(office: Office, queries: Queries, { kiosk, id, at }: Told, person: string): Promise<void> {
  const [before] = await queries.query<{ count: number }>(
    `select count(*)::integer as count from facts
     where kiosk = $1 and kind = 'collectRefused' and at > $2 and body::json ->> 'person' = $3
       and body::json ->> 'why' = 'noLicence'`,
    [kiosk, at - attemptsMs, person],
  );
  const attempts = (before?.count ?? 0) + 1;
  if (attempts % attemptsTold !== 0) return;
  const why = `${attempts} attempts of one person to collect what is not theirs`;
  await addTask(queries, { kiosk, kind: 'check', cause: id, why, now: office.clock.now() });
}

async function beginVisit(
  queries: Queries,
  { kiosk, id, at }: Told,
  {
    kind,
    person,
    offHours,
  }: { readonly kind: 'hall' | 'kiosk'; readonly person: string; readonly offHours: boolean | null },
): Promise<void> {
  await queries.query(
    'insert into visits (kiosk, fact, kind, person, off_hours, began_at) values ($1, $2, $3, $4, $5, $6)',
    [kiosk, id, kind, person, offHours, at],
  );
}

async function endVisit(queries: Queries, { kiosk, at }: Told, how: string): Promise<void> {
  await queries.query(
    `update visits set ended_at = $2, how = $3 where kiosk = $1 and fact = (
       select fact from visits where kiosk = $1 and kind = 'kiosk' and ended_at is null
       order by began_at desc limit 1)`,
    [kiosk, at, how],
  );
}
