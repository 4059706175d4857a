// Kiosk standing: the key with which a kiosk signs is changed, or its computer is no longer heard at all.

import { failed, ok, type Result } from '../base/result.ts';
import type { KioskAnswer } from '../contract/admin.ts';
import { newKeyText } from '../contract/signing.ts';
import type { KeyRequest } from '../contract/sync.ts';
import { ringFor } from './feed.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { type Admitted, isSignedBy } from './signed-request.ts';

/** The request is signed by the key that is in use; from its answer on that key is refused. */
export async function changeKey(
  { database, clock, log }: Office,
  { kiosk, enrolment }: Admitted,
  { publicKey, proof }: KeyRequest,
): Promise<Result<{ readonly publicKey: string; readonly serverTime: number }, Refusal>> {
  if (Buffer.from(publicKey, 'base64').length !== 32)
    return failed(refusal('malformed', { detail: 'publicKey: must be 32 bytes' }));
  if (!isSignedBy(publicKey, newKeyText(kiosk, publicKey), proof)) return failed(refusal('keyNotProved'));
  const now = clock.now();
  const changed = await database.query(
    `with changed as (
       update kiosks set public_key = $3, key_changed_at = $4 where kiosk = $1 and enrolment = $2
         and not exists (select from kiosks other where other.public_key = $3 and other.kiosk <> $1) returning 1)
     insert into kiosk_keys (kiosk, public_key, since) select $1, $3, $4 from changed
     on conflict (kiosk, public_key) do update set since = kiosk_keys.since returning 1`,
    [kiosk, enrolment, publicKey, now],
  );
  if (changed.length === 0) return failed(refusal('keyNotProved'));
  log.info('kiosk changed its key', { kiosk });
  return ok({ publicKey, serverTime: now });
}

/** The same again changes nothing. Codes that nobody has used yet die with it. */
export async function revokeKiosk(
  { database, clock, log }: Office,
  { kiosk, why }: { readonly kiosk: string; readonly why: string },
): Promise<Result<KioskAnswer, Refusal>> {
  const now = clock.now();
  return database.transaction(async (queries) => {
    const [hall] = await queries.query<{ revoked_at: number | null; public_key: string | null }>(
      'select revoked_at, public_key from kiosks where kiosk = $1 for no key update',
      [kiosk],
    );
    if (hall === undefined) return failed(refusal('kioskNotRegistered'));
    if (hall.public_key === null || hall.revoked_at !== null) return ok({ kiosk, added: false });
    await queries.query('update kiosks set revoked_at = $2, revoked_why = $3 where kiosk = $1', [kiosk, now, why]);
    await queries.query('update enrolment_codes set used_at = $2 where kiosk = $1 and used_at is null', [kiosk, now]);
    await ringFor(queries, kiosk);
    log.warn('kiosk revoked', { kiosk });
    return ok({ kiosk, added: true });
  });
}
