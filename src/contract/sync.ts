// Sync: what a kiosk and central say to each other over HTTP. Every request but enrolment is signed (signing.ts).
//
// POST /kiosk/v1/enrol      EnrolRequest   → EnrolAnswer     once, with the one-time code
// POST /kiosk/v1/messages   MessageBatch   → MessageAnswer   ordered; applied exactly once by (kiosk, sequence) and id
// GET  /kiosk/v1/news?after=CURSOR&waitMs=25000 → NewsAnswer long poll; ordered changes after that cursor
// GET  /kiosk/v1/stream?after=CURSOR             the same as server-sent events: `data` is a NewsAnswer, a comment says that
//                           the line lives; the first answer comes at once
// POST /kiosk/v1/key        KeyRequest     → KeyAnswer       a new key in place of the old one, which signs this last request
// POST /kiosk/v1/documents  DocumentsRequest → DocumentsAnswer        what one person may print
// POST /kiosk/v1/document   DocumentRequest  → DocumentAnswer         the content of one, asked just before printing
// POST /kiosk/v1/status     KioskStatus    → StatusAnswer    how it is now (status.ts)
// Errors are problem documents (RFC 9457) with `type`, `title`, `status` and, where it helps, `detail`.

import * as v from 'valibot';
import type { CellSize } from '../core/cell.ts';
import type { DropOff } from '../core/drop-off.ts';
import type { Fact } from '../core/fact.ts';
import type { ItemId } from '../core/item.ts';
import type { PersonKey, Staff } from '../core/person.ts';
import type { PickupCheck } from '../core/pickup-code.ts';
import type { FetchedKind } from '../core/print-job.ts';
import type { Right } from '../core/right.ts';
import type { Words } from '../core/words.ts';
import {
  base64,
  base64Of,
  cellId,
  cellSize,
  date,
  itemId,
  personKey,
  shortText,
  timeMs,
  uuid,
  whole,
  wholeInQuery,
  words,
} from './fields.ts';

export const kioskId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'),
);

export const cursorInQuery = wholeInQuery(Number.MAX_SAFE_INTEGER);
/** How long central may hold the question. */
export const waitInQuery = wholeInQuery(60_000);

export const enrolRequest = v.strictObject({
  code: shortText(40),
  kiosk: kioskId,
  /** Ed25519 public key, raw 32 bytes. */
  publicKey: base64,
  software: shortText(40),
});
export type EnrolRequest = v.InferOutput<typeof enrolRequest>;

export const enrolAnswer = v.strictObject({
  /** HMAC-SHA-256 key for person keys, 32 bytes; the same at all kiosks of this central. */
  personHashKey: base64,
  /** Ed25519 public key with which central signs rights, raw 32 bytes. */
  centralKey: base64,
  serverTime: timeMs,
});
export type EnrolAnswer = v.InferOutput<typeof enrolAnswer>;

/** One fact with its place in the kiosk's own order. Sequence numbers start at 1 and have no gaps. */
export interface Message {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly fact: Fact;
  readonly sealed?: string;
}

/**
 * The envelope is checked strictly, each fact on its own: one that central cannot read is parked there and does not stop
 * the others.
 */
export const messageBatch = v.strictObject({
  messages: v.pipe(
    v.array(
      v.looseObject({
        sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
        id: uuid,
        at: timeMs,
        fact: v.unknown(),
        /** A signature, sealed for central; beside the fact, so that the audit log holds none. */
        sealed: v.exactOptional(shortText(40_000)),
      }),
    ),
    v.minLength(1),
    v.maxLength(500, 'must hold at most 500 messages'),
  ),
});
export const messageAnswer = v.strictObject({
  /** Last sequence number without a gap that central has stored for good. */
  acknowledged: v.pipe(v.number(), v.integer(), v.minValue(0)),
  parked: v.array(v.strictObject({ sequence: v.number(), why: shortText(500) })),
  serverTime: timeMs,
});
export type MessageAnswer = v.InferOutput<typeof messageAnswer>;

