// Bank picture: one cabinet as it stands in the hall, drawn from the layout that its kiosk tells. Every state has a sign of
// its own beside its colour.

import type { BankAnswer } from '../../contract/console-desk.ts';
import { addressOf } from '../place.ts';
import { contentWords, doorWords, machineWords } from '../text/machines.ts';

type Bank = NonNullable<BankAnswer['status']>['banks'][number];
type Cell = Bank['columns'][number][number];

const width = 92;
const gap = 6;
const heights = { small: 42, medium: 58, large: 92 } as const;
const signs: Readonly<Record<Cell['content'], string>> = {
  free: '',
  busy: '…',
  occupied: '●',
  over: '!',
  unverified: '?',
  out: '×',
};

export function saidOf(cell: Cell): string {
  return [
    cell.cell,
    contentWords[cell.content].zh,
    doorWords[cell.door].zh,
    ...(cell.reachable ? [] : [machineWords.unreachable.zh]),
    ...(cell.fault ? [machineWords.fault.zh] : []),
  ].join('，');
}

interface Placed {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

function placed({ columns }: Bank): readonly Placed[] {
  return columns.flatMap((column, number) => {
    let y = gap;
    return column.map((cell) => {
      const height = heights[cell.size];
      const place = { cell, x: gap + number * (width + gap), y, height };
      y += height + gap;
      return place;
    });
  });
}

function Compartment({
  of: { cell, x, y, height },
  kiosk,
  isOpen,
}: {
  readonly of: Placed;
  readonly kiosk: string;
  readonly isOpen: boolean;
}) {
  const kinds = ['cell', `cell-${cell.content}`];
  if (!cell.reachable) kinds.push('cell-unreachable');
  if (isOpen) kinds.push('cell-picked');
  return (
    <a href={addressOf('bank', kiosk, cell.cell)} className={kinds.join(' ')} aria-label={saidOf(cell)} data-line>
      <rect x={x} y={y} width={width} height={height} rx="5" className="cell-box" />
      {cell.reachable ? null : <rect x={x} y={y} width={width} height={height} rx="5" fill="url(#hatch)" />}
      {/* An open door swings out to the left; one whose sensor says nothing has a broken edge. */}
      {cell.door === 'open' ? <path className="cell-door" d={`M${x + 3} ${y + 3}l16 7v${height - 20}l-16 7z`} /> : null}
      {cell.door === 'unknown' ? <path className="cell-no-sensor" d={`M${x + 4} ${y + 5}v${height - 10}`} /> : null}
      <text x={x + 38} y={y + 22} className="cell-id">
        {cell.cell}
      </text>
      {cell.fault ? <circle cx={x + width - 9} cy={y + 9} r="4.500" className="cell-fault" /> : null}
    </a>
  );
}

export function BankPicture({
  of: bank,
  kiosk,
  picked,
}: {
  readonly of: Bank;
  readonly kiosk: string;
  readonly picked: string | undefined;
}) {
  const cells = placed(bank);
  const wide = gap + bank.columns.length * (width + gap);
  const high = Math.max(0, ...cells.map(({ y, height }) => y + height)) + gap;
  return (
    <figure className="bank">
      <figcaption>{bank.bank}</figcaption>
      <svg viewBox={`0 0 ${wide} ${high}`} width={wide} height={high} aria-label={bank.bank}>
        <defs>
          <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="8" className="hatch" />
          </pattern>
        </defs>
        {cells.map((one) => (
          <Compartment key={one.cell.cell} of={one} kiosk={kiosk} isOpen={one.cell.cell === picked} />
        ))}
        {cells.map(({ cell, x, y }) => (
          <text key={cell.cell} x={x + width - 10} y={y + 22} className={`cell-sign sign-${cell.content}`}>
            {cell.content === 'occupied' && cell.items > 1 ? `●${cell.items}` : signs[cell.content]}
          </text>
        ))}
      </svg>
    </figure>
  );
}
