// Choice: one row or tile to choose. When it can't be had now it says why, and is no button at all.

import type { ReactNode } from 'react';
import type { Works } from '../../contract/view.ts';
import type { Act } from '../../core/act.ts';
import { line, problemLine } from '../text/line.ts';
import { Button } from './button.tsx';
import { type IconName, Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function Choice({
  act,
  works,
  sign,
  saysTodo = false,
  children,
}: {
  readonly act: Act;
  readonly works: Works;
  readonly sign: IconName;
  /** Where nothing else on the screen leads on: what to do now, beside the reason. */
  readonly saysTodo?: boolean;
  readonly children: ReactNode;
}) {
  if (works.works) {
    return (
      <Button act={act} look="choice">
        <Sign of={sign} />
        <span className="choice-words">{children}</span>
      </Button>
    );
  }
  return (
    <div className="choice-off">
      <Sign of="paused" />
      <span className="choice-words">
        {children}
        <span className="choice-why">
          <span className="choice-stopped">
            <Two of={line('nowStopped')} alone />
          </span>
          <Two of={problemLine(works.why, 'what')} />
        </span>
        {saysTodo ? (
          <span className="choice-todo">
            <Two of={problemLine(works.why, 'todo')} />
          </span>
        ) : null}
      </span>
    </div>
  );
}
