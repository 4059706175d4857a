// Job record: what the printer's own record of a job proves.

import { tellsOfLostJob, withoutSeverity } from './printer-state.ts';
import { type Attributes, words } from './protocol.ts';

export type JobRecord =
  /** The printer has it and has not begun, or waits for its document. */
  | { readonly is: 'waiting'; readonly hasDocument: boolean }
  | { readonly is: 'printing' }
  | { readonly is: 'stopped' }
  | { readonly is: 'printed' }
  /** It ended because its document can't be read: there was no page to print. */
  | { readonly is: 'unreadable' }
  /** It ended by itself or by somebody's hand. `sides` are out; null when the printer does not say. */
  | { readonly is: 'broken'; readonly by: 'cancel' | 'printer'; readonly sides: number | null }
  /** The printer calls it completed and yet says that pages are missing, or that it lost the job. */
  | { readonly is: 'doubtful' };

/** Asked for with every look at a job. */
export const jobAttributes = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'number-of-documents',
  // CUPS keeps here what the printer behind it said during the job.
  'job-printer-state-reasons',
];

const unreadable = [
  'document-format-error',
  'unsupported-document-format',
  'document-unprintable-error',
  'document-access-error',
  'unsupported-compression',
];

/** RFC 8011 section 5.3.7 and 5.3.8. `pages`: undefined when nobody knows any more. */
export function readRecord(job: Attributes, pages: number | undefined): JobRecord {
  const [state] = words(job['job-state']);
  const reasons = words(job['job-state-reasons']);
  const sides = sidesOf(job);
  switch (state) {
    case 'processing':
      return { is: 'printing' };
    case 'processing-stopped':
      return { is: 'stopped' };
    case 'completed': {
      // Printers that count say how many sides are out; 0 comes from those that do not count.
      const isShort = pages !== undefined && sides !== null && sides > 0 && sides < pages;
      const isLost = tellsOfLostJob(withoutSeverity(words(job['job-printer-state-reasons'])));
      return isShort || isLost || reasons.includes('job-completed-with-errors')
        ? { is: 'doubtful' }
        : { is: 'printed' };
    }
    case 'canceled':
    case 'aborted':
      // "No value yet" as the time of the first page proves nothing: the codec reads "unknown" the same way.
      return reasons.some((reason) => unreadable.includes(reason))
        ? { is: 'unreadable' }
        : { is: 'broken', by: state === 'canceled' ? 'cancel' : 'printer', sides };
    case 'pending-held': {
      const isIncoming = reasons.some((reason) => reason === 'job-incoming' || reason === 'job-data-insufficient');
      return { is: 'waiting', hasDocument: !(isIncoming || job['number-of-documents'] === 0) };
    }
    default:
      return { is: 'waiting', hasDocument: true };
  }
}

export function sidesOf(job: Attributes): number | null {
  const sides = job['job-impressions-completed'];
  return typeof sides === 'number' ? sides : null;
}

export function nameOf(job: Attributes): string | undefined {
  return words(job['job-name'])[0];
}
