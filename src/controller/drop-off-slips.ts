// Drop-off slips: what the kiosk can prove of an envelope that was left: the place of the fact in its audit log, and its
// own signature over everything the slip says. Made from what is on disk, so it is the same at every later visit.

import { paperLimits } from '../base/paper.ts';
import { type ChainPlace, slipCode, slipText } from '../core/drop-off.ts';
import { envelopeOfSlip } from '../core/drop-off-list.ts';
import type { Kiosk } from '../core/kiosk.ts';
import type { DropOffSlip } from '../documents/drop-off-slip.ts';

export interface DropOffSlips {
  /** `document` is the id of the fact; null when there is none of that id. */
  slipOf(document: string): DropOffSlip | null;
}

export function createDropOffSlips(options: {
  /** Its name at central. */
  readonly name: string;
  readonly kiosk: () => Kiosk;
  readonly placeOf: (fact: string) => ChainPlace | null;
  /** Ed25519 of this kiosk, base64. */
  readonly sign: (text: string) => string;
}): DropOffSlips {
  return {
    slipOf(document) {
      const envelope = envelopeOfSlip(options.kiosk(), document);
      const receipt = envelope?.dropOff.receipt ?? null;
      const place = options.placeOf(document);
      if (envelope === undefined || receipt === null || place === null) return null;
      const { id: item, title, caseNumber, maskedName, dropOff } = envelope;
      const text = slipText(receipt, { kiosk: options.name, item, caseNumber }, place);
      const signature = options.sign(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
      const code = slipCode({ ...place, kiosk: options.name, fact: receipt.fact, signature });
      const address = `${dropOff.verify}/${code}`;
      // Whoever types the code at the verify page needs no address.
      const link = address.length <= paperLimits.qrCharacters ? address : code;
      return { title, missing: dropOff.missing, caseNumber, maskedName, receipt, place, link };
    },
  };
}
