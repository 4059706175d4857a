// Collected: the licence is in its owner's hands; for a while the door can be opened once more.

import { minutesAndSeconds } from '../hall-time.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Sign } from '../parts/icons.tsx';
import { DonePicture } from '../parts/pictures.tsx';
import { SomethingWrong } from '../parts/something-wrong.tsx';
import { TakenTitle } from '../parts/taken.tsx';
import { Two } from '../parts/two.tsx';
import { useSecondsTo, useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Collected({ screen }: { readonly screen: ScreenAt<'collected'> }) {
  const { centralOnline, elder } = useView();
  const seconds = useSecondsTo(screen.reopenUntil);
  return (
    <>
      {/* In large type the sentence above has the same sign, and the room is needed. */}
      {elder ? null : <DonePicture />}
      <TakenTitle items={screen.items} />
      <p className="confirmed">
        <Sign of="yes" />
        <Two of={line(centralOnline ? 'confirmed' : 'confirmedLocally')} />
      </p>
      <div className="answers">
        <Button act={{ act: 'back' }} look="main">
          <Sign of="plus" />
          <Two of={line('somethingElse')} />
        </Button>
        {seconds === 0 ? null : (
          <Button act={{ act: 'reopen' }}>
            <Sign of="again" />
            <span className="choice-words">
              <Two of={line('reopen')} />
              <span className="choice-more">
                <Two of={line('reopenLeft', { time: minutesAndSeconds(seconds) })} alone />
              </span>
            </span>
          </Button>
        )}
      </div>
      {screen.receipt === null ? null : (
        <Choice act={{ act: 'printDelivery' }} works={screen.receipt} sign="receipt">
          <Two of={line('printDelivery')} />
        </Choice>
      )}
      <SomethingWrong />
    </>
  );
}
