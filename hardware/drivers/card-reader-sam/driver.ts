// ID-card reader with a SAM module (SAM_V / SAM_A, GA/T 467) over a serial line, TCP or HID reports.
//
// absent -> found -> selected -> read -> hold -> absent.

import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { createListeners } from '../../../src/base/undo.ts';
import type { CardEvent, CardReader } from '../../classes/card-reader.ts';
import type { OrderResult, TestResult } from '../../classes/device.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { createAsk } from './asking.ts';
import { type CardExtras, type ExtrasProblem, readCardExtras } from './extras.ts';
import { createHealth } from './health.ts';
import { createHold } from './hold.ts';
import { createReplyDeframer } from './protocol.ts';
import { readFoundCard } from './reading.ts';
import { bootMs, createRecovery } from './recovery.ts';
import { createSpeedChoice, type SamSpeed, speedCommand } from './speeds.ts';
import { describeStatus, status } from './status.ts';

export interface SamCardReaderOptions {
  readonly name: string;
  /** The line; where the speed is not certain, at the likeliest one. */
  readonly transport: Transport;
  /** The same port at the other speeds at which the module may talk, in the order in which they are tried. Default none. */
  readonly otherSpeeds?: readonly Transport[];
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
  readonly random: () => number;
  /** Reads with 30 10 instead of 30 01. The templates only pass by: `Card` has no place for them. Default false. */
  readonly includeFingerprint?: boolean;
}

/** A card reader, and what only the bench asks of it. */
export interface SamCardReader extends CardReader {
  /**
   * Sets the speed of the module for good (60 00 to 60 04) and follows it. Not sent when the reader was not given a
   * transport at that speed. After `noAnswer` the module is looked for at all its speeds.
   */
  setSpeed(speed: SamSpeed): Promise<OrderResult>;
  /** Chip number and later addresses of the card that lies there; takes more than two seconds. Personal data. */
  readExtras(): Promise<Result<CardExtras, ExtrasProblem>>;
}

const findEveryMs = 300;
const holdEveryMs = 400;
/** Out of order: asking more often helps nobody. */
const faultEveryMs = 5_000;
const lineEveryMs = 1_000;
/** A write error is no reason to wait; a plug that is out is. */
const reopen = { firstMs: 20, maxMs: 10_000 };

export function createSamCardReader(options: SamCardReaderOptions): SamCardReader {
  const { name, clock, random } = options;
  const log = options.log.part(`card reader ${name}`);
  const speeds = createSpeedChoice([options.transport, ...(options.otherSpeeds ?? [])]);
  const { transport } = speeds;
  const deframer = createReplyDeframer();
  const line = createLine({ transport, deframer, clock, log, random, quietMs: 2, gapMs: 200, reopen });
  const health = createHealth((state) => log.info('card reader state', { state: state.is }));
  const cards = createListeners<CardEvent>();
  /** Keeps an order from slipping between the steps of reading a card. */
  const steps = createLock();
  let watch: { running: boolean; ended: Promise<void> } | undefined;
  const wake = createListeners<void>();

  const isRunning = () => watch?.running === true;
  const ask = createAsk({ line, health, speed: () => transport.speed });
  const recovery = createRecovery({ ask, line, speeds, health, log, rest, isRunning });
  const command = options.includeFingerprint === true ? 'readWithFingerprints' : 'read';
  const read = () => readFoundCard({ ask, command, log });
  const { recover } = recovery;
  const hold = createHold({ ask, read, recover, isRefusing: health.isRefusing, tell: cards.tell });
  line.onOpen(() => wake.tell());

  /** One turn of the watch; returns how long to rest before the next, in ms. */
  async function step(): Promise<number> {
    if (!line.isOpen()) {
      health.noteSilence();
      return lineEveryMs;
    }
    if (!recovery.isChecked() || health.isRefusing()) await recovery.check();
    else if (hold.isHolding()) await hold.look();
    else await look();
    if (health.state().is === 'fault') return faultEveryMs;
    if (!recovery.isChecked()) return lineEveryMs;
    return hold.isHolding() ? holdEveryMs : findEveryMs;
  }

  async function look(): Promise<void> {
    const found = await ask('find');
    if (!found.ok) return recover();
    if (found.value.status !== status.found) return;
    cards.tell({ is: 'seen' });
    const outcome = await read();
    hold.begin(outcome);
    cards.tell(outcome.is === 'silent' ? { is: 'failed', why: 'readerFault' } : outcome);
    if (outcome.is === 'silent') await recover();
  }

  /** Waits; ends early when the line opens or closes and when the watch ends. */
  function rest(ms: number): Promise<void> {
    if (!isRunning()) return Promise.resolve();
    return new Promise((resolve) => {
      function end(): void {
        cancel();
        forget();
        resolve();
      }
      const cancel = clock.after(ms, end);
      const forget = wake.add(end);
    });
  }

  async function run(mine: { running: boolean }): Promise<void> {
    while (mine.running) await rest(await steps.run(step));
  }

  async function test(): Promise<TestResult> {
    const reply = await ask('selfTest');
    if (!reply.ok) {
      const detail = reply.problem === 'closed' ? 'the line is not open' : 'the reader does not answer';
      return { passed: false, detail };
    }
    if (reply.value.status !== status.good) return { passed: false, detail: describeStatus(reply.value.status) };
    const sam = await recovery.readNumber();
    if (sam === undefined)
      return { passed: false, detail: 'self-test passed, but the module does not tell its number' };
    return { passed: true, detail: `self-test passed, SAM ${sam}` };
  }

  async function setSpeed(speed: SamSpeed): Promise<OrderResult> {
    if (!speeds.has(speed)) return failed('notSent');
    const reply = await ask(speedCommand[speed]);
    if (!reply.ok && reply.problem === 'closed') return failed('notSent');
    if (!reply.ok) {
      await recover();
      return failed('noAnswer');
    }
    if (reply.value.status !== status.good) return failed('refused');
    await recovery.reopen(() => speeds.choose(speed));
    return ok();
  }

  return {
    name,
    get description() {
      return `card-reader-sam on ${transport.description}`;
    },
    state: () => health.state(),
    onState: (listener) => health.onState(listener),
    onCard: (listener) => cards.add(listener),
    start() {
      if (watch !== undefined) return;
      const mine = { running: true, ended: Promise.resolve() };
      watch = mine;
      line.start();
      mine.ended = run(mine);
    },
    async stop() {
      const mine = watch;
      if (mine === undefined) return;
      mine.running = false;
      wake.tell();
      await line.stop();
      await mine.ended;
      watch = undefined;
      hold.forget();
      health.become({ is: 'unknown' });
    },
    test: () => steps.run(test),
    setSpeed: (speed) => steps.run(() => setSpeed(speed)),
    readExtras: () =>
      steps.run(async () => (hold.isHolding() ? readCardExtras(ask, () => rest(bootMs)) : failed('noCard' as const))),
  };
}
