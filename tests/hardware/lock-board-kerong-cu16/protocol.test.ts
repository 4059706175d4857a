// The frames of the Kerong CU16 boards: published ones, wrong ones, traps, and any others.

import { describe, expect, it } from 'vitest';
import { createAnswerDeframer } from '../../../hardware/boards/answer-line.ts';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import { decodeCu16 } from '../../../hardware/drivers/lock-board-kerong-cu16/decode.ts';
import { encodeCu16 } from '../../../hardware/drivers/lock-board-kerong-cu16/encode.ts';
import { encodeRequest, lookForAnswer } from '../../../hardware/drivers/lock-board-kerong-cu16/protocol.ts';
import { createLockBoardCu16Simulator } from '../../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { bytesOf, describeLockCodec } from '../../support/lock-board-codec-suite.ts';

describeLockCodec('Kerong CU16', {
  vectors: 'kerong-cu16-vectors.json',
  counts: { all: 33, invalid: 2 },
  neverMade: /^(get_all_.*|unlock_all_.*|set_delay_.*)$/,
  lookForAnswer,
  decode: decodeCu16,
  encode: encodeCu16,
  createSimulator: createLockBoardCu16Simulator,
});

const boards = new Map([[0, 16]]);

describe('a status', () => {
  it('is not cut short by five bytes in it that fit together, in one piece or in two', () => {
    const trap = '020035033a00000377';
    const status = {
      is: 'status',
      board: 0,
      ofAll: false,
      locks: bytesOf('033a'),
      items: bytesOf('0000'),
    };
    expect(createAnswerDeframer(lookForAnswer, boards).push(bytesOf(trap))).toEqual([status]);
    const deframer = createAnswerDeframer(lookForAnswer, boards);
    expect(deframer.push(bytesOf(trap.slice(0, 10)))).toEqual([]);
    expect(deframer.push(bytesOf(trap.slice(10)))).toEqual([status]);
  });

  it('stands behind a false start', () => {
    const deframer = createAnswerDeframer(lookForAnswer, boards);
    expect(deframer.push(bytesOf('02 10 35 02 00 35 FF FF 00 00 03 38'))).toMatchObject([{ is: 'status', board: 0 }]);
  });

  it('says which locks and which items', () => {
    expect(decodeCu16(bytesOf('020035FEFF01000338'))).toMatchObject([
      { kind: 'status', board: 0, locks: 'feff', items: '0100', itemsSet: [1] },
    ]);
    const [frame] = decodeCu16(bytesOf('020035FEFF01000338'));
    expect(frame).toMatchObject({ locksSet: Array.from({ length: 15 }, (_, place) => place + 2) });
  });

  it.each([
    ['from a lock instead of a board', '02 01 35 FF FF 00 00 03 39'],
    ['from all boards', '02 F0 35 FF FF 00 00 03 28'],
  ])('that comes %s is none', (_, hex) => {
    expect(decodeCu16(bytesOf(hex), { from: 'device' })).toMatchObject([{ ok: false, problem: 'wrongValue' }]);
  });
});

describe('an order', () => {
  it('for every board and lock has its own address byte, and none is for all', () => {
    const addresses = new Set<number | undefined>();
    for (let board = 0; board <= 9; board += 1) {
      for (const channel of channelsUpTo(16)) {
        const frame = encodeRequest({ ask: 'unlock', board, channel });
        expect([frame.length, frame[2]]).toEqual([5, 0x31]);
        addresses.add(frame[1]);
      }
    }
    expect(addresses.size).toBe(160);
    expect([...addresses].filter((address) => (address ?? 0) >= 0xa0)).toEqual([]);
  });

  it.each([
    [10, 1],
    [15, 1],
    [-1, 1],
    [0.5, 1],
    [0, 17],
  ])('for board %d, lock %d has no bytes', (board, lock) => {
    const channel = channelsUpTo(17)[lock - 1];
    if (channel === undefined) throw new Error('no channel');
    expect(() => encodeRequest({ ask: 'unlock', board, channel })).toThrow(RangeError);
  });
});

describe('a coil time', () => {
  it('is told in steps of 10 ms up to 3 s', () => {
    expect(toHex(encodeRequest({ ask: 'setCoilTime', board: 0, ms: 500 }))).toBe('0200370032036e');
    expect(toHex(encodeRequest({ ask: 'setCoilTime', board: 2, ms: 3_000 }))).toBe('022037012c0389');
    for (const ms of [0, 5, 505, 3_010, Number.NaN]) {
      expect(() => encodeRequest({ ask: 'setCoilTime', board: 0, ms })).toThrow(RangeError);
    }
  });

  it('that is asked for is told from one that is set', () => {
    const kinds = (hex: string) => decodeCu16(bytesOf(hex)).map((frame) => (frame.ok ? frame.kind : frame.problem));
    expect(kinds('020037033c')).toEqual(['coilTime']);
    expect(kinds('020037033c 0200370032036e')).toEqual(['coilTime', 'setCoilTime']);
    expect(kinds('02003703 3c037b')).toEqual(['setCoilTime']);
  });
});

describe('a wrong field', () => {
  it.each([
    [7, 'a frame is a JSON object such as {"kind": …}'],
    [{}, /^"kind" must be one of query, .* and is missing$/],
    [{ kind: 'toString' }, /^"kind" must be one of query, .*, not "toString"$/],
    [{ kind: 'unlock', channel: 1 }, '"board" must be a whole number from 0 to 9 and is missing'],
    [{ kind: 'unlock', board: 10, channel: 1 }, '"board" must be a whole number from 0 to 9, not 10'],
    [{ kind: 'unlock', board: 0, channel: 0 }, '"channel" must be a whole number from 1 to 16, not 0'],
    [{ kind: 'unlock', board: 0, channel: '1' }, '"channel" must be a whole number from 1 to 16, not "1"'],
    [{ kind: 'setCoilTime', board: 0, ms: 505 }, '"ms" must be a multiple of 10 from 10 to 3000, not 505'],
    [{ kind: 'status', board: 0, ofAll: 0 }, '"ofAll" must be true or false, not 0'],
    [{ kind: 'status', board: 0, ofAll: true, locks: 'ff' }, '"locks" must be 2 bytes in hex, not "ff"'],
    [{ kind: 'query', board: 0, channel: 1 }, '"channel" is no field of this frame'],
    [{ kind: 'query', board: 0, from: 'device' }, '"from" must be "host" in this frame, not "device"'],
  ])('%j: %s', (value, words) => {
    const made = encodeCu16(value);
    expect(made.ok ? 'made' : made.problem).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });
});
