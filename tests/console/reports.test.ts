// Reports at the console: who may see them, what the office adds, the file, and the page as it ships in a real browser.

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayText } from '../../src/console/text/time.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { type BuiltPages, buildPages } from '../ui/build-pages.ts';
import { createTestConsole } from './console-client.ts';
import { applicant, password, type Scene, startScene } from './console-scene.ts';

const browserPath = '/usr/bin/chromium';
const missing = !existsSync(browserPath);
const pictures = process.env['NIGHTHALL_SCREENSHOTS'];
const person = personKeyOf('a'.repeat(64));

let pages: BuiltPages | undefined;
let scene: Scene;
beforeAll(async () => {
  pages = missing ? undefined : await buildPages();
  scene = await startScene(pages === undefined ? {} : { pages: pages.folder });
  const { kiosk, office } = scene;
  // Never open: everything is outside office hours, whenever this runs.
  await office.post('calendars', { kiosk: 'hall-1', since: '2020-01-01', office: [] });
  const title = { zh: '营业执照', en: 'Business licence' };
  await office.post('items', {
    id: 'L-1',
    kiosk: 'hall-1',
    idNumber: applicant.idNumber,
    title,
    caseNumber: 'N-1',
    size: 'small',
  });
  const print = (job: string, kind: 'proof' | 'worksheet') =>
    ({ is: 'printOrdered', job, document: 'd', kind, copy: 1, reprintOf: null, person }) as const;
  const [proof, sheet] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const;
  const answer = await kiosk.send([
    kiosk.message({ is: 'visitBegan', person, offHours: true }),
    kiosk.message(print(proof, 'proof')),
    kiosk.message({ is: 'printed', job: proof, evidence: 'printer' }),
    kiosk.message(print(sheet, 'worksheet')),
    kiosk.message({ is: 'printed', job: sheet, evidence: 'printer' }),
    kiosk.message({ is: 'itemDeposited', item: itemIdOf('L-1'), cell: cellIdOf('A01'), by: person }),
    kiosk.message({
      is: 'itemHandedOver',
      item: itemIdOf('L-1'),
      cell: cellIdOf('A01'),
      person,
      addressee: person,
      proof: 'card',
      evidence: 'sensor',
    }),
  ]);
  expect(answer).toMatchObject({ parked: [] });
}, 240_000);
afterAll(async () => {
  await scene?.central.close();
  await pages?.remove();
});

async function as(role: 'depositor' | 'supervisor' | 'technician' | 'auditor') {
  const console = createTestConsole(scene.central.url);
  await console.in(role, password);
  return console;
}

const day = dayText(Date.now());
const wish = { ask: 'report', span: 'year', day, kiosk: null } as const;

