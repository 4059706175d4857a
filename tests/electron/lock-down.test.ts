// What the window is made with, and what it answers to a page that asks for more.

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Session, WebContents } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { kioskAddress } from '../../electron/address.ts';
import { lockDownContents, lockDownSession } from '../../electron/lock-down.ts';
import { windowOptions } from '../../electron/window-options.ts';

const order = {
  width: 1080,
  height: 1920,
  preload: '/app/preload.cjs',
  partition: 'kiosk',
  windowed: false,
  devTools: false,
};

describe('the options of the window', () => {
  it('are exactly these in a kiosk', () => {
    expect(windowOptions(order)).toEqual({
      title: 'Nighthall',
      width: 1080,
      height: 1920,
      useContentSize: true,
      kiosk: true,
      fullscreen: true,
      frame: false,
      resizable: false,
      movable: false,
      minimizable: false,
      maximizable: false,
      closable: false,
      skipTaskbar: true,
      autoHideMenuBar: true,
      backgroundColor: '#f4f7fa',
      webPreferences: {
        preload: '/app/preload.cjs',
        partition: 'kiosk',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        disableBlinkFeatures: 'FileSystemAccess,FileSystemAccessLocal',
        enableWebSQL: false,
        plugins: false,
        webgl: false,
        devTools: false,
        spellcheck: false,
        disableDialogs: true,
        navigateOnDragDrop: false,
        autoplayPolicy: 'no-user-gesture-required',
        backgroundThrottling: false,
        safeDialogs: true,
        enablePreferredSizeMode: false,
        zoomFactor: 1,
      },
    });
  });

  it('are frozen and take nothing from whatever else an order holds', () => {
    const known = windowOptions(order);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (hostile) => {
        const made = windowOptions({
          ...hostile,
          ...order,
          ...{ webPreferences: { nodeIntegration: true }, commandLineSwitches: ['no-sandbox'], sandbox: false },
        });
        expect(made).toEqual(known);
        expect(Object.isFrozen(made) && Object.isFrozen(made.webPreferences)).toBe(true);
      }),
    );
  });

  it('differ on a desk in the frame alone', () => {
    const desk = windowOptions({ ...order, windowed: true, devTools: true });
    expect(desk).toMatchObject({ kiosk: false, fullscreen: false, frame: true, closable: true });
    expect(desk.webPreferences).toEqual({ ...windowOptions(order).webPreferences, devTools: true });
  });
});

function fakeContents() {
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: vi.fn(),
    setZoomLevel: vi.fn(),
    setVisualZoomLevelLimits: vi.fn(() => Promise.resolve()),
  });
  lockDownContents(contents as unknown as WebContents);
  return contents;
}

function emit(contents: EventEmitter, name: string, details: object = {}, ...more: readonly unknown[]): boolean {
  const preventDefault = vi.fn();
  contents.emit(name, { ...details, preventDefault }, ...more);
  return preventDefault.mock.calls.length > 0;
}

