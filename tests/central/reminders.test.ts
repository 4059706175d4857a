// Reminders of what still waits, and the link by which it is kept longer. The clock is moved by hand.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../src/base/result.ts';
import { afterQuietHours } from '../../src/central/quiet-hours.ts';
import type { SmsMessage } from '../../src/central/sms.ts';
import type { ItemsAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import type { Change } from '../../src/contract/sync.ts';
import { localTime } from '../../src/core/calendar.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { extensionDays } from '../../src/core/extension.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { filesOf } from './database-under-test.ts';
import { filesWith, tablesOf } from './folder.ts';
import { createTestOffice, eventually, type TestKiosk, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const clerk = personKeyOf('5'.repeat(64));
const cell = cellIdOf('A07');
const hour = 3_600_000;
const day = 24 * hour;
const zone = 'Asia/Shanghai';

/** 23:00 in the hall. */
const clock = createManualClock();
const sent: (SmsMessage & { readonly at: number })[] = [];
let central: StartedCentral;
let office: TestOffice;
let person = personKeyOf('0'.repeat(64));
let kiosk: TestKiosk;

const gateway = {
  async send(message: SmsMessage) {
    sent.push({ ...message, at: clock.now() });
    return ok();
  },
};

beforeAll(async () => {
  central = await startedCentral({ clock, smsGateway: gateway });
  office = createTestOffice({ url: central.url, adminToken });
  person = personKeyOf((await office.post<{ person: string }>('people', applicant)).person);
  ({ kiosk } = await office.joined(clock.now));
});
afterAll(() => central.close());

const tell = (...facts: Fact[]) => kiosk.send(facts.map((fact) => kiosk.message(fact)));

async function deposited(caseNumber: string, holdDays = 7) {
  const title = { zh: `证照${caseNumber}`, en: 'Licence' };
  const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber, size: 'small', holdDays };
  const item = itemIdOf((await office.post<{ id: string }>('items', body)).id);
  await tell({ is: 'itemDeposited', item, cell, by: clerk });
  return item;
}
const remindersOf = (caseNumber: string) =>
  sent.filter(({ text }) => text.includes(`证照${caseNumber}”还在`)).map(({ at }) => localTime(at, zone));
/** To the moment at which what was put in at `readyAt` is due so many days later. */
async function toDay(readyAt: number, days: number) {
  await clock.advance(Math.max(0, afterQuietHours(readyAt + days * day, zone) - clock.now()));
}
/** Hands a little time on, again and again, until that many reminders are out. */
async function reminded(caseNumber: string, times: number) {
  await eventually(async () => {
    await clock.advance(100);
    return remindersOf(caseNumber).length >= times ? true : undefined;
  });
}
const lineOf = async (item: string) => (await office.get<ItemsAnswer>('items')).items.find(({ id }) => id === item);
const linkIn = (caseNumber: string) => {
  const text = sent.findLast((one) => one.text.includes(`证照${caseNumber}”还在`))?.text ?? '';
  return /https?:\/\/\S+\/extend\/[\w-]+/.exec(text)?.[0] ?? '';
};
const page = async (link: string, method: 'GET' | 'POST' = 'GET') => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(link, method === 'GET' ? {} : { method, headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const extensions = async (item: string) =>
  (await kiosk.news(0))
    .map(({ change }) => change as Change)
    .filter((change) => (change.is === 'holdExtended' || change.is === 'extensionUsed') && change.item === item);

describe('quiet hours', () => {
  const at = (text: string) => Date.parse(text);

  it('NO6 end at 07:00 in the time of the hall, and what lies outside of them stays where it is', () => {
    expect(afterQuietHours(at('2026-11-25T21:59:59+08:00'), zone)).toBe(at('2026-11-25T21:59:59+08:00'));
    expect(afterQuietHours(at('2026-11-25T22:00:00+08:00'), zone)).toBe(at('2026-11-26T07:00:00+08:00'));
    expect(afterQuietHours(at('2026-11-26T03:30:20+08:00'), zone)).toBe(at('2026-11-26T07:00:00+08:00'));
    expect(afterQuietHours(at('2026-11-26T07:00:00+08:00'), zone)).toBe(at('2026-11-26T07:00:00+08:00'));
    expect(afterQuietHours(at('2026-11-26T03:00:00+08:00'), 'Europe/Berlin')).toBe(at('2026-11-26T03:00:00+08:00'));
  });

  it('NO6 end at 07:00 also in a night in which clocks are changed', () => {
    expect(afterQuietHours(at('2026-03-28T23:00:00+01:00'), 'Europe/Berlin')).toBe(at('2026-03-29T07:00:00+02:00'));
    expect(afterQuietHours(at('2026-10-24T23:00:00+02:00'), 'Europe/Berlin')).toBe(at('2026-10-25T07:00:00+01:00'));
  });
});

describe('reminders', () => {
  it('LR1 NO6 come 1, 3 and 6 days after the deposit, once each, at 07:00 when that is in the night', {
    timeout: 180_000,
  }, async () => {
    // Those that are asked for none come before the one by which it is seen that their time is over.
    const [taken, frozen, out, short] = [
      await deposited('T'),
      await deposited('F'),
      await deposited('R'),
      await deposited('S', 2),
    ];
    const handedOver = { is: 'itemHandedOver', cell, person, addressee: person, proof: 'card', evidence: 'sensor' };
    await tell({ ...handedOver, item: taken } as Fact);
    await office.post(`items/${frozen}/freeze`);
    await tell({ is: 'itemRecalled', item: out, cell, by: clerk, place: { is: 'window', window: '3' } });
    const item = await deposited('W');
    const readyAt = clock.now();
    for (const [index, days] of [1, 3, 6].entries()) {
      await toDay(readyAt, days);
      await reminded('W', index + 1);
    }
    await clock.advance(4 * day);
    // Put in at 23:00.
    expect(remindersOf('W').map(({ date, time }) => `${date} ${time}`)).toEqual([
      '2026-11-25 07:00',
      '2026-11-27 07:00',
      '2026-11-30 07:00',
    ]);
    expect([remindersOf('T'), remindersOf('F'), remindersOf('R')]).toEqual([[], [], []]);
    // Its time was over before the third day.
    expect(remindersOf('S')).toHaveLength(1);
    expect(short).not.toBe(item);
    const { sms } = await office.get<SmsAnswer>('sms');
    expect(sms.filter(({ item: of }) => of === item)).toHaveLength(4);
    // The link is as secret as a pickup code.
    expect(JSON.stringify(sms)).not.toContain('/extend/');
  });

  it('LR6 of what was frozen and is released goes on; of several missed days only the last is told', async () => {
    const item = await deposited('G');
    await office.post(`items/${item}/freeze`);
    const readyAt = clock.now();
    await toDay(readyAt, 3);
    await office.post(`items/${item}/release`);
    await clock.advance(hour);
    await reminded('G', 1);
    await toDay(readyAt, 6);
    await reminded('G', 2);
    expect(remindersOf('G')).toHaveLength(2);
  });
});

describe('the link in a reminder', () => {
  async function withLink(caseNumber: string) {
    const item = await deposited(caseNumber);
    const readyAt = clock.now();
    await toDay(readyAt, 1);
    await reminded(caseNumber, 1);
    return { item, readyAt, link: linkIn(caseNumber) };
  }

  it('LR1 shows a page that moves nothing; confirmed there, the time is longer, and the kiosk hears of it', async () => {
    const { item, readyAt, link } = await withLink('L');
    const before = (await lineOf(item))?.holdUntil ?? 0;
    const first = await page(link);
    expect(first.status).toBe(200);
    expect(first.text).toContain('确认延期');
    expect(first.text).toContain('<form method="post">');
    expect(first.text).not.toMatch(/<script|李/);
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await lineOf(item))?.holdUntil).toBe(before);
    const until = before + extensionDays * day;
    expect((await page(link, 'POST')).text).toContain('已延期');
    expect((await lineOf(item))?.holdUntil).toBe(until);
    expect(await extensions(item)).toEqual([
      { is: 'holdExtended', item, until },
      { is: 'extensionUsed', item },
    ]);
    expect((await page(link, 'POST')).text).toContain('已延期');
    expect((await page(link)).text).not.toContain('<form');
    expect((await lineOf(item))?.holdUntil).toBe(until);
    expect(await extensions(item)).toHaveLength(2);
    // The next reminder names the new day and offers nothing more.
    await toDay(readyAt, 3);
    await reminded('L', 2);
    expect(linkIn('L')).toBe('');
  });

  it('LR1 is of no use for what was asked for at the kiosk, collected or is wanted back, and a wrong one says so', async () => {
    const { item, link } = await withLink('K');
    const until = ((await lineOf(item))?.holdUntil ?? 0) + extensionDays * day;
    await tell({ is: 'itemExtended', item, cell, by: person, until });
    expect((await lineOf(item))?.holdUntil).toBe(until);
    expect((await page(link, 'POST')).text).toContain('已延期');
    expect([(await lineOf(item))?.holdUntil, await extensions(item)]).toEqual([until, []]);

    const wanted = await withLink('V');
    await office.post(`items/${wanted.item}/recall`);
    expect((await page(wanted.link, 'POST')).text).toContain('不能延期');
    await tell({ is: 'itemRecalled', item: wanted.item, cell, by: clerk, place: { is: 'redeposited' } });
    await tell({ is: 'itemDeposited', item: wanted.item, cell, by: clerk });
    // Made for the deposit before.
    expect((await page(wanted.link, 'POST')).text).toContain('不能延期');
    expect(await extensions(wanted.item)).toEqual([]);

    expect((await page(`${link}x`, 'POST')).status).toBe(404);
    expect((await page(`${central.url}/extend/none`)).status).toBe(404);
  });

  it('LR1 asked for by somebody else than the addressee is shown to staff', async () => {
    const item = await deposited('O');
    const until = ((await lineOf(item))?.holdUntil ?? 0) + day;
    await tell({ is: 'itemExtended', item, cell, by: clerk, until });
    const { tasks } = await office.get<TasksAnswer>('tasks');
    expect(tasks.filter((task) => task.item === item)).toMatchObject([{ kind: 'check', closedAt: null }]);
  });

  it('is asked no more than thirty times a minute from one address', async () => {
    await clock.advance(61_000);
    const answers: number[] = [];
    for (let n = 0; n < 32; n += 1) answers.push((await page(`${central.url}/extend/none`)).status);
    expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 404));
    expect(answers.slice(30)).toEqual([429, 429]);
  });
});

