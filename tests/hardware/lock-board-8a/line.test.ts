// Cutting what comes from 8A/80 boards into frames, in whatever pieces and with whatever noise it comes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import { createLock8aDeframer } from '../../../hardware/drivers/lock-board-8a/line.ts';
import {
  encodeContacts,
  encodeRequest,
  encodeSingle,
  type LockFrame,
} from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import { fromHex, joinBytes } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';

const boards = new Map([
  [1, 24],
  [2, 50],
]);
const channel1 = certain(channelsUpTo(1)[0], 'channel 1');
const askAll = encodeRequest({ ask: 'contacts', board: 1 });
const unlock = encodeRequest({ ask: 'unlock', board: 1, channel: channel1 });

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

function framesOf(asked: Uint8Array | undefined, ...pieces: readonly string[]): readonly LockFrame[] {
  const deframer = createLock8aDeframer({ boards });
  if (asked !== undefined) deframer.expect?.(asked);
  return pieces.flatMap((piece) => deframer.push(bytesOf(piece)));
}

const contacts = (hex: string, board = 1): LockFrame => ({ is: 'contacts', board, status: bytesOf(hex) });
const echo: LockFrame = { is: 'echo' };

describe('the deframer of the 8A line', () => {
  it('takes a query-all reply whole although its first five bytes are a reply to query-one', () => {
    expect(framesOf(askAll, '80010000813333')).toEqual([contacts('000081')]);
    expect(framesOf(askAll, '8001000081', '3333')).toEqual([contacts('000081')]);
  });

  it('takes the reply to query-one when that was asked', () => {
    const askOne = encodeRequest({ ask: 'contact', board: 1, channel: channel1 });
    const closed: LockFrame = { is: 'contact', board: 1, channel: channel1, shorted: true };
    expect(framesOf(askOne, '8001011191')).toEqual([closed]);
    expect(framesOf(askOne, '80010133b3', '8001011191')).toEqual([echo, closed]);
  });

  it('takes the echo of a request for what it is', () => {
    expect(framesOf(askAll, '80010033b2', '800100000033b2')).toEqual([echo, contacts('000000')]);
    expect(framesOf(askAll, '80010033b2800100000033b2')).toEqual([echo, contacts('000000')]);
    expect(framesOf(askAll, '80010033b28101011190800100000133b3')).toEqual([
      echo,
      { is: 'report', board: 1, channel: channel1, shorted: true },
      contacts('000001'),
    ]);
  });

  it('takes a reply that begins like the echo for a reply', () => {
    expect(framesOf(askAll, '80010033b23333')).toEqual([contacts('0033b2')]);
  });

  it('does not take an echo for the answer to an unlock once it knows that the adapter echoes', () => {
    const deframer = createLock8aDeframer({ boards });
    deframer.expect?.(askAll);
    deframer.push(bytesOf('80010033b2800100000033b2'));
    deframer.expect?.(unlock);
    expect(deframer.push(unlock)).toEqual([echo]);
    expect(deframer.push(unlock)).toEqual([{ is: 'pulsed', board: 1, channel: channel1, shorted: true }]);
  });

  it('forgets the echo when the adapter no longer gives one', () => {
    const deframer = createLock8aDeframer({ boards });
    deframer.expect?.(askAll);
    deframer.push(bytesOf('80010033b2800100000033b2'));
    deframer.expect?.(askAll);
    deframer.push(bytesOf('800100000033b2'));
    deframer.expect?.(unlock);
    expect(deframer.push(unlock)).toEqual([{ is: 'pulsed', board: 1, channel: channel1, shorted: true }]);
  });

  it('waits for all status bytes of a board whose channels need them', () => {
    const ask = encodeRequest({ ask: 'contacts', board: 2 });
    const whole = encodeContacts({ board: 2, status: bytesOf('00000033b1aa01') });
    const deframer = createLock8aDeframer({ boards });
    deframer.expect?.(ask);
    expect(deframer.push(whole.subarray(0, 7))).toEqual([]);
    expect(deframer.push(whole.subarray(7))).toEqual([contacts('00000033b1aa01', 2)]);
  });

  it('lets out a frame that stood behind a false start when the line falls silent', () => {
    const deframer = createLock8aDeframer({ boards });
    deframer.expect?.(askAll);
    expect(deframer.push(bytesOf('80 01 05 80 01 00 00 01 33 b3'))).toEqual([]);
    expect(deframer.silence?.()).toEqual([contacts('000001')]);
  });

  it('ignores boards that are not on its line and frames with a wrong checksum', () => {
    expect(framesOf(askAll, '800300000033b0', '8101011191', '8a0100008b')).toEqual([]);
  });

  const report = fc
    .record({
      board: fc.constantFrom(1, 2),
      channel: fc.constantFrom(...channelsUpTo(24)),
      shorted: fc.boolean(),
      newerReport: fc.boolean(),
    })
    .map(({ newerReport, ...rest }) => {
      const frame = { is: 'report', ...rest } as const;
      return { frame, bytes: encodeSingle(frame, { newerReport }) };
    });
  const reply = fc.uint8Array({ minLength: 3, maxLength: 3 }).map((status) => {
    const frame = { is: 'contacts', board: 1, status } as const;
    return { frame, bytes: encodeContacts(frame) };
  });

  it('finds the same frames in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(report),
        reply,
        fc.array(report),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (before, all, after, sizes) => {
          const sent = [...before, all, ...after];
          const deframer = createLock8aDeframer({ boards });
          deframer.expect?.(askAll);
          let rest = joinBytes(...sent.map(({ bytes }) => bytes));
          const frames: LockFrame[] = [];
          for (const size of sizes) {
            frames.push(...deframer.push(rest.subarray(0, size)));
            rest = rest.subarray(size);
            if (rest.length === 0) break;
          }
          expect(frames).toEqual(sent.map(({ frame }) => frame));
        },
      ),
    );
  });

  it('finds the next good frame after any noise and a silence, and keeps at most one unfinished frame', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), reply, (noise, all) => {
        const deframer = createLock8aDeframer({ boards });
        deframer.expect?.(askAll);
        for (const piece of noise) deframer.push(piece);
        deframer.silence?.();
        deframer.reset();
        deframer.expect?.(askAll);
        expect(deframer.push(all.bytes)).toEqual([all.frame]);
      }),
    );
  });
});
