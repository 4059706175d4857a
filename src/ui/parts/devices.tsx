// Devices: one section for each device with its state in words, what it says of itself, and its tests with their results.

import type { DeviceLine } from '../../contract/view.ts';
import type { TestLevel } from '../../core/device-test.ts';
import { hallMoment } from '../hall-time.ts';
import { line, type TextKey } from '../text/line.ts';
import { Button } from './button.tsx';
import { deviceName } from './device-words.ts';
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

const levels: Readonly<Record<TestLevel, TextKey>> = {
  internal: 'testInternal',
  external: 'testExternal',
  interactive: 'testInteractive',
};
const outcomes: Readonly<Record<'passed' | 'failed' | 'abandoned', TextKey>> = {
  passed: 'testPassed',
  failed: 'testFailed',
  abandoned: 'testAbandoned',
};

type Test = DeviceLine['tests'][number];

function Tested({ test: { level, last } }: { readonly test: Test }) {
  return (
    <p className="device-test">
      <Two of={line(levels[level])} alone />
      {last === null ? (
        <Two of={line('testNever')} alone />
      ) : last === 'running' ? (
        <Two of={line('testRunning')} alone />
      ) : (
        <>
          <Sign of={last.outcome === 'passed' ? 'yes' : 'no'} />
          <span>{hallMoment(last.at)}</span>
          <Two of={line(outcomes[last.outcome])} alone />
          <span>{last.detail}</span>
        </>
      )}
    </p>
  );
}

function Device({ device }: { readonly device: DeviceLine }) {
  const { says, sign } = states[device.state];
  return (
    <div className={`device device-section device-${device.state}`}>
      <Sign of={sign} />
      <div className="device-words">
        <p className="device-name">
          <strong>
            <Two of={deviceName(device.name)} alone />
          </strong>{' '}
          <Two of={line(says)} alone />
        </p>
        {device.suspended ? (
          <p>
            <Two of={line('boardSuspended')} alone />
          </p>
        ) : (
          <p>{device.description}</p>
        )}
        <p>{device.detail}</p>
        {device.tests.map((test) => (
          <Tested key={test.level} test={test} />
        ))}
      </div>
      <div className="device-acts">
        {device.suspended ? (
          <Button act={{ act: 'resumeBoard', board: device.name }} look="small">
            <Two of={line('resumeBoard')} alone />
          </Button>
        ) : (
          device.tests.map(({ level, begins }) =>
            begins === null ? null : (
              <Button key={level} act={begins} look="small">
                <Two of={line(levels[level])} alone />
              </Button>
            ),
          )
        )}
      </div>
    </div>
  );
}

export function Devices({ devices }: { readonly devices: readonly DeviceLine[] }) {
  return (
    <Pages rows={devices} perPage={2}>
      {(device) => <Device key={device.name} device={device} />}
    </Pages>
  );
}
