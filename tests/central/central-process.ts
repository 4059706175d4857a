// Central as a process of its own, as it runs in a centre: started with its real program, killed or asked to end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { certain } from '../../src/base/result.ts';

const program = fileURLToPath(new URL('../../src/central/main.ts', import.meta.url));

export interface CentralProcess {
  readonly child: ChildProcess;
  /** Lines of its log so far. */
  readonly log: readonly string[];
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** What it prints when it listens. */
  readonly ready: Promise<{
    readonly ready: boolean;
    readonly url: string;
    readonly mode: string;
    readonly trial: boolean;
  }>;
}

const running = new Set<ChildProcess>();

export function runCentral(
  args: readonly string[],
  { databaseUrl }: { readonly databaseUrl?: string | undefined } = {},
): CentralProcess {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: databaseUrl ?? '' },
  });
  running.add(child);
  const log: string[] = [];
  createInterface({ input: certain(child.stderr, 'its log') }).on('line', (line) => log.push(line));
  const lines = createInterface({ input: certain(child.stdout, 'its output') });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, log, ended, ready: once(lines, 'line').then(([line]) => JSON.parse(line)) };
}

/** For the end of a test, however it ended. */
export function killAllCentrals(): void {
  for (const child of running) child.kill('SIGKILL');
}
