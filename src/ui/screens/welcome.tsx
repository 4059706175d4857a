// Welcome: where to lay the card, and honestly what works now and what does not.

import type { Works } from '../../contract/view.ts';
import { hallTime } from '../hall-time.ts';
import { type IconName, Sign } from '../parts/icons.tsx';
import { CardPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { UseCode } from '../parts/use-code.tsx';
import { useView } from '../shown.ts';
import { line, problemLine, type TextKey } from '../text/line.ts';

function Now({ sign, says, works }: { readonly sign: IconName; readonly says: TextKey; readonly works: Works }) {
  return (
    <li className={works.works ? 'now now-works' : 'now now-stopped'}>
      <Sign of={sign} />
      <Two of={line(says)} />
      <span className="now-state">
        <Sign of={works.works ? 'yes' : 'paused'} />
        <Two of={line(works.works ? 'nowWorks' : 'nowStopped')} alone />
      </span>
      {works.works ? null : (
        <span className="now-why">
          <Two of={problemLine(works.why, 'what')} alone />
        </span>
      )}
    </li>
  );
}

export function Welcome() {
  const { now, centralOnline, rightsAsOf, elder } = useView();
  return (
    <>
      <CardPicture still={false} />
      {now.pickup.works ? <UseCode /> : null}
      <section className="nows">
        <h2 className="nows-title">
          <Two of={line('welcomeNow')} />
        </h2>
        <ul>
          <Now sign="cell" says="nowPickup" works={now.pickup} />
          <Now sign="receipt" says="nowReceipts" works={now.receipts} />
          <Now sign="proof" says="nowProofs" works={now.proofs} />
        </ul>
        {centralOnline || elder ? null : (
          <p className="small-print">
            <Two of={line('welcomeOffline')} />
            {rightsAsOf === null ? null : <Two of={line('rightsAsOf', { time: hallTime(rightsAsOf) })} />}
          </p>
        )}
      </section>
    </>
  );
}
