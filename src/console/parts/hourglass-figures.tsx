// Hourglass figures: what the visits of the last seven days came to, each figure with its definition.

import { useAnswer, useSeen } from '../shown.ts';
import { outcomeChoices, queueWords } from '../text/queue.ts';
import type { Words } from '../text/say.ts';
import { Say } from './say.tsx';

function Figure({ name, value, hint }: { readonly name: Words; readonly value: string; readonly hint?: Words }) {
  return (
    <div className="figure">
      <strong className="figures">{value}</strong>
      <span>
        <Say text={name} />
      </span>
      {hint === undefined ? null : (
        <span className="hint">
          <Say text={hint} />
        </span>
      )}
    </div>
  );
}

export function HourglassFigures() {
  const { desk } = useSeen();
  const busy = desk?.queue?.tickets.filter(({ step }) => step === 'inContact' || step === 'attended').length ?? 0;
  const asked = useAnswer({ ask: 'hourglass', days: 7 }, busy);
  if (asked.is !== 'there') return null;
  const { alerts, inTime, contacts, contactMs, byHour, outcomes } = asked.answer;
  if (alerts === 0 && contacts === 0) return null;
  const most = Math.max(1, ...byHour.map((one) => one.alerts));
  return (
    <section className="figures-room">
      <h2>
        <Say text={queueWords.figures} />
      </h2>
      <div className="figure-row">
        <Figure
          name={queueWords.proactive}
          value={`${(contactMs / 3_600_000).toFixed(2)} h`}
          hint={queueWords.proactiveHint}
        />
        <Figure
          name={queueWords.inTime}
          value={alerts === 0 ? '—' : `${Math.round((inTime / alerts) * 100)} %`}
          hint={queueWords.inTimeHint}
        />
        <Figure name={queueWords.alerts} value={String(alerts)} />
        <Figure name={queueWords.contacts} value={String(contacts)} />
        <figure className="by-hour">
          <svg viewBox="0 0 240 46" role="img" aria-label={queueWords.byHour.zh}>
            {byHour.map(({ hour, alerts: all, inTime: good }) => (
              <g key={hour}>
                <rect x={hour * 10} y={46 - (all / most) * 44} width="8" height={(all / most) * 44} className="bar" />
                <rect
                  x={hour * 10}
                  y={46 - (good / most) * 44}
                  width="8"
                  height={(good / most) * 44}
                  className="bar-good"
                />
              </g>
            ))}
          </svg>
          <figcaption className="hint">
            <Say text={queueWords.byHour} />
          </figcaption>
        </figure>
        <ul className="outcomes">
          {outcomes.map(({ outcome, count }) => (
            <li key={outcome}>
              <strong className="figures">{count}</strong>{' '}
              <Say text={outcomeChoices[outcome as keyof typeof outcomeChoices] ?? { zh: outcome, en: outcome }} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
