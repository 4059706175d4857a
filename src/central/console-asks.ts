// Console asks: what a page looks up. Each question is written down like an act, without what was typed to find somebody.

import { failed, ok, type Result, unreachable } from '../base/result.ts';
import { type ConsoleAsk, type ConsoleRole, functionOfAsk, may } from '../contract/console.ts';
import type { AnswerOf, BankAnswer, KioskAnswer, MessagesAnswer, SearchAnswer } from '../contract/console-desk.ts';
import type { ReportWish } from '../contract/reports.ts';
import { listAccounts } from './console-accounts.ts';
import { written } from './console-acts.ts';
import { listActs } from './console-audit.ts';
import { cellHistory, fullItem, type ItemFullRow, itemHistory } from './console-history.ts';
import type { Session } from './console-sessions.ts';
import type { Queries } from './database.ts';
import { hoursOfKiosk, statusOf } from './kiosk-status.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { reportOf } from './reports.ts';
import { hourglassFigures } from './tickets.ts';

const mostFound = 50;

async function search(queries: Queries, text: string): Promise<SearchAnswer> {
  // Whatever is typed is only ever text.
  const part = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await queries.query<ItemFullRow>(
    `select * from items where item = $1 or case_number ilike $2 or title_zh ilike $2 or title_en ilike $2
     order by item = $1 desc, changed_at desc, item limit ${mostFound}`,
    [text, part],
  );
  return { items: rows.map(fullItem) };
}

async function ofPerson(queries: Queries, person: string): Promise<SearchAnswer> {
  const rows = await queries.query<ItemFullRow>(
    `select * from items where person = $1 or exists (
       select 1 from delegations d where d.item = items.item and d.agent = $1 and d.state = 'active')
     order by changed_at desc, item limit ${mostFound}`,
    [person],
  );
  return { items: rows.map(fullItem) };
}

async function messages(queries: Queries): Promise<MessagesAnswer> {
  const rows = await queries.query<MessagesAnswer['messages'][number]>(
    `select id, kiosk, item, kind, state, replace(text, '{code}', '******') as text, masked_phone as "maskedPhone",
       queued_at as "queuedAt", sent_at as "sentAt"
     from sms order by state = 'refused' desc, queued_at desc, id limit 300`,
  );
  return { messages: rows };
}

/** As the register names a report. */
export const reportTarget = ({ span, day, kiosk }: ReportWish) => `report ${span} ${day} ${kiosk ?? 'all'}`;
async function bank(queries: Queries, kiosk: string): Promise<BankAnswer> {
  const status = await statusOf(queries, kiosk);
  const rows = await queries.query<ItemFullRow & { readonly cell: string }>(
    'select * from items where kiosk = $1 and cell is not null order by cell, item limit 2000',
    [kiosk],
  );
  return {
    status: status === undefined ? null : { receivedAt: status.receivedAt, banks: status.shown.banks },
    items: rows.map(({ item, title_zh, title_en, case_number, masked_name, cell, state }) => ({
      item,
      title: { zh: title_zh, en: title_en },
      caseNumber: case_number,
      maskedName: masked_name,
      cell,
      state,
    })),
  };
}

/** Whoever may not look for items sees places only. */
function withItemsFor<Answer extends { readonly items: readonly unknown[] }>(
  role: ConsoleRole,
  answer: Answer,
): Answer {
  return may(role, ['search']) ? answer : { ...answer, items: [] };
}

const weekMs = 7 * 86_400_000;

async function kioskFigures({ database, clock }: Office, kiosk: string): Promise<KioskAnswer> {
  const status = await statusOf(database, kiosk);
  const { receivedAt, shown, figures } = status ?? {};
  return {
    status: receivedAt === undefined || shown === undefined ? null : { receivedAt, shown, figures: figures ?? null },
    hours: await hoursOfKiosk(database, kiosk, clock.now() - weekMs),
  };
}

function targetOf(ask: ConsoleAsk): string | undefined {
  if (ask.ask === 'item') return `item ${ask.item}`;
  if (ask.ask === 'report') return reportTarget(ask);
  return ask.ask === 'cell' ? `cell ${ask.kiosk} ${ask.cell}` : undefined;
}

export async function answer(
  office: Office,
  { account, role }: Session,
  ask: ConsoleAsk,
): Promise<Result<AnswerOf[ConsoleAsk['ask']], Refusal>> {
  type Answer = Result<AnswerOf[ConsoleAsk['ask']], Refusal>;
  // How machines are is asked again and again by an open page, and is about nobody.
  const isOfNobody = ask.ask === 'bank' || ask.ask === 'kiosk' || ask.ask === 'hourglass';
  const write: typeof written = isOfNobody ? (_office, _about, work) => work() : written;
  return write(office, { account, act: `ask ${ask.ask}`, target: targetOf(ask) }, async (): Promise<Answer> => {
    if (!may(role, functionOfAsk[ask.ask])) return failed(refusal('notAllowed'));
    const { database, keys } = office;
    switch (ask.ask) {
      case 'search':
        return ok(await search(database, ask.text.trim()));
      case 'person':
        return ok(await ofPerson(database, keys.personKey(ask.idNumber)));
      case 'item': {
        const found = await itemHistory(database, ask.item);
        return found === undefined ? failed(refusal('notFound')) : ok(found);
      }
      case 'cell':
        return ok(withItemsFor(role, await cellHistory(database, ask)));
      case 'bank':
        return ok(withItemsFor(role, await bank(database, ask.kiosk)));
      case 'kiosk':
        return ok(await kioskFigures(office, ask.kiosk));
      case 'hourglass':
        return ok(await hourglassFigures(office, ask.days));
      case 'messages':
        return ok(await messages(database));
      case 'report':
        return reportOf(office, ask);
      case 'accounts':
        return ok(await listAccounts(database));
      case 'audit':
        return ok(await listActs(database, ask.before));
      default:
        return unreachable(ask);
    }
  });
}