const itemNews = v.strictObject({
  id: itemId,
  title: words,
  caseNumber: shortText(40),
  size: cellSize,
  addressee: personKey,
  maskedName: shortText(40),
});
export interface ItemNews {
  readonly id: ItemId;
  readonly title: Words;
  readonly caseNumber: string;
  readonly size: CellSize;
  readonly addressee: PersonKey;
  readonly maskedName: string;
}

const right = v.strictObject({
  id: shortText(40),
  item: itemId,
  cell: cellId,
  person: personKey,
  validFrom: timeMs,
  validTo: timeMs,
});

export const change = v.variant('is', [
  /** A licence is on its way to this hall: staff will put it in. */
  v.strictObject({ is: v.literal('itemExpected'), item: itemNews }),
  /** Missing papers that a person may leave here; signed over `dropOffText` (src/core/drop-off.ts). */
  v.strictObject({
    is: v.literal('dropOffAsked'),
    item: itemNews,
    dropOff: v.strictObject({ missing: words, validFrom: timeMs, validTo: timeMs, verify: shortText(200) }),
    signature: base64,
  }),
  v.strictObject({ is: v.literal('itemCancelled'), item: itemId }),
  v.strictObject({ is: v.literal('itemFrozen'), item: itemId }),
  v.strictObject({ is: v.literal('itemReleased'), item: itemId }),
  /** To be taken out by staff. */
  v.strictObject({ is: v.literal('itemRecalled'), item: itemId }),
  /** A free cell is to be kept for it while it is on its way. */
  v.strictObject({ is: v.literal('cellWanted'), item: itemId }),
  /** How long it waits after its deposit, where that is not as usual. */
  v.strictObject({ is: v.literal('holdDays'), item: itemId, days: whole(1, 90) }),
  /** Waits until then at least; `null` is everything in this hall. */
  v.strictObject({ is: v.literal('holdExtended'), item: v.nullable(itemId), until: timeMs }),
  /** Its addressee has asked for more time by the link of a message, and cannot once more. */
  v.strictObject({ is: v.literal('extensionUsed'), item: itemId }),
  v.strictObject({ is: v.literal('rightGranted'), right, signature: base64 }),
  v.strictObject({ is: v.literal('rightRevoked'), right: shortText(40) }),
  /** A change of its own, so that kiosks of 0.1.0 still read the right. */
  v.strictObject({
    is: v.literal('codeIssued'),
    right: shortText(40),
    pickup: v.strictObject({
      phone: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')),
      code: shortText(200),
    }),
    signature: base64,
  }),
  v.strictObject({ is: v.literal('lowCellNeeded'), item: itemId }),
  v.strictObject({
    is: v.literal('staffAdded'),
    staff: v.strictObject({
      person: personKey,
      role: v.picklist(['depositor', 'technician']),
      badge: shortText(40),
      pinHash: shortText(200),
    }),
  }),
  v.strictObject({ is: v.literal('staffRemoved'), person: personKey }),
  /** Somebody comes to whoever called, or nobody need come any more. */
  v.strictObject({ is: v.picklist(['helpAnswered', 'helpEnded']), call: uuid }),
]);
export type Change =
  | { readonly is: 'itemExpected'; readonly item: ItemNews }
  | {
      readonly is: 'dropOffAsked';
      readonly item: ItemNews;
      readonly dropOff: Pick<DropOff, 'missing' | 'validFrom' | 'validTo' | 'verify'>;
      readonly signature: string;
    }
  | {
      readonly is: 'itemCancelled' | 'itemFrozen' | 'itemReleased' | 'itemRecalled' | 'cellWanted';
      readonly item: ItemId;
    }
  | { readonly is: 'holdDays'; readonly item: ItemId; readonly days: number }
  | { readonly is: 'holdExtended'; readonly item: ItemId | null; readonly until: number }
  | { readonly is: 'extensionUsed'; readonly item: ItemId }
  | { readonly is: 'rightGranted'; readonly right: Right; readonly signature: string }
  | { readonly is: 'rightRevoked'; readonly right: string }
  | { readonly is: 'codeIssued'; readonly right: string; readonly pickup: PickupCheck; readonly signature: string }
  | { readonly is: 'lowCellNeeded'; readonly item: ItemId }
  | { readonly is: 'staffAdded'; readonly staff: Staff }
  | { readonly is: 'staffRemoved'; readonly person: PersonKey }
  | { readonly is: 'helpAnswered' | 'helpEnded'; readonly call: string };

