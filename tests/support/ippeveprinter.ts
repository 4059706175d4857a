// The IPP Everywhere printer program of CUPS, on a private D-Bus and a free port: an A4 printer made by others.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RealIppPrinter {
  readonly url: string;
  /** Shell lines that the printer runs for each job: `STATE:` lines on stderr are its reasons, the exit code its end. */
  script(lines: string): Promise<void>;
  /** Makes the file `name` that a script waits for. */
  signal(name: string): Promise<void>;
  /** PDFs in the printer's spool, by the name of the kept file. */
  kept(): Promise<readonly { readonly file: string; readonly pdf: Uint8Array }[]>;
  close(): Promise<void>;
}

const program = ['/usr/sbin/ippeveprinter', '/usr/bin/ippeveprinter'].find((path) => existsSync(path));
const hasBus = spawnSync('dbus-daemon', ['--version']).status === 0;

/** Undefined when all is there; else what is missing, for the title of the tests that are skipped. */
export const missingForIppeveprinter =
  program === undefined ? 'ippeveprinter (Debian cups-ipp-utils)' : hasBus ? undefined : 'dbus-daemon';

export async function startIppeveprinter(): Promise<RealIppPrinter> {
  if (program === undefined) throw new Error('ippeveprinter is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-ipp-'));
  const spool = join(folder, 'spool');
  const script = join(folder, 'job.sh');
  const bus = join(folder, 'bus');
  await mkdir(spool);
  async function writeScript(lines: string): Promise<void> {
    await writeFile(script, `#!/bin/sh\ncd '${folder}'\n${lines}\n`);
    await chmod(script, 0o755);
  }
  await writeScript('exit 0');

  const children: ChildProcess[] = [];
  function run(command: string, args: readonly string[]): void {
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
    children.push(spawn(command, [...args], { stdio: 'ignore', env, detached: true }));
  }
  run('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`]);
  await until(() => existsSync(bus), 'the private D-Bus');
  const port = await freePort();
  // -r off still opens D-Bus first, hence the private one; -n localhost is the only way to stay off the network.
  const formats = 'application/pdf,image/pwg-raster';
  run(program, [
    ...['-r', 'off', '-n', 'localhost', '-p', String(port), '-k', '-d', spool],
    ...['-2', '-s', '20,0', '-f', formats, '-c', script, 'Kiosk A4'],
  ]);
  await until(() => answers(port), 'ippeveprinter');

  return {
    url: `ipp://localhost:${port}/ipp/print`,
    script: writeScript,
    signal: (name) => writeFile(join(folder, name), ''),
    async kept() {
      const files = (await readdir(spool)).filter((file) => file.endsWith('.pdf'));
      return Promise.all(files.map(async (file) => ({ file, pdf: await readFile(join(spool, file)) })));
    },
    async close() {
      for (const child of children.reverse()) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        if (child.exitCode !== null || child.signalCode !== null) continue;
        // The whole group: the printer's own command script outlives it otherwise.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/`)).status > 0;
  } catch {
    // Not there yet: fetch throws for that and for nothing else here.
    return false;
  }
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited 20 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
