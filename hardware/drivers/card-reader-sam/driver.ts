// ID-card reader with a SAM module (SAM_V / SAM_A, GA/T 467) over a serial line or TCP.
//
// absent -> found -> selected -> read -> hold -> absent. In hold the card is watched with 30 03, because after a read
// it no longer answers 20 01: status 80 does not mean that it has gone.

import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { CardEvent, CardReader } from '../../classes/card-reader.ts';
import type { TestResult } from '../../classes/device.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { longestFrame } from './frames.ts';
import { createHealth } from './health.ts';
import { type CommandName, canAnswer, command, createReplyDeframer, encodeCommand, readSamId } from './protocol.ts';
import { type Ask, readFoundCard } from './reading.ts';
import { describeStatus, status } from './status.ts';

export interface SamCardReaderOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
  readonly random: () => number;
  /** Reads with 30 10 instead of 30 01. The templates only pass by: `Card` has no place for them. Default false. */
  readonly includeFingerprint?: boolean;
}

const findEveryMs = 300;
const holdEveryMs = 400;
/** Out of order: asking more often helps nobody. */
const faultEveryMs = 5_000;
const lineEveryMs = 1_000;
/** A module is deaf for so long after power-on and reset. */
const bootMs = 2_000;
/** A card that moves a little misses one answer. */
const missesOfRemoved = 2;

/** How long each command may take, beyond the time of the longest answer on the wire. */
const replyMs: Readonly<Partial<Record<CommandName, number>>> = {
  read: 3_000,
  readWithFingerprints: 5_000,
  readNewAddress: 2_000,
};
const usualReplyMs = 1_000;

