// What is found out of a slip when the computer that sent it was started again: only "printed" or nothing.

import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { joinBytes } from '../../../src/base/bytes.ts';
import { lines, printed, type RigOptions, slip, started } from './rig.ts';

/** Orders a slip and lets the computer die when it stands at that line. */
async function crashed(options: RigOptions & { readonly profile: ProfileName }, atLine: number, awayMs: number) {
  const rig = await started({ firmware: options.profile === 'custom' ? 'custom' : 'epson', ...options });
  const order = rig.order(slip('旧', 30));
  await rig.passUntil(() => rig.simulator.atHead().length >= atLine);
  rig.crash(awayMs);
  const [mark = null] = order.marks;
  return { rig, mark };
}

const down = 10_000;
const picture = Uint8Array.of(0x1d, 0x76, 0x30, 0x00, 72, 0x00, 56, 0x00, 0xff, 0xff);
const noMark = { cuts: null };

describe('printed and cut while the computer was down', () => {
  test.each(['epson-tm', 'custom'] as const)('%s has a cut more than before', async (profile) => {
    const { rig, mark } = await crashed({ profile }, 10, down);
    await rig.clock.advance(down + 5_000);
    expect(await rig.lookUp('旧', mark)).toBe('printed');
    expect(await rig.lookUp('旧', null)).toBe('unknown');
    expect(await rig.lookUp('旧', noMark)).toBe('unknown');
  });

  test.each(['generic', 'xprinter', 'masung'] as const)('%s keeps no count: unknown', async (profile) => {
    const { rig, mark } = await crashed({ profile }, 10, down);
    await rig.clock.advance(down + 5_000);
    expect(mark).toEqual(noMark);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
  });

  test('it is still known when this run has cut, since the count before that is remembered', async () => {
    const { rig, mark } = await crashed({ profile: 'epson-tm' }, 10, down);
    await rig.clock.advance(down + 5_000);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(await rig.lookUp('旧', mark)).toBe('printed');
  });
});

describe('still printing when the computer is back', () => {
  test('a process id that comes late is heard, whether or not anybody has asked yet', async () => {
    const { rig, mark } = await crashed({ profile: 'epson-tm', lineMs: 100 }, 5, 500);
    await rig.clock.advance(700);
    expect(printed(rig)).toEqual([]);
    expect(await rig.lookUp('旧', mark)).toBe('printed');
    expect(await rig.lookUp('旧', null)).toBe('printed');
    expect(await rig.lookUp('其他', null)).toBe('unknown');
  });

  test('the count is waited for: the printer answers when it has cut', async () => {
    const { rig, mark } = await crashed({ profile: 'custom', lineMs: 100 }, 5, 500);
    await rig.clock.advance(700);
    expect(printed(rig)).toEqual([]);
    expect(await rig.lookUp('旧', mark)).toBe('printed');
    expect(printed(rig)).toEqual([lines('旧', 30)]);
  });
});

describe('not printed', () => {
  test.each(['epson-tm', 'custom', 'generic'] as const)('%s, switched off in the middle: unknown', async (profile) => {
    const { rig, mark } = await crashed({ profile }, 10, down);
    rig.simulator.simulatePowerOff();
    await rig.clock.advance(down);
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(12_000);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
    // What hangs there comes off before the next slip, and that cut is nobody's evidence.
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('旧', 10), lines('新')]);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
  });

  test('the scrap that was cut off since is no proof', async () => {
    const { rig, mark } = await crashed({ profile: 'epson-tm' }, 10, down);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(down + 2_000);
    rig.simulator.simulateCloseCover();
    await rig.clock.advance(12_000);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
    await rig.clock.advance(12_000);
    expect(printed(rig)).toEqual([lines('旧', 11)]);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
  });

  test('looking up changes nothing: no cut and nothing sent but questions until the answer is given', async () => {
    const { rig, mark } = await crashed({ profile: 'epson-tm' }, 10, down);
    rig.simulator.simulatePowerOff();
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(down + 12_000);
    const before = rig.sent.length;
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
    const questions = rig.sent.slice(before).map((bytes) => bytes[0] === 0x10 || bytes[1] === 0x67);
    expect(new Set(questions)).toEqual(new Set([true]));
    expect(printed(rig)).toEqual([]);
  });
});

