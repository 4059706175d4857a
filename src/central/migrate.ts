// Migrate: numbered SQL files, applied in order, once, all new ones or none, and never changed afterwards.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import type { Database, Queries } from './database.ts';

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
  return database.transaction((queries) => applyNew(queries, migrations));
}

/** One lock for all processes that start on a database: the first applies, the others find it done. */
const lockNumber = 6_448_011;

async function applyNew(queries: Queries, migrations: readonly Migration[]): Promise<Result<void, MigrationProblem>> {
  await queries.query('select pg_advisory_xact_lock($1)', [lockNumber]);
  await queries.script(
    'create table if not exists migrations (number integer primary key, name text not null, checksum text not null)',
  );
  const applied = await queries.query<{ number: number; checksum: string }>(
    'select number, checksum from migrations order by number',
  );
  const newest = applied.at(-1)?.number ?? 0;
  if (newest > migrations.length) return failed({ is: 'databaseNewer', known: migrations.length, found: newest });
  const sums = migrations.map(({ text }) => createHash('sha256').update(text).digest('hex'));
  const changed = migrations.find(({ number }, index) =>
    applied.some((one) => one.number === number && one.checksum !== sums[index]),
  );
  if (changed !== undefined) return failed({ is: 'migrationChanged', name: changed.name });
  for (const [index, { number, name, text }] of migrations.entries()) {
    if (number <= newest) continue;
    await queries.script(text);
    await queries.query('insert into migrations (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      sums[index],
    ]);
  }
  return ok();
}
