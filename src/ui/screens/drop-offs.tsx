// Drop-offs: the cases whose missing papers can be left here, and what was left; the slip of that can be had again.

import type { DropOffLine } from '../../contract/view.ts';
import { hallMoment } from '../hall-time.ts';
import { Choice } from '../parts/choice.tsx';
import { Pages } from '../parts/pages.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

function Row({ line: { item, title, missing, caseNumber, works, left } }: { readonly line: DropOffLine }) {
  const { language } = useView();
  if (left === null)
    return (
      <Choice act={{ act: 'dropOff', item }} works={works} sign="door">
        <span className="choice-title">{title[language]}</span>
        <span className="choice-more">
          <span>{missing[language]}</span>
          <span>{caseNumber}</span>
        </span>
      </Choice>
    );
  return (
    <Choice act={{ act: 'printDropOff', item }} works={left.slip} sign="receipt">
      <span className="choice-title">
        <Two of={line('printDropOff')} alone /> · {title[language]}
      </span>
      <span className="choice-more">
        <Two of={line('dropOffLeft', { time: hallMoment(left.at), cell: left.cell })} alone />
        <span>{caseNumber}</span>
      </span>
    </Choice>
  );
}

export function DropOffs({ screen }: { readonly screen: ScreenAt<'dropOffs'> }) {
  const { elder } = useView();
  return (
    <>
      <p className="hint">
        <Two of={line('dropOffHint')} />
      </p>
      <Pages rows={screen.lines} perPage={elder ? 1 : 4}>
        {(one) => <Row key={one.item} line={one} />}
      </Pages>
    </>
  );
}
