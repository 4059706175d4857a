// Console asks: what a page looks up. Each question is written down like an act, without what was typed to find somebody.

import { failed, ok, type Result, unreachable } from '../base/result.ts';
import { type ConsoleAsk, functionOfAsk, may } from '../contract/console.ts';
import type { AnswerOf, MessagesAnswer, SearchAnswer } from '../contract/console-desk.ts';
import type { ReportWish } from '../contract/reports.ts';
import { listAccounts } from './console-accounts.ts';
import { written } from './console-acts.ts';
import { listActs } from './console-audit.ts';
import { cellHistory, fullItem, type ItemFullRow, itemHistory } from './console-history.ts';
import type { Session } from './console-sessions.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { reportOf } from './reports.ts';

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
  return written(office, { account, act: `ask ${ask.ask}`, target: targetOf(ask) }, async (): Promise<Answer> => {
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
        return ok(await cellHistory(database, ask));
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
