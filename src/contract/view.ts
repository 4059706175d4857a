// View: everything the window draws, pushed whole on every change. It holds nothing that the screen does not show.

import type { Act } from '../core/act.ts';
import type { CellId, CellSize } from '../core/cell.ts';
import type { DeviceTest, TestLevel } from '../core/device-test.ts';
import type { ChainPlace } from '../core/drop-off.ts';
import type { HealthLine } from '../core/health.ts';
import type { HelpShown } from '../core/help.ts';
import type { ItemId } from '../core/item.ts';
import type { DocumentKind, FetchedKind, PrintTrouble } from '../core/print-job.ts';
import type { Problem } from '../core/problem.ts';
import type { RecallReason } from '../core/recalling.ts';
import type { Elsewhere } from '../core/session.ts';
import type { ShutNote, Trouble } from '../core/wiring.ts';
import type { Reason, Verdict } from '../core/wiring-record.ts';
import type { Language, Words } from '../core/words.ts';

/** Whether something can be had now; if not, why, so that it is greyed out before anything is asked. */
export type Works = { readonly works: true } | { readonly works: false; readonly why: Problem };

export interface CellPicture {
  readonly id: CellId;
  readonly size: CellSize;
  /** `lit` is the one cell this session is about. */
  readonly looks: 'plain' | 'lit' | 'open' | 'outOfService';
}

export interface BankPicture {
  readonly id: string;
  /** Columns from left to right, each from top to bottom. */
  readonly columns: readonly (readonly CellPicture[])[];
}

export interface DocumentChoice {
  readonly id: string;
  readonly kind: FetchedKind;
  readonly title: Words;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly amountFen: number | null;
  readonly printable: Works;
}

export interface LicenceLine {
  readonly item: ItemId;
  readonly title: Words;
  readonly caseNumber: string;
}

/** One cell with all that waits in it for this person: one opening hands over everything. */
export interface LicenceChoice {
  readonly cell: CellId;
  readonly items: readonly LicenceLine[];
  /** The time of one of them is over: it can be had until staff take it out. */
  readonly isOver: boolean;
  /** Until when the first of them waits, UTC ms. */
  readonly until: number | null;
  /** Until when the person may have it kept longer; null when that is not offered. */
  readonly extendTo: number | null;
  readonly collectable: Works;
}

/** What is taken out, or was said not to be there. */
export interface TakenLine extends LicenceLine {
  readonly missing: boolean;
}

export interface DepositChoice {
  readonly item: ItemId;
  readonly title: Words;
  readonly caseNumber: string;
  readonly maskedName: string;
  readonly size: CellSize;
  /** A cell that is kept for it. */
  readonly kept: CellId | null;
}

/** Where to go when the cabinet is full, the nearest first. */
export interface Instead {
  readonly places: readonly { readonly name: Words; readonly metres: number }[];
  readonly windows: readonly string[];
}

/** One cell out of which staff should take something. */
export interface RecallLine {
  readonly cell: CellId;
  readonly reason: RecallReason;
  readonly items: readonly Pick<DepositChoice, 'item' | 'title' | 'caseNumber' | 'maskedName'>[];
  /** Left for later in this visit. */
  readonly skipped: boolean;
  readonly openable: Works;
}

/** Missing papers that a person may leave here, or has left. */
export interface DropOffLine {
  readonly item: ItemId;
  readonly title: Words;
  readonly missing: Words;
  readonly caseNumber: string;
  /** Whether it can be left now. */
  readonly works: Works;
  /** What was left, and whether its slip can be printed now. */
  readonly left: { readonly at: number; readonly cell: CellId; readonly slip: Works } | null;
}

/** One cell that somebody has to look into. */
export interface SheetLine {
  readonly cell: CellId;
  /** State and reason, as on the technician's page. */
  readonly content: string;
  readonly door: 'open' | 'closed' | 'unknown';
  readonly openable: Works;
}

