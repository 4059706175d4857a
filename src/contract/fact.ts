// Facts on their way to central: the schema of every kind in src/core/fact.ts.

import * as v from 'valibot';
import { testLevels } from '../core/device-test.ts';
import type { Fact } from '../core/fact.ts';
import type { ItemId } from '../core/item.ts';
import { printRefusals, printTroubles } from '../core/print-job.ts';
import { cellId, itemId, personKey, problem, recallPlace, shortText, timeMs, uuid, whole } from './fields.ts';

const doubt = v.picklist([
  'restart',
  'doorLeftOpen',
  'openedWithoutOrder',
  'wrongDoor',
  'openedLate',
  'depositCancelled',
  'dropOff',
  'notMine',
  'leftInside',
  'recall',
  'saidEmpty',
  'boardLost',
  'wrongLabel',
  'foundElsewhere',
  'emergency',
]);
const documentKind = v.picklist([
  'paymentReceipt',
  'proof',
  'deliveryReceipt',
  'worksheet',
  'dropOffSlip',
  'testSlip',
  'testPage',
  'readinessReport',
]);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'));
const evidence = v.picklist(['sensor', 'statement']);

const count = whole(0, 100_000);
const staffRole = v.picklist(['depositor', 'technician']);
const hallAlarm = v.picklist(['forced', 'heldOpen', 'fire', 'tamper']);

const items = v.pipe(v.array(itemId), v.maxLength(20));
const openOrdered = {
  is: v.literal('openOrdered'),
  order: uuid,
  cell: cellId,
  why: v.picklist(['deposit', 'dropOff', 'collect', 'reopen', 'takeBack', 'recall', 'look', 'test', 'emergency']),
  by: personKey,
};
const cellDoubted = { is: v.literal('cellDoubted'), cell: cellId, why: doubt };
const handedOver = { is: v.literal('itemHandedOver'), item: itemId, cell: cellId, person: personKey, evidence };
/** Kiosks of version 0.1.0 knew of at most one item in a cell. */
function inItems<Told extends { readonly item: ItemId | null }>({ item, ...told }: Told) {
  return { ...told, items: item === null ? [] : [item] };
}

