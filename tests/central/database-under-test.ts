// Which database the tests of central run on: the embedded one, or a PostgreSQL server with a database for each data folder.

import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/central/database.ts';
import { openPostgresDatabase } from '../../src/central/postgres-database.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';
import type { RealPostgres } from '../support/postgres.ts';

let server: RealPostgres | undefined;
const urls = new Map<string, string>();

/** From now on; undefined goes back to the embedded one. */
export function testOn(postgres: RealPostgres | undefined): void {
  server = postgres;
  urls.clear();
}

/** Part of a central's setup. The same folder has the same database; memory has a new one each time. */
export async function databaseFor(dataFolder: string): Promise<{ readonly databaseUrl?: string }> {
  if (server === undefined) return {};
  const databaseUrl = urls.get(dataFolder) ?? (await server.database());
  if (dataFolder !== 'memory') urls.set(dataFolder, databaseUrl);
  return { databaseUrl };
}

/** A backup was put in the place of what that folder had. */
export function moveDatabase(dataFolder: string, url: string): void {
  urls.set(dataFolder, url);
}

/** The database of a closed central. */
export async function openDatabaseOf(dataFolder: string): Promise<Database> {
  const { databaseUrl } = await databaseFor(dataFolder);
  if (databaseUrl === undefined) return openTrialDatabase(join(dataFolder, 'database'));
  const opened = await openPostgresDatabase({ url: databaseUrl, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(opened.problem);
  return opened.value;
}

/** Where its files are. */
export function filesOf(dataFolder: string): string {
  return server === undefined ? join(dataFolder, 'database') : server.folder;
}
