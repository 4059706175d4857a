// The frames of the Kerong CU48 boards: published ones and any others.

import { describe, expect, it } from 'vitest';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import { decodeCu48 } from '../../../hardware/drivers/lock-board-kerong-cu48/decode.ts';
import { cu48Dialect } from '../../../hardware/drivers/lock-board-kerong-cu48/dialect.ts';
import { encodeCu48 } from '../../../hardware/drivers/lock-board-kerong-cu48/encode.ts';
import { encodeRequest, lookForAnswer } from '../../../hardware/drivers/lock-board-kerong-cu48/protocol.ts';
import { createLockBoardCu48Simulator } from '../../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { bytesOf, describeLockCodec } from '../../support/lock-board-codec-suite.ts';

describeLockCodec('Kerong CU48', {
  vectors: 'kerong-cu48-vectors.json',
  counts: { all: 15, invalid: 0 },
  neverMade: /^(get_status_all_.*|unlock_all_.*)$/,
  lookForAnswer,
  decode: decodeCu48,
  encode: encodeCu48,
  createSimulator: createLockBoardCu48Simulator,
});

describe('an answer', () => {
  it('says which locks and which items', () => {
    expect(decodeCu48(bytesOf('02000075010000000000010000000000037C'))).toMatchObject([
      { kind: 'status', board: 0, lock: 0, locksSet: [1], itemsSet: [1] },
    ]);
    expect(decodeCu48(bytesOf('02000075002000000000000000000000039A'))).toMatchObject([{ locksSet: [14] }]);
  });

  it('with the unexplained code 77 is no status', () => {
    const found = lookForAnswer(bytesOf('02000A770100000000000100000000000388'));
    if (found.is !== 'frame') throw new Error('no frame');
    expect(found.frame.is).toBe('unexplained');
    expect(cu48Dialect.queryAnswer(found.frame, 0)).toBeUndefined();
  });
});

function certainChannel(number: number) {
  const channel = channelsUpTo(number)[number - 1];
  if (channel === undefined) throw new Error('no channel');
  return channel;
}

describe('an order', () => {
  it('never carries the lock number or the address that mean all', () => {
    for (let board = 0; board <= 9; board += 1) {
      for (const channel of channelsUpTo(48)) {
        const frame = encodeRequest({ ask: 'unlock', board, channel });
        expect([frame.length, frame[1], frame[2], frame[3]]).toEqual([6, board, channel - 1, 0x61]);
      }
    }
  });

  it.each([
    [10, 1],
    [-1, 1],
    [0, 49],
  ])('for board %d, lock %d has no bytes', (board, lock) => {
    expect(() => encodeRequest({ ask: 'unlock', board, channel: certainChannel(lock) })).toThrow(RangeError);
  });

  it('of other programs is explained', () => {
    const explained = (hex: string) => decodeCu48(bytesOf(hex), { from: 'host' });
    expect(explained('02 0A 30 61 03 A0')).toMatchObject([{ kind: 'unlockAll', board: 'all' }]);
    expect(explained('02 0A 01 61 03 71')).toMatchObject([{ kind: 'unlockOnAll', channel: 2 }]);
    expect(explained('02 0A 00 60 03 6F')).toMatchObject([{ kind: 'queryAll', board: 'all' }]);
    expect(explained('02 0B 00 60 03 70')).toMatchObject([{ ok: false, problem: 'wrongValue' }]);
  });
});

describe('a wrong field', () => {
  it.each([
    [{ kind: 'unlock', board: 0, channel: 49 }, '"channel" must be a whole number from 1 to 48, not 49'],
    [{ kind: 'query', board: 'all' }, '"board" must be a whole number from 0 to 9, not "all"'],
    [{ kind: 'status', board: 0, lock: 49 }, '"lock" must be a whole number from 0 to 48, not 49'],
    [{ kind: 'status', board: 0, lock: 0, locks: '00' }, '"locks" must be 6 bytes in hex, not "00"'],
  ])('%j: %s', (value, words) => {
    const made = encodeCu48(value);
    expect(made.ok ? 'made' : made.problem).toBe(words);
  });
});
