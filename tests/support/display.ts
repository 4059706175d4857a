// A display of the test's own: Xvfb on a number that it finds free by itself.

import { spawn } from 'node:child_process';

export interface Display {
  /** e.g. :7 */
  readonly name: string;
  end(): Promise<void>;
}

/**
 * Portrait, as the kiosk's screen stands; for every user of this machine, because a packaged kiosk does not run as root.
 * `pictures` is a folder for the file in which the server keeps what it shows.
 */
export function startDisplay(pictures?: string): Promise<Display> {
  const kept = pictures === undefined ? [] : ['-fbdir', pictures];
  const server = spawn(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp', '-ac', ...kept],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.stdout.once('data', (line: Buffer) => {
      resolve({
        name: `:${line.toString().trim()}`,
        async end() {
          server.kill();
          await ended;
        },
      });
    });
  });
}
