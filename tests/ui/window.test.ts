// The built page in a real browser: what a person sees on the portrait screen, and what reaches the controller.

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Screen, View } from '../../src/contract/view.ts';
import { type BuiltPages, buildPages, type FakeKiosk, serveKiosk } from './build-pages.ts';
import { measure } from './measure.ts';
import { now, screenName, screens, viewOf } from './views.ts';

const browserPath = '/usr/bin/chromium';
const missing = !existsSync(browserPath);
const pictures = process.env['NIGHTHALL_SCREENSHOTS'];
const menu: Screen = {
  at: 'menu',
  maskedName: '张*',
  documents: { works: true },
  licences: { works: true },
  dropOffs: 0,
  waiting: 1,
  elsewhere: [],
};

describe.skipIf(missing)(
  `the kiosk window in a browser${missing ? ` (skipped: ${browserPath} is missing)` : ''}`,
  () => {
    let pages: BuiltPages;
    let browser: Browser;
    let kiosk: FakeKiosk;
    let page: Page;
    let complaints: string[] = [];
    let sequence = 0;

    beforeAll(async () => {
      pages = await buildPages();
      kiosk = await serveKiosk(pages.folder);
      browser = await chromium.launch({
        executablePath: browserPath,
        args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
      });
      page = await open(1080, 1920);
    });

    afterAll(async () => {
      await browser?.close();
      await kiosk?.close();
      await pages?.remove();
    });

    beforeEach(() => {
      kiosk.calls.length = 0;
      kiosk.answer(() => ({ ok: true, value: undefined }));
      complaints = [];
    });

    async function open(width: number, height: number): Promise<Page> {
      const opened = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'zh-CN' });
      opened.on('console', (message) => complaints.push(message.text()));
      opened.on('pageerror', (error) => complaints.push(error.message));
      await opened.goto(`${kiosk.address}#a-token`);
      return opened;
    }

    async function show(view: View, on = page): Promise<void> {
      sequence += 1;
      kiosk.show({ ...view, sequence });
      await on.locator(`[data-sequence="${sequence}"]`).waitFor();
    }

    async function picture(name: string, on = page): Promise<void> {
      if (pictures === undefined) return;
      await mkdir(pictures, { recursive: true });
      await on.screenshot({ path: join(pictures, `${name}.png`) });
    }

    describe.each([
      ['zh', false],
      ['en', false],
      ['zh', true],
      ['en', true],
    ] as const)('in %s, elder mode %s', (language, elder) => {
      it('fits every screen on the portrait screen, readable and easy to hit', async () => {
        const wrong: string[] = [];
        for (const screen of screens) {
          await show(viewOf(screen, { language, elder }));
          const name = `${language}-${elder ? 'elder' : 'plain'}-${screenName(screen)}`;
          await picture(name);
          wrong.push(...(await measure(page)).map((line) => `${name}: ${line}`));
        }
        expect(wrong.join('\n')).toBe('');
        expect(complaints).toEqual([]);
      }, 240_000);

      it('fits the idle warning over a screen and takes the screen behind out of reach', async () => {
        await show(viewOf(menu, { language, elder, endsAt: now + 15_000 }));
        await picture(`${language}-${elder ? 'elder' : 'plain'}-idle`);
        expect((await measure(page)).join('\n')).toBe('');
        expect(await page.locator('.frame').getAttribute('inert')).not.toBeNull();
      });

      it('DI2 DI6 SY9 fits every tab of the technician page', async () => {
        const screen = screens.find((one) => one.at === 'technician');
        if (screen === undefined) throw new Error('no technician screen');
        await show(viewOf(screen, { language, elder }));
        for (const [place, tab] of ['health', 'devices', 'cells', 'queue'].entries()) {
          await page.locator('.tabs .button').nth(place).click();
          // The one with the most that can be done with it.
          if (tab === 'cells') await page.locator('.cells-one .button').nth(1).click();
          await picture(`${language}-${elder ? 'elder' : 'plain'}-technician-${tab}`);
          expect({ tab, wrong: (await measure(page)).join('\n') }).toEqual({ tab, wrong: '' });
        }
      });
    });

    it('never scrolls sideways or leaves the screen in landscape', async () => {
      const wide = await open(1920, 1080);
      const wrong: string[] = [];
      for (const screen of screens) {
        await show(viewOf(screen), wide);
        await picture(`landscape-${screenName(screen)}`, wide);
        wrong.push(
          ...(await measure(wide))
            .filter(
              (line) =>
                !line.startsWith('clipped: main') &&
                !line.startsWith('sticks out') &&
                !line.startsWith('outside') &&
                !line.startsWith('covered'),
            )
            .map((line) => `${screen.at}: ${line}`),
        );
      }
      await wide.close();
      expect(wrong.join('\n')).toBe('');
    }, 120_000);

    it('sends one call for a tap, with the token of the address', async () => {
      await show(viewOf(menu));
      await page.getByRole('button', { name: '领取证照' }).click();
      await expect.poll(() => kiosk.calls).toEqual([{ act: { act: 'showLicences' }, token: 'a-token' }]);
      expect(kiosk.streams).toContain('a-token');
    });

    it('sends one call for a double tap, and takes the next one after the answer', async () => {
      let answer: () => void = () => undefined;
      kiosk.answer(() => new Promise((resolve) => (answer = () => resolve({ ok: true, value: undefined }))));
      await show(viewOf(menu));
      const button = page.getByRole('button', { name: '领取证照' });
      await button.dblclick({ force: true });
      await page.getByRole('button', { name: '结束' }).click({ force: true });
      await expect.poll(() => kiosk.calls.length).toBe(1);
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      answer();
      await expect.poll(() => button.getAttribute('aria-disabled')).toBe('false');
      kiosk.answer(() => ({ ok: true, value: undefined }));
      await button.click();
      await expect.poll(() => kiosk.calls.length).toBe(2);
    });

    it('frees the buttons when a new view comes before the answer', async () => {
      let answer: () => void = () => undefined;
      kiosk.answer(() => new Promise((resolve) => (answer = () => resolve({ ok: true, value: undefined }))));
      await show(viewOf(menu));
      await page.getByRole('button', { name: '领取证照' }).click();
      await expect.poll(() => kiosk.calls.length).toBe(1);
      await show(viewOf({ at: 'printed', title: { zh: '甲', en: 'A' }, kind: 'proof' }));
      const next = page.getByRole('button', { name: '再办一件' });
      expect(await next.getAttribute('aria-disabled')).toBe('false');
      answer();
      await next.click();
      await expect.poll(() => kiosk.calls.length).toBe(2);
    });

    it('only shakes a button that may not be used now', async () => {
      kiosk.answer(() => ({ ok: false, problem: { problem: 'notNow' } }));
      await show(viewOf(menu));
      const before = await page.locator('#window').textContent();
      await page.evaluate(
        "window.shaken = 0; new MutationObserver(() => { window.shaken += document.querySelectorAll('.refused').length; }).observe(document.body, { subtree: true, attributes: true })",
      );
      await page.getByRole('button', { name: '领取证照' }).click();
      await expect.poll(() => page.evaluate('window.shaken')).toBeGreaterThan(0);
      await page.locator('.refused').waitFor({ state: 'detached' });
      expect(await page.locator('#window').textContent()).toBe(before);
    });

    it('works from the keyboard alone and shows where the focus is', async () => {
      await show(viewOf(menu));
      for (let step = 0; step < 10; step += 1) {
        await page.keyboard.press('Tab');
        if (String(await page.evaluate('document.activeElement.closest("button")?.textContent')).includes('领取证照'))
          break;
      }
      await page.keyboard.press('Enter');
      await expect.poll(() => kiosk.calls.map(({ act }) => act)).toEqual([{ act: 'showLicences' }]);
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    });

    it('shows a PIN as dots, sends it once and forgets it', async () => {
      await show(viewOf({ at: 'pin', role: 'technician', wrong: 0, lockedUntil: null }));
      for (const digit of ['1', '3', '5', '7', '9'])
        await page.getByRole('button', { name: digit, exact: true }).click();
      expect(await page.locator('.pin-dot.filled').count()).toBe(5);
      expect(await page.locator('.main').textContent()).not.toContain('13579');
      await page.getByRole('button', { name: '0', exact: true }).click();
      await expect.poll(() => kiosk.calls.map(({ act }) => act)).toEqual([{ act: 'pin', digits: '135790' }]);
      expect(await page.locator('.pin-dot.filled').count()).toBe(0);
      await page.getByRole('button', { name: '1', exact: true }).click();
      await show(viewOf({ at: 'pin', role: 'technician', wrong: 1, lockedUntil: null }));
      expect(await page.locator('.pin-dot.filled').count()).toBe(0);
    });

    it('finds an item to deposit by the last digits of its case number', async () => {
      const screen = screens.find((one) => one.at === 'deposit');
      if (screen === undefined) throw new Error('no deposit screen');
      await show(viewOf(screen));
      for (const digit of ['1', '1', '2']) await page.getByRole('button', { name: digit, exact: true }).click();
      expect(await page.locator('.button-choice').count()).toBe(1);
      await page.locator('.button-choice').click();
      await expect.poll(() => kiosk.calls.map(({ act }) => act)).toEqual([{ act: 'deposit', item: 'item-12' }]);
    });

    it('draws a view with keys it does not know', async () => {
      await show({ ...viewOf(menu), weather: { rain: true } } as View);
      expect(await page.locator('h1').textContent()).toContain('您好');
    });

    it('puts plain words in place of a screen it cannot draw, prints nothing, and recovers with the next view', async () => {
      await show(viewOf({ at: 'jukebox', maskedName: '张*' } as unknown as Screen));
      await page.getByRole('alert').waitFor();
      await picture('undrawable');
      expect(await page.getByRole('alert').textContent()).toContain('这台机器暂停服务');
      expect(complaints).toEqual([]);
      await show(viewOf(menu));
      expect(await page.locator('h1').textContent()).toContain('您好');
    });

    it('keeps the last picture with a quiet mark while the line is down, and comes back by itself', async () => {
      await show(viewOf(menu));
      const streams = kiosk.streams.length;
      kiosk.dropStreams();
      await page.getByText('正在恢复').waitFor();
      expect(await page.locator('h1').textContent()).toContain('您好');
      await expect.poll(() => kiosk.streams.length).toBeGreaterThan(streams);
      await page.getByText('正在恢复').waitFor({ state: 'detached' });
    });

    it('keeps nothing of a person after the session', async () => {
      await show(viewOf({ ...menu, maskedName: '欧阳**' }));
      await show(viewOf({ at: 'welcome' }));
      const left = await page.evaluate<string>(
        '[document.documentElement.outerHTML, document.title, location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie].join("\\n")',
      );
      expect(left).not.toContain('欧阳');
      expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    });

    it('is built without inline script or style and with relative paths only', async () => {
      const html = await readFile(join(pages.folder, 'ui/kiosk.html'), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
      expect(
        [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
          .map(([, path]) => path)
          .filter((path) => !/^(\.\.?\/|data:)/.test(path ?? '')),
      ).toEqual([]);
      expect((await readdir(join(pages.folder, 'assets'))).some((file) => file.endsWith('.css'))).toBe(true);
    });
  },
);
