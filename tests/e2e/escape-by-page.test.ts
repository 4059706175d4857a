// Leaving the kiosk from within: a page that has fallen to somebody tries addresses, windows, dialogs, files and devices.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreign } from '../electron/foreign-addresses.ts';
import { until } from '../support/until.ts';
import { missingForHands, type OpenShell, openShell, rest } from './open-shell.ts';

const title = missingForHands === undefined ? '' : ` (skipped: ${missingForHands})`;

/**
 * At about:srcdoc the Electron of these tests (25) dies with a segment fault before any of its events; the session starts
 * it again. The first two are no addresses at all.
 */
const addresses = foreign.filter((address) => !['', ' ', 'about:srcdoc'].includes(address));

describe.skipIf(missingForHands !== undefined)(`a page that has fallen${title}`, () => {
  let open: OpenShell;

  beforeAll(async () => {
    open = await openShell();
    await open.inPage('globalThis.mark = 1; 0');
  });
  afterAll(() => open?.end());

  /** Every window on the screen that has a name, dialogs of the desktop among them. */
  function named(): number {
    return open.byHand('search', '--onlyvisible', '--name', '.+').trim().split('\n').length;
  }

  async function stands(): Promise<{ page: unknown; foreignFrames: readonly string[]; named: number }> {
    const frames = await open.shell.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().flatMap(({ webContents }) =>
        webContents.mainFrame.framesInSubtree.flatMap((frame) => {
          // A frame can go while it is looked at.
          try {
            return [frame.url];
          } catch {
            return [];
          }
        }),
      ),
    );
    const foreignFrames = frames.filter(
      (url) =>
        url.replace(/#.*/, '') !== 'app://kiosk/ui/kiosk.html' &&
        !/^(about:blank(#blocked)?|about:srcdoc|chrome-error:.*)?$/.test(url),
    );
    return {
      page: await open.inPage('[location.href, globalThis.mark, globalThis.ran].join()'),
      foreignFrames,
      named: named(),
    };
  }

  async function standsAgain(): Promise<unknown> {
    const { foreignFrames, named } = await stands();
    const shown = await open.inPage(
      'location.href.replace(/#.*/, "") + " " + document.body.innerText.includes("请把身份证放在读卡区")',
    );
    return { foreignFrames, named, shown };
  }

  it(`H8 goes to none of ${addresses.length} addresses by any way`, async () => {
    const before = await stands();
    expect(before).toMatchObject({ page: 'app://kiosk/ui/kiosk.html,1,', foreignFrames: [] });
    // What Chromium reads as the kiosk's own address, or as none, may load the page again; it shows nothing else.
    const kept = { foreignFrames: [], named: 1, shown: 'app://kiosk/ui/kiosk.html true' };
    for (const address of addresses) {
      const to = JSON.stringify(address);
      // Each way in a turn of its own, so that one that throws keeps no other from being tried.
      for (const way of [
        `location.href = ${to}`,
        `location.replace(${to})`,
        `const link = document.createElement('a'); link.href = ${to}; document.body.append(link); link.click(); link.remove()`,
        `const link = document.createElement('a'); link.href = ${to}; link.target = '_blank'; link.click()`,
        `const link = document.createElement('a'); link.href = ${to}; link.download = 'x'; link.click()`,
        `const form = document.createElement('form'); form.action = ${to}; form.method = 'post'; document.body.append(form); form.submit(); form.remove()`,
        `const meta = document.createElement('meta'); meta.httpEquiv = 'refresh'; meta.content = '0;url=' + ${to}; document.head.append(meta)`,
        `const frame = document.createElement('iframe'); frame.src = ${to}; document.body.append(frame); setTimeout(() => frame.remove(), 50)`,
        `open(${to}, 'named')`,
      ]) {
        await open.inPage(`setTimeout(() => { ${way} }); 0`).catch(() => undefined);
      }
      await rest(60);
      await expect.poll(standsAgain, { message: address, timeout: 20_000 }).toEqual(kept);
    }
    await open.inPage('globalThis.mark = 1; history.replaceState(null, "", location.pathname); 0');
  });

  it('H7 opens no window, however it is asked for', async () => {
    const opened = await open.inPage(`[open(), open(''), open('about:blank', '_blank', 'popup,width=1,noopener'),
      open('app://kiosk/ui/kiosk.html', 'named'), open('javascript:0')].filter((one) => one !== null).length`);
    expect(opened).toBe(0);
    expect(open.shell.windows()).toHaveLength(1);
  });

  it.each(['print()', 'alert(1)', 'confirm(1)', 'prompt(1)', 'window.find("a")', 'document.execCommand("print")'])(
    'H33 H39 has no dialog of %s, nor of the same in an empty frame',
    async (words) => {
      const before = await stands();
      await open.asPage(words);
      await open.asPage(`const frame = document.createElement('iframe'); document.body.append(frame);
        setTimeout(() => { try { frame.contentWindow.eval(${JSON.stringify(words)}); } catch { /* refused */ }
          try { frame.contentWindow.print(); } catch { /* refused */ } frame.remove(); })`);
      await rest(500);
      expect(await stands()).toEqual(before);
    },
  );

  it('H7 H40 gets its window again when it has closed it', async () => {
    const hellos = () => open.bench.notes().filter(({ is }) => is === 'hello').length;
    const before = hellos();
    await open.shell.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('setTimeout(() => close()); 0');
    });
    await until(() => hellos() > before, 'the page again');
    await until(
      async () => String(await open.inPage('document.body.innerText')).includes('请把身份证放在读卡区'),
      'the view',
    );
    await open.inPage('globalThis.mark = 1; 0');
    expect(await stands()).toMatchObject({ page: 'app://kiosk/ui/kiosk.html,1,', named: 1 });
  });

  it('H34 has no dialog in which files could be chosen', async () => {
    const before = named();
    expect(
      await open.inPage(
        '["showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker"].filter((name) => name in globalThis)',
      ),
    ).toEqual([]);
    await open.asPage('navigator.storage?.getDirectory?.().catch(() => undefined)');
    await rest(300);
    expect(named()).toBe(before);
  });

  it('H35 asks no other program to open anything', async () => {
    const outside = await open.shell.evaluate(({ shell }) => Object.keys(shell).length);
    expect(outside).toBeGreaterThan(0);
    const before = await stands();
    for (const address of ['mailto:a@example.org', 'tel:110', 'intent://x#Intent;end', 'steam://run', 'ms-settings:']) {
      await open.asPage(`location.href = ${JSON.stringify(address)}`);
    }
    expect(await stands()).toEqual(before);
  });

  it('H20 downloads nothing', async () => {
    await open.shell.evaluate(({ BrowserWindow }) => {
      const begun: string[] = [];
      Object.assign(globalThis, { begun });
      BrowserWindow.getAllWindows()[0]?.webContents.session.on('will-download', (event, item) => {
        begun.push(`${event.defaultPrevented} ${item.getURL()}`);
      });
    });
    await open.asPage(`const link = document.createElement('a'); link.download = 'x.txt';
      link.href = URL.createObjectURL(new Blob(['x'])); document.body.append(link); link.click(); link.remove()`);
    await open.asPage(`const link = document.createElement('a'); link.download = 'x.txt';
      link.href = 'data:text/plain,x'; document.body.append(link); link.click(); link.remove()`);
    await rest(500);
    const begun = await open.shell.evaluate(() => Object(globalThis).begun);
    expect(begun.filter((line: string) => !line.startsWith('true '))).toEqual([]);
  });

  it('H12 H13 is granted no permission and no device', async () => {
    const granted = await open.inPage(`(async () => {
      const names = ['geolocation', 'notifications', 'push', 'midi', 'camera', 'microphone', 'persistent-storage',
        'clipboard-read', 'clipboard-write', 'background-sync', 'accelerometer', 'screen-wake-lock', 'local-fonts',
        'window-management', 'storage-access', 'idle-detection', 'display-capture', 'nfc'];
      const asked = await Promise.all(names.map((name) => navigator.permissions.query({ name })
        .then(({ state }) => state === 'granted' ? name : '', () => '')));
      const devices = { usb: () => navigator.usb.requestDevice({ filters: [] }), hid: () => navigator.hid.requestDevice({ filters: [] }),
        serial: () => navigator.serial.requestPort(), bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
        keys: () => navigator.keyboard.lock(), full: () => document.body.requestFullscreen(), pointer: () => document.body.requestPointerLock(),
        fonts: () => queryLocalFonts(), screens: () => getScreenDetails(), wake: () => navigator.wakeLock.request('screen') };
      const had = await Promise.all(Object.entries(devices).map(([name, ask]) =>
        Promise.race([Promise.resolve().then(ask), new Promise((_, no) => setTimeout(no, 2000))])
          .then((got) => Array.isArray(got) && got.length === 0 ? '' : got === undefined ? '' : name, () => '')));
      return [...asked, ...had].filter((name) => name !== '');
    })()`);
    expect(granted).toEqual([]);
    expect(await stands()).toMatchObject({ foreignFrames: [] });
  });

  it('H15 H69 gets from a thousand calls that are none nothing but a refusal', async () => {
    const acts = await open.inPage(`(async () => {
      const odd = [null, undefined, 0, NaN, '', 'open', [], {}, { act: 1 }, { act: '__proto__' }, { act: 'open', cell: 'A01' },
        { act: 'unlock', cell: '../A01' }, { is: 'call' }, new Date(0), { act: 'pin', pin: 'x'.repeat(20000) }];
      const answers = new Set();
      for (let turn = 0; turn < 1000; turn += 1) {
        const answer = await Promise.race([kiosk.call(odd[turn % odd.length]).catch((error) => 'thrown'),
          new Promise((resolve) => setTimeout(resolve, 3000, 'no answer'))]);
        answers.add(answer === 'thrown' ? answer : answer === 'no answer' ? answer : answer.ok === false ? 'refused' : JSON.stringify(answer));
      }
      return [...answers];
    })()`);
    expect(acts).toEqual(['refused']);
  });
});
