// Clocks: rows about a wall clock that leaps, is dead or stands in another zone, and about a computer that slept.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCells } from '../../support/trial-pickup.ts';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import {
  atWelcome,
  centralThere,
  choose,
  collectOne,
  depositedAndReady,
  layCard,
  pause,
  pushShut,
  signing,
  takeOut,
  tryCall,
  within,
} from './hands.ts';
import { outcomeOf } from './lines.ts';
import { fakeTime } from './wraps.ts';

/** Starts the kiosk on a clock that `set` can move. */
async function onLyingClock({ bench }: Run, first: string): Promise<(time: string) => void> {
  const file = join(bench.folder, 'time');
  const set = (time: string) => writeFileSync(file, `${time}\n`);
  set(first);
  await bench.start({ env: fakeTime(file) });
  return set;
}

const leap = (time: string) => async (run: Run) => {
  const { bench, random } = run;
  const set = await onLyingClock(run, '+0');
  await depositedAndReady(bench);
  const place = await choose(bench);
  await bench.kiosk().call(signing);
  await pause(random.between(0, 600));
  set(time);
  await pause(1_000);
  set('+0');
  await pause(500);
  await atWelcomeAfter(run, place);
  return `leapt ${time} and back within a pickup`;
};

async function atWelcomeAfter(run: Run, place: Awaited<ReturnType<typeof choose>>): Promise<void> {
  const { bench } = run;
  if (bench.kiosk().view()?.screen.at === 'takeOut') await takeOut(bench, place);
  else await atWelcome(bench);
}

/** Set back by a year while somebody stands there: the visit still ends when nobody touches the screen. */
async function setBack(run: Run): Promise<string> {
  const { bench } = run;
  bench.changeSite((site) => {
    site.limits = { idleMs: 20_000, warnMs: 20_000 };
  });
  const set = await onLyingClock(run, '+0');
  await centralThere(bench);
  await layCard(bench, 'citizen', (at) => at === 'menu');
  set('-1y');
  const from = performance.now();
  await bench.kiosk().until('the end of the visit', ({ screen }) => screen.at === 'welcome');
  const seconds = Math.round((performance.now() - from) / 1_000);
  hold(seconds <= 25, `the visit ends after 20 s, not after ${seconds}`);
  set('+0');
  return `ended after ${seconds} s`;
}

async function deadBattery(run: Run): Promise<string> {
  const { bench } = run;
  await onLyingClock(run, '@2000-01-01 00:00:00');
  await centralThere(bench);
  await tryCall(bench.kiosk(), { act: 'elder', on: true });
  await bench.end();
  await bench.start();
  await depositedAndReady(bench);
  await collectOne(bench);
  return 'central reached with its own time; right again after the next start';
}

