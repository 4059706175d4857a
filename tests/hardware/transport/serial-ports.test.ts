// A port by the identity of its adapter: the right one wherever it is plugged in, and none when nobody can tell.

import { describe, expect, test } from 'vitest';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import {
  describeUsb,
  findPort,
  type SerialPortEntry,
  type UsbIdentity,
} from '../../../hardware/transport/serial-ports.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { createLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { hasSocat, startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { createEar } from '../../support/transport-suite.ts';
import { until } from '../../support/until.ts';

const clock = systemClock;
const adapter: UsbIdentity = { vendorId: '0403', productId: '6001', serialNumber: 'A1' };

function entry(path: string, usb: UsbIdentity | null): SerialPortEntry {
  return { path, manufacturer: null, usb };
}

describe('choosing', () => {
  const onBoard = entry('/dev/ttyS0', null);
  const one = entry('/dev/ttyUSB0', adapter);
  const other = entry('/dev/ttyUSB1', { ...adapter, serialNumber: 'A2' });
  const plain = entry('/dev/ttyUSB2', { vendorId: '1A86', productId: '7523' });

  test.each([
    ['the only one of its kind', { vendorId: '1a86', productId: '7523' }, ok(plain)],
    ['the one with that serial number', { ...adapter, serialNumber: 'A2' }, ok(other)],
    ['none that is not there', { vendorId: '067b', productId: '2303' }, failed({ is: 'none' })],
    ['none with another serial number', { ...adapter, serialNumber: 'A3' }, failed({ is: 'none' })],
    ['none with no serial number where one is wanted', { ...plain.usb, serialNumber: 'A1' }, failed({ is: 'none' })],
    [
      'none of two of the same kind',
      { vendorId: '0403', productId: '6001' },
      failed({ is: 'several', paths: ['/dev/ttyUSB0', '/dev/ttyUSB1'] }),
    ],
  ] as const)('%s', (_, wanted, expected) => {
    expect(findPort([onBoard, one, other, plain], { vendorId: '', productId: '', ...wanted })).toEqual(expected);
  });

  test('is described by what is plugged in', () => {
    expect(describeUsb({ vendorId: '1A86', productId: '7523' })).toBe('usb 1a86:7523');
    expect(createSerialTransport({ usb: adapter, speed: 9600, clock }).description).toBe(
      'serial usb 0403:6001 A1 9600',
    );
  });
});

describe('opening', () => {
  function opener(listPorts: () => Promise<readonly SerialPortEntry[]>, usb: UsbIdentity = adapter) {
    const lines: string[] = [];
    const log = createLog((line) => lines.push(line), clock);
    return { lines, transport: createSerialTransport({ usb, speed: 9600, clock, log, listPorts }) };
  }

  test('of two that cannot be told apart opens neither, and names both once', async () => {
    const ports = ['/dev/ttyUSB0', '/dev/ttyUSB1'].map((path) => entry(path, adapter));
    const { lines, transport } = opener(async () => ports, { vendorId: '0403', productId: '6001' });
    expect(await transport.open()).toEqual(failed('notFound'));
    expect(await transport.open()).toEqual(failed('notFound'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('/dev/ttyUSB0 and /dev/ttyUSB1');
  });

  test('fails as not found when nothing is plugged in or ports cannot be listed, each told once', async () => {
    let broken = false;
    const { lines, transport } = opener(async () => {
      if (broken) throw new Error('no udevadm here');
      return [];
    });
    for (const isBroken of [false, false, true, true]) {
      broken = isBroken;
      expect(await transport.open()).toEqual(failed('notFound'));
    }
    expect(lines.map((line) => JSON.parse(line).why)).toEqual([
      'no such adapter is plugged in',
      'ports cannot be listed: no udevadm here',
    ]);
  });

  test.skipIf(!hasSocat)('finds the adapter again under another name (needs socat)', async () => {
    const [left, right] = await Promise.all([startPseudoTerminal(), startPseudoTerminal()]);
    let plugged = left;
    const { transport } = opener(async () => [entry(plugged.computerPath, adapter)]);
    for (const line of [left, right]) {
      plugged = line;
      const ear = createEar();
      const device = await openSerialWire({ path: line.devicePath, speed: 9600 });
      ear.listen(device.wire);
      expect(await transport.open()).toEqual(ok());
      await transport.send(Uint8Array.of(7));
      await until(() => ear.heard().length === 1, 'the byte at the device');
      await line.cut();
      await until(() => !transport.isOpen(), 'the pulled plug to be seen');
      await device.close();
    }
    await transport.close();
    await Promise.all([left.kill(), right.kill()]);
  });
});
