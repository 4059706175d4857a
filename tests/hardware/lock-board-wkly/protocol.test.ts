// The frames of the WKLY boards: published ones and any others.

import { describe, expect, it } from 'vitest';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import { decodeWkly } from '../../../hardware/drivers/lock-board-wkly/decode.ts';
import { encodeWkly } from '../../../hardware/drivers/lock-board-wkly/encode.ts';
import { encodeRequest, lookForAnswer } from '../../../hardware/drivers/lock-board-wkly/protocol.ts';
import { createLockBoardWklySimulator } from '../../../hardware/drivers/lock-board-wkly/simulator.ts';
import { bytesOf, describeLockCodec } from '../../support/lock-board-codec-suite.ts';

describeLockCodec('WKLY', {
  vectors: 'wkly-vectors.json',
  counts: { all: 16, invalid: 0 },
  neverMade: /^(open_all|open_many_.*)$/,
  lookForAnswer,
  decode: decodeWkly,
  encode: encodeWkly,
  createSimulator: createLockBoardWklySimulator,
});

describe('a frame', () => {
  const explained = (hex: string, from: 'host' | 'device' = 'device') => decodeWkly(bytesOf(hex), { from });

  it('tells the state of each channel, the first one first', () => {
    expect(explained('574B4C590E008400040001010087')).toMatchObject([
      { kind: 'contacts', board: 0, done: true, states: [false, true, true, false] },
    ]);
  });

  it('tells that the board failed, with or without a count', () => {
    expect(explained('574B4C590B0082FF01007E')).toMatchObject([{ kind: 'unlocked', channel: 1, done: false }]);
    expect(explained('574B4C59090084FF7B')).toMatchObject([{ kind: 'contacts', done: false, states: [] }]);
    expect(explained('574B4C590A0084FF0078')).toMatchObject([{ kind: 'contacts', done: false, states: [] }]);
  });

  it.each([
    ['a length that no frame has', '574B4C5907008401'],
    ['a count that its length does not bear out', '574B4C590E008400050001010086'],
    ['a state that is neither 00 nor 01', '574B4C590B008300010282'],
    ['a result that is neither 00 nor FF', '574B4C590B008205010084'],
    ['channel 0', '574B4C590A0085000187'],
    ['an unknown command', '574B4C590A0095010196'],
  ])('with %s is refused', (_, hex) => {
    expect(explained(hex)).toMatchObject([{ ok: false, problem: 'wrongValue' }]);
  });

  it('for channel 0 is no order', () => {
    expect(explained('574B4C590900820082', 'host')).toMatchObject([{ ok: false, problem: 'wrongValue' }]);
    for (const channel of channelsUpTo(255)) {
      const frame = encodeRequest({ ask: 'unlock', board: 3, channel });
      expect([frame.length, frame[6], frame[7]]).toEqual([9, 0x82, channel]);
    }
  });

  it('for a board that is no byte has no bytes', () => {
    for (const board of [-1, 256, 1.5]) expect(() => encodeRequest({ ask: 'queryAll', board })).toThrow(RangeError);
  });
});

describe('a wrong field', () => {
  it.each([
    [{ kind: 'unlock', board: 256, channel: 1 }, '"board" must be a whole number from 0 to 255, not 256'],
    [{ kind: 'unlock', board: 0, channel: 0 }, '"channel" must be a whole number from 1 to 255, not 0'],
    [
      { kind: 'contacts', board: 0, done: true },
      '"states" must be a list of up to 245 times true or false and is missing',
    ],
    [{ kind: 'report', board: 0, channel: 1, set: 1 }, '"set" must be true or false, not 1'],
    [{ kind: 'unlockTogether', board: 0, channels: [1] }, /one by one/],
  ])('%j: %s', (value, words) => {
    const made = encodeWkly(value);
    expect(made.ok ? 'made' : made.problem).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });
});
