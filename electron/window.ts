// Window: the one window. A page that crashed or hangs is opened again, and so is a window that its page has closed.

import { type App, BrowserWindow, type Session, type WebContents } from 'electron';
import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import { isKioskPage, kioskAddress, scheme } from './address.ts';
import { lockDownSession } from './lock-down.ts';
import { readPage } from './pages.ts';
import { afterDeath, noRestarts, pageRestarts } from './restarts.ts';
import { type WindowOrder, windowOptions } from './window-options.ts';

/** Of an unresponsive page, before it is thrown away. */
const hangMs = 5_000;
/** From opening a page to its last file; a slow disk needs two or three seconds. */
const loadMs = 20_000;

export function servePages(session: Session, folder: string): void {
  session.protocol.handle(scheme, async (request) => {
    const { status, headers, body } = await readPage(folder, request);
    return new Response(body, { status, headers });
  });
}

export interface OpenOptions {
  readonly app: App;
  readonly session: Session;
  readonly order: WindowOrder;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** True once the whole shell is asked to end. */
  readonly isQuitting: () => boolean;
}

export interface OpenWindow {
  /** True for the page of the window as it is now. */
  shows(contents: WebContents): boolean;
  /** The page comes again, whatever it is doing. */
  throwPageAway(): void;
}

export function openWindow({ app, session, order, clock, log, random, isQuitting }: OpenOptions): OpenWindow {
  lockDownSession(session);
  let restarts = noRestarts;
  let startedAt = clock.monotonic();
  let cancelHang: (() => void) | undefined;
  let cancelLoad: (() => void) | undefined;
  let isWaiting = false;
  let window = make();

  function throwPageAway(): void {
    if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
  }

  function load(): void {
    if (isQuitting()) return;
    if (window.isDestroyed()) window = make();
    isWaiting = false;
    startedAt = clock.monotonic();
    cancelLoad?.();
    cancelLoad = clock.after(loadMs, throwPageAway);
    // A failed load is told by `did-fail-load` as well, and handled there.
    window.loadURL(kioskAddress).catch(() => undefined);
  }

  function loadAgain(why: string): void {
    cancelLoad?.();
    // One death can be told twice: by the page that is gone and by the load that failed with it.
    if (isQuitting() || isWaiting) return;
    isWaiting = true;
    const life = { startedAt, diedAt: clock.monotonic() };
    const next = afterDeath(restarts, { life, policy: pageRestarts, random: random() });
    restarts = next.restarts;
    log.error('page is opened again', { why, waitMs: next.waitMs });
    clock.after(next.waitMs, load);
  }

  function make(): BrowserWindow {
    const made = new BrowserWindow(windowOptions(order));
    const { webContents: contents } = made;
    made.removeMenu();
    contents.on('did-finish-load', () => cancelLoad?.());
    // An empty page comes without asking: no `will-…` event is told of about:blank.
    contents.on('did-navigate', (_event, address) => {
      if (!isKioskPage(address)) loadAgain('the page was left');
    });
    contents.on('render-process-gone', (_event, { reason }) => loadAgain(reason));
    contents.on('did-fail-load', (_event, code, _words, _address, isMainFrame) => {
      // -3 is a load that another load has replaced.
      if (isMainFrame && code !== -3) loadAgain(`load failed (${code})`);
    });
    made.on('unresponsive', () => {
      cancelHang ??= clock.after(hangMs, () => {
        cancelHang = undefined;
        throwPageAway();
      });
    });
    made.on('responsive', () => {
      cancelHang?.();
      cancelHang = undefined;
    });
    made.on('close', (event) => {
      if (isQuitting()) return;
      event.preventDefault();
      if (order.windowed) app.quit();
    });
    // `window.close()` in a page ends its window without asking anybody.
    made.on('closed', () => loadAgain('the page closed its window'));
    return made;
  }

  load();
  return { shows: (contents) => !window.isDestroyed() && window.webContents === contents, throwPageAway };
}