export function createSamCardReader(options: SamCardReaderOptions): CardReader {
  const { name, transport, clock, random } = options;
  const log = options.log.part(`card reader ${name}`);
  const line = createLine({ transport, deframer: createReplyDeframer(), clock, log, random, quietMs: 2, gapMs: 200 });
  const readCommand = options.includeFingerprint === true ? 'readWithFingerprints' : 'read';
  const health = createHealth((state) => log.info('card reader state', { state: state.is }));
  const cards = createListeners<CardEvent>();
  /** Keeps a test from slipping between the steps of reading a card. */
  const steps = createLock();

  let watch: { running: boolean; ended: Promise<void>; wake: Undo } | undefined;
  /** A module that may have lost its power is asked for its health before anything else. */
  let checked = false;
  let held: { readonly wasRead: boolean; misses: number } | undefined;

  line.onOpen((open) => {
    checked = false;
    health.forgetSilences();
    if (!open && watch?.running === true) health.become({ is: 'offline' });
    watch?.wake();
  });

  async function askOnce(what: CommandName): ReturnType<Ask> {
    const wireMs = transport.speed === undefined ? 0 : (longestFrame * 10_000) / transport.speed;
    const answer = await line.request({
      bytes: encodeCommand(command[what]),
      priority: 'active',
      replyMs: (replyMs[what] ?? usualReplyMs) + wireMs,
      match: (reply) => (canAnswer(what, reply) ? reply : undefined),
    });
    if (!answer.ok) return failed(answer.problem === 'notSent' || !line.isOpen() ? 'closed' : 'silent');
    health.noteReply(what, answer.value);
    return ok(answer.value);
  }

  /** A module that heard us badly (10, 11) is asked once more. */
  const ask: Ask = async (what) => {
    const first = await askOnce(what);
    const heardBadly =
      first.ok && (first.value.status === status.hostChecksum || first.value.status === status.hostLength);
    return heardBadly ? askOnce(what) : first;
  };

  /** After a silence: is it the module or the line? Asks for its health, resets it, and opens the line anew. */
  async function recover(): Promise<void> {
    if (!line.isOpen()) return;
    checked = false;
    health.noteSilence();
    while (!health.isSilent()) {
      const reply = await ask('selfTest');
      if (reply.ok || reply.problem === 'closed') return;
      health.noteSilence();
    }
    log.warn('card reader silent, resetting it');
    await ask('reset');
    await rest(bootMs);
    const reply = await ask('selfTest');
    if (reply.ok || reply.problem === 'closed' || watch?.running !== true) return;
    log.warn('card reader silent after reset, reopening its line');
    await line.stop();
    if (watch?.running === true) line.start();
  }

  /** One turn of the watch; returns how long to rest before the next, in ms. */
  async function step(): Promise<number> {
    if (!line.isOpen()) {
      health.noteSilence();
      return lineEveryMs;
    }
    if (!checked || health.isRefusing()) await check();
    else if (held !== undefined) await hold(held);
    else await look();
    if (health.state().is === 'fault') return faultEveryMs;
    if (!checked) return lineEveryMs;
    return held === undefined ? findEveryMs : holdEveryMs;
  }

  async function check(): Promise<void> {
    const reply = await ask('selfTest');
    checked = reply.ok && reply.value.status === status.good;
    if (!reply.ok) await recover();
  }

  async function look(): Promise<void> {
    const found = await ask('find');
    if (!found.ok) return recover();
    if (found.value.status !== status.found) return;
    cards.tell({ is: 'seen' });
    const outcome = await readFoundCard({ ask, command: readCommand, log });
    held = { wasRead: outcome.is === 'read', misses: 0 };
    cards.tell(outcome.is === 'silent' ? { is: 'failed', why: 'readerFault' } : outcome);
    if (outcome.is === 'silent') await recover();
  }

  async function hold(card: { readonly wasRead: boolean; misses: number }): Promise<void> {
    const isThere = await seesHeldCard(card.wasRead);
    if (isThere === 'unknown') return;
    card.misses = isThere === 'yes' ? 0 : card.misses + 1;
    if (card.misses < missesOfRemoved) return;
    held = undefined;
    cards.tell({ is: 'removed' });
  }

  /** A card that was not read may still answer 20 01; one that was read answers 30 03 only. */
  async function seesHeldCard(wasRead: boolean): Promise<'yes' | 'no' | 'unknown'> {
    const signs: readonly number[] = [status.good, status.notOnCard, status.found];
    for (const what of wasRead ? (['readNewAddress'] as const) : (['find', 'readNewAddress'] as const)) {
      const reply = await ask(what);
      if (!reply.ok) await recover();
      if (!reply.ok || health.isRefusing()) return 'unknown';
      if (signs.includes(reply.value.status)) return 'yes';
    }
    return 'no';
  }

  /** Waits; ends early when the line opens or closes and when the watch ends. */
  function rest(ms: number): Promise<void> {
    const current = watch;
    if (current?.running !== true) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      current.wake = () => {
        cancel();
        resolve();
      };
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
    // Modules are known to answer this one wrongly at times.
    for (let tries = 0; tries < 3; tries += 1) {
      const id = await ask('samId');
      if (id.ok && id.value.status === status.good) {
        return { passed: true, detail: `self-test passed, SAM ${readSamId(id.value.data)}` };
      }
    }
    return { passed: false, detail: 'self-test passed, but the module does not tell its number' };
  }

  return {
    name,
    description: `card-reader-sam on ${transport.description}`,
    state: () => health.state(),
    onState: (listener) => health.onState(listener),
    onCard: (listener) => cards.add(listener),
    start() {
      if (watch !== undefined) return;
      const mine = { running: true, ended: Promise.resolve(), wake: () => undefined };
      watch = mine;
      line.start();
      mine.ended = run(mine);
    },
    async stop() {
      const mine = watch;
      if (mine === undefined) return;
      mine.running = false;
      mine.wake();
      await line.stop();
      await mine.ended;
      watch = undefined;
      held = undefined;
      health.become({ is: 'unknown' });
    },
    test: () => steps.run(test),
  };
}
