// Panel: the whole hall on one page, drawn from what the hall tells; the page itself only knows which card is in the hand.

import { useState, useSyncExternalStore } from 'react';
import type { HallState } from '../contract/panel.ts';
import { Cabinet } from './cabinet.tsx';
import { Door } from './door.tsx';
import type { HallLink, HallSeen } from './hall-link.ts';
import { Lines } from './lines.tsx';
import { People } from './people.tsx';
import { Printers } from './printers.tsx';
import { Reader } from './reader.tsx';
import { Say } from './say.tsx';
import { Scanner } from './scanner.tsx';
import { Trace } from './trace.tsx';
import { refusalWords, words } from './words.ts';

export function Panel({ link }: { readonly link: HallLink }) {
  const seen = useSyncExternalStore(link.subscribe, link.seen);
  const { state, live, refusal } = seen;
  const problem = live || state === null ? refusal : 'hallGone';
  return (
    <div className="panel" data-live={live}>
      <header className="top">
        <h1>
          <Say text={words.title} />
        </h1>
        <p className="quiet">
          <Say text={words.notReal} />
        </p>
        <p className="refusal" role="status">
          {problem === null ? null : <Say text={refusalWords[problem]} />}
        </p>
      </header>
      {state === null ? null : <Room link={link} state={state} frames={seen.frames} />}
    </div>
  );
}

function Room({
  link,
  state,
  frames,
}: {
  readonly link: HallLink;
  readonly state: HallState;
  readonly frames: HallSeen['frames'];
}) {
  const [picked, pick] = useState<string | null>(null);
  const inHand = state.people.find(({ id, at }) => id === picked && at === 'hand')?.id ?? null;
  const reader = (name: 'hallReader' | 'kioskReader') => (
    <Reader link={link} reader={name} people={state.people} inHand={inHand} onDone={() => pick(null)} />
  );
  return (
    <main className="room">
      <div className="entrance">
        <Door link={link} door={state.hallDoor} />
        {reader('hallReader')}
      </div>
      <Cabinet link={link} state={state} />
      <div className="kiosk">
        {reader('kioskReader')}
        <Printers link={link} state={state} />
        <Scanner link={link} />
      </div>
      <People people={state.people} picked={inHand} onPick={pick} />
      <aside className="side">
        <Lines link={link} state={state} />
        <Trace lines={state.lines.map(({ line }) => line)} frames={frames} />
      </aside>
    </main>
  );
}