describe('a line that was lost, and is there again in the same run', () => {
  async function lost(atLine: number, lineMs = 20) {
    const rig = await started({ profile: 'epson-tm', lineMs });
    const order = rig.order(slip('旧', 30));
    await rig.passUntil(() => rig.simulator.atHead().length >= atLine);
    rig.link.unplug();
    expect(await order.end()).toEqual({ is: 'notConfirmed', why: 'offline' });
    await rig.passUntil(() => rig.driver().state().is === 'offline');
    return { rig, mark: order.marks[0] ?? null };
  }

  /** As whoever keeps the record does: asks the moment the printer answers again. */
  async function asked({ rig, mark }: Awaited<ReturnType<typeof lost>>) {
    rig.link.replug();
    await rig.passUntil(() => rig.driver().state().is === 'ready');
    return rig.lookUp('旧', mark);
  }

  test('printed meanwhile: the cut is counted, and no scrap is looked for', async () => {
    const { rig, mark } = await lost(5);
    expect(await asked({ rig, mark })).toBe('printed');
    const before = rig.sent.length;
    await rig.clock.advance(10_000);
    expect(rig.sent.slice(before).filter((bytes) => bytes.length > 1_000)).toEqual([]);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(await rig.lookUp('旧', mark)).toBe('printed');
    expect(printed(rig)).toEqual([lines('旧', 30), lines('新')]);
  });

  test('switched off meanwhile: unknown, before and after the scrap is cut off', async () => {
    const { rig, mark } = await lost(5, 1_000);
    rig.simulator.simulatePowerOff();
    rig.simulator.simulatePowerOn();
    expect(await asked({ rig, mark })).toBe('unknown');
    expect(printed(rig)).toEqual([]);
    await rig.clock.advance(10_000);
    expect(printed(rig)).toHaveLength(1);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
  });

  test('a crash after the first answer, before anybody has asked: the scrap still hangs, and proves nothing', async () => {
    const { rig, mark } = await lost(5, 1_000);
    rig.simulator.simulatePowerOff();
    rig.simulator.simulatePowerOn();
    rig.link.replug();
    await rig.passUntil(() => rig.driver().state().is === 'ready');
    await rig.clock.advance(500);
    rig.crash();
    await rig.clock.advance(5_000);
    expect(await rig.lookUp('旧', mark)).toBe('unknown');
  });
});

test.each(['epson-tm', 'generic', 'masung'] as const)(
  '%s, the computer dies while it sends a picture: the next slip is whole',
  async (profile) => {
    const rig = await started({ profile, firmware: profile === 'masung' ? 'masung' : 'epson' });
    // A slip up to a few bytes behind the head of GS v 0, 72 bytes a row and 56 rows.
    await rig.link.transport.send(joinBytes(new TextEncoder().encode('old 1\n'), picture));
    await rig.clock.advance(1_000);
    rig.crash();
    await rig.clock.advance(5_000);
    expect(await rig.lookUp('旧', { cuts: 0 })).toBe('unknown');
    await rig.clock.advance(5_000);
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([['old 1'], lines('新')]);
  },
);

test('what became of a slip is told before its scrap is cut off, since that cut would look like the one of the slip', async () => {
  const rig = await started({ profile: 'epson-tm' });
  const order = rig.order(slip('旧', 30));
  await rig.passUntil(() => rig.simulator.atHead().length > 5);
  rig.simulator.simulatePowerOff();
  rig.simulator.simulatePowerOn();
  expect(await order.end()).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
  const [mark = null] = order.marks;
  expect(printed(rig)).toEqual([]);
  rig.crash();
  await rig.clock.advance(5_000);
  expect(await rig.lookUp('旧', mark)).toBe('unknown');
  await rig.clock.advance(5_000);
  expect(printed(rig)).toHaveLength(1);
});

test('a count that was not saved before a power cut proves nothing', async () => {
  const { rig, mark } = await crashed({ profile: 'epson-tm', countersSavedAfterMs: 120_000 }, 30, down);
  await rig.passUntil(() => printed(rig).length === 1);
  rig.simulator.simulatePowerOff();
  rig.simulator.simulatePowerOn();
  await rig.clock.advance(down + 5_000);
  expect(await rig.lookUp('旧', mark)).toBe('unknown');
});

test('a printer that can not be reached has no record', async () => {
  const { rig, mark } = await crashed({ profile: 'epson-tm' }, 10, down);
  rig.link.unplug();
  await rig.clock.advance(down + 5_000);
  expect(await rig.lookUp('旧', mark)).toBe('unknown');
});

describe('the head is freed before the next slip', () => {
  /** The knife sticks at the end of a slip, the computer dies, and then the knife is mended. */
  async function jammed(profile: ProfileName) {
    const rig = await started({ profile, firmware: profile === 'masung' ? 'masung' : 'epson' });
    const order = rig.order(slip('旧'));
    rig.simulator.simulateJamCutter();
    expect(await order.end()).toMatchObject({ is: 'notConfirmed' });
    rig.crash();
    await rig.clock.advance(3_000);
    rig.simulator.simulateClearCutter();
    await rig.clock.advance(5_000);
    return rig;
  }

  test.each(['epson-tm', 'generic', 'masung'] as const)('%s: the old slip is a piece of its own', async (profile) => {
    const rig = await jammed(profile);
    rig.driver().freeHead();
    expect(await rig.order(slip('新')).end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('旧'), lines('新')]);
  });

  test('a knife that sticks again prints nothing on top of it', async () => {
    const rig = await jammed('epson-tm');
    rig.simulator.simulateJamCutter();
    rig.driver().freeHead();
    expect(await rig.order(slip('新')).end()).not.toEqual({ is: 'printed' });
    rig.simulator.simulateClearCutter();
    await rig.clock.advance(10_000);
    expect(await rig.order(slip('第三')).end()).toEqual({ is: 'printed' });
    expect(printed(rig).filter((paper) => paper.some((line) => line.includes('旧')))).toEqual([lines('旧')]);
    expect(printed(rig).at(-1)).toEqual(lines('第三'));
  });

  test('a driver that has printed since knows better, and no stub comes out', async () => {
    const rig = await started({ profile: 'epson-tm' });
    expect(await rig.order(slip('甲')).end()).toEqual({ is: 'printed' });
    rig.driver().freeHead();
    await rig.clock.advance(10_000);
    expect(await rig.order(slip('乙')).end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲'), lines('乙')]);
  });
});
