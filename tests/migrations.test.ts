// Migrations: each one that ships is carried over by a test that names it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const tested = {
  kiosk: 'tests/controller/store/migrate.test.ts',
  central: 'tests/central/carry-over.test.ts',
} as const;

it.each(['kiosk', 'central'] as const)('carries old rows of the %s over with every migration', (side) => {
  const text = readFileSync(join(root, tested[side]), 'utf8');
  const names = readdirSync(join(root, 'migrations', side)).map((name) => name.replace('.sql', ''));
  expect(names.length).toBeGreaterThan(5);
  const words = (name: string) => [`'${name}`, `and ${name}`, `-${name.slice(5)}.sql'`];
  expect(names.filter((name) => !words(name).some((one) => text.includes(one)))).toEqual([]);
});
