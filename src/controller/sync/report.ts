// Report: tells central how this kiosk is, every half minute and soon after something has changed. Nothing waits for it,
// and a report that failed is not sent again: the next one says more.

import type { Clock } from '../../base/clock.ts';
import { type KioskStatus, statusAnswer, statusEveryMs } from '../../contract/status.ts';
import type { Bell } from './bell.ts';
import type { Central } from './central.ts';

/** Changes of one visit are told together. */
const gatherMs = 1_000;
/** A central that knows no reports is asked rarely. */
const unknownMs = 10 * 60_000;
const notFound = 404;

export interface ReportOptions {
  readonly central: Pick<Central, 'ask'>;
  readonly bell: Bell;
  readonly status: () => KioskStatus;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly isStopped: () => boolean;
}

export async function keepReporting(options: ReportOptions): Promise<void> {
  const { central, bell, status, deadlineMs, isStopped } = options;
  let sent = '';

  /** Until something has changed, or the time has come. */
  async function waitForNext(longestMs: number): Promise<void> {
    let until = options.clock.monotonic() + longestMs;
    let isGathering = false;
    for (let left = longestMs; left > 0 && !isStopped(); left = until - options.clock.monotonic()) {
      await bell.wait(left);
      if (isGathering || isStopped() || JSON.stringify(status().shown) === sent) continue;
      isGathering = true;
      until = Math.min(until, options.clock.monotonic() + gatherMs);
    }
  }

  while (!isStopped()) {
    const report = status();
    const asked = await central.ask({
      method: 'POST',
      path: '/kiosk/v1/status',
      body: report,
      answer: statusAnswer,
      deadlineMs,
      signed: true,
    });
    if (asked.ok) sent = JSON.stringify(report.shown);
    const isUnknown = !asked.ok && asked.problem.is === 'refused' && asked.problem.status === notFound;
    await waitForNext(isUnknown ? unknownMs : statusEveryMs);
  }
}
