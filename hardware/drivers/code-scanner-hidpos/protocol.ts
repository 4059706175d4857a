// Input report of a HID-POS bar code scanner (usage page 8C): how a code lies in reports of 64 bytes.
//
// Source: layout of the Access-IS LSR118/ATR110 manual (appendix on HID), after the USB-IF HID POS tables 1.02.
//
//   0 report id 02 | 1 number of data bytes, 0 to 56 | 2..4 AIM identifier, e.g. `]Q1` | 5..60 data
//   61..62 the maker's own | 63 bit 0: the code goes on in the next report

import { failed, ok, type Result } from '../../../src/base/result.ts';

export interface ScannerReport {
  /** Without the bracket, e.g. `Q1`; null when the scanner leaves it out. */
  readonly symbology: string | null;
  /** At most 56 bytes. */
  readonly data: Uint8Array;
  readonly isContinued: boolean;
}

export type ReportProblem = 'wrongLength' | 'wrongReportId' | 'wrongDataLength' | 'wrongIdentifier';

export const reportBytes = 64;
export const mostData = 56;
const reportId = 0x02;
const dataAt = 5;
const flagsAt = 63;
const bracket = 0x5d;

export function encodeReport({ symbology, data, isContinued }: ScannerReport): Uint8Array {
  if (data.length > mostData) throw new RangeError('too much for one report');
  if (symbology !== null && !/^[A-Za-z][0-9A-Za-z]$/.test(symbology)) throw new RangeError('no AIM identifier');
  const report = new Uint8Array(reportBytes);
  report.set([reportId, data.length]);
  if (symbology !== null) report.set([bracket, symbology.charCodeAt(0), symbology.charCodeAt(1)], 2);
  report.set(data, dataAt);
  report[flagsAt] = isContinued ? 1 : 0;
  return report;
}

export function decodeReport(report: Uint8Array): Result<ScannerReport, ReportProblem> {
  if (report.length !== reportBytes) return failed('wrongLength');
  const [id, length = 0] = report;
  if (id !== reportId) return failed('wrongReportId');
  if (length > mostData) return failed('wrongDataLength');
  const symbology = readIdentifier(report.subarray(2, dataAt));
  if (symbology === undefined) return failed('wrongIdentifier');
  const isContinued = ((report[flagsAt] ?? 0) & 1) === 1;
  return ok({ symbology, data: report.slice(dataAt, dataAt + length), isContinued });
}

/** Undefined: neither an identifier nor three zeros. */
function readIdentifier(bytes: Uint8Array): string | null | undefined {
  if (bytes.every((byte) => byte === 0)) return null;
  return /^\](?<symbology>[A-Za-z][0-9A-Za-z])$/.exec(String.fromCharCode(...bytes))?.groups?.['symbology'];
}
