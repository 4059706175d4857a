// Documents: what this person can print, newest as the controller orders them.

import type { DocumentChoice } from '../../contract/view.ts';
import { Choice } from '../parts/choice.tsx';
import { Pages } from '../parts/pages.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

function Facts({ document }: { readonly document: DocumentChoice }) {
  const [year = '', month = '', day = ''] = document.date.split('-');
  return (
    <span className="choice-more">
      <Two of={line(document.kind)} alone />
      <Two of={line('date', { year, month, day })} alone />
      {document.amountFen === null ? null : (
        <Two of={line('yuan', { yuan: (document.amountFen / 100).toFixed(2) })} alone />
      )}
    </span>
  );
}

export function Documents({ screen }: { readonly screen: ScreenAt<'documents'> }) {
  const { language, elder } = useView();
  return (
    <Pages rows={screen.documents} perPage={elder ? 3 : 4}>
      {(document) => (
        <Choice
          key={document.id}
          act={{ act: 'print', document: document.id }}
          works={document.printable}
          sign={document.kind === 'proof' ? 'proof' : 'receipt'}
        >
          <span className="choice-title">{document.title[language]}</span>
          <Facts document={document} />
        </Choice>
      )}
    </Pages>
  );
}
