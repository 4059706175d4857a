// Main: central as a process. Prints one JSON line on stdout when it listens; its log goes to stderr.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../base/clock.ts';
import { createLog } from '../base/log.ts';
import { ok } from '../base/result.ts';
import { startCentral } from './server.ts';
import { createFileGateway } from './sms-file-gateway.ts';
import { type Gateways, openGateways } from './sms-http-gateway.ts';
import { seedSynthetic } from './synthetic.ts';

const usage =
  '[DATABASE_URL=postgres://…] central --data DIR --admin-token-file FILE [--port N] [--host ADDRESS] [--public-url URL] [--mode trial|production] [--pages DIR] [--sms-gateway FILE] [--seed synthetic] [--seed-kiosk NAME]';

const log = createLog((line) => process.stderr.write(`${line}\n`), systemClock);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        'public-url': { type: 'string' },
        mode: { type: 'string', default: 'trial' },
        'admin-token-file': { type: 'string' },
        pages: { type: 'string' },
        'sms-gateway': { type: 'string' },
        seed: { type: 'string' },
        'seed-kiosk': { type: 'string', default: 'hall-1' },
      },
    });
    const { data, port, host, mode, seed, pages } = values;
    const tokenFile = values['admin-token-file'];
    if (data === undefined || tokenFile === undefined || !/^\d{1,5}$/.test(port)) return undefined;
    if ((mode !== 'trial' && mode !== 'production') || (seed !== undefined && seed !== 'synthetic')) return undefined;
    const publicUrl = values['public-url'];
    if (publicUrl !== undefined && !/^https?:\/\/[^\s/?#]+(\/[^\s?#]+)?(?<!\/)$/.test(publicUrl)) return undefined;
    return {
      data,
      publicUrl,
      port: Number(port),
      host,
      mode,
      tokenFile,
      pages,
      gatewayFile: values['sms-gateway'],
      seed,
      seedKiosk: values['seed-kiosk'],
    } as const;
  } catch (error) {
    // An option that does not exist, or one without its value.
    process.stderr.write(`${error instanceof Error ? error.message : 'unreadable arguments'}\n`);
    return undefined;
  }
}

async function run(): Promise<number> {
  const given = readArguments();
  if (given === undefined) {
    process.stderr.write(`usage: ${usage}\n`);
    return 2;
  }
  const adminToken = (await readFile(given.tokenFile, 'utf8').catch(() => '')).trim();
  if (adminToken === '') {
    log.error('the admin token file is missing or empty', { file: given.tokenFile });
    return 1;
  }
  // From the environment, because a command line can be read by everybody on the machine and the address holds a password.
  const databaseUrl = process.env['DATABASE_URL'];
  // Without a gateway what would go to phones goes into a file.
  const gateways =
    given.gatewayFile === undefined
      ? ok({ sms: createFileGateway(join(given.data, 'sms-gateway.jsonl')) })
      : await openGateways(given.gatewayFile);
  if (!gateways.ok) {
    log.error('the file of the SMS gateway cannot be used', { file: given.gatewayFile, why: gateways.problem });
    return 1;
  }
  const { sms, portal, receipts }: Gateways = gateways.value;
  const asked = new Promise<void>((end) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end());
  });
  const central = await startCentral({
    dataFolder: given.data,
    port: given.port,
    host: given.host,
    mode: given.mode,
    ...(given.publicUrl === undefined ? {} : { publicUrl: given.publicUrl }),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
    ...(given.pages === undefined ? {} : { pages: given.pages }),
    adminToken,
    clock: systemClock,
    log,
    smsGateway: sms,
    portalGateway: portal,
    receipts,
  });
  if (!central.ok) {
    log.error('central cannot start', central.problem);
    return 1;
  }
  const { url, close } = central.value;
  if (given.seed !== undefined) {
    const seeded = await seedSynthetic({ url, adminToken, kiosk: given.seedKiosk });
    if (!seeded.ok) {
      log.error('synthetic people could not be added', { ...seeded.problem });
      await close();
      return 1;
    }
    log.info('synthetic people are there', seeded.value);
  }
  // On the terminal of whoever starts it, never in the log.
  const setupCode = await central.value.setupCode();
  const ready = { ready: true, url, mode: given.mode, trial: given.mode === 'trial', setupCode };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await asked;
  await close();
  return 0;
}

process.exitCode = await run();
