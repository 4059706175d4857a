// Help calls and the hourglass over a simulated clock: in time, claimed by one, and neither lost nor doubled by a restart.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import type { TicketAnswer } from '../../src/contract/console-queue.ts';
import { createTestOffice, type TestOffice } from '../central/kiosk-client.ts';
import { adminToken, startedCentral } from '../central/started-central.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { until } from '../support/until.ts';
import { createTestConsole, type TestConsole } from './console-client.ts';
import { password, type Scene, startScene } from './console-scene.ts';

const minute = 60_000;
const clock = createManualClock();
let scene: Scene;
let depositor: TestConsole;
let supervisor: TestConsole;

async function prepare(office: TestOffice): Promise<void> {
  const service = {
    service: 'permits',
    title: { zh: '行政许可', en: 'Permits' },
    prefix: 'B',
    limitMinutes: 20,
    open: true,
  };
  await office.post('services', service);
  await office.post('services', { ...service, service: 'slow', prefix: 'S', limitMinutes: 45 });
  await office.post('services', { ...service, service: 'shut', prefix: 'X', open: false });
}
async function as(url: string, role: string): Promise<TestConsole> {
  const console = createTestConsole(url);
  await console.in(role, password);
  return console;
}
/** What the feed gathers goes out as the time goes on. */
const soon = (holds: () => boolean, what: string) =>
  until(async () => {
    await clock.advance(50);
    return holds();
  }, what);

beforeAll(async () => {
  scene = await startScene({ clock });
  await prepare(scene.office);
  depositor = await as(scene.central.url, 'depositor');
  supervisor = await as(scene.central.url, 'supervisor');
});
afterAll(() => scene.central.close());

describe('DA3 a help call', () => {
  async function called() {
    const call = randomUUID();
    await scene.kiosk.send([scene.kiosk.message({ is: 'helpCalled', call, screen: 'problem', caseNumber: 'ABC234' })]);
    return call;
  }

  it('is on the console within two seconds, is claimed by one, and the kiosk hears of it', async () => {
    const live = depositor.live();
    await until(() => live.last() !== undefined, 'a desk');
    const before = (await scene.kiosk.news(0)).length;
    const at = clock.monotonic();
    const call = await called();
    const line = () => live.last()?.calls?.find((one) => one.call === call);
    await soon(() => line() !== undefined, 'the call');
    expect(clock.monotonic() - at).toBeLessThan(2_000);
    expect(line()).toMatchObject({ screen: 'problem', caseNumber: 'ABC234', owner: null, arrived: false });

    const claims = await Promise.all([depositor, supervisor].map((one) => one.act({ act: 'claimCall', call })));
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [owner, other] = claims[0]?.status === 200 ? [depositor, supervisor] : [supervisor, depositor];
    expect((await other.act({ act: 'arriveCall', call })).status).toBe(409);
    expect((await owner.act({ act: 'arriveCall', call })).status).toBe(200);
    expect((await owner.act({ act: 'endCall', call, outcome: 'helped' })).status).toBe(200);
    expect((await owner.act({ act: 'endCall', call, outcome: 'helped' })).status).toBe(409);
    const news = (await scene.kiosk.news(0)).slice(before).map(({ change }) => change);
    expect(news).toEqual([
      { is: 'helpAnswered', call },
      { is: 'helpEnded', call },
    ]);
    await soon(() => line() === undefined, 'the end of the call');
    live.end();
  });

  it('is over when it is withdrawn, and one that comes hours late rings for nobody', async () => {
    const live = depositor.live();
    const call = await called();
    await scene.kiosk.send([scene.kiosk.message({ is: 'helpWithdrawn', call })]);
    const late = { ...scene.kiosk.message({ is: 'helpCalled', call: randomUUID(), screen: 'menu', caseNumber: null }) };
    await scene.kiosk.send([{ ...late, at: clock.now() - 3_600_000 }]);
    await soon(() => live.last() !== undefined, 'a desk');
    expect(live.last()?.calls).toEqual([]);
    expect((await depositor.act({ act: 'claimCall', call })).status).toBe(409);
    live.end();
  });
});

