// Cells: the technician's grid of all cells. A doubtful one can be opened for a look and settled.

import { useState } from 'react';
import type { CellLine } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line, say, type TextKey } from '../text/line.ts';
import { Button, Tap } from './button.tsx';
import { contentKey, reasonKey } from './cell-words.ts';
import { Sign } from './icons.tsx';
import { Pages } from './pages.tsx';
import { Two } from './two.tsx';

const doors: Readonly<Record<CellLine['door'], TextKey>> = {
  open: 'doorOpen',
  closed: 'doorClosed',
  unknown: 'doorUnknown',
};

function isDoubtful({ content }: CellLine): boolean {
  const key = contentKey(content);
  return key === undefined || key === 'cellUnverified' || key === 'cellOutOfService';
}

/** So often a lock is opened in one test that is to show whether it can be relied on. */
const rounds = 5;

function Tries({ cell, board }: { readonly cell: CellLine['cell']; readonly board: string }) {
  return [1, rounds].map((times) => (
    <Button key={times} act={{ act: 'tryDevice', device: board, level: 'external', cell, times }}>
      <Sign of={times === 1 ? 'door' : 'again'} />
      <Two of={times === 1 ? line('tryCell') : line('cycleCell', { times })} alone />
    </Button>
  ));
}

function Chosen({ cell }: { readonly cell: CellLine }) {
  const content = contentKey(cell.content);
  const reason = reasonKey(cell.content);
  return (
    <div className="chosen">
      <p>
        <strong>{cell.cell}</strong> {content === undefined ? cell.content : <Two of={line(content)} alone />}{' '}
        {reason === undefined ? null : <Two of={line(reason)} alone />} <Two of={line(doors[cell.door])} alone />{' '}
        <Two of={line('cellOpens', { count: cell.opens })} alone />
      </p>
      {isDoubtful(cell) ? (
        <div className="answers">
          <Button act={{ act: 'openForLook', cell: cell.cell }}>
            <Sign of="door" />
            <Two of={line('openForLook')} alone />
          </Button>
          <Button act={{ act: 'verifyCell', cell: cell.cell, found: 'empty' }}>
            <Two of={line('verifyEmpty')} alone />
          </Button>
          <Button act={{ act: 'verifyCell', cell: cell.cell, found: 'item' }}>
            <Two of={line('verifyItem')} alone />
          </Button>
        </div>
      ) : null}
      {cell.triedBy === null && cell.content !== 'free' ? null : (
        <div className="answers">
          {cell.triedBy === null ? null : <Tries cell={cell.cell} board={cell.triedBy} />}
          {cell.content === 'free' ? (
            <Button act={{ act: 'closeCell', cell: cell.cell }}>
              <Sign of="paused" />
              <Two of={line('closeCell')} alone />
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

function CellButton({
  cell,
  chosen,
  onTap,
}: {
  readonly cell: CellLine;
  readonly chosen: boolean;
  readonly onTap: () => void;
}) {
  const { language } = useView();
  const key = contentKey(cell.content);
  return (
    <div className={isDoubtful(cell) ? 'cells-one doubtful' : 'cells-one'}>
      <Tap look="small" pressed={chosen} onTap={onTap}>
        <strong>{cell.cell}</strong>
        <span>{key === undefined ? cell.content : say(line(key), language)}</span>
        {cell.door === 'closed' ? null : <span>{say(line(doors[cell.door]), language)}</span>}
      </Tap>
    </div>
  );
}

/** Doubtful cells first: they are what the technician came for. */
export function Cells({ cells }: { readonly cells: readonly CellLine[] }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const ordered = [...cells].sort((a, b) => Number(isDoubtful(b)) - Number(isDoubtful(a)));
  const chosen = cells.find(({ cell }) => cell === wanted) ?? ordered.find(isDoubtful);
  return (
    <>
      <Pages rows={ordered} perPage={24}>
        {(cell) => (
          <CellButton key={cell.cell} cell={cell} chosen={cell === chosen} onTap={() => setWanted(cell.cell)} />
        )}
      </Pages>
      {chosen === undefined ? (
        <p className="hint">
          <Two of={line('chooseCell')} />
        </p>
      ) : (
        <Chosen cell={chosen} />
      )}
    </>
  );
}
