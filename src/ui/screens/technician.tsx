// Technician: what needs attention first, then every device with its tests, the cells, and what is still to be sent.

import { useState } from 'react';
import { Button, Tap } from '../parts/button.tsx';
import { Cells } from '../parts/cells.tsx';
import { Devices } from '../parts/devices.tsx';
import { Health } from '../parts/health.tsx';
import { Sign } from '../parts/icons.tsx';
import { Queue } from '../parts/queue.tsx';
import { Two } from '../parts/two.tsx';
import { line, type TextKey } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

type Tab = 'health' | 'devices' | 'cells' | 'queue';
const tabs: readonly { readonly tab: Tab; readonly says: TextKey }[] = [
  { tab: 'health', says: 'tabHealth' },
  { tab: 'devices', says: 'tabDevices' },
  { tab: 'cells', says: 'tabCells' },
  { tab: 'queue', says: 'tabQueue' },
];

const refusals: Readonly<Record<NonNullable<ScreenAt<'technician'>['queue']['refused']>, TextKey>> = {
  kioskRevoked: 'kioskRevoked',
  unknownKiosk: 'unknownKiosk',
  forged: 'forged',
  protocolTooOld: 'protocolTooOld',
  protocolTooNew: 'protocolTooNew',
};

function Shown({ tab, screen }: { readonly tab: Tab; readonly screen: ScreenAt<'technician'> }) {
  switch (tab) {
    case 'health':
      return (
        <>
          <Health health={screen.health} />
          <Button act={{ act: 'printReport' }}>
            <Sign of="proof" />
            <Two of={line('printReport')} />
          </Button>
        </>
      );
    case 'devices':
      return <Devices devices={screen.devices} />;
    case 'queue':
      return <Queue queue={screen.queue} />;
    case 'cells':
      return (
        <>
          <Cells cells={screen.cells} />
          {screen.toCheck === 0 ? null : (
            <Button act={{ act: 'showWorksheet' }}>
              <Two of={line('showWorksheet', { count: screen.toCheck })} />
            </Button>
          )}
          {screen.lines.map((wire) => (
            <Button key={wire} act={{ act: 'beginWiring', line: wire }}>
              <Two of={line('wizard', { line: wire })} alone />
            </Button>
          ))}
        </>
      );
  }
}

export function Technician({ screen }: { readonly screen: ScreenAt<'technician'> }) {
  const [tab, setTab] = useState<Tab>('health');
  const { refused } = screen.queue;
  return (
    <div className="technician">
      {refused == null ? null : (
        <p className="refused" role="alert">
          <Two of={line(refusals[refused])} />
        </p>
      )}
      <div className="tabs">
        {tabs.map((one) => (
          <Tap key={one.tab} pressed={tab === one.tab} onTap={() => setTab(one.tab)}>
            <Two of={line(one.says)} />
          </Tap>
        ))}
      </div>
      <Shown tab={tab} screen={screen} />
    </div>
  );
}
