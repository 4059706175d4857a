// Tickets: the rules of hourglass.ts on rows, each moved under its own lock, so that of two who claim one is first.

import { certain, failed, ok, type Result } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { Made } from '../contract/admin.ts';
import {
  answersInMs,
  type HourglassAnswer,
  type QueueShown,
  type ServiceLine,
  type ServiceRequest,
  type TicketAnswer,
  type TicketLine,
} from '../contract/console-queue.ts';
import { localTime } from '../core/calendar.ts';
import type { Queries } from './database.ts';
import { dueAt, type OpenTicket, stepTicket, type Ticket, type TicketEvent, type TicketState } from './hourglass.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

interface TicketRow {
  readonly ticket: string;
  readonly kiosk: string;
  readonly service: string;
  readonly number: string;
  readonly taken_at: number;
  readonly limit_ms: number;
  /** JSON of a TicketState. */
  readonly state: string;
}

const ticketOf = ({ taken_at, limit_ms, state }: TicketRow): Ticket => ({
  takenAt: taken_at,
  limitMs: limit_ms,
  state: JSON.parse(state) as TicketState,
});

const openOf = (state: TicketState): OpenTicket => (state.is === 'closed' ? state.was : state);

async function saveTicket(queries: Queries, id: string, ticket: Ticket): Promise<void> {
  const open = openOf(ticket.state);
  await queries.query(
    `update tickets set state = $2, due_at = $3, alerted_at = $4, claimed_at = $5, owner = $6, began_at = $7,
       ended_at = $8, outcome = $9, closed_at = $10 where ticket = $1`,
    [
      id,
      JSON.stringify(ticket.state),
      dueAt(ticket),
      'alertedAt' in open ? open.alertedAt : null,
      'claimedAt' in open ? open.claimedAt : null,
      'by' in open ? open.by : null,
      'beganAt' in open ? open.beganAt : null,
      'endedAt' in open ? open.endedAt : null,
      'outcome' in open ? open.outcome : null,
      ticket.state.is === 'closed' ? ticket.state.at : null,
    ],
  );
}

export async function setService(office: Office, given: ServiceRequest): Promise<Result<Made, Refusal>> {
  const { service, title, prefix, limitMinutes, open } = given;
  return office.database.transaction(async (queries) => {
    const [other] = await queries.query('select 1 from services where prefix = $1 and service <> $2', [
      prefix,
      service,
    ]);
    if (other !== undefined) return failed(refusal('taken'));
    // The same again changes nothing.
    const changed = await queries.query(
      `insert into services (service, title_zh, title_en, prefix, limit_ms, is_open) values ($1, $2, $3, $4, $5, $6)
       on conflict (service) do update set title_zh = excluded.title_zh, title_en = excluded.title_en,
         prefix = excluded.prefix, limit_ms = excluded.limit_ms, is_open = excluded.is_open
       where (services.title_zh, services.title_en, services.prefix, services.limit_ms, services.is_open)
         is distinct from (excluded.title_zh, excluded.title_en, excluded.prefix, excluded.limit_ms, excluded.is_open)
       returning 1`,
      [service, title.zh, title.en, prefix, limitMinutes * 60_000, open],
    );
    return ok({ id: service, added: changed.length > 0 });
  });
}

