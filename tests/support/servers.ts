// Servers of others that a test starts for itself: on a free port of this machine, ended with all that they started.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { pause, systemClock } from '../../src/base/clock.ts';

export interface StartedGroup {
  /** At once, and with every process that it has started: a printer's own command script outlives it otherwise. */
  kill(): Promise<void>;
  /** Asked to end, for one that ends others on its own; killed if it does not. */
  end(): Promise<void>;
}

export function startGroup(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  as: { readonly uid?: number; readonly gid?: number; readonly cwd?: string } = {},
): StartedGroup {
  const child = spawn(command, [...args], { ...as, stdio: 'ignore', env, detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
  return {
    kill,
    async end() {
      child.kill('SIGTERM');
      await Promise.race([ended, pause(systemClock, 5_000)]);
      await kill();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

/** Something listens there and speaks HTTP. */
export async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/`)).status > 0;
  } catch {
    // Not there yet: fetch throws for that and for nothing else here.
    return false;
  }
}
