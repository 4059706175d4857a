// Signatures: what people signed with before a door opened, sealed by the kiosk on its way and by this centre where it lies.

import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { Fact } from '../core/fact.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { addTask } from './tasks.ts';

export interface ReceivedSignature {
  readonly kiosk: string;
  /** Of the fact. */
  readonly id: string;
  readonly at: number;
  readonly sealed?: string | undefined;
  readonly fact: Extract<Fact, { readonly is: 'deliverySigned' }>;
}

export const signaturePlace = (kiosk: string, order: string) => `signatures.sealed:${kiosk} ${order}`;

const exchanged = 'a signature came that is not the one that was signed with';

/**
 * A fact without its signature still counts: a kiosk whose backup was restored may have lost it. The digest in the fact
 * stands in the kiosk's audit log as well: a signature that does not fit it was exchanged, and is never kept as if it did.
 */
export async function keepSignature(
  { keys, clock, log }: Pick<Office, 'keys' | 'clock' | 'log'>,
  queries: Queries,
  { kiosk, id, at, sealed, fact: { order, person, sha256 } }: ReceivedSignature,
): Promise<Result<void, string>> {
  if (sealed === undefined) return ok();
  const drawn = keys.openFromKiosk(sealed, `signature/${order}`);
  if (drawn === undefined) return failed('sealed: does not open as the signature of this order');
  if (sha256 !== null && createHash('sha256').update(drawn).digest('hex') !== sha256) {
    log.error('a signature does not fit its digest', { kiosk, id });
    await addTask(queries, { kiosk, kind: 'alarm', cause: id, why: exchanged, now: clock.now() });
    return failed('sealed: is not the signature of which the fact holds the digest');
  }
  await queries.query(
    `insert into signatures (kiosk, order_id, person, sealed, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [kiosk, order, person, keys.seal(drawn, signaturePlace(kiosk, order)), at],
  );
  return ok();
}
