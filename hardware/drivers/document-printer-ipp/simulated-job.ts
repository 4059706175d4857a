// Simulated job: one document on its way through the paper path, sheet by sheet, with whatever stops the path.

import type { Clock } from '../../../src/base/clock.ts';
import type { Attributes } from './protocol.ts';

type JobState = 'pending' | 'pending-held' | 'processing' | 'canceled' | 'aborted' | 'completed';

export interface SimulatedJob {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  state: JobState;
  reason: string;
  sides: number;
  /** A sheet is in the path: it comes out whatever happens to the job. */
  isDrawn: boolean;
}

const ended = new Set<JobState>(['canceled', 'aborted', 'completed']);

export function hasEnded({ state }: SimulatedJob): boolean {
  return ended.has(state);
}

export function createSimulatedJob(id: number, name: string, user: string): SimulatedJob {
  return { id, name, user, state: 'pending-held', reason: 'job-data-insufficient', sides: 0, isDrawn: false };
}

/** The sheet in the path still comes out, and only then is a cancelled job over. */
export function cancelSimulatedJob(job: SimulatedJob): void {
  if (job.isDrawn) job.reason = 'processing-to-stop-point';
  else Object.assign(job, { state: 'canceled', reason: 'job-canceled-by-user' });
}

export interface PaperPath {
  readonly clock: Clock;
  /** From tray to tray, for each sheet. */
  readonly printMs: number;
  /** `drawing`: a sheet cannot leave the tray; `moving`: nothing moves at all. */
  readonly isStopped: (what: 'drawing' | 'moving') => boolean;
  /** False when the printer was switched off meanwhile. */
  readonly isOn: () => boolean;
  readonly onSheet: (job: SimulatedJob) => void;
  readonly onEnd: (job: SimulatedJob) => void;
}

/** Draws a sheet in, puts it out, and so on; waits where the path is stopped and goes on by itself afterwards. */
export function runThroughPath(job: SimulatedJob, pages: number, path: PaperPath): void {
  const { clock, printMs, isStopped, isOn, onSheet, onEnd } = path;

  function step(): void {
    clock.after(printMs / 2, () => {
      if (!isOn() || hasEnded(job)) return;
      if (isStopped(job.isDrawn ? 'moving' : 'drawing')) return step();
      if (!job.isDrawn) {
        job.isDrawn = true;
        return step();
      }
      job.isDrawn = false;
      job.sides += 1;
      onSheet(job);
      if (job.reason === 'processing-to-stop-point') return cancelSimulatedJob(job);
      if (job.sides < pages) return step();
      Object.assign(job, { state: 'completed', reason: 'job-completed-successfully' });
      onEnd(job);
    });
  }

  Object.assign(job, { state: 'processing', reason: 'job-printing' });
  step();
}

export function attributesOf(job: SimulatedJob, counts: boolean, isStopped: boolean): Attributes {
  return {
    'job-id': job.id,
    'job-name': job.name,
    'job-originating-user-name': job.user,
    'job-state': isStopped && job.state === 'processing' ? 'processing-stopped' : job.state,
    'job-state-reasons': job.reason,
    'job-impressions-completed': counts ? job.sides : 0,
  };
}

/** At least one, whatever the bytes are: the printer prints what it is given. */
export function pagesOf(pdf: Uint8Array): number {
  const found = Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type\s*\/Page\b/g);
  return found?.length ?? 1;
}
