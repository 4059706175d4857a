// Children: starts the processes of a trial, waits for the line in which each says that it is ready, and ends them all.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { failed, ok, type Result } from '../base/result.ts';

export interface Child {
  readonly name: string;
  /** What it said in its ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly process: ChildProcess;
  /** Resolves with the exit code or signal when it has ended. */
  readonly ended: Promise<string>;
  /** Asks it to end, waits, and kills it when it does not within 10 s. */
  end(): Promise<void>;
}

export interface ChildOrder {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Opens a message channel to it (process.send). */
  readonly channel?: boolean;
  /** File for its standard error, where its log goes; without it, ours. */
  readonly errorsTo?: string;
}

const readyMs = 180_000;

/** Its standard output may hold other lines; the first JSON object with `ready` counts.  */
export function startChild({
  name,
  command,
  args,
  env = {},
  channel = false,
  errorsTo,
}: ChildOrder): Promise<Result<Child, string>> {
  const errors = errorsTo === undefined ? 'inherit' : openSync(errorsTo, 'a', 0o600);
  const child = spawn(command, [...args], {
    stdio: channel ? ['ignore', 'pipe', errors, 'ipc'] : ['ignore', 'pipe', errors],
    env: { ...process.env, ...env },
    serialization: 'json',
  });
  if (typeof errors === 'number') closeSync(errors);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
    child.once('error', (error) => resolve(error.message));
  });

  async function end(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }

  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(failed(`${name} was not ready within ${readyMs / 1000} s`));
    }, readyMs);
    ended.then((how) => {
      clearTimeout(timer);
      resolve(failed(`${name} ended before it was ready (${how})`));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readReady(line);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(ok({ name, ready, process: child, ended, end }));
    });
  });
}

function readReady(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null && 'ready' in said && said.ready === true ? { ...said } : null;
  } catch {
    return null;
  }
}
