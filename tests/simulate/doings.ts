// Doings: everything that people, the office and faults can do in a simulated day, as it is drawn and written down.

import type { BoardName, WireName } from './hall.ts';

/** What breaks; each names what it breaks, so that the repair finds it. */
export type Fault =
  | { readonly is: 'network'; readonly how: 'refused' | 'silent' | 'losesReplies' | 'doubles' }
  | { readonly is: 'repeatedNews' }
  | { readonly is: 'boardDead'; readonly board: BoardName }
  | { readonly is: 'sensorStuck'; readonly cell: string; readonly at: 'open' | 'closed' }
  | { readonly is: 'doorJams'; readonly cell: string }
  | { readonly is: 'slowLock'; readonly cell: string; readonly ms: number }
  | {
      readonly is: 'noisyWire';
      readonly wire: WireName;
      readonly drop: number;
      readonly flipBit: number;
      readonly pieceBytes: number;
    }
  | { readonly is: 'deadWire'; readonly wire: WireName }
  | { readonly is: 'paperOut' }
  | { readonly is: 'cutterJam' }
  | { readonly is: 'coverOpen' }
  | { readonly is: 'receiptPower' }
  | { readonly is: 'documentReason'; readonly reason: 'media-jam' | 'media-empty' | 'toner-empty' }
  | { readonly is: 'documentPower' }
  | { readonly is: 'readerDead' }
  | { readonly is: 'mainsCut'; readonly charge: number }
  | { readonly is: 'fire' }
  | { readonly is: 'tamper' }
  | { readonly is: 'crossedDoors'; readonly cell: string; readonly other: string; readonly alsoRight: boolean };

/** What happens in one moment. */
export type Blow =
  | { readonly is: 'kill'; readonly downMs: number }
  | { readonly is: 'killAtStep'; readonly steps: number; readonly downMs: number }
  | { readonly is: 'powerLoss'; readonly downMs: number }
  /** The disk has spoilt the database: the newest backup takes its place. */
  | { readonly is: 'databaseSpoilt'; readonly downMs: number }
  | { readonly is: 'clockJump'; readonly ms: number }
  | { readonly is: 'prised'; readonly cell: string }
  | { readonly is: 'withdrawn'; readonly how: 'itemCancelled' | 'itemFrozen' }
  | { readonly is: 'fault'; readonly fault: Fault; readonly forMs: number };

export interface CitizenHabits {
  readonly person: string;
  /** Comes because something waits: it picks among those people, in [0, 1); null comes as they are. */
  readonly invited: number | null;
  readonly wants: 'prints' | 'licence' | 'both';
  readonly card: 'lies' | 'nudged' | 'taken';
  /** Comes in by the code of the message instead of the card; `guesses` has seen the phone number and tries codes. */
  readonly code: 'none' | 'right' | 'mistyped' | 'guesses';
  /** Goes without a word after so many screens; the door stays as it is. */
  readonly leavesAfter: number;
  readonly leavesDoorOpen: boolean;
  readonly slams: boolean;
  readonly takes: 'takes' | 'leavesInside' | 'puttingBack';
  readonly says: 'true' | 'falselyEmpty' | 'falselyNotMine' | 'falselyNoPaper';
  readonly opensAgain: boolean;
  /** Cannot carry it today: has it kept longer, and goes. */
  readonly asksForTime: boolean;
  /** Helps itself to what lies behind a door that stands open. */
  readonly steals: boolean;
}

export interface PaperHabits {
  /** So many of what is asked for. */
  readonly envelopes: number;
  /** `lies`: says that it is inside, and it is not. */
  readonly puts: 'in' | 'notIn' | 'lies';
  readonly slams: boolean;
  readonly leavesDoorOpen: boolean;
  /** Goes without a word after so many screens. */
  readonly leavesAfter: number;
  readonly prints: boolean;
}

export type Doing =
  | { readonly do: 'visit'; readonly habits: CitizenHabits }
  | { readonly do: 'enterHall'; readonly person: string; readonly how: 'walksIn' | 'staysOut' | 'holdsDoor' | 'forces' }
  | {
      readonly do: 'deposit';
      readonly most: number;
      readonly lies: boolean;
      readonly cancels: boolean;
      readonly leavesAfter: number;
      readonly swaps: boolean;
      readonly wrongPin: boolean;
      /** Does not fit: asks for a larger cell. */
      readonly tooLarge: boolean;
      readonly undoes: boolean;
      readonly recalls: boolean;
      /** Holds the bar code of each envelope before the scanner instead of choosing from the list. */
      readonly scans: boolean;
      /** Scans the label of another cell than the one whose door stands open. */
      readonly wrongLabel: boolean;
      /** Keeps a cell for what is not put in yet, or lets a kept one go. */
      readonly keeps: boolean;
      readonly letsGo: boolean;
    }
  | {
      readonly do: 'inspect';
      readonly tests: boolean;
      readonly leavesAfter: number;
      readonly opensAll: boolean;
      readonly wires: boolean;
    }
  | { readonly do: 'announce'; readonly person: string; readonly size: 'small' | 'medium' | 'large' }
  | { readonly do: 'offer'; readonly person: string; readonly kind: 'paymentReceipt' | 'proof' }
  | { readonly do: 'withdraw'; readonly how: 'itemCancelled' | 'itemFrozen'; readonly pick: number }
  | { readonly do: 'recall'; readonly pick: number }
  /** A case waits for papers. */
  | { readonly do: 'askPapers'; readonly person: string }
  | { readonly do: 'withdrawPapers'; readonly pick: number }
  | { readonly do: 'bringPapers'; readonly pick: number; readonly habits: PaperHabits }
  /** Something is on its way: a cell is to be kept for it. */
  | { readonly do: 'wantCell'; readonly pick: number }
  | { readonly do: 'delegate'; readonly pick: number; readonly agent: string }
  | { readonly do: 'release'; readonly pick: number }
  | { readonly do: 'revoke'; readonly pick: number }
  | { readonly do: 'fault'; readonly fault: Fault; readonly forMs: number }
  /** During the visit of that name, so long after it began. */
  | { readonly do: 'blow'; readonly during: string; readonly afterMs: number; readonly blow: Blow };

export interface Decision {
  /** Day and number, e.g. 3.5; a blow during it is 3.5.1. */
  readonly name: string;
  readonly day: number;
  /** Ms after midnight. */
  readonly at: number;
  /** Of what it chooses while it is done. */
  readonly seed: number;
  readonly what: Doing;
}
