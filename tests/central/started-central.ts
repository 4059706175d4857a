// A central for one test file, on this machine, with its log and what its gateway delivered.

import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { ok } from '../../src/base/result.ts';
import { type Central, type CentralSetup, startCentral } from '../../src/central/server.ts';
import type { SmsGateway, SmsMessage } from '../../src/central/sms.ts';
import { databaseFor } from './database-under-test.ts';

export const adminToken = 'token-of-the-test-office';

export interface StartedCentral extends Central {
  readonly logLines: readonly string[];
  readonly delivered: readonly SmsMessage[];
}

export async function startedCentral({
  dataFolder = 'memory',
  clock = systemClock,
  smsGateway,
  pages,
  ...more
}: Pick<CentralSetup, 'portalGateway' | 'receipts'> & {
  readonly dataFolder?: string;
  readonly clock?: Clock;
  readonly smsGateway?: SmsGateway;
  readonly pages?: string;
} = {}): Promise<StartedCentral> {
  const logLines: string[] = [];
  const delivered: SmsMessage[] = [];
  const recording: SmsGateway = {
    async send(message) {
      if (!delivered.some(({ id }) => id === message.id)) delivered.push(message);
      return ok();
    },
  };
  const central = await startCentral({
    dataFolder,
    ...(await databaseFor(dataFolder)),
    port: 0,
    mode: 'trial',
    adminToken,
    clock,
    log: createLog((line) => logLines.push(line), clock),
    smsGateway: smsGateway ?? recording,
    ...more,
    ...(pages === undefined ? {} : { pages }),
  });
  if (!central.ok) throw new Error(`central did not start: ${JSON.stringify(central.problem)}`);
  return { ...central.value, logLines, delivered };
}
