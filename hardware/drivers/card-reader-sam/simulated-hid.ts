// Simulated HID end: lets the SAM simulator, which speaks in bytes, sit behind a wire that carries reports.

import type { Wire } from '../../transport/wire.ts';
import { fromReport, type HidFraming, toReports } from './hid-reports.ts';

export function deviceOverHid(reports: Wire, framing: HidFraming): Wire {
  return {
    onBytes: (listener) =>
      reports.onBytes((report) => {
        const part = fromReport(report, framing, 'host');
        if (part.length > 0) listener(part);
      }),
    send(bytes) {
      for (const report of toReports(bytes, framing, 'device')) reports.send(report);
    },
  };
}
