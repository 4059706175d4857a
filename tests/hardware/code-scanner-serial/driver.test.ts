// The serial code scanner when its scanner misbehaves: no code is made up, none is told twice, none is taken for an order.

import { describe, expect, it } from 'vitest';
import type { ScannedCode } from '../../../hardware/classes/code-scanner.ts';
import type { SimulatedScanner } from '../../../hardware/drivers/code-scanner-serial/simulator.ts';
import { encodeZoneReply } from '../../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { openMemoryScanner } from '../../support/code-scanner-bench.ts';

async function started(
  scanner: Partial<SimulatedScanner> = {},
  more: { seed?: number; driver?: Partial<SimulatedScanner> } = {},
) {
  const bench = openMemoryScanner(scanner, more);
  const codes: ScannedCode[] = [];
  const states: string[] = [];
  bench.scanner.onCode((code) => codes.push(code));
  bench.scanner.onState((state) => states.push(state.is));
  bench.scanner.start();
  await bench.time.pass(200);
  return {
    ...bench,
    codes,
    states,
    texts: () => codes.map(({ text }) => text),
    arm: (forMs = 30_000) => bench.time.settled(bench.scanner.arm(forMs)),
  };
}

const answering = ['newland', '7e00'] as const;

describe('orders and their answers', () => {
  it.each(answering)('%s: a lost trigger is no answer, and the next one works', async (trigger) => {
    const { simulator, arm, time, texts } = await started({ trigger });
    simulator.faults.lostOrders = 1;
    expect(await arm()).toEqual(failed('noAnswer'));
    simulator.simulateHoldCode('A');
    await time.pass(500);
    expect(texts()).toEqual([]);
    expect(await arm()).toEqual(ok());
    await time.until('the code', () => texts().length === 1);
  });

  it('a scanner that answers nothing is believed until its time has passed', async () => {
    const { simulator, arm, time, texts } = await started();
    simulator.faults.lostOrders = 1;
    expect(await arm(1_000)).toEqual(ok());
    simulator.simulateHoldCode('A');
    await time.pass(2_000);
    expect(texts()).toEqual([]);
    expect(simulator.heard).toEqual(['stop']);
  });

  it.each(answering)('%s: an answer that comes too late is none, and never a code', async (trigger) => {
    const { simulator, arm, time, codes } = await started({ trigger });
    simulator.faults.lateReplyMs = 900;
    expect(await arm()).toEqual(failed('noAnswer'));
    await time.pass(2_000);
    expect(codes).toEqual([]);
  });

  it.each(answering)('%s: a spoilt answer is none, and never a code', async (trigger) => {
    const { simulator, arm, time, codes, lines } = await started({ trigger });
    simulator.faults.spoiltReplies = 1;
    expect(await arm()).toEqual(failed('noAnswer'));
    await time.pass(500);
    expect(codes).toEqual([]);
    expect(lines.join()).toContain('brokenReply');
    expect(await arm()).toEqual(ok());
  });

  it('a scanner of another kind that refuses is told as such', async () => {
    const { simulator, time, scanner } = await started({ trigger: '7e00' });
    const armed = scanner.arm(5_000);
    simulator.faults.lostOrders = 1;
    await time.pass(100);
    simulator.simulateSay(encodeZoneReply({ status: 'invalid', data: Uint8Array.of(0) }));
    expect(await time.settled(armed)).toEqual(failed('refused'));
  });

  it('a code that is read before the answer comes counts, and the arming is over', async () => {
    const { simulator, time, scanner, texts } = await started({ trigger: '7e00' });
    simulator.faults.lateReplyMs = 400;
    simulator.simulateHoldCode('QUICK');
    const armed = scanner.arm(5_000);
    await time.until('the code', () => texts().length === 1);
    expect(await time.settled(armed)).toEqual(ok());
    simulator.simulateSay(Buffer.from('SECOND\r'));
    await time.pass(500);
    expect(texts()).toEqual(['QUICK']);
  });

  it('an order leaves only when the code on the line is through', async () => {
    const { simulator, time, scanner, arm, texts } = await started({ trigger: 'newland' });
    expect(await arm()).toEqual(ok());
    simulator.simulateSay(Buffer.from('FIRST '));
    await time.pass(5);
    const again = scanner.arm(30_000);
    await time.pass(20);
    simulator.simulateSay(Buffer.from('HALF\r'));
    expect(await time.settled(again)).toEqual(ok());
    expect(texts()).toEqual(['FIRST HALF']);
  });
});

