// The panel page as it ships, in a real browser: what people tap there happens in the hall, and shows.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelOf } from '../../hardware/classes/lock-board.ts';
import { type PanelServer, startPanelServer } from '../../hardware/hall/panel-server.ts';
import type { Devices } from '../../hardware/registry.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { certain } from '../../src/base/result.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { type HallBench, startHallBench } from '../support/hall-bench.ts';
import { until } from '../support/until.ts';
import { type BuiltPages, buildPages } from '../ui/build-pages.ts';

const browserPath = '/usr/bin/chromium';
const missing = !existsSync(browserPath);
const pictures = process.env['NIGHTHALL_SCREENSHOTS'];

describe.skipIf(missing)(`the panel in a browser${missing ? ` (skipped: ${browserPath} is missing)` : ''}`, () => {
  let pages: BuiltPages;
  let bench: HallBench;
  let server: PanelServer;
  let devices: Devices;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    pages = await buildPages();
    bench = await startHallBench();
    devices = bench.devices();
    const hall = bench.hall();
    server = await startPanelServer({ hall, pages: pages.folder, port: 0, clock: systemClock, log: silentLog });
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
    page = await browser.newPage({
      viewport: { width: 1_600, height: 1_000 },
      reducedMotion: 'reduce',
      locale: 'zh-CN',
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.locator('.fan .card').first().waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await bench?.end();
    await pages?.remove();
  });

  const at = (person: string) =>
    bench
      .hall()
      .state()
      .people.find(({ id }) => id === person)?.at;
  const card = (person: string) => page.locator(`.fan [data-person="${person}"]`);
  const pad = (reader: string) => page.locator(`[data-reader="${reader}"]`);
  const act = (within: string, name: string) => page.locator(within).getByRole('button', { name });

  async function picture(name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `panel-${name}.png`) });
  }

  it('lays a card by two taps, and takes it away by one', async () => {
    await card('zhang-san').click();
    await picture('card-in-hand');
    await pad('kioskReader').click();
    await pad('kioskReader').locator('.card-face').waitFor();
    expect(at('zhang-san')).toBe('kioskReader');
    expect(await card('zhang-san').isDisabled()).toBe(true);
    await pad('kioskReader').click();
    await pad('kioskReader').locator('.waves').waitFor();
    expect(at('zhang-san')).toBe('hand');
  });

  it('lays a card that is dragged onto a reader', async () => {
    await card('wang-wu').dragTo(pad('hallReader'));
    await pad('hallReader').locator('.card-face').waitFor();
    expect(at('wang-wu')).toBe('hallReader');
  });

  it('says why something can not be done', async () => {
    await page.locator('[data-cell="A02"]').click();
    await act('.cell-acts', '拉门').click();
    await page.getByRole('status').getByText('锁住了').waitFor();
  });

  it('shows a door that opens, and lets people put in, take out and push it shut', async () => {
    const board = certain(devices.boards.get('board1'), 'board1');
    const channel = channelOf(5);
    if (!channel.ok) throw new Error('no channel');
    await until(() => board.door(channel.value) === 'closed', 'the board to be read');
    await board.pulse(channel.value);
    const cell = page.locator('[data-cell="A05"][data-door="open"]');
    await cell.waitFor();
    await cell.click();
    await act('.cell-acts', '放入').click();
    await cell.locator('[data-thing]').waitFor();
    await picture('cell-open');
    expect(bench.cell('A05').thing).not.toBeNull();
    await act('.cell-acts', '取出').click();
    await act('.cell-acts', '放入').waitFor();
    expect(bench.cell('A05').thing).toBeNull();
    await act('.cell-acts', '推上门').click();
    await page.locator('[data-cell="A05"][data-door="shut"]').waitFor();
    expect(bench.cell('A05').door).toBe('shut');
  });

  it('shows the slip that was printed, until somebody takes it', async () => {
    const printer = certain(devices.receiptPrinter, 'the printer');
    await until(() => printer.state().is === 'ready', 'the printer to be ready');
    await printer.print({
      job: '7',
      blocks: [
        { is: 'text', text: '缴费凭证', size: 2, align: 'centre' },
        { is: 'rule' },
        { is: 'field', label: '金额', value: '12.00' },
        { is: 'qr', text: 'https://example.test/7' },
      ],
    });
    const exit = page.locator('[data-printer="receiptPrinter"] .exit');
    const slip = exit.locator('img');
    await slip.waitFor();
    await until(() => bench.hall().state().papers.length === 1, 'the paper');
    expect(
      await page.evaluate(
        `document.querySelector('.exit img').decode().then(() => document.querySelector('.exit img').naturalWidth)`,
      ),
    ).toBeGreaterThan(500);
    await picture('slip');
    await act('[data-printer="receiptPrinter"] .exit', '取走').click();
    await page.locator('.taken [data-paper="1"]').waitFor();
    expect(bench.hall().state().papers[0]?.taken).toBe(true);
  });

  it('offers the document that was printed', async () => {
    const printer = certain(devices.documentPrinter, 'the printer');
    await printer.print({ job: 'j1', pdf: new TextEncoder().encode('%PDF-1.7 not quite'), pages: 1 });
    const document = page.locator('[data-printer="documentPrinter"] .exit a');
    await document.waitFor();
    expect(await document.getAttribute('href')).toBe('/papers/2.pdf');
  });

  it('lets a person out by the button and through the door', async () => {
    await act('.door', '推门').click();
    await page.getByRole('status').getByText('锁住了').waitFor();
    await act('.door', '出门按钮').click();
    await page.locator('.door[data-strike="released"]').waitFor();
    await act('.door', '推门').click();
    await page.locator('.door[data-leaf="open"]').waitFor();
    await picture('door-open');
    await act('.door', '放手关门').click();
    await page.locator('.door[data-leaf="shut"]').waitFor();
  });

  it('pulls plugs and spoils lines', async () => {
    await act('[data-line="hallDoor"]', '拔掉').click();
    await page.locator('[data-line="hallDoor"][data-plugged="false"]').waitFor();
    await page.locator('[data-line="cabinet"] select').selectOption('drop');
    await page.locator('[data-line="cabinet"] select[data-faulty="true"]').waitFor();
    const lines = bench.hall().state().lines;
    expect(lines.find(({ line }) => line === 'hallDoor')?.plugged).toBe(false);
    expect(lines.find(({ line }) => line === 'cabinet')?.faults).toEqual({ drop: 0.3 });
    await picture('faults');
  });

  it('shows what goes over a line, and hides what a card says', async () => {
    await card('li-si').click();
    await pad('kioskReader').click();
    await page.locator('.trace select').selectOption('kioskReader');
    const read = page.locator('.frames li', { hasText: /\+ 1\d\d\d 字节已隐去/ });
    await read.waitFor();
    expect(await read.locator('code').textContent()).toMatch(/^aa aa aa 96 69 [0-9a-f]{2} [0-9a-f]{2} 00 00 90 \+/);
    await picture('trace');
  });

  it('fits the window, with every text inside its place', async () => {
    await bench.hall().do({ do: 'openByKey', cell: cellIdOf('B20') });
    const thing = certain(bench.hall().state().hands[1], 'a thing');
    await bench.hall().do({ do: 'putIn', cell: cellIdOf('B20'), thing: thing.id });
    await bench.hall().do({ do: 'jam', cell: cellIdOf('B20'), jammed: true });
    await page.locator('[data-cell="B20"][data-door="open"]').click();
    await act('.cell-acts', '修好锁').waitFor();
    await picture('full');
    const wrong = await page.evaluate<string[]>(`(() => {
      const wrong = [];
      const root = document.documentElement;
      if (root.scrollWidth > root.clientWidth || root.scrollHeight > root.clientHeight) wrong.push('the page scrolls');
      for (const element of document.querySelectorAll('button, .tag, h2, .fact, .thing, .kind, .line-name')) {
        const box = element.getBoundingClientRect();
        const around = element.closest('.sheet')?.getBoundingClientRect();
        if (around !== undefined && (box.bottom > around.bottom || box.right > around.right))
          wrong.push('sticks out: ' + element.textContent);
        if (box.right > root.clientWidth || box.bottom > root.clientHeight) wrong.push('outside: ' + element.textContent);
        if (element.scrollWidth > element.clientWidth + 2) wrong.push('too wide: ' + element.textContent);
      }
      return wrong;
    })()`);
    expect(wrong).toEqual([]);
  });

  it('runs under the strict policy without a complaint', () => {
    // The browser notes each refused act by its status, and React offers its tools.
    const usual = /409 \(Conflict\)|React DevTools/;
    expect(complaints.filter((text) => !usual.test(text))).toEqual([]);
  });

  it('says when the hall is gone', async () => {
    await server.close();
    await page.locator('.panel[data-live="false"]').waitFor();
    await page.getByRole('status').getByText('大厅没有应答').waitFor();
  });
});
