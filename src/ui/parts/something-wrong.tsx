// Something wrong: the two things a person may find in a cell instead of their own licence.

import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function SomethingWrong() {
  return (
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
  );
}
