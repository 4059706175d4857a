// Automatic status: the printer tells of a change by itself where it may, and the driver looks at once; it is a hint and
// never evidence.

import { describe, expect, test } from 'vitest';
import { profiles } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import {
  automaticStatusOf,
  type Condition,
  toldPart,
} from '../../../hardware/drivers/receipt-printer-escpos/simulated-answers.ts';
import { readAutomaticStatus } from '../../../hardware/drivers/receipt-printer-escpos/status.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { lines, printed, slip, started } from './rig.ts';

/** Two looks of four questions each and the pause between them; the next poll would be two seconds away. */
const atOnceMs = 300;

test('only a maker whose other answers can not be taken for it', () => {
  const used = Object.values(profiles).filter(({ automaticStatus }) => automaticStatus);
  expect(used.map(({ name }) => name)).toEqual(['epson-tm']);
  for (const { processId, statusQuirks } of used)
    expect([processId, statusQuirks.slipAtExitBit]).toEqual([true, false]);
});

test('a cover that is opened while nothing else happens is known without waiting for the poll', async () => {
  const rig = await started({ profile: 'epson-tm' });
  await rig.clock.advance(1_100);
  rig.simulator.simulateOpenCover();
  await rig.clock.advance(atOnceMs);
  expect(rig.driver().state()).toEqual({ is: 'blocked', why: 'coverOpen' });
  rig.simulator.simulateCloseCover();
  await rig.clock.advance(atOnceMs);
  expect(rig.driver().state()).toEqual({ is: 'ready' });
});

test.each(['generic', 'xprinter', 'masung', 'custom'] as const)('%s is asked by the poll alone', async (profile) => {
  const rig = await started({ profile });
  await rig.clock.advance(100);
  rig.simulator.simulateOpenCover();
  await rig.clock.advance(atOnceMs);
  expect(rig.driver().state()).toEqual({ is: 'ready' });
  await rig.clock.advance(2_500);
  expect(rig.driver().state()).toEqual({ is: 'blocked', why: 'coverOpen' });
});

test('without process ids it stays off: its last bytes look like answers to GS r', async () => {
  const rig = await started({ profile: 'epson-tm', proof: 'paperRequest' });
  expect(await rig.order(slip('甲')).end()).toEqual({ is: 'printed' });
  rig.simulator.simulateOpenCover();
  await rig.clock.advance(atOnceMs);
  expect(rig.driver().state()).toEqual({ is: 'ready' });
});

describe('it is on again', () => {
  const opened = { is: 'blocked', why: 'coverOpen' };

  test('behind each slip, and after the scrap of one', async () => {
    const rig = await started({ profile: 'epson-tm' });
    const order = rig.order(slip('旧', 30));
    await rig.passUntil(() => rig.simulator.atHead().length > 5);
    rig.simulator.simulateOpenCover();
    await rig.passUntil(() => order.progress.includes('coverOpen'));
    await rig.settled(rig.driver().cancel('旧'));
    rig.simulator.simulateCloseCover();
    await rig.clock.advance(8_100);
    expect(printed(rig)).toHaveLength(1);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(atOnceMs);
    expect(rig.driver().state()).toEqual(opened);
  });

  test('after the printer was switched off', async () => {
    const rig = await started({ profile: 'epson-tm' });
    rig.simulator.simulatePowerOff();
    await rig.clock.advance(10_000);
    expect(rig.driver().state()).toEqual({ is: 'offline' });
    const before = rig.sent.length;
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(5_100);
    expect(rig.sent.slice(before).filter((bytes) => toHex(bytes).startsWith('1d610e'))).toHaveLength(1);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(atOnceMs);
    expect(rig.driver().state()).toEqual(opened);
  });

  test('after the line was pulled and the printer switched off meanwhile', async () => {
    const rig = await started({ profile: 'epson-tm' });
    rig.link.unplug();
    rig.simulator.simulatePowerOff();
    rig.simulator.simulatePowerOn();
    await rig.clock.advance(1_000);
    rig.link.replug();
    await rig.clock.advance(15_100);
    rig.simulator.simulateOpenCover();
    await rig.clock.advance(atOnceMs);
    expect(rig.driver().state()).toEqual(opened);
  });
});

test('while a slip is printed it makes the driver look, and changes nothing of what is proved', async () => {
  const rig = await started({ profile: 'epson-tm' });
  const order = rig.order(slip('甲', 60));
  await rig.passUntil(() => rig.simulator.atHead().length > 5);
  rig.simulator.simulateOpenCover();
  await rig.clock.advance(atOnceMs);
  expect(order.progress).toEqual(['printing', 'coverOpen']);
  rig.simulator.simulateCloseCover();
  expect(await order.end()).toEqual({ is: 'printed' });
  expect(printed(rig)).toEqual([lines('甲', 60)]);
});

test('one that nothing stands behind is looked into and not believed', async () => {
  const rig = await started({ profile: 'epson-tm' });
  rig.link.wire.send(Uint8Array.of(0x3c, 0x00, 0x00, 0x00));
  rig.link.wire.send(Uint8Array.of(0x1c, 0x00, 0x0c, 0x00));
  await rig.clock.advance(3_000);
  expect(rig.states).toEqual([{ is: 'ready' }]);
});

test('the simulated printer speaks the bits of the reference, each group when it is asked for', () => {
  const calm: Condition = {
    firmware: 'epson',
    halted: false,
    coverOpen: false,
    headHot: false,
    cutterError: false,
    waitsForFeed: false,
    paper: 'ok',
    slipAtExit: false,
  };
  const troubles = [
    [{ coverOpen: true, halted: true }, 'coverOpen', 0x02],
    [{ headHot: true, halted: true }, 'autoRecoverableError', 0x04],
    [{ cutterError: true, halted: true }, 'cutterError', 0x04],
    [{ waitsForFeed: true, halted: true }, 'waitingOnlineRecovery', 0x02],
    [{ paper: 'out', halted: true }, 'paperEnd', 0x08],
    [{ paper: 'nearEnd' }, 'paperNearEnd', 0x08],
  ] as const;
  for (const [trouble, bit, group] of troubles) {
    const status = automaticStatusOf({ ...calm, ...trouble });
    const read = readAutomaticStatus(Uint8Array.from(status));
    expect([read[bit], read.offline]).toEqual([true, 'halted' in trouble]);
    expect(toldPart(status, group)).not.toBe(toldPart(automaticStatusOf(calm), group));
  }
  expect(toldPart(automaticStatusOf({ ...calm, paper: 'nearEnd' }), 0x07)).toBe(
    toldPart(automaticStatusOf(calm), 0x07),
  );
});
