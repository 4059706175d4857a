// The memory line and the faulty wire: what simulations stand on must itself be right.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultyWire, type WireFaults } from '../../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { joinBytes } from '../../../src/base/bytes.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { createManualClock } from '../../support/manual-clock.ts';

describe('memory line', () => {
  test('bytes take their time on the wire, one piece after the other', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock, speed: 9_600 });
    const arrived: number[] = [];
    link.wire.onBytes(() => arrived.push(clock.monotonic()));
    await link.transport.open();
    await link.transport.send(new Uint8Array(96));
    await link.transport.send(new Uint8Array(96));
    expect(arrived).toEqual([]);
    await clock.advance(1_000);
    expect(arrived).toEqual([100, 200]);
  });

  test('bytes on the way are lost when the line breaks', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock, speed: 9_600 });
    let heard = 0;
    link.wire.onBytes(() => {
      heard += 1;
    });
    await link.transport.open();
    await link.transport.send(new Uint8Array(96));
    link.unplug();
    link.replug();
    await link.transport.open();
    await clock.advance(1_000);
    expect(heard).toBe(0);
  });

  test('the sender may use its bytes again', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    const heard: Uint8Array[] = [];
    link.wire.onBytes((bytes) => heard.push(bytes));
    await link.transport.open();
    const bytes = Uint8Array.of(1);
    await link.transport.send(bytes);
    bytes[0] = 2;
    await clock.advance(1);
    expect(heard).toEqual([Uint8Array.of(1)]);
  });
});

describe('faulty wire', () => {
  async function sendAll(faults: WireFaults, replies: readonly Uint8Array[], seed = 1) {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    const wire = faultyWire(link.wire, { clock, random: seededRandom(seed) });
    Object.assign(wire.faults, faults);
    const received: Uint8Array[] = [];
    link.transport.onBytes((bytes) => received.push(bytes));
    await link.transport.open();
    for (const reply of replies) {
      wire.send(reply);
      await clock.advance(1_000);
    }
    return { received, clock, link, wire };
  }
  const one = Uint8Array.of(1, 2, 3, 4, 5);
  const other = Uint8Array.of(6, 7, 8);

  test('without faults it changes nothing', async () => {
    expect((await sendAll({}, [one, other])).received).toEqual([one, other]);
  });

  test('cuts into pieces that add up', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        async (bytes, size) => {
          const { received } = await sendAll({ pieceBytes: size }, [bytes]);
          expect(received.length).toBe(Math.ceil(bytes.length / size));
          expect(joinBytes(...received)).toEqual(bytes);
        },
      ),
      { numRuns: 30 },
    ));

  test('turns over one bit', async () => {
    const { received } = await sendAll({ flipBit: 1 }, [one]);
    const wrongBits = [...joinBytes(...received)].map((byte, place) =>
      (byte ^ (one[place] ?? 0)).toString(2).replaceAll('0', ''),
    );
    expect(wrongBits.join('')).toBe('1');
  });

  test('puts noise in front, swallows, repeats and glues', async () => {
    const noisy = joinBytes(...(await sendAll({ noise: 1 }, [one])).received);
    expect(noisy.length).toBeGreaterThan(one.length);
    expect(noisy.slice(-one.length)).toEqual(one);
    expect((await sendAll({ drop: 1 }, [one])).received).toEqual([]);
    expect((await sendAll({ repeat: 1 }, [one])).received).toEqual([one, one]);
    const { received, wire, clock } = await sendAll({ glue: 1 }, [one]);
    expect(received).toEqual([]);
    wire.faults.glue = 0;
    wire.send(other);
    await clock.advance(1);
    expect(received).toEqual([joinBytes(one, other)]);
  });

  test('keeps late replies back', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    const wire = faultyWire(link.wire, { clock, random: seededRandom(1) });
    const at: number[] = [];
    link.transport.onBytes(() => at.push(clock.monotonic()));
    await link.transport.open();
    wire.faults.delayMs = 700;
    wire.send(one);
    await clock.advance(1_000);
    expect(at).toEqual([700]);
  });

  test('echoes, and is dead both ways', async () => {
    const { received, link, wire, clock } = await sendAll({ echo: true }, []);
    const heard: Uint8Array[] = [];
    wire.onBytes((bytes) => heard.push(bytes));
    await link.transport.send(one);
    await clock.advance(5);
    expect([received, heard]).toEqual([[one], [one]]);
    wire.faults.dead = true;
    await link.transport.send(other);
    wire.send(other);
    await clock.advance(5);
    expect([received, heard]).toEqual([[one], [one]]);
  });

  test('the same seed spoils in the same way', async () => {
    const faults = { flipBit: 0.5, noise: 0.5, drop: 0.2, repeat: 0.3, glue: 0.2, pieceBytes: 2 };
    const replies = Array.from({ length: 20 }, () => one);
    const [first, second, third] = [
      await sendAll(faults, replies, 4),
      await sendAll(faults, replies, 4),
      await sendAll(faults, replies, 5),
    ];
    expect(second.received).toEqual(first.received);
    expect(third.received).not.toEqual(first.received);
  });
});
