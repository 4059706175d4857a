// Deposit: what staff may put in now, found by the last digits of its case number.

import { useState } from 'react';
import type { Works } from '../../contract/view.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Sign } from '../parts/icons.tsx';
import { InsteadOfHere } from '../parts/instead.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { Pages } from '../parts/pages.tsx';
import { RightsAsOf } from '../parts/rights-as-of.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const now: Works = { works: true };

function digitsOf(caseNumber: string): string {
  return caseNumber.replace(/\D/g, '');
}

/** The scanner and the batch take the place of rows. */
function pageRows({ scanner, batch, recalls, toCheck, instead }: ScreenAt<'deposit'>, elder: boolean): number {
  const taken =
    (scanner ? 1 : 0) + (batch.length > 0 ? 1 : 0) + (recalls + toCheck > 0 ? 1 : 0) + (instead === null ? 0 : 1);
  return Math.max(1, (elder ? 2 : 3) - taken);
}

export function Deposit({ screen }: { readonly screen: ScreenAt<'deposit'> }) {
  const { language, elder } = useView();
  const [typed, setTyped] = useState('');
  const found = screen.items.filter((item) => digitsOf(item.caseNumber).endsWith(typed));
  const works = screen.freeCells > 0 ? ({ works: true } as const) : ({ works: false, why: 'noFreeCell' } as const);
  const last = screen.batch.at(-1);
  return (
    <>
      {screen.scanner ? (
        <p className="label">
          <Sign of="proof" />
          <Two of={line('depositScan')} />
        </p>
      ) : null}
      {last === undefined ? null : (
        <div className="batch">
          <Two of={line('depositBatch', { count: screen.batch.length, cell: last.cell })} alone />
          {screen.mayUndo ? (
            <Button act={{ act: 'undoDeposit' }}>
              <Sign of="back" />
              <Two of={line('depositUndo')} alone />
            </Button>
          ) : null}
        </div>
      )}
      {found.length === 0 ? (
        <p className="hint">
          <Two of={line(screen.items.length === 0 ? 'depositDone' : 'depositNone')} />
        </p>
      ) : (
        <Pages rows={found} perPage={pageRows(screen, elder)}>
          {(item) => (
            <div key={item.item} className="recall">
              <Choice act={{ act: 'deposit', item: item.item }} works={item.kept === null ? works : now} sign="plus">
                <span className="choice-title">{item.title[language]}</span>
                <span className="choice-more">
                  <span>{item.caseNumber}</span>
                  <span>{item.maskedName}</span>
                  <Two of={line(item.size)} alone />
                  {item.kept === null ? null : <Two of={line('keptCell', { cell: item.kept })} alone />}
                </span>
              </Choice>
              {item.kept === null && !works.works ? null : (
                <Button act={{ act: item.kept === null ? 'keepCell' : 'letCellGo', item: item.item }} look="small">
                  <Two of={line(item.kept === null ? 'keepCell' : 'letCellGo')} alone />
                </Button>
              )}
            </div>
          )}
        </Pages>
      )}
      {screen.instead === null || elder ? null : <InsteadOfHere of={screen.instead} />}
      <div className="answers answers-pair">
        {screen.recalls === 0 ? null : (
          <Button act={{ act: 'showRecalls' }}>
            <Two of={line('showRecalls', { count: screen.recalls })} />
          </Button>
        )}
        {screen.toCheck === 0 ? null : (
          <Button act={{ act: 'showWorksheet' }}>
            <Two of={line('showWorksheet', { count: screen.toCheck })} />
          </Button>
        )}
      </div>
      {elder || !works.works ? null : <RightsAsOf />}
      <div className="search">
        <p className="search-typed">
          <Two of={line('depositSearch')} alone />
          <Two of={line('depositFree', { count: screen.freeCells })} alone />
          <output>{typed}</output>
        </p>
        <Keypad typed={typed} most={8} wide onTyped={setTyped} />
      </div>
    </>
  );
}
