// Acts of the bench: what a technician does with one device, and what is told of it.

import type { CardReader } from '../../../hardware/classes/card-reader.ts';
import type { CodeScanner } from '../../../hardware/classes/code-scanner.ts';
import type { Device, DeviceState } from '../../../hardware/classes/device.ts';
import { channelOf, type LockBoard } from '../../../hardware/classes/lock-board.ts';
import { maskedCard } from '../../../hardware/drivers/card-reader-sam/decode.ts';
import type { BenchDevice } from '../../../hardware/registry/bench.ts';
import { type Clock, pause } from '../../base/clock.ts';
import type { Undo } from '../../base/undo.ts';
import { testDocument, testSlip } from '../../documents/test-page.ts';
import { UsageError } from '../usage.ts';

export interface Act {
  readonly bench: BenchDevice;
  readonly clock: Clock;
  /** One line, plain JSON. */
  readonly tell: (line: Readonly<Record<string, unknown>>) => void;
  readonly waitMs: number;
  readonly unmasked: boolean;
}

const stepMs = 20;
/** Three polls of the slowest device. */
const settleMs = 5_000;
/** A sound lock opens within 100 ms; one that does not within this time is jammed. */
const openingMs = 3_000;

async function until(clock: Clock, ms: number, condition: () => boolean): Promise<boolean> {
  const end = clock.monotonic() + ms;
  while (!condition() && clock.monotonic() < end) await pause(clock, stepMs);
  return condition();
}

function works(state: DeviceState): boolean {
  return state.is === 'ready' || state.is === 'low';
}

/** True when the device said how it is. */
function settled(device: Device, clock: Clock): Promise<boolean> {
  return until(clock, settleMs, () => device.state().is !== 'unknown' && device.state().is !== 'offline');
}

export async function status({ bench, clock, tell }: Act): Promise<boolean> {
  const { device } = bench;
  await settled(device, clock);
  tell({ device: device.description, state: device.state(), ...readings(bench) });
  return works(device.state());
}

function readings(bench: BenchDevice): Readonly<Record<string, unknown>> {
  switch (bench.is) {
    case 'lockBoard':
      return { doors: Object.fromEntries(bench.device.channels.map((each) => [each, bench.device.door(each)])) };
    case 'hallDoor':
      return { inputs: bench.device.inputs() };
    case 'powerSupply':
      return { power: bench.device.power() };
    case 'cardReader':
    case 'codeScanner':
    case 'receiptPrinter':
    case 'documentPrinter':
      return {};
  }
}

export async function test({ bench, clock, tell }: Act): Promise<boolean> {
  await settled(bench.device, clock);
  const result = await bench.device.test();
  tell({ device: bench.device.description, ...result });
  return result.passed;
}

/** Tells every change until the time is over. */
export async function watch({ bench, clock, tell, waitMs, unmasked }: Act): Promise<boolean> {
  const from = clock.monotonic();
  const stamped = (line: Readonly<Record<string, unknown>>) =>
    tell({ ms: Math.round(clock.monotonic() - from), ...line });
  const undo: Undo[] = [bench.device.onState((state) => stamped({ state }))];
  if (bench.is === 'lockBoard') undo.push(bench.device.onDoor(({ channel, reads }) => stamped({ channel, reads })));
  if (bench.is === 'hallDoor') undo.push(bench.device.onInputs((inputs) => stamped({ inputs })));
  if (bench.is === 'cardReader') {
    undo.push(
      bench.device.onCard((event) => stamped(event.is === 'read' ? { card: maskedCard(event.card, unmasked) } : event)),
    );
  }
  if (bench.is === 'powerSupply') undo.push(bench.device.onPower((power) => stamped({ power })));
  await pause(clock, waitMs);
  for (const end of undo) end();
  return true;
}

/** Waits for a card or a code and tells what it says, masked unless asked otherwise. */
export async function read(act: Act): Promise<boolean> {
  if (act.bench.is === 'cardReader') return readCard(act, act.bench.device);
  if (act.bench.is === 'codeScanner') return readCode(act, act.bench.device);
  throw new UsageError('only a card reader or a code scanner reads');
}

