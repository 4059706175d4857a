// Bus ring: keeps the last minute of a wire, both ways, and no more.

import { expect, it } from 'vitest';
import { createBusRing } from '../../../hardware/transport/bus-ring.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createManualClock } from '../../support/manual-clock.ts';

it('E7 keeps what passed in the last minute in both directions, with its time, and forgets what is older', async () => {
  const clock = createManualClock();
  const ring = createBusRing(clock);
  const link = createMemoryLink({ clock });
  const transport = ring.around(link.transport);
  link.wire.onBytes(() => link.wire.send(Uint8Array.of(0x80, 0x01)));
  await transport.open();
  await transport.send(Uint8Array.of(0x8a));
  await clock.advance(30_000);
  await transport.send(Uint8Array.of(0x8b));
  await clock.advance(100);
  const bytes = () => ring.lastMinute().flatMap((piece) => (piece.is === 'bytes' ? `${piece.from} ${piece.hex}` : []));
  expect(bytes()).toEqual(['host 8a', 'device 8001', 'host 8b', 'device 8001']);
  expect(ring.lastMinute().map(({ ms }) => Math.round(ms / 1000))).toEqual([0, 0, 0, 30, 30]);
  await clock.advance(45_000);
  expect(bytes()).toEqual(['host 8b', 'device 8001']);
  await clock.advance(60_000);
  expect(ring.lastMinute()).toEqual([]);
});

it('keeps a bounded number, whatever chatters on the wire', async () => {
  const clock = createManualClock();
  const ring = createBusRing(clock);
  const transport = ring.around(createMemoryLink({ clock }).transport);
  await transport.open();
  for (let count = 0; count < 9_000; count += 1) await transport.send(Uint8Array.of(count % 256));
  const kept = ring.lastMinute();
  expect(kept).toHaveLength(4_000);
  expect(kept.at(-1)).toMatchObject({ is: 'bytes', hex: (8_999 % 256).toString(16), length: 1 });
});
