// IPP messages (RFC 8010/8011): building requests and reading answers.

import ipp from '@sealsystems/ipp';
import { failed, ok, type Result } from '../../../src/base/result.ts';

export type Attributes = Readonly<Record<string, unknown>>;

export interface IppAnswer {
  /** Keyword, e.g. `successful-ok`. */
  readonly status: string;
  readonly printer: Attributes;
  readonly jobs: readonly Attributes[];
}

export interface IppRequest {
  readonly operation: string;
  readonly url: string;
  readonly requestId: number;
  readonly operationAttributes?: Attributes;
  readonly jobAttributes?: Attributes;
  readonly document?: Uint8Array;
}

function isGroup(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function groups(value: unknown): readonly Attributes[] {
  if (Array.isArray(value)) return value.filter(isGroup);
  return isGroup(value) ? [value] : [];
}

export function encodeRequest({
  operation,
  url,
  requestId,
  operationAttributes = {},
  jobAttributes,
  document,
}: IppRequest): Uint8Array {
  return ipp.serialize({
    version: '2.0',
    operation,
    id: requestId,
    'operation-attributes-tag': {
      'attributes-charset': 'utf-8',
      'attributes-natural-language': 'en',
      'printer-uri': url,
      ...operationAttributes,
    },
    ...(jobAttributes === undefined ? {} : { 'job-attributes-tag': jobAttributes }),
    ...(document === undefined ? {} : { data: Buffer.from(document) }),
  });
}

export function decodeAnswer(bytes: Uint8Array): Result<IppAnswer, 'notIpp'> {
  try {
    if (!isWhole(bytes)) return failed('notIpp');
    const message = ipp.parse(Buffer.from(bytes));
    if (typeof message.statusCode !== 'string') return failed('notIpp');
    const printer = groups(message['printer-attributes-tag'])[0] ?? {};
    return ok({ status: message.statusCode, printer, jobs: groups(message['job-attributes-tag']) });
  } catch {
    // The codec throws on every kind of damage; what exactly is wrong changes nothing for us.
    return failed('notIpp');
  }
}

/** Version, operation or status, and the number of the request. */
const headBytes = 8;
const endOfAttributes = 0x03;
const highestDelimiter = 0x0f;

/**
 * Whether names and values lie within the message up to the end of its attributes (RFC 8010 section 3.1). The codec reads
 * lengths as signed numbers: one of 8000h or more makes it go back and read for ever.
 */
export function isWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = headBytes;
  function skipText(): boolean {
    if (at + 2 > bytes.length) return false;
    const length = view.getInt16(at);
    at += 2 + length;
    return length >= 0 && at <= bytes.length;
  }
  while (at < bytes.length) {
    const tag = view.getUint8(at);
    at += 1;
    if (tag === endOfAttributes) return true;
    if (tag > highestDelimiter && !(skipText() && skipText())) return false;
  }
  return false;
}

export function isSuccess({ status }: IppAnswer): boolean {
  return status.startsWith('successful-');
}

export function words(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((word): word is string => typeof word === 'string');
}
