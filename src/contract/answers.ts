// Answers: what the admin API answers (admin.ts), as schemas for its description and for whoever checks a central with them.

import * as v from 'valibot';
import type {
  CodeAnswer,
  DelegationsAnswer,
  DropOffsAnswer,
  FactsAnswer,
  ItemsAnswer,
  KioskAnswer,
  KiosksAnswer,
  Made,
  PersonAnswer,
  ProofsAnswer,
  SmsAnswer,
  TasksAnswer,
} from './admin.ts';
import type { TicketAnswer } from './console-queue.ts';
import { factSchema } from './fact.ts';
import { cellId, cellSize, shortText, timeMs, uuid, whole, words } from './fields.ts';
import { kioskId } from './sync.ts';
import { voidReasons } from './verification.ts';

/** What a schema lets through fits the type that the rest of the program uses. */
type Answers<Answer> = v.GenericSchema<unknown, Answer>;

const count = whole(0, Number.MAX_SAFE_INTEGER);
const perhapsTime = v.nullable(timeMs);
const personKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const itemId = shortText(40);

export const ticketAnswer = v.strictObject({
  id: shortText(60),
  added: v.boolean(),
  number: shortText(10),
  ahead: v.number(),
}) satisfies Answers<TicketAnswer>;
export const made = v.strictObject({ id: shortText(60), added: v.boolean() }) satisfies Answers<Made>;
export const kioskAnswer = v.strictObject({ kiosk: kioskId, added: v.boolean() }) satisfies Answers<KioskAnswer>;
export const personAnswer = v.strictObject({ person: personKey, added: v.boolean() }) satisfies Answers<PersonAnswer>;
export const codeAnswer = v.strictObject({
  kiosk: kioskId,
  code: shortText(40),
  expiresAt: timeMs,
}) satisfies Answers<CodeAnswer>;

export const kiosksAnswer = v.strictObject({
  kiosks: v.array(
    v.strictObject({
      kiosk: kioskId,
      place: words,
      enrolledAt: perhapsTime,
      software: v.nullable(v.string()),
      lastSeenAt: perhapsTime,
      acknowledged: count,
      clockOffsetMs: v.nullable(v.pipe(v.number(), v.integer())),
      parked: count,
      revokedAt: perhapsTime,
      keyChangedAt: perhapsTime,
    }),
  ),
}) satisfies Answers<KiosksAnswer>;

export const factsAnswer = v.strictObject({
  facts: v.array(
    v.strictObject({
      position: count,
      sequence: count,
      id: uuid,
      at: timeMs,
      receivedAt: timeMs,
      clockWrongMs: v.nullable(v.pipe(v.number(), v.integer())),
      fact: factSchema,
    }),
  ),
  parked: v.array(v.strictObject({ sequence: count, id: uuid, receivedAt: timeMs, why: shortText(500) })),
}) satisfies Answers<FactsAnswer>;

const itemState = v.picklist([
  'expected',
  'inCell',
  'handedOver',
  'disputed',
  'missing',
  'frozen',
  'cancelled',
  'recalled',
  'received',
]);

export const dropOffsAnswer = v.strictObject({
  dropOffs: v.array(
    v.strictObject({
      id: itemId,
      kiosk: kioskId,
      person: personKey,
      title: words,
      missing: words,
      caseNumber: shortText(40),
      maskedName: shortText(60),
      state: itemState,
      cell: v.nullable(cellId),
      validTo: timeMs,
      number: v.nullable(shortText(20)),
      shutAt: perhapsTime,
      changedAt: timeMs,
    }),
  ),
}) satisfies Answers<DropOffsAnswer>;

export const itemsAnswer = v.strictObject({
  items: v.array(
    v.strictObject({
      id: itemId,
      kiosk: kioskId,
      person: personKey,
      title: words,
      caseNumber: shortText(40),
      size: cellSize,
      maskedName: shortText(60),
      state: itemState,
      cell: v.nullable(cellId),
      holdUntil: perhapsTime,
      place: v.nullable(shortText(40)),
      changedAt: timeMs,
    }),
  ),
}) satisfies Answers<ItemsAnswer>;

export const delegationsAnswer = v.strictObject({
  delegations: v.array(
    v.strictObject({
      id: shortText(40),
      item: itemId,
      maskedName: shortText(60),
      validTo: timeMs,
      state: v.picklist(['active', 'used', 'revoked']),
      createdAt: timeMs,
    }),
  ),
}) satisfies Answers<DelegationsAnswer>;

export const smsAnswer = v.strictObject({
  sms: v.array(
    v.strictObject({
      id: uuid,
      kiosk: kioskId,
      item: itemId,
      state: v.picklist(['waiting', 'sending', 'sent', 'refused', 'dropped']),
      text: v.string(),
      maskedPhone: shortText(20),
      queuedAt: timeMs,
      sentAt: perhapsTime,
      receipt: v.nullable(v.picklist(['delivered', 'failed'])),
      receiptAt: perhapsTime,
    }),
  ),
}) satisfies Answers<SmsAnswer>;

export const tasksAnswer = v.strictObject({
  tasks: v.array(
    v.strictObject({
      kind: v.picklist(['check', 'recall', 'sync', 'sms', 'alarm', 'repair', 'conflict', 'collectDropOff']),
      kiosk: kioskId,
      item: v.nullable(itemId),
      cell: v.nullable(cellId),
      why: v.string(),
      createdAt: timeMs,
      closedAt: perhapsTime,
    }),
  ),
}) satisfies Answers<TasksAnswer>;

export const proofsAnswer = v.strictObject({
  proofs: v.array(
    v.strictObject({
      id: shortText(60),
      issuedAt: timeMs,
      state: v.picklist(['valid', 'void']),
      why: v.nullable(v.picklist(voidReasons)),
      voidedAt: perhapsTime,
      events: v.array(
        v.strictObject({
          at: timeMs,
          what: v.picklist(['issued', 'voided', 'fileTold']),
          why: v.nullable(v.string()),
          note: v.nullable(v.string()),
        }),
      ),
    }),
  ),
}) satisfies Answers<ProofsAnswer>;

export const healthAnswer = v.strictObject({
  status: v.literal('ok'),
  mode: v.picklist(['trial', 'production']),
  trial: v.boolean(),
  database: v.string(),
  serverTime: timeMs,
});

/** RFC 9457. A kiosk with a wrong clock learns the time from `serverTime`. */
export const receiptsTaken = v.strictObject({ taken: count });

export const problemAnswer = v.looseObject({
  type: v.pipe(v.string(), v.regex(/^urn:nighthall:problem:[A-Za-z]+$/)),
  title: v.string(),
  status: whole(400, 599),
  detail: v.exactOptional(v.string()),
  serverTime: v.exactOptional(timeMs),
  speaks: v.exactOptional(v.strictObject({ oldest: count, newest: count })),
});
