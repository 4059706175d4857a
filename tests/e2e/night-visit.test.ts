// The night visit, tapped through the real window: a deposit, a receipt and a proof at night, a pickup in the morning.
// The same story in Debian's Chromium on the controller's own page and in a real Electron with its shell.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Browser, chromium, type ElectronApplication, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleShell } from '../../electron/bundle.ts';
import { certain } from '../../src/base/result.ts';
import { type Child, startChild } from '../../src/cli/children.ts';
import { createNight, type Night } from '../../src/cli/night.ts';
import { root, startTrial, type Trial } from '../../src/cli/trial.ts';
import { startDisplay } from '../support/display.ts';

const chromiumPath = '/usr/bin/chromium';
const electronFolder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const shots = process.env['NIGHTHALL_SCREENSHOTS'];

/** What the story needs of a surface: its page, and the way to end it. */
interface Surface {
  readonly page: Page;
  end(): Promise<void>;
}

async function openChromium(trial: Trial): Promise<Surface> {
  const controller = await startChild({
    name: 'controller',
    command: process.execPath,
    args: [
      join(root, 'src/cli/nighthall.ts'),
      'controller',
      '--site',
      trial.siteFile,
      '--data',
      trial.kioskFolder,
      '--pages',
      pages,
    ],
  });
  if (!controller.ok) throw new Error(controller.problem);
  const started: Child = controller.value;
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(String(started.ready['window']));
  return {
    page,
    async end() {
      await browser.close();
      await started.end();
    },
  };
}

async function openElectron(trial: Trial): Promise<Surface> {
  const display = await startDisplay();
  // The shell finds the controller beside its own place, so it is built where it belongs.
  await bundleShell();
  const app: ElectronApplication = await _electron.launch({
    executablePath: join(certain(electronFolder, 'Electron'), 'electron'),
    args: [
      '--no-sandbox',
      join(root, 'build/electron/main.cjs'),
      '--site',
      trial.siteFile,
      '--data',
      trial.kioskFolder,
      '--pages',
      pages,
    ],
    env: { ...process.env, DISPLAY: display.name, NIGHTHALL_NODE: process.execPath } as Record<string, string>,
  });
  return {
    page: await app.firstWindow(),
    async end() {
      await app.close();
      await display.end();
    },
  };
}

let pages: string;
beforeAll(async () => {
  pages = join(mkdtempSync(join(tmpdir(), 'nighthall-pages-')), 'pages');
  await build({
    root: join(root, 'src'),
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: pages, emptyOutDir: true },
  });
});
afterAll(() => rmSync(join(pages, '..'), { recursive: true, force: true }));

const noChromium = existsSync(chromiumPath) ? '' : ' (skipped: /usr/bin/chromium is missing)';
const noElectron =
  electronFolder === undefined
    ? ' (skipped: ELECTRON_OVERRIDE_DIST_PATH names no Electron)'
    : existsSync('/usr/bin/Xvfb')
      ? ''
      : ' (skipped: Xvfb is missing)';

describe.each([
  { title: `Chromium${noChromium}`, surface: 'Chromium', why: noChromium, open: openChromium, browser: true },
  { title: `Electron${noElectron}`, surface: 'Electron', why: noElectron, open: openElectron, browser: false },
])('the night visit in $title', ({ surface, why, open, browser }) => {
  it.skipIf(why !== '')(
    'goes from the deposit over the receipt and the proof to the licence in the hand',
    async () => {
      const data = mkdtempSync(join(tmpdir(), 'nighthall-e2e-'));
      const trial = await startTrial(data, { browser });
      if (!trial.ok) throw new Error(trial.problem);
      let opened: Surface | undefined;
      try {
        opened = await open(trial.value);
        await playThrough(opened.page, createNight(trial.value), surface);
      } finally {
        await opened?.end();
        await trial.value.end();
        rmSync(data, { recursive: true, force: true });
      }
    },
    240_000,
  );
});

