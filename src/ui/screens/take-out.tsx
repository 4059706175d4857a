// Take out: the door is open. Says what to take and from where, and hears when something is wrong with it.

import { CellScene } from '../parts/bank.tsx';
import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function TakeOut({ screen }: { readonly screen: ScreenAt<'takeOut'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      <div className="answers answers-pair">
        <Button act={{ act: 'sayEmpty' }}>
          <Sign of="question" />
          <Two of={line('sayEmpty')} />
        </Button>
        <Button act={{ act: 'sayNotMine' }}>
          <Sign of="no" />
          <Two of={line('sayNotMine')} />
        </Button>
      </div>
    </>
  );
}