describe('a report', () => {
  it('is for supervisors and auditors', async () => {
    for (const role of ['depositor', 'technician'] as const) {
      const console = await as(role);
      expect((await console.call('POST', 'asks', wish)).status).toBe(403);
      expect((await console.call('GET', `report.csv?span=year&day=${day}`)).status).toBe(403);
    }
    for (const role of ['supervisor', 'auditor'] as const) {
      const { figures } = await (await as(role)).ask(wish);
      expect(Object.fromEntries(figures.map(({ name, value }) => [name, value]))).toMatchObject({
        visits: 1,
        items: 2,
        prints: 1,
        collected: 1,
        offHours: 2,
        offHoursShare: 1,
      });
      for (const { definition } of figures) expect([definition.zh, definition.en]).not.toContain('');
    }
  });

  it('is refused for a period or a hall that is none', async () => {
    const console = await as('auditor');
    for (const wrong of [{ day: '2026-02-30' }, { span: 'century' }, { kiosk: '../x' }, { day: '' }])
      expect((await console.call('POST', 'asks', { ...wish, ...wrong })).status).toBe(400);
    expect((await console.call('POST', 'asks', { ...wish, kiosk: 'nowhere' })).status).toBe(404);
  });

  it('knows the share of self-service once the office has told what windows did, and corrects it', async () => {
    const supervisor = await as('supervisor');
    const bringIn = (items: string) =>
      supervisor.act({ act: 'addWindowTotals', kiosk: 'hall-1', csv: `day,items\n${day},${items}\n` });
    const share = async () =>
      (await supervisor.ask(wish)).figures.find(({ name }) => name === 'selfServiceShare')?.value;
    expect(await share()).toBeNull();
    expect(await bringIn('x')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('line 2') } });
    expect((await bringIn('8')).body).toMatchObject({ added: true });
    expect(await share()).toBe(0.2);
    await scene.office.post('window-totals', { kiosk: 'hall-1', days: [{ day, items: 6 }] });
    expect(await share()).toBe(0.25);
    expect((await bringIn('6')).body).toMatchObject({ added: false });
    const auditor = await as('auditor');
    expect((await auditor.act({ act: 'addWindowTotals', kiosk: 'hall-1', csv: 'day,items\n' })).status).toBe(403);
  });

  it('comes as a file, which the register knows of', async () => {
    const auditor = await as('auditor');
    const response = await fetch(`${scene.central.url}/console/v1/report.csv?span=year&day=${day}&kiosk=hall-1`, {
      headers: { cookie: auditor.cookie() ?? '' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const year = day.slice(0, 4);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="nighthall-hall-1-${year}-01-01-${year}-12-31.csv"`,
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split('\r\n');
    expect(lines.find((line) => line.startsWith('服务人次,'))).toMatch(/^服务人次,Visits,1,/);
    expect(lines.filter((line) => /^[=+\-@\t]/.test(line))).toEqual([]);
    const { acts } = await auditor.ask({ ask: 'audit', before: null });
    expect(acts.find(({ act }) => act === 'exportReport')).toMatchObject({
      account: 'auditor',
      target: `report year ${day} hall-1`,
      outcome: 'done',
    });
  });

  it('is given to no other site and to nobody who is not signed in', async () => {
    const at = `${scene.central.url}/console/v1/report.csv?span=year&day=${day}`;
    expect((await fetch(at)).status).toBe(401);
    const cookie = (await as('auditor')).cookie() ?? '';
    expect((await fetch(at, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(401);
  });
});

describe.skipIf(missing)(`the page${missing ? ` (skipped: ${browserPath} is missing)` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
  });
  afterAll(() => browser?.close());

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `reports-${name}.png`), fullPage: true });
  }

  it('shows figures with their definitions, bars, a sheet to print and the file', async () => {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 1_000 }, locale: 'zh-CN' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${scene.central.url}/console/`);
    await page.getByLabel('账号').fill('supervisor');
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('.nav').getByRole('link', { name: '统计报表' }).click();
    const items = page.locator('[data-figure="items"]');
    await items.getByText('自助办件量').waitFor();
    expect(await items.locator('.report-value').textContent()).toContain('2');
    expect(await items.textContent()).toContain('没有出纸的不算');
    expect(await page.locator('.chart').count()).toBe(4);
    await page.getByLabel('期间').selectOption('year');
    await page.locator('.report-period', { hasText: `${day.slice(0, 4)}-01-01` }).waitFor();
    await page
      .locator('.chart title', { hasText: `${day.slice(0, 7)}: 2 (非工作时间 2)` })
      .waitFor({ state: 'attached' });
    await picture(page, 'year');
    await page.evaluate(axe.source);
    const serious = await page.evaluate(async () => {
      interface Found {
        readonly violations: readonly { readonly id: string; readonly impact: string }[];
      }
      const { violations } = await (globalThis as unknown as { axe: { run(): Promise<Found> } }).axe.run();
      return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
    });
    expect(serious).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载 CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^nighthall-all-.*\.csv$/);
    expect((await readFile(await download.path())).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));

    await page.getByLabel('大厅').selectOption('mall-2');
    await page.locator('[data-figure="items"] .report-value', { hasText: '0' }).waitFor();
    await page.getByText('导入窗口办件数').click();
    await page.getByLabel('CSV 文件').setInputFiles({
      name: 'totals.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`day,items\r\n${day},12\r\n`),
    });
    await page.getByRole('button', { name: '导入' }).click();
    await page.getByText('已导入').waitFor();
    await page.locator('[data-figure="selfServiceShare"] .report-value', { hasText: '0%' }).waitFor();

    await page.getByLabel('大厅').selectOption('');
    await page.locator('[data-figure="items"] .report-value', { hasText: '2' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.nav').isVisible()).toBe(false);
    expect(await page.locator('.window-totals').isVisible()).toBe(false);
    expect(await page.locator('.sheet-title').isVisible()).toBe(true);
    await picture(page, 'print');
    expect(complaints).toEqual([]);
    await context.close();
  }, 240_000);
});
