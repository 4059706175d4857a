// Process ids: a pair for each job, from its name alone.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { processIdsOf } from '../../../hardware/drivers/receipt-printer-escpos/process-ids.ts';
import { processIdRequest } from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';

test('any name has two different ids of four printable characters, the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (job) => {
      const ids = processIdsOf(job);
      expect(processIdsOf(job)).toEqual(ids);
      expect(ids.beforeCut).not.toBe(ids.afterCut);
      for (const id of Object.values(ids)) expect(id).toMatch(/^[!-~]{4}$/);
      expect(processIdRequest(ids.afterCut)).toHaveLength(11);
    }),
  );
});

test('an id that was given out once stays with its job over every version', () => {
  expect(processIdsOf('0198a7c2-7b1e-7cc3-9c4e-5d2f6a8b9c0d')).toEqual({ beforeCut: '?&"l', afterCut: '@&"l' });
});

test('names that follow each other share ids no more often than chance has it', () => {
  const jobs = 20_000;
  const ids = Array.from({ length: jobs }, (_, at) => processIdsOf(`0198a7c2-7b1e-7cc3-9c4e-${at}`));
  const all = new Set(ids.flatMap(({ beforeCut, afterCut }) => [beforeCut, afterCut]));
  // By chance 5 of these 20,000 pairs meet another.
  expect(2 * jobs - all.size).toBeLessThanOrEqual(40);
});