/** Something that may be found in a cell. */
export interface ThingLine {
  readonly item: ItemId;
  readonly title: Words;
  readonly caseNumber: string;
  readonly maskedName: string;
  /** Where the books have it, or where it was handed over. */
  readonly at: CellId | null;
  /** Nobody knows where it is. */
  readonly isSought: boolean;
}

export interface DeviceLine {
  readonly name: string;
  readonly description: string;
  readonly state: 'ready' | 'low' | 'blocked' | 'fault' | 'offline' | 'unknown';
  /** Detail for the technician, without personal data. */
  readonly detail: string;
  /** A board that opens nothing until the technician says so. */
  readonly suspended: boolean;
  readonly tests: readonly {
    readonly level: TestLevel;
    readonly last: Pick<DeviceTest, 'at' | 'outcome' | 'detail'> | 'running' | null;
    /** What a tap begins; null where it cannot be done now. */
    readonly begins: Extract<Act, { act: 'testDevice' | 'tryDevice' }> | null;
  }[];
}

export interface CellLine {
  readonly cell: CellId;
  readonly content: string;
  readonly door: 'open' | 'closed' | 'unknown';
  /** In its life. */
  readonly opens: number;
  /** The board whose test opens it; null where that is not offered. */
  readonly triedBy: string | null;
}

/** What is known of a cell while the wizard runs; `now` is the one at hand, as far as the technician may know it. */
export interface WiringCell {
  readonly cell: CellId;
  readonly looks: 'unknown' | 'learnt' | 'accepted' | 'remarks' | 'failed' | 'now';
}

