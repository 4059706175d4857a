// A kiosk that was offline for a week comes back with 10,000 messages over a bad line, and central is killed on the way: all of
// them arrive, in their order, once.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { FactsAnswer, KiosksAnswer } from '../../src/contract/admin.ts';
import { createSync } from '../../src/controller/sync/sync.ts';
import { makeFilledPlace } from '../bench/store/filled-store.ts';
import { uuid } from '../controller/store/fresh-store.ts';
import { missingForPostgres, startPostgres } from '../support/postgres.ts';
import { killAllCentrals, runCentral } from './central-process.ts';
import { startFaultyLine } from './faulty-line.ts';
import { createTestOffice, eventually } from './kiosk-client.ts';
import { adminToken } from './started-central.ts';

const messages = 10_000;
afterAll(killAllCentrals);

async function weekOffline(databaseUrl: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-week-'));
  await writeFile(join(folder, 'token'), adminToken);
  const start = () =>
    runCentral(['--data', join(folder, 'data'), '--admin-token-file', join(folder, 'token')], { databaseUrl });
  let central = start();
  const line = await startFaultyLine(seededRandom(17), 0.3);
  const place = makeFilledPlace(messages);
  const store = place.opened();
  try {
    const { url } = await central.ready;
    line.leadTo(url);
    const office = createTestOffice({ url, adminToken });
    const kiosk = `hall-${randomUUID().slice(0, 8)}`;
    const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk });
    const random = seededRandom(18);
    const sync = createSync({
      url: line.url,
      kiosk,
      software: '0.1.0',
      keys: place.keys,
      store,
      clock: systemClock,
      log: silentLog,
      random: () => random.next(),
      enrolmentCode: code,
      times: { backoff: { firstMs: 5, maxMs: 100 }, newsWaitMs: 200 },
      onChange: (cursor) => store.commit({ cursor, facts: [] }),
      onUpToDate: () => undefined,
      onOnline: () => undefined,
      onBroken: (error) => {
        throw error;
      },
    });
    sync.start();
    await eventually(async () => (store.inspect().waiting < messages * 0.7 ? true : undefined));
    central.child.kill('SIGKILL');
    await central.ended;
    central = start();
    const again = (await central.ready).url;
    line.leadTo(again);
    await eventually(async () => (store.inspect().waiting === 0 ? true : undefined));
    await sync.stop();

    const later = createTestOffice({ url: again, adminToken });
    const stored: FactsAnswer['facts'][number][] = [];
    for (let after = 0; ; ) {
      const { facts, parked } = await later.get<FactsAnswer>(`kiosks/${kiosk}/facts?after=${after}`);
      expect(parked).toEqual([]);
      stored.push(...facts);
      const last = facts.at(-1);
      if (last === undefined) break;
      after = last.position;
    }
    expect(stored).toHaveLength(messages);
    expect(stored.every(({ sequence, id }, index) => sequence === index + 1 && id === uuid(index + 1))).toBe(true);
    const { kiosks } = await later.get<KiosksAnswer>('kiosks');
    expect(kiosks.find((one) => one.kiosk === kiosk)).toMatchObject({ acknowledged: messages, parked: 0 });
    // The line was as bad as it should be.
    for (const times of Object.values(line.faults)) expect(times).toBeGreaterThan(0);
  } finally {
    store.close();
    place.remove();
    await line.close();
    central.child.kill('SIGTERM');
    await central.ended;
    await rm(folder, { recursive: true, force: true });
  }
}

describe('a week offline', () => {
  it('drains on the embedded database', () => weekOffline(undefined), 600_000);

  it.skipIf(missingForPostgres !== undefined)(
    `drains on PostgreSQL ${missingForPostgres ?? ''}`,
    async () => {
      const postgres = await startPostgres();
      try {
        await weekOffline(await postgres.database());
      } finally {
        await postgres.close();
      }
    },
    600_000,
  );
});
