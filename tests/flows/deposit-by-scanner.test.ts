// Putting in by scanner, through the real drivers of scanner and lock board over memory wires: when the scanner looks, what
// its code opens, and the label inside the cell.

import { afterEach, describe, expect, it } from 'vitest';
import { bitsNeeded, createLockBoard, usualPulseMs } from '../../hardware/boards/lock-board.ts';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import type { TriggerDialect } from '../../hardware/drivers/code-scanner-serial/dialect.ts';
import { createSerialCodeScanner } from '../../hardware/drivers/code-scanner-serial/driver.ts';
import { createCodeScannerSimulator } from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { failed } from '../../src/base/result.ts';
import { uuidV7 } from '../../src/base/uuid.ts';
import { createEffects } from '../../src/controller/effects.ts';
import { createLoop, type Loop } from '../../src/controller/loop.ts';
import { watchDevices } from '../../src/controller/watch-devices.ts';
import type { Act } from '../../src/core/act.ts';
import { cellLabel } from '../../src/core/cell.ts';
import type { Recorded } from '../../src/core/fact.ts';
import { isAllowed } from '../../src/core/permission.ts';
import { restart } from '../../src/core/restart.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { a01, a02, depositor, emptyKiosk, item, licence, night } from '../support/rules.ts';

