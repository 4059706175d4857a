// Watching the printer: asks what it is and how it is, notices when it was restarted, and when it is out of reach.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState } from '../../classes/device.ts';
import type { PrintTrouble } from '../../classes/printing.ts';
import { type Capabilities, capabilitiesOf, capabilityAttributes } from './capabilities.ts';
import {
  holdOf,
  reasonsOf,
  stateAttributes,
  stateOf,
  stillWaits,
  tellsOfLostJob,
  withoutOldReasons,
} from './printer-state.ts';
import { type Attributes, words } from './protocol.ts';
import type { PrinterRequests } from './requests.ts';

export interface PrinterLook {
  readonly state: DeviceState;
  /** What holds up a job that the printer has; null as well while it does not answer. */
  readonly holds: PrintTrouble | null;
  /** Null until it has answered once. */
  readonly capabilities: Capabilities | null;
  /** Counts the restarts that were seen. What the printer had before is gone, and its job numbers begin anew. */
  readonly boot: number;
  /** It says that it lost a job, this one or an earlier one: nothing that it calls completed is proved. */
  readonly lostJob: boolean;
}

export interface PrinterWatch {
  look(): Promise<PrinterLook>;
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): Undo;
  /** Told after every answer of the printer. */
  onAnswer(listener: () => void): Undo;
  /** Somebody waited long enough to know. */
  becomeOffline(): void;
  start(): void;
  stop(): void;
}

export interface WatchPrinterOptions {
  readonly name: string;
  readonly requests: Pick<PrinterRequests, 'printer'>;
  readonly clock: Clock;
  readonly log: Log;
}

const pollMs = 3_000;
const misses = 3;

export function watchPrinter({ name, requests, clock, log }: WatchPrinterOptions): PrinterWatch {
  const states = createListeners<DeviceState>();
  const answers = createListeners<void>();
  let state: DeviceState = { is: 'unknown' };
  let capabilities: Capabilities | null = null;
  /** False while it may have become another printer since they were read. */
  let isKnown = false;
  let holds: PrintTrouble | null = null;
  let lostJob = false;
  let waitsStill = false;
  let boot = 0;
  let upTime = 0;
  let uuid: string | undefined;
  let missed = 0;
  let running = false;
  let cancelPoll: Undo = () => undefined;

  function become(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('document printer state', { device: name, ...next });
    states.tell(next);
  }

  function noteCapabilities(printer: Attributes): Capabilities {
    const read = capabilitiesOf(printer);
    if (read.lack !== null && read.lack !== capabilities?.lack)
      log.warn('printer cannot print our documents', { device: name, lack: read.lack });
    isKnown = true;
    return read;
  }

  /** CUPS gives the time of day as its up-time, and keeps its jobs through a restart. */
  function noteRestart(printer: Attributes, isCups: boolean): void {
    const now = Number(printer['printer-up-time'] ?? 0);
    const [id] = words(printer['printer-uuid']);
    const isOther = uuid !== undefined && id !== undefined && id !== uuid;
    if (isOther || (!isCups && now < upTime)) {
      log.warn(isOther ? 'another printer answers' : 'printer was restarted', { device: name });
      boot += 1;
      isKnown = false;
    }
    upTime = now;
    uuid = id ?? uuid;
  }

  async function look(): Promise<PrinterLook> {
    const answer = await requests.printer(isKnown ? stateAttributes : [...stateAttributes, ...capabilityAttributes]);
    if (answer.ok) {
      missed = 0;
      if (!isKnown) capabilities = noteCapabilities(answer.value);
      const isCups = capabilities?.isCups === true;
      noteRestart(answer.value, isCups);
      waitsStill = isCups && stillWaits(answer.value, waitsStill);
      const printer = isCups ? withoutOldReasons(answer.value, waitsStill) : answer.value;
      holds = holdOf(printer);
      lostJob = tellsOfLostJob(reasonsOf(printer));
      const lack = capabilities?.lack ?? null;
      become(lack === null ? stateOf(printer) : { is: 'fault', what: 'printerError', detail: lack });
      answers.tell();
    } else {
      missed += 1;
      isKnown = false;
      if (missed >= misses || state.is === 'unknown') become({ is: 'offline' });
    }
    return { state, holds: answer.ok ? holds : null, capabilities, boot, lostJob };
  }

  function pollLater(): void {
    cancelPoll = clock.after(pollMs, () => {
      void look().then(() => {
        if (running) pollLater();
      });
    });
  }

  return {
    look,
    state: () => state,
    onState: (listener) => states.add(listener),
    onAnswer: (listener) => answers.add(listener),
    becomeOffline: () => become({ is: 'offline' }),
    start() {
      if (running) return;
      running = true;
      void look().then(() => {
        if (running) pollLater();
      });
    },
    stop() {
      running = false;
      cancelPoll();
    },
  };
}
