// Session: one person at the kiosk, from card to good-bye. Each state carries its own deadline; data exists only where it is needed.

import type { CellId } from './cell.ts';
import type { Delivery } from './delivery.ts';
import type { ItemId } from './item.ts';
import type { Holder, StaffRole } from './person.ts';
import type { FetchedKind } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Trial } from './trying.ts';
import type { WiringState } from './wiring.ts';
import type { Words } from './words.ts';

/** What central says this person may print; enough to choose from. */
export interface PrintableDocument {
  readonly id: string;
  readonly kind: FetchedKind;
  readonly title: Words;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly amountFen: number | null;
}

/** Another place where something waits for this person. */
export interface Elsewhere {
  readonly place: Words;
  readonly count: number;
}

export interface Visit {
  readonly id: string;
  readonly holder: Holder;
  readonly role: 'citizen' | StaffRole;
  readonly documents: readonly PrintableDocument[];
  readonly elsewhere: readonly Elsewhere[];
  /** What staff have put in during this visit, in its order. */
  readonly batch: readonly { readonly item: ItemId; readonly cell: CellId }[];
  /** What proved who it is: the card, or a pickup code, which is good for the items of one cell. */
  readonly proof: { readonly is: 'card' } | { readonly is: 'code'; readonly cell: CellId };
  /** The list that staff work through: after each cell they are back at it. */
  readonly list?: { readonly is: 'recall'; readonly skipped: readonly CellId[] } | { readonly is: 'worksheet' };
  /** Cells for whose content the person has signed. */
  readonly signed?: readonly CellId[];
  /** A device is being tested: what the visit comes home from is noted as its result. */
  readonly trial?: Trial;
  /** Where the visit goes on when the receipt is printed. */
  readonly collected?: Collected;
}

/** A door has shut behind what was taken out. */
export interface Collected {
  /** Id of the order to open. */
  readonly order: string;
  readonly cell: CellId;
  readonly reopenUntil: number;
  readonly closedAt: number;
  /** What the receipt says; null when nothing was handed over. */
  readonly delivery: Delivery | null;
}

interface Timed {
  /** UTC ms at which the state ends by itself. */
  readonly deadline: number;
}
interface Visiting extends Timed {
  readonly visit: Visit;
}
/** `order` is the id of the order to open that this is about. */
interface AtCell extends Visiting {
  readonly order: string;
  readonly cell: CellId;
}