export interface WiringOutcome {
  readonly cell: CellId;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** What the wizard asks or waits for. */
export type WiringQuestion =
  | { readonly ask: 'wait'; readonly what: 'line' | 'search' | 'baseline' | 'pulse' }
  | { readonly ask: 'rest'; readonly seconds: number }
  | { readonly ask: 'begin' }
  | { readonly ask: 'noBoards' }
  | {
      readonly ask: 'place';
      readonly board: string;
      readonly name: string;
      readonly bits: number;
      readonly disturbed: boolean;
    }
  | { readonly ask: 'shutAll'; readonly note: ShutNote }
  | {
      readonly ask: 'go';
      readonly board: string;
      readonly channel: number;
      /** The cell that should open; null where the technician is to name the door unprompted. */
      readonly cell: CellId | null;
      readonly trouble: Trouble | null;
      /** Nothing can be fired now. */
      readonly blocked: 'boardSilent' | 'doorOpen' | null;
      readonly left: number;
    }
  | { readonly ask: 'door'; readonly cell: CellId | null; readonly pulled: boolean }
  | { readonly ask: 'sensor'; readonly cell: CellId }
  | { readonly ask: 'shut'; readonly cell: CellId; readonly bySensor: boolean }
  | {
      readonly ask: 'review';
      readonly learnt: number;
      readonly of: number;
      readonly outcomes: readonly WiringOutcome[];
    }
  | { readonly ask: 'done'; readonly verdict: Verdict; readonly outcomes: readonly WiringOutcome[] };

/** `stopped`: the printer waits for a hand; `stopping`: the job is being taken back. */
export type PrintingStage =
  | { readonly is: 'preparing' | 'printing' | 'stopping' }
  | { readonly is: 'stopped'; readonly why: PrintTrouble };

export type Screen =
  | { readonly at: 'starting' }
  | { readonly at: 'outOfService'; readonly why: Problem; readonly codeHelps: boolean }
  | { readonly at: 'welcome' }
  | { readonly at: 'reading' }
  /** A pickup code is typed in. Nothing of it is in the view. */
  | {
      readonly at: 'code';
      readonly wrong: number;
      readonly lockedUntil: number | null;
      readonly checking: boolean;
    }
  | {
      readonly at: 'menu';
      readonly maskedName: string;
      readonly documents: Works;
      readonly licences: Works;
      /** Cases whose missing papers can be left here, or were. */
      readonly dropOffs: number;
      /** How many licences wait here for this person. */
      readonly waiting: number;
      /** Other places where something waits. */
      readonly elsewhere: readonly Elsewhere[];
    }
  | { readonly at: 'fetching' }
  | { readonly at: 'documents'; readonly documents: readonly DocumentChoice[] }
  | {
      readonly at: 'printing';
      readonly title: Words;
      readonly kind: DocumentKind;
      readonly stage: PrintingStage;
      readonly mayStop: boolean;
      readonly caseNumber: string;
    }
  | { readonly at: 'didItPrint'; readonly title: Words; readonly caseNumber: string }
  | { readonly at: 'printed'; readonly title: Words; readonly kind: DocumentKind }
  | { readonly at: 'licences'; readonly licences: readonly LicenceChoice[] }
  | {
      readonly at: 'sign';
      readonly cell: CellId;
      readonly items: readonly LicenceLine[];
      readonly mayBeSkipped: boolean;
    }
  | { readonly at: 'opening'; readonly cell: CellId; readonly attempt: number }
  | { readonly at: 'didItOpen'; readonly cell: CellId }
  | {
      readonly at: 'takeOut';
      readonly cell: CellId;
      readonly items: readonly TakenLine[];
      readonly openTooLong: boolean;
    }
  | { readonly at: 'didYouTake'; readonly cell: CellId }
  | {
      readonly at: 'collected';
      readonly cell: CellId;
      readonly items: readonly TakenLine[];
      readonly reopenUntil: number;
      /** Of what was handed over; null when that is nothing. */
      readonly receipt: Works | null;
    }
  | { readonly at: 'dropOffs'; readonly lines: readonly DropOffLine[] }
  | {
      readonly at: 'confirmDropOff';
      readonly cell: CellId;
      readonly title: Words;
      /** The door shut again at once. */
      readonly slammed: boolean;
    }
  | {
      readonly at: 'droppedOff';
      readonly item: ItemId;
      readonly title: Words;
      readonly caseNumber: string;
      readonly cell: CellId;
      /** When the door shut. UTC ms. */
      readonly shutAt: number;
      /** To be written down where nothing is printed. */
      readonly number: string;
      /** Place in the audit log and its hash. */
      readonly place: ChainPlace | null;
      readonly slip: Works;
    }
  /** Cells at which something was under way when the program ended. */
  | { readonly at: 'restarted'; readonly cells: readonly CellId[] }
  | { readonly at: 'closeDoor'; readonly cell: CellId }
  /** Doors that moved although another was ordered to open: nothing is to be taken out of them. */
  | { readonly at: 'wrongDoor'; readonly cells: readonly CellId[]; readonly caseNumber: string }
  | { readonly at: 'thanks' }
  | {
      readonly at: 'problem';
      readonly problem: Problem;
      readonly caseNumber: string;
      readonly cell: CellId | null;
      /** The card was the trouble: a pickup code does without it. */
      readonly codeHelps: boolean;
      /** No cell is free: where else to go. */
      readonly instead: Instead | null;
    }
  | {
      readonly at: 'pin';
      readonly role: 'depositor' | 'technician';
      readonly wrong: number;
      readonly lockedUntil: number | null;
    }
  | {
      readonly at: 'deposit';
      readonly items: readonly DepositChoice[];
      readonly freeCells: number;
      /** No cell is free: where else to bring it. */
      readonly instead: Instead | null;
      /** Cells out of which something should be taken. */
      readonly recalls: number;
      /** Put in during this visit; the last can be undone as long as it lies where it was put. */
      readonly batch: readonly { readonly title: Words; readonly cell: CellId }[];
      readonly mayUndo: boolean;
      /** A bar code can be held before the scanner. */
      readonly scanner: boolean;
      /** Cells that somebody has to look into. */
      readonly toCheck: number;
    }
  | {
      readonly at: 'worksheet';
      /** In walking order. */
      readonly cells: readonly SheetLine[];
      readonly things: readonly ThingLine[];
      /** On paper: these cells, or every cell; false where there is nothing to print, or more than a slip takes. */
      readonly print: { readonly doubtful: boolean; readonly all: boolean };
      /** Everything was opened: nobody is served before all of it has been looked into, or a technician says so. */
      readonly emergency: { readonly mayServe: boolean } | null;
    }
  | { readonly at: 'secondPerson'; readonly refused: boolean }
  | {
      readonly at: 'openingAll';
      readonly opened: number;
      readonly of: number;
      readonly mayStop: boolean;
      /** They had their turn and did not open. */
      readonly failed: readonly CellId[];
      /** Nothing more is opened: these are to be shut. */
      readonly toShut: readonly CellId[] | null;
    }
  | { readonly at: 'worklist'; readonly recalls: readonly RecallLine[] }
  | {
      readonly at: 'confirmRecall';
      readonly cell: CellId;
      readonly items: readonly LicenceLine[];
      /** Papers that somebody has left: they go to a window. */
      readonly isDropOff: boolean;
      readonly counters: readonly string[];
    }
  | {
      readonly at: 'putIn';
      readonly cell: CellId;
      readonly title: Words;
      /** The last deposit is undone: it comes out. */
      readonly takingBack: boolean;
      readonly label: 'none' | 'wanted' | 'seen';
    }
  | {
      readonly at: 'confirmDeposit';
      readonly cell: CellId;
      readonly title: Words;
      readonly takingBack: boolean;
      /** The label inside was not scanned: the door has to be opened again. */
      readonly labelMissing: boolean;
    }
  | { readonly at: 'leftEmpty'; readonly cell: CellId; readonly others: number }
  /** A card or a code is to be held before that device; then whether it was as it should be. */
  | { readonly at: 'trying' | 'judging'; readonly device: string }
  /** The technician's PIN was right, and something of an earlier visit is still under way. */
  | { readonly at: 'entering' }
  | {
      readonly at: 'technician';
      /** What needs attention; empty where everything works. */
      readonly health: readonly HealthLine[];
      readonly devices: readonly DeviceLine[];
      readonly cells: readonly CellLine[];
      readonly toCheck: number;
      readonly queue: {
        readonly waiting: number;
        readonly parked: number;
        readonly oldestAt: number | null;
        /** Central does not hear this kiosk at all. */
        readonly refused?: 'kioskRevoked' | 'unknownKiosk' | 'forged' | 'protocolTooOld' | 'protocolTooNew' | null;
        readonly lastProblem: string | null;
        readonly rightsAsOf: number | null;
        /** Central's time minus this kiosk's. */
        readonly clockOffsetMs: number | null;
        readonly databaseBytes: number | null;
        readonly diskFreeBytes: number | null;
      };
      /** Lines on which the wiring wizard can be run. */
      readonly lines: readonly string[];
    }
  | {
      readonly at: 'wiring';
      readonly line: string;
      readonly question: WiringQuestion;
      readonly cells: readonly WiringCell[];
    };

export interface View {
  /** Rises by one with every view of one controller run. */
  readonly sequence: number;
  readonly language: Language;
  /** Elder mode: larger text and targets, fewer things at once. */
  readonly elder: boolean;
  readonly pointName: Words;
  /** Duty phone, shown wherever help may be needed. */
  readonly phone: string;
  /** Says "trial" wherever it shows, for simulated devices and the embedded trial database. */
  readonly trial: boolean;
  readonly languages: readonly Language[];
  /** What works now and what does not, for the welcome screen. */
  readonly now: { readonly receipts: Works; readonly proofs: Works; readonly pickup: Works };
  readonly centralOnline: boolean;
  /** Somebody here has asked for a person: nobody has answered yet, somebody comes, or the number to dial. */
  readonly help: HelpShown;
  /** UTC ms of the last news from central. */
  readonly rightsAsOf: number | null;
  readonly banks: readonly BankPicture[];
  readonly screen: Screen;
  /** UTC ms at which the session ends by itself, set only in the last seconds, when the window asks "still there?". */
  readonly endsAt: number | null;
  /** UTC ms at which this view was made, so that the window can count down without trusting its own clock. */
  readonly madeAt: number;
}
