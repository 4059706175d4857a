// Licences: what waits here for this person, cell by cell. One choice opens one door and hands over all behind it.

import { Choice } from '../parts/choice.tsx';
import { Pages } from '../parts/pages.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

/** More than these are counted instead of named, so that a row stays a row. */
const named = 2;

export function Licences({ screen }: { readonly screen: ScreenAt<'licences'> }) {
  const { language, elder } = useView();
  return (
    <Pages rows={screen.licences} perPage={elder ? 3 : 4}>
      {({ cell, items, isOver, collectable }) => (
        <Choice key={cell} act={{ act: 'collect', cell }} works={collectable} sign="cell">
          {items.slice(0, named).map(({ item, title }) => (
            <span key={item} className="choice-title">
              {title[language]}
            </span>
          ))}
          <span className="choice-more">
            <span>
              <Two of={line('cell')} alone /> {cell}
            </span>
            {isOver ? <Two of={line('pleaseToday')} alone /> : null}
            {items.length > 1 ? <Two of={line('together', { count: items.length })} alone /> : items[0]?.caseNumber}
          </span>
        </Choice>
      )}
    </Pages>
  );
}
