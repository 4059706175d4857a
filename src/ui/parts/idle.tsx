// Idle: "still there?" over the screen, with the seconds that are left by the hall's own time.

import { useSecondsTo } from '../shown.ts';
import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function Idle({ endsAt }: { readonly endsAt: number }) {
  const seconds = useSecondsTo(endsAt);
  return (
    <div className="idle">
      <div className="idle-box" role="alertdialog" aria-modal="true" aria-labelledby="still-there">
        <h2 id="still-there">
          <Two of={line('stillThere')} />
        </h2>
        <strong className="idle-seconds" aria-hidden="true">
          {seconds}
        </strong>
        <p>
          <Two of={line('secondsLeft', { seconds })} />
        </p>
        <Button act={{ act: 'stay' }} look="main">
          <Sign of="yes" />
          <Two of={line('stay')} />
        </Button>
        <Button act={{ act: 'finish' }}>
          <Sign of="finish" />
          <Two of={line('finish')} />
        </Button>
      </div>
    </div>
  );
}