/** The next number of that service, in that hall, on that day. */
export async function takeTicket(
  { database, queueNow, random }: Office,
  given: { readonly id?: string | undefined; readonly kiosk: string; readonly service: string },
): Promise<Result<TicketAnswer, Refusal>> {
  const now = queueNow();
  const id = given.id ?? uuidV7(now, random(10));
  return database.transaction(async (queries) => {
    const [hall] = await queries.query<{ time_zone: string }>('select time_zone from kiosks where kiosk = $1', [
      given.kiosk,
    ]);
    if (hall === undefined) return failed(refusal('kioskNotRegistered'));
    const [service] = await queries.query<{ prefix: string; limit_ms: number; is_open: boolean }>(
      'select prefix, limit_ms, is_open from services where service = $1',
      [given.service],
    );
    if (service === undefined) return failed(refusal('notFound'));
    // Also the lock: numbers are given out one after the other.
    const [counter] = await queries.query<{ last: number }>(
      `insert into ticket_counters (kiosk, service, day, last) values ($1, $2, $3, 0)
       on conflict (kiosk, service, day) do update set last = ticket_counters.last returning last`,
      [given.kiosk, given.service, localTime(now, hall.time_zone).date],
    );
    const [waiting] = await queries.query<{ count: number }>(
      'select count(*)::integer as count from tickets where kiosk = $1 and service = $2 and closed_at is null',
      [given.kiosk, given.service],
    );
    const ahead = waiting?.count ?? 0;
    const [before] = await queries.query<TicketRow>('select * from tickets where ticket = $1', [id]);
    if (before !== undefined)
      return before.kiosk === given.kiosk && before.service === given.service
        ? ok({ id, added: false, number: before.number, ahead: Math.max(0, ahead - 1) })
        : failed(refusal('taken'));
    if (!service.is_open) return failed(refusal('notNow', { detail: 'this service gives out no tickets' }));
    const last = certain(counter, 'the counter of a service').last + 1;
    await queries.query('update ticket_counters set last = $4 where kiosk = $1 and service = $2 and day = $3', [
      given.kiosk,
      given.service,
      localTime(now, hall.time_zone).date,
      last,
    ]);
    const number = `${service.prefix}${String(last).padStart(3, '0')}`;
    const ticket: Ticket = { takenAt: now, limitMs: service.limit_ms, state: { is: 'waiting', heldMs: 0 } };
    await queries.query(
      `insert into tickets (ticket, kiosk, service, number, taken_at, limit_ms, state, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, given.kiosk, given.service, number, now, service.limit_ms, JSON.stringify(ticket.state), dueAt(ticket)],
    );
    return ok({ id, added: true, number, ahead });
  });
}

export async function moveTicket(office: Office, id: string, event: TicketEvent): Promise<Result<Made, Refusal>> {
  return office.database.transaction(async (queries) => {
    const [row] = await queries.query<TicketRow>('select * from tickets where ticket = $1 for update', [id]);
    if (row === undefined) return failed(refusal('notFound'));
    const before = ticketOf(row);
    const moved = stepTicket(before, event, office.queueNow());
    if (!moved.ok) return failed(refusal(moved.problem));
    await saveTicket(queries, id, moved.value);
    return ok({ id, added: JSON.stringify(moved.value.state) !== row.state });
  });
}

const mostAtOnce = 100;

/** Alerts and escalations that are due; the time of the next one, or null. */
export async function ripenTickets(office: Office): Promise<number | null> {
  return office.database.transaction(async (queries) => {
    const now = office.queueNow();
    const due = await queries.query<TicketRow>(
      `select * from tickets where due_at <= $1 order by due_at, ticket limit ${mostAtOnce} for update skip locked`,
      [now],
    );
    for (const row of due) {
      const moved = stepTicket(ticketOf(row), { is: 'tick' }, now);
      if (moved.ok) await saveTicket(queries, row.ticket, moved.value);
    }
    const [next] = await queries.query<{ at: number | null }>('select min(due_at) as at from tickets');
    return next?.at ?? null;
  });
}

interface OpenRow extends TicketRow {
  readonly owner: string | null;
  readonly owner_name: string | null;
}

function lineOf(row: OpenRow): TicketLine {
  const ticket = ticketOf(row);
  const state = openOf(ticket.state);
  return {
    ticket: row.ticket,
    number: row.number,
    kiosk: row.kiosk,
    service: row.service,
    step: state.is,
    takenAt: row.taken_at,
    limitAt: state.is === 'held' ? null : 'alertedAt' in state ? state.alertedAt : dueAt(ticket),
    alertedAt: 'alertedAt' in state ? state.alertedAt : null,
    escalated: state.is === 'alerted' && state.escalatedAt !== null,
    owner: row.owner === null || row.owner_name === null ? null : { account: row.owner, name: row.owner_name },
    beganAt: 'beganAt' in state ? state.beganAt : null,
  };
}

export async function readQueue(queries: Queries): Promise<QueueShown> {
  const services = await queries.query<Omit<ServiceLine, 'title'> & { readonly zh: string; readonly en: string }>(
    `select service, title_zh as zh, title_en as en, prefix, limit_ms / 60000 as "limitMinutes", is_open as open
     from services order by prefix`,
  );
  const rows = await queries.query<OpenRow>(
    `select t.*, a.name as owner_name from tickets t left join console_accounts a on a.account = t.owner
     where t.closed_at is null order by t.taken_at, t.ticket limit 500`,
  );
  return {
    services: services.map(({ zh, en, ...line }) => ({ ...line, title: { zh, en } })),
    tickets: rows.map(lineOf),
  };
}

/** Definitions stand in the contract; hours are those of the hall where the ticket was taken. */
export async function hourglassFigures({ database, queueNow }: Office, days: number): Promise<HourglassAnswer> {
  const since = queueNow() - days * 86_400_000;
  const byHour = await database.query<HourglassAnswer['byHour'][number]>(
    `select extract(hour from to_timestamp(alerted_at / 1000.0) at time zone k.time_zone)::integer as hour,
       count(*)::integer as alerts,
       count(*) filter (where claimed_at - alerted_at <= ${answersInMs})::integer as "inTime"
     from tickets join kiosks k using (kiosk) where alerted_at >= $1 group by 1 order by 1`,
    [since],
  );
  const [contacts] = await database.query<{ count: number; ms: number }>(
    `select count(*)::integer as count, coalesce(sum(ended_at - began_at), 0)::bigint as ms
     from tickets where ended_at >= $1`,
    [since],
  );
  const outcomes = await database.query<HourglassAnswer['outcomes'][number]>(
    `select outcome, count(*)::integer as count from tickets where ended_at >= $1 group by outcome order by 2 desc, 1`,
    [since],
  );
  return {
    alerts: byHour.reduce((sum, { alerts }) => sum + alerts, 0),
    inTime: byHour.reduce((sum, { inTime }) => sum + inTime, 0),
    contacts: contacts?.count ?? 0,
    contactMs: contacts?.ms ?? 0,
    byHour,
    outcomes,
  };
}
