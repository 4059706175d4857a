// The line: one request at a time, the most urgent first; nothing that waited for a broken line is sent afterwards.

import { describe, expect, test } from 'vitest';
import { createLine, type Deframer, type LineOptions, type Priority } from '../../../hardware/transport/line.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** Frames of two bytes: what was asked, and the answer. */
function createPairDeframer(): Deframer<readonly [number, number]> {
  let kept: number[] = [];
  return {
    push(bytes) {
      kept.push(...bytes);
      const frames: [number, number][] = [];
      while (kept.length >= 2) {
        const [asked = 0, answer = 0] = kept;
        kept = kept.slice(2);
        frames.push([asked, answer]);
      }
      return frames;
    },
    reset() {
      kept = [];
    },
  };
}

async function started(more: Partial<LineOptions<readonly [number, number]>> = {}) {
  const clock = createManualClock();
  const link = createMemoryLink({ clock });
  const heard: { byte: number | undefined; at: number }[] = [];
  link.wire.onBytes((bytes) => heard.push({ byte: bytes[0], at: clock.monotonic() }));
  const line = createLine({
    transport: link.transport,
    deframer: createPairDeframer(),
    clock,
    log: silentLog,
    random: () => 0.5,
    quietMs: 5,
    gapMs: 50,
    ...more,
  });
  const unasked: (readonly [number, number])[] = [];
  const openings: boolean[] = [];
  line.onUnasked((frame) => unasked.push(frame));
  line.onOpen((open) => openings.push(open));
  line.start();
  await clock.advance(10);
  const ask = (byte: number, priority: Priority = 'active', rest: { replyMs?: number; waitMs?: number } = {}) =>
    line.request({
      bytes: Uint8Array.of(byte),
      priority,
      replyMs: 100,
      ...rest,
      match: ([asked, answer]) => (asked === byte ? answer : undefined),
    });
  const answer = (...bytes: readonly number[]) => link.wire.send(Uint8Array.from(bytes));
  return { clock, link, line, heard, unasked, openings, ask, answer, bytesHeard: () => heard.map(({ byte }) => byte) };
}

describe('asking', () => {
  test('one request is out at a time; the next leaves after the answer and a quiet gap', async () => {
    const { clock, heard, ask, answer, bytesHeard } = await started();
    const first = ask(1);
    const second = ask(2);
    await clock.advance(20);
    expect(bytesHeard()).toEqual([1]);
    answer(1, 11);
    await clock.advance(1);
    const answeredAt = clock.monotonic() - 1;
    expect(await first).toEqual(ok(11));
    expect(bytesHeard()).toEqual([1]);
    await clock.advance(10);
    expect(bytesHeard()).toEqual([1, 2]);
    expect((heard[1]?.at ?? 0) - answeredAt).toBeGreaterThanOrEqual(5);
    answer(2, 22);
    await clock.advance(1);
    expect(await second).toEqual(ok(22));
  });

  test('the most urgent goes first, and in order of asking among equals', async () => {
    const { clock, ask, answer, bytesHeard } = await started();
    const all = [
      ask(1, 'idle'),
      ask(2, 'idle'),
      ask(3, 'active'),
      ask(4, 'unlock'),
      ask(5, 'active'),
      ask(6, 'unlock'),
    ];
    for (let turn = 0; turn < 6; turn += 1) {
      await clock.advance(20);
      const byte = bytesHeard().at(-1) ?? 0;
      answer(byte, byte);
    }
    await clock.advance(20);
    await Promise.all(all);
    const order = bytesHeard();
    expect(order.slice(-5)).toEqual(order[0] === 4 ? [6, 3, 5, 1, 2] : [4, 6, 3, 5, 2]);
  });

  test('an answer that matches nothing and a late one go to those who listen for the unasked', async () => {
    const { clock, ask, answer, unasked } = await started();
    const first = ask(1);
    await clock.advance(20);
    answer(9, 99);
    await clock.advance(150);
    expect(await first).toEqual(failed('noAnswer'));
    const second = ask(2);
    await clock.advance(10);
    answer(1, 11, 2, 22);
    await clock.advance(1);
    expect(await second).toEqual(ok(22));
    expect(unasked).toEqual([
      [9, 99],
      [1, 11],
    ]);
  });

  test('each frame is delivered once', async () => {
    const { clock, answer, unasked } = await started();
    answer(7, 77);
    await clock.advance(10);
    expect(unasked).toEqual([[7, 77]]);
  });

  test('a frame with a gap inside is given up', async () => {
    const { clock, answer, unasked } = await started();
    answer(7);
    await clock.advance(60);
    answer(8, 88);
    await clock.advance(10);
    expect(unasked).toEqual([[8, 88]]);
  });

  test('a request that waits too long for its turn fails unsent', async () => {
    const { clock, ask, bytesHeard } = await started();
    void ask(1, 'active', { replyMs: 5_000 });
    const second = ask(2, 'idle', { waitMs: 300 });
    await clock.advance(301);
    expect(await second).toEqual(failed('notSent'));
    await clock.advance(10_000);
    expect(bytesHeard()).toEqual([1]);
  });
});

