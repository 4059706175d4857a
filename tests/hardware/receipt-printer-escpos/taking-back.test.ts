// A slip on its way: who is asked right before the first byte, what is told while it stops and goes on, and what becomes
// of it when it is taken back, at whatever moment.

import { describe, expect, test } from 'vitest';
import type { PrintOutcome } from '../../../hardware/classes/printing.ts';
import { lines, type Order, printed, type Rig, slip, started } from './rig.ts';

const longest = 600_000;

/** Bytes that could make paper: any job has its words in it. */
function sentSlips(rig: Rig): number {
  return rig.sent.filter((bytes) => bytes.length > 40).length;
}

describe('right before the first byte', () => {
  test.each([
    ['epson-tm', { cuts: 0 }, { cuts: 1 }],
    ['custom', { cuts: 0 }, { cuts: 1 }],
    ['generic', { cuts: null }, { cuts: null }],
    ['xprinter', { cuts: null }, { cuts: null }],
    ['masung', { cuts: null }, { cuts: null }],
  ] as const)('%s tells the cuts of its life where it counts them', async (profile, first, second) => {
    const rig = await started({ profile, firmware: profile === 'custom' || profile === 'masung' ? profile : 'epson' });
    const orders = [rig.order(slip('甲')), rig.order(slip('乙'))];
    for (const order of orders) expect(await order.end()).toEqual({ is: 'printed' });
    expect(orders.map(({ marks }) => marks)).toEqual([[first], [second]]);
  });

  test('nothing is sent when nobody wants it any more', async () => {
    const rig = await started({ profile: 'epson-tm' });
    const order = rig.order(slip('甲'), () => false);
    expect(await order.end()).toEqual({ is: 'notStarted', why: 'tooLate' });
    expect([order.marks.length, order.progress, sentSlips(rig)]).toEqual([1, [], 0]);
    await rig.clock.advance(30_000);
    expect(printed(rig)).toEqual([]);
    expect(await rig.order(slip('乙')).end()).toEqual({ is: 'printed' });
  });

  test('nobody is asked about a slip that can not be printed', async () => {
    const rig = await started({ profile: 'epson-tm' });
    rig.simulator.simulateOpenCover();
    const order = rig.order(slip('甲'));
    expect(await order.end()).toEqual({ is: 'notStarted', why: 'coverOpen' });
    expect(order.marks).toEqual([]);
  });

  test('a printer that does not tell its count prints all the same, and is not asked again at once', async () => {
    const rig = await started({ profile: 'epson-tm', tellsCounters: false });
    const orders = [rig.order(slip('甲')), rig.order(slip('乙'))];
    for (const order of orders) expect(await order.end()).toEqual({ is: 'printed' });
    expect(orders.map(({ marks }) => marks)).toEqual([[{ cuts: null }], [{ cuts: null }]]);
    expect(rig.sent.filter((bytes) => bytes[0] === 0x1d && bytes[1] === 0x67)).toHaveLength(1);
  });
});

describe('while it stands still', () => {
  test('each reason is told once, in order, and the slip goes on by itself', async () => {
    const rig = await started({ profile: 'epson-tm' });
    const order = rig.order(slip('甲', 60));
    const { simulator, clock } = rig;
    await rig.passUntil(() => simulator.atHead().length > 3);
    simulator.simulateHotHead();
    await clock.advance(3_000);
    simulator.simulateOpenCover();
    simulator.simulateCoolHead();
    await clock.advance(90_000);
    simulator.simulatePaperOut();
    simulator.simulateCloseCover();
    await clock.advance(90_000);
    simulator.simulateRefill();
    expect(await order.end()).toEqual({ is: 'printed' });
    expect(order.progress).toEqual(['printing', 'headHot', 'coverOpen', 'paperOut', 'printing']);
    expect(printed(rig).flat()).toEqual(lines('甲', 60));
  });

  test('a printer that waits for FEED after a new roll is told to go on', async () => {
    const rig = await started({ profile: 'epson-tm', waitsAfterRefill: true });
    const order = rig.order(slip('甲', 40));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    rig.simulator.simulatePaperOut();
    await rig.clock.advance(5_000);
    rig.simulator.simulateRefill();
    expect(await order.end()).toEqual({ is: 'printed' });
    expect(order.progress).toEqual(['printing', 'paperOut', 'printing']);
    expect(printed(rig).flat()).toEqual(lines('甲', 40));
  });

  test('a slip that was taken back does not go on when a printer that waits for FEED gets a new roll', async () => {
    const rig = await started({ profile: 'epson-tm', waitsAfterRefill: true });
    const order = rig.order(slip('旧', 40));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    rig.simulator.simulatePaperOut();
    await rig.passUntil(() => order.progress.includes('paperOut'));
    rig.simulator.simulateRefill();
    await rig.settled(rig.driver().cancel('旧'));
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    expect(printed(rig).flat().length).toBeLessThan(10);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).at(-1)).toEqual(lines('新'));
  });

  test('the last net: ten minutes, then it is forgotten and told', async () => {
    const rig = await started({ profile: 'epson-tm' });
    const order = rig.order(slip('旧', 40));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(longest - 5_000);
    expect(order.outcome()).toBeUndefined();
    expect(await order.end(15_000)).toEqual({ is: 'notConfirmed', why: 'coverOpen' });
    expect(rig.simulator.bufferedBytes()).toBe(0);
  });

  test('switched off while it stands still: no answer is no print', async () => {
    const rig = await started({ profile: 'epson-tm' });
    const order = rig.order(slip('旧', 40));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(60_000);
    rig.simulator.simulatePowerOff();
    expect(await order.end()).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
  });
});