/** A change that this build cannot read has `change` as it came; the kiosk notes it and goes on. */
const newsLine = v.strictObject({ cursor: v.pipe(v.number(), v.integer(), v.minValue(1)), change: v.unknown() });
export const newsAnswer = v.strictObject({
  /**
   * What takes something back, out of everything that is still to come: applied before `news`, so that nothing is handed
   * out on the way through a backlog. It comes again in its place.
   */
  first: v.optional(v.array(newsLine), []),
  news: v.array(newsLine),
  /** As in `messageAnswer`: a kiosk that has nothing to tell sees by it that central was restored from a backup. */
  acknowledged: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  serverTime: timeMs,
});
export type NewsAnswer = v.InferOutput<typeof newsAnswer>;

export const keyRequest = v.strictObject({
  /** Ed25519 public key, raw 32 bytes. */
  publicKey: base64Of(32),
  /** Of the new key over `newKeyText`. */
  proof: base64,
});
export type KeyRequest = v.InferOutput<typeof keyRequest>;
/** The same again is answered again: the first answer may have been lost. */
export const keyAnswer = v.strictObject({ publicKey: base64, serverTime: timeMs });

const documentId = shortText(60);

/** `elsewhere`: also where else something waits for this person; kiosks of 0.1.0 do not ask and would not understand. */
export const documentsRequest = v.strictObject({ person: personKey, elsewhere: v.optional(v.boolean()) });
/** One thing a person may print; enough to choose it, nothing that need not be on the screen. A file is a proof. */
const documentSummary = v.strictObject({
  id: documentId,
  kind: v.picklist(['paymentReceipt', 'proof']),
  title: words,
  date,
  amountFen: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export interface DocumentSummary {
  readonly id: string;
  readonly kind: FetchedKind;
  readonly title: Words;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly amountFen: number | null;
}
export const documentsAnswer = v.strictObject({
  documents: v.pipe(v.array(documentSummary), v.maxLength(50)),
  elsewhere: v.optional(v.pipe(v.array(v.strictObject({ place: words, count: whole(1, 1_000) })), v.maxLength(20))),
});

export const documentRequest = v.strictObject({ person: personKey, document: documentId });
export const receiptContent = v.strictObject({
  kind: v.literal('paymentReceipt'),
  id: documentId,
  title: words,
  number: shortText(40),
  payer: shortText(60),
  item: words,
  amountFen: v.pipe(v.number(), v.integer(), v.minValue(0)),
  paidAt: timeMs,
  /** Address behind the QR code. */
  link: shortText(300),
});
export const proofContent = v.strictObject({
  kind: v.literal('proof'),
  id: documentId,
  title: words,
  number: shortText(40),
  fields: v.pipe(v.array(v.strictObject({ label: words, value: shortText(300) })), v.maxLength(30)),
  paragraphs: v.pipe(v.array(shortText(2000)), v.maxLength(20)),
  issuer: words,
  issuedOn: date,
  verificationCode: shortText(40),
  link: shortText(300),
  /** The issuing body's seal; without one its place is drawn. */
  seal: v.optional(
    v.strictObject({
      /** At most 1,500 pixels wide and high; what is transparent becomes white. */
      png: base64Of(300_000),
      /** True width on paper. */
      widthMm: v.pipe(v.number(), v.minValue(10, 'must be at least 10'), v.maxValue(60, 'must be at most 60')),
    }),
  ),
});
/** A proof that a back office has finished itself: printed as it is, so no copy bears a mark; central counts them. */
export const fileContent = v.strictObject({
  kind: v.literal('file'),
  id: documentId,
  title: words,
  number: shortText(40),
  issuer: words,
  issuedOn: date,
  /** Code and link stand in the file already. */
  verificationCode: shortText(40),
  link: shortText(300),
  pdf: base64Of(4_000_000),
});
/** The words or the file of the paper itself. Kept in memory for the time of printing only. */
export const documentAnswer = v.strictObject({
  document: v.variant('kind', [receiptContent, proofContent, fileContent]),
});
export type DocumentContent = v.InferOutput<typeof documentAnswer>['document'];
