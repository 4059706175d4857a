// The list of mutants keeps up with the product: each mistake can still be made, and a hunt tells caught from survived.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { hunt } from './hunt.ts';
import { mutated } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '../..');

it('names at least forty different mistakes', () => {
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(40);
});

it.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s can still be made', (_, mutant) => {
  expect(mutated(readFileSync(join(root, mutant.file), 'utf8'), mutant)).not.toBe('');
  for (const file of mutant.caughtBy) expect(existsSync(join(root, file)), file).toBe(true);
});

it('a hunt says caught, survived, or that nothing was tried', async () => {
  const mutant = certain(
    mutants.find(({ id }) => id === 'late-print'),
    'a mutant to hunt',
  );
  expect(await hunt(mutant)).toMatchObject({ is: 'caught' });
  // These tests know nothing of printing time.
  expect(await hunt({ ...mutant, caughtBy: ['tests/core/hall-door.test.ts'] })).toEqual({ is: 'survived' });
  expect(await hunt({ ...mutant, caughtBy: ['tests/base/steady.test.ts'] })).toMatchObject({ is: 'notTried' });
}, 120_000);
