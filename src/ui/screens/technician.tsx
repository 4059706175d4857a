// Technician: what every device and cell says, what is still to be sent, and what can be tested or looked at.

import { useState } from 'react';
import { hallTime } from '../hall-time.ts';
import { Button, Tap } from '../parts/button.tsx';
import { Cells } from '../parts/cells.tsx';
import { Devices } from '../parts/devices.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line, say } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Technician({ screen }: { readonly screen: ScreenAt<'technician'> }) {
  const { language } = useView();
  const [tab, setTab] = useState<'devices' | 'cells'>('devices');
  const { waiting, parked, oldestAt, refused } = screen.queue;
  return (
    <div className="technician">
      <dl className="queue">
        <div>
          <dt>
            <Two of={line('queueWaiting')} />
          </dt>
          <dd>{waiting}</dd>
        </div>
        <div>
          <dt>
            <Two of={line('queueParked')} />
          </dt>
          <dd>{parked}</dd>
        </div>
        <div>
          <dt>
            <Two of={line('queueOldest')} />
          </dt>
          <dd>{oldestAt === null ? say(line('queueNone'), language) : hallTime(oldestAt)}</dd>
        </div>
      </dl>
      {refused == null ? null : (
        <p className="refused" role="alert">
          <Two of={line(refused)} />
        </p>
      )}
      <div className="tabs">
        <Tap pressed={tab === 'devices'} onTap={() => setTab('devices')}>
          <Two of={line('tabDevices')} />
        </Tap>
        <Tap pressed={tab === 'cells'} onTap={() => setTab('cells')}>
          <Two of={line('tabCells')} />
        </Tap>
        {screen.toCheck === 0 ? null : (
          <Button act={{ act: 'showWorksheet' }}>
            <Two of={line('showWorksheet', { count: screen.toCheck })} />
          </Button>
        )}
      </div>
      {tab === 'devices' ? <Devices devices={screen.devices} /> : <Cells cells={screen.cells} />}
      {tab === 'cells'
        ? screen.lines.map((wire) => (
            <Button key={wire} act={{ act: 'beginWiring', line: wire }}>
              <Two of={line('wizard', { line: wire })} alone />
            </Button>
          ))
        : null}
    </div>
  );
}
