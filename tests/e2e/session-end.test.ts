// The end of a session in a real Electron: nothing of the person is left in the browser, on the clipboard or in memory.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Screen } from '../../src/contract/view.ts';
import { screens } from '../ui/views.ts';
import { missingForHands, type OpenShell, openShell, rest } from './open-shell.ts';

const title = missingForHands === undefined ? '' : ` (skipped: ${missingForHands})`;

/** Stands in no bundle, so that whoever finds it has found the person. */
const secret = 'Ouyang-Huizhi-7781';
const menu = screens.find(({ at }) => at === 'menu');

/** True when the page's script engine holds those plain letters anywhere, after it has thrown away what it can. */
async function isInMemory(open: OpenShell, letters: string): Promise<boolean> {
  const file = join(open.bench.folder, 'page.heapsnapshot');
  await open.shell.evaluate(
    ({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.takeHeapSnapshot(path),
    file,
  );
  return readFileSync(file).includes(letters);
}

describe.skipIf(missingForHands !== undefined)(`the end of a session${title}`, () => {
  let open: OpenShell;

  beforeAll(async () => {
    open = await openShell();
    // A picture of the memory holds a page up for longer than the shell lets one hang.
    await open.shell.evaluate(({ BrowserWindow }) => {
      for (const { webContents } of BrowserWindow.getAllWindows())
        webContents.forcefullyCrashRenderer = () => undefined;
    });
  });
  afterAll(() => open?.end());

  /** From a person’s screen back to the welcome, with something of theirs wherever a page can leave it. */
  async function session(leave: string): Promise<void> {
    await open.show({ ...menu, at: 'menu', maskedName: secret } as Screen);
    await open.inPage(leave);
    await open.shell.evaluate(({ clipboard }, text) => clipboard.writeText(text), secret);
    await open.show({ at: 'welcome' });
  }

  // Comes first: what a test itself writes into the page as a script stays there.
  it('H43 H61 leaves nothing of the person in the page’s memory, where it was before', async () => {
    await open.show({ ...menu, at: 'menu', maskedName: secret } as Screen);
    expect(await isInMemory(open, secret)).toBe(true);
    await open.show({ at: 'welcome' });
    await rest(1_500);
    expect(await isInMemory(open, secret)).toBe(false);
  });

  it('H22 clears storage, caches, cookies and the clipboard', async () => {
    await session(`(async () => {
      localStorage.setItem('who', '${secret}');
      sessionStorage.setItem('who', '${secret}');
      await new Promise((resolve, reject) => {
        const asked = indexedDB.open('${secret}', 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore('who');
        asked.onsuccess = () => { asked.result.close(); resolve(); };
        asked.onerror = reject;
      });
      return localStorage.length + sessionStorage.length;
    })()`);
    await expect
      .poll(() =>
        open.inPage(
          'indexedDB.databases().then((all) => [localStorage.length, sessionStorage.length, all.length].join())',
        ),
      )
      .toBe('0,0,0');
    expect(await open.shell.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
    expect(
      await open.shell.evaluate(async ({ BrowserWindow }) => {
        const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
        return [(await session?.cookies.get({}))?.length, await session?.getCacheSize()];
      }),
    ).toEqual([0, 0]);
  });

  it('H61 has written nothing of the person into the folder of the browser', async () => {
    const folder = join(open.bench.folder, 'data', 'window');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    const found = files.filter(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      return ['utf8', 'utf16le'].some((encoding) => bytes.includes(Buffer.from(secret, encoding as BufferEncoding)));
    });
    expect(found.map(({ name }) => name)).toEqual([]);
  });
});
