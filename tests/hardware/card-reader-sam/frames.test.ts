// Frames: however the bytes are cut and whatever stands between, the same frames come out and no others.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCard, encodeCardText } from '../../../hardware/drivers/card-reader-sam/card.ts';
import { decodeIdCard } from '../../../hardware/drivers/card-reader-sam/decode.ts';
import {
  createDeframer,
  createScanner,
  encodeFrame,
  longestFrame,
} from '../../../hardware/drivers/card-reader-sam/frames.ts';
import {
  canAnswer,
  createReplyDeframer,
  encodeReply,
  type Reply,
  readCardBlocks,
  writeCardBlocks,
} from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { fromHex, joinBytes } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';
import { specimenCard } from '../../support/specimen-cards.ts';
import { anyCard } from './random-card.ts';

const hex = (text: string): Uint8Array => {
  const bytes = fromHex(text);
  if (!bytes.ok) throw new Error('not hex');
  return bytes.value;
};
const body = fc.uint8Array({ minLength: 3, maxLength: 60 });
const bodies = () => createDeframer('device', (frame) => frame);

/** Noise that holds no beginning of a frame. */
const noise = fc
  .uint8Array({ maxLength: 12 })
  .map((bytes) => bytes.map((byte) => (byte === 0xaa || byte === 0x96 ? 0 : byte)));

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.slice(certain(places[index], 'a cut'), end));
}

test('frames come out the same in one piece, in any pieces, and with noise between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(noise, body), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (parts, cuts) => {
        const stream = joinBytes(...parts.flatMap(([before, frame]) => [before, encodeFrame(frame)]));
        const deframer = bodies();
        expect(cutAt(stream, cuts).flatMap((piece) => deframer.push(piece))).toEqual(parts.map(([, frame]) => frame));
      },
    ),
  );
});

test('random bytes, rich in preambles, give the same frames in any pieces and never throw', () => {
  const bytes = fc
    .array(
      fc.oneof(
        fc.constantFrom(hex('aaaaaa9669'), hex('aaaa9669'), hex('0004'), hex('00009094')),
        fc.uint8Array({ maxLength: 9 }),
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => joinBytes(...parts));
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(), { maxLength: 20 }), (stream, cuts) => {
      const whole = bodies().push(stream);
      const deframer = bodies();
      expect(cutAt(stream, cuts).flatMap((piece) => deframer.push(piece))).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});

test('every byte is accounted for when a stream is told, to an unfinished frame at its end', () => {
  const parts = fc.array(fc.oneof(body.map(encodeFrame), noise), { maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.boolean(), (wholeParts, isCutOff) => {
      const stream = joinBytes(...wholeParts, isCutOff ? hex('aaaaaa96690009 000090') : hex(''));
      const scanner = createScanner('device');
      const pieces = [...scanner.push(stream), ...scanner.finish()];
      const sizes = pieces.map((piece) => piece.byteCount);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(stream.length);
      const last = pieces.at(-1);
      expect(last?.is === 'broken' && last.problem === 'incomplete').toBe(isCutOff);
    }),
  );
});

test('a 96 at the end of a broken frame is not counted twice', () => {
  const scanner = createScanner('device');
  expect([...scanner.push(hex('aaaaaa9669000096')), ...scanner.finish()]).toEqual([
    { is: 'broken', problem: 'length', byteCount: 8 },
  ]);
});

test('one wrong bit in a reply with a card never gives another card', () => {
  fc.assert(
    fc.property(anyCard, fc.nat(), fc.integer({ min: 0, max: 7 }), (card, place, bit) => {
      const frame = encodeReply(0x90, writeCardBlocks(encodeCardText(card), card.photo));
      const at = place % frame.length;
      frame[at] = (frame[at] ?? 0) ^ (1 << bit);
      for (const reply of createReplyDeframer().push(frame)) expect(readCard(reply)).toEqual(card);
    }),
  );
});

function readCard(reply: Reply) {
  if (!canAnswer('read', reply) || reply.status !== 0x90) return undefined;
  const blocks = readCardBlocks(reply.data);
  const card = blocks.ok ? decodeCard(blocks.value.text, blocks.value.photo) : blocks;
  return card.ok ? card.value : undefined;
}

test('noise of any length never makes a card, and what is kept stays bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 4 }), (pieces) => {
      const deframer = createReplyDeframer();
      for (const piece of pieces) for (const reply of deframer.push(piece)) expect(readCard(reply)).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('a head that promises the longest frame holds up at most that many bytes', () => {
  const frame = encodeReply(0x90);
  const deframer = createReplyDeframer();
  deframer.push(hex('aaaaaa9669090a'));
  let replies = 0;
  for (let sent = 0; sent < 2 * longestFrame; sent += frame.length) replies += deframer.push(frame).length;
  expect(replies).toBeGreaterThan(longestFrame / frame.length / 2);
});

test('after a silence, a frame that stood behind a broken head is found', () => {
  const deframer = createReplyDeframer();
  expect(deframer.push(joinBytes(hex('aaaaaa9669090a'), encodeReply(0x80)))).toEqual([]);
  expect(deframer.silence?.().map((reply) => reply.status)).toEqual([0x80]);
});

test('a frame inside a broken one is found', () => {
  const broken = encodeReply(0x90, joinBytes(encodeReply(0x80), Uint8Array.of(1, 2, 3)));
  broken[broken.length - 1] = 0x55;
  expect(
    createReplyDeframer()
      .push(broken)
      .map((reply) => reply.status),
  ).toEqual([0x80]);
});

test('lengths inside a reply must add up with the length of the reply', () => {
  const data = writeCardBlocks(encodeCardText(specimenCard.resident), specimenCard.resident.photo, new Uint8Array(512));
  expect(readCardBlocks(data)).toMatchObject({ ok: true });
  expect(readCardBlocks(data.slice(0, -1))).toMatchObject({ ok: false });
  const wrong = Uint8Array.from(data);
  wrong[4] = 4;
  expect(readCardBlocks(wrong)).toMatchObject({ ok: false });
  expect(decodeIdCard(encodeReply(0x90, wrong))).toMatchObject([{ ok: false, problem: 'data' }]);
  expect(readCardBlocks(new Uint8Array())).toMatchObject({ ok: false });
});

test('a late reply to another command is not taken for the answer', () => {
  const replyOf = (bytes: Uint8Array) => certain(createReplyDeframer().push(bytes)[0], 'a reply');
  const found = replyOf(encodeReply(0x9f, new Uint8Array(4)));
  const noCard = replyOf(encodeReply(0x80));
  const selected = replyOf(encodeReply(0x90, new Uint8Array(8)));
  const good = replyOf(encodeReply(0x90));
  expect([found, noCard, selected, good].map((reply) => canAnswer('find', reply))).toEqual([true, true, false, false]);
  expect([found, noCard, selected, good].map((reply) => canAnswer('selfTest', reply))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect([found, selected, good].map((reply) => canAnswer('select', reply))).toEqual([false, true, false]);
  expect([found, selected, good].map((reply) => canAnswer('read', reply))).toEqual([false, false, false]);
});
