// Files: rows about the kiosk's own files: damaged, missing, old, newer, swapped, or opened by a second controller.

import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Random } from '../../../src/base/random.ts';
import { waitFor } from '../../../src/cli/night.ts';
import type { Bench } from './bench.ts';
import { type Fault, hold, type Run } from './fault.ts';
import {
  atWelcome,
  centralThere,
  collectOne,
  depositedAndReady,
  depositOne,
  pause,
  serves,
  tryCall,
  within,
} from './hands.ts';
import { centralHasAll, keptOf } from './invariants.ts';
import { keepRunning } from './keeper.ts';
import { inject } from './wraps.ts';

const fileOf = (bench: Bench, end = '') => join(bench.dataFolder, `kiosk.sqlite${end}`);

function flipBits(file: string, random: Random, count: number): void {
  const bytes = readFileSync(file);
  for (let flips = 0; flips < count; flips += 1) {
    const place = random.between(0, bytes.length - 1);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random.between(0, 7));
  }
  writeFileSync(file, bytes);
}

/** As the product makes one each day: whole, compact, and under its own name. */
function backUp(bench: Bench): string {
  const file = fileOf(bench, '.backup-2026-11-23T150000000Z');
  const database = new SqliteDatabase(fileOf(bench), { readonly: true });
  database.prepare('vacuum into ?').run(file);
  database.close();
  return file;
}

function asides(bench: Bench): readonly string[] {
  return readdirSync(bench.dataFolder).filter((name) => name.includes('.damaged-'));
}

