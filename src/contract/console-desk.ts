// Console desk: what the staff console draws, pushed whole on every change, and the answers to what it asks. Persons are
// there as masks only; central knows no more of them.

import type { CellSize } from '../core/cell.ts';
import type { Fact } from '../core/fact.ts';
import type { Words } from '../core/words.ts';
import type { DelegationLine, ItemStateAtCentral, SmsState, TaskKind } from './admin.ts';
import type { ConsoleRole } from './console.ts';
import type { CallLine, HourglassAnswer, QueueShown } from './console-queue.ts';
import type { ReportAnswer } from './reports.ts';
import type { Light, StatusFigures, StatusShown } from './status.ts';

export interface HallLine {
  readonly kiosk: string;
  readonly place: Words;
  readonly timeZone: string;
  readonly joined: boolean;
  /** It has said something within the last minute and a half. */
  readonly heard: boolean;
  /** By what it last said of itself; red when it says nothing, null when it never has. */
  readonly light: Light | null;
  /** Rises when what it shows changes; 0 before its first report. */
  readonly version: number;
  readonly cells: {
    readonly free: number;
    readonly occupied: number;
    readonly doubtful: number;
    readonly all: number;
  };
  /** What does not work, by function; empty when all does or nobody knows. */
  readonly stopped: readonly { readonly function: FunctionName; readonly why: Problem }[];
}

export type FunctionName = keyof StatusShown['functions'];
export type Problem = NonNullable<StatusShown['functions']['pickup']>;

/** The item of a line; null where it is about a place only. */
export interface ItemShort {
  readonly item: string;
  readonly title: Words;
  readonly caseNumber: string;
  readonly maskedName: string;
}

export interface DepositLine extends ItemShort {
  readonly kiosk: string;
  readonly size: CellSize;
  readonly lowCell: boolean;
  /** UTC ms. */
  readonly since: number;
}

/** `now`: go there; `today`: before the day ends; `round`: on the next round. */
export type Urgency = 'now' | 'today' | 'round';

export interface TaskShown {
  readonly task: number;
  readonly kind: TaskKind;
  readonly urgency: Urgency;
  readonly kiosk: string;
  readonly cell: string | null;
  readonly item: ItemShort | null;
  readonly holdUntil: number | null;
  /** As central wrote it; the console has words for it. */
  readonly why: string;
  readonly since: number;
  /** Who sees to it. */
  readonly owner: { readonly account: string; readonly name: string } | null;
}

/** Whatever the role has no function for is null. */
export interface Desk {
  readonly serverTime: number;
  /** On the clock of the queue. */
  readonly queueTime: number;
  readonly halls: readonly HallLine[];
  readonly deposit: readonly DepositLine[] | null;
  readonly recall: readonly TaskShown[] | null;
  readonly check: readonly TaskShown[] | null;
  readonly repair: readonly TaskShown[] | null;
  readonly calls: readonly CallLine[] | null;
  readonly queue: QueueShown | null;
  /** More lines than are sent, in any list. */
  readonly isCut: boolean;
}

export interface ItemFull extends ItemShort {
  readonly kiosk: string;
  readonly size: CellSize;
  readonly state: ItemStateAtCentral;
  readonly cell: string | null;
  readonly holdUntil: number | null;
  readonly place: string | null;
  readonly changedAt: number;
}

/** One line of a history; `at` is when it happened, on the clock of whoever tells it. */
export type History = { readonly id: string; readonly at: number } & (
  | { readonly is: 'fact'; readonly fact: Fact; readonly clockWrong: boolean }
  | {
      readonly is: 'act';
      readonly act: string;
      readonly by: string;
      readonly reason: string | null;
      readonly outcome: string | null;
    }
  | { readonly is: 'message'; readonly kind: string; readonly state: SmsState; readonly maskedPhone: string }
);

export interface SearchAnswer {
  readonly items: readonly ItemFull[];
}
export interface ItemAnswer {
  readonly item: ItemFull;
  readonly agents: readonly DelegationLine[];
  /** Oldest first. */
  readonly history: readonly History[];
}
export interface CellAnswer {
  readonly kiosk: string;
  readonly cell: string;
  readonly items: readonly ItemFull[];
  readonly history: readonly History[];
}
/** null: it never said. */
export interface BankAnswer {
  readonly status: {
    readonly receivedAt: number;
    readonly banks: StatusShown['banks'];
  } | null;
  readonly items: readonly (ItemShort & { readonly cell: string; readonly state: ItemStateAtCentral })[];
}
export interface KioskAnswer {
  readonly status: {
    readonly receivedAt: number;
    readonly shown: StatusShown;
    readonly figures: StatusFigures | null;
  } | null;
  /** Of the last seven days. */
  readonly hours: readonly {
    readonly hour: number;
    readonly function: string;
    readonly heardMs: number;
    readonly workedMs: number;
  }[];
}
export interface MessagesAnswer {
  readonly messages: readonly {
    readonly id: string;
    readonly kiosk: string;
    readonly item: string;
    readonly kind: string;
    readonly state: SmsState;
    readonly text: string;
    readonly maskedPhone: string;
    readonly queuedAt: number;
    readonly sentAt: number | null;
  }[];
}
export interface AccountLine {
  readonly account: string;
  readonly name: string;
  readonly role: ConsoleRole;
  readonly state: 'open' | 'closed';
  readonly lastSeenAt: number | null;
}
export interface AccountsAnswer {
  readonly accounts: readonly AccountLine[];
}
export interface AuditLine {
  readonly position: number;
  readonly at: number;
  readonly account: string;
  readonly act: string;
  readonly target: string | null;
  readonly reason: string | null;
  /** null: begun, and never heard of again. */
  readonly outcome: string | null;
  readonly endedAt: number | null;
}
export interface AuditAnswer {
  /** Newest first, at most 200. */
  readonly acts: readonly AuditLine[];
}

export interface AnswerOf {
  readonly search: SearchAnswer;
  readonly person: SearchAnswer;
  readonly item: ItemAnswer;
  readonly cell: CellAnswer;
  readonly bank: BankAnswer;
  readonly kiosk: KioskAnswer;
  readonly hourglass: HourglassAnswer;
  readonly messages: MessagesAnswer;
  readonly report: ReportAnswer;
  readonly accounts: AccountsAnswer;
  readonly audit: AuditAnswer;
}

/** Names of the server-sent events of `GET /console/v1/live`. */
export const liveEvents = { desk: 'desk', over: 'over' } as const;
/** No other site's form can send it. */
export const consoleHeader = 'x-nighthall-console';
