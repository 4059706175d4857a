// A CUPS of the test's own: its folders, a free port of this machine, and one queue in front of a printer.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, startGroup } from './servers.ts';
import { until } from './until.ts';

export interface RealCups {
  /** The queue, as a driver addresses it. */
  readonly url: string;
  close(): Promise<void>;
}

const cupsd = '/usr/sbin/cupsd';
const lpadmin = '/usr/sbin/lpadmin';
const queue = 'A4';

/** Undefined when all is there; else what is missing, for the title of the tests that are skipped. */
export const missingForCups = Object.entries({
  [cupsd]: 'cupsd (Debian cups-daemon)',
  [lpadmin]: 'lpadmin (Debian cups-client)',
  '/usr/lib/cups/filter/pdftopdf': 'pdftopdf (Debian cups-filters)',
}).find(([path]) => !existsSync(path))?.[1];

/** `printerUrl` must answer now: CUPS asks it what it can. */
export async function startCups(printerUrl: string): Promise<RealCups> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-cups-'));
  const port = await freePort();
  // Filters run as another user and must come in; CUPS itself puts the rights of what lies below.
  await chmod(folder, 0o755);
  const at = (name: string) => join(folder, name);
  for (const name of ['root', 'spool', 'cache', 'state', 'tmp', 'log']) await mkdir(at(name));
  const open = 'Order allow,deny\nAllow localhost';
  await writeFile(
    at('cupsd.conf'),
    [
      `Listen localhost:${port}`,
      'DefaultAuthType None\nBrowsing Off\nWebInterface No\nLogLevel warn',
      `<Location />\n${open}\n</Location>\n<Location /admin>\n${open}\n</Location>`,
      // Names of jobs stay private, as they are when nobody says otherwise.
      '<Policy default>\nJobPrivateAccess default\nJobPrivateValues default',
      '<Limit All>\nOrder allow,deny\n</Limit>\n</Policy>\n',
    ].join('\n'),
  );
  await writeFile(
    at('cups-files.conf'),
    [
      `ServerRoot ${at('root')}\nRequestRoot ${at('spool')}\nCacheDir ${at('cache')}\nStateDir ${at('state')}`,
      `TempDir ${at('tmp')}\nAccessLog ${at('log/access')}\nErrorLog ${at('log/error')}\nPageLog ${at('log/page')}\n`,
    ].join('\n'),
  );
  const server = startGroup(cupsd, ['-f', '-c', at('cupsd.conf'), '-s', at('cups-files.conf')], process.env);
  await until(() => answers(port), 'cupsd');
  await makeQueue(port, printerUrl);
  return {
    url: `ipp://localhost:${port}/printers/${queue}`,
    async close() {
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function makeQueue(port: number, printerUrl: string): Promise<void> {
  const args = ['-h', `localhost:${port}`, '-p', queue, '-E', '-v', printerUrl, '-m', 'everywhere'];
  const making = spawn(lpadmin, args, { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    making.once('error', reject);
    making.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`lpadmin ended with ${code}`))));
  });
}
