// Job record: what the printer's own record of a job proves.

import { type Attributes, words } from './protocol.ts';

export type JobRecord =
  | { readonly is: 'waiting' }
  | { readonly is: 'printed' }
  /** It ended because its document can't be read: there was no page to print. */
  | { readonly is: 'neverStarted' }
  /** It ended, and pages may be out. */
  | { readonly is: 'failed' };

/** Asked for with every look at a job. */
export const jobAttributes = ['job-id', 'job-name', 'job-state', 'job-state-reasons', 'job-impressions-completed'];

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
  switch (state) {
    case 'completed': {
      // Printers that count say how many sides are out; 0 comes from those that do not count.
      const sides = number(job['job-impressions-completed']) ?? 0;
      const short = pages !== undefined && sides > 0 && sides < pages;
      return short || reasons.includes('job-completed-with-errors') ? { is: 'failed' } : { is: 'printed' };
    }
    case 'canceled':
    case 'aborted': {
      // "No value yet" as the time of the first page proves nothing: the codec reads "unknown" the same way.
      const noDocument = reasons.some((reason) => unreadable.includes(reason));
      return noDocument ? { is: 'neverStarted' } : { is: 'failed' };
    }
    default:
      return { is: 'waiting' };
  }
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
