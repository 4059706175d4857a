// Problem: what happened is the main sentence; here is what to do now, the case number, the phone and the way on.

import { Button } from '../parts/button.tsx';
import { CallUs } from '../parts/call-us.tsx';
import { CaseNumber } from '../parts/case-number.tsx';
import { Sign } from '../parts/icons.tsx';
import { InsteadOfHere } from '../parts/instead.tsx';
import { Two } from '../parts/two.tsx';
import { UseCode } from '../parts/use-code.tsx';
import { line, problemLine } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function ProblemScreen({ screen }: { readonly screen: ScreenAt<'problem'> }) {
  return (
    <>
      <section className="todo">
        <h2>
          <Two of={line('whatToDo')} alone />
        </h2>
        <p>
          <Two of={problemLine(screen.problem, 'todo')} />
        </p>
      </section>
      {screen.instead === null ? null : <InsteadOfHere of={screen.instead} />}
      <div className="facts">
        {screen.cell === null ? null : (
          <div className="fact">
            <Sign of="cell" />
            <Two of={line('cell')} />
            <strong>{screen.cell}</strong>
          </div>
        )}
        <CaseNumber of={screen.caseNumber} />
        <CallUs />
      </div>
      <div className={screen.codeHelps ? 'answers answers-pair' : 'answers'}>
        <Button act={{ act: 'back' }} look="main">
          <Sign of="yes" />
          <Two of={problemLine(screen.problem, 'button')} />
        </Button>
        {screen.codeHelps ? <UseCode /> : null}
      </div>
    </>
  );
}
