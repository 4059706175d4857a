// The suite of any central, on the embedded trial database.

import { afterAll } from 'vitest';
import { centralSuite } from './central-suite.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

let central: StartedCentral | undefined;

centralSuite('PGlite', async () => {
  central = await startedCentral();
  return { url: central.url, adminToken };
});

afterAll(async () => {
  await central?.close();
});
