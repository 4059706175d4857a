// Console desk: everything the console of one role draws, read anew whenever something has changed.

import type { TaskKind } from '../contract/admin.ts';
import { type ConsoleFunction, type ConsoleRole, functionsOf } from '../contract/console.ts';
import type { DepositLine, Desk, HallLine, TaskShown, Urgency } from '../contract/console-desk.ts';
import { lightOf } from '../contract/status.ts';
import type { CellSize } from '../core/cell.ts';
import type { Queries } from './database.ts';
import { openCalls } from './help-calls.ts';
import { type KnownStatus, knownStatuses, silentMs } from './kiosk-status.ts';
import { readQueue } from './tickets.ts';

const mostLines = 500;

export type TaskList = 'recall' | 'check' | 'repair';

/** Which of the four lists a task stands on. */
export function listOf(kind: TaskKind): TaskList {
  switch (kind) {
    case 'recall':
    case 'collectDropOff':
      return 'recall';
    case 'repair':
    case 'sync':
      return 'repair';
    default:
      return 'check';
  }
}

const doorNow = ['door held open', 'alarm: door still open'];
const waitsForRound = ['the door sensor sticks at open', 'the lock opens late', 'its time is over', 'asked'];

export function urgencyOf({ kind, why }: { readonly kind: TaskKind; readonly why: string }): Urgency {
  if (kind === 'alarm' || doorNow.includes(why)) return 'now';
  return waitsForRound.includes(why) ? 'round' : 'today';
}

const order: Readonly<Record<Urgency, number>> = { now: 0, today: 1, round: 2 };

interface TaskRow {
  readonly task: number;
  readonly kind: TaskKind;
  readonly kiosk: string;
  readonly cell: string | null;
  readonly why: string;
  readonly since: number;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly item: string | null;
  readonly title_zh: string | null;
  readonly title_en: string | null;
  readonly case_number: string | null;
  readonly masked_name: string | null;
  readonly hold_until: number | null;
}

function shownTask(row: TaskRow): TaskShown {
  const { task, kind, kiosk, cell, why, since, owner, owner_name } = row;
  const { item, title_zh, title_en, case_number, masked_name } = row;
  return {
    task,
    kind,
    urgency: urgencyOf(row),
    kiosk,
    cell,
    item:
      item === null || title_zh === null || title_en === null || case_number === null || masked_name === null
        ? null
        : { item, title: { zh: title_zh, en: title_en }, caseNumber: case_number, maskedName: masked_name },
    holdUntil: row.hold_until,
    why,
    since,
    owner: owner === null || owner_name === null ? null : { account: owner, name: owner_name },
  };
}

async function openTasks(
  queries: Queries,
  kinds: readonly TaskKind[],
  isAboutItems: boolean,
): Promise<readonly TaskShown[]> {
  const rows = await queries.query<TaskRow>(
    `select t.position as task, t.kind, t.kiosk, coalesce(t.cell, i.cell) as cell, t.why, t.created_at as since,
       t.owner, a.name as owner_name, i.item, i.title_zh, i.title_en, i.case_number, i.masked_name, i.hold_until
     from staff_tasks t left join items i on i.item = t.item left join console_accounts a on a.account = t.owner
     where t.closed_at is null and t.kind = any($1::text[]) order by t.position limit ${mostLines + 1}`,
    [kinds],
  );
  // In walking order within each urgency.
  return rows
    .map((row) => (isAboutItems ? shownTask(row) : { ...shownTask(row), item: null, holdUntil: null }))
    .sort(
      (a, b) =>
        order[a.urgency] - order[b.urgency] ||
        a.kiosk.localeCompare(b.kiosk) ||
        (a.cell ?? '').localeCompare(b.cell ?? '') ||
        a.task - b.task,
    );
}

