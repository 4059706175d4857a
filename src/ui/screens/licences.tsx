// Licences: what waits here for this person, and in which cell.

import { Choice } from '../parts/choice.tsx';
import { Pages } from '../parts/pages.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Licences({ screen }: { readonly screen: ScreenAt<'licences'> }) {
  const { language, elder } = useView();
  return (
    <Pages rows={screen.licences} perPage={elder ? 3 : 4}>
      {(licence) => (
        <Choice key={licence.item} act={{ act: 'collect', item: licence.item }} works={licence.collectable} sign="cell">
          <span className="choice-title">{licence.title[language]}</span>
          <span className="choice-more">
            <span>
              <Two of={line('cell')} alone /> {licence.cell}
            </span>
            <span>{licence.caseNumber}</span>
          </span>
        </Choice>
      )}
    </Pages>
  );
}
