// Taken: everything that is to come out of one cell. Where there are several, each can be said not to be there.

import type { TakenLine } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function Taken({ items }: { readonly items: readonly TakenLine[] }) {
  const { language } = useView();
  const [only] = items;
  if (items.length < 2) return <p className="about">{only?.title[language]}</p>;
  return (
    <ul className="taken">
      {items.map(({ item, title, caseNumber, missing }) => (
        <li key={item} className={missing ? 'taken-missing' : ''}>
          <span className="taken-words">
            <span className="taken-title">{title[language]}</span>
            <span className="choice-more">{missing ? <Two of={line('missingNoted')} alone /> : caseNumber}</span>
          </span>
          {missing ? (
            <Sign of="warning" />
          ) : (
            <Button act={{ act: 'sayMissing', item }} look="small">
              <Two of={line('sayMissing')} />
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
