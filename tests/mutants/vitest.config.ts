// Tests over one mutant: the file that it changes is changed on its way into the test, the disk is left alone.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { certain } from '../../src/base/result.ts';
import { mutated } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '../..');
const id = certain(process.env['MUTANT'], 'the id of a mutant in MUTANT');
const markFile = certain(process.env['MUTANT_MARK'], 'a file in MUTANT_MARK');
const mutant = certain(
  mutants.find((one) => one.id === id),
  `mutant ${id}`,
);

export default defineConfig({
  root,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, path) {
        if (path.split('?')[0] !== join(root, mutant.file)) return undefined;
        writeFileSync(markFile, id);
        return mutated(code, mutant);
      },
    },
  ],
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    bail: 1,
    // A module kept from another run would be without this mutant, or with another one.
    fsModuleCache: false,
  },
});
