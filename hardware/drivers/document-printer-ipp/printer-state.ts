// Printer state: what a printer says of itself, in the six words and as what holds a job up.

import type { DeviceState } from '../../classes/device.ts';
import type { PrintTrouble } from '../../classes/printing.ts';
import { type Attributes, words } from './protocol.ts';

/** Asked for with every look at the printer. */
export const stateAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-state-message',
  'printer-is-accepting-jobs',
  'printer-up-time',
  'printer-uuid',
];

const blocking = [
  ['media-jam', 'paperJam'],
  ['cover-open', 'coverOpen'],
  ['door-open', 'coverOpen'],
  ['interlock-open', 'coverOpen'],
  ['input-tray-missing', 'coverOpen'],
  ['output-tray-missing', 'coverOpen'],
  ['media-empty', 'paperOut'],
  ['media-needed', 'paperOut'],
  ['output-area-full', 'outputFull'],
  ['toner-empty', 'tonerOut'],
  ['marker-supply-empty', 'tonerOut'],
  ['marker-waste-full', 'tonerOut'],
] as const;

const paused = ['paused', 'moving-to-paused'];
const tonerShort = ['toner-low', 'marker-supply-low', 'marker-waste-almost-full'];

/** Reasons without their severity: `media-empty-error` and `media-empty` mean the same to us (RFC 8011 section 5.4.12). */
export function reasonsOf(printer: Attributes): ReadonlySet<string> {
  return withoutSeverity(words(printer['printer-state-reasons']));
}

/** `warnin`: ippeveprinter cuts its longest reason after 31 letters. */
export function withoutSeverity(reasons: readonly string[]): ReadonlySet<string> {
  return new Set(reasons.map((reason) => reason.replace(/-(report|warning?|error)$/, '')));
}

/** Printer state and reasons in the six words. Both count: some printers stay "idle" without paper. */
export function stateOf(printer: Attributes): DeviceState {
  const reasons = reasonsOf(printer);
  const detail = [...reasons].filter((reason) => reason !== 'none').join(', ');
  if (isAway(printer)) return { is: 'offline' };
  const holds = holdOf(printer);
  if (holds === 'printerError') return { is: 'fault', what: 'printerError', detail };
  if (holds !== null) return { is: 'blocked', why: holds };
  if (reasons.has('spool-area-full')) return { is: 'fault', what: 'printerError', detail };
  if (printer['printer-is-accepting-jobs'] === false)
    return { is: 'fault', what: 'printerError', detail: 'accepts no jobs' };
  const state = printer['printer-state'];
  if (state !== 'idle' && state !== 'processing') return { is: 'unknown' };
  if (reasons.has('media-low')) return { is: 'low', what: 'paper' };
  if (tonerShort.some((reason) => reasons.has(reason))) return { is: 'low', what: 'toner' };
  return { is: 'ready' };
}

/**
 * What keeps a job that the printer has from paper. Less than what keeps a new one away: a full spool or a closed queue
 * does not stop the job that is in.
 */
export function holdOf(
  printer: Attributes,
): Extract<PrintTrouble, (typeof blocking)[number][1] | 'printerError'> | null {
  if (isAway(printer)) return 'printerError';
  const reasons = reasonsOf(printer);
  for (const [reason, why] of blocking) if (reasons.has(reason)) return why;
  const isStopped = printer['printer-state'] === 'stopped' || paused.some((reason) => reasons.has(reason));
  return isStopped ? 'printerError' : null;
}

/**
 * CUPS asks the printer behind a queue only during a job. While it is idle, the reasons are those of the last job: an empty
 * tray of then would keep every later job away, and none would ever come to see the new paper. `waitsStill`: see below.
 */
export function withoutOldReasons(queue: Attributes, waitsStill: boolean): Attributes {
  const reasons = words(queue['printer-state-reasons']);
  const ofNow =
    queue['printer-state'] === 'idle'
      ? reasons.filter((reason) => /^cups-|paused|-low/.test(reason))
      : reasons.filter((reason) => !(waitsStill && reason === printerHasJob));
  return { ...queue, 'printer-state-reasons': ofNow };
}

const printerHasJob = 'cups-waiting-for-job-completed';

/** A cancelled job may leave this word behind: seen while idle, it says nothing of the next job until it has been away. */
export function stillWaits(queue: Attributes, before: boolean): boolean {
  const isShown = reasonsOf(queue).has(printerHasJob);
  return isShown && (before || queue['printer-state'] === 'idle');
}

/** What CUPS says while the printer behind it does not answer. It is not among the reasons, and stays on afterwards. */
const awayMessage = /may not exist or is unavailable|unable to locate printer|is not responding|is unreachable/i;

/**
 * The one who answers is no printer but a queue whose printer is away. `connecting-to-device` alone says nothing: CUPS
 * shows it for a moment in every job.
 */
function isAway(printer: Attributes): boolean {
  const reasons = reasonsOf(printer);
  if (['shutdown', 'offline', 'timed-out'].some((reason) => reasons.has(reason))) return true;
  // With this word the printer has the job: what the message says is over.
  if (reasons.has(printerHasJob) || printer['printer-state'] !== 'processing') return false;
  return words(printer['printer-state-message']).some((message) => awayMessage.test(message));
}

/** CUPS calls a job completed that the printer behind it has lost; these words are the only trace. */
const lostWords = ['cups-ipp-missing-job-history', 'cups-ipp-conformance-failure'];

export function tellsOfLostJob(reasons: ReadonlySet<string>): boolean {
  return lostWords.some((reason) => reasons.has(reason));
}
