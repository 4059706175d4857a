// The receive buffer of the simulated printer: whatever comes, it has an end, and what follows is printed again.

import { expect, test } from 'vitest';
import { createEscposSimulator } from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const mostBuffered = 131_080;
const clearBuffer = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
const slip = Uint8Array.from([0x1b, 0x40, 0x41, 0x42, 0x0a, 0x1d, 0x56, 0x42, 0x03]);

async function started() {
  const clock = createManualClock();
  const link = createMemoryLink({ clock });
  const simulator = createEscposSimulator({ clock, columns: 48 });
  simulator.attach(link.wire);
  await link.transport.open();
  const send = async (bytes: Uint8Array) => {
    await link.transport.send(bytes);
    await clock.advance(1);
  };
  return { clock, simulator, send };
}

test('does not wait for a picture that no slip could hold', async () => {
  const { clock, simulator, send } = await started();
  await send(Uint8Array.of(0x1d, 0x76, 0x30, 0x00, 0xff, 0xff, 0xff, 0xff));
  expect(simulator.bufferedBytes()).toBe(0);
  await send(slip);
  await clock.advance(5_000);
  expect(simulator.papers().map(textOf)).toEqual([['AB']]);
});

test('loses what comes while it stands still and its buffer is full, and prints again when that was cleared', async () => {
  const { clock, simulator, send } = await started();
  simulator.simulateOpenCover();
  for (let sent = 0; sent < 40; sent += 1) await send(new Uint8Array(10_000).fill(0x41));
  expect(simulator.bufferedBytes()).toBe(mostBuffered);
  await send(clearBuffer);
  expect(simulator.bufferedBytes()).toBe(0);
  simulator.simulateCloseCover();
  await send(slip);
  await clock.advance(5_000);
  expect(simulator.papers().map(textOf)).toEqual([['AB']]);
});

test('remembers only the last of the commands that it did not know', async () => {
  const { simulator, send } = await started();
  for (let sent = 0; sent < 3; sent += 1) await send(new Uint8Array(500).fill(0x01));
  expect(simulator.unknownCommands().length).toBe(1_000);
});
