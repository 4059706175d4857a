// Admin: what the back office, the simulated hall and the demo ask of central, over HTTP with a bearer token.
//
// POST /admin/v1/kiosks         KioskRequest    → KioskAnswer        registers a kiosk; the same again changes its place
// POST /admin/v1/kiosks/codes   CodeRequest     → CodeAnswer         one-time enrolment code; registers the kiosk too
// POST /admin/v1/kiosks/revoke  RevokeRequest   → KioskAnswer        its computer is no longer heard, until one joins anew
// GET  /admin/v1/kiosks                         → KiosksAnswer
// GET  /admin/v1/kiosks/:kiosk/facts?after=0    → FactsAnswer        stored facts in their order
// POST /admin/v1/people         PersonRequest   → PersonAnswer
// POST /admin/v1/items          ItemRequest     → Made               a licence on its way to one hall
// POST /admin/v1/items/:id/freeze|cancel|release|recall              → Made
// POST /admin/v1/items/:id/extend ExtendRequest → Made               waits longer; only ever later
// POST /admin/v1/kiosks/extend  ExtendAllRequest → KioskAnswer       everything in one hall, e.g. for a typhoon
// POST /admin/v1/items/:id/keep                 → Made               a cell is kept for it at its hall
// GET  /admin/v1/items                          → ItemsAnswer
// GET  /admin/v1/items/:id/delivery-receipt     → a PDF: who got it when and where, with the signature
// GET  /admin/v1/kiosks/:kiosk/worksheet        → an HTML page to print: what should lie in which cell, with boxes to tick
// POST /admin/v1/drop-offs      DropOffRequest  → Made               missing papers that a person may leave in a cell
// GET  /admin/v1/drop-offs                      → DropOffsAnswer     withdrawn by items/:id/cancel
// POST /admin/v1/delegations    DelegationRequest → Made           another person may collect one item, once
// POST /admin/v1/delegations/revoke DelegationRevoke → Made         the same again adds nothing
// GET  /admin/v1/delegations                    → DelegationsAnswer
// POST /admin/v1/documents      DocumentAddRequest → Made            a receipt or proof one person may print
//                               a seal or a finished file is looked through first
//                               a proof without `verificationCode` gets one; without `link` its QR opens /verify/CODE
// GET  /admin/v1/proofs                         → ProofsAnswer       the register, with what happened to each
// POST /admin/v1/proofs/void    ProofVoidRequest → Made              for good; the same again adds nothing
// POST /admin/v1/staff          StaffRequest    → PersonAnswer
// POST /admin/v1/staff/remove   StaffRemoveRequest → PersonAnswer
// POST /admin/v1/services       ServiceRequest  → Made               what tickets are given out for (console-queue.ts)
// POST /admin/v1/tickets        TicketRequest   → TicketAnswer       of a queue machine
// POST /admin/v1/accounts       AccountRequest  → Made               of the staff console (console.ts)
// POST /admin/v1/calendars      CalendarRequest → KioskAnswer       office hours of a hall from a day on (reports.ts)
// POST /admin/v1/window-totals  WindowTotalsRequest → KioskAnswer   items done at the windows, by day (reports.ts)
// GET  /admin/v1/sms                            → SmsAnswer
// GET  /admin/v1/tasks                          → TasksAnswer        what staff have to look at
// A POST with an `id` can be repeated: the same again adds nothing, another content under that id is refused. ID
// numbers and phone numbers stand in bodies only, never in an address. Errors are problem documents (RFC 9457).

import * as v from 'valibot';
import { redactText } from '../base/redact.ts';
import type { CellSize } from '../core/cell.ts';
import type { Fact } from '../core/fact.ts';
import type { Words } from '../core/words.ts';
import { cellSize, itemId, shortText, words } from './fields.ts';
import { idNumber } from './id-number.ts';
import { fileContent, kioskId, proofContent, receiptContent } from './sync.ts';
import { type VoidReason, voidReasons } from './verification.ts';

const isPlain = (text: string) => !/\p{Cc}|\p{Cs}/u.test(text);
export const plainText = (most: number) =>
  v.pipe(shortText(most), v.check(isPlain, 'must not hold control characters'));
const plainWords = v.pipe(
  words,
  v.check(({ zh, en }) => isPlain(zh) && isPlain(en), 'must not hold control characters'),
);
const phone = v.pipe(v.string('must be text'), v.regex(/^\+?\d{5,15}$/, 'must be 5 to 15 digits'));
const timeZone = v.pipe(
  v.string(),
  v.check((zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone), 'is not a time zone'),
);
/** Item ids stand in addresses. */
const namelessId = v.pipe(
  itemId,
  v.check((id) => redactText(id) === id, 'must not look like an ID number or a phone number'),
);

export const itemInPath = itemId;
/** Whatever somebody has typed. */
export const codeInPath = v.string();

