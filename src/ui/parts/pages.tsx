// Pages: a long list, a few rows at a time, turned with two large buttons. Nobody has to drag a list with a finger.

import { type ReactNode, useState } from 'react';
import { line } from '../text/line.ts';
import { Tap } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function Pages<Row>({
  rows,
  perPage,
  children,
}: {
  readonly rows: readonly Row[];
  readonly perPage: number;
  /** Draws one row, with its key set. */
  readonly children: (row: Row) => ReactNode;
}) {
  const [wanted, setWanted] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(wanted, pages - 1);
  return (
    <>
      <div className="rows">{rows.slice(page * perPage, (page + 1) * perPage).map(children)}</div>
      {pages === 1 ? null : (
        <div className="turning">
          <Tap onTap={() => setWanted(Math.max(0, page - 1))}>
            <Sign of="up" />
            <Two of={line('earlier')} alone />
          </Tap>
          <span className="page-number">
            <Two of={line('pageOf', { page: page + 1, pages })} alone />
          </span>
          <Tap onTap={() => setWanted(Math.min(pages - 1, page + 1))}>
            <Sign of="down" />
            <Two of={line('later')} alone />
          </Tap>
        </div>
      )}
    </>
  );
}
