// Bank: the cabinets drawn as they stand in the hall, with the one lit cell unmistakable, and its number huge beside.

import type { BankPicture, CellPicture } from '../../contract/view.ts';
import type { CellId, CellSize } from '../../core/cell.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Two } from './two.tsx';

const heights: Readonly<Record<CellSize, number>> = { small: 1, medium: 2, large: 3 };
const wide = 120;
const unit = 60;
const edge = 16;

function columnHeight(column: readonly CellPicture[]): number {
  return column.reduce((height, cell) => height + heights[cell.size] * unit, 0);
}

function Cell({ cell, x, y }: { readonly cell: CellPicture; readonly x: number; readonly y: number }) {
  const high = heights[cell.size] * unit - 8;
  return (
    <g className={`cell cell-${cell.looks}`} transform={`translate(${x} ${y})`}>
      <rect width={wide - 8} height={high} rx="6" />
      {cell.looks === 'open' ? <path d={`M0 0L30 14V${high - 6}L0 ${high}z`} /> : null}
      {cell.looks === 'outOfService' ? <path d={`M8 8L${wide - 16} ${high - 8}M${wide - 16} 8L8 ${high - 8}`} /> : null}
      {cell.looks === 'lit' ? (
        <text x={(wide - 8) / 2} y={high / 2}>
          {cell.id}
        </text>
      ) : null}
    </g>
  );
}

function Bank({ bank }: { readonly bank: BankPicture }) {
  const high = Math.max(unit, ...bank.columns.map(columnHeight));
  const across = Math.max(1, bank.columns.length) * wide;
  return (
    <svg className="bank" viewBox={`0 0 ${across + 2 * edge} ${high + 2 * edge + 24}`} aria-hidden="true">
      <rect className="bank-body" x="0" y="0" width={across + 2 * edge} height={high + 2 * edge} rx="14" />
      <path className="bank-foot" d={`M30 ${high + 2 * edge}v20M${across + 2 * edge - 30} ${high + 2 * edge}v20`} />
      {bank.columns.map((column, index) =>
        column.map((cell, place) => (
          <Cell
            key={cell.id}
            cell={cell}
            x={edge + 4 + index * wide}
            y={edge + 4 + columnHeight(column.slice(0, place))}
          />
        )),
      )}
    </svg>
  );
}

/** The number of a cell and, when the hall's picture is known, where it is. */
export function CellScene({ cell }: { readonly cell: CellId }) {
  const { banks } = useView();
  const lit = banks.filter((bank) => bank.columns.some((column) => column.some(({ id }) => id === cell)));
  const marked = lit.map((bank) => ({
    ...bank,
    columns: bank.columns.map((column) =>
      column.map((shown) =>
        shown.id === cell && shown.looks !== 'open' ? { ...shown, looks: 'lit' as const } : shown,
      ),
    ),
  }));
  return (
    <div className="cell-scene">
      <div className="cell-number">
        <Two of={line('cell')} />
        <strong>{cell}</strong>
      </div>
      {marked.map((bank) => (
        <Bank key={bank.id} bank={bank} />
      ))}
    </div>
  );
}
