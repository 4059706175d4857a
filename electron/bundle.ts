// Bundle: makes the shell's two scripts, and the controller as Electron's utility process runs it. Run it as a program:
// `node electron/bundle.ts` writes build/electron/{main,preload}.cjs and build/controller.

import { cp } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '..');
const builtin = [...builtinModules, /^node:/];

interface Order {
  readonly entry: string;
  readonly folder: string;
  readonly external: readonly (string | RegExp)[];
  readonly output: Rolldown.OutputOptions;
}

async function bundle({ entry, folder, external, output }: Order): Promise<void> {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      minify: false,
      modulePreload: false,
      ssr: true,
      rolldownOptions: { input: join(root, entry), external: [...external], output },
    },
    ssr: { noExternal: external === everyPackage ? [] : true },
  });
}

/** CommonJS in one file each: a sandboxed preload can't load a second one, and Electron 25 knows no module preloads. */
export async function bundleShell(folder = join(root, 'build/electron')): Promise<void> {
  for (const name of ['main', 'preload']) {
    await bundle({
      entry: `electron/${name}.ts`,
      folder,
      external: ['electron', ...builtin],
      output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
    });
  }
}

const everyPackage = [/^(?![A-Za-z]:)[^./]/];

/** File by file in the folders of the source, because the program finds its migrations from where it lies. */
export async function bundleController(folder = join(root, 'build/controller')): Promise<void> {
  await bundle({
    entry: 'src/cli/nighthall.ts',
    folder,
    external: everyPackage,
    output: { format: 'es', preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].mjs' },
  });
  await cp(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true });
}

if (import.meta.main) {
  await bundleShell();
  await bundleController();
}
