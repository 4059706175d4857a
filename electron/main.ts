// Main: Electron's main process. It starts the controller, opens the one window and hands it a message port. Nothing else.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, clipboard, ipcMain, Menu, MessageChannelMain, protocol, screen, session } from 'electron';
import { systemClock } from '../src/base/clock.ts';
import { createLog } from '../src/base/log.ts';
import { parseSite, type Site } from '../src/contract/config.ts';
import { isOwnAddress, scheme } from './address.ts';
import { readArguments, type ShellArguments } from './arguments.ts';
import { keepController } from './controller.ts';
import { createLink } from './link.ts';
import { lockDownContents } from './lock-down.ts';
import { startNightly } from './nightly.ts';
import { portChannel } from './port-channel.ts';
import { isNobodyThere, sessionEnded, standInView } from './stand-in.ts';
import { startController } from './start-controller.ts';
import { forcedSwitches } from './switches.ts';
import { startWatchdog } from './watchdog.ts';
import { openWindow, servePages } from './window.ts';

/** This file runs as build/electron/main.cjs. */
const root = resolve(__dirname, '../..');
/** Kept in memory: only names that start with `persist:` are written to the disk. */
const partition = 'kiosk';

const log = createLog((line) => process.stderr.write(`${line}\n`), systemClock).part('shell');

function readSite(file: string): Site | undefined {
  try {
    const site = parseSite(readFileSync(file, 'utf8'));
    return site.ok ? site.value : undefined;
  } catch {
    // The controller says what is wrong with the file; the shell only loses the duty phone on the out-of-service screen.
    return undefined;
  }
}

function prepare(data: string): boolean {
  const folder = join(resolve(data), 'window');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  for (const [name, value] of forcedSwitches) app.commandLine.appendSwitch(name, value);
  // Chromium can't be sandboxed as root, which only a trial in a container is: this call would take the switch back.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  return app.requestSingleInstanceLock();
}

function run({ site: siteFile, data, pages, windowed, devTools }: ShellArguments): void {
  let quitting = false;
  let stopped = false;
  let idleSince: number | undefined;
  const site = readSite(siteFile);
  const clock = systemClock;
  const own = session.fromPartition(partition);
  const link = createLink({
    clock,
    send: (message) => keeper.send(message),
    standIn: (at, last) => standInView({ at, now: clock.now(), last, site }),
    onView(view, before) {
      idleSince = isNobodyThere(view) ? (idleSince ?? clock.monotonic()) : undefined;
      if (!sessionEnded(before, view)) return;
      clipboard.clear();
      own.clearStorageData().catch((error: unknown) => log.error('cannot clear the browser', { error }));
    },
    onPageDead(why) {
      log.error('page is thrown away', { why });
      throwPageAway();
    },
  });
  let throwPageAway = (): void => undefined;
  const keeper = keepController({
    start: (listener) =>
      startController({ root, packaged: app.isPackaged, site: resolve(siteFile), data: resolve(data) }, listener),
    clock,
    random: Math.random,
    log,
    onMessage: (message) => link.fromController(message),
    onDown: (hopeless) => link.controllerDown(hopeless ? 'outOfService' : 'starting'),
  });

  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    keeper.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });

  startWatchdog({
    clock,
    environment: process.env,
    // A word that cannot be told is as bad as none: systemd then does what it is there for.
    tell: () =>
      execFile('systemd-notify', ['WATCHDOG=1'], (error) => error && log.warn('systemd is not told', { error })),
  });

  startNightly({
    clock,
    site: windowed ? undefined : site,
    idleSince: () => idleSince,
    restart() {
      log.info('everything begins anew for the night');
      app.quit();
    },
  });

  servePages(own, resolve(pages));
  const { width, height } = screen.getPrimaryDisplay().size;
  const window = openWindow({
    app,
    session: own,
    order: {
      // Without a window manager Chromium makes a window of exactly the screen's size one pixel smaller each way.
      ...(windowed ? { width: 540, height: 960 } : { width: width + 1, height: height + 1 }),
      preload: join(__dirname, 'preload.cjs'),
      partition,
      windowed,
      devTools,
    },
    clock,
    log,
    random: Math.random,
    isQuitting: () => quitting,
  });

  throwPageAway = window.throwPageAway;
  // The shell ends when it is told to. Without a listener Electron would end it with its last window.
  app.on('window-all-closed', () => undefined);

  ipcMain.on(portChannel, ({ sender, senderFrame }) => {
    if (!window.shows(sender) || senderFrame !== sender.mainFrame) return;
    if (senderFrame === null || !isOwnAddress(senderFrame.url)) return;
    const { port1, port2 } = new MessageChannelMain();
    const take = link.connect(port1);
    port1.on('message', ({ data: message }) => take(message));
    port1.start();
    senderFrame.postMessage(portChannel, null, [port2]);
  });
}

function start(): void {
  // Electron would show a dialog over the kiosk. Whoever started the shell starts it again.
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      log.error('shell ends after a fault', { error });
      app.exit(1);
    });
  }
  const args = readArguments(process.argv.slice(1), {
    packaged: app.isPackaged,
    pages: join(root, 'build/pages'),
  });
  if (!args.ok) {
    // Not under `name`, which no log shows.
    log.error('cannot start', { problem: args.problem.problem, argument: args.problem.name });
    return app.exit(2);
  }
  if (!prepare(args.value.data)) {
    log.error('another kiosk already runs on this data folder');
    return app.exit(1);
  }
  app.whenReady().then(() => run(args.value));
}

start();
