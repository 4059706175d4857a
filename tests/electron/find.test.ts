// Where Electron is looked for, without ever fetching it.

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../electron/find.ts';

describe('looking for Electron', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nighthall-find-'));
    await writeFile(join(folder, 'electron'), '#!/bin/sh\n');
    await chmod(join(folder, 'electron'), 0o755);
    await writeFile(join(folder, 'electron.exe'), '');
    await chmod(join(folder, 'electron.exe'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const look = (
    environment: Readonly<Record<string, string>>,
    { platform = 'linux', isRoot = false }: { readonly platform?: NodeJS.Platform; readonly isRoot?: boolean } = {},
  ) => findElectron({ environment, platform, isRoot });

  it('finds the folder that the environment names, and a display of either kind', async () => {
    const found = { ok: true, value: { command: join(folder, 'electron'), args: [] } };
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' })).toEqual(found);
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: folder, WAYLAND_DISPLAY: 'wayland-0' })).toEqual(found);
  });

  it('goes without the sandbox for root on Linux, where Chromium does not start with it', async () => {
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' }, { isRoot: true })).toMatchObject({
      value: { args: ['--no-sandbox'] },
    });
  });

  it('needs no named display on Windows', async () => {
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: folder }, { platform: 'win32' })).toEqual({
      ok: true,
      value: { command: join(folder, 'electron.exe'), args: [] },
    });
  });

  it('says that there is no program, or no display', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: nowhere, DISPLAY: ':0' })).toEqual({
      ok: false,
      problem: 'noBinary',
    });
    expect(await look({ ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: '' })).toEqual({
      ok: false,
      problem: 'noDisplay',
    });
  });
});
