// Verification: what central answers to anybody who holds the code of a proof.
//
// GET /verify                      a page with a form
// GET /verify/CODE[?file=SHA256]   VerificationAnswer or, for the slip of papers that were left, DropOffAnswer; as a page or, for `accept: application/json`, as JSON
// Spaces, hyphens and lower case in the code do not matter. After too many questions: 429 with `retry-after`.

import * as v from 'valibot';
import { date, shortText, timeMs, words } from './fields.ts';

/** A closed list, because it is shown to strangers: free words could name somebody. */
export const voidReasons = ['issuedInError', 'superseded', 'noLongerTrue', 'withdrawn'] as const;
export type VoidReason = (typeof voidReasons)[number];

/** Enough to compare with the paper, not enough to learn who it is about. */
const compared = {
  title: words,
  number: shortText(40),
  issuedOn: date,
  issuer: words,
  /** First character and stars; null when central knows no name. */
  holder: v.nullable(shortText(70)),
};

export const verificationAnswer = v.variant('verdict', [
  v.strictObject({
    verdict: v.literal('genuine'),
    ...compared,
    /** `notKnown`: not every kiosk that was asked to print it has told of its file, so only the code is proved. */
    file: v.picklist(['asIssued', 'other', 'notKnown', 'notAsked']),
  }),
  v.strictObject({ verdict: v.literal('void'), ...compared, voidedAt: timeMs, why: v.picklist(voidReasons) }),
  /** The check sign fits, but no proof has this code. */
  v.strictObject({ verdict: v.literal('unknown') }),
  /** No code ever looked like this: a typing error. */
  v.strictObject({ verdict: v.literal('mistyped') }),
]);
/** Of papers that somebody left in a cell: by the number of the receipt, or by what stands in the QR code of its slip. */
export const dropOffAnswer = v.variant('verdict', [
  v.strictObject({
    verdict: v.literal('dropOffReceived'),
    number: shortText(20),
    place: words,
    caseNumber: shortText(40),
    cell: shortText(5),
    /** When the door shut, on the clock of the kiosk: the time of submission. Null where nobody saw it. */
    shutAt: v.nullable(timeMs),
    /** When the kiosk took it down. */
    at: timeMs,
    /** Central's time minus the kiosk's; null where they were not compared. */
    clockOffsetMs: v.nullable(v.number()),
    evidence: v.picklist(['sensor', 'staff']),
    timeZone: shortText(60),
    /** Staff have taken it out. */
    isCollected: v.boolean(),
    /** Place in the audit log as the slip says, under the kiosk's signature; null where only the number was asked. */
    chain: v.nullable(v.strictObject({ row: v.number(), hash: shortText(64) })),
  }),
  /** No kiosk has told of it, or not yet. */
  v.strictObject({ verdict: v.literal('dropOffUnknown') }),
  /** Not what that kiosk signed. */
  v.strictObject({ verdict: v.literal('slipForged') }),
]);
export type DropOffAnswer = v.InferOutput<typeof dropOffAnswer>;
export type VerificationAnswer = v.InferOutput<typeof verificationAnswer>;
