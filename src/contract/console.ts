// Console: who works at the staff console, what each may do there, and every act. It is asked over HTTP with a session
// cookie; nothing that names a person ever stands in an address.
//
// POST /console/v1/login    LoginRequest  → MeAnswer      sets the cookie
// POST /console/v1/setup    SetupRequest  → MeAnswer      once, with the code that central printed: the first supervisor
// POST /console/v1/logout   {}            → {}
// POST /console/v1/stay     {}            → MeAnswer      somebody still sits there
// POST /console/v1/password PasswordRequest → {}          one's own
// GET  /console/v1/me                     → MeAnswer
// GET  /console/v1/report.csv?span=year&day=2026-11-25&kiosk=hall-1 → what the question `report` answers, as a file
// GET  /console/v1/live                   → server-sent events `desk` (console-desk.ts) and `over`, the end of the session
// POST /console/v1/acts     ConsoleAct    → Made
// POST /console/v1/asks     ConsoleAsk    → the answer of console-desk.ts
// Every POST carries the header `x-nighthall-console`, which no other site's form can send.

import * as v from 'valibot';
import { redactText } from '../base/redact.ts';
import { delegationRequest, plainText } from './admin.ts';
import { queueActs, queueAsk } from './console-queue.ts';
import { cellId, itemId, shortText, whole } from './fields.ts';
import { idNumber } from './id-number.ts';
import { reportWish, windowTotalsCsv } from './reports.ts';
import { kioskId } from './sync.ts';

export const consoleRoles = ['depositor', 'supervisor', 'technician', 'auditor'] as const;
export type ConsoleRole = (typeof consoleRoles)[number];

/** What a role sees and does; whatever is not named here neither shows nor works. */
export type ConsoleFunction =
  /** The four lists. */
  | 'deposit'
  | 'recall'
  | 'check'
  | 'repair'
  /** Calls for help, and whoever waits too long. */
  | 'help'
  | 'queue'
  /** Take out, wait longer, agents. */
  | 'items'
  /** Freeze, release, cancel, and everything in one hall at once. */
  | 'orders'
  | 'bank'
  /** Every kiosk, its devices and figures. */
  | 'fleet'
  | 'search'
  | 'messages'
  /** Figures of a period, and what was done at the windows. */
  | 'reports'
  | 'windowTotals'
  | 'accounts'
  | 'audit';

export const functionsOf: Readonly<Record<ConsoleRole, readonly ConsoleFunction[]>> = {
  depositor: ['deposit', 'recall', 'check', 'help', 'queue', 'items', 'bank', 'search', 'messages'],
  supervisor: [
    'deposit',
    'recall',
    'check',
    'repair',
    'help',
    'queue',
    'items',
    'orders',
    'bank',
    'fleet',
    'search',
    'messages',
    'reports',
    'windowTotals',
    'accounts',
  ],
  technician: ['check', 'repair', 'help', 'bank', 'fleet'],
  auditor: ['search', 'messages', 'reports', 'audit'],
};

export const account = v.pipe(
  v.string('must be text'),
  v.regex(/^[a-z][a-z0-9.-]{1,29}$/, 'must be 2 to 30 lower-case letters, digits, dots or hyphens'),
);
/** Long rather than odd (NIST SP 800-63B): no rules about kinds of signs. */
export const newPassword = v.pipe(
  v.string('must be text'),
  v.minLength(12, 'must have at least 12 characters'),
  v.maxLength(128, 'must have at most 128 characters'),
  v.check((text) => new Set(text).size >= 5, 'must have at least five different characters'),
);
const typedPassword = v.pipe(v.string(), v.maxLength(128));
/** Reasons stay in the register for good: they name nobody. */
const reason = v.pipe(
  plainText(200),
  v.minLength(2, 'must say why'),
  v.check((text) => redactText(text) === text, 'must not hold an ID number or a phone number'),
);
const task = whole(1, Number.MAX_SAFE_INTEGER);
const days = whole(1, 90);

export const loginRequest = v.strictObject({ account: shortText(60), password: typedPassword });
export const setupRequest = v.strictObject({
  code: shortText(40),
  account,
  name: plainText(40),
  password: newPassword,
});
export const passwordRequest = v.strictObject({ password: typedPassword, next: newPassword });
export const accountRequest = v.strictObject({
  account,
  /** As colleagues see it. */
  name: plainText(40),
  role: v.picklist(consoleRoles, `must be one of ${consoleRoles.join(', ')}`),
  password: newPassword,
});
export type AccountRequest = v.InferOutput<typeof accountRequest>;

