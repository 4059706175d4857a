// The console page as it ships, in a real browser: what happens in a hall shows at once, and what staff do counts.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { type BuiltPages, buildPages } from '../ui/build-pages.ts';
import { applicant, fillScene, hostileTitle, password, type Scene, startScene, statusOf } from './console-scene.ts';

const browserPath = '/usr/bin/chromium';
const missing = !existsSync(browserPath);
/** The time of this machine, and as much more as the test lets pass at once. */
function createPassingClock() {
  let passed = 0;
  return {
    now: () => systemClock.now() + passed,
    monotonic: () => systemClock.monotonic() + passed,
    after: systemClock.after,
    pass(ms: number): void {
      passed += ms;
    },
  };
}

const pictures = process.env['NIGHTHALL_SCREENSHOTS'];

describe.skipIf(missing)(`the console in a browser${missing ? ` (skipped: ${browserPath} is missing)` : ''}`, () => {
  let pages: BuiltPages;
  let scene: Scene;
  let browser: Browser;
  const complaints: string[] = [];
  const clock = createPassingClock();

  beforeAll(async () => {
    pages = await buildPages();
    scene = await startScene({ pages: pages.folder, clock });
    await fillScene(scene);
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await scene?.central.close();
    await pages?.remove();
  });

  async function opened(): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1_440, height: 900 },
      reducedMotion: 'reduce',
      locale: 'zh-CN',
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      // What central refuses, and what the test build of React says of its tools.
      if (!/Failed to load resource|React DevTools/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${scene.central.url}/console/`);
    await page.getByLabel('账号').waitFor();
    return page;
  }

  async function signedIn(account: string): Promise<Page> {
    const page = await opened();
    await page.getByLabel('账号').fill(account);
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('.nav').waitFor();
    await page.locator('.content table, .content form, .content .empty').first().waitFor();
    return page;
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `console-${name}.png`) });
  }

  /** Serious and critical findings, each with where it is. */
  async function seriousIn(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } }).axe.run;
      interface Violation {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string }[];
      }
      const { violations } = await run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    });
  }

  const go = (page: Page, name: string) => page.locator('.nav').getByRole('link', { name }).click();

  it('asks for account and password, and says what was wrong', async () => {
    const page = await opened();
    await picture(page, 'sign-in');
    expect(await seriousIn(page)).toEqual([]);
    await page.getByLabel('账号').fill('depositor');
    await page.getByLabel('密码').fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').getByText('账号或密码不对').waitFor();
    await picture(page, 'sign-in-refused');
    await page.context().close();
  });

  it('shows a depositor the lists of a depositor and nothing else', async () => {
    const page = await signedIn('depositor');
    expect(await page.locator('.nav a').count()).toBe(8);
    for (const [name, picked] of [
      ['待存件', 'deposit'],
      ['待清退', 'recall'],
      ['待核查', 'check'],
      ['查找证照', 'search'],
      ['短信', 'messages'],
    ] as const) {
      await go(page, name);
      await page.locator(`[data-page="${picked}"]`).waitFor();
      await page.locator('.content table, .content form').first().waitFor();
      await picture(page, picked);
      expect(await seriousIn(page)).toEqual([]);
    }
    expect(await page.locator('.content').textContent()).not.toContain('000000000');
    await page.context().close();
  });

  it('puts a new task on the list without a hand on the page', async () => {
    const page = await signedIn('technician');
    await go(page, '待核查');
    const before = await page.locator('.line').count();
    await scene.kiosk.send([scene.kiosk.message({ is: 'openedWithoutOrder', cell: cellIdOf('B07') })]);
    await page.locator('.col-cell', { hasText: 'B07' }).waitFor();
    expect(await page.locator('.line').count()).toBe(before + 1);
    await scene.kiosk.send([
      scene.kiosk.message({
        is: 'cellVerified',
        cell: cellIdOf('B07'),
        by: '5'.repeat(64),
        found: 'empty',
        inside: [],
      }),
    ]);
    await page.locator('.col-cell', { hasText: 'B07' }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('shows to everybody who has taken a task', async () => {
    const [one, other] = [await signedIn('technician'), await signedIn('supervisor')];
    await go(one, '待维修');
    await go(other, '待维修');
    await one.getByRole('button', { name: '我来处理' }).first().click();
    await one.getByText('我在处理').waitFor();
    await other.locator('.chip', { hasText: '吴九' }).waitFor();
    await picture(one, 'repair');
    await one.context().close();
    await other.context().close();
  });

  it('opens an item with its history and acts, by keys alone, and asks why', async () => {
    const page = await signedIn('supervisor');
    await page.keyboard.press('2');
    await page.locator('[data-page="recall"]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.history').waitFor();
    await picture(page, 'item');
    expect(await seriousIn(page)).toEqual([]);
    await page.locator('.acts').getByRole('button', { name: '冻结' }).click();
    await picture(page, 'act');
    expect(await seriousIn(page)).toEqual([]);
    await page.getByLabel('原因').fill('致电 13800138000');
    await page.locator('dialog').getByRole('button', { name: '冻结' }).click();
    await page.locator('dialog').getByText('原因里不能有证件号码或电话号码').waitFor();
    await page.getByLabel('原因').fill('证照信息有误');
    await page.locator('dialog').getByRole('button', { name: '冻结' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('.card-head').getByText('已冻结').waitFor();
    await page.locator('.history').getByText('证照信息有误').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.beside').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('finds by person without a trace of the number in the address', async () => {
    const page = await signedIn('supervisor');
    await page.keyboard.press('/');
    await page.locator('[data-page="search"]').waitFor();
    await page.getByText('按证件号码').click();
    await page.getByLabel('证件号码', { exact: false }).last().fill(applicant.idNumber);
    await page.locator('.search').getByRole('button', { name: '查找' }).click();
    await page.locator('.line').first().waitFor();
    await picture(page, 'search-found');
    expect(page.url()).not.toContain(applicant.idNumber);
    expect(await page.content()).not.toContain(applicant.idNumber);
    expect(scene.central.logLines.join('\n')).not.toContain(applicant.idNumber);
    await page.context().close();
  });

  it('shows hostile titles as the text they are', async () => {
    const page = await signedIn('depositor');
    await page.locator('.line', { hasText: hostileTitle }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.locator('.line', { hasText: hostileTitle }).locator('button').click();
    await page.locator('.card-head', { hasText: hostileTitle }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  });

  it('draws each cabinet as it stands, and a cell with its history', async () => {
    const page = await signedIn('supervisor');
    await go(page, '柜位图');
    await page.locator('.bank').first().waitFor();
    expect(await page.locator('.bank .cell').count()).toBe(48);
    await picture(page, 'bank');
    await page.getByRole('link', { name: 'A05，待核查' }).click();
    await page.locator('.beside .history').getByText('无指令打开').waitFor();
    await page.locator('.inside a').first().waitFor();
    await picture(page, 'cell');
    expect(await seriousIn(page)).toEqual([]);
    await scene.kiosk.request('POST', '/kiosk/v1/status', statusOf(clock.now(), { banks: [] }));
    await page.locator('.bank').first().waitFor({ state: 'detached' });
    await scene.kiosk.request('POST', '/kiosk/v1/status', statusOf(clock.now()));
    await page.locator('.bank').first().waitFor();
    await page.context().close();
  });

  it('shows how each kiosk is, the worst first', async () => {
    const page = await signedIn('technician');
    await go(page, '终端');
    await page.locator('.light-red').waitFor();
    await page.locator('[data-line]').first().click();
    await page.locator('.devices').waitFor();
    await picture(page, 'fleet');
    expect(await seriousIn(page)).toEqual([]);
    await page.context().close();
  });

  it('rings for a call of help, and shows who goes', async () => {
    const page = await signedIn('depositor');
    const call = randomUUID();
    await scene.kiosk.send([scene.kiosk.message({ is: 'helpCalled', call, screen: 'problem', caseNumber: 'ABC234' })]);
    await page.locator('.attention li[data-is="call"]').waitFor();
    await go(page, '求助呼叫');
    await page.locator('[data-page="help"] .line').waitFor();
    await picture(page, 'help');
    expect(await seriousIn(page)).toEqual([]);
    await page.locator('.attention li[data-is="call"]').getByRole('button').click();
    await page.locator('.attention li[data-is="call"]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '已到现场' }).click();
    await page.getByRole('button', { name: '已帮助' }).click();
    await page.getByText('没有人求助').waitFor();
    await page.context().close();
  });

  it('turns the hourglass: an alert, a visit, and what came of it', async () => {
    const service = { title: { zh: '行政许可', en: 'Permits' }, limitMinutes: 20, open: true };
    await scene.office.post('services', { ...service, service: 'permits', prefix: 'B' });
    await scene.office.post('services', {
      ...service,
      service: 'insurance',
      prefix: 'C',
      title: { zh: '社会保险', en: 'Social insurance' },
    });
    const take = (name: string) => scene.office.post('tickets', { kiosk: 'hall-1', service: name });
    await take('permits');
    clock.pass(4 * 60_000);
    await take('insurance');
    clock.pass(12 * 60_000);
    await take('permits');
    clock.pass(4 * 60_000 + 5_000);
    const page = await signedIn('depositor');
    await go(page, '时间沙漏');
    await page.getByRole('button', { name: 'B 行政许可' }).click();
    await page.locator('.attention li[data-is="alert"]').waitFor();
    await picture(page, 'hourglass');
    expect(await seriousIn(page)).toEqual([]);
    await page.locator('.attention li[data-is="alert"]').getByRole('button').click();
    await page.getByRole('button', { name: '开始接触' }).click();
    clock.pass(5 * 60_000);
    await page.getByRole('button', { name: '补齐材料' }).click();
    await page.locator('.figure-row').waitFor();
    await picture(page, 'hourglass-done');
    expect(await seriousIn(page)).toEqual([]);
    await page.context().close();
  });

  it('prints the list alone, with a box for each line', async () => {
    const page = await signedIn('supervisor');
    await go(page, '待清退');
    await page.locator('[data-page="recall"] .line').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.nav').isVisible()).toBe(false);
    expect(await page.locator('.sheet-title').isVisible()).toBe(true);
    expect(await page.locator('.line .tick').first().isVisible()).toBe(true);
    await picture(page, 'print');
    await page.context().close();
  });

  it('shows accounts to a supervisor and the register to an auditor', async () => {
    const page = await signedIn('supervisor');
    await go(page, '账号');
    await page.locator('[data-page="accounts"] .line').first().waitFor();
    await picture(page, 'accounts');
    expect(await seriousIn(page)).toEqual([]);
    await page.context().close();
    const auditor = await signedIn('auditor');
    await go(auditor, '操作记录');
    await auditor.locator('[data-page="audit"] .line').first().waitFor();
    await picture(auditor, 'audit');
    expect(await seriousIn(auditor)).toEqual([]);
    await auditor.context().close();
  });

  it('is signed out by a colleague who closes the account', async () => {
    await scene.office.post('accounts', { account: 'leaving', name: '走', role: 'depositor', password });
    const [page, supervisor] = [await signedIn('leaving'), await signedIn('supervisor')];
    await go(supervisor, '账号');
    const line = supervisor.locator('.line', { hasText: 'leaving' });
    await line.getByRole('button', { name: '停用' }).click();
    await supervisor.getByLabel('原因').fill('调岗');
    await supervisor.locator('dialog').getByRole('button', { name: '停用' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.context().close();
    await supervisor.context().close();
  });

  it('never complains in the console of the browser', () => {
    expect(complaints).toEqual([]);
  });
});