it('LR1 NO3 one reminder and no second, however often central ends in the midst of it; no token lies on the disk', {
  timeout: 180_000,
}, async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'nighthall-reminders-'));
  const delivered: SmsMessage[] = [];
  const own = createManualClock();
  const dies = {
    async send(message: SmsMessage): Promise<never> {
      delivered.push(message);
      throw new Error('the process ends here');
    },
  };
  const works = {
    async send(message: SmsMessage) {
      if (!delivered.some(({ id }) => id === message.id)) delivered.push(message);
      return ok();
    },
  };
  const reminders = () => new Map(delivered.filter(({ text }) => text.includes('还在')).map((one) => [one.id, one]));
  try {
    const first = await startedCentral({ dataFolder, clock: own, smsGateway: works });
    const desk = createTestOffice({ url: first.url, adminToken });
    const { kiosk: hall } = await desk.joined(own.now);
    await desk.post('people', applicant);
    const body = { idNumber: applicant.idNumber, title: { zh: '证照', en: 'L' }, caseNumber: 'X', size: 'small' };
    const { id } = await desk.post<{ id: string }>('items', { ...body, kiosk: hall.kiosk });
    await hall.send([hall.message({ is: 'itemDeposited', item: itemIdOf(id), cell, by: clerk })]);
    await eventually(async () => (delivered.length === 1 ? true : undefined));
    await first.close();

    own.jumpWall(day + 9 * hour);
    for (let run = 0; run < 2; run += 1) {
      const broken = await startedCentral({ dataFolder, clock: own, smsGateway: dies });
      const before = delivered.length;
      await eventually(async () => {
        await own.advance(100);
        return delivered.length > before ? true : undefined;
      });
      await broken.close();
    }
    expect(reminders().size).toBe(1);
    for (let run = 0; run < 2; run += 1) {
      const again = await startedCentral({ dataFolder, clock: own, smsGateway: works });
      await eventually(async () => {
        const { sms } = await createTestOffice({ url: again.url, adminToken }).get<SmsAnswer>('sms');
        return sms.every(({ state }) => state === 'sent') ? true : undefined;
      });
      await own.advance(hour);
      await again.close();
    }
    expect(reminders().size).toBe(1);
    const [token = ''] = [...reminders().values()].flatMap(({ text }) => /\/extend\/([\w-]+)/.exec(text)?.[1] ?? []);
    expect(token).toHaveLength(22);
    expect(JSON.stringify(await tablesOf(dataFolder))).not.toContain(token);
    expect(await filesWith(filesOf(dataFolder), [token])).toEqual([]);
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
});
