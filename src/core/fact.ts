// Fact: one thing that happened. Every fact goes into the audit log and to central, in one transaction with what it changed.

import type { CellFault, CellId, Doubt } from './cell.ts';
import type { DeviceTest, TestLevel } from './device-test.ts';
import type { OpenReason } from './door.ts';
import type { HallAlarm } from './hall-door.ts';
import type { HandOverEvidence, ItemId, RecallPlace } from './item.ts';
import type { PersonKey, StaffRole } from './person.ts';
import type { PowerLevel } from './power.ts';
import type { DocumentKind, PrintRefusal, PrintTrouble } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Readiness } from './readiness.ts';
import type { GrantRefusal } from './right.ts';
import type { WiringAct } from './wiring-event.ts';
import type { Verdict } from './wiring-record.ts';

export type Fact =
  | { readonly is: 'started'; readonly version: string; readonly openOrdersInDoubt: number }
  /** The database was damaged or old. Whole: restored to its last step; else to an older state, and no cell is trusted. */
  | { readonly is: 'databaseRestored'; readonly isWhole: boolean }
  | { readonly is: 'deviceChanged'; readonly device: string; readonly state: string }
  | { readonly is: 'powerChanged'; readonly to: PowerLevel }
  /** Central's time minus this kiosk's; told when it becomes wrong and when it is right again. */
  | { readonly is: 'clockCompared'; readonly offsetMs: number; readonly isWrong: boolean }
  // news from central that moved nothing
  | { readonly is: 'rightRefused'; readonly right: string; readonly why: GrantRefusal }
  | { readonly is: 'newsRefused'; readonly why: 'unreadable' }
  // the hall door
  | { readonly is: 'hallEntryGranted'; readonly person: PersonKey; readonly offHours: boolean }
  | { readonly is: 'hallEntryRefused'; readonly why: Problem }
  | { readonly is: 'hallEntered'; readonly person: PersonKey }
  /** Let in, but the door never moved in the time that a grant lasts. */
  | { readonly is: 'hallNotEntered'; readonly person: PersonKey }
  | { readonly is: 'hallDoorAlarm'; readonly alarm: HallAlarm }
  | { readonly is: 'hallDoorAlarmEnded'; readonly alarm: HallAlarm }
  | { readonly is: 'hallExit' }
  // visits at the kiosk
  | { readonly is: 'visitBegan'; readonly person: PersonKey; readonly offHours: boolean }
  | { readonly is: 'visitEnded'; readonly how: 'finished' | 'timeOut' | 'problem' }
  | { readonly is: 'cardRefused'; readonly why: Problem }
  | { readonly is: 'problemShown'; readonly problem: Problem; readonly caseNumber: string }
  | { readonly is: 'staffSignedIn'; readonly person: PersonKey; readonly role: StaffRole }
  | { readonly is: 'staffRefused'; readonly person: PersonKey; readonly wrongPins: number }
  /** A pickup code that was wrong; `wrong` counts all at this kiosk since the last right one. */
  | { readonly is: 'codeRefused'; readonly wrong: number }
  /** Tried too often: this code is of no use any more. */
  | { readonly is: 'codeLocked'; readonly item: ItemId }
  // diagnostics
  | { readonly is: 'diagnosticsBegan'; readonly by: PersonKey; readonly role: StaffRole }
  /** `failed`: devices that did not pass the test at the end, or did not answer. */
  | {
      readonly is: 'diagnosticsEnded';
      readonly by: PersonKey;
      readonly role: StaffRole;
      readonly failed: readonly string[];
    }
  /** In what state the technician leaves the kiosk. */
  | ({ readonly is: 'readinessReported'; readonly by: PersonKey } & Readiness)
  | {
      readonly is: 'deviceTested';
      readonly device: string;
      readonly level: TestLevel;
      readonly outcome: DeviceTest['outcome'];
      readonly detail: string;
    }
  // help
  | { readonly is: 'helpCalled'; readonly call: string; readonly screen: string; readonly caseNumber: string | null }
  | { readonly is: 'helpWithdrawn'; readonly call: string }
  // the wiring wizard
  | { readonly is: 'wiringBegan'; readonly line: string; readonly by: PersonKey }
  | {
      readonly is: 'wiringSaid';
      readonly by: PersonKey;
      readonly said: WiringAct['is'];
      readonly board: string | null;
      readonly channel: number | null;
      readonly cell: CellId | 'none' | 'several' | null;
    }
  | { readonly is: 'wiringFired'; readonly by: PersonKey; readonly board: string; readonly channel: number }
  | {
      readonly is: 'wiringEnded';
      readonly line: string;
      readonly by: PersonKey;
      readonly how: 'stopped' | 'abandoned' | 'notOpened';
      readonly verdict: Verdict | null;
    }
  // printing
  | {
      readonly is: 'printOrdered';
      readonly job: string;
      readonly document: string;
      readonly kind: DocumentKind;
      readonly copy: number;
      readonly reprintOf: string | null;
      readonly person: PersonKey;
    }
  /** The first byte was about to leave. `sha256`: of the file of a proof, lower-case hex. */
  | {
      readonly is: 'printSent';
      readonly job: string;
      readonly document: string;
      readonly copy: number;
      readonly sha256: string | null;
    }
  | { readonly is: 'printStopped'; readonly job: string; readonly why: PrintTrouble }
  | { readonly is: 'printed'; readonly job: string; readonly evidence: 'printer' | 'record' | 'statement' }
  | { readonly is: 'printNotStarted'; readonly job: string; readonly why: PrintRefusal | 'recordSaysNone' }
  | { readonly is: 'printExpired'; readonly job: string }
  | { readonly is: 'printNotConfirmed'; readonly job: string }
  | { readonly is: 'printLost'; readonly job: string }
  // cells and items
  | {
      readonly is: 'openOrdered';
      readonly order: string;
      readonly cell: CellId;
      readonly items: readonly ItemId[];
      readonly why: OpenReason;
      readonly by: PersonKey;
    }
  /** Signed for before the door opened; the signature itself travels sealed beside the fact. */
  | {
      readonly is: 'deliverySigned';
      readonly order: string;
      readonly cell: CellId;
      readonly items: readonly ItemId[];
      readonly person: PersonKey;
      /** Of the signature as it was sealed, lower-case hex: the audit log proves that it is still that one. */
      readonly sha256: string | null;
    }
  | { readonly is: 'opened'; readonly order: string; readonly cell: CellId; readonly evidence: 'sensor' | 'statement' }
  | {
      readonly is: 'notOpened';
      readonly order: string;
      readonly cell: CellId;
      readonly why: 'notDetected' | 'notSent' | 'unknown';
    }
  | { readonly is: 'doorClosed'; readonly cell: CellId }
  | { readonly is: 'openedWithoutOrder'; readonly cell: CellId }
  | { readonly is: 'doorHeldOpen'; readonly cell: CellId }
  /** Still open long after staff were told. */
  | { readonly is: 'doorAlarm'; readonly cell: CellId }
  /** `order` had been given up as not opened. */
  | { readonly is: 'openedLate'; readonly order: string; readonly cell: CellId }
  /** `cell` moved while `ordered` was to open. */
  | { readonly is: 'wrongDoorOpened'; readonly order: string; readonly ordered: CellId; readonly cell: CellId }
  | { readonly is: 'boardSuspended'; readonly board: string }
  | { readonly is: 'boardResumed'; readonly board: string; readonly by: PersonKey }
  /** A person said so, against the sensor. */
  | { readonly is: 'saidShut'; readonly cell: CellId }
  | { readonly is: 'cellFault'; readonly cell: CellId; readonly fault: CellFault }
  | { readonly is: 'cellFaultEnded'; readonly cell: CellId }
  | { readonly is: 'cellDoubted'; readonly cell: CellId; readonly why: Doubt; readonly items: readonly ItemId[] }
  /** While `cell` was to stand open, the label of `found` was scanned. */
  | { readonly is: 'wrongLabel'; readonly cell: CellId; readonly found: CellId }
  | { readonly is: 'cellClosed'; readonly cell: CellId; readonly by: PersonKey }
  | { readonly is: 'cellOutOfService'; readonly cell: CellId; readonly why: 'lock' | 'staff' }
  | {
      readonly is: 'cellVerified';
      readonly cell: CellId;
      readonly by: PersonKey;
      readonly found: 'empty' | 'item' | 'other' /** Everything that was seen inside. */;
      readonly inside: readonly ItemId[];
    }
  | { readonly is: 'itemDeposited'; readonly item: ItemId; readonly cell: CellId; readonly by: PersonKey }
  /** A free cell is kept for something on its way; `by` is null where central asked for it. */
  | {
      readonly is: 'cellKept';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly until: number;
      readonly by: PersonKey | null;
    }
  /** Central asked for it, and none was free. */
  | { readonly is: 'cellNotKept'; readonly item: ItemId }
  | {
      readonly is: 'cellKeptEnded';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly why: 'used' | 'released' | 'over';
    }
  | { readonly is: 'depositCancelled'; readonly item: ItemId; readonly cell: CellId; readonly by: PersonKey }
  /** The missing papers of a case lie in that cell. */
  | {
      readonly is: 'dropOffReceived';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly person: PersonKey;
      /** When the sensor saw the door shut, on the kiosk's clock: the time of submission. Null where nobody saw it. */
      readonly shutAt: number | null;
      /** Central's time minus the kiosk's; null where they were not compared. */
      readonly clockOffsetMs: number | null;
      readonly evidence: 'sensor' | 'staff';
    }
  | {
      readonly is: 'itemHandedOver';
      readonly item: ItemId;
      readonly cell: CellId;
      /** Who took it. */
      readonly person: PersonKey;
      /** Whose it is; somebody else than `person` when an agent came. */
      readonly addressee: PersonKey;
      readonly proof: 'card' | 'code';
      readonly evidence: HandOverEvidence;
    }
  /** Staff saw it in `cell`, where it was not booked. */
  | {
      readonly is: 'itemFound';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly was: CellId | null;
      readonly by: PersonKey;
    }
  | { readonly is: 'openAllBegan'; readonly by: PersonKey; readonly second: PersonKey; readonly cells: number }
  | { readonly is: 'openAllStopped'; readonly by: PersonKey; readonly left: number }
  /** Every door has had its turn and is shut again; `failed` did not open. */
  | { readonly is: 'openAllEnded'; readonly failed: number }
  | { readonly is: 'emergencyServing'; readonly by: PersonKey }
  /** Every cell has been looked into. */
  | { readonly is: 'emergencyEnded' }
  /** The time it was to wait is over; it can still be collected. */
  | { readonly is: 'itemExpired'; readonly item: ItemId; readonly cell: CellId }
  /** Its addressee asked for more time. */
  | {
      readonly is: 'itemExtended';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly by: PersonKey;
      readonly until: number;
    }
  | {
      readonly is: 'itemRecalled';
      readonly item: ItemId;
      readonly cell: CellId;
      readonly by: PersonKey;
      readonly place: RecallPlace;
    }
  | {
      readonly is: 'recallNotDone';
      readonly cell: CellId;
      readonly items: readonly ItemId[];
      readonly why: 'notThere' | 'leftInside';
      readonly by: PersonKey;
    }
  | { readonly is: 'itemMissing'; readonly item: ItemId; readonly cell: CellId }
  | { readonly is: 'itemDisputed'; readonly item: ItemId; readonly cell: CellId; readonly why: string }
  | { readonly is: 'collectRefused'; readonly item: ItemId | null; readonly person: PersonKey; readonly why: Problem };

/** A fact with its place in time; `id` (UUIDv7) is also its key at central, so that it counts once however often it is sent. */
export interface Recorded {
  readonly id: string;
  /** UTC ms on the kiosk's clock. */
  readonly at: number;
  readonly fact: Fact;
}
