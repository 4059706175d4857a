// The simulated hall as a process: one line when it is ready, a panel that answers, and an end when it is told to end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import type { HallState } from '../../src/contract/panel.ts';

const main = join(import.meta.dirname, '../../hardware/hall/main.ts');
let folder: string;
let started: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-process-'));
});
afterEach(async () => {
  if (started?.exitCode === null && started.signalCode === null) {
    started.kill('SIGKILL');
    await once(started, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcess {
  started = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return started;
}

interface Ready {
  readonly ready: boolean;
  readonly panel: string;
  readonly site: { readonly devices: object; readonly cabinet: readonly object[] };
}

describe('the process of the simulated hall', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says when it is ready, answers, and ends on %s', async (signal) => {
    const hall = start('--folder', join(folder, 'hall'), '--pages', folder);
    const [line] = (await once(createInterface(certain(hall.stdout, 'its output')), 'line')) as [string];
    const ready = JSON.parse(line) as Ready;
    expect(ready.ready).toBe(true);
    expect(Object.keys(ready.site)).toEqual(['devices', 'cabinet']);
    const state = (await (await fetch(new URL('/state', ready.panel))).json()) as HallState;
    expect(state.banks.map(({ columns }) => columns.flat().length)).toEqual([24, 24]);
    expect(state.lines.map(({ plugged }) => plugged)).toEqual(Array(7).fill(true));
    const ended = once(hall, 'exit');
    hall.kill(signal);
    expect(await ended).toEqual([0, null]);
  });

  it('says how it is used when it is not told where its folder is', async () => {
    const hall = start('--pages', folder);
    const told = once(createInterface(certain(hall.stderr, 'its complaints')), 'line');
    expect(await once(hall, 'exit')).toEqual([2, null]);
    expect(await told).toEqual(['usage: main.ts --folder DIR --pages DIR [--port N]']);
  });
});
