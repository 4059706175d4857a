// Printing: what every kind of printer is asked and answers: one job, printed at most once and followed to its end.

import type { Blocked, Device, Fault } from './device.ts';

/** What keeps a printer from printing, whoever has to put it right. */
export type PrintTrouble = Blocked | Fault;

/** What the printer showed right before a job, kept on disk with it: after a crash its record is read against this. */
export interface PrintMark {
  /** Cuts that the printer had counted in its life; null when it keeps no count or did not tell. */
  readonly cuts: number | null;
}

export type PrintProgress =
  /** The printer works on it, also again after a stop. */
  | { readonly is: 'printing' }
  /** It waits for a hand, and goes on by itself afterwards unless the job is cancelled first. */
  | { readonly is: 'stopped'; readonly why: PrintTrouble };

/** Whoever ordered a job and keeps its record. */
export interface PrintWatch {
  /**
   * Asked once, right before the first byte that can make paper. True: the mark is on disk, go on. False: nobody wants
   * the paper any more, so nothing is sent and the outcome is `notStarted` with `tooLate`.
   */
  mayStart(mark: PrintMark): boolean;
  /** Told at each change, never after the outcome. */
  onProgress(progress: PrintProgress): void;
}

export type PrintOutcome =
  /** The printer itself reported the end of the printing. */
  | { readonly is: 'printed' }
  /** No paper has come and none will: nothing that makes paper was sent, or the printer says that it printed none of it. */
  | {
      readonly is: 'notStarted';
      /** `unprintable`: the order itself cannot be put on paper by this printer; `tooLate`: see `mayStart`. */
      readonly why: PrintTrouble | 'offline' | 'unknown' | 'unprintable' | 'tooLate' | 'cancelled';
    }
  /** Sent, and stopped, cancelled or silent: paper may or may not be out. What was not printed has been forgotten. */
  | { readonly is: 'notConfirmed'; readonly why: PrintTrouble | 'offline' | 'noAnswer' | 'cancelled' };

/** What the printer's own record says of a job that was sent before a restart. `unknown`: it has no record of it. */
export type PrintRecord = 'printed' | 'printing' | 'notPrinted' | 'unknown';

export interface Printer<Order extends { readonly job: string }> extends Device {
  /** Prints once, never repeats by itself. One job at a time: a second call waits for the first. */
  print(order: Order, watch?: PrintWatch): Promise<PrintOutcome>;
  /**
   * Takes a job back, wherever it is: the printer forgets what it has not printed, and `print` ends soon with what is
   * known then. A job that this driver does not have, or not any more, is left alone.
   */
  cancel(job: string): Promise<void>;
  /** Asked after a restart, when the printer can be reached. Changes nothing. */
  lookUp(sent: { readonly job: string; readonly mark: PrintMark | null }): Promise<PrintRecord>;
  /** A session is over: cancels every job of this driver that has not ended, known or left from an earlier run. */
  purge(): Promise<void>;
}
