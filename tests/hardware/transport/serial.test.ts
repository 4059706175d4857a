// Serial ports as they really fail: missing, held by another, and stuck.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createLine } from '../../../hardware/transport/line.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { hasSocat, type PseudoTerminal, startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { createEar } from '../../support/transport-suite.ts';
import { until } from '../../support/until.ts';

const clock = systemClock;

test('a path that does not exist, and a file that is no port, are not found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-port-'));
  const missing = createSerialTransport({ path: join(folder, 'missing'), speed: 9600, clock });
  expect(await missing.open()).toEqual(failed('notFound'));
  expect(await missing.send(Uint8Array.of(1))).toEqual(failed('notOpen'));
  await writeFile(join(folder, 'file'), '');
  const file = createSerialTransport({ path: join(folder, 'file'), speed: 9600, clock });
  expect(await file.open()).toEqual(failed('notFound'));
  await expect(openSerialWire({ path: join(folder, 'missing'), speed: 9600 })).rejects.toThrow('notFound');
  await rm(folder, { recursive: true });
});

describe.skipIf(!hasSocat)('with socat (skipped where it is not installed)', () => {
  let line: PseudoTerminal | undefined;
  afterEach(async () => {
    await line?.kill();
    line = undefined;
  });

  test('a port that another program holds is in use, and free again when that one has closed it', async () => {
    line = await startPseudoTerminal();
    const options = { path: line.computerPath, speed: 9600, parity: 'even', clock } as const;
    const first = createSerialTransport(options);
    const second = createSerialTransport(options);
    expect(await first.open()).toEqual(ok());
    expect(await second.open()).toEqual(failed('inUse'));
    await first.close();
    expect(await second.open()).toEqual(ok());
    await second.close();
  });

  test('a line on it is told of a hang-up and is back by itself, each time', async () => {
    line = await startPseudoTerminal();
    const transport = createSerialTransport({ path: line.computerPath, speed: 9600, clock });
    const openings: boolean[] = [];
    const served = createLine({
      transport,
      deframer: { push: () => [], reset: () => undefined },
      clock,
      log: silentLog,
      random: () => 0.5,
      quietMs: 5,
      gapMs: 50,
    });
    served.onOpen((open) => openings.push(open));
    served.start();
    for (let times = 1; times <= 3; times += 1) {
      await until(() => openings.length === 2 * times - 1, 'the line to be open');
      await line.cut();
      await until(() => openings.length === 2 * times, 'the hang-up to be told');
      await line.restart();
    }
    await until(() => openings.length === 7, 'the line to be open');
    await served.stop();
    expect(openings).toEqual([true, false, true, false, true, false, true, false]);
  });

  test('bytes that nobody takes make it stuck: it closes, and they never leave later', async () => {
    line = await startPseudoTerminal();
    const ear = createEar();
    const device = await openSerialWire({ path: line.devicePath, speed: 115_200 });
    ear.listen(device.wire);
    const transport = createSerialTransport({ path: line.computerPath, speed: 115_200, clock });
    let closings = 0;
    transport.onClosed(() => {
      closings += 1;
    });
    await transport.open();
    line.freeze();
    const long = transport.send(new Uint8Array(20_000).fill(0xee));
    const behind = transport.send(Uint8Array.of(0xef));
    expect(await Promise.all([long, behind])).toEqual([failed('stuck'), failed('stuck')]);
    expect(transport.isOpen()).toBe(false);
    expect(await transport.send(Uint8Array.of(0xf0))).toEqual(failed('notOpen'));
    await transport.close();
    line.thaw();
    expect(await transport.open()).toEqual(ok());
    await transport.send(Uint8Array.of(7));
    await until(() => ear.heard().includes(7), 'the byte after the reopening');
    // What the far end of a pseudo-terminal already holds (4 KB) had left before; nothing of the rest ever does.
    expect(ear.heard().length).toBeLessThanOrEqual(4_096);
    expect([...ear.heard()].filter((byte) => byte !== 0xee)).toEqual([7]);
    expect(closings).toBe(1);
    await transport.close();
    await device.close();
  });
});
