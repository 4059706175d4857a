// SMS HTTP gateway: any gateway that takes a message as one JSON request, described by a file that only central can read. The
// id goes along in the request, and a gateway must deliver one id once.

import { timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { shortText, whole } from '../contract/fields.ts';
import { parseJsonWith } from '../contract/parse.ts';
import type { SmsGateway, SmsMessage } from './sms.ts';
import type { Receipt } from './sms-receipts.ts';

const isSafe = (text: string) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
};
const address = v.pipe(v.string(), v.check(isSafe, 'must be https://, or http:// on this machine'));

const oneGateway = v.strictObject({
  url: address,
  method: v.optional(v.picklist(['POST', 'PUT']), 'POST'),
  headers: v.optional(v.record(shortText(80), shortText(2_000)), {}),
  /** Header that carries the id. */
  idHeader: v.optional(shortText(80), 'idempotency-key'),
  /** JSON in which {id}, {phone} and {text} stand for themselves, in any text of it. */
  body: v.unknown(),
  timeoutMs: v.optional(whole(100, 60_000), 10_000),
  /** For a gateway that refuses with status 200: only these values of that field mean that it took the message. */
  accepted: v.optional(v.strictObject({ field: shortText(80), values: v.array(v.union([v.string(), v.number()])) })),
  /** It tells what became of each message. */
  givesReceipts: v.optional(v.boolean(), false),
});
type OneGateway = v.InferOutput<typeof oneGateway>;

const gatewayFile = v.strictObject({
  sms: oneGateway,
  /** Messages in the app of the city, for whom no SMS reaches. */
  portal: v.optional(oneGateway),
  receipts: v.optional(
    v.strictObject({
      /** The gateway sends it as bearer token. */
      token: v.pipe(shortText(200), v.minLength(16, 'must have at least 16 characters')),
      idField: v.optional(shortText(80), 'id'),
      outcomeField: v.optional(shortText(80), 'outcome'),
      delivered: v.optional(v.array(v.union([v.string(), v.number()])), ['delivered']),
      failed: v.optional(v.array(v.union([v.string(), v.number()])), ['failed']),
    }),
  ),
});

export interface ReceiptReader {
  isToken(given: string): boolean;
  /** What a gateway said, one receipt or several; what is neither delivered nor failed is not there yet. */
  read(body: unknown): readonly Receipt[] | undefined;
}

export interface Gateways {
  readonly sms: SmsGateway;
  readonly portal?: SmsGateway;
  readonly receipts?: ReceiptReader;
}

function filled(template: unknown, message: SmsMessage): unknown {
  if (typeof template === 'string')
    return template.replace(/\{(id|phone|text)\}/g, (_all, name: keyof SmsMessage) => message[name]);
  if (Array.isArray(template)) return template.map((one) => filled(one, message));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, message)]));
}

/** These say "later", whatever was sent. */
const laterStatus = new Set([408, 425, 429]);

export function createHttpGateway(gateway: OneGateway): SmsGateway {
  const { url, method, headers, idHeader, body, timeoutMs, accepted, givesReceipts } = gateway;
  const isAccepted = (text: string): boolean => {
    if (accepted === undefined) return true;
    const answer = parseJsonWith(v.record(v.string(), v.unknown()), text);
    return answer.ok && accepted.values.some((value) => value === answer.value[accepted.field]);
  };
  return {
    givesReceipts,
    async send(message) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(url, {
          method,
          headers: { ...headers, 'content-type': 'application/json', [idHeader]: message.id },
          body: JSON.stringify(filled(body, message)),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        text = (await response.text()).slice(0, 100_000);
      } catch {
        // Whatever fetch rejects with is a failed or slow connection: it may or may not have arrived.
        return failed('unreachable');
      }
      if (response.ok) return isAccepted(text) ? ok() : failed('refused');
      return response.status >= 500 || laterStatus.has(response.status) ? failed('unreachable') : failed('refused');
    },
  };
}

function receiptReader(setup: NonNullable<v.InferOutput<typeof gatewayFile>['receipts']>): ReceiptReader {
  const token = Buffer.from(setup.token);
  const receipt = v.looseObject({});
  const body = v.union([v.pipe(v.array(receipt), v.maxLength(1_000)), receipt]);
  return {
    isToken(given) {
      const bytes = Buffer.from(given);
      return bytes.length === token.length && timingSafeEqual(bytes, token);
    },
    read(said) {
      const parsed = v.safeParse(body, said);
      if (!parsed.success) return undefined;
      return [parsed.output].flat().flatMap((one: Readonly<Record<string, unknown>>): readonly Receipt[] => {
        const [id, word] = [one[setup.idField], one[setup.outcomeField]];
        if (typeof id !== 'string') return [];
        if (setup.delivered.some((value) => value === word)) return [{ id, outcome: 'delivered' }];
        return setup.failed.some((value) => value === word) ? [{ id, outcome: 'failed' }] : [];
      });
    },
  };
}

/** The problem is one line about where and why; nothing of the file, which holds secrets. */
export async function openGateways(path: string): Promise<Result<Gateways, string>> {
  let text: string;
  try {
    if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) return failed('others can read it');
    text = await readFile(path, 'utf8');
  } catch (error) {
    return failed(error instanceof Error && 'code' in error ? String(error.code) : 'unreadable');
  }
  const parsed = parseJsonWith(gatewayFile, text);
  if (!parsed.ok)
    return failed(parsed.problem.lines.map((line) => line.replace(/(but received|: not JSON).*$/s, '')).join('; '));
  const { sms, portal, receipts } = parsed.value;
  return ok({
    sms: createHttpGateway(sms),
    ...(portal === undefined ? {} : { portal: createHttpGateway(portal) }),
    ...(receipts === undefined ? {} : { receipts: receiptReader(receipts) }),
  });
}
