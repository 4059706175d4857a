// Everything that is tested of central on the embedded database, on a PostgreSQL server.

import { afterAll, beforeAll, describe } from 'vitest';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { testOn } from './database-under-test.ts';

const files = [
  'central',
  'document-files',
  'kiosk-sync',
  'locker',
  'locker-tasks',
  'papers',
  'proofs-restart',
  'reminders',
  'restart',
  'time',
  'verify',
];
const ofTheConsole = ['lists', 'machines', 'queue'];

describe.skipIf(missingForPostgres !== undefined)(`on PostgreSQL ${missingForPostgres ?? ''}`, () => {
  let postgres: RealPostgres | undefined;
  beforeAll(async () => {
    postgres = await startPostgres();
    testOn(postgres);
  });
  afterAll(async () => {
    testOn(undefined);
    await postgres?.close();
  });

  for (const file of files)
    describe(file, async () => {
      await import(`./${file}.test.ts`);
    });
  for (const file of ofTheConsole)
    describe(`console/${file}`, async () => {
      await import(`../console/${file}.test.ts`);
    });
});
