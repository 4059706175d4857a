// Server: central from an empty folder to a listening port, and back.

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import project from '../../package.json' with { type: 'json' };
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { addAdminApi } from './admin-api.ts';
import { makeSetupCode } from './console-accounts.ts';
import { addConsoleApi } from './console-api.ts';
import { createConsoleLive } from './console-live.ts';
import { addConsolePages } from './console-pages.ts';
import type { Database } from './database.ts';
import { addExtendPages } from './extend-pages.ts';
import { createFeedBell } from './feed.ts';
import { createFigures } from './figures.ts';
import { addGatewayApi } from './gateway-api.ts';
import { addHealth } from './health.ts';
import { watchHourglass } from './hourglass-watch.ts';
import { createHttp } from './http.ts';
import { type Keys, makeKeys, openKeys } from './keys.ts';
import { addKioskApi } from './kiosk-api.ts';
import { type MigrationProblem, migrate, readMigrations } from './migrate.ts';
import type { Office } from './office.ts';
import { openApi } from './openapi.ts';
import { openPostgresDatabase } from './postgres-database.ts';
import { registerKeptProofs } from './proofs.ts';
import { startQueueTime } from './queue-time.ts';
import { startReminders } from './reminders.ts';
import { type SmsGateway, startSmsSender } from './sms.ts';
import type { ReceiptReader } from './sms-http-gateway.ts';
import { startSweeping } from './sweeping.ts';
import { openTrialDatabase } from './trial-database.ts';
import { addVerifyPages } from './verify-pages.ts';

export interface CentralSetup {
  /** Holds `central-keys.json` and a trial's `database/`; made when it is missing. `memory` keeps nothing. */
  readonly dataFolder: string | 'memory';
  /** Address of a PostgreSQL server; the embedded trial database when left out. */
  readonly databaseUrl?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 when left out. */
  readonly host?: string;
  readonly mode: 'trial' | 'production';
  /** Under which address the public reaches it, without a slash at the end; where it listens when left out. */
  readonly publicUrl?: string;
  /** Bearer token of the admin API, at least 16 characters. */
  readonly adminToken: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly smsGateway: SmsGateway;
  /** Messages in the app of the city, for whom no SMS reaches. */
  readonly portalGateway?: SmsGateway | undefined;
  /** How a gateway tells what became of messages. */
  readonly receipts?: ReceiptReader | undefined;
  /** Folder of the built pages; without it there is no staff console to look at. */
  readonly pages?: string;
}

export type CentralProblem =
  /** The embedded database survives no power cut; production needs a PostgreSQL server. */
  | { readonly is: 'trialDatabaseInProduction' }
  /** The PostgreSQL server cannot be reached or lets nobody in: SQLSTATE or code of the connection. */
  | { readonly is: 'databaseUnreachable'; readonly code: string }
  | { readonly is: 'adminTokenTooShort' }
  | { readonly is: 'keyFileUnreadable' }
  /** The key file is not the one this database was made with: nothing sealed could be opened. */
  | { readonly is: 'keysDoNotFit' }
  | { readonly is: 'portTaken'; readonly port: number }
  | MigrationProblem;

/** As Fastify writes it, e.g. /items/:id */
export interface Answered {
  readonly method: string;
  readonly path: string;
}

export interface Central {
  /** Everything that it answers, for whoever compares it with its description. */
  readonly answers: readonly Answered[];
  /** e.g. http://127.0.0.1:8080, without a slash at the end. */
  readonly url: string;
  /** One-time code for the first account of the staff console; undefined when there is an account. */
  setupCode(): Promise<string | undefined>;
  /** Answers what is under way, then closes port and database. */
  close(): Promise<void>;
}

const migrationsFolder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));

async function keysFit({ database, keys }: { readonly database: Database; readonly keys: Keys }): Promise<boolean> {
  await database.query("insert into settings (name, value) values ('keys', $1) on conflict do nothing", [
    keys.fingerprint,
  ]);
  const rows = await database.query("select 1 from settings where name = 'keys' and value = $1", [keys.fingerprint]);
  return rows.length > 0;
}

