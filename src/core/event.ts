// Events and effects: what reaches the rules, and what the rules ask the world to do.

import type { Act } from './act.ts';
import type { Cell, CellId } from './cell.ts';
import type { DeviceTest } from './device-test.ts';
import type { DoorReading, OpenOrder } from './door.ts';
import type { DropOff } from './drop-off.ts';
import type { Emergency } from './emergency-end.ts';
import type { Recorded } from './fact.ts';
import type { AlarmReading } from './hall-door.ts';
import type { Item, ItemId } from './item.ts';
import type { Condition, PinRecord } from './kiosk.ts';
import type { Holder, PersonKey, Staff } from './person.ts';
import type { CodeTries, PickupCheck } from './pickup-code.ts';
import type { PowerReading } from './power.ts';
import type { PrinterKind, PrintJob, PrintMark, PrintRecord, PrintRefusal, PrintTrouble } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Right } from './right.ts';
import type { Elsewhere, PrintableDocument } from './session.ts';
import type { KeptSignature } from './signature.ts';
import type { WiringState } from './wiring.ts';
import type { WiringEffect, WiringEvent } from './wiring-event.ts';

/** The moment of a step. `id` is the UUIDv7 of the event: orders, jobs and visits that it starts take their id from it. */
export interface Moment {
  readonly now: number;
  readonly id: string;
}

/** A change that central announced (src/contract/sync.ts has its form on the wire). */
export type News =
  | { readonly is: 'itemExpected'; readonly item: Omit<Item, 'state' | 'hold'> }
  /** The person may leave the missing papers of a case here. */
  | {
      readonly is: 'dropOffAsked';
      readonly item: Omit<Item, 'state' | 'hold' | 'dropOff'>;
      readonly dropOff: Pick<DropOff, 'missing' | 'validFrom' | 'validTo' | 'verify'>;
    }
  | {
      readonly is: 'itemCancelled' | 'itemFrozen' | 'itemReleased' | 'itemRecalled' | 'cellWanted';
      readonly item: ItemId;
    }
  | { readonly is: 'holdDays'; readonly item: ItemId; readonly days: number }
  /** Nothing is taken out for its age before then; `null`: everything in this hall. */
  | { readonly is: 'holdExtended'; readonly item: ItemId | null; readonly until: number }
  | { readonly is: 'extensionUsed'; readonly item: ItemId }
  | { readonly is: 'rightGranted'; readonly right: Right }
  | { readonly is: 'rightRevoked'; readonly right: string }
  | { readonly is: 'codeIssued'; readonly right: string; readonly pickup: PickupCheck }
  | { readonly is: 'lowCellNeeded'; readonly item: ItemId }
  | { readonly is: 'staffAdded'; readonly staff: Staff }
  | { readonly is: 'staffRemoved'; readonly person: PersonKey }
  | { readonly is: 'helpAnswered' | 'helpEnded'; readonly call: string }
  /** Moves nothing but the cursor: this build cannot use it, or a later change that came first had taken it back. */
  | { readonly is: 'unreadable' | 'superseded' }
  | { readonly is: 'rightRefused'; readonly right: string; readonly why: 'notSigned' };

/** What central says of one person at the beginning of a visit. */
export interface Found {
  readonly documents: readonly PrintableDocument[];
  readonly elsewhere: readonly Elsewhere[];
}