export interface MeAnswer {
  readonly account: string;
  readonly name: string;
  readonly role: ConsoleRole;
  /** UTC ms: the session ends then whatever happens; without a sign of life it ends earlier. */
  readonly endsAt: number;
  readonly idleMs: number;
  readonly trial: boolean;
}

export const itemOrders = ['freeze', 'release', 'cancel', 'recall'] as const;

export const consoleActSchema = v.variant(
  'act',
  [
    /** A task has at most one who sees to it. */
    v.strictObject({ act: v.picklist(['takeTask', 'leaveTask']), task }),
    v.strictObject({ act: v.literal('closeTask'), task, reason }),
    v.strictObject({ act: v.picklist(itemOrders), item: itemId, reason }),
    v.strictObject({ act: v.literal('extend'), item: itemId, days, reason }),
    v.strictObject({ act: v.literal('extendAll'), kiosk: kioskId, days, reason }),
    v.strictObject({
      act: v.literal('addAgent'),
      item: itemId,
      idNumber,
      name: delegationRequest.entries.name,
      days: whole(1, 30),
      reason,
    }),
    v.strictObject({ act: v.literal('revokeAgent'), delegation: shortText(40), reason }),
    v.strictObject({ act: v.literal('addWindowTotals'), kiosk: kioskId, csv: windowTotalsCsv }),
    ...queueActs,
    v.strictObject({ act: v.literal('addAccount'), ...accountRequest.entries }),
    v.strictObject({ act: v.picklist(['closeAccount', 'openAccount']), account, reason }),
    v.strictObject({ act: v.literal('resetPassword'), account, password: newPassword, reason }),
  ],
  'is no act of this console',
);
export type ConsoleAct = v.InferOutput<typeof consoleActSchema>;
/** As a page sends it. */
export type ActWish = v.InferInput<typeof consoleActSchema>;

/** Which function an act belongs to; several: one of them is enough. */
export const functionOfAct: Readonly<Record<ConsoleAct['act'], readonly ConsoleFunction[]>> = {
  takeTask: ['recall', 'check', 'repair'],
  leaveTask: ['recall', 'check', 'repair'],
  closeTask: ['check', 'repair'],
  freeze: ['orders'],
  release: ['orders'],
  cancel: ['orders'],
  recall: ['items'],
  extend: ['items'],
  extendAll: ['orders'],
  addAgent: ['items'],
  revokeAgent: ['items'],
  addWindowTotals: ['windowTotals'],
  claimCall: ['help'],
  leaveCall: ['help'],
  arriveCall: ['help'],
  endCall: ['help'],
  takeTicket: ['queue'],
  holdTicket: ['queue'],
  resumeTicket: ['queue'],
  callTicket: ['queue'],
  goneTicket: ['queue'],
  claimAlert: ['queue'],
  leaveAlert: ['queue'],
  onTheWay: ['queue'],
  beginContact: ['queue'],
  endContact: ['queue'],
  setService: ['orders'],
  addAccount: ['accounts'],
  closeAccount: ['accounts'],
  openAccount: ['accounts'],
  resetPassword: ['accounts'],
};

export const consoleAskSchema = v.variant(
  'ask',
  [
    /** Item number, case number or title. */
    v.strictObject({ ask: v.literal('search'), text: plainText(60) }),
    v.strictObject({ ask: v.literal('person'), idNumber }),
    v.strictObject({ ask: v.literal('item'), item: itemId }),
    v.strictObject({ ask: v.literal('cell'), kiosk: kioskId, cell: cellId }),
    /** Cells, or devices and figures, of one kiosk. */
    v.strictObject({ ask: v.picklist(['bank', 'kiosk']), kiosk: kioskId }),
    queueAsk,
    v.strictObject({ ask: v.picklist(['messages', 'accounts']) }),
    v.strictObject({ ask: v.literal('report'), ...reportWish.entries }),
    /** Backwards from the newest, or from before that position. */
    v.strictObject({ ask: v.literal('audit'), before: v.nullable(task) }),
  ],
  'is no question of this console',
);
export type ConsoleAsk = v.InferOutput<typeof consoleAskSchema>;
/** As a page sends it. */
export type AskWish = v.InferInput<typeof consoleAskSchema>;

export const functionOfAsk: Readonly<Record<ConsoleAsk['ask'], readonly ConsoleFunction[]>> = {
  search: ['search'],
  person: ['search'],
  item: ['search'],
  cell: ['bank'],
  bank: ['bank'],
  kiosk: ['fleet'],
  hourglass: ['queue'],
  messages: ['messages'],
  report: ['reports'],
  accounts: ['accounts'],
  audit: ['audit'],
};

export function may(role: ConsoleRole, needed: readonly ConsoleFunction[]): boolean {
  return needed.some((one) => functionsOf[role].includes(one));
}
