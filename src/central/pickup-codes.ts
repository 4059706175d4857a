// Pickup codes: made with the message "ready" for whoever's card cannot be read. The kiosk gets check values; the digits
// stand sealed beside the message until it is sent.

import { codeText, type PickupCheck, phoneText } from '../core/pickup-code.ts';
import type { Office } from './office.ts';
import { pinHashOf } from './staff.ts';

const digits = 6;

/** Each digit from a byte below 250, so that all are equally likely. */
function newCode(random: Office['random']): string {
  let code = '';
  while (code.length < digits) for (const byte of random(16)) if (byte < 250 && code.length < digits) code += byte % 10;
  return code;
}

export async function makePickupCode(
  { keys, random }: Pick<Office, 'keys' | 'random'>,
  { right, phone }: { readonly right: string; readonly phone: string },
): Promise<{ readonly code: string; readonly check: PickupCheck }> {
  const code = newCode(random);
  const check = {
    phone: keys.keyedHash(phoneText(right, phone.slice(-4))),
    code: await pinHashOf(keys.keyedHash(codeText(right, code)), random(16)),
  };
  return { code, check };
}
