// Migrate: carries a database to the newest schema, each step whole or not at all.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

export interface Migration {
  /** 1, 2, 3 … without gaps; becomes `user_version`. */
  readonly version: number;
  /** File name, e.g. 0001-hall-and-journal.sql */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

/** Reads every .sql file of the folder. Throws when a number is missing or there twice: that build must not run. */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (version !== index + 1) throw new Error(`migration ${name} should have number ${index + 1} and a plain name`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/**
 * Applies what is missing. Throws when a step fails (nothing of that step stays) or when a shipped file was edited
 * afterwards. The caller has refused newer databases already.
 */
export function migrate(database: Database, migrations: readonly Migration[], now: number): void {
  const found = schemaVersion(database);
  if (found > 0) checkApplied(database, migrations);
  for (const { version, name, sql, checksum } of migrations.slice(found)) {
    database
      .transaction(() => {
        if (version === 1)
          database.exec(
            'create table migration (version integer primary key, name text not null, checksum text not null, applied_at integer not null) strict',
          );
        database.exec(sql);
        database.prepare('insert into migration values (?, ?, ?, ?)').run(version, name, checksum, now);
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
  }
}

function checkApplied(database: Database, migrations: readonly Migration[]): void {
  const applied = database
    .prepare<[], { version: number; checksum: string }>('select version, checksum from migration order by version')
    .all();
  for (const { version, checksum } of applied) {
    const shipped = migrations[version - 1];
    if (shipped?.checksum !== checksum)
      throw new Error(`migration ${shipped?.name ?? version} was changed after it had been applied`);
  }
}