export type Session =
  | { readonly at: 'welcome' }
  | ({ readonly at: 'reading' } & Timed)
  /** A pickup code is typed in, or being checked. */
  | ({ readonly at: 'code'; readonly checking: boolean } & Timed)
  | ({ readonly at: 'menu' } & Visiting)
  | ({ readonly at: 'fetching' } & Visiting)
  | ({ readonly at: 'documents' } & Visiting)
  | ({
      readonly at: 'printing';
      readonly job: string;
      /** The job is being taken back: at the person's wish, or because its time was over. */
      readonly cancelled: { readonly by: 'person' | 'time'; readonly at: number } | null;
    } & Visiting)
  | ({ readonly at: 'didItPrint'; readonly job: string } & Visiting)
  | ({ readonly at: 'printed'; readonly job: string } & Visiting)
  | ({ readonly at: 'licences' } & Visiting)
  /** The person signs for what is in the cell, then the door opens. */
  | ({ readonly at: 'sign'; readonly cell: CellId } & Visiting)
  /**
   * pulsing: the order is with the board; watching: the sensor has until the deadline; resting: the coil cools before the
   * next try.
   */
  | ({
      readonly at: 'opening';
      readonly stage: 'pulsing' | 'watching' | 'resting';
      readonly attempt: number;
      readonly sensorSaidOpen: boolean;
    } & AtCell)
  | ({ readonly at: 'didItOpen' } & AtCell)
  /** The door is open: take out, put in or look. */
  | ({
      readonly at: 'doorOpen';
      readonly openedAt: number;
      readonly heldOpenTold: boolean;
      readonly labelSeen: boolean;
    } & AtCell)
  /** Other doors moved than the one that was ordered: nothing is to be taken before they are shut. */
  | ({ readonly at: 'wrongDoor'; readonly moved: readonly CellId[] } & AtCell)
  | ({ readonly at: 'didYouTake' } & AtCell)
  | ({ readonly at: 'collected' } & Collected & Visiting)
  | ({ readonly at: 'confirmDeposit'; readonly labelSeen: boolean } & AtCell)
  /** Nothing was put in: is the cell as it was before? `larger`: then the item goes on to a larger one. */
  | ({ readonly at: 'leftEmpty'; readonly then: 'done' | 'larger' } & AtCell)
  /** What this person may leave here, and what they have left. */
  | ({ readonly at: 'dropOffs' } & Visiting)
  /** The door shut, and only the person knows whether the envelope is inside. `shutAt`: null where no sensor saw it. */
  | ({ readonly at: 'confirmDropOff'; readonly shutAt: number | null; readonly slammed: boolean } & AtCell)
  | ({ readonly at: 'droppedOff'; readonly item: ItemId } & Visiting)
  /** What staff should take out. */
  | ({ readonly at: 'worklist' } & Visiting)
  | ({ readonly at: 'confirmRecall' } & AtCell)
  /** The cells that somebody has to look into. */
  | ({ readonly at: 'worksheet' } & Visiting)
  /** Opening everything takes two: the other card, then the other PIN. `refused`: a card that will not do. */
  | ({ readonly at: 'secondPerson'; readonly refused: boolean } & Visiting)
  | ({ readonly at: 'secondPin'; readonly second: Holder } & Visiting)
  /** `order`: the door at hand; null between two, and when all have had their turn and are to be shut. */
  | ({
      readonly at: 'openingAll';
      readonly left: readonly CellId[];
      readonly order: string | null;
      readonly failed: readonly CellId[];
      readonly stopped: boolean;
    } & Visiting)
  | ({ readonly at: 'pin' } & Visiting)
  | ({ readonly at: 'deposit' } & Visiting)
  /** Something of an earlier visit is still under way. */
  | ({ readonly at: 'entering' } & Visiting)
  | ({ readonly at: 'technician' } & Visiting)
  /** The technician holds a card or a code before the device. */
  | ({ readonly at: 'trying'; readonly device: string } & Visiting)
  /** The device did what it should; was it as it should be? */
  | ({ readonly at: 'judging'; readonly device: string } & Visiting)
  /** The wizard ends itself when it is abandoned; null until the wire is free. */
  | ({ readonly at: 'wiring'; readonly line: string; readonly wizard: WiringState | null } & Visiting)
  | ({ readonly at: 'thanks' } & Timed)
  | ({
      readonly at: 'problem';
      readonly problem: Problem;
      readonly caseNumber: string;
      readonly cell: CellId | null;
      readonly visit: Visit | null;
    } & Timed);

export function visitOf(session: Session): Visit | null {
  return 'visit' in session ? session.visit : null;
}

/** States in which somebody decides at the screen: they end by themselves when nobody touches it. */
export function waitsForPerson(session: Session): boolean {
  switch (session.at) {
    case 'menu':
    case 'documents':
    case 'licences':
    case 'printed':
    case 'didItPrint':
    case 'didItOpen':
    case 'didYouTake':
    case 'collected':
    case 'confirmDeposit':
    case 'leftEmpty':
    case 'dropOffs':
    case 'confirmDropOff':
    case 'droppedOff':
    case 'code':
    case 'sign':
    case 'worklist':
    case 'confirmRecall':
    case 'worksheet':
    case 'secondPerson':
    case 'secondPin':
    case 'pin':
    case 'deposit':
    case 'technician':
    case 'judging':
    case 'problem':
      return true;
    case 'welcome':
    case 'reading':
    case 'fetching':
    case 'entering':
    case 'trying':
    case 'printing':
    case 'opening':
    case 'doorOpen':
    case 'wrongDoor':
    case 'openingAll':
    case 'wiring':
    case 'thanks':
      return false;
  }
}