export const factSchema = v.variant('is', [
  v.strictObject({ is: v.literal('started'), version: shortText(40), openOrdersInDoubt: v.number() }),
  v.strictObject({ is: v.literal('databaseRestored'), isWhole: v.boolean() }),
  v.strictObject({ is: v.literal('deviceChanged'), device: shortText(60), state: shortText(60) }),
  v.strictObject({ is: v.literal('powerChanged'), to: v.picklist(['mains', 'onBattery', 'leaving']) }),
  v.strictObject({
    is: v.literal('clockCompared'),
    offsetMs: v.pipe(v.number(), v.safeInteger()),
    isWrong: v.boolean(),
  }),
  v.strictObject({
    is: v.literal('rightRefused'),
    right: shortText(40),
    why: v.picklist(['notSigned', 'idTaken', 'unknownCell']),
  }),
  v.strictObject({ is: v.literal('newsRefused'), why: v.literal('unreadable') }),
  v.strictObject({ is: v.literal('hallEntryGranted'), person: personKey, offHours: v.boolean() }),
  v.strictObject({ is: v.literal('hallEntryRefused'), why: problem }),
  v.strictObject({ is: v.literal('hallEntered'), person: personKey }),
  v.strictObject({ is: v.literal('hallNotEntered'), person: personKey }),
  v.strictObject({ is: v.literal('hallDoorAlarm'), alarm: hallAlarm }),
  v.strictObject({ is: v.literal('hallDoorAlarmEnded'), alarm: hallAlarm }),
  v.strictObject({ is: v.literal('hallExit') }),
  v.strictObject({ is: v.literal('visitBegan'), person: personKey, offHours: v.boolean() }),
  v.strictObject({ is: v.literal('visitEnded'), how: v.picklist(['finished', 'timeOut', 'problem']) }),
  v.strictObject({ is: v.literal('cardRefused'), why: problem }),
  v.strictObject({ is: v.literal('problemShown'), problem, caseNumber: shortText(12) }),
  v.strictObject({ is: v.literal('diagnosticsBegan'), by: personKey, role: staffRole }),
  v.strictObject({
    is: v.literal('diagnosticsEnded'),
    by: personKey,
    role: staffRole,
    failed: v.pipe(v.array(shortText(60)), v.maxLength(100)),
  }),
  v.strictObject({
    is: v.literal('readinessReported'),
    by: personKey,
    devices: count,
    passed: count,
    cells: v.strictObject({ total: count, free: count, occupied: count, unverified: count, out: count }),
  }),
  v.strictObject({
    is: v.literal('deviceTested'),
    device: shortText(60),
    level: v.picklist(testLevels),
    outcome: v.picklist(['passed', 'failed', 'abandoned']),
    detail: v.pipe(v.string(), v.maxLength(300)),
  }),
  v.strictObject({ is: v.literal('staffSignedIn'), person: personKey, role: staffRole }),
  v.strictObject({ is: v.literal('staffRefused'), person: personKey, wrongPins: v.number() }),
  v.strictObject({ is: v.literal('codeRefused'), wrong: v.number() }),
  v.strictObject({ is: v.literal('codeLocked'), item: itemId }),
  v.strictObject({
    is: v.literal('helpCalled'),
    call: uuid,
    screen: shortText(40),
    caseNumber: v.nullable(shortText(12)),
  }),
  v.strictObject({ is: v.literal('helpWithdrawn'), call: uuid }),
  v.strictObject({ is: v.literal('wiringBegan'), line: shortText(200), by: personKey }),
  v.strictObject({
    is: v.literal('wiringSaid'),
    by: personKey,
    said: v.picklist([
      'search',
      'placed',
      'leftOut',
      'allShut',
      'go',
      'door',
      'sensor',
      'shut',
      'giveUp',
      'learn',
      'repeat',
      'accept',
      'stop',
    ]),
    board: v.nullable(shortText(60)),
    channel: v.nullable(v.number()),
    cell: v.nullable(v.union([v.picklist(['none', 'several']), cellId])),
  }),
  v.strictObject({ is: v.literal('wiringFired'), by: personKey, board: shortText(60), channel: v.number() }),
  v.strictObject({
    is: v.literal('wiringEnded'),
    line: shortText(200),
    by: personKey,
    how: v.picklist(['stopped', 'abandoned', 'notOpened']),
    verdict: v.nullable(v.picklist(['accepted', 'acceptedWithRemarks', 'notAccepted'])),
  }),
  v.strictObject({
    is: v.literal('printOrdered'),
    job: uuid,
    document: shortText(60),
    kind: documentKind,
    copy: v.number(),
    // Older kiosks do not tell it.
    reprintOf: v.optional(v.nullable(uuid), null),
    person: personKey,
  }),
  v.strictObject({
    is: v.literal('printSent'),
    job: uuid,
    document: shortText(60),
    copy: v.number(),
    sha256: v.nullable(sha256),
  }),
  v.strictObject({ is: v.literal('printStopped'), job: uuid, why: v.picklist(printTroubles) }),
  v.strictObject({ is: v.literal('printed'), job: uuid, evidence: v.picklist(['printer', 'record', 'statement']) }),
  v.strictObject({
    is: v.literal('printNotStarted'),
    job: uuid,
    why: v.picklist([...printRefusals, 'recordSaysNone']),
  }),
  v.strictObject({ is: v.literal('printExpired'), job: uuid }),
  v.strictObject({ is: v.literal('printNotConfirmed'), job: uuid }),
  v.strictObject({ is: v.literal('printLost'), job: uuid }),
  v.strictObject({ ...openOrdered, items }),
  v.pipe(v.strictObject({ ...openOrdered, item: v.nullable(itemId) }), v.transform(inItems)),
  v.strictObject({
    is: v.literal('deliverySigned'),
    order: uuid,
    cell: cellId,
    items,
    person: personKey,
    // Older kiosks do not tell it.
    sha256: v.optional(v.nullable(sha256), null),
  }),
  v.strictObject({ is: v.literal('opened'), order: uuid, cell: cellId, evidence }),
  v.strictObject({
    is: v.literal('notOpened'),
    order: uuid,
    cell: cellId,
    why: v.picklist(['notDetected', 'notSent', 'unknown']),
  }),
  v.strictObject({ is: v.literal('doorClosed'), cell: cellId }),
  v.strictObject({ is: v.literal('openedWithoutOrder'), cell: cellId }),
  v.strictObject({ is: v.literal('doorHeldOpen'), cell: cellId }),
  v.strictObject({ is: v.literal('doorAlarm'), cell: cellId }),
  v.strictObject({ is: v.literal('openedLate'), order: uuid, cell: cellId }),
  v.strictObject({ is: v.literal('wrongDoorOpened'), order: uuid, ordered: cellId, cell: cellId }),
  v.strictObject({ is: v.literal('boardSuspended'), board: shortText(60) }),
  v.strictObject({ is: v.literal('boardResumed'), board: shortText(60), by: personKey }),
  v.strictObject({ is: v.literal('saidShut'), cell: cellId }),
  v.strictObject({ is: v.literal('cellFault'), cell: cellId, fault: v.picklist(['sensorStuckOpen', 'slowLock']) }),
  v.strictObject({ is: v.literal('cellFaultEnded'), cell: cellId }),
  v.strictObject({ ...cellDoubted, items }),
  v.pipe(v.strictObject({ ...cellDoubted, item: v.nullable(itemId) }), v.transform(inItems)),
  v.strictObject({ is: v.literal('wrongLabel'), cell: cellId, found: cellId }),
  v.strictObject({ is: v.literal('cellClosed'), cell: cellId, by: personKey }),
  v.strictObject({ is: v.literal('cellOutOfService'), cell: cellId, why: v.picklist(['lock', 'staff']) }),
  v.strictObject({
    is: v.literal('cellVerified'),
    cell: cellId,
    by: personKey,
    found: v.picklist(['empty', 'item', 'other']),
    /** Kiosks of version 0.1.0 do not say. */
    inside: v.optional(items, []),
  }),
  v.strictObject({ is: v.literal('itemDeposited'), item: itemId, cell: cellId, by: personKey }),
  v.strictObject({
    is: v.literal('cellKept'),
    item: itemId,
    cell: cellId,
    until: timeMs,
    by: v.nullable(personKey),
  }),
  v.strictObject({ is: v.literal('cellNotKept'), item: itemId }),
  v.strictObject({
    is: v.literal('cellKeptEnded'),
    item: itemId,
    cell: cellId,
    why: v.picklist(['used', 'released', 'over']),
  }),
  v.strictObject({ is: v.literal('depositCancelled'), item: itemId, cell: cellId, by: personKey }),
  v.strictObject({
    is: v.literal('dropOffReceived'),
    item: itemId,
    cell: cellId,
    person: personKey,
    shutAt: v.nullable(timeMs),
    clockOffsetMs: v.nullable(v.pipe(v.number(), v.safeInteger())),
    evidence: v.picklist(['sensor', 'staff']),
  }),
  v.strictObject({ ...handedOver, addressee: personKey, proof: v.picklist(['card', 'code']) }),
  v.pipe(
    v.strictObject(handedOver),
    v.transform((told) => ({ ...told, addressee: told.person, proof: 'card' as const })),
  ),
  v.strictObject({
    is: v.literal('itemFound'),
    item: itemId,
    cell: cellId,
    was: v.nullable(cellId),
    by: personKey,
  }),
  v.strictObject({ is: v.literal('openAllBegan'), by: personKey, second: personKey, cells: v.number() }),
  v.strictObject({ is: v.literal('openAllStopped'), by: personKey, left: v.number() }),
  v.strictObject({ is: v.literal('openAllEnded'), failed: v.number() }),
  v.strictObject({ is: v.literal('emergencyServing'), by: personKey }),
  v.strictObject({ is: v.literal('emergencyEnded') }),
  v.strictObject({ is: v.literal('itemExpired'), item: itemId, cell: cellId }),
  v.strictObject({ is: v.literal('itemExtended'), item: itemId, cell: cellId, by: personKey, until: timeMs }),
  v.strictObject({ is: v.literal('itemRecalled'), item: itemId, cell: cellId, by: personKey, place: recallPlace }),
  v.strictObject({
    is: v.literal('recallNotDone'),
    cell: cellId,
    items,
    why: v.picklist(['notThere', 'leftInside']),
    by: personKey,
  }),
  v.strictObject({ is: v.literal('itemMissing'), item: itemId, cell: cellId }),
  v.strictObject({ is: v.literal('itemDisputed'), item: itemId, cell: cellId, why: shortText(40) }),
  v.strictObject({ is: v.literal('collectRefused'), item: v.nullable(itemId), person: personKey, why: problem }),
]) satisfies v.GenericSchema<unknown, Fact>;
