// One file: the controller with its packages in a single file. Two thirds of what a start costs is the finding of six hundred
// files, and the kill runs start it two thousand times.

import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../../../src/cli/trial.ts';
import { atEnd } from './ends.ts';

let made: Promise<string> | undefined;

/** Packages with a part that is no JavaScript stay where they are. */
const native = ['better-sqlite3', /serialport/, 'node-hid', /^@napi-rs/];

async function make(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-one-file-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      // The program finds its migrations from where it lies.
      outDir: join(folder, 'src/cli'),
      target: 'node22',
      minify: false,
      ssr: true,
      rolldownOptions: {
        input: join(root, 'src/cli/nighthall.ts'),
        external: [...builtinModules, /^node:/, ...native],
        output: { format: 'es', entryFileNames: 'nighthall.mjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  });
  await cp(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'src/cli/nighthall.mjs');
}

/** The path of the program; made once for all lanes. */
export function controllerInOneFile(): Promise<string> {
  made ??= make();
  return made;
}
