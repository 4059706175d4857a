// Signed request: lets a request of a kiosk in only with its own key's signature, in time, and once.

import { createHash, createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { base64, uuid } from '../contract/fields.ts';
import { parseWith } from '../contract/parse.ts';
import { maxSkewMs, protocol, protocolHeader, requestText, signatureHeaders } from '../contract/signing.ts';
import { kioskId } from '../contract/sync.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

const headersSchema = v.object({
  [signatureHeaders.kiosk]: kioskId,
  [signatureHeaders.time]: v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'must be UTC milliseconds')),
  [signatureHeaders.nonce]: uuid,
  [signatureHeaders.signature]: base64,
});

export interface ReceivedRequest {
  readonly method: string;
  /** Path with query, as it came. */
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Raw bytes; empty when there is no body. */
  readonly body: Uint8Array;
}

export interface Admitted {
  readonly kiosk: string;
  /** Which of the computers that joined as this kiosk it is. */
  readonly enrolment: number;
}

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'base64').toString('base64url') },
    format: 'jwk',
  });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

/** Its signature and time are right; whether it was received before is not known yet. */
export interface Checked extends Admitted {
  readonly nonce: string;
  readonly time: number;
}

/** A kiosk of 0.1.0 says nothing. What is no number is older than everything. */
function protocolOf(said: unknown): number {
  if (said === undefined) return 1;
  return typeof said === 'string' && /^\d{1,5}$/.test(said) ? Number(said) : 0;
}

/** Nothing is stored before the signature has proved right. */
export async function checkRequest(
  { database, clock, log }: Office,
  { method, path, headers, body }: ReceivedRequest,
): Promise<Result<Checked, Refusal>> {
  const spoken = protocolOf(headers[protocolHeader]);
  if (spoken < protocol.oldest) return failed(refusal('protocolTooOld', { speaks: protocol }));
  if (spoken > protocol.newest) return failed(refusal('protocolTooNew', { speaks: protocol }));
  const parsed = parseWith(headersSchema, headers);
  if (!parsed.ok) return failed(refusal('unsigned', { detail: parsed.problem.lines.map(placeOf).join('; ') }));
  const {
    [signatureHeaders.kiosk]: kiosk,
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: signature,
  } = parsed.value;
  const time = Number(parsed.value[signatureHeaders.time]);
  const [row] = await database.query<{ public_key: string; enrolment: number; revoked_at: number | null }>(
    'select public_key, enrolment, revoked_at from kiosks where kiosk = $1 and public_key is not null',
    [kiosk],
  );
  if (row === undefined) return failed(refusal('unknownKiosk'));
  const bodyHash = createHash('sha256').update(body).digest('hex');
  if (!isSignedBy(row.public_key, requestText({ kiosk, method, path, time, nonce, bodyHash }), signature)) {
    log.warn('forged request refused', { kiosk });
    return failed(refusal('forged'));
  }
  // Told only to the computer itself.
  if (row.revoked_at !== null) {
    log.warn('request of a revoked kiosk refused', { kiosk });
    return failed(refusal('kioskRevoked'));
  }
  const now = clock.now();
  if (Math.abs(time - now) > maxSkewMs) {
    log.warn('request refused for its time', { kiosk, offsetMs: time - now });
    return failed(refusal('clockSkew', { serverTime: now }));
  }
  return ok({ kiosk, enrolment: row.enrolment, nonce, time });
}

/** Counts a checked request, once; part of a transaction where what it asks for is one. */
export async function countOnce(
  { clock, log }: Pick<Office, 'clock' | 'log'>,
  queries: Queries,
  { kiosk, nonce, time }: Checked,
): Promise<Result<void, Refusal>> {
  const now = clock.now();
  // Kept until the time in the request would refuse it. When it was seen is written down unless somebody changes this kiosk
  // right now: a citizen's question must not wait for a long batch of messages.
  const fresh = await queries.query(
    `with fresh as (insert into nonces (kiosk, nonce, expires_at) values ($1, $2, $3) on conflict do nothing returning 1),
     seen as (update kiosks set last_seen_at = $4, clock_offset_ms = $5 where exists (select from fresh)
       and kiosk = (select kiosk from kiosks where kiosk = $1 for no key update skip locked))
     select 1 from fresh`,
    [kiosk, nonce, time + maxSkewMs, now, time - now],
  );
  if (fresh.length === 0) {
    log.warn('repeated request refused', { kiosk });
    return failed(refusal('replayed'));
  }
  return ok();
}

/** For everything but messages, which are taken in one transaction with it. */
export async function admit(office: Office, request: ReceivedRequest): Promise<Result<Admitted, Refusal>> {
  const checked = await checkRequest(office, request);
  if (!checked.ok) return checked;
  const once = await countOnce(office, office.database, checked.value);
  return once.ok ? checked : once;
}

/** A nonce is known for as long as the time in its request would pass; later it is refused for its time. */
export async function forgetNonces({ database, clock }: Pick<Office, 'database' | 'clock'>): Promise<void> {
  await database.query('delete from nonces where expires_at < $1', [clock.now()]);
}

/** Only the name of the header: its value is not repeated. */
function placeOf(line: string): string {
  return `${line.split(':', 1)[0]} is missing or cannot be read`;
}
