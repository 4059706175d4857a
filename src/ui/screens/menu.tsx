// Menu: what a person comes for.

import { Choice } from '../parts/choice.tsx';
import { Sign } from '../parts/icons.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Menu({ screen }: { readonly screen: ScreenAt<'menu'> }) {
  const { elder, language } = useView();
  return (
    <div className="tiles">
      <Choice act={{ act: 'showLicences' }} works={screen.licences} sign="cell">
        <Two of={line('menuLicences')} />
        {screen.waiting === 0 ? null : (
          <span className="waiting">
            <Two of={line('menuLicencesMore', { count: screen.waiting })} alone />
          </span>
        )}
      </Choice>
      <Choice act={{ act: 'showDocuments' }} works={screen.documents} sign="receipt">
        <Two of={line('menuDocuments')} />
        {elder || !screen.documents.works ? null : (
          <span className="choice-more">
            <Two of={line('menuDocumentsMore')} alone />
          </span>
        )}
      </Choice>
      {screen.dropOffs === 0 ? null : (
        <Choice act={{ act: 'showDropOffs' }} works={{ works: true }} sign="proof">
          <Two of={line('menuDropOffs')} />
          {elder ? null : (
            <span className="choice-more">
              <Two of={line('menuDropOffsMore', { count: screen.dropOffs })} alone />
            </span>
          )}
        </Choice>
      )}
      {screen.elsewhere.slice(0, elder || screen.dropOffs > 0 ? 1 : 3).map(({ place, count }) => (
        <p key={place.zh} className="elsewhere">
          <Sign of="cell" />
          <Two of={line('elsewhere', { place: place[language], count })} alone />
        </p>
      ))}
    </div>
  );
}
