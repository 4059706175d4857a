// A pair of pseudo-terminals joined by socat: a serial line with two real ends, in a folder of its own.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PseudoTerminal {
  readonly computerPath: string;
  readonly devicePath: string;
  /** Cuts the line: both ends hang up and their paths are gone. */
  cut(): Promise<void>;
  /** Cuts the line and removes the folder. */
  kill(): Promise<void>;
  /** Nothing moves on the line any more until `thaw`, though both ends are there. */
  freeze(): void;
  thaw(): void;
  /** Makes the line anew under the same paths. */
  restart(): Promise<void>;
}

export const hasSocat = spawnSync('socat', ['-V']).status === 0;

export async function startPseudoTerminal(): Promise<PseudoTerminal> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-line-'));
  const computerPath = join(folder, 'computer');
  const devicePath = join(folder, 'device');
  let joined = await joinTerminals(computerPath, devicePath);
  return {
    computerPath,
    devicePath,
    cut: () => joined.stop(),
    freeze: () => joined.signal('SIGSTOP'),
    thaw: () => joined.signal('SIGCONT'),
    async kill() {
      await joined.stop();
      await rm(folder, { recursive: true, force: true });
    },
    async restart() {
      await joined.stop();
      joined = await joinTerminals(computerPath, devicePath);
    },
  };
}

interface Joined {
  stop(): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

async function joinTerminals(one: string, other: string): Promise<Joined> {
  const child = spawn('socat', [`pty,raw,echo=0,link=${one}`, `pty,raw,echo=0,link=${other}`], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
  });
  while (!existsSync(one) || !existsSync(other)) {
    if (child.exitCode !== null) throw new Error(`socat ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    signal: (name) => child.kill(name),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await Promise.all([rm(one, { force: true }), rm(other, { force: true })]);
    },
  };
}
