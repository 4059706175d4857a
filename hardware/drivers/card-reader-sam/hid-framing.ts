// HID framing: lets the SAM driver, which speaks in bytes, use a transport that carries reports.

import { ok } from '../../../src/base/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { fromReport, type HidFraming, toReports } from './hid-reports.ts';

/**
 * Keeps nothing between reports: parts go on as they come and the SAM frame's own length and XOR tell whether all of
 * them did. A frame with a part missing is given up at the line's deadline.
 */
export function frameOverHid(reports: Transport, framing: HidFraming): Transport {
  return {
    description: `${reports.description} (${framing} reports)`,
    speed: reports.speed,
    open: () => reports.open(),
    isOpen: () => reports.isOpen(),
    async send(bytes) {
      for (const report of toReports(bytes, framing, 'host')) {
        const sent = await reports.send(report);
        if (!sent.ok) return sent;
      }
      return ok();
    },
    onBytes: (listener) =>
      reports.onBytes((report) => {
        const part = fromReport(report, framing, 'device');
        if (part.length > 0) listener(part);
      }),
    onClosed: (listener) => reports.onClosed(listener),
    close: () => reports.close(),
  };
}
