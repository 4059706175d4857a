// Figures: what a kiosk measures of itself, each with its name.

import type { ReactNode } from 'react';
import type { KioskAnswer } from '../../contract/console-desk.ts';
import { useNow } from '../shown.ts';
import { figureWords, machineWords, powerWords, servesWords } from '../text/machines.ts';
import type { Words } from '../text/say.ts';
import { momentText, spanWords } from '../text/time.ts';
import { Say } from './say.tsx';

const bytes = (count: number | null) =>
  count === null ? '—' : count > 2e9 ? `${(count / 1e9).toFixed(1)} GB` : `${(count / 1e6).toFixed(1)} MB`;

export function Figures({ of: { shown, figures } }: { readonly of: NonNullable<KioskAnswer['status']> }) {
  const now = useNow();
  const lines: readonly (readonly [Words, ReactNode])[] = [
    [figureWords.software, shown.software],
    [machineWords.serves, <Say key="serves" text={servesWords[shown.serves]} />],
    [figureWords.power, <Say key="power" text={powerWords[shown.power]} />],
    [figureWords.stopped, shown.stoppedBoards],
    ...(figures === null
      ? []
      : ([
          [figureWords.startedAt, momentText(figures.startedAt, now)],
          [figureWords.machineUp, <Say key="up" text={spanWords(figures.machineUpMs)} />],
          [figureWords.clock, figures.clockOffsetMs === null ? '—' : `${(figures.clockOffsetMs / 1_000).toFixed(1)} s`],
          [figureWords.queue, figures.queueWaiting],
          [figureWords.parked, figures.queueParked],
          [figureWords.oldest, figures.queueOldestAt === null ? '—' : momentText(figures.queueOldestAt, now)],
          [figureWords.rights, figures.rights],
          [figureWords.rightsAsOf, figures.rightsAsOf === null ? '—' : momentText(figures.rightsAsOf, now)],
          [figureWords.jobs, figures.jobsOpen],
          [figureWords.memory, bytes(figures.memoryBytes)],
          [figureWords.freeMemory, `${bytes(figures.freeMemoryBytes)} / ${bytes(figures.totalMemoryBytes)}`],
          [figureWords.disk, `${bytes(figures.diskFreeBytes)} / ${bytes(figures.diskTotalBytes)}`],
          [figureWords.database, bytes(figures.databaseBytes)],
          [figureWords.load, `${figures.load.toFixed(2)} / ${figures.processors}`],
        ] as const)),
  ];
  return (
    <dl className="card-lines">
      {lines.map(([name, value]) => (
        <div key={name.en} className="card-line">
          <dt>
            <Say text={name} />
          </dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
