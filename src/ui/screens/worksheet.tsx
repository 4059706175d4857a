// Worksheet: the doubtful cells in walking order. Each is opened, looked into, and what was seen is said.

import { useState } from 'react';
import type { SheetLine, ThingLine } from '../../contract/view.ts';
import type { SheetChoice } from '../../core/sheet.ts';
import { Button, Tap } from '../parts/button.tsx';
import { contentKey, reasonKey } from '../parts/cell-words.ts';
import { Sign } from '../parts/icons.tsx';
import { Pages } from '../parts/pages.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

/** What is booked in this cell first, then what is looked for; what lies elsewhere by the books comes last. */
function inOrder(things: readonly ThingLine[], { cell }: SheetLine): readonly ThingLine[] {
  const rank = ({ at, isSought }: ThingLine) => (at === cell ? 0 : isSought ? 1 : 2);
  return [...things].sort((one, other) => rank(one) - rank(other));
}

function Seen({ things, cell, onBack }: { things: readonly ThingLine[]; cell: SheetLine; onBack: () => void }) {
  const { language, elder } = useView();
  const [seen, setSeen] = useState<readonly ThingLine['item'][]>([]);
  const toggle = (item: ThingLine['item']) =>
    setSeen(seen.includes(item) ? seen.filter((one) => one !== item) : [...seen, item]);
  return (
    <>
      <Pages rows={inOrder(things, cell)} perPage={elder ? 4 : 6}>
        {({ item, title, caseNumber, maskedName, at }) => (
          <Tap key={item} pressed={seen.includes(item)} onTap={() => toggle(item)}>
            <Sign of={seen.includes(item) ? 'yes' : 'plus'} />
            <span className="choice-words">
              <span className="choice-title">{title[language]}</span>
              <span className="choice-more">
                <span>{caseNumber}</span>
                <span>{maskedName}</span>
                <span>{at}</span>
              </span>
            </span>
          </Tap>
        )}
      </Pages>
      <div className="answers answers-pair">
        <Tap onTap={onBack}>
          <Sign of="back" />
          <Two of={line('back')} />
        </Tap>
        {seen.length === 0 ? null : (
          <Button act={{ act: 'foundItems', cell: cell.cell, items: seen }} look="main">
            <Sign of="yes" />
            <Two of={line('theseInside', { count: seen.length })} />
          </Button>
        )}
      </div>
    </>
  );
}

function AtCell({
  cell,
  hasThings,
  onChoose,
}: {
  readonly cell: SheetLine;
  readonly hasThings: boolean;
  readonly onChoose: () => void;
}) {
  const reason = reasonKey(cell.content);
  const content = contentKey(cell.content);
  return (
    <div className="chosen">
      <p>
        <strong>{cell.cell}</strong>
        {content === undefined ? null : <Two of={line(content)} alone />}
        {reason === undefined ? null : <Two of={line(reason)} alone />}
        {cell.door === 'closed' ? null : <Two of={line(cell.door === 'open' ? 'doorOpen' : 'doorUnknown')} alone />}
      </p>
      {cell.openable.works ? (
        <Button act={{ act: 'openForLook', cell: cell.cell }} look="main">
          <Sign of="door" />
          <Two of={line('openForLook')} />
        </Button>
      ) : null}
      <div className="answers answers-grid">
        <Button act={{ act: 'verifyCell', cell: cell.cell, found: 'empty' }}>
          <Two of={line('verifyEmpty')} />
        </Button>
        {hasThings ? (
          <Tap onTap={onChoose}>
            <Two of={line('seenInside')} />
          </Tap>
        ) : null}
        <Button act={{ act: 'verifyCell', cell: cell.cell, found: 'other' }}>
          <Two of={line('verifyOther')} />
        </Button>
      </div>
    </div>
  );
}

/** Why a printer cannot is said on a page of its own, with what to do: staff are who sees to it. */
function PrintSheet({ which, offered }: { readonly which: SheetChoice; readonly offered: boolean }) {
  if (!offered) return null;
  return (
    <Button act={{ act: 'printSheet', which }} look="small">
      <Sign of="receipt" />
      <Two of={line(which === 'all' ? 'printAllCells' : 'printTheseCells')} />
    </Button>
  );
}

export function Worksheet({ screen }: { readonly screen: ScreenAt<'worksheet'> }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const [choosing, setChoosing] = useState<string | null>(null);
  const chosen = screen.cells.find(({ cell }) => cell === wanted) ?? screen.cells[0];
  if (chosen !== undefined && choosing === chosen.cell)
    return <Seen key={chosen.cell} things={screen.things} cell={chosen} onBack={() => setChoosing(null)} />;
  return (
    <>
      <Pages rows={screen.cells} perPage={30}>
        {({ cell }) => (
          <div key={cell} className="cells-one doubtful">
            <Tap look="small" pressed={cell === chosen?.cell} onTap={() => setWanted(cell)}>
              <strong>{cell}</strong>
            </Tap>
          </div>
        )}
      </Pages>
      {chosen === undefined ? null : (
        <AtCell cell={chosen} hasThings={screen.things.length > 0} onChoose={() => setChoosing(chosen.cell)} />
      )}
      <div className="answers answers-pair">
        <PrintSheet which="doubtful" offered={screen.print.doubtful} />
        <PrintSheet which="all" offered={screen.print.all} />
      </div>
      <div className="answers answers-pair">
        {screen.emergency?.mayServe === true ? (
          <Button act={{ act: 'serveVerified' }}>
            <Two of={line('serveVerified')} />
          </Button>
        ) : null}
        <Button act={{ act: 'askOpenAll' }} look="small">
          <Sign of="warning" />
          <Two of={line('askOpenAll')} />
        </Button>
      </div>
    </>
  );
}
