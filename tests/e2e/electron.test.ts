// The shell in a real Electron: the window, its lock-down, and what is shown after the page or the controller has died.

import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { until } from '../support/until.ts';
import { viewOf } from '../ui/views.ts';
import { missingForShell, openShellBench, type ShellBench } from './shell-bench.ts';

/** What a page of the kiosk sees; the tests are compiled without a browser's types. */
interface Seen {
  readonly kiosk: { call(act: unknown): Promise<unknown>; onView(listener: (view: unknown) => void): () => void };
  readonly document: { readonly body: { readonly innerText: string } };
}

const view = viewOf({ at: 'welcome' });
const title = missingForShell === undefined ? '' : ` (skipped: ${missingForShell})`;

describe.skipIf(missingForShell !== undefined)(`the shell in Electron${title}`, () => {
  let bench: ShellBench;
  let shell: ElectronApplication;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    bench = await openShellBench(view);
    shell = await bench.launch();
    page = await shell.firstWindow();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.getByText('请把身份证放在读卡区').first().waitFor();
  });
  afterAll(async () => {
    await shell?.close();
    await bench?.close();
  });

  /** Runs in the page through Electron itself, because a driver loses a page that crashed. */
  function inPage(script: string): Promise<unknown> {
    return shell.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    );
  }

  /** How many pages have asked for their view so far. */
  function hellos(): number {
    return bench.notes().filter(({ is }) => is === 'hello').length;
  }

  async function untilShown(text: string): Promise<void> {
    let shown = '';
    const end = performance.now() + 20_000;
    while (!shown.includes(text)) {
      if (performance.now() > end) throw new Error(`waited 20 s for "${text}", last saw: ${shown.slice(0, 200)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      shown = String(await inPage('document.body.innerText').catch(() => ''));
    }
  }

  it('fills the whole screen with the view of the controller', async () => {
    expect(page.url()).toBe('app://kiosk/ui/kiosk.html');
    const bounds = await shell.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({ ...window.getBounds(), kiosk: window.isKiosk() })),
    );
    // One pixel over each edge, so that not a line of what lies behind can be seen.
    expect(bounds).toEqual([{ x: 0, y: 0, width: 1081, height: 1921, kiosk: true }]);
    const started = bench.notes().find(({ is }) => is === 'started');
    expect(started?.['args']).toEqual([
      expect.stringMatching(/nighthall\.ts$/),
      'controller',
      '--site',
      expect.stringMatching(/site\.json$/),
      '--data',
      expect.stringMatching(/data$/),
    ]);
  });

  it('gives the page call and onView, and nothing of Node or Electron', async () => {
    const surface = await page.evaluate(() => {
      const { kiosk } = globalThis as unknown as Seen;
      const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global', '__dirname'];
      return {
        kiosk: Object.getOwnPropertyNames(kiosk).map((name) => [name, typeof kiosk[name as 'call']]),
        found: names.filter((name) => name in globalThis),
      };
    });
    expect(surface).toEqual({
      kiosk: [
        ['call', 'function'],
        ['onView', 'function'],
      ],
      found: [],
    });
  });

  it('does not let the page change what it was given', async () => {
    const same = await page.evaluate(() => {
      const seen = globalThis as unknown as { kiosk: { call: unknown } };
      const { call } = seen.kiosk;
      try {
        seen.kiosk.call = () => undefined;
      } catch {
        return seen.kiosk.call === call;
      }
      return seen.kiosk.call === call;
    });
    expect(same).toBe(true);
  });

  it('carries a call to the controller, its answer back, and the view that follows', async () => {
    const call = (act: unknown) => page.evaluate((what) => (globalThis as unknown as Seen).kiosk.call(what), act);
    expect(await call({ act: 'back' })).toEqual({ ok: false, problem: { problem: 'notNow' } });
    const views = page.evaluate(
      () =>
        new Promise((resolve) => {
          const elders: unknown[] = [];
          (globalThis as unknown as Seen).kiosk.onView((view) => {
            elders.push((view as { elder: boolean }).elder);
            if (elders.length === 2) resolve(elders);
          });
        }),
    );
    expect(await call({ act: 'elder', on: true })).toEqual({ ok: true });
    expect(await views).toEqual([false, true]);
    expect(await call({ act: 'elder', on: false })).toEqual({ ok: true });
  });

  it('opens no second window', async () => {
    const opened = await page.evaluate(() => {
      const { open } = globalThis as unknown as { open(address: string, name?: string): unknown };
      return [open('https://example.org/'), open('about:blank'), open('app://kiosk/ui/kiosk.html', 'named')];
    });
    expect(opened).toEqual([null, null, null]);
    expect(shell.windows()).toHaveLength(1);
  });

  it.each(['https://example.org/', 'file:///etc/passwd', 'data:text/html,x', 'app://other/'])(
    'does not go to %s',
    async (address) => {
      await page.evaluate((to) => {
        (globalThis as unknown as { location: { href: string } }).location.href = to;
      }, address);
      // A round trip through the page comes after whatever the navigation did.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
      expect(await inPage('location.href')).toBe('app://kiosk/ui/kiosk.html');
    },
  );

  it('comes back when the page has emptied itself', async () => {
    const before = hellos();
    await inPage('setTimeout(() => { location.href = "about:blank"; }); 0');
    await until(() => hellos() > before, 'the page again');
    await untilShown('请把身份证放在读卡区');
    expect(await inPage('location.href')).toBe('app://kiosk/ui/kiosk.html');
  });

  it('runs no inline script and no text as a script', async () => {
    // After a turn of the page's own: what a driver runs directly is freed from the page's policy.
    const outcome = await inPage(`new Promise((resolve) => setTimeout(() => {
      const refused = [];
      const attempts = {
        inline() {
          const script = document.createElement('script');
          script.append('globalThis.ran = true');
          document.head.append(script);
          if (globalThis.ran !== true) throw new Error('nothing ran');
        },
        address() { document.createElement('script').src = 'https://example.org/x.js'; },
        evaluation() { (0, eval)('globalThis.ran = true'); },
        function() { new Function('globalThis.ran = true')(); },
        markup() { document.createElement('p').innerHTML = '<img src=x onerror="globalThis.ran = true">'; },
      };
      for (const [name, attempt] of Object.entries(attempts)) {
        try { attempt(); } catch { refused.push(name); }
      }
      setTimeout(() => resolve({ ran: globalThis.ran === true, refused }), 100);
    }))`);
    expect(outcome).toEqual({ ran: false, refused: ['inline', 'address', 'evaluation', 'function', 'markup'] });
  });

  it('reaches no network and no device', async () => {
    const outcome = await page.evaluate(async () => {
      interface Devices {
        readonly mediaDevices?: Record<'getUserMedia' | 'getDisplayMedia', (wish: object) => Promise<unknown>>;
        readonly usb?: { requestDevice(wish: object): Promise<unknown> };
        readonly hid?: { requestDevice(wish: object): Promise<readonly unknown[]> };
        readonly clipboard?: { readText(): Promise<string> };
      }
      const { navigator, fetch, Notification } = globalThis as unknown as {
        navigator: Devices;
        fetch: (address: string) => Promise<unknown>;
        Notification?: { requestPermission(): Promise<string> };
      };
      const attempts: Record<string, () => Promise<unknown>> = {
        fetch: () => fetch('https://example.org/'),
        ownFile: () => fetch('file:///etc/passwd'),
        camera: async () => navigator.mediaDevices?.getUserMedia({ video: true }) ?? Promise.reject(),
        screen: async () => navigator.mediaDevices?.getDisplayMedia({ video: true }) ?? Promise.reject(),
        usb: async () => navigator.usb?.requestDevice({ filters: [] }) ?? Promise.reject(),
        clipboard: async () => navigator.clipboard?.readText() ?? Promise.reject(),
      };
      const allowed: string[] = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        await attempt().then(
          () => allowed.push(name),
          () => undefined,
        );
      }
      if ((await Notification?.requestPermission()) === 'granted') allowed.push('notification');
      return allowed;
    });
    expect(outcome).toEqual([]);
  });

  it.each([
    'Control+R',
    'F5',
    'Control+W',
    'Alt+F4',
    'Control+Q',
    'F11',
    'Control+Shift+I',
    'F12',
    'Control+P',
    'Alt+ArrowLeft',
  ])('is not moved by %s', async (keys) => {
    await page.evaluate(() => {
      (globalThis as unknown as { mark: boolean }).mark = true;
    });
    await page.keyboard.press(keys);
    expect(await inPage('globalThis.mark === true')).toBe(true);
    const windows = await shell.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isKiosk(), window.webContents.isDevToolsOpened()]),
    );
    expect(windows).toEqual([[true, false]]);
  });

  it('stays open when the window is asked to close', async () => {
    await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await inPage('document.readyState')).toBe('complete');
  });

  it('keeps nothing on the disk that the page stored', async () => {
    expect(
      await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.session.isPersistent()),
    ).toBe(false);
  });

  it('draws the real page without a complaint of its policy', () => {
    // What the tests above provoke on purpose speaks of inline scripts, evaluation, frames, windows or the addresses they tried.
    const provoked =
      /inline script|unsafe-eval|TrustedScript|trusted|example\.org|passwd|data:text|app:\/\/other|Not allowed to|sandboxed frame/i;
    expect(complaints.filter((text) => !provoked.test(text))).toEqual([]);
  });

  it('starts a killed controller again and shows its view again', async () => {
    const started = () => bench.notes().filter(({ is }) => is === 'started');
    const before = started().length;
    process.kill(Number(certain(started().at(-1), 'a controller')['process']), 'SIGKILL');
    await until(() => started().length > before, 'another controller');
    await untilShown('请把身份证放在读卡区');
    expect(await inPage('kiosk.call({ act: "back" })')).toEqual({ ok: false, problem: { problem: 'notNow' } });
  });

  it('kills a controller that hangs and starts it again', async () => {
    const started = () => bench.notes().filter(({ is }) => is === 'started');
    const before = started().length;
    process.kill(Number(certain(started().at(-1), 'a controller')['process']), 'SIGSTOP');
    await until(() => started().length > before, 'another controller');
    await untilShown('请把身份证放在读卡区');
  });

  it.each([
    ['hangs', 'setTimeout(() => { for (;;); }); 0'],
    ['has gone white', 'document.getElementById("window").replaceChildren(); 0'],
  ])('opens a page again that %s, with the same view', async (_how, script) => {
    const before = hellos();
    await inPage(script);
    await until(() => hellos() > before, 'the new page');
    await untilShown('请把身份证放在读卡区');
    expect(await inPage('kiosk.call({ act: "back" })')).toEqual({ ok: false, problem: { problem: 'notNow' } });
  });

  it('opens a crashed page again, with the same view and a working port', async () => {
    const before = hellos();
    await shell.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await until(() => hellos() > before, 'the new page');
    await untilShown('请把身份证放在读卡区');
    expect(await inPage('kiosk.call({ act: "back" })')).toEqual({ ok: false, problem: { problem: 'notNow' } });
  });

  it('ends its controller when it ends', async () => {
    await shell.close();
    await until(() => bench.notes().at(-1)?.is === 'ended', 'the end of the controller');
    const last = bench.notes().findLast(({ is }) => is === 'started');
    expect(() => process.kill(Number(last?.['process']), 0)).toThrow(/ESRCH/);
  });
});