export type Event =
  | { readonly is: 'tick' }
  /** The computer slept: no clock of the rules has gone on meanwhile. */
  | { readonly is: 'woke' }
  /** `sha256`: of a signature's text, lower-case hex. */
  | { readonly is: 'act'; readonly act: Act; readonly sha256?: string }
  | { readonly is: 'cardSeen' }
  | { readonly is: 'cardRead'; readonly holder: Holder }
  | { readonly is: 'cardFailed'; readonly why: Problem }
  | { readonly is: 'hallCardRead'; readonly holder: Holder }
  | { readonly is: 'hallCardFailed'; readonly why: Problem }
  | { readonly is: 'hallInputs'; readonly contact: DoorReading; readonly exitPressed: boolean }
  | { readonly is: 'hallAlarms'; readonly fire: AlarmReading; readonly tamper: AlarmReading }
  | { readonly is: 'doorChanged'; readonly cell: CellId; readonly reads: DoorReading }
  /** What became of a pulse at the board; an acknowledgement is not an open door. */
  | { readonly is: 'pulsed'; readonly order: string; readonly outcome: 'acknowledged' | 'silent' | 'notSent' }
  | { readonly is: 'documentsCame'; readonly visit: string; readonly found: Found | null }
  /** The first byte is about to leave; `sha256`: of the file, lower-case hex, where there is one. */
  | { readonly is: 'printStarting'; readonly job: string; readonly mark: PrintMark; readonly sha256: string | null }
  | {
      readonly is: 'printProgress';
      readonly job: string;
      readonly progress: { readonly is: 'printing' } | { readonly is: 'stopped'; readonly why: PrintTrouble };
    }
  | {
      readonly is: 'printEnded';
      readonly job: string;
      readonly outcome:
        | { readonly is: 'printed' }
        | { readonly is: 'notStarted'; readonly why: PrintRefusal }
        /** Its time was over before anything was sent. */
        | { readonly is: 'tooLate' }
        /** `record`: the printer could not be heard; when it answers again, its own record may tell. */
        | { readonly is: 'notConfirmed'; readonly next: 'record' | 'person' };
    }
  /** What the printer's own record says of a job of an earlier run. */
  | { readonly is: 'printLookedUp'; readonly job: string; readonly found: PrintRecord }
  | { readonly is: 'codeScanned'; readonly text: string }
  | { readonly is: 'scannerNotArmed' }
  | { readonly is: 'codeChecked'; readonly tried: readonly string[]; readonly right: string | null }
  | { readonly is: 'pinChecked'; readonly person: PersonKey; readonly right: boolean }
  | { readonly is: 'deviceChanged'; readonly device: string; readonly condition: Condition }
  | { readonly is: 'deviceTested'; readonly device: string; readonly passed: boolean; readonly detail: string }
  | { readonly is: 'power'; readonly power: PowerReading }
  /** `saved`: a wizard on this line that was left before its end. */
  | { readonly is: 'wiringOpened'; readonly line: string; readonly saved: WiringState | null }
  | { readonly is: 'wiringNotOpened'; readonly line: string }
  | { readonly is: 'wiring'; readonly event: WiringEvent }
  /** Central's time minus the clock of this machine. */
  | { readonly is: 'clockCompared'; readonly offsetMs: number }
  | { readonly is: 'centralChanged'; readonly online: boolean }
  /** `cursor` is committed with whatever the news changes. */
  | { readonly is: 'news'; readonly cursor: number; readonly asOf: number; readonly news: News }
  /** Central answered that there is nothing newer. */
  | { readonly is: 'upToDate'; readonly asOf: number };

/** What the world is asked to do, after the changes of the step are on disk. */
export type Effect =
  | { readonly do: 'pulse'; readonly order: string; readonly cell: CellId }
  | { readonly do: 'releaseHallDoor'; readonly ms: number }
  | { readonly do: 'print'; readonly job: PrintJob }
  /** Before the first slip of this run, where nobody knows whether the last one was cut. */
  | { readonly do: 'freeHead' }
  /** The end still comes as `printEnded`. */
  | { readonly do: 'cancelPrint'; readonly job: string; readonly printer: PrinterKind }
  /** A job that is found still in the printer is taken back before the answer. */
  | {
      readonly do: 'lookUpPrint';
      readonly job: string;
      readonly printer: PrinterKind;
      readonly mark: PrintMark | null;
    }
  | { readonly do: 'fetchDocuments'; readonly visit: string; readonly person: PersonKey }
  | {
      readonly do: 'checkCode';
      readonly code: string;
      readonly phone: string;
      readonly rights: readonly Right[];
    }
  | { readonly do: 'checkPin'; readonly person: PersonKey; readonly pinHash: string; readonly digits: string }
  | { readonly do: 'armScanner'; readonly ms: number }
  | { readonly do: 'disarmScanner' }
  | { readonly do: 'testDevice'; readonly device: string }
  | { readonly do: 'retrySync' }
  /** Stops the devices of this line and gives the wire to the wizard; `closeWiring` starts them again. */
  | { readonly do: 'openWiring'; readonly line: string }
  | { readonly do: 'closeWiring'; readonly line: string; readonly state: WiringState | null }
  | { readonly do: 'keepWiring'; readonly line: string; readonly state: WiringState }
  | { readonly do: 'wiring'; readonly effect: WiringEffect }
  /** The session is over: forget papers, clipboard, what printers hold and whatever else may be left of it. */
  | { readonly do: 'wipe' };

/** What one step changed and must be on disk before its effects run. */
export interface Changes {
  readonly items: readonly Item[];
  readonly cells: readonly Cell[];
  readonly orders: readonly OpenOrder[];
  readonly jobs: readonly PrintJob[];
  readonly rights: readonly Right[];
  readonly rightsRevoked: readonly string[];
  readonly staff: readonly Staff[];
  readonly staffRemoved: readonly PersonKey[];
  readonly pins: readonly PinRecord[];
  readonly codeTries: readonly CodeTries[];
  readonly signatures: readonly KeptSignature[];
  readonly tests: readonly DeviceTest[];
  /** All of them, when one was added or resumed. */
  readonly suspended?: ReadonlyMap<string, number>;
  readonly emergency?: Emergency | null;
  readonly rightsAsOf?: number;
  readonly cursor?: number;
  readonly facts: readonly Recorded[];
}
