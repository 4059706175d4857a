// Capsules: the bus of a door that nobody ordered, kept so that the simulator can be given it.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BusPiece } from '../../hardware/classes/bus-piece.ts';
import { createLog } from '../../src/base/log.ts';
import { uuidV7 } from '../../src/base/uuid.ts';
import { readTrace } from '../../src/cli/bench/trace.ts';
import { createCapsules, mostCapsules } from '../../src/controller/capsules.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import type { Fact, Recorded } from '../../src/core/fact.ts';
import { caseNumberOf } from '../../src/core/problem.ts';
import { createManualClock } from '../support/manual-clock.ts';

const cell = cellIdOf('A07');
const board = {
  name: 'boardA',
  driver: 'lock-board-8a',
  port: { kind: 'tcp', host: '127.0.0.1', port: 4002 },
  address: 1,
  channels: 24,
  feedback: 'closedWhenSet',
  statusOrder: 'highFirst',
} as const;
const pieces: readonly BusPiece[] = [
  { is: 'opened', ms: 0 },
  { is: 'bytes', ms: 10.5, from: 'host', hex: '8001003381', length: 5 },
  { is: 'bytes', ms: 22, from: 'device', hex: '8001001181', length: 5 },
];

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'nighthall-capsules-'));
  folder = join(parent, 'capsules');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function kept(at: string) {
  const clock = createManualClock();
  const lines: string[] = [];
  const capsules = createCapsules({
    folder: at,
    boards: [board],
    boardOf: (one) => (one === cell || one === cellIdOf('A08') ? 'boardA' : undefined),
    lastMinute: (name) => (name === 'boardA' ? pieces : []),
    clock,
    log: createLog((line) => lines.push(line), clock),
  });
  let count = 0;
  return {
    clock,
    lines,
    tell(...facts: readonly Fact[]): readonly Recorded[] {
      const recorded = facts.map((fact) => {
        count += 1;
        const id = uuidV7(clock.now(), new TextEncoder().encode(String(count).padStart(10, '0')));
        return { id, at: clock.now(), fact };
      });
      capsules.keep(recorded);
      return recorded;
    },
  };
}
const files = () => readdirSync(folder).sort();

it('E7 a door that nobody ordered leaves the last minute of its bus, under its case number, to be replayed', () => {
  const { tell } = kept(folder);
  const [recorded] = tell({ is: 'doorClosed', cell }, { is: 'openedWithoutOrder', cell }).slice(1);
  const caseNumber = caseNumberOf(recorded?.id ?? '');
  expect(files()).toEqual([`20261123150000-${caseNumber}.jsonl`]);
  const file = join(folder, files()[0] ?? '');
  const text = readFileSync(file, 'utf8');
  expect(readTrace(text)).toEqual({ ok: true, value: { device: board, lines: pieces } });
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({
    incident: { caseNumber, cell, what: 'openedWithoutOrder' },
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('E5 so does a wrong door; what has an explanation leaves nothing', () => {
  const { tell } = kept(folder);
  const order = '01920000-0000-7000-8000-000000000001';
  tell({ is: 'opened', order, cell, evidence: 'sensor' }, { is: 'doorHeldOpen', cell });
  tell({ is: 'openedWithoutOrder', cell: cellIdOf('B01') });
  expect(() => files()).toThrow('ENOENT');
  tell({ is: 'wrongDoorOpened', order, ordered: cell, cell: cellIdOf('A08') });
  expect(files()).toHaveLength(1);
});

it('E7 a contact that rattles leaves one for its minute, and the oldest give way', async () => {
  const { tell, clock } = kept(folder);
  for (let count = 0; count < 5; count += 1) tell({ is: 'openedWithoutOrder', cell });
  expect(files()).toHaveLength(1);
  const [first] = files();
  for (let count = 0; count < mostCapsules; count += 1) {
    await clock.advance(61_000);
    tell({ is: 'openedWithoutOrder', cell });
  }
  expect(files()).toHaveLength(mostCapsules);
  expect(files()).not.toContain(first);
});

it('E7 without a place for it the alarm goes on and the log says so', () => {
  const blocked = join(parent, 'file');
  writeFileSync(blocked, '');
  const { tell, lines } = kept(blocked);
  tell({ is: 'openedWithoutOrder', cell });
  expect(lines.join('')).toContain('no capsule could be written');
});
