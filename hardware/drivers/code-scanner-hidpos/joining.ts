// Joining: the reports of one code put together; bounded, and given up when a part is missing.

import { joinBytes } from '../../../src/base/bytes.ts';
import { longestCode } from '../../classes/code-scanner.ts';
import type { Deframer } from '../../transport/line.ts';
import { decodeReport, type ReportProblem, type ScannerReport } from './protocol.ts';

export type HidScannerFrame =
  | { readonly is: 'code'; readonly bytes: Uint8Array; readonly symbology: string | null }
  /** `otherCode`: a report of another code came before the end of this one. */
  | { readonly is: 'dropped'; readonly why: ReportProblem | 'tooLong' | 'partMissing' | 'otherCode' };

export interface ReportJoiner extends Deframer<HidScannerFrame> {
  /** Somebody asks for a code anew: what comes from now on belongs to no earlier one. */
  forget(): void;
}

/** The transport gives one report at a time, whole: `push` takes exactly one. */
export function createReportJoiner(): ReportJoiner {
  let parts: ScannerReport[] = [];
  /** The rest of a code that has lost a part or is too long, until its last report: it looks like a code of its own. */
  let dropping = false;

  function giveUp(
    why: Extract<HidScannerFrame, { is: 'dropped' }>['why'],
    isLast: boolean,
  ): readonly HidScannerFrame[] {
    parts = [];
    dropping = !isLast;
    return [{ is: 'dropped', why }];
  }

  return {
    push(bytes) {
      const report = decodeReport(bytes);
      // Of a report that cannot be read nobody knows whether it was the last.
      if (!report.ok)
        return parts.length > 0 || dropping ? giveUp(report.problem, false) : giveUp(report.problem, true);
      const isLast = !report.value.isContinued;
      if (dropping) {
        dropping = !isLast;
        return [];
      }
      const [first] = parts;
      if (first !== undefined && first.symbology !== report.value.symbology) return giveUp('otherCode', isLast);
      parts.push(report.value);
      const length = parts.reduce((sum, { data }) => sum + data.length, 0);
      // Empty reports that go on for ever count as well.
      if (length > longestCode || parts.length > longestCode) return giveUp('tooLong', isLast);
      if (!isLast) return [];
      const whole = joinBytes(...parts.map(({ data }) => data));
      parts = [];
      return [{ is: 'code', bytes: whole, symbology: report.value.symbology }];
    },
    silence: () => (parts.length > 0 ? giveUp('partMissing', false) : []),
    reset() {
      parts = [];
    },
    forget() {
      parts = [];
      dropping = false;
    },
  };
}