export const kioskRequest = v.strictObject({
  kiosk: kioskId,
  place: plainWords,
  /** Duty phone, named in messages. */
  phone: v.optional(plainText(40)),
  timeZone: v.optional(timeZone, 'Asia/Shanghai'),
});
export const revokeRequest = v.strictObject({ kiosk: kioskId, why: plainText(200) });
export const codeRequest = v.strictObject({ kiosk: kioskId });
/** From now on, for at least so long. */
const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90));
export const extendRequest = v.strictObject({ days });
export const extendAllRequest = v.strictObject({ kiosk: kioskId, days });
export const personRequest = v.strictObject({ idNumber, name: plainText(60), phone: v.optional(phone) });
export const itemRequest = v.strictObject({
  id: v.optional(namelessId),
  kiosk: kioskId,
  idNumber,
  title: plainWords,
  caseNumber: plainText(40),
  size: cellSize,
  /** Where the message "ready" goes; the phone of the person when it is left out. */
  phone: v.optional(phone),
  /** How long it waits in its cell, counted from the deposit. */
  /** The addressee reaches only what is between 38 and 122 cm. */
  lowCell: v.optional(v.boolean(), false),
  holdDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90)), 7),
});
export const dropOffRequest = v.strictObject({
  id: v.optional(namelessId),
  kiosk: kioskId,
  idNumber,
  title: plainWords,
  /** What the case waits for. */
  missing: plainWords,
  caseNumber: plainText(40),
  /** Of the envelope. */
  size: v.optional(cellSize, 'small'),
  phone: v.optional(phone),
  lowCell: v.optional(v.boolean(), false),
  /** From now on; within these no network is needed. */
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90)), 30),
});
export const delegationRequest = v.strictObject({
  id: v.optional(namelessId),
  item: itemId,
  /** Of the person who comes, with their own card. */
  idNumber,
  name: plainText(60),
  /** From now on. */
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30)), 7),
});
export const delegationRevoke = v.strictObject({ id: shortText(40) });
/** A code of the issuing body's own; a short one could be guessed. */
const broughtCode = v.pipe(
  shortText(40),
  v.regex(
    /^(?=(?:[ -]*[0-9A-Za-z]){10})[0-9A-Za-z -]+$/,
    'must have at least 10 letters or digits, and only hyphens beside',
  ),
);
export const documentAddRequest = v.strictObject({
  idNumber,
  document: v.variant('kind', [
    receiptContent,
    v.strictObject({
      ...proofContent.entries,
      verificationCode: v.optional(broughtCode),
      link: v.optional(proofContent.entries.link),
    }),
    v.strictObject({ ...fileContent.entries, verificationCode: broughtCode }),
  ]),
});
export const proofVoidRequest = v.strictObject({
  id: proofContent.entries.id,
  why: v.picklist(voidReasons, `must be one of ${voidReasons.join(', ')}`),
  /** For the office only; never shown outside. */
  note: v.optional(plainText(300)),
});
export const staffRequest = v.strictObject({
  kiosk: kioskId,
  idNumber,
  role: v.picklist(['depositor', 'technician'], 'must be depositor or technician'),
  badge: plainText(40),
  pin: v.pipe(v.string('must be text'), v.regex(/^\d{6}$/, 'must be six digits')),
});
export const staffRemoveRequest = v.strictObject({ kiosk: kioskId, idNumber });

export type KioskRequest = v.InferInput<typeof kioskRequest>;
export type PersonRequest = v.InferInput<typeof personRequest>;
export type ItemRequest = v.InferInput<typeof itemRequest>;
export type DropOffRequest = v.InferInput<typeof dropOffRequest>;
export type DocumentAddRequest = v.InferInput<typeof documentAddRequest>;
export type ProofVoidRequest = v.InferOutput<typeof proofVoidRequest>;
export type AddedDocument = v.InferOutput<typeof documentAddRequest>['document'];
export type StaffRequest = v.InferInput<typeof staffRequest>;

/** `added` is false when everything was there already. */
export interface Made {
  readonly id: string;
  readonly added: boolean;
}
export interface KioskAnswer {
  readonly kiosk: string;
  readonly added: boolean;
}
export interface CodeAnswer {
  readonly kiosk: string;
  readonly code: string;
  /** UTC ms; 24 hours after it was made. */
  readonly expiresAt: number;
}
export interface PersonAnswer {
  readonly person: string;
  readonly added: boolean;
}

export interface KioskLine {
  readonly kiosk: string;
  readonly place: Words;
  readonly enrolledAt: number | null;
  readonly software: string | null;
  readonly lastSeenAt: number | null;
  readonly acknowledged: number;
  /** Kiosk time minus central time at its last request. */
  readonly clockOffsetMs: number | null;
  readonly parked: number;
  /** Its computer may no longer speak for it since then. */
  readonly revokedAt: number | null;
  readonly keyChangedAt: number | null;
}
export interface KiosksAnswer {
  readonly kiosks: readonly KioskLine[];
}

