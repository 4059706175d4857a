// Queue: what central has yet to hear, why it does not, how old the rights are, and what the computer has left.

import { hallMoment } from '../hall-time.ts';
import type { ScreenAt } from '../screens/screen.tsx';
import { useView } from '../shown.ts';
import { line, say, type TextKey } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

function Figure({ says, children }: { readonly says: TextKey; readonly children: string | number }) {
  return (
    <div>
      <dt>
        <Two of={line(says)} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Queue({ queue }: { readonly queue: ScreenAt<'technician'>['queue'] }) {
  const { language, centralOnline } = useView();
  const nothing = say(line('queueNone'), language);
  const time = (at: number | null) => (at === null ? nothing : hallMoment(at));
  const { waiting, parked, oldestAt, lastProblem, rightsAsOf, clockOffsetMs, databaseBytes, diskFreeBytes } = queue;
  return (
    <>
      <dl className="queue queue-list">
        <Figure says="queueCentral">{say(line(centralOnline ? 'queueOnline' : 'queueOffline'), language)}</Figure>
        <Figure says="queueWaiting">{waiting}</Figure>
        <Figure says="queueOldest">{time(oldestAt)}</Figure>
        <Figure says="queueParked">{parked}</Figure>
        <Figure says="queueProblem">{lastProblem ?? nothing}</Figure>
        <Figure says="queueRights">{time(rightsAsOf)}</Figure>
        <Figure says="queueClock">{clockOffsetMs === null ? nothing : `${(clockOffsetMs / 1000).toFixed(1)} s`}</Figure>
        <Figure says="queueDatabase">
          {databaseBytes === null ? nothing : `${(databaseBytes / mebibyte).toFixed(1)} MiB`}
        </Figure>
        <Figure says="queueDisk">
          {diskFreeBytes === null ? nothing : `${(diskFreeBytes / gibibyte).toFixed(1)} GiB`}
        </Figure>
      </dl>
      <Button act={{ act: 'retrySync' }}>
        <Sign of="again" />
        <Two of={line('retrySync')} />
      </Button>
    </>
  );
}
