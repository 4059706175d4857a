// The part of the fault matrix that does not hang on the moment at which something strikes: each of these broken once around
// real processes. `npm run faults` breaks all of them, and often.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { missing } from './matrix/needs.ts';
import { faults } from './matrix/table.ts';

interface Told {
  readonly ok: boolean;
  readonly faults: readonly {
    readonly id: string;
    readonly runs: number;
    readonly held: boolean;
    readonly note: string;
  }[];
}

const quickMs = 600_000;
const atRest = [
  ...['15-start', '17-keys-open', '17-owner', '17-folder', '17-db', '17-wal', '17-config', '17-head', '17-keys'],
  ...['17-keys-gone', '18', '19-db', '20', '22', '41', '50-enrol', '56-production', '67-junk', '68-fire'],
];
const quick = faults.filter(({ id }) => atRest.includes(id));
const lacking = [...new Set(quick.flatMap(({ needs = [] }) => missing(needs)))];
const title = lacking.length === 0 ? '' : ` (without rows that need ${lacking.join(', ')})`;

let told: Told;
let exitCode: number | null = null;

beforeAll(async () => {
  const program = join(import.meta.dirname, 'matrix/faults.ts');
  const run = spawn(process.execPath, [program, '--quick', '--json', '--only', atRest.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Buffer[] = [];
  run.stdout.on('data', (piece: Buffer) => said.push(piece));
  [exitCode] = (await once(run, 'close')) as [number | null];
  told = JSON.parse(Buffer.concat(said).toString('utf8').trimEnd().split('\n').at(-1) ?? '') as Told;
}, quickMs);

describe(`the fault matrix${title}`, () => {
  it.each(quick.map(({ id, title: what, needs = [] }) => ({ id, what, needs })))('$id: $what', ({ id, needs }) => {
    const outcome = told.faults.find((one) => one.id === id);
    if (missing(needs).length > 0) expect(outcome).toMatchObject({ runs: 0 });
    else expect([outcome?.held, outcome?.note]).toEqual([true, outcome?.note]);
    expect(outcome?.note).not.toBe('');
  });

  it('says that all of it held, in its last line and in its exit code', () => {
    expect([told.ok, exitCode]).toEqual([true, 0]);
  });
});

describe('the table of faults', () => {
  it('has every row that is broken here', () => {
    expect(quick.map(({ id }) => id).sort()).toEqual([...atRest].sort());
  });

  it('has at least forty, each under a name of its own that begins with its row', () => {
    expect(faults.length).toBeGreaterThanOrEqual(40);
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    for (const { id } of faults) expect(id).toMatch(/^\d{1,2}(-[a-z0-9-]+)?$/);
  });

  it('kills at least 2,000 times in a full run', () => {
    expect(faults.find(({ id }) => id === '1-random')?.runs.full).toBeGreaterThanOrEqual(2_000);
  });
});
