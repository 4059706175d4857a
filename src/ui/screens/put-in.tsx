// Put in: the door is open for a deposit.

import { CellScene } from '../parts/bank.tsx';
import { Button } from '../parts/button.tsx';
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
      <div className="answers">
        <Button act={{ act: 'back' }}>
          <Sign of="no" />
          <Two of={line('cancelDeposit')} />
        </Button>
      </div>
    </>
  );
}
