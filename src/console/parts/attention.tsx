// Attention: one line above every page for what rings now, with the button that claims it.

import { useState } from 'react';
import { type Ringing, ringingFor } from '../attention.ts';
import type { Trouble } from '../link.ts';
import { useRing } from '../ring.ts';
import { useLink, useMe, useNow, useSeen } from '../shown.ts';
import { queueWords, screenWords } from '../text/queue.ts';
import { clockText } from '../text/time.ts';
import { HallName } from './hall-choice.tsx';
import { Icon } from './icons.tsx';
import { Say } from './say.tsx';
import { TroubleLine } from './trouble.tsx';

const titles = { call: queueWords.callHere, alarm: queueWords.alarmHere, alert: queueWords.waitsLong } as const;
const signs = { call: 'help', alarm: 'warning', alert: 'hourglass' } as const;

function One({
  of: one,
  now,
  onTrouble,
}: {
  readonly of: Ringing;
  readonly now: number;
  readonly onTrouble: (trouble: Trouble | null) => void;
}) {
  const link = useLink();
  async function claim(): Promise<void> {
    const { is } = one;
    onTrouble(
      await link.act(
        is === 'call'
          ? { act: 'claimCall', call: one.id }
          : is === 'alert'
            ? { act: 'claimAlert', ticket: one.id }
            : { act: 'takeTask', task: one.id },
      ),
    );
  }
  return (
    <li data-is={one.is}>
      <Icon of={signs[one.is]} />
      <strong>
        <Say text={titles[one.is]} />
      </strong>
      <HallName of={one.kiosk} />
      <span className="figures">{one.is === 'call' ? <Say text={screenWords(one.detail)} /> : one.detail}</span>
      <time className="figures">{clockText(now - one.since)}</time>
      <button type="button" className="small" onClick={() => void claim()}>
        <Say text={queueWords.claim} />
      </button>
    </li>
  );
}

export function Attention() {
  const me = useMe();
  const { desk } = useSeen();
  const now = useNow();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const ringing = desk === null ? [] : ringingFor(me, desk, now);
  useRing(ringing.length > 0);
  return (
    <div className="attention" role="alert">
      <TroubleLine of={trouble} />
      {ringing.length === 0 ? null : (
        <ul>
          {ringing.slice(0, 3).map((one) => (
            <One key={`${one.is} ${one.id}`} of={one} now={now} onTrouble={setTrouble} />
          ))}
          {ringing.length > 3 ? <li className="more">+ {ringing.length - 3}</li> : null}
        </ul>
      )}
    </div>
  );
}
