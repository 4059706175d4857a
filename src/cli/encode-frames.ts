// Encode frames: makes the bytes of scanners, power supplies and printers' statuses from the JSON that decoding tells, unmasked.

import * as v from 'valibot';
import { encodeReport } from '../../hardware/drivers/code-scanner-hidpos/protocol.ts';
import { encodeOrder } from '../../hardware/drivers/code-scanner-serial/dialect.ts';
import { encodeNewlandCommand, encodeNewlandReply } from '../../hardware/drivers/code-scanner-serial/newland.ts';
import { encodeZoneReply, encodeZoneWrite } from '../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import { encodeNutLine, encodeNutRequest } from '../../hardware/drivers/power-supply-nut/protocol.ts';
import { statusRequest } from '../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import { fromHex } from '../base/bytes.ts';
import { certain, failed, ok, type Result } from '../base/result.ts';
import { parseWith } from '../contract/parse.ts';

/** What decoding adds to each frame; of no meaning for its bytes. */
const told = { ok: v.optional(v.literal(true)), hex: v.optional(v.string()), bytes: v.optional(v.number()) };
const fromHost = { ...told, from: v.optional(v.literal('host')) };
const fromDevice = { ...told, from: v.optional(v.literal('device')) };
const hexBytes = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^([0-9a-f]{2})*$/i, 'must be hex'),
    v.check((hex) => hex.length >= least * 2 && hex.length <= most * 2, `must be ${least} to ${most} bytes`),
    v.transform((hex) => certain(bytesOf(hex), 'hex that was checked')),
  );
const printable = v.pipe(v.string(), v.regex(/^[^\p{Cc}]+$/u, 'must not be empty and hold no control character'));
const newlandBody = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9]{2,}[\x20-\x3a\x3c-\x7e]*$/, 'must be a command name in capitals and its data, e.g. SCNTRG1'),
);
const storage = v.picklist(['untilPowerOff', 'forEver']);

function bytesOf(hex: string): Uint8Array | undefined {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : undefined;
}

const scannerFrame = v.variant('kind', [
  v.strictObject({ ...fromHost, kind: v.literal('trigger') }),
  v.strictObject({ ...fromHost, kind: v.literal('stop') }),
  v.strictObject({
    ...fromHost,
    kind: v.literal('zoneWrite'),
    address: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff)),
    data: hexBytes(1, 255),
    checksum: v.picklist(['computed', 'skipped']),
  }),
  v.strictObject({
    ...fromDevice,
    kind: v.literal('zoneReply'),
    status: v.picklist(['done', 'wrongChecksum', 'invalid']),
    data: hexBytes(0, 255),
  }),
  v.strictObject({ ...fromHost, kind: v.literal('newlandCommand'), storage, body: newlandBody }),
  v.strictObject({
    ...fromDevice,
    kind: v.literal('newlandReply'),
    storage,
    body: newlandBody,
    verdict: v.picklist(['done', 'outOfRange', 'unknownCommand']),
  }),
  v.strictObject({ ...fromDevice, kind: v.literal('code'), text: printable }),
]);

/** Codes end with CR, as scanners are delivered. */
export function encodeScanner(value: unknown): Result<Uint8Array, string> {
  const frame = parsed(scannerFrame, value);
  if (!frame.ok) return frame;
  switch (frame.value.kind) {
    case 'trigger':
    case 'stop':
      return ok(certain(encodeOrder('honeywell', frame.value.kind), 'a dialect with orders'));
    case 'zoneWrite':
      return ok(encodeZoneWrite(frame.value));
    case 'zoneReply':
      return ok(encodeZoneReply(frame.value));
    case 'newlandCommand':
      return ok(encodeNewlandCommand(frame.value));
    case 'newlandReply':
      return ok(encodeNewlandReply(frame.value));
    case 'code':
      return ok(new TextEncoder().encode(`${frame.value.text}\r`));
  }
}

const report = v.strictObject({
  ...fromDevice,
  kind: v.literal('report'),
  symbology: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z][0-9A-Za-z]$/, 'must be like Q1'))),
  isContinued: v.boolean(),
  text: v.pipe(
    printable,
    v.check((text) => new TextEncoder().encode(text).length <= 56, 'must have at most 56 bytes'),
  ),
});

export function encodeHidPos(value: unknown): Result<Uint8Array, string> {
  const frame = parsed(report, value);
  if (!frame.ok) return frame;
  const { symbology, isContinued, text } = frame.value;
  return ok(encodeReport({ symbology, isContinued, data: new TextEncoder().encode(text) }));
}

const word = printable;
const nutFrame = v.variant('from', [
  v.variant('kind', [
    v.strictObject({ ...told, from: v.literal('host'), kind: v.literal('variable'), ups: word, variable: word }),
    v.strictObject({ ...told, from: v.literal('host'), kind: v.literal('variables'), ups: word }),
    v.strictObject({ ...told, from: v.literal('host'), kind: v.literal('user'), user: word }),
    v.strictObject({ ...told, from: v.literal('host'), kind: v.literal('login'), ups: word }),
    v.strictObject({ ...told, from: v.literal('host'), kind: v.literal('logout') }),
  ]),
  v.variant('kind', [
    v.strictObject({
      ...told,
      from: v.literal('device'),
      kind: v.literal('variable'),
      ups: word,
      variable: word,
      value: v.string(),
    }),
    v.strictObject({ ...told, from: v.literal('device'), kind: v.literal('listBegin'), ups: word }),
    v.strictObject({ ...told, from: v.literal('device'), kind: v.literal('listEnd'), ups: word }),
    v.strictObject({ ...told, from: v.literal('device'), kind: v.literal('error'), code: word }),
    v.strictObject({ ...told, from: v.literal('device'), kind: v.literal('ok') }),
  ]),
]);

/** `from` must be there: the same words mean other things from the other side. A password is never written here. */
export function encodeNut(value: unknown): Result<Uint8Array, string> {
  const frame = parsed(nutFrame, value);
  if (!frame.ok) return frame;
  if (frame.value.from === 'host') {
    const { kind, from, ...rest } = frame.value;
    return ok(encodeNutRequest({ ask: kind, ...rest } as Parameters<typeof encodeNutRequest>[0]));
  }
  const { kind, from, ...rest } = frame.value;
  return ok(encodeNutLine({ is: kind, ...rest } as Parameters<typeof encodeNutLine>[0]));
}

const printerStatus = v.variant('kind', [
  /** DLE EOT n: 1 printer, 2 offline, 3 error, 4 paper. */
  v.strictObject({ ...told, kind: v.literal('statusRequest'), n: v.picklist([1, 2, 3, 4]) }),
  /** A printer's answer; what decoding reads from the byte need not be repeated. */
  v.looseObject({ ...told, kind: v.literal('status'), byte: hexBytes(1, 1) }),
]);

export function encodeEscposStatus(value: unknown): Result<Uint8Array, string> {
  const frame = parsed(printerStatus, value);
  if (!frame.ok) return frame;
  return ok(frame.value.kind === 'status' ? frame.value.byte : statusRequest(frame.value.n));
}

function parsed<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  value: unknown,
): Result<v.InferOutput<Schema>, string> {
  const read = parseWith(schema, value);
  return read.ok ? read : failed(read.problem.lines.join('; '));
}