async function playThrough(page: Page, night: Night, surface: string): Promise<void> {
  page.setDefaultTimeout(30_000);
  const people = (await night.hallState()).people;
  const personWith = (role: string, place = 0) =>
    certain(people.filter((one) => one.role === role && !one.expired)[place], role);
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const tap = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  let picture = 0;
  async function keep(name: string): Promise<void> {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    picture += 1;
    await page.screenshot({ path: join(shots, `${surface}-${String(picture).padStart(2, '0')}-${name}.png`) });
  }
  async function swipe(person: string): Promise<void> {
    await sees('请把身份证放在读卡区');
    await night.hall({ do: 'layCard', person, reader: 'kioskReader' });
  }
  const takeCard = () => night.hall({ do: 'takeCard', reader: 'kioskReader' });
  async function openCell() {
    const state = await night.hallUntil('an open cell', ({ banks }) =>
      banks.some((bank) => bank.columns.flat().some((one) => one.door === 'open')),
    );
    return certain(
      state.banks.flatMap((bank) => bank.columns.flat()).find((one) => one.door === 'open'),
      'open cell',
    );
  }

  // A clerk puts one licence in.
  await keep('welcome');
  const clerk = personWith('depositor');
  await new Promise((done) => setTimeout(done, 2_000));
  await swipe(clerk.id);
  await sees('请输入存件密码');
  await takeCard();
  await keep('pin');
  for (const digit of certain(clerk.pin, 'PIN')) await page.getByRole('button', { name: digit, exact: true }).click();
  await sees('请选要存的证照');
  await keep('deposit');
  await tap(/食品经营许可证/);
  const put = await openCell();
  await sees(/请放进/);
  await keep('put-in');
  await night.hall({
    do: 'putIn',
    cell: put.cell as never,
    thing: certain((await night.hallState()).hands[0], 'licence').id,
  });
  await night.hall({ do: 'pushShut', cell: put.cell as never });
  await tap(/放好了/);
  await sees('请选要存的证照');
  await tap(/结束/);

  // A citizen prints a receipt and a proof.
  await swipe(personWith('citizen').id);
  await sees(/要办什么/);
  await takeCard();
  await keep('menu');
  await tap(/打印凭证、证明/);
  await sees('请选一份打印');
  await keep('documents');
  await tap(/缴费凭证/);
  await sees('请取走您的纸');
  await keep('printed');
  await tap(/再办一件/);
  await tap(/打印凭证、证明/);
  await tap(/参保证明/);
  await sees('请取走您的纸');
  const { papers } = await night.hallUntil('two papers', (state) => state.papers.length === 2);
  expect(papers.map((paper) => paper.is).sort()).toEqual(['document', 'slip']);
  await tap(/结束/);
  await sees(/再见/);
  await sees('请把身份证放在读卡区');
  // Nothing of the citizen is left on the page.
  expect(await page.content()).not.toContain('缴费凭证: ');
  expect(await page.content()).not.toMatch(/张\*/);

  // The applicant collects, in English.
  const holders = people.filter((one) => one.role === 'applicant');
  for (const holder of holders) {
    await swipe(holder.id);
    await sees(/要办什么/);
    await takeCard();
    const licences = page.getByRole('button', { name: /领取证照/ });
    if ((await licences.count()) > 0) break;
    await tap(/结束/);
    await sees(/再见/);
  }
  await tap('English');
  await tap(/Collect a licence/);
  await keep('licences');
  await tap(/Food business licence/);
  const sheet = certain(await page.locator('.sheet').boundingBox(), 'the sheet to sign on');
  await page.mouse.move(sheet.x + 100, sheet.y + 100);
  await page.mouse.down();
  await page.mouse.move(sheet.x + 600, sheet.y + 250, { steps: 20 });
  await page.mouse.up();
  await keep('sign');
  await tap(/Signed, open the door/);
  const taken = await openCell();
  expect(taken.cell).toBe(put.cell);
  await page
    .getByText(new RegExp(String(taken.cell)))
    .first()
    .waitFor();
  await keep('take-out');
  await night.hall({ do: 'takeOut', cell: taken.cell as never });
  await new Promise((done) => setTimeout(done, 2_200));
  await night.hall({ do: 'pushShut', cell: taken.cell as never });
  await page
    .getByRole('button', { name: /Finish/ })
    .first()
    .waitFor();
  await keep('collected');
  await tap(/Finish/);
  await sees('请把身份证放在读卡区');
}
