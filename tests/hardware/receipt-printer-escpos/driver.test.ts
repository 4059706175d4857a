// The driver against the simulated printer on a line in memory, with the time in the test's hand.

import { describe, expect, test } from 'vitest';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createRig, lines, printed, slip, started } from './rig.ts';

describe('state', () => {
  test('is unknown before the first answer, then ready, and offline after three missed polls', async () => {
    const rig = createRig();
    expect(rig.driver().state()).toEqual({ is: 'unknown' });
    rig.driver().start();
    await rig.clock.advance(1_500);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    rig.simulator.simulatePowerOff();
    await rig.clock.advance(3_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    await rig.clock.advance(6_000);
    expect(rig.driver().state()).toEqual({ is: 'offline' });
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(3_000);
    expect(rig.states).toEqual([{ is: 'ready' }, { is: 'offline' }, { is: 'ready' }]);
  });

  test('tells each trouble and its end', async () => {
    const rig = await started();
    const { simulator, clock } = rig;
    const hands = [
      simulator.simulatePaperNearEnd,
      simulator.simulatePaperOut,
      simulator.simulateRefill,
      simulator.simulateOpenCover,
      simulator.simulateCloseCover,
      simulator.simulateHotHead,
      simulator.simulateCoolHead,
    ];
    for (const hand of hands) {
      hand();
      await clock.advance(2_500);
    }
    expect(rig.states).toEqual([
      { is: 'ready' },
      { is: 'low', what: 'paper' },
      { is: 'blocked', why: 'paperOut' },
      { is: 'ready' },
      { is: 'blocked', why: 'coverOpen' },
      { is: 'ready' },
      { is: 'fault', what: 'headHot', detail: 'print head too hot' },
      { is: 'ready' },
    ]);
  });

  test.each(['epson', 'print801', 'masung'] as const)(
    'firmware %s near its end is low and prints',
    async (firmware) => {
      const rig = await started({ firmware });
      rig.simulator.simulatePaperNearEnd();
      await rig.clock.advance(2_500);
      expect(rig.driver().state()).toEqual({ is: 'low', what: 'paper' });
      expect(await rig.order(slip('甲')).end()).toEqual({ is: 'printed' });
      rig.simulator.simulateTakePaper();
      await rig.clock.advance(5_000);
      expect(rig.driver().state()).toEqual({ is: 'low', what: 'paper' });
    },
  );

  test('one spoilt answer changes nothing', async () => {
    const rig = await started();
    rig.wire.faults.flipBit = 0.05;
    await rig.clock.advance(400_000);
    rig.wire.faults.flipBit = 0;
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    expect(rig.states.filter((state) => state.is === 'blocked' || state.is === 'fault')).toEqual([]);
  });

  test('the test of the technician prints nothing', async () => {
    const rig = await started();
    let result: unknown;
    void rig
      .driver()
      .test()
      .then((end) => {
        result = end;
      });
    await rig.clock.advance(1_000);
    expect(result).toEqual({ passed: true, detail: 'ready' });
    rig.simulator.simulateOpenCover();
    void rig
      .driver()
      .test()
      .then((end) => {
        result = end;
      });
    await rig.clock.advance(1_000);
    expect(result).toEqual({ passed: false, detail: 'blocked: coverOpen' });
    expect(rig.simulator.papers()).toEqual([]);
    expect(rig.simulator.bufferedBytes()).toBe(0);
  });
});

describe.each(['processId', 'paperRequest'] as const)('printing, proved by %s', (proof) => {
  test('a slip comes out once, with its words, and is reported when it is cut and not before', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('回执'));
    await rig.clock.advance(400);
    expect(order.outcome()).toBeUndefined();
    expect(await order.end()).toEqual({ is: 'printed' });
    await rig.clock.advance(60_000);
    expect(printed(rig)).toEqual([lines('回执')]);
    expect(rig.simulator.unknownCommands()).toEqual([]);
  });

  test('slips wait for each other', async () => {
    const rig = await started({ proof });
    const orders = [rig.order(slip('甲')), rig.order(slip('乙')), rig.order(slip('丙'))];
    for (const order of orders) expect(await order.end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲'), lines('乙'), lines('丙')]);
  });

  test.each([
    ['no paper', 'simulatePaperOut', 'paperOut'],
    ['an open cover', 'simulateOpenCover', 'coverOpen'],
    ['a hot head', 'simulateHotHead', 'headHot'],
  ] as const)('with %s nothing is sent, also before the poll has seen it', async (_, hand, why) => {
    const rig = await started({ proof });
    rig.simulator[hand]();
    expect(await rig.order(slip('甲')).end()).toEqual({ is: 'notStarted', why });
    rig.simulator.simulateRefill();
    rig.simulator.simulateCloseCover();
    rig.simulator.simulateCoolHead();
    await rig.clock.advance(60_000);
    expect(printed(rig)).toEqual([]);
  });

  test('paper out in mid-print and taken back: not confirmed, and nothing of it comes out after the refill', async () => {
    const rig = await started({ proof });
    rig.simulator.simulatePaperOut(5);
    const order = rig.order(slip('旧'));
    await rig.passUntil(() => order.progress.includes('paperOut'));
    await rig.settled(rig.driver().cancel('旧'));
    expect(order.outcome()).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(rig.simulator.bufferedBytes()).toBe(0);
    await rig.clock.advance(120_000);
    rig.simulator.simulateRefill();
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    expect(rig.simulator.papers().map((paper) => [paper.end, textOf(paper)])).toEqual([['torn', lines('旧', 5)]]);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).slice(1)).toEqual([lines('新')]);
  });

  test('cover opened in mid-print and taken back: the half slip is cut off before the next person gets theirs', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('旧', 40));
    await rig.clock.advance(600);
    rig.simulator.simulateOpenCover();
    await rig.passUntil(() => order.progress.includes('coverOpen'));
    await rig.settled(rig.driver().purge());
    expect(order.outcome()).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    rig.simulator.simulateCloseCover();
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    const [half = [], next] = printed(rig);
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(40);
    expect(half).toEqual(lines('旧', half.length));
    expect(next).toEqual(lines('新'));
    expect(printed(rig)).toHaveLength(2);
  });

  test('a jammed cutter: a fault until it is cleared, and the slip is not confirmed', async () => {
    const rig = await started({ proof });
    rig.simulator.simulateJamCutter();
    expect(await rig.order(slip('旧')).end()).toEqual({ is: 'notConfirmed', why: 'cutter' });
    await rig.clock.advance(30_000);
    expect(rig.driver().state()).toEqual({ is: 'fault', what: 'cutter', detail: 'cutter error' });
    rig.simulator.simulateClearCutter();
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).at(-1)).toEqual(lines('新'));
    expect(
      printed(rig)
        .flat()
        .filter((line) => line === '旧 1'),
    ).toHaveLength(1);
  });

  test('a head that cools down in time prints to the end', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('甲', 40));
    await rig.clock.advance(600);
    rig.simulator.simulateHotHead();
    await rig.clock.advance(8_000);
    rig.simulator.simulateCoolHead();
    expect(await order.end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲', 40)]);
  });

  test('a printer that falls silent: no answer is no print', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('甲', 40));
    await rig.clock.advance(400);
    rig.wire.faults.dead = true;
    expect(await order.end()).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
    expect(rig.driver().state()).toEqual({ is: 'offline' });
    expect(await rig.order(slip('乙')).end()).toEqual({ is: 'notStarted', why: 'offline' });
    rig.wire.faults.dead = false;
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    // It had printed all the while; it is not printed again.
    expect(printed(rig).flat()).toEqual(lines('甲', 40));
  });

  test('unplugged in mid-print: not confirmed at once; after that it works again and repeats nothing', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('甲', 40));
    await rig.clock.advance(400);
    rig.link.unplug();
    expect(await order.end(500)).toEqual({ is: 'notConfirmed', why: 'offline' });
    expect(await rig.order(slip('乙')).end(1_000)).toEqual({ is: 'notStarted', why: 'offline' });
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'offline' });
    rig.link.replug();
    await rig.clock.advance(30_000);
    expect(rig.driver().state()).toEqual({ is: 'ready' });
    expect(await rig.order(slip('丙')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).map((rows) => rows[0])).toEqual(['甲 1', '丙 1']);
  });

  test('power lost in mid-print: not confirmed, and the half slip is no part of the next', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('旧', 40));
    await rig.clock.advance(500);
    rig.simulator.simulatePowerOff();
    expect((await order.end())?.is).toBe('notConfirmed');
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(10_000);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).at(-1)).toEqual(lines('新'));
  });

  test('a print that is under way when the driver stops ends as not confirmed', async () => {
    const rig = await started({ proof });
    const order = rig.order(slip('甲', 40));
    await rig.clock.advance(400);
    await rig.driver().stop();
    await rig.clock.advance(200);
    expect(order.outcome()).toEqual({ is: 'notConfirmed', why: 'offline' });
  });

  test('never between the bytes of a job: it leaves in one piece, and requests follow', async () => {
    const rig = await started({ proof });
    expect(await rig.order(slip('甲', 40)).end()).toEqual({ is: 'printed' });
    const jobs = rig.sent.filter((bytes) => bytes.length > 20);
    expect(jobs).toHaveLength(1);
    expect([...(jobs[0] ?? [])].slice(-3)).toEqual([0x10, 0x04, 0x01]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'on a bad line no slip is called printed that is not out (seed %i)',
    async (seed) => {
      const rig = await started({ proof, seed });
      Object.assign(rig.wire.faults, {
        drop: 0.05,
        flipBit: 0.02,
        noise: 0.03,
        repeat: 0.03,
        pieceBytes: 2,
        delayMs: 3,
      });
      for (let job = 0; job < 12; job += 1) {
        if (job % 4 === 3) rig.simulator.simulatePaperOut(6);
        const name = `单${job}`;
        const order = rig.order(slip(name));
        await order.end(60_000);
        // A slip without paper waits for a hand until somebody takes it back.
        await rig.settled(rig.driver().cancel(name));
        const outcome = order.outcome();
        expect(outcome).toBeDefined();
        const copies = printed(rig).filter((rows) => rows.includes(`${name} 12`)).length;
        if (outcome?.is === 'printed') expect(copies).toBe(1);
        if (outcome?.is === 'notStarted')
          expect(
            printed(rig)
              .flat()
              .some((row) => row.startsWith(`${name} `)),
          ).toBe(false);
        rig.simulator.simulateRefill();
        await rig.clock.advance(30_000);
        expect(printed(rig).filter((rows) => rows.includes(`${name} 12`)).length).toBeLessThanOrEqual(1);
      }
    },
  );
});

test('a slip that the printer can not print is not started', async () => {
  const rig = await started();
  expect(await rig.order({ job: 'j', blocks: [{ is: 'text', text: '𠮷' }] }).end()).toEqual({
    is: 'notStarted',
    why: 'unprintable',
  });
  expect(rig.sent.every((bytes) => bytes.length < 12)).toBe(true);
});

test('a printer without process ids, set up by mistake to use them, is never called printed', async () => {
  const rig = await started({ proof: 'processId', processId: false });
  expect(await rig.order(slip('甲')).end()).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
});
