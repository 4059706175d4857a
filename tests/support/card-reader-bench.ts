// A SAM reader and a simulated module on memory lines, with the time in our hands and everything told written down.

import type { Card, CardEvent } from '../../hardware/classes/card-reader.ts';
import type { DeviceState } from '../../hardware/classes/device.ts';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import { createScanner } from '../../hardware/drivers/card-reader-sam/frames.ts';
import { frameOverHid } from '../../hardware/drivers/card-reader-sam/hid-framing.ts';
import type { HidFraming } from '../../hardware/drivers/card-reader-sam/hid-reports.ts';
import { type CommandName, commandName, readCommand } from '../../hardware/drivers/card-reader-sam/protocol.ts';
import { deviceOverHid } from '../../hardware/drivers/card-reader-sam/simulated-hid.ts';
import {
  createSamReaderSimulator,
  type SamReaderSimulatorOptions,
} from '../../hardware/drivers/card-reader-sam/simulator.ts';
import { faultyWire } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { createLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { createManualClock } from './manual-clock.ts';

export interface CardReaderSetting extends Partial<SamReaderSimulatorOptions> {
  readonly seed?: number;
  readonly includeFingerprint?: boolean;
  /** Speeds at which the port can be opened; default 115,200 alone. */
  readonly lineSpeeds?: readonly [number, ...number[]];
  /** Carries reports instead of bytes. */
  readonly hid?: HidFraming;
}

const benches = new Set<() => Promise<void>>();

export async function stopBenches(): Promise<void> {
  for (const stop of [...benches]) await stop();
}

export async function startCardReader(setting: CardReaderSetting = {}) {
  const { seed = 1, includeFingerprint = false, lineSpeeds = [115_200], hid, ...options } = setting;
  const clock = createManualClock();
  const simulator = createSamReaderSimulator({ clock, random: seededRandom(seed), ...options });
  const ports = lineSpeeds.map((speed) => {
    const link = createMemoryLink({ clock, ...(hid === undefined ? { speed } : {}) });
    const wire = faultyWire(link.wire, { clock, random: seededRandom(seed) });
    simulator.attach(hid === undefined ? wire : deviceOverHid(wire, hid), speed);
    return { link, wire, transport: hid === undefined ? link.transport : frameOverHid(link.transport, hid) };
  });
  const [port, ...others] = ports;
  if (port === undefined) throw new Error('a reader needs a port');

  const logged: string[] = [];
  const sent: { name: CommandName | undefined; at: number; speed: number | undefined }[] = [];
  for (const { link } of ports) {
    listen(hid === undefined ? link.wire : deviceOverHid(link.wire, hid), (name) => {
      sent.push({ name, at: clock.monotonic(), speed: link.transport.speed });
    });
  }
  const reader = createSamCardReader({
    name: 'kioskReader',
    transport: port.transport,
    otherSpeeds: others.map(({ transport }): Transport => transport),
    clock,
    log: createLog((line) => logged.push(line), clock),
    random: () => 0.5,
    includeFingerprint,
  });
  const events: CardEvent[] = [];
  const states: DeviceState[] = [];
  reader.onCard((event) => events.push(event));
  reader.onState((state) => states.push(state));
  reader.start();
  const stop = async () => {
    benches.delete(stop);
    const stopped = reader.stop();
    await clock.advance(10_000);
    await stopped;
  };
  benches.add(stop);
  await clock.advance(500);
  return {
    clock,
    simulator,
    reader,
    events,
    states,
    sent,
    logged,
    link: port.link,
    wire: port.wire,
    seen: () => events.map((event) => event.is),
    commands: () => sent.map(({ name }) => name),
    async settled<Value>(promise: Promise<Value>): Promise<Value> {
      let isSettled = false;
      const mark = () => {
        isSettled = true;
      };
      promise.then(mark, mark);
      for (let waited = 0; !isSettled && waited < 60_000; waited += 20) await clock.advance(20);
      return promise;
    },
  };
}

function listen(wire: Wire, tell: (name: CommandName | undefined) => void): void {
  const scanner = createScanner('host');
  wire.onBytes((bytes) => {
    for (const piece of scanner.push(bytes)) {
      if (piece.is === 'frame') tell(commandName(readCommand(piece.body).code));
    }
  });
}

/** What is wrong with the order of events: seen, then read or failed, then removed, and so on. Undefined = nothing. */
export function wrongOrder(events: readonly CardEvent[]): string | undefined {
  const allowed = { seen: ['removed'], read: ['seen'], failed: ['seen'], removed: ['read', 'failed'] } as const;
  for (const [index, { is }] of events.entries()) {
    const before = events[index - 1]?.is ?? 'removed';
    if (!(allowed[is] as readonly string[]).includes(before)) return `${is} after ${before}`;
  }
  return undefined;
}

/** The cards that were read, in order. */
export function cardsRead(events: readonly CardEvent[]): readonly Card[] {
  return events.flatMap((event) => (event.is === 'read' ? [event.card] : []));
}
