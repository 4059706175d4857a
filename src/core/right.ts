// Right: signed permission from central to open one cell until a time, for the addressee of an item or for an agent, who
// may do it once.

import type { CellId } from './cell.ts';
import type { ItemId } from './item.ts';
import type { PersonKey } from './person.ts';
import type { PickupCheck } from './pickup-code.ts';

export interface Right {
  readonly id: string;
  readonly item: ItemId;
  readonly cell: CellId;
  readonly person: PersonKey;
  /** UTC ms. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Where the message brought a code; never for an agent. */
  readonly pickup?: PickupCheck;
}

/** What exactly is signed: one line, fields in this order, so that both ends build the same bytes. */
export function rightText(right: Right, kiosk: string): string {
  return ['right', '1', kiosk, right.id, right.item, right.cell, right.person, right.validFrom, right.validTo].join(
    '|',
  );
}

/** Why a right from central is not taken in: it moves nothing. */
export type GrantRefusal =
  | 'notSigned'
  /** Another right has this id. */
  | 'idTaken'
  | 'unknownCell';

export function isSameRight(one: Right, other: Right): boolean {
  return rightText(one, '') === rightText(other, '');
}

/** `notReleased`: central has given none, or has taken it back. */
export type RightRefusal = 'notReleased' | 'rightExpired' | 'rightsTooOld';

/**
 * Whether this right opens that cell now. Rights are only trusted for `maxAgeMs` (72 h) after the last news from central,
 * because a revocation could be waiting there.
 */
export function checkRight(
  right: Right | undefined,
  asked: { readonly item: ItemId; readonly cell: CellId; readonly person: PersonKey },
  at: { readonly now: number; readonly rightsAsOf: number | null; readonly maxAgeMs: number },
): RightRefusal | null {
  if (right === undefined || right.item !== asked.item || right.cell !== asked.cell || right.person !== asked.person)
    return 'notReleased';
  if (at.now < right.validFrom || at.now > right.validTo) return 'rightExpired';
  if (at.rightsAsOf === null || at.now - at.rightsAsOf > at.maxAgeMs) return 'rightsTooOld';
  return null;
}
