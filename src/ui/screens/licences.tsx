// Licences: what waits here for this person, cell by cell. One choice opens one door and hands over all behind it;
// whoever cannot take it along today may have it kept longer, once.

import { hallDay } from '../hall-time.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Sign } from '../parts/icons.tsx';
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
    <Pages rows={screen.licences} perPage={elder ? 2 : 3}>
      {({ cell, items, isOver, until, extendTo, collectable }) => (
        <div key={cell} className="kept">
          <Choice act={{ act: 'collect', cell }} works={collectable} sign="cell" saysTodo>
            {items.slice(0, named).map(({ item, title }) => (
              <span key={item} className="choice-title">
                {title[language]}
              </span>
            ))}
            <span className="choice-more">
              <span>
                <Two of={line('cell')} alone /> {cell}
              </span>
              {isOver ? (
                <Two of={line('pleaseToday')} alone />
              ) : until === null ? null : (
                <Two of={line('keptUntil', hallDay(until))} alone />
              )}
              {items.length > 1 ? <Two of={line('together', { count: items.length })} alone /> : items[0]?.caseNumber}
            </span>
          </Choice>
          {extendTo === null ? null : (
            <Button act={{ act: 'extendHold', cell }} look="small">
              <Sign of="wait" />
              <Two of={line('keepUntil', hallDay(extendTo))} />
            </Button>
          )}
        </div>
      )}
    </Pages>
  );
}
