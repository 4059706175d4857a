// Simulator of a HID-POS scanner: cuts what is held before it into reports, and loses parts when it is told to.

import type { Clock } from '../../../src/base/clock.ts';
import { createListeners } from '../../../src/base/undo.ts';
import type { Simulator } from '../../transport/wire.ts';
import { encodeReport, mostData } from './protocol.ts';
import { type CodeEncoding, encodeCode } from './text.ts';

export interface HidPosFaults {
  dead?: boolean;
  /** Reports that get lost, by their place in the code from 0. */
  lostParts?: readonly number[];
  /** Says each code twice. */
  doubleRead?: boolean;
  /** Pause between two reports of a code. Default 2 ms. */
  partMs?: number;
}

export interface HidPosScannerSimulator extends Simulator {
  readonly faults: HidPosFaults;
  /** Holds a code before it; it looks always and says a code once. */
  simulateHoldCode(text: string, more?: { readonly symbology?: string | null }): void;
  simulateTakeCodeAway(): void;
  /** Says this as one report, whatever it is. */
  simulateReport(report: Uint8Array): void;
}

const readMs = 80;

export function createHidPosScannerSimulator(options: {
  readonly encoding: CodeEncoding;
  readonly clock: Clock;
}): HidPosScannerSimulator {
  const { clock } = options;
  const faults: HidPosFaults = {};
  const said = createListeners<Uint8Array>();
  let cancelRead: () => void = () => undefined;

  function say(report: Uint8Array): void {
    if (faults.dead !== true) said.tell(report);
  }

  function reportsOf(text: string, symbology: string | null): readonly Uint8Array[] {
    const bytes = encodeCode(text, options.encoding);
    const count = Math.max(1, Math.ceil(bytes.length / mostData));
    return Array.from({ length: count }, (_, part) =>
      encodeReport({
        symbology,
        data: bytes.slice(part * mostData, (part + 1) * mostData),
        isContinued: part < count - 1,
      }),
    );
  }

  return {
    faults,
    attach: (wire) => said.add((report) => wire.send(report)),
    simulateHoldCode(text, { symbology = 'Q1' } = {}) {
      cancelRead();
      const once = reportsOf(text, symbology);
      const reports = faults.doubleRead === true ? [...once, ...once] : once;
      cancelRead = clock.after(readMs, () => {
        reports.forEach((report, place) => {
          if (faults.lostParts?.includes(place) === true) return;
          clock.after(place * (faults.partMs ?? 2), () => say(report));
        });
      });
    },
    simulateTakeCodeAway: () => cancelRead(),
    simulateReport: say,
  };
}
