// Rights as of: how old the list of rights is, for staff. Offline it grows older, and after a while nothing is handed out.

import { hallTime } from '../hall-time.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Two } from './two.tsx';

export function RightsAsOf() {
  const { rightsAsOf, centralOnline } = useView();
  // With a connection it is never older than some seconds.
  if (rightsAsOf === null || centralOnline) return null;
  return (
    <p className="small-print">
      <Two of={line('rightsAsOf', { time: hallTime(rightsAsOf) })} alone />
    </p>
  );
}