async function toDeposit(queries: Queries): Promise<readonly DepositLine[]> {
  const rows = await queries.query<{
    item: string;
    kiosk: string;
    title_zh: string;
    title_en: string;
    case_number: string;
    masked_name: string;
    size: CellSize;
    low_cell: boolean;
    since: number;
  }>(
    `select item, kiosk, title_zh, title_en, case_number, masked_name, size, low_cell, changed_at as since
     from items where state = 'expected' and missing_zh is null order by kiosk, changed_at, item limit ${mostLines + 1}`,
  );
  return rows.map(({ title_zh, title_en, case_number, masked_name, low_cell, ...line }) => ({
    ...line,
    title: { zh: title_zh, en: title_en },
    caseNumber: case_number,
    maskedName: masked_name,
    lowCell: low_cell,
  }));
}

async function halls(queries: Queries, now: number): Promise<readonly HallLine[]> {
  const rows = await queries.query<
    Pick<HallLine, 'kiosk' | 'timeZone' | 'joined' | 'heard'> & { readonly zh: string; readonly en: string }
  >(
    `select kiosk, place_zh as zh, place_en as en, time_zone as "timeZone", public_key is not null as joined,
       coalesce(last_seen_at > $1, false) as heard from kiosks order by kiosk`,
    [now - silentMs],
  );
  const statuses = new Map((await knownStatuses(queries)).map((status) => [status.kiosk, status]));
  return rows.map(({ zh, en, ...line }) => ({
    ...line,
    place: { zh, en },
    ...statusLine(statuses.get(line.kiosk), line.heard),
  }));
}

function statusLine(
  status: KnownStatus | undefined,
  heard: boolean,
): Pick<HallLine, 'light' | 'version' | 'cells' | 'stopped'> {
  if (status === undefined)
    return { light: null, version: 0, cells: { free: 0, occupied: 0, doubtful: 0, all: 0 }, stopped: [] };
  const { shown, version } = status;
  const cells = shown.banks.flatMap(({ columns }) => columns.flat());
  const count = (...contents: readonly string[]) => cells.filter(({ content }) => contents.includes(content)).length;
  const stopped = (['pickup', 'receipts', 'proofs', 'entry'] as const).flatMap((name) => {
    const why = shown.functions[name];
    return why === null ? [] : [{ function: name, why }];
  });
  return {
    light: heard ? lightOf(shown) : 'red',
    version,
    cells: {
      free: count('free'),
      occupied: count('occupied', 'over', 'busy'),
      doubtful: count('unverified', 'out'),
      all: cells.length,
    },
    stopped: heard ? stopped : [],
  };
}

const kindsOf = {
  recall: ['recall', 'collectDropOff'],
  check: ['check', 'alarm', 'conflict', 'sms'],
  repair: ['repair', 'sync'],
} as const;

export async function deskOf(
  queries: Queries,
  role: ConsoleRole,
  now: number,
): Promise<Omit<Desk, 'serverTime' | 'queueTime'>> {
  const has = (needed: ConsoleFunction) => functionsOf[role].includes(needed);
  const cut = <Line>(lines: readonly Line[] | null) => lines?.slice(0, mostLines) ?? null;
  // Whoever may not look for items sees places only.
  const isAboutItems = has('search');
  const deposit = has('deposit') ? await toDeposit(queries) : null;
  const recall = has('recall') ? await openTasks(queries, kindsOf.recall, isAboutItems) : null;
  const check = has('check') ? await openTasks(queries, kindsOf.check, isAboutItems) : null;
  const repair = has('repair') ? await openTasks(queries, kindsOf.repair, isAboutItems) : null;
  return {
    halls: await halls(queries, now),
    deposit: cut(deposit),
    recall: cut(recall),
    check: cut(check),
    repair: cut(repair),
    calls: has('help') ? await openCalls(queries) : null,
    queue: has('queue') ? await readQueue(queries) : null,
    isCut: [deposit, recall, check, repair].some((lines) => lines !== null && lines.length > mostLines),
  };
}
