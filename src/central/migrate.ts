// Migrate: numbered SQL files, applied in order, once, and never changed afterwards.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import type { Database } from './database.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
}

export type MigrationProblem =
  /** A number is missing or there twice. */
  | { readonly is: 'migrationGap'; readonly at: number }
  /** The file is not what was applied. */
  | { readonly is: 'migrationChanged'; readonly name: string }
  /** The database was made by a newer build; it is left untouched. */
  | { readonly is: 'databaseNewer'; readonly known: number; readonly found: number };

export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      number: Number(name.slice(0, 4)),
      name,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}

export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<Result<void, MigrationProblem>> {
  const gap = migrations.findIndex(({ number }, index) => number !== index + 1);
  if (gap !== -1) return failed({ is: 'migrationGap', at: gap + 1 });
  await database.script(
    'create table if not exists migrations (number integer primary key, name text not null, checksum text not null)',
  );
  const applied = await database.query<{ number: number; checksum: string }>(
    'select number, checksum from migrations order by number',
  );
  const newest = applied.at(-1)?.number ?? 0;
  if (newest > migrations.length) return failed({ is: 'databaseNewer', known: migrations.length, found: newest });
  for (const migration of migrations) {
    const checksum = createHash('sha256').update(migration.text).digest('hex');
    const before = applied.find(({ number }) => number === migration.number);
    if (before !== undefined && before.checksum !== checksum)
      return failed({ is: 'migrationChanged', name: migration.name });
    if (before !== undefined) continue;
    await database.transaction(async (queries) => {
      await queries.script(migration.text);
      await queries.query('insert into migrations (number, name, checksum) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        checksum,
      ]);
    });
  }
  return ok();
}
