// Dialects: the bytes that make a scanner look and stop looking, and what its answers to them are like.
//
// Honeywell and Datalogic imagers: SYN T CR and SYN U CR, no answer. Newland: SCNTRG1 and SCNTRG0, answered by name.
// Zone frames: 1 or 0 into zone 0002, answered without a name.

import { encodeNewlandCommand, type NewlandReply } from './newland.ts';
import { encodeZoneWrite, type ZoneReply } from './zone-frames.ts';

/** How the scanner is made to look; `none` looks always. */
export type TriggerDialect = 'honeywell' | 'newland' | '7e00' | 'none';

export type ScannerOrder = 'trigger' | 'stop';

/** What shares the line with the codes. */
export type ScannerReply =
  | { readonly is: 'newland'; readonly reply: NewlandReply }
  | { readonly is: 'zone'; readonly reply: ZoneReply };

/** In which mode it scans: harmless to ask, and only a living scanner answers. */
const scanMode = 'SCNMOD';
const newlandBody: Readonly<Record<ScannerOrder, string>> = { trigger: 'SCNTRG1', stop: 'SCNTRG0' };
const triggerZone = 0x0002;

/** Undefined where the scanner cannot be ordered. */
export function encodeOrder(dialect: TriggerDialect, order: ScannerOrder): Uint8Array | undefined {
  switch (dialect) {
    case 'none':
      return undefined;
    case 'honeywell':
      return Uint8Array.of(0x16, order === 'trigger' ? 0x54 : 0x55, 0x0d);
    case 'newland':
      return encodeNewlandCommand({ storage: 'untilPowerOff', body: newlandBody[order] });
    case '7e00': {
      const data = Uint8Array.of(order === 'trigger' ? 1 : 0);
      return encodeZoneWrite({ address: triggerZone, data, checksum: 'skipped' });
    }
  }
}

/** Undefined: that reply is not about this order. */
export function verdictOn(order: ScannerOrder, answer: ScannerReply): 'done' | 'refused' | undefined {
  if (answer.is === 'zone') return answer.reply.status === 'done' ? 'done' : 'refused';
  if (answer.reply.body !== newlandBody[order]) return undefined;
  return answer.reply.verdict === 'done' ? 'done' : 'refused';
}

export function encodeQuery(): Uint8Array {
  return encodeNewlandCommand({ storage: 'untilPowerOff', body: `${scanMode}*` });
}

/** The scan mode in the words of the scanner, or undefined when the reply answers another command. */
export function scanModeIn(answer: ScannerReply): string | undefined {
  if (answer.is !== 'newland' || !answer.reply.body.startsWith(scanMode)) return undefined;
  return answer.reply.body.slice(scanMode.length);
}

/** A zone engine is asked for life by an order that changes nothing when it does not look: to stop. */
export function answersOrders(dialect: TriggerDialect): dialect is 'newland' | '7e00' {
  return dialect === 'newland' || dialect === '7e00';
}
