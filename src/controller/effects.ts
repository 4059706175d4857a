// Effects: does what the rules ask for, once, and reports how it ended. The intent is on disk before any of this runs.

import type { CardReader } from '../../hardware/classes/card-reader.ts';
import type { CodeScanner } from '../../hardware/classes/code-scanner.ts';
import type { Device } from '../../hardware/classes/device.ts';
import type { DocumentPrinter } from '../../hardware/classes/document-printer.ts';
import type { HallDoor } from '../../hardware/classes/hall-door.ts';
import { type Channel, channelOf, type LockBoard } from '../../hardware/classes/lock-board.ts';
import type { PowerSupply } from '../../hardware/classes/power-supply.ts';
import type { ReceiptPrinter } from '../../hardware/classes/receipt-printer.ts';
import type { Log } from '../base/log.ts';
import { certain, type Result, unreachable } from '../base/result.ts';
import type { DocumentContent } from '../contract/sync.ts';
import type { CellId } from '../core/cell.ts';
import type { OpenOrder } from '../core/door.ts';
import type { Effect, Event, Found } from '../core/event.ts';
import type { PersonKey } from '../core/person.ts';
import type { PrintJobState } from '../core/print-job.ts';
import type { ReadinessData } from '../documents/readiness-report.ts';
import type { DropOffSlips } from './drop-off-slips.ts';
import type { CodeFound, EnteredCode } from './identity.ts';
import type { Papers } from './papers.ts';
import { createPrintEffects } from './print-effects.ts';
import type { WiringLines } from './wiring-lines.ts';

/** The devices of this kiosk; which driver stands behind each is decided elsewhere (hardware/registry.ts). */
export interface KioskDevices {
  readonly kioskReader: CardReader;
  readonly hallReader?: CardReader;
  readonly receiptPrinter?: ReceiptPrinter;
  readonly documentPrinter?: DocumentPrinter;
  readonly hallDoor?: HallDoor;
  readonly codeScanner?: CodeScanner;
  readonly powerSupply?: PowerSupply;
  readonly boards: ReadonlyMap<string, LockBoard>;
}

/** What central can be asked during a session. */
export interface DocumentSource {
  documents(person: PersonKey): Promise<Result<Found, unknown>>;
  document(person: PersonKey, id: string): Promise<Result<DocumentContent, unknown>>;
}

export interface EffectsOptions {
  readonly devices: KioskDevices;
  readonly source: DocumentSource;
  readonly papers: Papers;
  readonly slipOf: DropOffSlips['slipOf'];
  readonly reportNow: () => ReadinessData;
  /** State of an order to open, on disk. */
  readonly orderState: (order: string) => OpenOrder['state']['is'] | undefined;
  /** State of a print job on disk. */
  readonly jobState: (job: string) => PrintJobState['is'] | undefined;
  readonly checkCode: (entered: EnteredCode) => Promise<CodeFound>;
  readonly checkPin: (pinHash: string, digits: string) => Promise<boolean>;
  /** Board and channel of each cell. */
  readonly places: ReadonlyMap<CellId, { readonly board: string; readonly channel: number }>;
  readonly wiring: Pick<WiringLines, 'run'>;
  readonly retrySync: () => void;
  readonly wipe: () => void;
  readonly dispatch: (event: Event) => void;
  readonly log: Log;
}

export function allDevices(devices: KioskDevices): readonly Device[] {
  const { kioskReader, hallReader, receiptPrinter, documentPrinter, hallDoor, codeScanner, powerSupply, boards } =
    devices;
  return [
    kioskReader,
    hallReader,
    receiptPrinter,
    documentPrinter,
    hallDoor,
    codeScanner,
    powerSupply,
    ...boards.values(),
  ].filter((device) => device !== undefined);
}

