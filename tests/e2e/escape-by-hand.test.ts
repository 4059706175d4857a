// Leaving the kiosk by hand: a keyboard that somebody plugged in, and what fingers can do to a touch screen.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingForHands, type OpenShell, openShell, rest } from './open-shell.ts';

const title = missingForHands === undefined ? '' : ` (skipped: ${missingForHands})`;

/** Keys in xdotool's words. What the X server or the kernel takes for itself is in the files of assets/linux. */
const keys: readonly (readonly [check: string, ...keys: readonly string[]])[] = [
  ['closing', 'alt+F4', 'ctrl+w', 'ctrl+shift+w', 'ctrl+q', 'ctrl+F4'],
  ['other windows', 'ctrl+n', 'ctrl+t', 'ctrl+shift+n', 'ctrl+shift+t', 'alt+Tab', 'ctrl+Tab', 'alt+space'],
  ['full screen and leaving it', 'F11', 'Escape', 'shift+Escape', 'super+Down'],
  ['loading again', 'ctrl+r', 'ctrl+shift+r', 'F5', 'ctrl+F5', 'XF86Reload'],
  ['printing, saving and opening', 'ctrl+p', 'ctrl+shift+p', 'ctrl+s', 'ctrl+o', 'Print'],
  ['addresses and searching', 'ctrl+l', 'alt+d', 'F6', 'ctrl+k', 'ctrl+f', 'F3', 'ctrl+g', 'ctrl+u'],
  ['other pages', 'alt+Left', 'alt+Right', 'BackSpace', 'alt+Home', 'XF86Back', 'XF86Forward', 'ctrl+h', 'ctrl+j'],
  ['larger and smaller', 'ctrl+plus', 'ctrl+minus', 'ctrl+0', 'ctrl+equal', 'ctrl+KP_Add', 'ctrl+KP_Subtract'],
  ['help, menus and the caret', 'F1', 'Menu', 'F10', 'shift+F10', 'alt+f', 'alt+e', 'F7'],
  ['tools of developers', 'F12', 'ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'ctrl+shift+m', 'ctrl+shift+Delete'],
  ['the system', 'super+r', 'super+l', 'super+d', 'super+Tab', 'super', 'ctrl+alt+t', 'ctrl+alt+Delete', 'ctrl+Escape'],
  ['the clipboard', 'ctrl+a', 'ctrl+c', 'ctrl+v', 'ctrl+x', 'ctrl+z', 'shift+Insert'],
];

describe.skipIf(missingForHands !== undefined)(`a kiosk under strange hands${title}`, () => {
  let open: OpenShell;

  beforeAll(async () => {
    open = await openShell();
    await open.inPage(`
      globalThis.mark = 1;
      globalThis.heard = [];
      addEventListener('keydown', ({ key }) => heard.push(key), true);
      0`);
    // A screen without a window manager gives the keys to the window under the pointer.
    open.byHand('mousemove', '540', '1700', 'click', '1');
  });
  afterAll(() => open?.end());

  /** All that a person could have changed; one line for each window on the screen. */
  async function standing(): Promise<unknown> {
    const windows = await open.shell.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        ...window.getBounds(),
        kiosk: window.isKiosk(),
        tools: window.webContents.isDevToolsOpened(),
        zoom: window.webContents.getZoomLevel(),
      })),
    );
    const page = await open.inPage(`[globalThis.mark, location.href, history.length, visualViewport.scale,
      scrollX, scrollY, String(getSelection())].join()`);
    const named = open.byHand('search', '--onlyvisible', '--name', '.+').trim().split('\n').length;
    return { windows, page, named };
  }
  const untouched = {
    windows: [{ x: 0, y: 0, width: 1081, height: 1921, kiosk: true, tools: false, zoom: 0 }],
    page: '1,app://kiosk/ui/kiosk.html,1,1,0,0,',
  };

  it('hears the keys that move about and choose, which shows that the others were really pressed', async () => {
    const before = await standing();
    expect(before).toMatchObject(untouched);
    open.byHand('key', 'Tab', '7', 'Page_Down');
    await expect.poll(() => open.inPage('heard.splice(0)')).toEqual(['Tab', '7', 'PageDown']);
  });

  it.each(keys)('H28 %s: no key has an effect, nor reaches the page', async (_what, ...strokes) => {
    const before = await standing();
    for (const stroke of strokes) open.byHand('key', stroke);
    // Comes after all of them, on the same way.
    open.byHand('key', 'Home');
    await expect.poll(() => open.inPage('heard.at(-1)')).toBe('Home');
    expect(await open.inPage('heard.splice(0)')).toEqual(['Home']);
    expect(await standing()).toEqual(before);
    expect(before).toMatchObject(untouched);
  });

  it('H30 a swipe from any edge goes to no other page', async () => {
    await open.inPage('history.pushState(null, "", "#here"); 0');
    for (const [x, y, xDistance, yDistance] of [
      [2, 900, 900, 0],
      [1078, 900, -900, 0],
      [540, 2, 0, 1_500],
      [540, 1_915, 0, -1_500],
    ] as const) {
      await open.chromium.send('Input.synthesizeScrollGesture', {
        ...{ x, y, xDistance, yDistance },
        gestureSourceType: 'touch',
        speed: 4_000,
      });
    }
    await rest(300);
    expect(await open.inPage('[location.hash, history.length, scrollX, scrollY, mark].join()')).toBe('#here,2,0,0,1');
    await open.inPage('history.back(); 0');
    await expect.poll(() => open.inPage('location.hash')).toBe('');
  });

  it('H31 two fingers and two taps enlarge nothing', async () => {
    for (const scaleFactor of [3, 0.3]) {
      await open.chromium.send('Input.synthesizePinchGesture', { x: 540, y: 900, scaleFactor });
    }
    await open.chromium.send('Input.synthesizeTapGesture', { x: 540, y: 900, tapCount: 2, gestureSourceType: 'touch' });
    open.byHand('keydown', 'ctrl', 'click', '--repeat', '5', '4', 'keyup', 'ctrl');
    await rest(300);
    expect(await open.inPage('visualViewport.scale')).toBe(1);
    expect(await standing()).toMatchObject({ windows: untouched.windows });
  });

  it('H32 a long press, a right click and a stroke over words bring no menu and choose no text', async () => {
    const before = await standing();
    await open.chromium.send('Input.synthesizeTapGesture', {
      ...{ x: 540, y: 700, duration: 1_500 },
      gestureSourceType: 'touch',
    });
    open.byHand('mousemove', '540', '700', 'click', '3');
    open.byHand('mousemove', '200', '500', 'mousedown', '1', 'mousemove', '900', '900', 'mouseup', '1');
    open.byHand('mousemove', '540', '700', 'click', '--repeat', '3', '1');
    open.byHand('mousemove', '540', '700', 'click', '2');
    await rest(500);
    expect(await standing()).toMatchObject({ windows: untouched.windows, named: Object(before).named });
    expect(await open.inPage('String(getSelection())')).toBe('');
  });

  it('H32 a file or a link that is dropped on the screen is not opened', async () => {
    for (const data of [
      { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 },
      { items: [{ mimeType: 'text/uri-list', data: 'https://example.org/' }], dragOperationsMask: 1 },
      { items: [{ mimeType: 'text/plain', data: 'file:///etc/passwd' }], dragOperationsMask: 1 },
    ]) {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await open.chromium.send('Input.dispatchDragEvent', { type, x: 540, y: 900, data });
      }
    }
    await rest(300);
    expect(await open.inPage('[location.href, mark].join()')).toBe('app://kiosk/ui/kiosk.html,1');
    expect(await open.shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});
