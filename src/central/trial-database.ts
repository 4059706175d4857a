// Trial database: PGlite, PostgreSQL inside this process. It never calls fsync, so a power cut can lose everything.

import { PGlite } from '@electric-sql/pglite';
import type { Database, Queries } from './database.ts';

interface Asked {
  query<Row>(text: string, parameters?: unknown[]): Promise<{ rows: Row[] }>;
  exec(text: string): Promise<unknown>;
}

function queriesOf(asked: Asked): Queries {
  return {
    async query<Row>(text: string, parameters: readonly unknown[] = []) {
      const { rows } = await asked.query<Row>(text, [...parameters]);
      return rows;
    },
    async script(text) {
      await asked.exec(text);
    },
  };
}

/** `folder` is made when it is missing. Takes about three seconds the first time. */
export async function openTrialDatabase(folder: string | 'memory'): Promise<Database> {
  const pglite = await PGlite.create(folder === 'memory' ? 'memory://' : folder);
  return {
    kind: 'embedded',
    name: 'PGlite, embedded trial database: a power cut can lose everything',
    ...queriesOf(pglite),
    transaction: (work) => pglite.transaction((open) => work(queriesOf(open))),
    listen: (channel, listener) => pglite.listen(channel, listener),
    // Nobody else can be on it.
    onDuty: (_duty, begin) => begin(),
    connections: () => ({ open: 0, idle: 0, waiting: 0 }),
    close: () => pglite.close(),
  };
}
