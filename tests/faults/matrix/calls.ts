// Calls: rows in which a system call of the controller fails, is slow or is the last one (strace).

import type { Random } from '../../../src/base/random.ts';
import type { Bench, StartHow } from './bench.ts';
import { type Fault, hold, type Run } from './fault.ts';
import { choose, collectOne, depositedAndReady, pause, signing, takeOut } from './hands.ts';
import { keepRunning } from './keeper.ts';
import { inject } from './wraps.ts';

/** Calls of one start and one pickup, a little more than there are. */
const mostFsyncs = 70;
const mostWrites = 260;

/** A pickup, as far as the controller lives. */
async function pickupAsFarAs(bench: Bench): Promise<void> {
  const place = await choose(bench);
  await bench.kiosk().call(signing);
  await takeOut(bench, place);
}

/** Deposits, then starts under `how` and plays a pickup against it until it dies or the pickup is over. */
async function pickupUnder({ bench }: Run, how: StartHow): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const started = await bench.start(how).then(
    () => true,
    () => false,
  );
  if (!started) return 'died at its start';
  const died = bench.ended().then(
    ({ how: end }) => `died with ${end}`,
    () => 'lived on',
  );
  const played = pickupAsFarAs(bench).then(
    () => 'outlived the pickup',
    (error: unknown) => `the pickup was cut short (${error instanceof Error ? error.message.slice(0, 60) : ''})`,
  );
  const end = await Promise.race([died, played]);
  await bench.kill();
  // Whoever is still at the kiosk leaves it: a hand that goes on would be in the way of the next visit.
  await played;
  return end;
}

const killAt = (call: string, most: number) => (run: Run) =>
  pickupUnder(run, { wrap: inject(call, `signal=SIGKILL:when=${run.random.between(1, most)}`) });

async function brokenFor(run: Run, what: string, call: string): Promise<string> {
  const end = await pickupUnder(run, { wrap: inject(call, what) });
  hold(!end.startsWith('lived on'), 'a controller whose disk failed does not go on from memory');
  return end;
}

async function slow({ bench }: Run, ms: number): Promise<string> {
  await bench.start({ wrap: inject('fsync', `delay_enter=${ms * 1_000}`) });
  await depositedAndReady(bench);
  const from = performance.now();
  await bench.kiosk().call({ act: 'elder', on: true });
  const answered = Math.round(performance.now() - from);
  await collectOne(bench);
  await bench.end();
  return `a tap was answered after ${answered} ms`;
}

/** Every fsync fails from some moment on, also after each new start: nothing may open. */
async function failingForEver({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const pulses = bench.ground.pulses.all().length;
  const wrap = inject('fsync', 'error=EIO:when=1+');
  const keeper = keepRunning(bench, () => ({ wrap }));
  await pause(4_000 + random.between(0, 1_000));
  await keeper.stop();
  await bench.kill();
  hold(bench.ground.pulses.all().length === pulses, 'no lock is pulsed while nothing can be put on disk');
  hold(keeper.deaths.length > 0, 'the controller ends rather than serve from memory');
  return `${keeper.deaths.length} starts in vain`;
}

const between = (random: Random, low: number, high: number) => random.between(low, high);

export const calls: readonly Fault[] = [
  {
    id: '1-fsync',
    title: 'SIGKILL of the controller at an fsync of a pickup',
    how: `strace kills at the n-th fsync, n from 1 to ${mostFsyncs}`,
    holds: 'no event lost, no second pulse',
    needs: ['strace'],
    runs: { full: 25, quick: 0 },
    run: killAt('fsync', mostFsyncs),
  },
  {
    id: '2',
    title: 'SIGKILL of the controller at a write into the database',
    how: `strace kills at the n-th pwrite64, n from 1 to ${mostWrites}`,
    holds: 'no event lost, no second pulse',
    needs: ['strace'],
    runs: { full: 25, quick: 1 },
    run: killAt('pwrite64', mostWrites),
  },
  {
    id: '10',
    title: 'one fsync fails',
    how: 'strace: one fsync returns EIO',
    holds: 'the commit counts as failed, the controller ends, and the next one serves',
    needs: ['strace'],
    runs: { full: 6, quick: 1 },
    run: (run) => brokenFor(run, `error=EIO:when=${between(run.random, 10, 40)}`, 'fsync'),
  },
  {
    id: '11',
    title: 'every fsync fails for ever',
    how: 'strace: each fsync returns EIO, at every start again',
    holds: 'no lock is pulsed; with a sound disk the kiosk serves again',
    needs: ['strace'],
    runs: { full: 3, quick: 0 },
    run: failingForEver,
  },
  {
    id: '12',
    title: 'a burst of "no space left"',
    how: 'strace: pwrite64 returns ENOSPC for a while',
    holds: 'nothing happens that was not written; the next start serves',
    needs: ['strace'],
    runs: { full: 6, quick: 1 },
    run(run) {
      const first = between(run.random, 20, 120);
      return brokenFor(run, `error=ENOSPC:when=${first}..${first + 30}`, 'pwrite64');
    },
  },
  {
    id: '15-erofs',
    title: 'the disk becomes read-only in the middle of a pickup',
    how: 'strace: pwrite64 returns EROFS from some call on',
    holds: 'the controller ends, no second pulse, and the next one serves',
    needs: ['strace'],
    runs: { full: 4, quick: 0 },
    run: (run) => brokenFor(run, `error=EROFS:when=${between(run.random, 20, 120)}+`, 'pwrite64'),
  },
  {
    id: '16-20ms',
    title: 'a slow disk',
    how: 'strace: each fsync takes 20 ms more',
    holds: 'a deposit and a pickup go through',
    needs: ['strace'],
    runs: { full: 2, quick: 0 },
    run: (run) => slow(run, 20),
  },
  {
    id: '16-200ms',
    title: 'a very slow disk',
    how: 'strace: each fsync takes 200 ms more',
    holds: 'a deposit and a pickup go through',
    needs: ['strace'],
    runs: { full: 1, quick: 0 },
    run: (run) => slow(run, 200),
  },
];
