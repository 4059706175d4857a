// Find: where Electron is on this machine and whether it can show a window here. It looks, and never downloads.

import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '../src/base/result.ts';

export interface ElectronCommand {
  readonly command: string;
  /** Come before the path of the app. */
  readonly args: readonly string[];
}

export interface Surroundings {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

const here: Surroundings = {
  environment: process.env,
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
};

const programs: Partial<Readonly<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Folder and program as the `electron` package itself finds them: ELECTRON_OVERRIDE_DIST_PATH, else its own `dist`. */
async function programPath({ environment, platform }: Surroundings): Promise<string | undefined> {
  let home: string | undefined;
  try {
    home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    // A production install may leave the package out and name another folder.
    home = undefined;
  }
  const named = home === undefined ? '' : await readFile(join(home, 'path.txt'), 'utf8').catch(() => '');
  const program = named.trim() === '' ? (programs[platform] ?? 'electron') : named.trim();
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return join(override, program);
  return home === undefined ? undefined : join(home, 'dist', program);
}

/** Linux's sandbox refuses to run as root: a trial in a container goes without; a packaged kiosk refuses the switch. */
export async function findElectron(
  surroundings: Surroundings = here,
): Promise<Result<ElectronCommand, 'noBinary' | 'noDisplay'>> {
  const { environment, platform, isRoot } = surroundings;
  const command = await programPath(surroundings);
  if (command === undefined) return failed('noBinary');
  try {
    await access(command, constants.X_OK);
  } catch {
    return failed('noBinary');
  }
  const hasDisplay = [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
  if (platform !== 'win32' && platform !== 'darwin' && !hasDisplay) return failed('noDisplay');
  return ok({ command, args: isRoot && platform === 'linux' ? ['--no-sandbox'] : [] });
}
