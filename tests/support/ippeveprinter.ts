// The IPP Everywhere printer program of CUPS, on a private D-Bus and a free port: an A4 printer made by others.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, type StartedGroup, startGroup } from './servers.ts';
import { until } from './until.ts';

export interface RealIppPrinter {
  readonly url: string;
  /** Shell lines that the printer runs for each job: `STATE:` lines on stderr are its reasons, the exit code its end. */
  script(lines: string): Promise<void>;
  /** Makes the file `name` that a script waits for. */
  signal(name: string): Promise<void>;
  /** PDFs in the printer's spool, by the name of the kept file. */
  kept(): Promise<readonly { readonly file: string; readonly pdf: Uint8Array }[]>;
  /** A power cut: at once, with all that it knew. */
  kill(): Promise<void>;
  /** After a power cut, at the same address; what was printed before stays in the spool. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const program = ['/usr/sbin/ippeveprinter', '/usr/bin/ippeveprinter'].find((path) => existsSync(path));
const hasBus = spawnSync('dbus-daemon', ['--version']).status === 0;

/** Undefined when all is there; else what is missing, for the title of the tests that are skipped. */
export const missingForIppeveprinter =
  program === undefined ? 'ippeveprinter (Debian cups-ipp-utils)' : hasBus ? undefined : 'dbus-daemon';

export async function startIppeveprinter({
  formats = 'application/pdf,image/pwg-raster',
}: {
  readonly formats?: string;
} = {}): Promise<RealIppPrinter> {
  if (program === undefined) throw new Error('ippeveprinter is not installed');
  const path = program;
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-ipp-'));
  const spool = join(folder, 'spool');
  const script = join(folder, 'job.sh');
  const bus = join(folder, 'bus');
  const port = await freePort();
  await mkdir(spool);
  async function writeScript(lines: string): Promise<void> {
    await writeFile(script, `#!/bin/sh\ncd '${folder}'\n${lines}\n`);
    await chmod(script, 0o755);
  }
  await writeScript('exit 0');

  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
  const busProcess = startGroup(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`],
    env,
  );
  await until(() => existsSync(bus), 'the private D-Bus');

  async function switchOn(): Promise<StartedGroup> {
    // -r off still opens D-Bus first, hence the private one; -n localhost is the only way to stay off the network.
    const started = startGroup(
      path,
      [
        ...['-r', 'off', '-n', 'localhost', '-p', String(port), '-k', '-d', spool],
        ...['-2', '-s', '20,0', '-f', formats, '-c', script, 'Kiosk A4'],
      ],
      env,
    );
    await until(() => answers(port), 'ippeveprinter');
    return started;
  }
  let printer = await switchOn();

  return {
    url: `ipp://localhost:${port}/ipp/print`,
    script: writeScript,
    signal: (name) => writeFile(join(folder, name), ''),
    async kept() {
      const files = (await readdir(spool)).filter((file) => file.endsWith('.pdf'));
      return Promise.all(files.map(async (file) => ({ file, pdf: await readFile(join(spool, file)) })));
    },
    kill: () => printer.kill(),
    async restart() {
      printer = await switchOn();
    },
    async close() {
      await printer.kill();
      await busProcess.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
