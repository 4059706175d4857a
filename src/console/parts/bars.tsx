// Bars: how much there was in each part of a period, drawn to one scale; what fell outside office hours is dark.

import type { ReportBar } from '../../contract/reports.ts';
import { barLabel, reportWords } from '../text/reports.ts';
import type { Words } from '../text/say.ts';
import { Say } from './say.tsx';

const width = 540;
const height = 150;
const ground = height - 22;
const roof = 16;

/** 1, 2 or 5 of something, so that the line above the highest bar has a round number. */
function roundAbove(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= most) ?? most;
}

export function Bars({
  title,
  bars,
  of,
}: {
  readonly title: Words;
  readonly bars: readonly ReportBar[];
  readonly of: 'visits' | 'items';
}) {
  const top = roundAbove(Math.max(0, ...bars.map((bar) => bar[of])));
  const scale = (value: number) => (value / top) * (ground - roof);
  const step = width / Math.max(bars.length, 1);
  const thick = Math.min(step * 0.68, 40);
  return (
    <figure className="chart">
      <figcaption>
        <Say text={title} />
        {of === 'items' ? (
          <span className="legend">
            <span className="key key-office" aria-hidden="true" />
            <Say text={reportWords.officeHours} />
            <span className="key key-off" aria-hidden="true" />
            <Say text={reportWords.offHours} />
          </span>
        ) : null}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title.zh}>
        <line className="chart-line" x1="0" x2={width} y1={roof} y2={roof} />
        <line className="chart-line" x1="0" x2={width} y1={ground} y2={ground} />
        <text className="chart-top" x="0" y={roof - 4}>
          {top}
        </text>
        {bars.map((bar, at) => {
          const off = of === 'items' ? bar.offHours : 0;
          const x = at * step + (step - thick) / 2;
          const tall = scale(bar[of]);
          return (
            <g key={bar.label}>
              <title>{`${bar.label}: ${bar[of]}${of === 'items' ? ` (${reportWords.offHours.zh} ${off})` : ''}`}</title>
              <rect className="bar-office" x={x} width={thick} y={ground - tall} height={tall - scale(off)} />
              <rect className="bar-off" x={x} width={thick} y={ground - scale(off)} height={scale(off)} />
              <text className="chart-label" x={at * step + step / 2} y={height - 6}>
                {barLabel(bar.label)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
