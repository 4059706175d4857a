// The count of cuts: two forms of the answer, one among bytes that look like it, and when a count is believed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  countTextRequest,
  createCountText,
} from '../../../hardware/drivers/receipt-printer-escpos/count-text.ts';
import { createCutCounter } from '../../../hardware/drivers/receipt-printer-escpos/cut-counter.ts';
import {
  createReplyDeframer,
  cutCountRequest,
  type Reply,
} from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import type { Line, LineRequest } from '../../../hardware/transport/line.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const codes = (text: string) => Uint8Array.from([...text].map((char) => char.charCodeAt(0)));

test('the questions are those of the reference', () => {
  expect(toHex(cutCountRequest)).toBe('1d673200b200');
  expect(toHex(countTextRequest)).toBe('1de2');
});

test.each([
  ['120', 120],
  ['2376 cuts', 2376],
  ['0', 0],
  ['', undefined],
  ['12 cm', undefined],
  ['-1', undefined],
  ['12345678901', undefined],
  ['1.5', undefined],
])('"%s" is a count of %s', (text, count) => {
  expect(countOf(text)).toBe(count);
});

describe('plain text of CUSTOM', () => {
  function asked() {
    const deframer = createReplyDeframer({ slipAtExitBit: false });
    deframer.expect?.(countTextRequest);
    return deframer;
  }

  test('is one answer, in whatever pieces it comes, though its digits look like statuses and heads of blocks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9_999_999 }), fc.integer({ min: 1, max: 12 }), (count, size) => {
        const deframer = asked();
        const bytes = codes(`${count} cuts`);
        const replies: Reply[] = [];
        for (let at = 0; at < bytes.length; at += size) replies.push(...deframer.push(bytes.subarray(at, at + size)));
        expect(replies).toEqual([{ is: 'information', text: `${count} cuts` }]);
        expect(deframer.push(Uint8Array.of(0x12))).toEqual([{ is: 'status', byte: 0x12 }]);
      }),
    );
  });

  test('is still known when it comes behind the next question, and that question gets its own answer', () => {
    const deframer = asked();
    deframer.reset();
    deframer.expect?.(Uint8Array.of(0x10, 0x04, 0x01));
    expect(deframer.push(codes('2376 cuts\x16'))).toEqual([
      { is: 'information', text: '2376 cuts' },
      { is: 'status', byte: 0x16 },
    ]);
  });

  test('a status that looks like a digit is given out when nothing follows, or something else', () => {
    const deframer = asked();
    expect(deframer.push(Uint8Array.of(0x32))).toEqual([]);
    expect(deframer.silence?.()).toEqual([{ is: 'status', byte: 0x32 }]);
    expect(deframer.push(Uint8Array.of(0x32, 0x16))).toEqual([
      { is: 'status', byte: 0x32 },
      { is: 'status', byte: 0x16 },
    ]);
  });

  test('nothing is held back where nobody asked', () => {
    expect(createReplyDeframer().push(codes('22'))).toHaveLength(2);
  });

  test('whatever comes, each byte is given out once or is part of the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes('0129 cuts\x12\x10'))), (bytes) => {
        const countText = createCountText();
        countText.expect(countTextRequest);
        const out: number[] = [];
        for (const byte of bytes) {
          const { text = '', rest } = countText.push(byte);
          out.push(...codes(text), ...rest);
        }
        expect([...out, ...countText.release()]).toEqual(bytes);
      }),
    );
  });
});

describe('a count is believed', () => {
  function counterOf(
    answers: readonly Result<number, 'noAnswer' | 'notSent'>[],
    request: Uint8Array | null = cutCountRequest,
  ) {
    const clock = createManualClock();
    const left = [...answers];
    let asked = 0;
    const line: Line<Reply> = {
      description: 'scripted',
      isOpen: () => true,
      onOpen: () => () => undefined,
      onUnasked: () => () => undefined,
      start: () => undefined,
      stop: async () => undefined,
      async request<Value>({ match }: LineRequest<Reply, Value>) {
        asked += 1;
        const answer = left.shift() ?? failed('noAnswer');
        if (!answer.ok) return answer;
        const value = match({ is: 'information', text: String(answer.value) });
        return value === undefined ? failed('noAnswer') : ok(value);
      },
    };
    return { clock, counter: createCutCounter(line, clock, request), asked: () => asked };
  }

  test('when it comes twice', async () => {
    expect(await counterOf([ok(7), ok(7)]).counter.read()).toBe(7);
    expect(await counterOf([ok(7), ok(9)]).counter.read()).toBeNull();
    expect(await counterOf([ok(7), failed('noAnswer')]).counter.read()).toBeNull();
  });

  test('never from a printer that has none', async () => {
    const { counter, asked } = counterOf([ok(7), ok(7)], null);
    expect([await counter.read(), asked()]).toEqual([null, 0]);
  });

  test('not while an answer is owed: that would be taken for the next one', async () => {
    const { counter, asked, clock } = counterOf([failed('noAnswer'), ok(8), ok(8), failed('noAnswer'), ok(9), ok(9)]);
    expect([await counter.read(), await counter.read(), asked()]).toEqual([null, null, 1]);
    counter.hear({ is: 'information', text: '7' });
    expect(await counter.read()).toBe(8);
    expect([await counter.read(), asked()]).toEqual([null, 4]);
    await clock.advance(60_000);
    expect(await counter.read()).toBe(9);
  });

  test('nothing is owed when nothing was sent', async () => {
    const { counter } = counterOf([failed('notSent'), ok(8), ok(8)]);
    expect([await counter.read(), await counter.read()]).toEqual([null, 8]);
  });
});
