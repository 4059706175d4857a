// Name lock: requests about one id come one after another, whichever process has them, so that each sees what the last did.

import type { Queries } from './database.ts';

/** Until the end of the transaction. Taken before any row, so that nobody ever waits for somebody else in a ring. */
export async function lockName(queries: Queries, kind: 'item' | 'delegation' | 'document', id: string): Promise<void> {
  await queries.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${kind} ${id}`]);
}
