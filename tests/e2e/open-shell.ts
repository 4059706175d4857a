// An open shell for the tests: its page, its screen, a real keyboard and pointer on that screen, and Chromium's own inputs.

import { execFileSync } from 'node:child_process';
import type { CDPSession, ElectronApplication, Page } from 'playwright-core';
import type { View } from '../../src/contract/view.ts';
import { until } from '../support/until.ts';
import { viewOf } from '../ui/views.ts';
import { hasProgram, missingForShell, openShellBench, type ShellBench } from './shell-bench.ts';

export interface OpenShell {
  readonly bench: ShellBench;
  readonly shell: ElectronApplication;
  readonly page: Page;
  readonly chromium: CDPSession;
  /** Runs in the page through Electron itself, as if a person had just touched it, and free of the driver. */
  inPage(script: string): Promise<unknown>;
  /** Runs in the page in a turn of its own, where the page's policy holds and a finger has just touched it. */
  asPage(script: string): Promise<void>;
  /** xdotool: what a keyboard or a mouse that somebody plugged in does to the screen. */
  byHand(...words: readonly string[]): string;
  show(screen: View['screen']): Promise<void>;
  end(): Promise<void>;
}

/** Why nobody can type at this machine's screens; undefined when somebody can. */
export const missingForHands: string | undefined =
  missingForShell ?? (hasProgram('xdotool') ? undefined : 'xdotool is missing');

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function openShell(): Promise<OpenShell> {
  const bench = await openShellBench(viewOf({ at: 'welcome' }));
  const shell = await bench.launch();
  const main = shell.process();
  const page = await shell.firstWindow();
  await page.getByText('请把身份证放在读卡区').first().waitFor();
  const inPage = (script: string): Promise<unknown> =>
    shell.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code, true),
      script,
    );
  return {
    bench,
    shell,
    page,
    chromium: await page.context().newCDPSession(page),
    inPage,
    async asPage(script) {
      await inPage(`setTimeout(() => { ${script} }); 0`);
      await rest(100);
    },
    byHand(...words) {
      const environment = { PATH: process.env['PATH'], DISPLAY: bench.environment['DISPLAY'] };
      return execFileSync('xdotool', words, {
        env: environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    },
    async show(screen) {
      const drawn = () => inPage('Number(document.querySelector(".window").dataset.sequence)');
      const before = Number(await drawn());
      await inPage(`kiosk.call(${JSON.stringify({ act: 'show', screen })})`);
      await until(async () => Number(await drawn()) > before, 'the next picture');
    },
    async end() {
      // A driver can wait for ever for a page that fell while it was being driven.
      await Promise.race([shell.close(), rest(15_000)]);
      main.kill('SIGKILL');
      await bench.close();
    },
  };
}
