// Package: builds the folder with the shell, sets and reads back its fuses, and makes the Debian package of it. Run it as a
// program after `npm run build`: `node electron/package.ts [--electron FOLDER --electron-version N] [--output FOLDER]`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { makeDebianPackage } from './debian-package.ts';

const root = resolve(import.meta.dirname, '..');

export interface PackageOrder {
  readonly output: string;
  /** An unpacked Electron of that version, where none may be fetched. */
  readonly electron?: { readonly folder: string; readonly version: string };
}

/** The first Electron with a fuse for the privileges of `file:`. */
const firstWithFileFuse = 29;
/** As it lies in the file: a letter for each fuse. */
const fuseIsOn = '1'.charCodeAt(0);

/** The configuration for one order, as a file: electron-builder takes values beside it, but none away. */
function configFor({ output, electron }: PackageOrder): string {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8').replace(
    /^ {2}output: dist$/m,
    `  output: ${output}`,
  );
  if (electron === undefined) return text;
  const isOld = Number.parseInt(electron.version, 10) < firstWithFileFuse;
  const fitting = isOld ? text.replace(/^ {2}grantFileProtocolExtraPrivileges: .*\n/m, '') : text;
  return `${fitting}electronDist: ${JSON.stringify(electron.folder)}\nelectronVersion: ${JSON.stringify(electron.version)}\n`;
}

export async function packFolder(order: PackageOrder): Promise<string> {
  mkdirSync(order.output, { recursive: true });
  const config = join(order.output, 'electron-builder.yml');
  writeFileSync(config, configFor(order));
  await build({ projectDir: root, publish: 'never', targets: Platform.LINUX.createTarget('dir'), config });
  return join(order.output, 'linux-unpacked');
}

/** Name and state of every fuse of a built program, as it lies in the file. */
export async function readFuses(program: string): Promise<Readonly<Record<string, 'on' | 'off'>>> {
  const wire = await getCurrentFuseWire(program);
  const fuses: Record<string, 'on' | 'off'> = {};
  for (const [number, state] of Object.entries(wire)) {
    const name = FuseV1Options[Number(number)];
    if (/^\d+$/.test(number) && name !== undefined) fuses[name] = state === fuseIsOn ? 'on' : 'off';
  }
  return fuses;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      electron: { type: 'string' },
      'electron-version': { type: 'string' },
      output: { type: 'string', default: join(root, 'dist') },
    },
  });
  const folder = values.electron;
  const version = values['electron-version'];
  const output = resolve(values.output);
  const packed = await packFolder({
    output,
    ...(folder === undefined || version === undefined ? {} : { electron: { folder: resolve(folder), version } }),
  });
  const fuses = await readFuses(join(packed, 'nighthall'));
  const { version: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  const file = await makeDebianPackage({ packed, output, version: own, linux: join(root, 'assets/linux') });
  process.stdout.write(`${JSON.stringify({ packed, fuses, file })}\n`);
}
