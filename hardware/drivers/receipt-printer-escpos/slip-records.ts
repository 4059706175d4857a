// Slip records: what the printer itself tells afterwards of a slip whose end nobody has seen, since the line was lost or
// the computer was started again. It has two sorts of evidence, a process id that comes late and a cut more than before
// the slip, and both only ever say "printed".

import { type Clock, pause } from '../../../src/base/clock.ts';
import type { PrintMark, PrintRecord } from '../../classes/printing.ts';
import type { CutCounter } from './cut-counter.ts';
import { processIdsOf } from './process-ids.ts';
import type { Reply } from './protocol.ts';

export interface SlipRecords {
  /** Told each reply that answered no question. */
  hear(reply: Reply): void;
  /** A slip of this run has ended unproved. */
  leaveInDoubt(job: string): void;
  /** The count right before something is cut: from then on it says nothing of slips that were sent earlier. */
  readBeforeCut(): Promise<number | null>;
  /** Nothing was cut since that slip was sent: a piece of it may hang at the head. */
  mayHang(job: string): boolean;
  recordOf(sent: { readonly job: string; readonly mark: PrintMark | null }): Promise<PrintRecord>;
}

export interface SlipRecordsOptions {
  readonly clock: Clock;
  readonly counter: CutCounter;
  /** What can come at all from this printer. */
  readonly evidence: { readonly processId: boolean; readonly cuts: boolean };
  /** Looks; whether the printer is there and can print on what it has. */
  readonly canGoOn: () => Promise<boolean>;
}

/** The count before the first cut after a slip; null: it could not be read then; `open`: nothing was cut yet. */
type LastCount = number | null | 'open';

/** A printer that stayed on may still be printing when the computer is back. */
const waitMs = 10_000;
const pauseMs = 500;
/** More than anybody asks about. */
const mostIds = 1_000;
const mostDoubts = 100;

export function createSlipRecords({ clock, counter, evidence, canGoOn }: SlipRecordsOptions): SlipRecords {
  const ids = new Set<string>();
  const doubts = new Map<string, LastCount>();
  let ofEarlierRuns: LastCount = 'open';

  function lastCountFor(job: string): LastCount {
    return doubts.get(job) ?? ofEarlierRuns;
  }

  /** Undefined while something may still come. */
  async function evidenceFor(job: string, cutsBefore: number | null): Promise<PrintRecord | undefined> {
    const { afterCut } = processIdsOf(job);
    const goesOn = await canGoOn();
    if (ids.has(afterCut)) return 'printed';
    const wantsCuts = evidence.cuts && cutsBefore !== null;
    const read = goesOn && wantsCuts && lastCountFor(job) === 'open' ? await counter.read() : null;
    if (ids.has(afterCut)) return 'printed';
    // Something may have been cut while the answer was on its way.
    const last = lastCountFor(job);
    const cuts = last === 'open' ? read : last;
    if (wantsCuts && cuts !== null) return cuts > cutsBefore ? 'printed' : 'unknown';
    const mayCome = goesOn && last === 'open' && (wantsCuts || evidence.processId);
    return mayCome ? undefined : 'unknown';
  }

  return {
    hear(reply) {
      if (reply.is !== 'processId') return;
      if (ids.size >= mostIds) ids.clear();
      ids.add(reply.id);
    },
    leaveInDoubt(job) {
      if (doubts.size >= mostDoubts) doubts.clear();
      doubts.set(job, 'open');
    },
    async readBeforeCut() {
      const cuts = await counter.read();
      if (ofEarlierRuns === 'open') ofEarlierRuns = cuts;
      for (const [job, last] of doubts) if (last === 'open') doubts.set(job, cuts);
      return cuts;
    },
    mayHang: (job) => lastCountFor(job) === 'open',
    async recordOf({ job, mark }) {
      const until = clock.monotonic() + waitMs;
      for (;;) {
        const record = await evidenceFor(job, mark?.cuts ?? null);
        if (record !== undefined) return record;
        if (clock.monotonic() >= until) return 'unknown';
        await pause(clock, pauseMs);
      }
    },
  };
}
