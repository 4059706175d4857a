// What stands on the screen while parts of the shell die: pictures of the whole screen, taken all the time.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { until } from '../support/until.ts';
import { missingForHands, type OpenShell, openShell, rest } from './open-shell.ts';

const title = missingForHands === undefined ? '' : ` (skipped: ${missingForHands})`;

/** True when nearly all of the screen is the bare ground. The file is Xvfb's own picture, in the form of xwd. */
function isBare(file: string): boolean {
  const image = readFileSync(file);
  const [header, width, height, perLine, colours] = [0, 16, 20, 48, 76].map((at) => image.readUInt32BE(at));
  const start = certain(header, 'header') + certain(colours, 'colours') * 12;
  let black = 0;
  const across = 20;
  for (let row = 0; row < across; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const x = Math.floor(((column + 0.5) * certain(width, 'width')) / across);
      const y = Math.floor(((row + 0.5) * certain(height, 'height')) / across);
      if (image.readUIntLE(start + y * certain(perLine, 'bytes') + x * 4, 3) === 0) black += 1;
    }
  }
  return black > across * across * 0.9;
}

describe.skipIf(missingForHands !== undefined)(`the screen while parts of the shell die${title}`, () => {
  let open: OpenShell;
  let picture: string;

  beforeAll(async () => {
    open = await openShell();
    picture = join(open.bench.pictures, 'Xvfb_screen0');
  });
  afterAll(() => open?.end());

  /** How many of the pictures taken meanwhile show nothing but the bare ground. */
  async function barePictures(whileThis: () => Promise<void>): Promise<number> {
    let bare = 0;
    let going = true;
    const watching = (async () => {
      for (; going; await rest(20)) if (isBare(picture)) bare += 1;
    })();
    await whileThis();
    going = false;
    await watching;
    return bare;
  }

  const hellos = () => open.bench.notes().filter(({ is }) => is === 'hello').length;

  it('H40 shows the kiosk, and would tell if it did not', () => {
    expect(existsSync(picture)).toBe(true);
    expect(isBare(picture)).toBe(false);
  });

  it.each([
    ['the page', 'webContents.forcefullyCrashRenderer()'],
    [
      'the page, by its own hand',
      'webContents.executeJavaScript(\'setTimeout(() => { location.href = "about:blank" }); 0\')',
    ],
  ])('H39 H40 never shows what is behind it when %s dies', async (_what, how) => {
    const before = hellos();
    const bare = await barePictures(async () => {
      await open.shell.evaluate(({ BrowserWindow }, code) => {
        const [window] = BrowserWindow.getAllWindows();
        new Function('webContents', code)(window?.webContents);
      }, how);
      await until(() => hellos() > before, 'the page again');
      await rest(500);
    });
    expect(bare).toBe(0);
  });

  it('H39 shows no dialog when the controller or the process for graphics is killed', async () => {
    const before = open.byHand('search', '--onlyvisible', '--name', '.+').trim().split('\n').length;
    const bare = await barePictures(async () => {
      const controller = open.bench.notes().findLast(({ is }) => is === 'started');
      process.kill(Number(controller?.['process']), 'SIGKILL');
      await open.shell.evaluate(({ app }) => {
        for (const { type, pid } of app.getAppMetrics()) if (type === 'GPU') process.kill(pid, 'SIGKILL');
      });
      await rest(3_000);
    });
    expect(bare).toBe(0);
    expect(open.byHand('search', '--onlyvisible', '--name', '.+').trim().split('\n')).toHaveLength(before);
  });

  it('H40 shows nothing but the empty ground, and then itself, when the whole shell is killed and started again', async () => {
    const { bench, shell } = open;
    const main = shell.process();
    const before = hellos();
    const gone = new Promise((resolve) => main.once('exit', resolve));
    main.kill('SIGKILL');
    await gone;
    await until(() => isBare(picture), 'the empty ground, for there is no desktop');
    // What assets/linux/nighthall-session does.
    const next = spawn(bench.program, [...bench.args], { env: bench.environment, stdio: 'ignore' });
    try {
      await until(() => hellos() > before && !isBare(picture), 'the kiosk again');
    } finally {
      next.kill('SIGKILL');
    }
  });
});
