// Out of service: nothing can be done here now; where to go and whom to call.

import { CallUs } from '../parts/call-us.tsx';
import { Two } from '../parts/two.tsx';
import { UseCode } from '../parts/use-code.tsx';
import { problemLine } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function OutOfService({ screen }: { readonly screen: ScreenAt<'outOfService'> }) {
  return (
    <>
      <p className="todo">
        <Two of={problemLine(screen.why, 'todo')} />
      </p>
      <CallUs />
      {screen.codeHelps ? (
        <div className="answers">
          <UseCode />
        </div>
      ) : null}
    </>
  );
}
