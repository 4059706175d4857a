// PostgreSQL session: one connection of this process that hears what others notify and holds the duties that only one may
// have. It is opened again for ever; whoever listens is told then that something may have been missed.

import { createHash } from 'node:crypto';
import pg from 'pg';
import { backoffMs } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { createLock } from '../base/lock.ts';
import type { Log } from '../base/log.ts';
import type { Undo } from '../base/undo.ts';
import type { Database, EndDuty } from './database.ts';

/** How often a duty of others is tried, and a silent connection is asked whether it lives. */
const beatMs = 2_000;
const retry = { firstMs: 250, maxMs: 5_000 };
/** A duty was given up: others try at once. */
const dutyChannel = 'nighthall_duty';

interface Duty {
  readonly name: string;
  readonly begin: () => Promise<EndDuty>;
  /** While this process has it. */
  end: EndDuty | undefined;
}

type Listener = (payload: string | undefined) => void;

export interface PostgresSession extends Pick<Database, 'listen' | 'onDuty' | 'close'> {}

/** Advisory locks have numbers; two names will not share one. */
function lockNumber(name: string): string {
  return createHash('sha256').update(`nighthall ${name}`).digest().readBigInt64BE().toString();
}

export async function createPostgresSession({
  config,
  clock,
  log,
}: {
  readonly config: pg.ClientConfig;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<PostgresSession> {
  const listeners = new Map<string, Set<Listener>>();
  const duties = new Set<Duty>();
  /** Duties begin and end one after another. */
  const lock = createLock();
  let client: pg.Client | undefined;
  let isClosed = false;
  let failures = 0;
  let cancelBeat: Undo = () => undefined;

  function tell(channel: string, payload: string | undefined): void {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(payload);
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ ...config, query_timeout: 5_000 });
    fresh.on('notification', ({ channel, payload }) => {
      if (channel === dutyChannel) beatSoon(0);
      else tell(channel, payload);
    });
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    await fresh.connect();
    client = fresh;
    for (const channel of [dutyChannel, ...listeners.keys()]) await fresh.query(`listen ${channel}`);
  }

  /** Its locks are free as soon as the server notices, so every duty ends here first. */
  function lost(gone: pg.Client): void {
    if (client !== gone) return;
    client = undefined;
    if (!isClosed) log.warn('the line for news between processes broke');
    void gone.end().catch(() => undefined);
    beatSoon(retry.firstMs);
  }

  async function endDuty(duty: Duty): Promise<void> {
    const { end } = duty;
    duty.end = undefined;
    if (end === undefined) return;
    log.info('a duty ends here', { duty: duty.name });
    await end();
  }

  async function tryDuty(on: pg.Client, duty: Duty): Promise<void> {
    const { rows } = await on.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      lockNumber(duty.name),
    ]);
    if (rows[0]?.mine !== true) return;
    log.info('a duty begins here', { duty: duty.name });
    duty.end = await duty.begin();
  }

  /** The connection as it should be: open, listening, and with every duty that nobody else has. */
  async function beat(): Promise<void> {
    if (isClosed) return;
    if (client === undefined) {
      for (const duty of duties) await endDuty(duty);
      await connect();
      failures = 0;
      for (const channel of listeners.keys()) tell(channel, undefined);
    } else await client.query('select 1');
    for (const duty of duties) if (duty.end === undefined && client !== undefined) await tryDuty(client, duty);
  }

  function beatSoon(ms: number): void {
    cancelBeat();
    if (isClosed) return;
    cancelBeat = clock.after(ms, () => void lock.run(beat).then(() => beatSoon(beatMs), beatFailed));
  }

  function beatFailed(error: unknown): void {
    failures += 1;
    log.warn('news between processes cannot be heard', { failures, error });
    const silent = client;
    if (silent !== undefined) lost(silent);
    beatSoon(backoffMs(failures, retry, 0.5));
  }

  await lock.run(beat);
  beatSoon(beatMs);
  return {
    async listen(channel, listener) {
      const known = listeners.get(channel);
      const mine = known ?? new Set();
      listeners.set(channel, mine);
      mine.add(listener);
      // Without a connection the next one listens to it.
      if (known === undefined) await client?.query(`listen ${channel}`);
      return async () => {
        mine.delete(listener);
      };
    },
    onDuty: (name, begin) =>
      lock.run(async () => {
        const duty: Duty = { name, begin, end: undefined };
        duties.add(duty);
        if (client !== undefined) await tryDuty(client, duty);
        return () =>
          lock.run(async () => {
            duties.delete(duty);
            const wasMine = duty.end !== undefined;
            await endDuty(duty);
            if (wasMine && client !== undefined)
              await client.query('select pg_advisory_unlock($1), pg_notify($2, $3)', [
                lockNumber(name),
                dutyChannel,
                '',
              ]);
          });
      }),
    async close() {
      isClosed = true;
      cancelBeat();
      await lock.run(async () => {
        for (const duty of duties) await endDuty(duty);
        const last = client;
        client = undefined;
        await last?.end();
      });
    },
  };
}
