// Put in: the door is open for a deposit, or for the last one to come out again; shutting it leads on.

import { CellScene } from '../parts/bank.tsx';
import { Sign } from '../parts/icons.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function PutIn({ screen }: { readonly screen: ScreenAt<'putIn'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      {screen.label === 'none' ? null : (
        <p className={screen.label === 'seen' ? 'label label-seen' : 'label'} role="status">
          <Sign of={screen.label === 'seen' ? 'yes' : 'proof'} />
          <Two of={line(screen.label === 'seen' ? 'labelSeen' : 'labelWanted')} />
        </p>
      )}
    </>
  );
}