/** A damaged database with a backup beside it: the kiosk comes up on the backup, the evidence stays, cells are in doubt. */
async function damagedWithBackup({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await bench.end();
  backUp(bench);
  const bytes = readFileSync(fileOf(bench));
  // A page that is surely looked at: the first, or half of the file gone.
  if (random.chance(0.5)) writeFileSync(fileOf(bench), bytes.subarray(0, Math.floor(bytes.length / 2)));
  else {
    bytes.fill(0x5a, 100, 3_000);
    writeFileSync(fileOf(bench), bytes);
  }
  await bench.start();
  hold(asides(bench).length > 0, 'the damaged file is kept');
  await atWelcome(bench);
  return `kept ${asides(bench).length} files`;
}

/** Single bits anywhere: found and refused, healed from the backup, or in a place that means nothing. */
async function flippedDatabase({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await bench.end();
  const backup = backUp(bench);
  flipBits(fileOf(bench), random, random.between(1, 8));
  const before = readFileSync(fileOf(bench));
  const up = await bench.start().then(
    () => true,
    () => false,
  );
  if (up && asides(bench).length === 0) return 'in a place that means nothing, or seen by the audit chain';
  if (up) return 'found; the backup is in use';
  hold(/damaged/.test(bench.words()), `it says that the database is damaged, but: ${bench.words().slice(0, 200)}`);
  hold(readFileSync(fileOf(bench)).equals(before), 'the damaged file is as it was');
  copyFileSync(backup, fileOf(bench));
  return 'found and refused';
}

async function flippedJournal({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await bench.kill();
  const before = existsSync(fileOf(bench, '-wal')) ? readFileSync(fileOf(bench, '-wal')).length : 0;
  if (random.chance(0.5)) flipBits(fileOf(bench, '-wal'), random, random.between(1, 4));
  else {
    const wal = readFileSync(fileOf(bench, '-wal'));
    writeFileSync(fileOf(bench, '-wal'), wal.subarray(0, random.between(0, wal.length)));
  }
  // With rows gone that central has, it ends once central has shown that, and begins again as after a restored backup.
  const keeper = keepRunning(bench);
  await within(20_000, 'the kiosk to know where it stands', () => {
    const view = bench.isRunning() ? bench.kiosk().view() : null;
    return view?.centralOnline === true && view.rightsAsOf !== null ? true : undefined;
  });
  await pause(2_500);
  await keeper.stop();
  return `journal of ${before} bytes, ${keeper.deaths.length === 0 ? 'whole enough' : 'central showed the loss'}`;
}

async function damagedHead({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  if (random.chance(0.5)) rmSync(fileOf(bench, '.head'));
  else writeFileSync(fileOf(bench, '.head'), '{"rows":');
  await bench.start();
  await collectOne(bench);
  return 'signed anew at the start';
}

async function refusedConfig({ bench, random }: Run): Promise<string> {
  await bench.start();
  await bench.end();
  const good = readFileSync(bench.siteFile, 'utf8');
  const ways: readonly (() => void)[] = [
    () => rmSync(bench.siteFile),
    () => writeFileSync(bench.siteFile, good.slice(0, random.between(1, good.length - 5))),
    () => writeFileSync(bench.siteFile, good.replace('"card-reader-sam"', '"card-reader-unknown"')),
    () => writeFileSync(bench.siteFile, good.replace(/"channel": 1,/, '"channel": 2,')),
    () => writeFileSync(bench.siteFile, `${good.slice(0, -2)}, "surplus": 1}`),
    () =>
      writeFileSync(
        bench.siteFile,
        Buffer.from(good).map((byte, place) => (place % 97 === 0 ? 0xff : byte)),
      ),
  ];
  random.pick(ways)();
  const { words } = await bench.startInVain();
  hold(words.includes('site.json'), `it names the file and the place, but: ${words.slice(0, 200)}`);
  writeFileSync(bench.siteFile, good);
  await bench.start();
  return words.trim().split('\n')[0]?.split('site.json').at(-1)?.slice(0, 100) ?? '';
}

async function damagedKeys({ bench, random }: Run): Promise<string> {
  await bench.start();
  await bench.end();
  const file = join(bench.dataFolder, 'keys', 'keys.json');
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.slice(0, random.between(0, good.length - 3)));
  const spoilt = readFileSync(file, 'utf8');
  const { words } = await bench.startInVain();
  hold(/keys.*unreadable/.test(words), `it says that the keys cannot be read, but: ${words.slice(0, 200)}`);
  hold(readFileSync(file, 'utf8') === spoilt, 'the file is not replaced');
  hold(!words.includes('privateKey'), 'nothing of the file is told');
  writeFileSync(file, good, { mode: 0o600 });
  await bench.start();
  return 'refused and left alone';
}

async function missingKeys({ bench }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await bench.end();
  const folder = join(bench.dataFolder, 'keys');
  renameSync(folder, `${folder}-away`);
  const { words } = await bench.startInVain();
  hold(/damaged|keys|sealed/i.test(words), `it says that the keys do not fit the data, but: ${words.slice(0, 200)}`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(`${folder}-away`, folder);
  await bench.start();
  await collectOne(bench);
  return words.trim().slice(0, 160);
}

/** The database is taken away or exchanged under the running controller. */
async function swapped({ bench, random }: Run): Promise<string> {
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  const backup = backUp(bench);
  const away = fileOf(bench, '.away');
  renameSync(fileOf(bench), away);
  if (random.chance(0.5)) copyFileSync(backup, fileOf(bench));
  const keeper = keepRunning(bench);
  // The next thing that happens is to be put on disk.
  const line = 'receiptPrinter';
  await bench.ground.night.hall({ do: 'plug', line, plugged: false });
  await waitFor('the controller to have noticed', () => (keeper.deaths.length > 0 ? true : undefined));
  await bench.ground.night.hall({ do: 'plug', line, plugged: true });
  await waitFor('the kiosk to be up again', () => (bench.isRunning() ? true : undefined));
  await atWelcome(bench);
  await keeper.stop();
  return `noticed at the next commit (${keeper.deaths[0]})`;
}

/** An older database beside the newer signed head, as after a careless restore. */
async function olderDatabase({ bench }: Run): Promise<string> {
  await bench.start();
  await centralThere(bench);
  await bench.end();
  copyFileSync(fileOf(bench), fileOf(bench, '.earlier'));
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await bench.end();
  copyFileSync(fileOf(bench, '.earlier'), fileOf(bench));
  await bench.start();
  const { facts } = await bench.ground.facts(bench.name);
  await waitFor('the kiosk to have told how it stands', async () => {
    const now = await bench.ground.facts(bench.name);
    return now.facts.length > facts.length ? true : undefined;
  });
  return `central had ${facts.length} events, none of their numbers is used again`;
}

/** Both the database and its signed head are old: only central can know. */
async function olderFolder({ bench }: Run): Promise<string> {
  await bench.start();
  await centralThere(bench);
  await bench.end();
  for (const end of ['', '.head']) copyFileSync(fileOf(bench, end), fileOf(bench, `${end}.earlier`));
  await bench.start();
  await depositedAndReady(bench);
  await centralHasAll(bench);
  await bench.end();
  for (const end of ['', '.head']) copyFileSync(fileOf(bench, `${end}.earlier`), fileOf(bench, end));
  await bench.start();
  const { how } = await bench.ended();
  hold(how === '3', `it ends once central has shown that its database is old, not with ${how}`);
  await bench.start();
  await centralThere(bench);
  await serves(bench);
  const doubts = keptOf(bench).log.filter(({ fact }) => fact.is === 'cellDoubted').length;
  hold(doubts >= 48, `no cell is trusted, but only ${doubts} are in doubt`);
  return 'noticed by central, every cell in doubt, numbered on from what central has';
}

async function secondController({ bench }: Run): Promise<string> {
  const kiosk = await bench.start();
  await centralThere(bench);
  const { words, how } = await bench.secondStart();
  hold(/inUse/.test(words), `the second one says that the data are in use, but: ${words.slice(0, 200)}`);
  hold(kiosk.child.process.exitCode === null, 'the first one goes on');
  await depositOne(bench);
  return how;
}

async function newerSchema({ bench }: Run): Promise<string> {
  await bench.start();
  await bench.end();
  const setVersion = (version: number) => {
    const database = new SqliteDatabase(fileOf(bench));
    database.pragma(`user_version = ${version}`);
    database.pragma('wal_checkpoint(truncate)');
    database.close();
  };
  const now = new SqliteDatabase(fileOf(bench), { readonly: true });
  const version = Number(now.pragma('user_version', { simple: true }));
  now.close();
  setVersion(99);
  const before = readFileSync(fileOf(bench));
  const { words } = await bench.startInVain();
  hold(/newerBuild/.test(words), `it says that a newer build wrote the data, but: ${words.slice(0, 200)}`);
  hold(readFileSync(fileOf(bench)).equals(before), 'not a byte of it was touched');
  setVersion(version);
  await bench.start();
  return 'refused with "newerBuild"';
}

/** The very first start makes the schema; it is killed at some write of it. */
async function killedMigration({ bench, random }: Run): Promise<string> {
  const call = random.pick(['pwrite64', 'fsync'] as const);
  const when = random.between(1, call === 'fsync' ? 12 : 60);
  const up = await bench.start({ wrap: inject(call, `signal=SIGKILL:when=${when}`) }).then(
    () => true,
    () => false,
  );
  await bench.kill();
  await bench.start();
  return `${call} ${when}${up ? ', after the schema was made' : ''}`;
}

/** Somebody reads the database for a long time, so that the journal cannot be taken back. */
async function longReader({ bench }: Run): Promise<string> {
  await bench.start();
  const reader = new SqliteDatabase(fileOf(bench), { readonly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from audit_log').get();
  await depositedAndReady(bench);
  for (let tap = 0; tap < 200; tap += 1) await tryCall(bench.kiosk(), { act: 'elder', on: tap % 2 === 0 });
  const grown = readFileSync(fileOf(bench, '-wal')).length;
  reader.exec('commit');
  reader.close();
  await collectOne(bench);
  await bench.end();
  hold(!existsSync(fileOf(bench, '-wal')), 'the journal is taken back at the end');
  await pause(0);
  return `the journal grew to ${grown} bytes meanwhile`;
}

export const files: readonly Fault[] = [
  {
    id: '17-db',
    title: 'a damaged database with a backup',
    how: 'half of the file gone, or 2,900 bytes overwritten',
    holds: 'up on the backup, the damaged file kept, no cell trusted, no number used twice at central',
    central: 'more',
    runs: { full: 6, quick: 1 },
    run: damagedWithBackup,
  },
  {
    id: '17-bits',
    title: 'flipped bits in the database',
    how: '1 to 8 bits anywhere in the file',
    holds: 'found and refused, healed from the backup, or without meaning; never a crash without words',
    central: 'more',
    runs: { full: 12, quick: 0 },
    run: flippedDatabase,
  },
  {
    id: '17-wal',
    title: 'a damaged or torn journal (WAL)',
    how: 'flipped bits or a cut at any byte after a SIGKILL',
    holds: 'up on what was whole; what central has is not doubled and no number is used twice',
    central: 'more',
    runs: { full: 10, quick: 1 },
    run: flippedJournal,
  },
  {
    id: '17-head',
    title: 'the signed head of the audit log is gone or damaged',
    how: 'removed or cut',
    holds: 'signed anew, the pickup goes through',
    runs: { full: 3, quick: 1 },
    run: damagedHead,
  },
  {
    id: '17-config',
    title: 'a damaged site file',
    how: 'removed, cut, unknown driver, channel twice, surplus field, bytes that are no text',
    holds: 'refused with file, place and reason; served again with the good one',
    runs: { full: 12, quick: 2 },
    run: refusedConfig,
  },
  {
    id: '17-keys',
    title: 'a damaged key file',
    how: 'cut at any byte',
    holds: 'refused, never replaced, nothing of it told',
    runs: { full: 6, quick: 1 },
    run: damagedKeys,
  },
  {
    id: '17-keys-gone',
    title: 'the key file is gone and the database is not',
    how: 'folder moved away',
    holds: 'refused; served again with the right keys',
    runs: { full: 1, quick: 1 },
    run: missingKeys,
  },
  {
    id: '18',
    title: 'the database is taken away or exchanged while it is open',
    how: 'renamed; in half of the runs another one put in its place',
    holds: 'noticed at the next commit, rescued from the backup, no silent new database',
    central: 'more',
    runs: { full: 4, quick: 1 },
    run: swapped,
  },
  {
    id: '19-db',
    title: 'an old database beside a newer signed head',
    how: 'older file copied back',
    holds: 'noticed, every cell in doubt, no number used twice at central',
    central: 'more',
    runs: { full: 3, quick: 1 },
    run: olderDatabase,
  },
  {
    id: '19-folder',
    title: 'an old database with its old signed head',
    how: 'both copied back',
    holds: 'central knows more: numbered on from there, nothing twice',
    central: 'more',
    runs: { full: 3, quick: 0 },
    run: olderFolder,
  },
  {
    id: '20',
    title: 'a second controller on one data folder',
    how: 'started twice',
    holds: 'the second refuses, the first goes on',
    runs: { full: 2, quick: 1 },
    run: secondController,
  },
  {
    id: '21',
    title: 'killed while it makes the schema',
    how: 'strace kills the first start at the n-th pwrite64 or fsync',
    holds: 'the next start serves',
    needs: ['strace'],
    runs: { full: 12, quick: 1 },
    run: killedMigration,
  },
  {
    id: '22',
    title: 'a database of a newer build',
    how: 'user_version = 99',
    holds: 'refused, not a byte touched',
    runs: { full: 1, quick: 1 },
    run: newerSchema,
  },
  {
    id: '23',
    title: 'a journal that cannot be taken back',
    how: 'a reader holds its transaction during a deposit',
    holds: 'service goes on; the journal is taken back afterwards',
    runs: { full: 1, quick: 0 },
    run: longReader,
  },
];
