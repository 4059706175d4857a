// Availability: for each function and hour of the last seven days, how much of the time it worked. Nights stand out.

import type { KioskAnswer } from '../../contract/console-desk.ts';
import { functionWords, machineWords } from '../text/machines.ts';
import { dayText } from '../text/time.ts';
import { Say } from './say.tsx';

const hourMs = 3_600_000;
const box = 9;
const names = ['pickup', 'receipts', 'proofs', 'entry'] as const;

function kindOf(heardMs: number, workedMs: number): string {
  if (heardMs === 0) return 'none';
  const share = workedMs / heardMs;
  if (share >= 0.99) return 'full';
  return share >= 0.5 ? 'some' : 'little';
}

export function Availability({ of: hours, now }: { readonly of: KioskAnswer['hours']; readonly now: number }) {
  const today = dayText(now);
  const days = [...new Set(Array.from({ length: 7 }, (_, back) => dayText(now - back * 24 * hourMs)))].reverse();
  const hourIn = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' });
  return (
    <div className="availability">
      {names.map((name) => {
        const mine = hours.filter((line) => line.function === name);
        const heard = mine.reduce((sum, { heardMs }) => sum + heardMs, 0);
        const worked = mine.reduce((sum, { workedMs }) => sum + workedMs, 0);
        return (
          <figure key={name}>
            <figcaption>
              <Say text={functionWords[name]} />
              <strong className="figures">{heard === 0 ? '—' : `${((worked / heard) * 100).toFixed(1)} %`}</strong>
            </figcaption>
            <svg
              viewBox={`0 0 ${24 * (box + 1)} ${7 * (box + 1)}`}
              role="img"
              aria-label={`${functionWords[name].zh} ${days[0]} – ${today}`}
            >
              {days.map((day, row) =>
                Array.from({ length: 24 }, (_, hour) => {
                  const of = mine.filter(
                    (line) => dayText(line.hour) === day && Number(hourIn.format(line.hour)) === hour,
                  );
                  const kind = kindOf(
                    of.reduce((sum, { heardMs }) => sum + heardMs, 0),
                    of.reduce((sum, { workedMs }) => sum + workedMs, 0),
                  );
                  return { day, hour, row, kind };
                }).map((one) => (
                  <rect
                    key={`${one.day} ${one.hour}`}
                    className={`hour hour-${one.kind}`}
                    x={one.hour * (box + 1)}
                    y={one.row * (box + 1)}
                    width={box}
                    height={box}
                  />
                )),
              )}
            </svg>
          </figure>
        );
      })}
      <p className="hint">
        <Say text={machineWords.availabilityHint} />
      </p>
    </div>
  );
}
