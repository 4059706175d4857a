// Extras: what a card holds besides text and photo, read on a technician's order and never while a person is served.

import { failed, ok, type Result } from '../../../src/base/result.ts';
import type { Ask } from './asking.ts';
import { readNewAddresses } from './card-text.ts';
import { status } from './status.ts';

/** 30 05 and 30 03. */
export interface CardExtras {
  /** 24 or 28 bytes (IIN, SN, DN), not parsed; null when the module does not tell it. Personal data. */
  readonly chipNumber: Uint8Array | null;
  /** Oldest first, at most four; on most cards none. Personal data. */
  readonly newAddresses: readonly string[];
}

export type ExtrasProblem =
  /** The line was not open: nothing was sent. */
  | 'notSent'
  | 'noAnswer'
  | 'noCard'
  /** The card did not let itself be selected. */
  | 'refused';

/**
 * A card that was read does not answer until it has lost the field, so the module is reset first; `rest` passes the time
 * in which it starts. 30 05 comes directly after the selection: some readers (iDR) do not answer it later.
 */
export async function readCardExtras(ask: Ask, rest: () => Promise<void>): Promise<Result<CardExtras, ExtrasProblem>> {
  const reset = await ask('reset');
  if (!reset.ok) return failed(reset.problem === 'closed' ? 'notSent' : 'noAnswer');
  await rest();
  const found = await ask('find');
  if (!found.ok) return failed('noAnswer');
  if (found.value.status !== status.found) return failed('noCard');
  const selected = await ask('select');
  if (!selected.ok) return failed('noAnswer');
  if (selected.value.status !== status.good) return failed('refused');
  const chip = await ask('readChipNumber');
  const addresses = await ask('readNewAddress');
  if (!addresses.ok) return failed('noAnswer');
  return ok({
    chipNumber: chip.ok && chip.value.status === status.good ? chip.value.data : null,
    newAddresses: addresses.value.status === status.good ? readNewAddresses(addresses.value.data) : [],
  });
}