export async function startCentral(setup: CentralSetup): Promise<Result<Central, CentralProblem>> {
  const { dataFolder, databaseUrl, mode, adminToken, clock, log } = setup;
  if (mode === 'production' && databaseUrl === undefined) return failed({ is: 'trialDatabaseInProduction' });
  if (adminToken.length < 16) return failed({ is: 'adminTokenTooShort' });
  const inMemory = dataFolder === 'memory';
  if (!inMemory) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const keys = inMemory ? ok(makeKeys()) : await openKeys(join(dataFolder, 'central-keys.json'));
  if (!keys.ok) return failed({ is: keys.problem });
  const opened =
    databaseUrl === undefined
      ? ok(await openTrialDatabase(inMemory ? 'memory' : join(dataFolder, 'database')))
      : await openPostgresDatabase({ url: databaseUrl, clock, log: log.part('database') });
  if (!opened.ok) return failed({ is: 'databaseUnreachable', code: opened.problem });
  const database = opened.value;
  const started = await startOn(database, keys.value, setup).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  if (!started.ok) await database.close();
  return started;
}

async function startOn(
  database: Database,
  keys: Keys,
  {
    port,
    host = '127.0.0.1',
    publicUrl,
    mode,
    adminToken,
    clock,
    log,
    smsGateway,
    portalGateway,
    receipts,
    pages,
  }: CentralSetup,
): Promise<Result<Central, CentralProblem>> {
  const migrated = await migrate(database, await readMigrations(migrationsFolder));
  if (!migrated.ok) return migrated;
  if (!(await keysFit({ database, keys }))) return failed({ is: 'keysDoNotFit' });

  let listensAt = '';
  const office: Office = {
    database,
    keys,
    clock,
    log: log.part('central'),
    figures: createFigures(),
    random: (count) => randomBytes(count),
    queueNow: await startQueueTime(database, clock),
    verifyLink: (code) => `${publicUrl ?? listensAt}/verify/${encodeURIComponent(code)}`,
    extendLink: (token) => `${publicUrl ?? listensAt}/extend/${token}`,
  };
  await registerKeptProofs(office);
  const bell = await createFeedBell(database, clock);
  const app = createHttp(office.log, office.figures);
  const answers: Answered[] = [];
  app.addHook('onRoute', ({ method, url: path }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') answers.push({ method: one, path });
  });
  let isClosing = false;
  // Questions that wait would hold the door open.
  app.addHook('preClose', async () => {
    isClosing = true;
    await bell.silence();
  });
  addKioskApi(app, office, bell);
  addAdminApi(app, { office, token: adminToken });
  addGatewayApi(app, office, receipts);
  addVerifyPages(app, office);
  addExtendPages(app, office);
  const description = JSON.stringify(openApi(project.version));
  app.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(description));
  addHealth(app, { office, bell, mode, token: adminToken, isClosing: () => isClosing });
  const live = await createConsoleLive(office);
  app.addHook('preClose', () => live.close());
  addConsoleApi(app, { office, live, mode });
  if (pages !== undefined) addConsolePages(app, pages);

  const url = await listen(app, { port, host });
  if (url === undefined) {
    await bell.silence();
    await live.close();
    return failed({ is: 'portTaken', port });
  }
  listensAt = url;
  const endSweeping = await database.onDuty('sweeping', () => startSweeping(office));
  const endSending = await database.onDuty(
    'sms',
    async () => (await startSmsSender(office, { sms: smsGateway, portal: portalGateway })).stop,
  );
  const endWatching = await database.onDuty('hourglass', () => watchHourglass(office));
  const endReminding = await database.onDuty('reminders', () => startReminders(office));
  office.log.info('central listens', { url, mode, database: database.name });
  return ok({
    url,
    setupCode: () => makeSetupCode(office),
    answers,
    async close() {
      isClosing = true;
      await app.close();
      await endReminding();
      await endSending();
      await endWatching();
      await endSweeping();
      await database.close();
      office.log.info('central closed');
    },
  });
}

/** undefined when somebody else has the port. */
async function listen(
  app: ReturnType<typeof createHttp>,
  at: { readonly port: number; readonly host: string },
): Promise<string | undefined> {
  try {
    return await app.listen(at);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
