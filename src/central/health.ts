// Health: whether this process lives, whether it can serve, and its figures for whoever watches many of them.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { failed, ok } from '../base/result.ts';
import type { FeedBell } from './feed.ts';
import type { Gauge } from './figures.ts';
import { answering, requireToken } from './http.ts';
import type { Office } from './office.ts';
import { refusal } from './problem-document.ts';

/** A kiosk that has said nothing for so long is silent: it asks for news at least twice a minute. */
const silentMs = 5 * 60_000;

export interface HealthSetup {
  readonly office: Office;
  readonly bell: FeedBell;
  readonly mode: 'trial' | 'production';
  readonly token: string;
  readonly isClosing: () => boolean;
}

export function addHealth(app: FastifyInstance, { office, bell, mode, token, isClosing }: HealthSetup): void {
  const { database, clock, figures } = office;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  app.addHook('onClose', async () => delay.disable());

  const state = () => ({ mode, trial: mode === 'trial', database: database.name, serverTime: clock.now() });

  // A watchdog that restarts on this must not restart everything because the database is away.
  app.get(
    '/health/live',
    answering(async () => ok({ status: 'ok', ...state() })),
  );
  const ready = answering(async () => {
    if (isClosing()) return failed(refusal('closing'));
    await database.query('select 1');
    return ok({ status: 'ok', ...state() });
  });
  app.get('/health/ready', ready);
  app.get('/health', ready);

  async function gauges(): Promise<readonly Gauge[]> {
    const [kept] = await database.query<{
      seen: number;
      silent: number;
      parked: number;
      sms: number;
      oldest: number | null;
    }>(
      `select count(*) filter (where last_seen_at >= $1) as seen,
         count(*) filter (where last_seen_at < $1) as silent,
         (select count(*) from parked_messages) as parked,
         (select count(*) from sms where state in ('waiting', 'sending')) as sms,
         (select min(queued_at) from sms where state in ('waiting', 'sending')) as oldest
       from kiosks where enrolled_at is not null`,
      [clock.now() - silentMs],
    );
    const tasks = await database.query<{ kind: string; count: number }>(
      'select kind, count(*) as count from staff_tasks where closed_at is null group by kind order by kind',
    );
    const { open, idle, waiting } = database.connections();
    const of = (name: string, help: string, ...values: Gauge['values']): Gauge => ({ name, help, values });
    const { oldest = null } = kept ?? {};
    return [
      of(
        'nighthall_kiosks',
        'Kiosks that have joined, by whether they were heard of in the last five minutes.',
        { labels: { state: 'seen' }, value: kept?.seen ?? 0 },
        { labels: { state: 'silent' }, value: kept?.silent ?? 0 },
      ),
      of('nighthall_parked_messages', 'Messages of kiosks that could not be read.', { value: kept?.parked ?? 0 }),
      of('nighthall_sms_waiting', 'Messages to people on their way to the gateway.', { value: kept?.sms ?? 0 }),
      of('nighthall_sms_oldest_seconds', 'How long the oldest of them has waited.', {
        value: oldest === null ? 0 : (clock.now() - oldest) / 1000,
      }),
      of(
        'nighthall_tasks_open',
        'Open tasks of staff, by kind.',
        ...tasks.map(({ kind, count }) => ({ labels: { kind }, value: count })),
      ),
      of('nighthall_listening', 'Kiosks that wait for news at this process.', { value: bell.waiting() }),
      of(
        'nighthall_database_connections',
        'Connections of this process to the database, and requests that wait for one.',
        { labels: { state: 'open' }, value: open },
        { labels: { state: 'idle' }, value: idle },
        { labels: { state: 'waited_for' }, value: waiting },
      ),
      of(
        'nighthall_event_loop_delay_seconds',
        'How late this process is to its own timers since the last look.',
        { labels: { quantile: '0.5' }, value: delay.percentile(50) / 1e9 },
        { labels: { quantile: '0.99' }, value: delay.percentile(99) / 1e9 },
      ),
      of('process_resident_memory_bytes', 'Memory of this process.', { value: process.memoryUsage.rss() }),
    ];
  }

  app.register(async (scope) => {
    requireToken(scope, token);
    scope.get('/metrics', async (_request, reply) => {
      const text = figures.text(await gauges());
      delay.reset();
      return reply.header('cache-control', 'no-store').type('text/plain; version=0.0.4; charset=utf-8').send(text);
    });
  });
}