/** A01 and A02 on one board; the only item expected goes into A01. */
async function startHall(trigger: TriggerDialect = 'honeywell') {
  const clock = createManualClock(night);
  const around = { clock, log: silentLog, random: () => 0 };
  const scannerLink = createMemoryLink({ clock, speed: 115_200 });
  const kind = { trigger, terminator: 'CR', encoding: 'utf-8', aimPrefix: false } as const;
  const scanner = createCodeScannerSimulator({ ...kind, clock });
  scanner.attach(scannerLink.wire);
  const codeScanner = createSerialCodeScanner({
    ...kind,
    ...around,
    name: 'codeScanner',
    transport: scannerLink.transport,
  });
  const wired = { address: 1, channels: 8, feedback: 'closedWhenSet', statusOrder: 'highFirst' } as const;
  const boardLink = createMemoryLink({ clock });
  const cabinet = createLockBoard8aSimulator({ clock, random: seededRandom(3), boards: [wired] });
  cabinet.attach(boardLink.wire);
  const line = lock8aDialect.openLine({
    ...around,
    transport: boardLink.transport,
    boards: new Map([[1, bitsNeeded({ ...wired, name: 'boardA' })]]),
    longestPulseMs: usualPulseMs,
  });
  const board = createLockBoard({ ...wired, ...around, name: 'boardA', dialect: lock8aDialect, line, ownsLine: true });
  const kioskReader = createSamCardReader({
    ...around,
    name: 'kioskReader',
    transport: createMemoryLink({ clock }).transport,
  });
  const devices = { kioskReader, codeScanner, boards: new Map([['boardA', board]]) };
  const places = new Map([
    [a01, { board: 'boardA', channel: 1 }],
    [a02, { board: 'boardA', channel: 2 }],
  ]);
  const empty = emptyKiosk();
  const start = {
    ...empty,
    settings: { ...empty.settings, cellLabels: true, boardOf: new Map([...places.keys()].map((id) => [id, 'boardA'])) },
    cells: new Map([...empty.cells].filter(([id]) => places.has(id))),
    items: new Map([[licence, item({ is: 'expected' })]]),
    doors: new Map(),
    devices: new Map(),
  };
  const facts: Recorded[] = [];
  let ids = 0;
  const newId = () => {
    ids += 50;
    return uuidV7(clock.now(), new TextEncoder().encode(String(ids).padStart(10, '0')));
  };
  const loop: Loop = createLoop({
    first: restart(start, { now: clock.now(), id: newId() }),
    commit(changes) {
      facts.push(...changes.facts);
    },
    run: createEffects({
      devices,
      source: { documents: async () => failed('none'), document: async () => failed('none') },
      papers: { make: async () => failed('missingGlyph') },
      slipOf: () => null,
      orderState: (order) => loop.kiosk().orders.get(order)?.state.is,
      jobState: () => undefined,
      checkCode: async () => ({ tried: [], right: null }),
      checkPin: async () => true,
      places,
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
    newId,
    clock,
    log: silentLog,
    tickMs: 250,
  });
  const unwatch = watchDevices({ devices, places, holderOf: () => undefined, dispatch: loop.dispatch, clock });
  board.start();
  codeScanner.start();

  async function until(what: string, holds: () => boolean): Promise<void> {
    for (const end = clock.monotonic() + 90_000; !holds(); await clock.advance(50))
      if (clock.monotonic() >= end) throw new Error(`waited for ${what} at ${loop.kiosk().session.at}`);
  }
  const hall = {
    clock,
    scanner,
    scannerLink,
    cabinet,
    until,
    session: () => loop.kiosk().session,
    facts: () => facts.map(({ fact }) => fact),
    act(act: Act): void {
      if (!isAllowed(loop.kiosk(), act, { now: clock.now(), id: '' })) throw new Error(`not allowed: ${act.act}`);
      loop.dispatch({ is: 'act', act });
    },
    async signIn(): Promise<void> {
      loop.dispatch({ is: 'cardRead', holder: depositor });
      hall.act({ act: 'pin', digits: '246810' });
      await until('the list', () => loop.kiosk().session.at === 'deposit');
    },
    /** Held before the scanner until it has been read. */
    async show(text: string): Promise<void> {
      scanner.simulateHoldCode(text);
      await clock.advance(500);
      scanner.simulateTakeCodeAway();
    },
    async close(): Promise<void> {
      unwatch();
      loop.stop();
      let stopped = false;
      void Promise.all([board.stop(), codeScanner.stop()]).then(() => {
        stopped = true;
      });
      while (!stopped) await clock.advance(10);
    },
  };
  await until('the board', () => loop.kiosk().devices.get('boardA')?.word === 'ready');
  await clock.advance(1_000);
  return hall;
}

let hall: Awaited<ReturnType<typeof startHall>>;
afterEach(() => hall.close());

describe.each<TriggerDialect>(['honeywell', 'newland', '7e00'])('with a %s scanner', (trigger) => {
  it('LD1 looks on the list, opens the cell for the code, and LD9 takes the label inside', async () => {
    hall = await startHall(trigger);
    expect(hall.scanner.isLooking()).toBe(false);
    await hall.signIn();
    await hall.until('a look', hall.scanner.isLooking);
    await hall.show(licence);
    await hall.until('an open door', () => hall.session().at === 'doorOpen');
    expect([hall.cabinet.door(1, 1), hall.cabinet.door(1, 2)]).toEqual(['open', 'closed']);
    await hall.until('a look inside', hall.scanner.isLooking);
    await hall.show(cellLabel(a01));
    expect(hall.session()).toMatchObject({ at: 'doorOpen', labelSeen: true });
    expect(hall.scanner.isLooking()).toBe(false);
    hall.cabinet.simulatePushShut(1, 1);
    await hall.until('the question', () => hall.session().at === 'confirmDeposit');
    hall.act({ act: 'confirmDeposit', putIn: true });
    expect(hall.facts().filter(({ is }) => is === 'itemDeposited')).toMatchObject([{ item: licence, cell: a01 }]);
  });
});

it('LD1 stops looking when the list is left: a code that is shown then opens nothing', async () => {
  hall = await startHall();
  await hall.signIn();
  await hall.until('a look', hall.scanner.isLooking);
  hall.act({ act: 'finish' });
  await hall.until('no look', () => !hall.scanner.isLooking());
  await hall.show(licence);
  await hall.clock.advance(3_000);
  expect([hall.cabinet.pulses, hall.scanner.heard]).toEqual([[], ['trigger', 'stop']]);
});

it('LD1 still looks after a look of the scanner that found nothing', async () => {
  hall = await startHall();
  await hall.signIn();
  await hall.clock.advance(20_300);
  await hall.show(licence);
  await hall.until('an open door', () => hall.session().at === 'doorOpen');
});

it('LD1 looks again when the scanner was unplugged for a moment', async () => {
  hall = await startHall('newland');
  await hall.signIn();
  await hall.until('a look', hall.scanner.isLooking);
  hall.scannerLink.unplug();
  await hall.clock.advance(2_000);
  hall.scannerLink.replug();
  await hall.clock.advance(15_000);
  await hall.show(licence);
  await hall.until('an open door', () => hall.session().at === 'doorOpen');
});

it('LD9 of another cell stops the deposit: nothing counts, both cells wait for a look', async () => {
  hall = await startHall();
  await hall.signIn();
  await hall.until('a look', hall.scanner.isLooking);
  await hall.show(licence);
  await hall.until('a look inside', () => hall.session().at === 'doorOpen' && hall.scanner.isLooking());
  await hall.show(cellLabel(a02));
  expect(hall.session()).toMatchObject({ at: 'problem', problem: 'wrongCell' });
  expect(hall.facts()).toContainEqual({ is: 'wrongLabel', cell: a01, found: a02 });
});