async function readCard({ clock, tell, waitMs, unmasked }: Act, reader: CardReader): Promise<boolean> {
  let outcome: Readonly<Record<string, unknown>> | undefined;
  const undo = reader.onCard((event) => {
    if (event.is === 'read') outcome = { card: maskedCard(event.card, unmasked) };
    else if (event.is === 'failed') outcome = { failed: event.why };
  });
  await until(clock, waitMs, () => outcome !== undefined);
  undo();
  tell(outcome ?? { failed: 'noCard', state: reader.state() });
  return outcome !== undefined && 'card' in outcome;
}

async function readCode({ clock, tell, waitMs, unmasked }: Act, scanner: CodeScanner): Promise<boolean> {
  let outcome: Readonly<Record<string, unknown>> | undefined;
  const undo = scanner.onCode(({ text, symbology }) => {
    outcome = { code: unmasked ? text : `${text.length} characters`, symbology };
  });
  const lookMs = Math.min(Math.max(waitMs, 1_000), 60_000);
  // A scanner that cannot be asked how it is says nothing while its line opens: it is told to look until it can be.
  const end = clock.monotonic() + settleMs;
  let armed = await scanner.arm(lookMs);
  while (!armed.ok && armed.problem === 'notSent' && clock.monotonic() < end) {
    await pause(clock, stepMs);
    armed = await scanner.arm(lookMs);
  }
  if (armed.ok) await until(clock, waitMs, () => outcome !== undefined);
  undo();
  tell(outcome ?? { failed: armed.ok ? 'noCode' : armed.problem, state: scanner.state() });
  return outcome !== undefined;
}

/** Fires one lock, or releases the hall door, once; what counts is what the sensor says afterwards. */
export async function open(act: Act, numberText: string | undefined): Promise<boolean> {
  const { bench, clock } = act;
  if (bench.is === 'hallDoor') return releaseDoor(act, bench);
  if (bench.is !== 'lockBoard') throw new UsageError('only a lock board or a hall door opens');
  const channel = channelOf(Number(numberText));
  if (!channel.ok || !bench.device.channels.includes(channel.value))
    throw new UsageError(`open takes a channel from 1 to ${bench.device.channels.length}`);
  await settled(bench.device, clock);
  return openLock(act, bench.device, channel.value);
}

async function openLock(
  { clock, tell }: Act,
  board: LockBoard,
  channel: LockBoard['channels'][number],
): Promise<boolean> {
  const before = board.door(channel);
  const from = clock.monotonic();
  const order = await board.pulse(channel);
  if (!order.ok) {
    tell({ channel, before, order: order.problem, state: board.state() });
    return false;
  }
  const opened = await until(clock, openingMs, () => board.door(channel) === 'open');
  const seen = opened && before !== 'open' ? { openSeenAfterMs: Math.round(clock.monotonic() - from) } : {};
  tell({ channel, before, acknowledged: order.value.acknowledged, reads: board.door(channel), ...seen });
  return opened;
}

async function releaseDoor(
  { clock, tell }: Act,
  { device, releaseMs }: Extract<BenchDevice, { readonly is: 'hallDoor' }>,
): Promise<boolean> {
  await settled(device, clock);
  const order = await device.release(releaseMs);
  tell(order.ok ? { released: releaseMs, ...order.value } : { order: order.problem, state: device.state() });
  if (!order.ok) return false;
  await until(clock, releaseMs, () => device.inputs().contact === 'open');
  tell({ inputs: device.inputs() });
  return true;
}

export async function printTest({ bench, clock, tell }: Act): Promise<boolean> {
  if (bench.is !== 'receiptPrinter' && bench.is !== 'documentPrinter') throw new UsageError('only a printer prints');
  await settled(bench.device, clock);
  const at = clock.now();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const page = { job: `test-${at.toString(36)}`, printer: bench.device.description, at, timeZone };
  if (bench.is === 'receiptPrinter') {
    const outcome = await bench.device.print(testSlip(page), {
      mayStart(mark) {
        tell({ before: mark });
        return true;
      },
      // A printer that stands still waits for the technician.
      onProgress: (progress) => tell({ progress }),
    });
    tell({ outcome });
    return outcome.is === 'printed';
  }
  const made = await testDocument(page);
  if (!made.ok) throw new Error('the test page has a character that the font lacks');
  const outcome = await bench.device.print({ job: page.job, ...made.value });
  tell({ outcome });
  return outcome.is === 'printed';
}
