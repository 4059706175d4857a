// Worksheet slip (LE9): cell by cell what should lie there, each with a box to tick. Case numbers and titles, no names.

import type { Paper, PaperBlock } from '../base/paper.ts';
import type { Sheet } from '../core/sheet.ts';
import type { Words } from '../core/words.ts';
import { localStamp } from './receipt.ts';
import { slipHead } from './slip-parts.ts';

export interface WorksheetData {
  /** Id of the print job. */
  readonly job: string;
  readonly point: Words;
  readonly kiosk: string;
  readonly sheet: Sheet;
  /** IANA name, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
}

type CellState = Sheet['cells'][number]['state'];

export const worksheetTitle: Words = { zh: '格口核对单', en: 'Worksheet' };

/** What is said of a cell beside what is booked in it; nothing where that says enough. */
const states: Readonly<Record<CellState, string>> = {
  free: '空 empty',
  reserved: '预留 reserved',
  kept: '留用 kept',
  occupied: '',
  openDeposit: '正在存件 in use',
  openCollect: '正在取件 in use',
  openRecall: '正在清退 in use',
  openService: '正在查看 in use',
  justEmptied: '刚取走 just taken',
  unverified: '待核 in doubt',
  outOfService: '停用 out of use',
};

export function worksheetSlip({ job, point, kiosk, sheet, timeZone }: WorksheetData): Paper {
  const { which, at, cells } = sheet;
  const what = which === 'all' ? '全部格口 every cell' : '待核格口 cells in doubt';
  return {
    job,
    blocks: [
      ...slipHead(worksheetTitle, point),
      { is: 'field', label: '终端 Kiosk', value: kiosk },
      { is: 'field', label: '时间 Time', value: localStamp(at, timeZone) },
      { is: 'field', label: '范围 Scope', value: `${what} (${cells.length})` },
      { is: 'rule' },
      ...cells.flatMap(cellLines),
      { is: 'rule' },
      { is: 'field', label: '核对人 Looked by', value: '______________' },
    ],
  };
}

function cellLines({ cell, state, items }: Sheet['cells'][number]): readonly PaperBlock[] {
  const [first, ...others] = items.map(({ title, caseNumber }) => `${caseNumber} ${title.zh}`);
  const value = [states[state], first].filter((part) => part !== '' && part !== undefined).join(' ');
  return [
    { is: 'field', label: `□ ${cell}`, value },
    ...others.map((text): PaperBlock => ({ is: 'field', label: '', value: text })),
  ];
}
