// A bench for the shell: a screen of its own, the shell as it is bundled, the pages as they are built, and a fake controller.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { bundleShell } from '../../electron/bundle.ts';
import { certain } from '../../src/base/result.ts';
import type { View } from '../../src/contract/view.ts';
import { startDisplay } from '../support/display.ts';
import { buildPages } from '../ui/build-pages.ts';

const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];

export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Why the shell can't be tried on this machine; undefined when it can. */
export const missingForShell: string | undefined =
  runtime === undefined || runtime === ''
    ? 'ELECTRON_OVERRIDE_DIST_PATH names no Electron'
    : !existsSync(join(runtime, 'electron'))
      ? `there is no Electron in ${runtime}`
      : !hasProgram('Xvfb')
        ? 'Xvfb is missing'
        : undefined;

export type Note = { readonly is: string } & Readonly<Record<string, unknown>>;

export interface ShellBench {
  readonly folder: string;
  /** Folder of Xvfb's own picture of the whole screen. */
  readonly pictures: string;
  readonly program: string;
  readonly environment: Record<string, string>;
  /** Arguments of the shell, with the path of the app. */
  readonly args: readonly string[];
  launch(): Promise<ElectronApplication>;
  /** What the fake controller noted, oldest first. */
  notes(): readonly Note[];
  close(): Promise<void>;
}

export async function openShellBench(view: View): Promise<ShellBench> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-shell-'));
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  const [display, pages] = await Promise.all([
    startDisplay(pictures),
    buildPages(),
    bundleShell(join(folder, 'build/electron')),
  ]);
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(folder, 'view.json'), JSON.stringify(view));
  writeFileSync(join(folder, 'site.json'), '{}');
  writeFileSync(join(folder, 'notes.jsonl'), '');
  const node = join(folder, 'node');
  writeFileSync(
    node,
    `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'fake-controller.ts')}' "$@"\n`,
  );
  chmodSync(node, 0o755);

  const environment: Record<string, string> = { DISPLAY: display.name, NIGHTHALL_NODE: node, FAKE_FOLDER: folder };
  for (const name of ['PATH', 'HOME', 'LANG']) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  const program = join(certain(runtime, 'an Electron'), 'electron');
  const args = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    // A screen in memory has no graphics card; a page that waits for the process that looks for one hangs, and is opened again.
    '--disable-gpu',
    join(folder, 'build/electron/main.cjs'),
    ...['--site', join(folder, 'site.json'), '--data', data, '--pages', pages.folder],
  ];
  return {
    folder,
    pictures,
    program,
    environment,
    args,
    launch: () => _electron.launch({ executablePath: program, args: [...args], env: environment }),
    notes: () =>
      readFileSync(join(folder, 'notes.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Note),
    async close() {
      await display.end();
      await pages.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
