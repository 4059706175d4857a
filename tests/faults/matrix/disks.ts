// Disks: rows about the disk as a whole: full, read-only, a limit of the file size, and folders that belong to others.

import { chmodSync, chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../../src/cli/night.ts';
import { type Fault, hold, type Run } from './fault.ts';
import { atWelcome, choose, collectOne, depositedAndReady, pause, pushShut, signing, tryCall } from './hands.ts';
import { keepRunning } from './keeper.ts';
import { mountSmallDisk } from './small-disk.ts';
import { limit } from './wraps.ts';

const diskBytes = 6_000_000;

/** The disk is full in the middle of a pickup; what the shell does goes on; then there is space again. */
async function full({ bench }: Run): Promise<string> {
  const disk = mountSmallDisk(bench, join(bench.folder, 'disk'), diskBytes);
  await bench.start({ data: disk.folder });
  await depositedAndReady(bench);
  const place = await choose(bench);
  const pulses = bench.ground.pulses.all().length;
  disk.fill();
  const keeper = keepRunning(bench);
  try {
    // Tapped until the disk is really at its end: the last pages of the journal are used again and again.
    for (let tap = 0; tap < 40 && keeper.deaths.length === 0; tap += 1) {
      await tryCall(bench.kiosk(), tap % 2 === 0 ? signing : { act: 'stay' });
      await pause(100);
    }
    await pause(2_500);
    hold(bench.ground.pulses.all().length - pulses <= 1, 'at most the one pulse that was ordered');
    disk.free();
    await waitFor('the kiosk to be up again', () => (bench.isRunning() ? true : undefined));
    await pause(500);
    await pushShut(bench, place.cell);
    await atWelcome(bench);
    return `${keeper.deaths.length} deaths while it was full`;
  } finally {
    await keeper.stop();
  }
}

/** Begins on a disk that has no room at all. */
async function fullFromTheStart({ bench }: Run): Promise<string> {
  const disk = mountSmallDisk(bench, join(bench.folder, 'disk'), diskBytes);
  await bench.start({ data: disk.folder });
  await depositedAndReady(bench);
  await bench.end();
  disk.fill();
  const { words } = await bench.startInVain();
  disk.free();
  hold(words !== '', 'the reason stands on the standard error');
  await bench.start();
  await collectOne(bench);
  return words.trim().split('\n').at(-1)?.slice(0, 120) ?? '';
}

async function readOnly({ bench }: Run): Promise<string> {
  const disk = mountSmallDisk(bench, join(bench.folder, 'disk'), diskBytes);
  await bench.start({ data: disk.folder });
  await depositedAndReady(bench);
  await bench.end();
  disk.readOnly(true);
  const { how, words } = await bench.startInVain();
  disk.readOnly(false);
  hold(
    /notWritable|read-?only|EROFS|READONLY/i.test(words),
    `it says that it cannot write, but: ${words.slice(0, 200)}`,
  );
  await bench.start();
  await collectOne(bench);
  return how;
}

/** Room for the database as it is and a little more. */
async function fileSize({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const bytes = statSync(join(bench.dataFolder, 'kiosk.sqlite')).size + random.between(0, 40_000);
  const started = await bench.start({ wrap: limit(`--fsize=${bytes}`) }).then(
    () => true,
    () => false,
  );
  let end = 'ended at its start';
  if (started) {
    const died = bench.ended().then(({ how }) => `ended with ${how}`);
    end = await Promise.race([
      died,
      collectOne(bench).then(
        () => 'outlived a pickup',
        () => died,
      ),
    ]).catch(() => 'cut short');
  }
  await bench.kill();
  return end;
}

async function foreignFolder({ bench }: Run): Promise<string> {
  await bench.start();
  await bench.end();
  const file = join(bench.dataFolder, 'keys', 'keys.json');
  chmodSync(file, 0o644);
  const open = await bench.startInVain();
  hold(/readableByOthers/.test(open.words), 'a key file that others can read is refused and named');
  chmodSync(file, 0o600);
  await bench.start();
  return 'refused with "readableByOthers"';
}

/** As a user who may not write there; root may write anywhere. */
async function wrongOwner({ bench }: Run): Promise<string> {
  await bench.start();
  await bench.end();
  const nobody = 65_534;
  for (const folder of [bench.ground.folder, bench.folder]) chmodSync(folder, 0o755);
  chmodSync(bench.siteFile, 0o644);
  const wrap = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  const env = { NODE_COMPILE_CACHE: '' };
  const { words } = await bench.startInVain({ wrap, env });
  hold(
    /EACCES|notWritable|unreadable|permission/i.test(words),
    `it says what it may not do, but: ${words.slice(0, 300)}`,
  );
  chownSync(bench.dataFolder, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  return words.trim().split('\n')[0]?.slice(0, 100) ?? '';
}

/** A log that has no room must not stop a pickup. */
async function logElsewhere({ bench }: Run): Promise<string> {
  const disk = mountSmallDisk(bench, join(bench.dataFolder, 'log'), 40_960);
  disk.fill();
  await bench.start();
  await depositedAndReady(bench);
  await collectOne(bench);
  await bench.end();
  disk.unmount();
  return 'log lines are lost, nothing else';
}

async function boundedLog({ bench, random }: Run): Promise<string> {
  bench.changeSite((site) => {
    site.log = { maxBytes: 10_000, files: 2 };
  });
  await bench.start();
  const { night } = bench.ground;
  // Each of them is told in the log, again and again.
  for (let round = 0; round < 25; round += 1) {
    const line = random.pick(['cabinet', 'kioskReader', 'receiptPrinter'] as const);
    await night.hall({ do: 'plug', line, plugged: false });
    await pause(60);
    await night.hall({ do: 'plug', line, plugged: true });
  }
  const log = join(bench.dataFolder, 'log');
  const size = (name: string) => statSync(join(log, name), { throwIfNoEntry: false })?.size ?? 0;
  hold(size('nighthall.log') <= 10_000 && size('nighthall.log.1') <= 10_000, 'no file of the log grows past its bound');
  hold(size('nighthall.log.2') === 0, 'no more files than asked for');
  await waitFor('the lines to be back', async () =>
    (await night.hallState()).lines.every(({ plugged }) => plugged) ? true : undefined,
  );
  await pause(boardsBackMs);
  return `${size('nighthall.log') + size('nighthall.log.1')} bytes kept`;
}

/** Boards answer a moment after their line is back. */
const boardsBackMs = 3_000;

async function noFolder({ bench }: Run): Promise<string> {
  writeFileSync(bench.dataFolder, 'not a folder');
  const { words } = await bench.startInVain();
  hold(/ENOTDIR|EEXIST|not a directory/i.test(words), 'it says that there is no folder');
  bench.dataFolder = join(bench.folder, 'other');
  await bench.start();
  return words.trim().split('\n')[0]?.slice(0, 100) ?? '';
}

export const disks: readonly Fault[] = [
  {
    id: '13-running',
    title: 'the disk is full in the middle of a pickup',
    how: 'tmpfs filled to the last byte, emptied after some seconds',
    holds: 'at most the one pulse that was ordered; up again by itself once there is space',
    needs: ['tmpfs'],
    runs: { full: 4, quick: 0 },
    run: full,
  },
  {
    id: '13-start',
    title: 'the disk is full at a start',
    how: 'tmpfs filled before the start, emptied afterwards',
    holds: 'a start in vain says why; the next one hands out what was deposited',
    needs: ['tmpfs'],
    runs: { full: 2, quick: 0 },
    run: fullFromTheStart,
  },
  {
    id: '14',
    title: 'a limit of the file size',
    how: 'prlimit --fsize a little above the size of the database',
    holds: 'no event lost; without the limit it serves',
    runs: { full: 3, quick: 0 },
    run: fileSize,
  },
  {
    id: '15-start',
    title: 'the disk is read-only at a start',
    how: 'tmpfs remounted read-only',
    holds: 'it ends with the reason and has changed nothing',
    needs: ['tmpfs'],
    runs: { full: 2, quick: 1 },
    run: readOnly,
  },
  {
    id: '13-log',
    title: 'no room for the log',
    how: 'a full tmpfs under the log folder',
    holds: 'a deposit and a pickup go through',
    needs: ['tmpfs'],
    runs: { full: 2, quick: 0 },
    run: logElsewhere,
  },
  {
    id: '71-log',
    title: 'a log without end',
    how: 'lines unplugged 25 times, files of 10,000 bytes',
    holds: 'two files of that size and no more',
    runs: { full: 1, quick: 0 },
    run: boundedLog,
  },
  {
    id: '17-keys-open',
    title: 'the key file can be read by others',
    how: 'chmod 0644',
    holds: 'refused by name; served again with the right mode',
    runs: { full: 1, quick: 1 },
    run: foreignFolder,
  },
  {
    id: '17-owner',
    title: 'the data belong to another user',
    how: 'the controller runs as nobody',
    holds: 'refused with the reason, nothing changed',
    needs: ['tmpfs'],
    runs: { full: 1, quick: 1 },
    run: wrongOwner,
  },
  {
    id: '17-folder',
    title: 'a file stands where the data folder should be',
    how: 'a file of that name',
    holds: 'refused with the reason',
    runs: { full: 1, quick: 1 },
    run: noFolder,
  },
];
