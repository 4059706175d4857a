// Taken: everything that is to come out of one cell. Where there are several, each can be said not to be there.

import type { TakenLine } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Pages } from './pages.tsx';
import { Two } from './two.tsx';

/** One title, or how many things it is. */
export function TakenTitle({ items }: { readonly items: readonly TakenLine[] }) {
  const { language } = useView();
  const [only] = items;
  return (
    <p className="about">
      {items.length === 1 ? only?.title[language] : <Two of={line('together', { count: items.length })} />}
    </p>
  );
}

export function Taken({ items }: { readonly items: readonly TakenLine[] }) {
  const { language, elder } = useView();
  if (items.length < 2) return <TakenTitle items={items} />;
  return (
    <Pages rows={items} perPage={elder ? 1 : 2}>
      {({ item, title, caseNumber, missing }) => (
        <div key={item} className={missing ? 'taken taken-missing' : 'taken'}>
          <span className="taken-words">
            <span className="taken-title">{title[language]}</span>
            <span className="choice-more">{missing ? <Two of={line('missingNoted')} alone /> : caseNumber}</span>
          </span>
          {missing ? (
            <Sign of="warning" />
          ) : (
            <Button act={{ act: 'sayMissing', item }}>
              <Two of={line('sayMissing')} alone />
            </Button>
          )}
        </div>
      )}
    </Pages>
  );
}
