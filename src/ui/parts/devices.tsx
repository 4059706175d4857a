// Devices: one row for each device with its state in words, what it says, and a test with its result.

import type { DeviceLine } from '../../contract/view.ts';
import { hallTime } from '../hall-time.ts';
import { line, type TextKey } from '../text/line.ts';
import { Button } from './button.tsx';
import { type IconName, Sign } from './icons.tsx';
import { Pages } from './pages.tsx';
import { Two } from './two.tsx';

const states: Readonly<Record<DeviceLine['state'], { readonly says: TextKey; readonly sign: IconName }>> = {
  ready: { says: 'deviceReady', sign: 'yes' },
  low: { says: 'deviceLow', sign: 'warning' },
  blocked: { says: 'deviceBlocked', sign: 'warning' },
  fault: { says: 'deviceFault', sign: 'no' },
  offline: { says: 'deviceOffline', sign: 'no' },
  unknown: { says: 'deviceUnknown', sign: 'question' },
};

function Tested({ test }: { readonly test: DeviceLine['test'] }) {
  if (test === null) return <Two of={line('testNever')} alone />;
  if (test === 'running') return <Two of={line('testRunning')} alone />;
  return (
    <>
      <Sign of={test.passed ? 'yes' : 'no'} />
      <span>{hallTime(test.at)}</span>
      <Two of={line(test.passed ? 'testPassed' : 'testFailed')} alone />
      <span>{test.detail}</span>
    </>
  );
}

function Device({ device }: { readonly device: DeviceLine }) {
  const { says, sign } = states[device.state];
  return (
    <div className={`device device-${device.state}`}>
      <Sign of={sign} />
      <div className="device-words">
        <p className="device-name">
          <strong>{device.name}</strong> <Two of={line(says)} alone />
        </p>
        {device.suspended ? (
          <p>
            <Two of={line('boardSuspended')} alone />
          </p>
        ) : (
          <p>{device.description}</p>
        )}
        <p>{device.detail}</p>
        <p className="device-test">
          <Tested test={device.test} />
        </p>
      </div>
      {device.suspended ? (
        <Button act={{ act: 'resumeBoard', board: device.name }} look="small">
          <Two of={line('resumeBoard')} alone />
        </Button>
      ) : (
        <Button act={{ act: 'testDevice', device: device.name }} look="small">
          <Two of={line('test')} alone />
        </Button>
      )}
    </div>
  );
}

export function Devices({ devices }: { readonly devices: readonly DeviceLine[] }) {
  return (
    <Pages rows={devices} perPage={4}>
      {(device) => <Device key={device.name} device={device} />}
    </Pages>
  );
}
