// Choosing the device that the bench talks to: one of a site file, or one described on the command line.

import { readFileSync } from 'node:fs';
import { parseSite } from '../../contract/config.ts';
import { type DeviceConfig, deviceSchema, drivers } from '../../contract/devices.ts';
import { parseWith } from '../../contract/parse.ts';
import { UsageError } from '../usage.ts';
import { portFrom } from './port.ts';

export interface Choice {
  readonly site?: string | undefined;
  readonly device?: string | undefined;
  readonly driver?: string | undefined;
  readonly port?: string | undefined;
  /** `key=value`, value as JSON or as plain text. */
  readonly set?: readonly string[] | undefined;
}

export function chooseDevice(choice: Choice): DeviceConfig {
  if (choice.site !== undefined) return fromSite(choice.site, choice.device);
  if (choice.driver === undefined || choice.port === undefined)
    throw new UsageError('name the device: --site FILE --device NAME, or --driver DRIVER --port PORT');
  if (!isDriver(choice.driver)) throw new UsageError(`--driver is one of ${drivers.join(', ')}`);
  return described(choice.driver, choice.port, choice.set ?? []);
}

function isDriver(text: string): text is DeviceConfig['driver'] {
  return (drivers as readonly string[]).includes(text);
}

/** What a lone device needs said before it can be talked to, where the technician says nothing else. */
const assumed: Readonly<Partial<Record<DeviceConfig['driver'], Readonly<Record<string, unknown>>>>> = {
  'hall-door-modbus': {
    unit: 1,
    relay: 1,
    contact: { number: 1, closedWhen: 'on' },
    exitButton: { number: 2, pressedWhen: 'on' },
  },
};

function described(driver: DeviceConfig['driver'], port: string, set: readonly string[]): DeviceConfig {
  const isBoard = driver.startsWith('lock-board');
  const place = port.startsWith('ipp') ? { url: port } : { port: portFrom(port, driver) };
  const entry = {
    driver,
    ...place,
    ...(isBoard ? { name: 'bench', address: 1, channels: 16 } : {}),
    ...assumed[driver],
    ...Object.fromEntries(set.map(settingOf)),
  };
  const parsed = parseWith(deviceSchema, entry);
  if (!parsed.ok) throw new UsageError(`${driver}: ${parsed.problem.lines.join('; ')}`);
  return parsed.value;
}

function settingOf(text: string): readonly [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set takes key=value, not "${text}"`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    // Not JSON: plain text, e.g. feedback=openWhenSet.
    return [text.slice(0, at), value];
  }
}

function fromSite(file: string, name: string | undefined): DeviceConfig {
  const site = parseSite(readFileSync(file, 'utf8'));
  if (!site.ok) throw new UsageError(site.problem.lines.map((line) => `${file}: ${line}`).join('\n'));
  const { boards, ...others } = site.value.devices;
  const all = new Map<string, DeviceConfig>();
  for (const [key, device] of Object.entries(others)) if (device !== undefined) all.set(key, device);
  for (const board of boards) all.set(board.name, board);
  const device = all.get(name ?? '');
  if (device === undefined) throw new UsageError(`--device is one of ${[...all.keys()].join(', ')}`);
  return device;
}
