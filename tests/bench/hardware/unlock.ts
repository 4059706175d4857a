// Unlock (G8): from a person's wish over the durable intent to the first byte at the far end of the line. Real store on
// this disk, real loop and effects, 60 cells on each of several pseudo-terminals paced at 9,600 baud that are being polled.

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LockBoard } from '../../../hardware/classes/lock-board.ts';
import { tracedTransport } from '../../../hardware/transport/traced.ts';
import { type Clock, pause, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { failed } from '../../../src/base/result.ts';
import { uuidV7 } from '../../../src/base/uuid.ts';
import { createEffects } from '../../../src/controller/effects.ts';
import { createLoop } from '../../../src/controller/loop.ts';
import type { Changes } from '../../../src/core/event.ts';
import { makePlace } from '../../controller/store/fresh-store.ts';
import { a01, applicant, kioskWithLicence, play } from '../../support/rules.ts';
import { realTime } from '../../support/test-time.ts';
import { median, msText, percentile } from '../figures.ts';
import { atMost, type Bench, type Scale } from '../goals.ts';
import { lock8aBank } from './banks.ts';
import { openPacedLine } from './paced-line.ts';
import { benchReleases } from './releases.ts';

const unlockCounts: Readonly<Record<Scale, number>> = { tiny: 3, usual: 90, full: 1_000 };
const lineCount = 3;
/** A line rests for so long before each write: sooner than that nothing may leave. */
const quietMs = 20;
/** Three lines in turn: each has rested for the 500 ms between two unlocks. */
const restMs = 200;
const unlockHeader = 0x8a;

const nothingChanged: Changes = {
  items: [],
  cells: [],
  orders: [],
  jobs: [],
  rights: [],
  rightsRevoked: [],
  staff: [],
  staffRemoved: [],
  pins: [],
  codeTries: [],
  signatures: [],
  tests: [],
  facts: [],
};

interface Unlock {
  readonly committedMs: number;
  /** A bare write of 4 KiB and its fsync, just before: what this disk can do at that moment. */
  readonly diskMs: number;
  /** Given to the operating system, and arrived at the far end. */
  readonly sentMs: number;
  readonly firstByteMs: number;
  /** Not only when neither a question nor its rest is in the way. */
  readonly isAnyMoment: boolean;
}

async function openBank(random: ReturnType<typeof seededRandom>) {
  const line = await openPacedLine(lock8aBank.speed);
  const cabinet = lock8aBank.createCabinet({ clock: systemClock, random, each: { latencyMs: [10, 30], pulseMs: 0 } });
  const takeOff = cabinet.attach(line.wire);
  const last = { host: Number.NEGATIVE_INFINITY, device: Number.NEGATIVE_INFINITY, unlock: Number.NaN };
  const transport = tracedTransport(line.transport, {
    clock: systemClock,
    tell(entry) {
      if (entry.is !== 'bytes') return;
      last[entry.from] = systemClock.monotonic();
      if (entry.from === 'host' && entry.bytes[0] === unlockHeader) last.unlock = last.host;
    },
  });
  const bank = lock8aBank.open({ transport, clock: systemClock });
  bank.start();
  return {
    ...bank,
    line,
    lastUnlockAt: () => last.unlock,
    isFree: () => last.device > last.host && systemClock.monotonic() - last.device > quietMs,
    async close() {
      await bank.stop();
      takeOff();
      await line.close();
    },
  };
}

/** A visit that stands before its licence, as the rules bring it there. */
function kioskBeforeWish() {
  const game = play(kioskWithLicence());
  game.happen({ is: 'cardSeen' });
  game.happen({ is: 'cardRead', holder: applicant }, 800);
  game.act({ act: 'showLicences' });
  return { kiosk: game.kiosk, now: game.now };
}

function timeOfBareWrite(file: number): number {
  const from = systemClock.monotonic();
  writeSync(file, Buffer.alloc(4_096, 1));
  fsyncSync(file);
  return systemClock.monotonic() - from;
}

async function unlock(count: number): Promise<readonly Unlock[]> {
  const time = realTime();
  const random = seededRandom(5);
  const place = makePlace();
  const store = place.opened({ headEveryRows: 100 });
  const scratch = openSync(join(place.folder, 'scratch'), 'w');
  const banks: Awaited<ReturnType<typeof openBank>>[] = [];
  const unlocks: Unlock[] = [];
  try {
    for (let number = 0; number < lineCount; number += 1) banks.push(await openBank(random));
    const boards = new Map<string, LockBoard>(
      banks.flatMap((bank, number) => bank.boards.map((board) => [`${number}/${board.name}`, board] as const)),
    );
    await time.until('all boards are ready', () => [...boards.values()].every((board) => board.state().is === 'ready'));
    const start = kioskBeforeWish();
    store.commit({ facts: [], items: [...start.kiosk.items.values()], cells: [...start.kiosk.cells.values()] });
    const began = systemClock.monotonic();
    const clock: Clock = { ...systemClock, now: () => start.now + 1_000 + Math.round(systemClock.monotonic() - began) };
    let ids = 0;

    for (let turn = 0; turn < count; turn += 1) {
      const number = turn % lineCount;
      const bank = banks[number];
      const cell = turn % 60;
      const board = Math.min(Math.floor(cell / 24), 2);
      if (bank === undefined) throw new Error('a bank for each line');
      let committedAt = Number.NaN;
      let arrivedAt = Number.NaN;
      const arrived = bank.line.onArrival((bytes) => {
        if (Number.isNaN(arrivedAt) && bytes[0] === unlockHeader) arrivedAt = systemClock.monotonic();
      });
      const loop = createLoop({
        first: { kiosk: start.kiosk, changes: nothingChanged, effects: [] },
        commit(changes) {
          store.commit(changes);
          if (Number.isNaN(committedAt)) committedAt = systemClock.monotonic();
        },
        run: createEffects({
          devices: {
            boards,
            get kioskReader(): never {
              throw new Error('no card is read here');
            },
          },
          source: { documents: async () => failed('none'), document: async () => failed('none') },
          papers: { make: async () => failed('missingGlyph') },
          slipOf: () => null,
          orderState: () => 'ordered',
          jobState: () => undefined,
          checkCode: async () => ({ tried: [], right: null }),
          checkPin: async () => false,
          places: new Map([[a01, { board: `${number}/board${board + 1}`, channel: (cell % 24) + 1 }]]),
          wiring: { run: () => undefined },
          retrySync: () => undefined,
          reportNow: () => {
            throw new Error('no report here');
          },
          wipe: () => undefined,
          dispatch: (event) => loop.dispatch(event),
          log: silentLog,
        }),
        onStep: () => undefined,
        onBroken(error) {
          throw error;
        },
        newId() {
          ids += 1;
          return uuidV7(clock.now(), new TextEncoder().encode(String(ids).padStart(10, '0')));
        },
        clock,
        log: silentLog,
        tickMs: 60_000,
      });
      // Every third wish comes at any moment; the others wait for the line, to be measured without it.
      const isAnyMoment = Math.floor(turn / lineCount) % 3 === 0;
      const diskMs = timeOfBareWrite(scratch);
      if (!isAnyMoment) await time.until('the line is free', bank.isFree);
      const from = systemClock.monotonic();
      loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
      await pause(systemClock, random.between(20, 50));
      await time.until('the order has arrived', () => !Number.isNaN(arrivedAt));
      loop.stop();
      arrived();
      const sentMs = bank.lastUnlockAt() - from;
      unlocks.push({ diskMs, committedMs: committedAt - from, sentMs, firstByteMs: arrivedAt - from, isAnyMoment });
      await pause(systemClock, random.between(restMs, restMs + 100));
    }
  } finally {
    await Promise.all(banks.map((bank) => bank.close()));
    closeSync(scratch);
    place.remove();
  }
  return unlocks;
}

type Stage = 'diskMs' | 'committedMs' | 'sentMs' | 'firstByteMs';

export const benchUnlock: Bench = async (options) => {
  options.say('Unlock: durable intent and first byte on pseudo-terminals at 9,600 baud, while boards are polled');
  // The first ones pay for compiling.
  const unlocks = (await unlock(unlockCounts[options.scale] + lineCount)).slice(lineCount);
  const timesOf = (moments: 'free' | 'any', what: Stage) =>
    unlocks.filter(({ isAnyMoment }) => isAnyMoment === (moments === 'any')).map((one) => one[what]);
  for (const moments of ['free', 'any'] as const) {
    const two = (what: Stage) => {
      const values = timesOf(moments, what);
      return `${msText(median(values))} / ${msText(percentile(values, 0.99))}`;
    };
    options.say(
      `  ${timesOf(moments, 'sentMs').length} wishes ${moments === 'free' ? 'with the line free' : 'at any moment of the polling'}: ` +
        `bare write ${two('diskMs')}, intent on disk ${two('committedMs')}, order given to the line ${two('sentMs')}, at its far end ${two('firstByteMs')} (median / p99)`,
    );
  }
  const free = timesOf('free', 'firstByteMs');
  return [
    atMost(
      { id: 'G8.firstByte', what: 'ms from the wish to the first byte, line free, p99', value: percentile(free, 0.99) },
      5,
    ),
    ...(await benchReleases(options)),
  ];
};
