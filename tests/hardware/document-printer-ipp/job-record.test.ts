// What the printer's own record of a job proves, and what it does not.

import { describe, expect, it } from 'vitest';
import { provesNothing } from '../../../hardware/drivers/document-printer-ipp/follow-job.ts';
import { readRecord } from '../../../hardware/drivers/document-printer-ipp/job-record.ts';
import type { PrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import { ok } from '../../../src/base/result.ts';

describe('the record of a job', () => {
  it.each<[string, object, object]>([
    ['completed', { 'job-state': 'completed', 'job-state-reasons': 'job-completed-successfully' }, { is: 'printed' }],
    [
      'completed by a printer that does not count',
      { 'job-state': 'completed', 'job-impressions-completed': 0 },
      { is: 'printed' },
    ],
    [
      'completed with errors',
      { 'job-state': 'completed', 'job-state-reasons': ['job-completed-with-errors'] },
      { is: 'doubtful' },
    ],
    ['completed, a page too few', { 'job-state': 'completed', 'job-impressions-completed': 1 }, { is: 'doubtful' }],
    [
      'completed as CUPS says, and lost by the printer behind it',
      {
        'job-state': 'completed',
        'job-impressions-completed': 2,
        'job-printer-state-reasons': ['cups-ipp-conformance-failure-report', 'cups-ipp-missing-job-history'],
      },
      { is: 'doubtful' },
    ],
    [
      'canceled',
      { 'job-state': 'canceled', 'job-state-reasons': 'job-canceled-at-device' },
      { is: 'broken', by: 'cancel', sides: null },
    ],
    [
      'aborted by the system',
      { 'job-state': 'aborted', 'job-state-reasons': 'aborted-by-system', 'job-impressions-completed': 1 },
      { is: 'broken', by: 'printer', sides: 1 },
    ],
    [
      'aborted as unreadable',
      { 'job-state': 'aborted', 'job-state-reasons': 'document-format-error' },
      { is: 'unreadable' },
    ],
    ['processing', { 'job-state': 'processing' }, { is: 'printing' }],
    ['stopped in between', { 'job-state': 'processing-stopped' }, { is: 'stopped' }],
    [
      'held for its document',
      { 'job-state': 'pending-held', 'job-state-reasons': 'job-data-insufficient' },
      { is: 'waiting', hasDocument: false },
    ],
    [
      'held for its document by CUPS',
      { 'job-state': 'pending-held', 'job-state-reasons': 'job-incoming', 'number-of-documents': 0 },
      { is: 'waiting', hasDocument: false },
    ],
    ['held with its document', { 'job-state': 'pending-held' }, { is: 'waiting', hasDocument: true }],
    ['in the queue', { 'job-state': 'pending', 'number-of-documents': 0 }, { is: 'waiting', hasDocument: true }],
    ['without a state', {}, { is: 'waiting', hasDocument: true }],
  ])('%s', (_, job, record) => {
    expect(readRecord({ ...job }, 2)).toEqual(record);
  });

  it.each<[string, number | null, boolean, readonly number[], boolean]>([
    ['0 of a printer that has counted before', 0, false, [0, 2], true],
    ['0 of a printer that has never counted', 0, false, [0, 0], false],
    ['0 of CUPS', 0, true, [1], false],
    ['1', 1, false, [2], false],
    ['no count', null, false, [2], false],
  ])('broken off with a count of %s', async (_, sides, isCups, earlier, proved) => {
    const asked: Pick<PrinterRequests, 'jobs'> = {
      jobs: () => Promise.resolve(ok(earlier.map((count) => ({ 'job-impressions-completed': count })))),
    };
    const capabilities = { lack: null, note: null, isCups };
    expect(await provesNothing({ is: 'broken', by: 'cancel', sides }, { capabilities }, asked)).toBe(proved);
  });
});
