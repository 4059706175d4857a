// Question: two large answers, each with its own sign; the one that asks for help is never hidden.

import type { Act } from '../../core/act.ts';
import { line, type TextKey } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

interface Answer {
  readonly act: Act;
  readonly says: TextKey;
}

export function Question({ yes, no }: { readonly yes: Answer; readonly no: Answer }) {
  return (
    <div className="answers">
      <Button act={yes.act} look="main">
        <Sign of="yes" />
        <Two of={line(yes.says)} />
      </Button>
      <Button act={no.act}>
        <Sign of="no" />
        <Two of={line(no.says)} />
      </Button>
    </div>
  );
}