describe('what is read', () => {
  it.each(['honeywell', 'newland', '7e00', 'none'] as const)(
    '%s: a code that is said twice is told once',
    async (trigger) => {
      const { simulator, arm, time, texts } = await started({ trigger });
      simulator.faults.doubleRead = true;
      expect(await arm()).toEqual(ok());
      simulator.simulateHoldCode('TWICE');
      await time.until('the code', () => texts().length > 0);
      await time.pass(500);
      expect(texts()).toEqual(['TWICE']);
    },
  );

  it('looks again by itself when the code counts as the one before', async () => {
    const { simulator, arm, time, texts } = await started();
    expect(await arm()).toEqual(ok());
    simulator.simulateHoldCode('SAME');
    await time.until('the code', () => texts().length === 1);
    expect(await arm()).toEqual(ok());
    await time.pass(1_000);
    expect(texts()).toEqual(['SAME']);
    await time.until('the code again', () => texts().length === 2);
    expect(simulator.heard).toEqual(['trigger', 'trigger', 'trigger']);
  });

  it('half a code is no code, where a terminator is configured', async () => {
    const { simulator, arm, time, codes, lines } = await started();
    simulator.faults.noTerminator = true;
    expect(await arm()).toEqual(ok());
    simulator.simulateHoldCode('12345');
    await time.pass(500);
    expect(codes).toEqual([]);
    expect(lines.join()).toContain('unfinished');
  });

  it('a code that is too long is dropped whole', async () => {
    const { simulator, arm, time, codes, lines } = await started();
    expect(await arm()).toEqual(ok());
    simulator.simulateHoldCode('9'.repeat(5_000));
    await time.pass(3_000);
    expect(codes).toEqual([]);
    expect(lines.join()).toContain('tooLong');
  });

  it('a code in another encoding is dropped, and its text is not logged', async () => {
    const { simulator, arm, time, codes, lines } = await started(
      { encoding: 'gb18030' },
      { driver: { encoding: 'utf-8' } },
    );
    expect(await arm()).toEqual(ok());
    simulator.simulateHoldCode('取件码 SECRET7');
    await time.pass(500);
    expect(codes).toEqual([]);
    expect(lines.join()).toContain('wrongEncoding');
    expect(lines.join()).not.toContain('SECRET7');
  });

  it.each([
    '\x16T\r',
    '~\x010000#SCNTRG1;\x03',
    '\x02\x010000#SCNTRG1\x06;\x03',
    '8A01011198',
    'https://example.org/open?cell=1',
  ])('code %j is text or nothing: it sends no byte to the scanner', async (text) => {
    const { simulator, arm, time, codes } = await started({ terminator: 'none' });
    expect(await arm()).toEqual(ok());
    simulator.simulateHoldCode(text);
    await time.pass(1_000);
    expect(simulator.heard).toEqual(['trigger']);
    expect(codes.length).toBeLessThanOrEqual(1);
  });
});

describe('signs of life', () => {
  it('only a scanner that answers questions is called ready', async () => {
    for (const trigger of ['honeywell', '7e00', 'none'] as const) {
      expect((await started({ trigger })).scanner.state()).toEqual({ is: 'unknown' });
    }
    const { scanner, simulator, time, states } = await started({ trigger: 'newland' });
    expect(scanner.state()).toEqual({ is: 'ready' });
    simulator.faults.dead = true;
    await time.until('the scanner is offline', () => scanner.state().is === 'offline');
    expect((await time.settled(scanner.test())).passed).toBe(false);
    simulator.faults.dead = false;
    await time.until('the scanner is back', () => scanner.state().is === 'ready');
    expect(states).toEqual(['ready', 'offline', 'ready']);
  });

  it('is not asked while it looks', async () => {
    const { simulator, arm, time, lines } = await started({ trigger: 'newland' });
    expect(await arm(60_000)).toEqual(ok());
    simulator.faults.dead = true;
    await time.pass(30_000);
    expect(lines.join()).not.toContain('offline');
  });

  it('the test of a zone engine asks it to stop, and fails when it is silent', async () => {
    const { scanner, simulator, time } = await started({ trigger: '7e00' });
    expect(await time.settled(scanner.test())).toEqual({ passed: true, detail: 'the scanner answers' });
    simulator.faults.dead = true;
    expect((await time.settled(scanner.test())).passed).toBe(false);
    expect(simulator.heard).toEqual(['stop']);
  });
});

describe('a bad line', () => {
  const dialects = ['honeywell', 'newland', '7e00'] as const;
  const seeds = [1, 2, 3, 4, 5, 6];

  async function scanUnder(faults: object, trigger: (typeof dialects)[number], seed: number) {
    const bench = await started({ trigger }, { seed });
    Object.assign(bench.faults, faults);
    bench.simulator.simulateHoldCode('RIGHT-0001');
    for (let turn = 0; turn < 40; turn += 1) {
      await bench.time.settled(bench.scanner.arm(1_000));
      await bench.time.pass(2_500);
    }
    return bench;
  }

  it.each(seeds)('seed %i: swallowed, repeated and glued pieces make no other text', async (seed) => {
    for (const trigger of dialects) {
      const { texts } = await scanUnder({ glue: 0.3, drop: 0.2, repeat: 0.3 }, trigger, seed);
      expect(new Set(texts())).toEqual(new Set(['RIGHT-0001']));
    }
  });

  // Without a checksum in the code nobody can tell noise from a code; a screen asks central what a code means.
  it.each(seeds)('seed %i: works again when the noise is over', async (seed) => {
    for (const trigger of dialects) {
      const { faults, time, texts, arm } = await scanUnder({ noise: 0.5, flipBit: 0.5, pieceBytes: 3 }, trigger, seed);
      Object.assign(faults, { noise: 0, flipBit: 0 });
      await time.pass(3_000);
      const before = texts().length;
      await arm();
      await time.until('a code on the sound line', () => texts().length > before);
      expect(texts().at(-1)).toBe('RIGHT-0001');
    }
  });
});
