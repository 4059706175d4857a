// nighthall hw wizard: the interview with typed lines, and the files that it leaves behind.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/usage.ts';
import { runWizard, type Terminal } from '../../src/cli/wiring.ts';
import { createFakeCabinet, type FakeCabinet, noFaults } from '../support/fake-cabinet.ts';
import { createFakeWiring } from '../support/fake-wiring.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-wizard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Sitting {
  /** Ends the wizard with "stop". */
  readonly enough?: (said: readonly string[]) => boolean;
  readonly clock?: ManualClock;
}

/** Sits at the terminal and at the cabinet, and types what the last question wants until `enough`. */
function bench(cabinet: FakeCabinet, { enough = () => false, clock = createManualClock() }: Sitting = {}) {
  const wiring = createFakeWiring(cabinet, { clock });
  const said: string[] = [];
  let type: (line: string | null) => void = () => undefined;
  const terminal: Terminal = {
    say: (text) => said.push(text),
    onLine(listener) {
      type = listener;
    },
    close: () => undefined,
  };

  function answer(question: string): string | undefined {
    const now = clock.monotonic();
    const [open] = cabinet.openDoors(now);
    if (enough(said)) return 'stop';
    if (question.includes('how many cells')) return 'a 3';
    if (question.includes('Which door opened')) return open?.toLowerCase() ?? 'none';
    if (question.startsWith('Pull the door')) return 'none';
    if (question.startsWith('Shut ')) for (const { cell } of cabinet.locks) cabinet.shut(cell, now);
    if (/^Shut [A-Z]\d/.test(question)) return undefined;
    return /press Enter|Press Enter|Enter:|Enter ends/.test(question) ? '' : undefined;
  }

  async function run(...args: readonly string[]): Promise<number> {
    let ended = false;
    const running = runWizard(args, { openWiring: () => wiring, speedOf: () => 9_600, clock, terminal }).finally(() => {
      ended = true;
    });
    // Also looked at when it fails before the first turn.
    running.catch(() => undefined);
    let asked = 0;
    for (let turn = 0; turn < 2_000 && !ended; turn += 1) {
      await clock.advance(400);
      const question = said.at(-1) ?? '';
      if (asked === said.length) continue;
      const line = answer(question);
      asked = said.length;
      if (line !== undefined) type(line);
    }
    return running;
  }

  return { run, said, wiring, clock };
}

describe('nighthall hw wizard', () => {
  it('asks for each cell, and leaves an acceptance record and the entries for the site file', async () => {
    const cabinet = createFakeCabinet(21, noFaults, { cells: 3 });
    const { run, wiring } = bench(cabinet);
    expect(await run('--port', 'serial:/dev/ttyUSB0', '--out', folder)).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['acceptance.json', 'boards.json', 'wizard-state.json']);
    const record = JSON.parse(readFileSync(join(folder, 'acceptance.json'), 'utf8')) as Record<string, unknown>;
    expect(record).toMatchObject({ line: '/dev/ttyUSB0', verdict: 'accepted' });
    expect(record['cells']).toMatchObject([
      { cell: 'A01', channel: 1, openings: 3, sensor: 'bothWays', verdict: 'accepted', todo: [] },
      { cell: 'A02' },
      { cell: 'A03' },
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'boards.json'), 'utf8'))).toMatchObject({
      devices: { boards: [{ port: { kind: 'serial', path: '/dev/ttyUSB0', speed: 9_600 }, channels: 3 }] },
      cabinet: [{ bank: 'A' }],
    });
    expect(wiring.closed()).toBe(true);
    expect(cabinet.pulses.length).toBe(3 + 9);
  });

  it('goes on after an interruption and writes beside, never over, what is there', async () => {
    const cabinet = createFakeCabinet(22, noFaults, { cells: 3 });
    const first = bench(cabinet, { enough: () => cabinet.pulses.length >= 5 });
    expect(await first.run('--port', 'serial:/dev/ttyUSB0', '--out', folder)).toBe(1);
    const fired = cabinet.pulses.length;
    const second = bench(cabinet, { clock: first.clock });
    const state = join(folder, 'wizard-state.json');
    expect(await second.run('--port', 'serial:/dev/ttyUSB0', '--resume', state, '--out', folder)).toBe(0);
    expect(readdirSync(folder)).toContain('acceptance-2.json');
    expect(second.said.join('\n')).not.toContain('how many cells');
    expect(cabinet.pulses.length - fired).toBeLessThanOrEqual(8);
  });

  it('says what to do about a dead lock and ends with a failure', async () => {
    const cabinet = createFakeCabinet(3, { ...noFaults, deadLocks: true }, { cells: 3 });
    expect(cabinet.locks.some(({ dead }) => dead)).toBe(true);
    const { run, said } = bench(cabinet, {
      enough: (lines) => lines.some((text) => text.startsWith('Nothing moved')),
    });
    expect(await run('--port', 'tcp:127.0.0.1:4001')).toBe(1);
    expect(said.at(-2)).toContain('"verdict": "notAccepted"');
    expect(said.at(-1)).toContain('"boards": []');
  });

  it('refuses a call without a port, and a damaged state by file and reason', async () => {
    const { run } = bench(createFakeCabinet(1, noFaults));
    await expect(run()).rejects.toThrow(UsageError);
    await expect(run('--port', 'tcp:127.0.0.1:4001', '--resume', join(folder, 'none.json'))).rejects.toThrow(
      'none.json: there is no such file',
    );
  });
});