async function otherZone(run: Run): Promise<string> {
  const { bench, random } = run;
  const zone = random.pick(['America/St_Johns', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Europe/London']);
  await bench.start({ env: { TZ: 'Asia/Shanghai' } });
  await depositedAndReady(bench);
  await bench.end();
  await bench.start({ env: { TZ: zone } });
  await collectOne(bench);
  return zone;
}

/** The whole computer sleeps for an hour: nothing runs, and the wall clock has gone on. */
async function slept(run: Run): Promise<string> {
  const { bench, random } = run;
  bench.changeSite((site) => {
    site.limits = { idleMs: 20_000, warnMs: 20_000, doorOpenMs: 10_000 };
  });
  const set = await onLyingClock(run, '+0');
  await depositedAndReady(bench);
  await choose(bench);
  if (random.chance(0.5)) await bench.kiosk().call(signing);
  await pause(random.between(0, 500));
  process.kill(bench.pid(), 'SIGSTOP');
  set('+1h');
  await pause(2_000);
  process.kill(bench.pid(), 'SIGCONT');
  await pause(1_500);
  await within(60_000, 'the visit to end by itself', async () => {
    // On a busy machine a lock may open late.
    for (const cell of await openCells(bench.ground.night)) await pushShut(bench, cell);
    return bench.kiosk().view()?.screen.at === 'welcome' ? true : undefined;
  });
  return 'the visit ended, the devices are watched again';
}

/** As after a real suspend: the time since the boot has gone on by an hour, and the monotonic clock has not. */
async function suspended(run: Run): Promise<string> {
  const { bench, random } = run;
  const file = join(bench.folder, 'uptime');
  const set = (seconds: number) => writeFileSync(file, `${seconds}.00 ${seconds}.00\n`);
  set(5_000);
  const wrap = ['unshare', '-m', 'sh', '-c', `mount --bind '${file}' /proc/uptime && exec "$@"`, 'sh'];
  await bench.start({ wrap });
  await depositedAndReady(bench);
  await choose(bench);
  const isOpened = random.chance(0.5);
  if (isOpened) await bench.kiosk().call(signing);
  await pause(random.between(0, 800));
  set(8_600);
  const from = performance.now();
  await bench.kiosk().until('the end of the visit', ({ screen: { at } }) => at === 'welcome' || at === 'closeDoor');
  const ms = Math.round(performance.now() - from);
  hold(ms < 5_000, `the visit ends at once, not after ${ms} ms`);
  // A lock that was just fired may open a moment later.
  await pause(1_500);
  for (const cell of await openCells(bench.ground.night)) await pushShut(bench, cell);
  await atWelcome(bench);
  return `ended after ${ms} ms${isOpened ? ', an open cell asked to be shut' : ''}`;
}

/** Stands still without the clock: longer than every answer of a device takes. */
async function stood({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  const place = await choose(bench);
  await bench.kiosk().call(signing);
  await pause(random.between(0, 300));
  process.kill(bench.pid(), 'SIGSTOP');
  await pause(4_000);
  process.kill(bench.pid(), 'SIGCONT');
  return outcomeOf(bench, place);
}

const clock = rowsWith({ needs: ['faketime'], clockLies: true });

export const clocks: readonly Fault[] = [
  clock(
    '24-forward',
    'the clock leaps a day forward in a pickup',
    'libfaketime +1 d for a second',
    'no second pulse, everything in order at central',
    leap('+1d'),
    { runs: { full: 3, quick: 1 } },
  ),
  clock(
    '24-back',
    'the clock leaps a year back in a pickup',
    'libfaketime −1 y for a second',
    'no second pulse, everything in order at central',
    leap('-1y'),
  ),
  clock(
    '24-idle',
    'the clock is set back during a visit',
    'libfaketime −1 y while a menu is shown',
    'the visit ends when nobody touches it',
    setBack,
    { runs: { full: 1, quick: 0 } },
  ),
  clock(
    '25',
    'a dead clock battery',
    'libfaketime: the year 2000 at the start',
    'central is reached all the same; right again after the next start',
    deadBattery,
  ),
  clock('26', 'another time zone', 'TZ changed between two starts', 'what was deposited is handed out', otherZone, {
    needs: [],
    clockLies: false,
  }),
  clock(
    '27',
    'the computer sleeps for an hour',
    'SIGSTOP, libfaketime +1 h, SIGCONT',
    'the visit ends by itself, no second pulse',
    slept,
  ),
  clock(
    '27-suspend',
    'the computer is suspended for an hour during a visit',
    '/proc/uptime goes on by an hour, the monotonic clock does not',
    'the visit ends at once, no second pulse, the cell is in doubt',
    suspended,
    { needs: ['tmpfs'], clockLies: false, runs: { full: 4, quick: 1 } },
  ),
  clock(
    '27-stop',
    'the controller stands still for 4 s',
    'SIGSTOP and SIGCONT during an opening',
    'the pickup goes on, one pulse',
    stood,
    { needs: [], clockLies: false, runs: { full: 4, quick: 1 } },
  ),
];
