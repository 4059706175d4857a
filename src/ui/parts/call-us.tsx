// Call us: the duty phone, large enough to be read while dialling.

import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function CallUs() {
  return (
    <div className="fact">
      <Sign of="phone" />
      <Two of={line('callUs')} />
      <strong>{useView().phone}</strong>
    </div>
  );
}