export function createEffects(options: EffectsOptions): (effect: Effect) => void {
  const { devices, source, papers, slipOf, reportNow, jobState, dispatch, log } = options;
  const printing = createPrintEffects({
    printers: devices,
    source,
    papers,
    slipOf,
    reportNow,
    jobState,
    dispatch,
    log,
  });

  async function pulse(order: string, cell: CellId): Promise<Event> {
    const place = certain(options.places.get(cell), `place of cell ${cell}`);
    const board = devices.boards.get(place.board);
    const channel = channelOf(place.channel);
    if (board === undefined || !channel.ok) return { is: 'pulsed', order, outcome: 'notSent' };
    const result = await board.pulse(channel.value satisfies Channel, () => {
      // A coil may have rested through the sleep of the computer: the tick notices, and the rules give the order up.
      dispatch({ is: 'tick' });
      return options.orderState(order) === 'ordered';
    });
    if (!result.ok) {
      log.warn('lock not pulsed', { cell, why: result.problem });
      return { is: 'pulsed', order, outcome: result.problem === 'noAnswer' ? 'silent' : 'notSent' };
    }
    return { is: 'pulsed', order, outcome: result.value.acknowledged ? 'acknowledged' : 'silent' };
  }

  async function act(effect: Effect): Promise<Event | null> {
    switch (effect.do) {
      case 'pulse':
        return pulse(effect.order, effect.cell);
      case 'releaseHallDoor': {
        const result = await devices.hallDoor?.release(effect.ms);
        if (result?.ok !== true) log.warn('hall door not released', { why: result?.problem ?? 'no door' });
        return null;
      }
      case 'print':
        return printing.print(effect.job);
      case 'freeHead':
        devices.receiptPrinter?.freeHead();
        return null;
      case 'cancelPrint':
        await printing.cancel(effect);
        return null;
      case 'lookUpPrint':
        return printing.lookUp(effect);
      case 'fetchDocuments': {
        const found = await source.documents(effect.person);
        return { is: 'documentsCame', visit: effect.visit, found: found.ok ? found.value : null };
      }
      case 'armScanner': {
        const armed = await devices.codeScanner?.arm(effect.ms);
        if (armed?.ok !== false) return null;
        log.warn('scanner not armed', { why: armed.problem });
        return { is: 'scannerNotArmed' };
      }
      case 'disarmScanner':
        await devices.codeScanner?.disarm();
        return null;
      case 'checkCode':
        return { is: 'codeChecked', ...(await options.checkCode(effect)) };
      case 'checkPin':
        return {
          is: 'pinChecked',
          person: effect.person,
          right: await options.checkPin(effect.pinHash, effect.digits),
        };
      case 'testDevice': {
        const device = allDevices(devices).find((one) => one.name === effect.device);
        const result = (await device?.test()) ?? { passed: false, detail: 'not fitted' };
        return { is: 'deviceTested', device: effect.device, ...result };
      }
      case 'retrySync':
        options.retrySync();
        return null;
      case 'openWiring':
      case 'closeWiring':
      case 'keepWiring':
        options.wiring.run(effect);
        return null;
      case 'wiring':
        options.wiring.run(effect.effect);
        return null;
      case 'wipe':
        options.wipe();
        await printing.purge();
        return null;
      default:
        return unreachable(effect);
    }
  }

  /** A driver that throws is a bug; the session still gets an answer that blames nobody and repeats nothing. */
  function afterBug(effect: Effect): Event | null {
    if (effect.do === 'pulse') return { is: 'pulsed', order: effect.order, outcome: 'silent' };
    if (effect.do === 'print')
      return { is: 'printEnded', job: effect.job.id, outcome: { is: 'notConfirmed', next: 'record' } };
    if (effect.do === 'lookUpPrint') return { is: 'printLookedUp', job: effect.job, found: 'unknown' };
    if (effect.do === 'checkCode') return { is: 'codeChecked', tried: [], right: null };
    if (effect.do === 'testDevice')
      return { is: 'deviceTested', device: effect.device, passed: false, detail: 'the test itself failed' };
    return null;
  }

  return function run(effect) {
    act(effect)
      .catch((error: unknown) => {
        log.error('effect failed', { effect: effect.do, error });
        return afterBug(effect);
      })
      .then((event) => {
        if (event !== null) dispatch(event);
      });
  };
}