export interface FactLine {
  /** Rises with every fact central stores; `after` of the next question. */
  readonly position: number;
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly receivedAt: number;
  /** Set while the kiosk said that its clock is wrong: central's time minus its own. `at` is the kiosk's. */
  readonly clockWrongMs: number | null;
  readonly fact: Fact;
}
export interface ParkedLine {
  readonly sequence: number;
  readonly id: string;
  readonly receivedAt: number;
  readonly why: string;
}
export interface FactsAnswer {
  /** At most 500; ask again after the last position. */
  readonly facts: readonly FactLine[];
  /** Everything that is parked, whatever `after` says. */
  readonly parked: readonly ParkedLine[];
}

export type ItemStateAtCentral =
  | 'expected'
  | 'inCell'
  | 'handedOver'
  | 'disputed'
  | 'missing'
  | 'frozen'
  | 'cancelled'
  | 'recalled'
  /** Papers that a person left, and staff have. */
  | 'received';
export interface ItemLine {
  readonly id: string;
  readonly kiosk: string;
  readonly person: string;
  readonly title: Words;
  readonly caseNumber: string;
  readonly size: CellSize;
  readonly maskedName: string;
  readonly state: ItemStateAtCentral;
  readonly cell: string | null;
  /** UTC ms; afterwards it stays collectable until staff take it out. */
  readonly holdUntil: number | null;
  /** Where staff brought it after they took it out: a window, or the number of a parcel. */
  readonly place: string | null;
  readonly changedAt: number;
}
export interface ItemsAnswer {
  readonly items: readonly ItemLine[];
}

export interface DropOffLine {
  readonly id: string;
  readonly kiosk: string;
  readonly person: string;
  readonly title: Words;
  readonly missing: Words;
  readonly caseNumber: string;
  readonly maskedName: string;
  /** `inCell`: the envelope waits there for staff. */
  readonly state: ItemStateAtCentral;
  readonly cell: string | null;
  readonly validTo: number;
  /** Of the receipt; null before there is one. */
  readonly number: string | null;
  /** When the door shut, on the kiosk's clock: the time of submission. */
  readonly shutAt: number | null;
  readonly changedAt: number;
}
export interface DropOffsAnswer {
  readonly dropOffs: readonly DropOffLine[];
}

export interface DelegationLine {
  readonly id: string;
  readonly item: string;
  /** Of the agent. */
  readonly maskedName: string;
  readonly validTo: number;
  readonly state: 'active' | 'used' | 'revoked';
  readonly createdAt: number;
}
export interface DelegationsAnswer {
  readonly delegations: readonly DelegationLine[];
}

/** `dropped`: overtaken before it was sent, e.g. a reminder of what was collected meanwhile. */
export type SmsState = 'waiting' | 'sending' | 'sent' | 'refused' | 'dropped';
export interface SmsLine {
  readonly id: string;
  readonly kiosk: string;
  readonly item: string;
  readonly state: SmsState;
  readonly text: string;
  readonly maskedPhone: string;
  readonly queuedAt: number;
  readonly sentAt: number | null;
  /** What the network said; null before, and where it says nothing. */
  readonly receipt: 'delivered' | 'failed' | null;
  readonly receiptAt: number | null;
}
export interface SmsAnswer {
  readonly sms: readonly SmsLine[];
}

/**
 * check: look into a cell; recall: take out of a cell; sync: a kiosk sent what cannot be; sms: not delivered; alarm: a door
 * that nobody ordered moved, go there now; repair: a lock, sensor or board; conflict: decided too late, decide again;
 * collectDropOff: papers that somebody left are to be taken out.
 */
export type TaskKind = 'check' | 'recall' | 'sync' | 'sms' | 'alarm' | 'repair' | 'conflict' | 'collectDropOff';
export interface TaskLine {
  readonly kind: TaskKind;
  readonly kiosk: string;
  readonly item: string | null;
  readonly cell: string | null;
  readonly why: string;
  readonly createdAt: number;
  readonly closedAt: number | null;
}
export interface TasksAnswer {
  readonly tasks: readonly TaskLine[];
}

export interface ProofEvent {
  readonly at: number;
  readonly what: 'issued' | 'voided' | 'fileTold';
  /** Reason of a void, kiosk of a file. */
  readonly why: string | null;
  readonly note: string | null;
}
export interface ProofLine {
  readonly id: string;
  readonly issuedAt: number;
  readonly state: 'valid' | 'void';
  readonly why: VoidReason | null;
  readonly voidedAt: number | null;
  readonly events: readonly ProofEvent[];
}
export interface ProofsAnswer {
  readonly proofs: readonly ProofLine[];
}
