// Shell: rows about the window: its page, its processes and the controller behind it, in a real Electron on a display.

import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { bundleShell } from '../../../electron/bundle.ts';
import { certain } from '../../../src/base/result.ts';
import { root } from '../../../src/cli/trial.ts';
import { startDisplay } from '../../support/display.ts';
import { processesNaming } from '../../support/started-processes.ts';
import { type BuiltPages, buildPages } from '../../ui/build-pages.ts';
import type { Bench } from './bench.ts';
import { atEnd } from './ends.ts';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import { personOf, within } from './hands.ts';

const welcome = '请把身份证放在读卡区';
const menu = '要办什么';
const outOfService = '暂停服务';

interface Window {
  readonly shell: ElectronApplication;
  /** Waits until the page shows those words; the seconds it took. */
  shows(words: string): Promise<number>;
  inPage(script: string): Promise<unknown>;
  /** The controller that the shell runs now. */
  controller(): number | undefined;
}

let pages: BuiltPages | undefined;

async function builtPages(): Promise<string> {
  if (pages === undefined) {
    const built = await buildPages();
    pages = built;
    atEnd(() => built.remove());
  }
  return pages.folder;
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended meanwhile.
    return '';
  }
};

/** While this file is there, every controller that the shell starts ends at once. */
const breakFile = (bench: Bench) => join(bench.folder, 'broken');

async function openWindow(bench: Bench): Promise<Window> {
  const folder = join(bench.folder, 'shell');
  const [display, pagesFolder] = await Promise.all([startDisplay(), builtPages()]);
  bench.undoLater(() => display.end());
  await bundleShell(join(folder, 'build/electron'));
  const node = join(folder, 'node');
  const program = `'${process.execPath}' '${join(root, 'src/cli/nighthall.ts')}'`;
  // The shell names the program as it lies in its own folder; here it lies in the source.
  writeFileSync(node, `#!/bin/sh\n[ -e '${breakFile(bench)}' ] && exit 1\nshift\nexec ${program} "$@"\n`);
  chmodSync(node, 0o755);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, DISPLAY: display.name, NIGHTHALL_NODE: node };
  const shell = await _electron.launch({
    executablePath: join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '', 'electron'),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      join(folder, 'build/electron/main.cjs'),
      ...['--site', bench.siteFile, '--data', bench.dataFolder, '--pages', pagesFolder],
    ],
    env: environment,
  });
  bench.undoLater(async () => {
    for (const pid of processesNaming(bench.folder)) process.kill(pid, 'SIGKILL');
  });
  function inPage(script: string): Promise<unknown> {
    return shell.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    );
  }
  const opened: Window = {
    shell,
    inPage,
    async shows(words) {
      const from = performance.now();
      await within(60_000, `the page to show "${words}"`, async () => {
        const late = new Promise<string>((resolve) => setTimeout(resolve, 1_000, '').unref());
        const text = await Promise.race([inPage('document.body.innerText').catch(() => ''), late]);
        return String(text).includes(words) ? true : undefined;
      });
      return Math.round(performance.now() - from) / 1_000;
    },
    controller: () =>
      processesNaming(bench.siteFile).find((pid) => commandOf(pid).includes('src/cli/nighthall.ts controller')),
  };
  await opened.shows(welcome);
  return opened;
}

/** A card lies on the reader and its person's menu is shown. */
async function withVisit(bench: Bench, window: Window): Promise<void> {
  const { night } = bench.ground;
  const { id } = await personOf(bench, 'citizen');
  await night.hall({ do: 'layCard', person: id, reader: 'kioskReader' });
  await window.shows(menu);
  await night.hall({ do: 'takeCard', reader: 'kioskReader' });
}

async function close(bench: Bench, { shell, controller }: Window): Promise<void> {
  await shell.close();
  await within(15_000, 'the controller to end with its shell', () => (controller() === undefined ? true : undefined));
  hold(!bench.isRunning(), 'nothing else runs');
}

const pageBreaks =
  (breakIt: (window: Window) => Promise<void>, most: number) =>
  async ({ bench }: Run) => {
    const window = await openWindow(bench);
    await withVisit(bench, window);
    const before = certain(window.controller(), 'a controller');
    const from = performance.now();
    await breakIt(window);
    await window.shows(menu);
    const seconds = Math.round((performance.now() - from) / 100) / 10;
    hold(seconds <= most, `the page is back within ${most} s, but after ${seconds}`);
    hold(window.controller() === before, 'the controller and its devices were left alone');
    await close(bench, window);
    return `the visit went on after ${seconds} s`;
  };

async function crashedRenderer({ shell }: Window): Promise<void> {
  const pid = await shell.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  process.kill(certain(pid, 'pid of the renderer'), 'SIGKILL');
}

