// Sign: the delivery receipt. Whoever takes something signs for it before the door opens.

import { useState } from 'react';
import { isSignature, type Signature } from '../../core/signature.ts';
import { Button, Tap } from '../parts/button.tsx';
import { Sign as Icon } from '../parts/icons.tsx';
import { Sheet } from '../parts/signing.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line, say } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const named = 2;

export function SignScreen({ screen }: { readonly screen: ScreenAt<'sign'> }) {
  const { language, elder } = useView();
  const [strokes, setStrokes] = useState<Signature>([]);
  const shown = elder ? 1 : named;
  const more = screen.items.length - shown;
  return (
    <>
      <ul className="signed-for">
        {screen.items.slice(0, shown).map(({ item, title, caseNumber }) => (
          <li key={item}>
            <strong>{title[language]}</strong>
            {elder ? null : <span>{caseNumber}</span>}
          </li>
        ))}
        {more > 0 ? (
          <li>
            <Two of={line('signMore', { count: more })} alone />
          </li>
        ) : null}
      </ul>
      <Sheet strokes={strokes} label={say(line('signHere'), language)} onDrawn={setStrokes} />
      <div className="answers">
        {isSignature(strokes) ? (
          <Button act={{ act: 'sign', strokes }} look="main">
            <Icon of="yes" />
            <Two of={line('signDone')} />
          </Button>
        ) : (
          <p className="sign-hint">
            <Icon of="hand" />
            <Two of={line('signHere')} />
          </p>
        )}
        <div className="answers answers-pair">
          <Tap onTap={() => setStrokes([])}>
            <Icon of="erase" />
            <Two of={line('signAgain')} />
          </Tap>
          {screen.mayBeSkipped ? (
            <Button act={{ act: 'skipSignature' }}>
              <Icon of="no" />
              <Two of={line('signSkip')} />
            </Button>
          ) : null}
        </div>
      </div>
    </>
  );
}
