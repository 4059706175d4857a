// One writer: keeps a second controller away from the same database.

import SqliteDatabase from 'better-sqlite3';
import { failed, ok, type Result } from '../../base/result.ts';
import { reasonOf } from './durable-file.ts';

/**
 * Holds an exclusive lock on an empty SQLite file beside the database until released. The kernel drops it when the process
 * dies, however it dies. The database itself stays open for readers, so that the audit log can be checked at any time.
 */
export function becomeWriter(
  file: string,
): Result<() => void, { readonly is: 'inUse' } | { readonly is: 'notWritable'; readonly detail: string }> {
  let lock: SqliteDatabase.Database | undefined;
  try {
    lock = new SqliteDatabase(`${file}.lock`, { timeout: 0 });
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return failed({ is: 'inUse' });
    return failed({ is: 'notWritable', detail: reasonOf(error) });
  }
  const held = lock;
  return ok(() => {
    held.close();
  });
}