describe('a line that breaks', () => {
  test('fails what was sent without an answer, and refuses what waited, unsent for ever', async () => {
    const { clock, link, ask, bytesHeard } = await started();
    const out = ask(1);
    await clock.advance(6);
    const waiting = [ask(2, 'unlock'), ask(3, 'idle')];
    await clock.advance(6);
    link.unplug();
    expect(await out).toEqual(failed('noAnswer'));
    expect(await Promise.all(waiting)).toEqual([failed('notSent'), failed('notSent')]);
    expect(await ask(4)).toEqual(failed('notSent'));
    const before = bytesHeard();
    link.replug();
    await clock.advance(60_000);
    expect(before).toEqual([1]);
    expect(bytesHeard()).toEqual([1]);
  });

  test('is opened again for ever, with growing pauses up to a ceiling, and works then', async () => {
    const { clock, link, ask, answer, openings } = await started({ reopen: { firstMs: 100, maxMs: 1_000 } });
    let tries: number[] = [];
    const open = link.transport.open;
    link.transport.open = () => {
      tries.push(clock.monotonic());
      return open();
    };
    link.unplug();
    await clock.advance(100_000);
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([150, 300, 600, 750]);
    expect(pauses.slice(4).every((pause) => pause === 750)).toBe(true);
    expect(tries.length).toBeGreaterThan(100);
    link.replug();
    await clock.advance(1_000);
    expect(openings).toEqual([true, false, true]);
    tries = [];
    const asked = ask(1);
    await clock.advance(10);
    answer(1, 11);
    await clock.advance(1);
    expect(await asked).toEqual(ok(11));
    await clock.advance(10_000);
    expect(tries).toEqual([]);
  });

  test('is opened again as soon as its transport says that it is worth it', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    const tries: number[] = [];
    const transport = {
      ...link.transport,
      reopen: { firstMs: 20, maxMs: 40 },
      open() {
        tries.push(clock.monotonic());
        return link.transport.open();
      },
    };
    const options = { deframer: createPairDeframer(), clock, log: silentLog, random: () => 0, quietMs: 5, gapMs: 50 };
    const line = createLine({ ...options, transport });
    link.unplug();
    line.start();
    await clock.advance(100);
    expect(tries).toEqual([0, 10, 30, 50, 70, 90]);
    await line.stop();
  });

  test('half a frame from before the break does not spoil the first one after it', async () => {
    const { clock, link, answer, unasked } = await started({ gapMs: 60_000 });
    answer(1);
    await clock.advance(5);
    link.unplug();
    link.replug();
    await clock.advance(1_000);
    answer(2, 22);
    await clock.advance(5);
    expect(unasked).toEqual([[2, 22]]);
  });
});

describe('a line that is stopped', () => {
  test('settles everything and is not opened again', async () => {
    const { clock, line, ask, openings } = await started();
    const all = [ask(1), ask(2)];
    await clock.advance(6);
    await line.stop();
    expect(await Promise.all(all)).toEqual([failed('noAnswer'), failed('notSent')]);
    await clock.advance(60_000);
    expect(line.isOpen()).toBe(false);
    expect(openings).toEqual([true, false]);
  });

  test('may be stopped and started at once, and is open once', async () => {
    const { clock, line, openings } = await started();
    await line.stop();
    line.start();
    void line.stop();
    line.start();
    await clock.advance(1_000);
    expect(line.isOpen()).toBe(true);
    expect(openings).toEqual([true, false, true]);
  });
});

test('a request that waits may become more urgent, and one of the slow round is not forgotten', async () => {
  const { clock, line, ask, answer, bytesHeard } = await started({ quietMs: 0 });
  let urgent = false;
  const order = (byte: number, priority: Priority | (() => Priority)) =>
    line.request({
      bytes: Uint8Array.of(byte),
      priority,
      replyMs: 100,
      match: ([asked, told]) => (asked === byte ? told : undefined),
    });
  void ask(1);
  await clock.advance(1);
  const slow = order(2, 'idle');
  void order(3, 'active');
  const raised = order(4, () => (urgent ? 'unlock' : 'idle'));
  urgent = true;
  for (const byte of [1, 4, 3]) {
    answer(byte, 0);
    await clock.advance(1);
  }
  expect(bytesHeard()).toEqual([1, 4, 3, 2]);
  answer(2, 7);
  await clock.advance(1);
  expect([await slow, await raised]).toEqual([ok(7), ok(0)]);

  // A line that is busy with watched boards all the time: after a second those that wait have their turn, one by one.
  void ask(5, 'active', { replyMs: 10 });
  await clock.advance(1);
  void order(6, 'idle');
  void order(7, 'idle');
  for (let turn = 0; turn < 130; turn += 1) {
    void ask(10 + turn, 'active', { replyMs: 10, waitMs: 5_000 });
    await clock.advance(10);
  }
  const places = [6, 7].map((byte) => bytesHeard().indexOf(byte));
  expect(Math.min(...places)).toBeGreaterThan(80);
  expect(Math.abs((places[0] ?? 0) - (places[1] ?? 0))).toBe(2);
});
