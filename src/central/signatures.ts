// Signatures: what people signed with before a door opened, sealed by the kiosk on its way and by this centre where it lies.

import { failed, ok, type Result } from '../base/result.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';

export interface ReceivedSignature {
  readonly kiosk: string;
  readonly order: string;
  readonly person: string;
  readonly at: number;
  readonly sealed: string | undefined;
}

export const signaturePlace = (kiosk: string, order: string) => `signatures.sealed:${kiosk} ${order}`;

/** A fact without its signature still counts: a kiosk whose backup was restored may have lost it. */
export async function keepSignature(
  { keys }: Pick<Office, 'keys'>,
  queries: Queries,
  { kiosk, order, person, at, sealed }: ReceivedSignature,
): Promise<Result<void, string>> {
  if (sealed === undefined) return ok();
  const drawn = keys.openFromKiosk(sealed, `signature/${order}`);
  if (drawn === undefined) return failed('sealed: does not open as the signature of this order');
  await queries.query(
    `insert into signatures (kiosk, order_id, person, sealed, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [kiosk, order, person, keys.seal(drawn, signaturePlace(kiosk, order)), at],
  );
  return ok();
}
