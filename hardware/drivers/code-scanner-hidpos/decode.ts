// Decode: explains input reports of a HID-POS scanner to a technician, one after another.

import { toHex } from '../../../src/base/bytes.ts';
import { decodeReport, reportBytes } from './protocol.ts';
import { readCode } from './text.ts';

/** Plain JSON. `text` only when asked for, and only of a report that is a whole code: it may hold somebody's number. */
export type HidPosDecoded =
  | {
      readonly ok: true;
      readonly from: 'device';
      readonly hex: string;
      readonly kind: 'report';
      readonly symbology: string | null;
      readonly bytes: number;
      readonly isContinued: boolean;
      readonly text?: string;
    }
  | { readonly ok: false; readonly from: 'device'; readonly hex: string; readonly problem: string };

export function decodeHidPos(
  bytes: Uint8Array,
  { unmasked = false }: { readonly unmasked?: boolean } = {},
): readonly HidPosDecoded[] {
  const count = Math.ceil(bytes.length / reportBytes);
  return Array.from({ length: count }, (_, place) => {
    const part = bytes.slice(place * reportBytes, (place + 1) * reportBytes);
    const hex = toHex(part);
    const report = decodeReport(part);
    if (!report.ok) return { ok: false, from: 'device', hex, problem: report.problem };
    const { symbology, data, isContinued } = report.value;
    const read = unmasked && !isContinued ? readCode({ bytes: data, symbology }, 'utf-8') : undefined;
    const text = read?.ok === true ? { text: read.value.text } : {};
    return { ok: true, from: 'device', hex, kind: 'report', symbology, bytes: data.length, isContinued, ...text };
  });
}
