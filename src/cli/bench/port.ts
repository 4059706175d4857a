// Port: how a technician writes down where a device is plugged in.

import { usualSpeeds } from '../../../hardware/registry/bench.ts';
import type { DeviceConfig } from '../../contract/devices.ts';
import { UsageError } from '../usage.ts';

export const portForms = `PORT: serial:/dev/ttyUSB0[@SPEED]  usb:1a86:7523[:SERIAL][@SPEED]  tcp:HOST:PORT  hid:2b8b:2721[:SERIAL]  ipp://HOST/ipp/print`;

/** A port as the site file has it; the speed that a driver usually has stands in for a missing one. */
export function portFrom(text: string, driver: DeviceConfig['driver'] | undefined): Readonly<Record<string, unknown>> {
  const usual = driver === undefined ? 9_600 : (usualSpeeds[driver] ?? 9_600);
  const [, kind = '', rest = ''] = /^(serial|usb|tcp|hid):(.+)$/.exec(text) ?? [];
  const [, place = rest, speed = String(usual)] = /^(.*)@(\d+)$/.exec(rest) ?? [];
  const parts = place.split(':');
  switch (kind) {
    case 'serial':
      return { kind, path: place, speed: Number(speed) };
    case 'usb':
      return { kind: 'usbSerial', ...identity(parts), speed: Number(speed) };
    case 'hid':
      return { kind, ...identity(parts) };
    case 'tcp':
      return { kind, host: parts.slice(0, -1).join(':'), port: Number(parts.at(-1)) };
    default:
      throw new UsageError(`"${text}" is no port. ${portForms}`);
  }
}

function identity([vendorId = '', productId = '', serialNumber]: readonly string[]) {
  return {
    vendorId: vendorId.toLowerCase(),
    productId: productId.toLowerCase(),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}