describe('tickets', () => {
  const take = (service = 'permits', more = {}) =>
    scene.office.post<TicketAnswer>('tickets', { kiosk: 'hall-1', service, ...more });

  it('QH1 have numbers of their own for each service, and one asked twice is one', async () => {
    expect(await take()).toMatchObject({ number: 'B001', ahead: 0, added: true });
    const id = randomUUID();
    expect(await take('permits', { id })).toMatchObject({ number: 'B002', ahead: 1, added: true });
    expect(await take('permits', { id })).toMatchObject({ number: 'B002', added: false });
    expect(await take('slow')).toMatchObject({ number: 'S001', ahead: 0 });
    const numbers = await Promise.all([take(), take(), take()]);
    expect(numbers.map(({ number }) => number).sort()).toEqual(['B003', 'B004', 'B005']);
    expect((await scene.office.call('POST', 'tickets', { kiosk: 'hall-1', service: 'shut' })).status).toBe(409);
    expect((await scene.office.call('POST', 'tickets', { kiosk: 'hall-1', service: 'none' })).status).toBe(404);
  });

  it('QH2 QH4 QH8 alert at 20 min 00 s, once, are claimed by one, and the contact is counted', async () => {
    const live = supervisor.live();
    const { id } = await take();
    const line = () => live.last()?.queue?.tickets.find(({ ticket }) => ticket === id);
    await soon(() => line() !== undefined, 'the ticket');
    const { takenAt = 0 } = line() ?? {};
    await clock.advance(20 * minute - (clock.now() - takenAt) - 1_000);
    expect(line()?.step).toBe('waiting');
    await soon(() => line()?.step === 'alerted', 'the alert');
    expect(certain(line()?.alertedAt, 'an alert') - takenAt).toBe(20 * minute);
    expect(clock.now() - takenAt - 20 * minute).toBeLessThan(5_000);

    const claims = await Promise.all([depositor, supervisor].map((one) => one.act({ act: 'claimAlert', ticket: id })));
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 409]);
    const owner = claims[0]?.status === 200 ? depositor : supervisor;
    await owner.act({ act: 'onTheWay', ticket: id });
    await clock.advance(minute);
    await owner.act({ act: 'beginContact', ticket: id });
    await clock.advance(6 * minute);
    expect((await owner.act({ act: 'endContact', ticket: id, outcome: 'papers' })).status).toBe(200);
    const figures = await supervisor.ask({ ask: 'hourglass', days: 7 });
    expect(figures).toMatchObject({ contacts: 1, contactMs: 6 * minute, outcomes: [{ outcome: 'papers', count: 1 }] });
    expect(figures.inTime).toBe(1);
    expect(figures.alerts).toBeGreaterThan(1);
    live.end();
  });

  it('go to the supervisor when nobody has claimed them for three minutes', async () => {
    const live = supervisor.live();
    const { id } = await take();
    const line = () => live.last()?.queue?.tickets.find(({ ticket }) => ticket === id);
    await clock.advance(22 * minute);
    await soon(() => line()?.step === 'alerted', 'the alert');
    expect(line()?.escalated).toBe(false);
    await clock.advance(minute);
    await soon(() => line()?.escalated === true, 'the escalation');
    live.end();
  });

  it('that are called to a window wait no more', async () => {
    // Whoever claimed nothing above has been idle for longer than a session lasts.
    depositor = await as(scene.central.url, 'depositor');
    const { id } = await take();
    expect((await depositor.act({ act: 'callTicket', ticket: id })).status).toBe(200);
    expect((await depositor.act({ act: 'callTicket', ticket: id })).status).toBe(409);
    expect((await depositor.act({ act: 'claimAlert', ticket: id })).status).toBe(409);
  });
});

describe('QH7 a restart and a clock that is set', () => {
  it('lose no alert and make none twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nighthall-queue-'));
    const own = createManualClock();
    const started = () => startedCentral({ dataFolder: folder, clock: own });
    let central = await started();
    let office = createTestOffice({ url: central.url, adminToken });
    await office.post('kiosks', { kiosk: 'hall-1', place: { zh: '厅', en: 'Hall' } });
    await office.post('accounts', { account: 'supervisor', name: '主', role: 'supervisor', password });
    await prepare(office);
    const take = () => office.post<TicketAnswer>('tickets', { kiosk: 'hall-1', service: 'permits' });
    const early = await take();
    await own.advance(15 * minute);
    const late = await take();

    // The clock is set an hour forward and then two back: nobody has waited longer or shorter for that.
    own.jumpWall(60 * minute);
    await own.advance(4 * minute + 59_000);
    own.jumpWall(-120 * minute);
    await own.advance(0);
    await central.close();
    // While nobody watches, the first of them falls due.
    await own.advance(2 * minute);
    own.jumpWall(60 * minute);
    central = await started();
    office = createTestOffice({ url: central.url, adminToken });
    const console = await as(central.url, 'supervisor');
    const live = console.live();
    const line = (id: string) => live.last()?.queue?.tickets.find(({ ticket }) => ticket === id);
    const soonHere = (holds: () => boolean, what: string) =>
      until(async () => {
        await own.advance(50);
        return holds();
      }, what);
    await soonHere(() => line(early.id)?.step === 'alerted', 'the alert of before');
    const { takenAt = 0, alertedAt } = line(early.id) ?? {};
    expect(alertedAt).toBe(takenAt + 20 * minute);
    expect(line(late.id)?.step).toBe('waiting');
    await console.act({ act: 'claimAlert', ticket: early.id });
    await central.close();
    central = await started();
    const after = await as(central.url, 'supervisor');
    const again = after.live();
    await until(() => again.last() !== undefined, 'a desk');
    await own.advance(500);
    const kept = again.last()?.queue?.tickets.find(({ ticket }) => ticket === early.id);
    expect(kept).toMatchObject({ step: 'claimed', alertedAt, owner: { account: 'supervisor' } });
    expect((await after.ask({ ask: 'hourglass', days: 7 })).alerts).toBe(1);
    again.end();
    await central.close();
    await rm(folder, { recursive: true });
  });
});
