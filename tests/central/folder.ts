// What is left in a central's data folder: every row of every table as text, and every file as bytes.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabaseOf } from './database-under-test.ts';

/** Table name → its rows as JSON texts, sorted. The central of that folder must be closed. */
export async function tablesOf(dataFolder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const database = await openDatabaseOf(dataFolder);
  try {
    const tables = await database.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    );
    const all: Record<string, readonly string[]> = {};
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`select row_to_json(t)::text as row from "${name}" t`);
      all[name] = rows.map(({ row }) => row).sort();
    }
    return all;
  } finally {
    await database.close();
  }
}

/** Names of the files in that folder, at any depth, whose bytes hold one of those texts. */
export async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    if (texts.some((text) => bytes.includes(text))) found.push(join(entry.parentPath, entry.name));
  }
  return found;
}
