// Worksheet page (LE9): what should lie in which cell of one kiosk, in walking order, to be printed and ticked off with a pen.
// It holds case numbers and no names.

import { failed, ok, type Result } from '../base/result.ts';
import { localTime } from '../core/calendar.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { both, escaped, publicPage } from './public-page.ts';

interface CellLine {
  readonly cell: string;
  readonly items: readonly { readonly case_number: string; readonly title_zh: string; readonly state: string }[];
  /** Why somebody should look or take out. */
  readonly why: readonly string[];
}

/** Banks by their letters, cells by their numbers, as they hang on the wall. */
function inWalkingOrder(one: string, other: string): number {
  const bank = (cell: string) => cell.replace(/\d+$/, '');
  const number = (cell: string) => Number(cell.replace(/^\D+/, ''));
  return bank(one).length - bank(other).length || bank(one).localeCompare(bank(other)) || number(one) - number(other);
}

/** Central knows no layout: a cell that no fact, item or task has ever named is not on the sheet. */
async function cellsOf(queries: Queries, kiosk: string): Promise<readonly CellLine[]> {
  const items = await queries.query<{ cell: string; case_number: string; title_zh: string; state: string }>(
    'select cell, case_number, title_zh, state from items where kiosk = $1 and cell is not null order by item',
    [kiosk],
  );
  const tasks = await queries.query<{ cell: string; why: string }>(
    `select distinct cell, why from staff_tasks where kiosk = $1 and cell is not null and closed_at is null
     order by cell, why`,
    [kiosk],
  );
  const named = await queries.query<{ cell: string }>(
    `select distinct body::jsonb ->> 'cell' as cell from facts
     where kiosk = $1 and kind in ('openOrdered', 'itemDeposited', 'cellVerified', 'openedWithoutOrder')`,
    [kiosk],
  );
  const cells = [...new Set([...items, ...tasks, ...named].map(({ cell }) => cell))].sort(inWalkingOrder);
  return cells.map((cell) => ({
    cell,
    items: items.filter((item) => item.cell === cell),
    why: tasks.filter((task) => task.cell === cell).map(({ why }) => why),
  }));
}

const states: Readonly<Record<string, string>> = {
  frozen: '冻结 frozen',
  cancelled: '撤销 withdrawn',
  disputed: '待核 in doubt',
  missing: '缺失 missing',
};

function rowOf({ cell, items, why }: CellLine): string {
  const inside = items.map(({ case_number, title_zh, state }) => {
    const note = states[state];
    return `${escaped(case_number)} ${escaped(title_zh)}${note === undefined ? '' : ` <b>${note}</b>`}`;
  });
  const content = inside.length === 0 ? '空 empty' : inside.join('<br>');
  return `<tr><td class="tick">□</td><th scope="row">${escaped(cell)}</th><td>${content}</td><td>${why
    .map(escaped)
    .join('<br>')}</td><td class="found"></td></tr>`;
}

export async function worksheetPage(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  kiosk: string,
): Promise<Result<string, Refusal>> {
  const [hall] = await database.query<{ place_zh: string; place_en: string; time_zone: string }>(
    'select place_zh, place_en, time_zone from kiosks where kiosk = $1',
    [kiosk],
  );
  if (hall === undefined) return failed(refusal('kioskNotRegistered'));
  const { date, time } = localTime(clock.now(), hall.time_zone);
  const lines = await cellsOf(database, kiosk);
  const head = ['', '格口 Cell', '应有 Booked', '原因 Why', '实有 Found'].map((one) => `<th scope="col">${one}</th>`);
  return ok(
    publicPage(
      { zh: '格口核对表', en: 'Worksheet' },
      `<p>${both({ zh: hall.place_zh, en: hall.place_en })}</p><p>${escaped(kiosk)} · ${date} ${time} · ${lines.length}</p>
<table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.map(rowOf).join('\n')}</tbody></table>
<p class="sign">核对人 Looked by ____________________ 日期 Date ______________</p>`,
    ),
  );
}
