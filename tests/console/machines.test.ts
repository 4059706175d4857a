// What central keeps of how its kiosks are: the last report, the light, and what worked in which hour.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hoursOf } from '../../src/central/kiosk-status.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { until } from '../support/until.ts';
import { createTestConsole } from './console-client.ts';
import { password, type Scene, startScene, statusOf } from './console-scene.ts';

const clock = createManualClock(Date.UTC(2026, 10, 25, 10, 59, 0));
let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ clock });
});
afterAll(() => scene.central.close());

async function as(role: 'supervisor' | 'technician' | 'auditor') {
  const console = createTestConsole(scene.central.url);
  await console.in(role, password);
  return console;
}
/** What the feed gathers goes out as the time goes on. */
const soon = (holds: () => boolean, what: string) =>
  until(async () => {
    await clock.advance(100);
    return holds();
  }, what);
const tell = (more: Parameters<typeof statusOf>[1] = {}) =>
  scene.kiosk.request('POST', '/kiosk/v1/status', statusOf(clock.now(), more));

describe('hours', () => {
  it('are cut where the clock strikes', () => {
    expect(hoursOf(10, 20)).toEqual([{ hour: 0, ms: 10 }]);
    expect(hoursOf(3_599_000, 7_201_000)).toEqual([
      { hour: 0, ms: 1_000 },
      { hour: 3_600_000, ms: 3_600_000 },
      { hour: 7_200_000, ms: 1_000 },
    ]);
    expect(hoursOf(20, 10)).toEqual([]);
  });

  it('count what worked while the kiosk was heard, and nothing while it was not', async () => {
    const works = { pickup: null, receipts: null, proofs: null, entry: null };
    expect((await tell({ functions: { ...works, receipts: 'paperOut' } })).status).toBe(200);
    await clock.advance(30_000);
    await tell({ functions: works });
    await clock.advance(60_000);
    await tell({ functions: works });
    await clock.advance(600_000);
    await tell({ functions: works });
    const { hours } = await (await as('technician')).ask({ ask: 'kiosk', kiosk: 'hall-1' });
    const of = (name: string) =>
      hours.flatMap((line) => (line.function === name ? [[line.hour, line.heardMs, line.workedMs]] : []));
    const [ten, eleven] = [Date.UTC(2026, 10, 25, 10), Date.UTC(2026, 10, 25, 11)];
    expect(of('pickup')).toEqual([
      [ten, 60_000, 60_000],
      [eleven, 30_000, 30_000],
    ]);
    expect(of('receipts')).toEqual([
      [ten, 60_000, 30_000],
      [eleven, 30_000, 30_000],
    ]);
  });
});

describe('a kiosk', () => {
  it('shows its light, and is red once it is silent', async () => {
    const live = (await as('technician')).live();
    await tell({ functions: { pickup: null, receipts: null, proofs: null, entry: null }, devices: [] });
    const hall = () => live.last()?.halls.find(({ kiosk }) => kiosk === 'hall-1');
    await soon(() => hall()?.light === 'green', 'a green light');
    expect(hall()).toMatchObject({ heard: true, stopped: [], cells: { all: 48, doubtful: 6 } });
    const { version = 0 } = hall() ?? {};
    await tell({ devices: [{ name: 'kioskReader', word: 'offline', required: true }] });
    await soon(() => hall()?.light === 'red', 'a red light');
    expect(hall()?.version).toBe(version + 1);
    expect(hall()?.stopped).toEqual([{ function: 'receipts', why: 'printerOffline' }]);
    await clock.advance(120_000);
    await soon(() => hall()?.heard === false, 'silence');
    expect(hall()?.light).toBe('red');
    live.end();
  });

  it('whose report cannot be read is told why, and what was known stays', async () => {
    await tell();
    const refused = await scene.kiosk.request('POST', '/kiosk/v1/status', { at: 1, shown: {}, figures: {} });
    expect(refused.status).toBe(400);
    const { status } = await (await as('supervisor')).ask({ ask: 'bank', kiosk: 'hall-1' });
    expect(status?.banks).toHaveLength(2);
  });

  it('is not for those without the function, and never said is not the same as nothing there', async () => {
    expect((await (await as('auditor')).call('POST', 'asks', { ask: 'kiosk', kiosk: 'hall-1' })).status).toBe(403);
    expect((await (await as('technician')).ask({ ask: 'bank', kiosk: 'mall-2' })).status).toBeNull();
  });
});