describe('a page that asks for more', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays where it is at %s', (name) => {
    const contents = fakeContents();
    expect(emit(contents, name, { url: 'https://example.org/' })).toBe(true);
    expect(emit(contents, name, {}, 'file:///etc/passwd')).toBe(true);
    expect(emit(contents, name)).toBe(true);
    expect(emit(contents, name, { url: kioskAddress })).toBe(false);
    expect(emit(contents, name, {}, kioskAddress)).toBe(false);
  });

  it('gets no second window', () => {
    const contents = fakeContents();
    const handler = contents.setWindowOpenHandler.mock.calls[0]?.[0];
    expect(handler({ url: kioskAddress })).toEqual({ action: 'deny' });
  });

  it.each(['will-attach-webview', 'context-menu', 'login', 'will-prevent-unload', 'select-client-certificate'])(
    'gets nothing at %s',
    (name) => {
      expect(emit(fakeContents(), name)).toBe(true);
    },
  );

  it('sees the allowed keys alone', () => {
    const plain = { control: false, alt: false, meta: false };
    expect(emit(fakeContents(), 'before-input-event', {}, { key: 'F12', ...plain })).toBe(true);
    expect(emit(fakeContents(), 'before-input-event', {}, { key: 'Tab', ...plain })).toBe(false);
  });

  it('is given no bad certificate and no Bluetooth device', () => {
    const answer = vi.fn();
    expect(emit(fakeContents(), 'certificate-error', {}, 'https://x', 'error', {}, answer)).toBe(true);
    expect(answer).toHaveBeenCalledWith(false);
    const choose = vi.fn();
    expect(emit(fakeContents(), 'select-bluetooth-device', {}, [{}], choose)).toBe(true);
    expect(choose).toHaveBeenCalledWith('');
  });

  it('is never zoomed', () => {
    const contents = fakeContents();
    contents.emit('did-finish-load');
    contents.emit('zoom-changed');
    expect(contents.setVisualZoomLevelLimits).toHaveBeenCalledWith(1, 1);
    expect(contents.setZoomLevel.mock.calls).toEqual([[0], [0]]);
  });
});

function fakeSession() {
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setUSBProtectedClassesHandler: vi.fn(),
    setBluetoothPairingHandler: vi.fn(),
    setSpellCheckerEnabled: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
  lockDownSession(session as unknown as Session);
  return session;
}

/** Every name that Electron's own declarations know as a permission. */
const permissions = [
  ...new Set(
    [
      ...readFileSync('node_modules/electron/electron.d.ts', 'utf8').matchAll(
        /permission: ((?:'[\w-]+' \| )+'[\w-]+')/g,
      ),
    ]
      .flatMap(([, names = '']) => names.split(' | '))
      .map((name) => name.slice(1, -1)),
  ),
];

describe('the session of the window', () => {
  it('denies every permission that Electron knows', () => {
    expect(permissions).toEqual(expect.arrayContaining(['media', 'geolocation', 'notifications', 'fullscreen', 'hid']));
    const session = fakeSession();
    const request = session.setPermissionRequestHandler.mock.calls[0]?.[0];
    const check = session.setPermissionCheckHandler.mock.calls[0]?.[0];
    for (const name of permissions) {
      const answer = vi.fn();
      request(null, name, answer, {});
      expect(answer.mock.calls, name).toEqual([[false]]);
      expect(check(null, name, 'app://kiosk', {}), name).toBe(false);
    }
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]({ deviceType: 'hid' })).toBe(false);
  });

  it('pairs nothing, protects every class of USB device and checks no spelling', () => {
    const session = fakeSession();
    const answer = vi.fn();
    session.setBluetoothPairingHandler.mock.calls[0]?.[0]({}, answer);
    expect(answer).toHaveBeenCalledWith({ confirmed: false });
    const protectedClasses = ['hid', 'mass-storage'];
    expect(session.setUSBProtectedClassesHandler.mock.calls[0]?.[0]({ protectedClasses })).toEqual(protectedClasses);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
  });

  it('downloads nothing and lets no device be chosen', () => {
    expect(emit(fakeSession(), 'will-download')).toBe(true);
    for (const [name, more] of [
      ['select-hid-device', [{}]],
      ['select-usb-device', [{}]],
      ['select-serial-port', [[], {}]],
    ] as const) {
      const choose = vi.fn();
      expect(emit(fakeSession(), name, {}, ...more, choose), name).toBe(true);
      expect(choose.mock.calls.flat().filter(Boolean), name).toEqual([]);
      expect(choose, name).toHaveBeenCalledOnce();
    }
  });

  it('fetches nothing but its own files', () => {
    const handler = fakeSession().webRequest.onBeforeRequest.mock.calls[0]?.[0];
    const answer = vi.fn();
    handler({ url: 'https://example.org/x' }, answer);
    handler({ url: kioskAddress }, answer);
    expect(answer.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]]);
  });
});
