// Health: what needs attention, one row each: how soon, what and where, who puts it right, and the number for the phone.

import type { Ailment, HealthLine } from '../../core/health.ts';
import { hallMoment } from '../hall-time.ts';
import { line, type TextKey } from '../text/line.ts';
import { deviceName } from './device-words.ts';
import { Sign } from './icons.tsx';
import { Pages } from './pages.tsx';
import { Two } from './two.tsx';

const says: Readonly<Record<Ailment, TextKey>> = {
  paperOut: 'illPaperOut',
  paperJam: 'illPaperJam',
  paperNotTaken: 'illPaperNotTaken',
  outputFull: 'illOutputFull',
  printerCover: 'illPrinterCover',
  tonerOut: 'illTonerOut',
  printerHot: 'illPrinterHot',
  printerFault: 'illPrinterFault',
  printerOffline: 'illDeviceOffline',
  paperLow: 'illPaperLow',
  tonerLow: 'illTonerLow',
  deviceFault: 'illDeviceFault',
  deviceOffline: 'illDeviceOffline',
  boardSuspended: 'boardSuspended',
  testFailed: 'illTestFailed',
  doorOpen: 'illDoorOpen',
  lockStuck: 'illLockStuck',
  cellDoubtful: 'illCellDoubtful',
  cellClosed: 'illCellClosed',
  sensorStuck: 'illSensorStuck',
  slowLock: 'illSlowLock',
  everythingOpened: 'illEverythingOpened',
  hallDoorAlarm: 'illHallDoorAlarm',
  onBattery: 'illOnBattery',
  centralOffline: 'illCentralOffline',
  kioskRefused: 'illKioskRefused',
  queueParked: 'illQueueParked',
  queueOld: 'illQueueOld',
  rightsOld: 'illRightsOld',
  clockWrong: 'illClockWrong',
  diskLow: 'illDiskLow',
};
const who: Readonly<Record<HealthLine['who'], TextKey>> = {
  staff: 'whoStaff',
  technician: 'whoTechnician',
  staffFirst: 'whoStaffFirst',
};

/** A long list of cells is told by its first few and a count. */
const mostCells = 8;

function Where({ of: { about, cells, number } }: { readonly of: HealthLine }) {
  if (cells.length > 0)
    return (
      <span>
        {cells.slice(0, mostCells).join(' ')}
        {cells.length > mostCells ? ` +${cells.length - mostCells}` : null}
      </span>
    );
  if (number < 300) return <Two of={deviceName(about)} alone />;
  return <span>{about}</span>;
}

function Row({ of: ill }: { readonly of: HealthLine }) {
  const { when, since, caseNumber, number, clearsItself } = ill;
  return (
    <div className={`device health-${when}`}>
      <Sign of={when === 'now' ? 'warning' : 'wait'} />
      <div className="device-words">
        <p className="device-name">
          <strong>
            <Two of={line(says[ill.ailment])} />
          </strong>
          <Where of={ill} />
        </p>
        <p className="device-test">
          <Two of={line(when === 'now' ? 'attentionNow' : 'attentionSoon')} alone />
          <span>·</span>
          <Two of={line(who[ill.who])} alone />
          <span>·</span>
          <Two of={line(clearsItself ? 'clearsItself' : 'clearsNot')} alone />
        </p>
        <p className="device-test">
          <span>
            <Two of={line('quoteNumber')} alone /> {number}
            {caseNumber === null ? null : ` / ${caseNumber}`}
          </span>
          {since === null ? null : <Two of={line('since', { time: hallMoment(since) })} alone />}
        </p>
      </div>
    </div>
  );
}

export function Health({ health }: { readonly health: readonly HealthLine[] }) {
  if (health.length === 0)
    return (
      <p className="all-well">
        <Sign of="yes" />
        <Two of={line('allWell')} />
      </p>
    );
  return (
    <Pages rows={health} perPage={5}>
      {(ill) => <Row key={`${ill.number} ${ill.about}`} of={ill} />}
    </Pages>
  );
}