/** What the page shows may be the old picture for a moment: something that only a new page has not. */
async function marked(window: Window, script: string): Promise<void> {
  await window.inPage('document.body.dataset.old = "yes"; 0');
  await window.inPage(script);
  await within(20_000, 'another page', async () => {
    const late = new Promise<string>((resolve) => setTimeout(resolve, 1_000, 'yes').unref());
    const old = await Promise.race([window.inPage('document.body.dataset.old ?? "no"').catch(() => 'yes'), late]);
    return old === 'no' ? true : undefined;
  });
}

async function killedShell({ bench }: Run): Promise<string> {
  const window = await openWindow(bench);
  await withVisit(bench, window);
  process.kill(certain(window.shell.process().pid, 'pid of the shell'), 'SIGKILL');
  await within(15_000, 'the controller to end with its shell', () =>
    window.controller() === undefined ? true : undefined,
  );
  const again = await openWindow(bench);
  await close(bench, again);
  return 'no controller was left behind; the next shell serves';
}

const controllerBreaks =
  (signal: NodeJS.Signals) =>
  async ({ bench }: Run) => {
    const window = await openWindow(bench);
    const before = certain(window.controller(), 'a controller');
    const from = performance.now();
    process.kill(before, signal);
    await within(40_000, 'another controller', () => {
      const now = window.controller();
      return now !== undefined && now !== before ? true : undefined;
    });
    await window.shows(welcome);
    const seconds = Math.round((performance.now() - from) / 100) / 10;
    await close(bench, window);
    return `welcome again after ${seconds} s`;
  };

async function gpuKilled({ bench }: Run): Promise<string> {
  const window = await openWindow(bench);
  await withVisit(bench, window);
  const gpu = processesNaming(bench.dataFolder).find((pid) => commandOf(pid).includes('--type=gpu-process'));
  process.kill(certain(gpu, 'a process for graphics'), 'SIGKILL');
  const seconds = await window.shows(menu);
  await close(bench, window);
  return `shown again after ${seconds} s`;
}

async function shellFault({ bench }: Run): Promise<string> {
  const window = await openWindow(bench);
  const ended = new Promise<number | null>((resolve) => window.shell.process().once('exit', resolve));
  await window.shell
    .evaluate(() => {
      setTimeout(() => {
        throw new Error('a fault of the test');
      }, 50);
    })
    .catch(() => undefined);
  const code = await ended;
  hold(code === 1, `the shell ends with 1, not ${code}`);
  await within(15_000, 'the controller to end with its shell', () =>
    window.controller() === undefined ? true : undefined,
  );
  const again = await openWindow(bench);
  await close(bench, again);
  return 'ended without a dialog; the next shell serves';
}

async function crashLoop({ bench }: Run): Promise<string> {
  const window = await openWindow(bench);
  writeFileSync(breakFile(bench), '');
  process.kill(certain(window.controller(), 'a controller'), 'SIGKILL');
  const words = await window.shows(outOfService);
  rmSync(breakFile(bench));
  const back = await window.shows(welcome);
  await close(bench, window);
  hold(!existsSync(breakFile(bench)), 'mended');
  return `out of service shown after ${words} s, welcome ${back} s after it was mended`;
}

const row = rowsWith({ needs: ['electron'] });

export const shell: readonly Fault[] = [
  row(
    '4',
    'the renderer is killed in a visit',
    'SIGKILL of its process',
    'the page is back with the same visit',
    pageBreaks(crashedRenderer, 10),
  ),
  row(
    '5',
    'the whole shell is killed in a visit',
    'SIGKILL of Electron',
    'its controller ends, the next shell serves',
    killedShell,
  ),
  row(
    '62-hang',
    'the page hangs',
    'an endless loop in it',
    'opened again within 10 s with the same visit, devices untouched',
    pageBreaks((window) => marked(window, 'setTimeout(() => { for (;;); }); 0'), 10),
  ),
  row(
    '62-blank',
    'the page has gone white',
    'everything on it removed',
    'opened again within 10 s with the same visit, devices untouched',
    pageBreaks((window) => marked(window, 'document.getElementById("window").replaceChildren(); 0'), 10),
  ),
  row(
    '62-controller',
    'the controller hangs',
    'SIGSTOP of the controller under the shell',
    'killed and started again',
    controllerBreaks('SIGSTOP'),
  ),
  row(
    '5-controller',
    'the controller is killed under the shell',
    'SIGKILL',
    'started again',
    controllerBreaks('SIGKILL'),
  ),
  row('63', 'the process for graphics dies', 'SIGKILL of the GPU process', 'the page is shown on', gpuKilled),
  row(
    '64',
    'a fault in the shell itself',
    'an exception in its main process',
    'no dialog; it ends with its controller, the next one serves',
    shellFault,
  ),
  row(
    '65',
    'a controller that dies again and again',
    'it ends at once at every start',
    'out of service is shown; welcome once it lives',
    crashLoop,
  ),
];
