// The package as a kiosk gets it, built here on the Electron of the tests: what is in it, its fuses, and a real start as a
// user without rights. Its controller needs a newer Electron than this one; the shell says so on the screen and goes on.

import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleController, bundleShell } from '../../electron/bundle.ts';
import { makeDebianPackage } from '../../electron/debian-package.ts';
import { packFolder, readFuses } from '../../electron/package.ts';
import { type Display, startDisplay } from '../support/display.ts';
import { until } from '../support/until.ts';
import { buildPages } from '../ui/build-pages.ts';
import { missingForHands } from './open-shell.ts';
import { hasProgram } from './shell-bench.ts';

const root = resolve(import.meta.dirname, '../..');
const missing =
  missingForHands ?? (hasProgram('dpkg-deb') && hasProgram('setpriv') ? undefined : 'dpkg-deb or setpriv is missing');
const title = missing === undefined ? '' : ` (skipped: ${missing})`;

/** Packing copies some 400 MB. */
const packMs = 900_000;
const nobody = 65_534;

describe.skipIf(missing !== undefined)(`the package of a kiosk${title}`, () => {
  let folder: string;
  let packed: string;
  let display: Display;
  let inside: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nighthall-package-'));
    chmodSync(folder, 0o755);
    const runtime = join(folder, 'electron');
    cpSync(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '', runtime, { recursive: true });
    // The launcher that the runtime of the tests brings along is no part of an Electron.
    rmSync(join(runtime, 'resources/app'), { recursive: true });
    const version = readFileSync(join(runtime, 'version'), 'utf8').trim();
    await bundleShell();
    await bundleController();
    const pages = await buildPages();
    cpSync(pages.folder, join(root, 'build/pages'), { recursive: true });
    await pages.remove();
    packed = await packFolder({ output: join(folder, 'dist'), electron: { folder: runtime, version } });
    inside = listPackage(join(packed, 'resources/app.asar'), { isPack: false });
    display = await startDisplay();
  }, packMs);
  afterAll(async () => {
    await display?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('H23 has every fuse of this Electron set as it is written down', async () => {
    expect(await readFuses(join(packed, 'nighthall'))).toEqual({
      RunAsNode: 'off',
      EnableCookieEncryption: 'on',
      EnableNodeOptionsEnvironmentVariable: 'off',
      EnableNodeCliInspectArguments: 'off',
      EnableEmbeddedAsarIntegrityValidation: 'on',
      OnlyLoadAppFromAsar: 'on',
      LoadBrowserProcessSpecificV8Snapshot: 'off',
    });
  });

  it('H24 is one archive, with nothing beside it but native modules', () => {
    expect(readdirSync(join(packed, 'resources')).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
    const unpacked = readdirSync(join(packed, 'resources/app.asar.unpacked/node_modules'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(readdirSync(join(packed, 'resources/app.asar.unpacked/node_modules')).sort()).toEqual([
      '@serialport',
      'better-sqlite3',
      'node-hid',
    ]);
    expect(unpacked.filter((name) => name.endsWith('.node') && /win32|darwin|android|arm/.test(name))).toEqual([]);
    expect(unpacked.some((name) => name.endsWith('.node'))).toBe(true);
  });

  it('holds shell, controller, migrations and page, and no tests, sources, maps, central database or trial panel', () => {
    for (const file of [
      ...['/build/electron/main.cjs', '/build/electron/preload.cjs', '/build/pages/ui/kiosk.html'],
      ...['/build/controller/src/cli/nighthall.mjs', '/build/controller/migrations/kiosk'],
    ]) {
      expect(inside).toContain(file);
    }
    const own = inside.filter((file) => !file.startsWith('/node_modules'));
    expect(
      own.filter((file) => /\.(ts|tsx|map)$|^\/(tests|src|electron|hardware|assets)\b|panel\.html/.test(file)),
    ).toEqual([]);
    expect(
      inside.filter((file) => /^\/node_modules\/(@electric-sql|react|fastify|electron|vitest|playwright)/.test(file)),
    ).toEqual([]);
  });

  it(
    'H76 becomes a Debian package with the files for the computer around it, each in its place',
    async () => {
      const linux = join(root, 'assets/linux');
      const file = await makeDebianPackage({ packed, output: folder, version: '0.1.0', linux, compression: 'none' });
      const list = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8', maxBuffer: 1e8 });
      expect(list).toMatch(/^drwxr-xr-x root\/root .* \.\/$/m);
      expect(list).toMatch(/^-rwsr-xr-x root\/root .* \.\/opt\/nighthall\/chrome-sandbox$/m);
      expect(list).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/lib\/nighthall\/nighthall-session$/m);
      for (const place of [
        'lib/systemd/system/nighthall.service',
        'etc/X11/xorg.conf.d/20-nighthall.conf',
        'etc/sysctl.d/90-nighthall.conf',
      ])
        expect(list).toContain(`./${place}\n`);
      const scratch = join(folder, 'control');
      execFileSync('dpkg-deb', ['--control', file, scratch]);
      for (const script of ['postinst', 'prerm']) execFileSync('sh', ['-n', join(scratch, script)]);
      for (const line of readFileSync(join(scratch, 'conffiles'), 'utf8').trim().split('\n'))
        expect(list).toContain(`.${line}\n`);
      expect(readFileSync(join(scratch, 'postinst'), 'utf8')).toContain('systemctl mask ctrl-alt-del.target');
      rmSync(file);
    },
    packMs,
  );

  describe('started as a user without rights', () => {
    const site = () => join(folder, 'site.json');
    const data = () => join(folder, 'data');

    beforeAll(() => {
      writeFileSync(site(), '{}');
      mkdirSync(data());
      if (process.getuid?.() !== 0) return;
      // What installing the Debian package does.
      chmodSync(join(packed, '..'), 0o755);
      chownSync(join(packed, 'chrome-sandbox'), 0, 0);
      chmodSync(join(packed, 'chrome-sandbox'), 0o4755);
      chownSync(data(), nobody, nobody);
    });

    function command(...more: readonly string[]): readonly [program: string, args: string[]] {
      const start = [join(packed, 'nighthall'), '--site', site(), '--data', data(), ...more];
      if (process.getuid?.() !== 0) return [start[0] ?? '', start.slice(1)];
      return ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...start]];
    }
    const environment = () => ({ PATH: process.env['PATH'], HOME: data(), DISPLAY: display.name });

    it.each([
      '--remote-debugging-port=9333',
      '--remote-debugging-pipe',
      '--inspect=127.0.0.1:0',
      '--no-sandbox',
      '--user-data-dir=/tmp/other',
      '--load-extension=/tmp/x',
      '--windowed',
    ])('H44 H45 does not start with %s, and says which word it was', (word) => {
      const [program, args] = command(word);
      const ended: SpawnSyncReturns<string> = spawnSync(program, args, {
        env: environment(),
        encoding: 'utf8',
        timeout: 50_000,
      });
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain(`"problem":"refused","argument":"${word.split('=')[0]}"`);
      expect(ended.stderr).not.toMatch(/DevTools listening|Debugger listening/);
    });

    it('H2 H46 shows its window from a sandboxed page and listens nowhere', async () => {
      const [program, args] = command();
      const shell = spawn(program, args, { env: environment(), stdio: 'ignore' });
      try {
        const named = () =>
          spawnSync('xdotool', ['search', '--onlyvisible', '--name', '^Nighthall$'], {
            env: environment(),
            encoding: 'utf8',
          });
        await until(() => named().stdout.trim() !== '', 'the window');
        const ours = () => readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isOurs(id));
        const isPage = (id: string) =>
          read(() => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=renderer'), false);
        // The window can be there before the process of its page.
        await until(() => ours().some(isPage), 'the process of the page');
        const own = ours();
        const pages = own.filter(isPage);
        expect(pages).toHaveLength(1);
        const status = readFileSync(`/proc/${pages[0]}/status`, 'utf8');
        // 2: a list of system calls that the kernel lets through.
        expect(status).toMatch(/^Seccomp:\s*2$/m);
        expect(status).toMatch(/^CapEff:\s*0+$/m);
        expect(statSync(join(data(), 'window')).mode & 0o777).toBe(0o700);
        expect(own.flatMap(listening)).toEqual([]);
      } finally {
        shell.kill('SIGTERM');
        await until(() => shell.exitCode !== null || shell.signalCode !== null, 'the end of the shell');
      }
    }, 180_000);

    function isOurs(id: string): boolean {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(join(packed, 'nighthall'));
      } catch {
        // Ended while it was looked at.
        return false;
      }
    }

    /** A file can be closed, or its process end, while it is looked at. */
    function read<Value>(look: () => Value, otherwise: Value): Value {
      try {
        return look();
      } catch {
        return otherwise;
      }
    }

    function socketsOf(id: string): readonly string[] {
      const open = read(() => readdirSync(`/proc/${id}/fd`), []);
      return open.flatMap((number) => {
        const link = read(() => readlinkSync(`/proc/${id}/fd/${number}`), '');
        return /socket:\[(\d+)\]/.exec(link)?.[1] ?? [];
      });
    }

    /** Sockets of a process that wait for somebody from a network. */
    function listening(id: string): readonly string[] {
      const sockets = socketsOf(id);
      return ['/proc/net/tcp', '/proc/net/tcp6']
        .filter((file) => existsSync(file))
        .flatMap((file) =>
          readFileSync(file, 'utf8')
            .split('\n')
            .map((line) => line.trim().split(/\s+/)),
        )
        .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(inode ?? ''))
        .map(([, local]) => `${id} ${local}`);
    }
  });
});