describe.each(['epson-tm', 'generic'] as const)('taken back, profile %s', (profile) => {
  async function takenBack(rig: Rig, order: Order, job: string): Promise<PrintOutcome | undefined> {
    await rig.settled(rig.driver().cancel(job));
    return order.outcome();
  }

  test('while it waits for its turn: at once, though the slip before it stands still', async () => {
    const rig = await started({ profile });
    const first = rig.order(slip('甲'));
    rig.simulator.simulatePaperOut(3);
    await rig.passUntil(() => first.progress.includes('paperOut'));
    const second = rig.order(slip('乙'));
    const third = rig.order(slip('丙'));
    expect(await takenBack(rig, second, '乙')).toEqual({ is: 'notStarted', why: 'cancelled' });
    expect(first.outcome()).toBeUndefined();
    rig.simulator.simulateRefill();
    expect(await first.end()).toEqual({ is: 'printed' });
    expect(await third.end()).toEqual({ is: 'printed' });
    expect(second.marks).toEqual([]);
    expect(printed(rig).flat()).toEqual([...lines('甲'), ...lines('丙')]);
  });

  test('before the first byte: nothing is sent', async () => {
    const rig = await started({ profile });
    rig.wire.faults.delayMs = 20;
    const order = rig.order(slip('甲'));
    await rig.clock.advance(50);
    expect(order.marks).toEqual([]);
    expect(await takenBack(rig, order, '甲')).toEqual({ is: 'notStarted', why: 'cancelled' });
    await rig.clock.advance(10_000);
    expect([order.marks, sentSlips(rig), printed(rig)]).toEqual([[], 0, []]);
  });

  test('while it is printed: what is known soon after is told, and it never comes twice', async () => {
    const rig = await started({ profile });
    const order = rig.order(slip('甲'));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    expect(await takenBack(rig, order, '甲')).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲')]);
  });

  test('while it is printed, and it takes too long to wait for', async () => {
    const rig = await started({ profile, lineMs: 200 });
    const order = rig.order(slip('甲', 60));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    expect(await takenBack(rig, order, '甲')).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    const next = rig.order(slip('乙'));
    expect(await next.end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲', 60), lines('乙')]);
  });

  test('while it stands still: the rest is forgotten, and nothing of it comes out after the refill', async () => {
    const rig = await started({ profile });
    rig.simulator.simulatePaperOut(5);
    const order = rig.order(slip('旧'));
    await rig.passUntil(() => order.progress.includes('paperOut'));
    expect(await takenBack(rig, order, '旧')).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect([order.progress, rig.simulator.bufferedBytes()]).toEqual([['printing', 'paperOut'], 0]);
    rig.simulator.simulateRefill();
    await rig.clock.advance(30_000);
    expect(printed(rig)).toEqual([lines('旧', 5)]);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).slice(1)).toEqual([lines('新')]);
  });

  test('while it stands still: at once, so that not even a quick hand brings the rest out', async () => {
    const rig = await started({ profile });
    rig.simulator.simulatePaperOut(5);
    const order = rig.order(slip('旧'));
    await rig.passUntil(() => order.progress.includes('paperOut'));
    void rig.driver().cancel('旧');
    await rig.clock.advance(500);
    rig.simulator.simulateRefill();
    await rig.clock.advance(30_000);
    expect(order.outcome()).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(printed(rig)).toEqual([lines('旧', 5)]);
  });

  test('after its end, or never known: left alone', async () => {
    const rig = await started({ profile });
    const order = rig.order(slip('甲'));
    expect(await order.end()).toEqual({ is: 'printed' });
    await rig.settled(rig.driver().cancel('甲'));
    await rig.settled(rig.driver().cancel('none'));
    expect(order.outcome()).toEqual({ is: 'printed' });
    expect(await rig.order(slip('乙')).end()).toEqual({ is: 'printed' });
  });

  test('all at once, when a session is over: those that wait and the one that stands still', async () => {
    const rig = await started({ profile });
    const first = rig.order(slip('甲', 40));
    const second = rig.order(slip('乙'));
    await rig.passUntil(() => rig.simulator.atHead().length > 3);
    rig.simulator.simulateOpenCover();
    await rig.passUntil(() => first.progress.includes('coverOpen'));
    await rig.settled(rig.driver().purge());
    expect(first.outcome()).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(second.outcome()).toEqual({ is: 'notStarted', why: 'cancelled' });
    expect(rig.simulator.bufferedBytes()).toBe(0);
    rig.simulator.simulateCloseCover();
    expect(await rig.order(slip('丙')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).at(-1)).toEqual(lines('丙'));
    expect(printed(rig).flat()).not.toContain('乙 1');
  });
});

test('taken back twice in a row while it is printed: answers to GS r that come late prove nothing of the next slip', async () => {
  const rig = await started({ profile: 'generic', lineMs: 100 });
  for (const [job, rows] of [
    ['甲', 200],
    ['乙', 100],
  ] as const) {
    const order = rig.order(slip(job, rows));
    await rig.clock.advance(1_000);
    await rig.settled(rig.driver().cancel(job));
    expect(order.outcome()).toEqual({ is: 'notConfirmed', why: 'cancelled' });
  }
  expect(printed(rig)).toEqual([]);
  const order = rig.order(slip('丙', 200));
  await rig.passUntil(() => order.outcome() !== undefined, 120_000);
  expect(order.outcome()).toEqual({ is: 'printed' });
  expect(printed(rig)).toEqual([lines('甲', 200), lines('乙', 100), lines('丙', 200)]);
});
