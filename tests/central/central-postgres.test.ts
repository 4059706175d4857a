// The suite of any central, on a PostgreSQL server.

import { afterAll, describe } from 'vitest';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { centralSuite } from './central-suite.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

let postgres: RealPostgres | undefined;
let central: StartedCentral | undefined;

describe.skipIf(missingForPostgres !== undefined)(`${missingForPostgres ?? ''}`, () => {
  centralSuite('PostgreSQL', async () => {
    postgres = await startPostgres();
    central = await startedCentral({ databaseUrl: await postgres.database() });
    return { url: central.url, adminToken };
  });
});

afterAll(async () => {
  await central?.close();
  await postgres?.close();
});
