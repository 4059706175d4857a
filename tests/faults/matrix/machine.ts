// Machine: rows about memory, processor, open files and packets that are scarce or lost.

import { waitFor } from '../../../src/cli/night.ts';
import { type Fault, type Run, rowsWith } from './fault.ts';
import { collectOne, depositedAndReady, pause, serves, tryCall } from './hands.ts';
import { keepRunning } from './keeper.ts';
import { grouped, limit } from './wraps.ts';

/** Too little for it to live: the kernel kills it, wherever it is. */
async function outOfMemory({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const bytes = String((60 + random.between(0, 60)) * 1_048_576);
  const wrap = grouped(bench, 'memory', { 'memory.limit_in_bytes': bytes });
  const keeper = keepRunning(bench, () => ({ wrap }));
  await pause(5_000);
  await keeper.stop();
  await bench.kill();
  await bench.start();
  await collectOne(bench);
  return `${keeper.deaths.length} deaths with ${Math.round(Number(bytes) / 1_048_576)} MB (${keeper.deaths[0]?.slice(-60) ?? 'lived'})`;
}

async function starved({ bench }: Run): Promise<string> {
  const wrap = grouped(bench, 'cpu', { 'cpu.cfs_period_us': '100000', 'cpu.cfs_quota_us': '25000' });
  await bench.start({ wrap });
  await depositedAndReady(bench);
  const times: number[] = [];
  for (let tap = 0; tap < 20; tap += 1) {
    const from = performance.now();
    await tryCall(bench.kiosk(), { act: 'elder', on: tap % 2 === 0 });
    times.push(performance.now() - from);
  }
  await collectOne(bench);
  return `slowest of 20 taps ${Math.round(Math.max(...times))} ms`;
}

async function noFiles({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const files = random.between(18, 45);
  const keeper = keepRunning(bench, () => ({ wrap: limit(`--nofile=${files}:${files}`) }));
  await pause(4_000);
  const lived = bench.isRunning();
  if (lived) await serves(bench).catch(() => undefined);
  await keeper.stop();
  await bench.kill();
  await bench.start();
  await collectOne(bench);
  return `${files} open files: ${lived ? 'lived' : `${keeper.deaths.length} deaths`}`;
}

/** Three to six things at once, from the seed; then all is well again. */
async function mixture(run: Run): Promise<string> {
  const { bench, random, ground } = run;
  const { night } = ground;
  await bench.start();
  await depositedAndReady(bench);
  const lines = ['cabinet', 'kioskReader', 'receiptPrinter', 'hallDoor', 'hallReader'] as const;
  const wrongs: Record<string, () => Promise<unknown>> = {
    kill: () => bench.kill(),
    noise: () => night.hall({ do: 'setFaults', line: 'cabinet', faults: { noise: 0.2, flipBit: 0.1, drop: 0.1 } }),
    unplug: () => night.hall({ do: 'plug', line: random.pick(lines), plugged: false }),
    board: () => night.hall({ do: 'killBoard', board: random.pick(['board1', 'board2']), dead: true }),
    paper: () => night.hall({ do: 'setRoll', roll: 'out' }),
    fire: () => night.hall({ do: 'setFire', on: true }),
    key: () => night.hall({ do: 'openByKey', cell: 'B07' as never }),
    stand: async () => {
      if (!bench.isRunning()) return;
      const pid = bench.pid();
      process.kill(pid, 'SIGSTOP');
      await pause(1_000);
      process.kill(pid, 'SIGCONT');
    },
    central: async () => {
      ground.central().process.kill('SIGSTOP');
    },
  };
  const keeper = keepRunning(bench);
  const picked: string[] = [];
  try {
    const wanted = random.between(3, 6);
    while (picked.length < wanted) {
      const name = random.pick(Object.keys(wrongs));
      if (picked.includes(name)) continue;
      picked.push(name);
      await wrongs[name]?.();
      const visit = serves(bench).catch(() => undefined);
      await Promise.race([visit, pause(random.between(200, 2_000))]);
    }
  } finally {
    ground.central().process.kill('SIGCONT');
    const state = await night.hallState();
    for (const { line, plugged } of state.lines) {
      await night.hall({ do: 'setFaults', line, faults: {} });
      if (!plugged) await night.hall({ do: 'plug', line, plugged: true });
    }
    for (const { board } of state.boards) await night.hall({ do: 'killBoard', board, dead: false });
    await night.hall({ do: 'setRoll', roll: 'full' });
    await night.hall({ do: 'setFire', on: false });
    await waitFor('the kiosk to be up', () => (bench.isRunning() ? true : undefined));
    await keeper.stop();
  }
  for (const { at } of (await night.hallState()).people)
    if (at !== 'hand') await night.hall({ do: 'takeCard', reader: at }).catch(() => undefined);
  await pause(3_000);
  await tryCall(bench.kiosk(), { act: 'finish' });
  return picked.join(', ');
}

const row = rowsWith();

export const machine: readonly Fault[] = [
  row(
    '59',
    'too little memory',
    'cgroup of 60 to 120 MB, started again and again',
    'no event lost; with enough it serves',
    outOfMemory,
    { needs: ['cgroup'] },
  ),
  row('60', 'a quarter of a processor', 'cgroup with a quota of 25 %', 'a deposit and a pickup go through', starved, {
    needs: ['cgroup'],
  }),
  row(
    '61',
    'too few open files',
    'prlimit --nofile 18 to 45, started again and again',
    'no event lost; with enough it serves',
    noFiles,
    { runs: { full: 3, quick: 0 } },
  ),
  row(
    '72',
    'three to six of these at once',
    'kill, noise, unplugging, dead board, no paper, fire, key, standstill, central, from the seed',
    'all of the above',
    mixture,
    { runs: { full: 20, quick: 1 } },
  ),
];
