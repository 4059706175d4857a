// Paper to bytes: what is sent, what is never sent, and that nothing is wider than the roll.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, plainText, printable } from '../../../hardware/drivers/receipt-printer-escpos/characters.ts';
import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { layOut, wrap } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { createRealtimeFilter } from '../../../hardware/drivers/receipt-printer-escpos/realtime.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import type { Paper, PaperBlock } from '../../../src/base/paper.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { commandsOf, linesOf, rowsOf } from './slip-reader.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/receipt-printer-vectors.json', import.meta.url), 'utf8'),
);
const byPaper = { by: 'paperRequest' } as const;

function encode(blocks: readonly PaperBlock[], columns: 48 | 32 = 48): Uint8Array {
  const slip = encodeSlip({ job: 'j', blocks }, { columns, proof: byPaper });
  if (!slip.ok) throw new Error(slip.problem);
  return slip.value.bytes;
}

describe('characters', () => {
  test.each<[string, string, string]>(
    vectors.chars.map((row: { char: string; gb18030_2005: string; sendAs: string }) => [
      row.char,
      row.gb18030_2005,
      row.sendAs,
    ]),
  )('%s (%s) goes as %s', (char, hex, sendAs) => {
    const sent = printable(plainText(char));
    if (sendAs === 'raster') expect(sent).toBeUndefined();
    else if (sendAs === 'text') expect(toHex(sent?.bytes ?? new Uint8Array())).toBe(hex);
    else expect(toHex(sent?.bytes ?? new Uint8Array())).toBe('a3a4');
  });

  test('a slip with a character that the printer lacks is refused whole', () => {
    const paper: Paper = {
      job: 'j',
      blocks: [
        { is: 'text', text: '姓名' },
        { is: 'field', label: '姓名', value: '𠮷' },
      ],
    };
    expect(encodeSlip(paper, { columns: 48, proof: byPaper })).toEqual(failed('noGlyph'));
  });

  test('commands hidden in text are words, not commands', () => {
    const bytes = encode([{ is: 'text', text: '\u001b@\u001dV\u0000\u0010\u0004\u0001张\u007f\u0085三\u200b\u202e' }]);
    expect(linesOf(rowsOf(bytes, 48))).toEqual(['@V张三']);
    expect(commandsOf(bytes).filter((command) => command.is === 'cut')).toHaveLength(1);
    expect(commandsOf(bytes).filter((command) => command.is === 'initialise')).toHaveLength(1);
  });
});

describe('a slip', () => {
  test('has the commands of the reference, in the order that works', () => {
    const bytes = encode([
      { is: 'text', text: '回执', align: 'centre', bold: true, size: 2 },
      { is: 'field', label: '金额', value: '¥20.00' },
      { is: 'space', lines: 1 },
    ]);
    const { init, chineseOn, alignCenter, boldOn, size2x2_ascii_and_kanji, kanjiDoubleWidthHeight } = vectors.commands;
    expect(toHex(bytes)).toBe(
      `${init}1d6100${chineseOn}${alignCenter}${boldOn}${size2x2_ascii_and_kanji}${kanjiDoubleWidthHeight}bbd8d6b40a` +
        `1b61001b45001d21001c2100bdf0b6ee${'20'.repeat(37)}a3a432302e30300a1b6401` +
        '1d5642031d7201',
    );
  });

  test('a QR code has the bytes of the reference', () => {
    const text = vectors.receipt.qr;
    expect(toHex(encode([{ is: 'qr', text }]))).toContain(vectors.commands.qr.slice(0, 62));
    expect(toHex(encode([{ is: 'qr', text }]))).toContain(Buffer.from(text).toString('hex'));
  });

  test('process ids stand before and behind the cut', () => {
    const proof = { by: 'processId', beforeCut: '0001', afterCut: '0002' } as const;
    const slip = encodeSlip({ job: 'j', blocks: [] }, { columns: 48, proof });
    expect(slip.ok && toHex(slip.value.bytes)).toBe(
      '1b401d61001c261d284806003030303030311d5642031d28480600303030303032',
    );
  });

  test('a QR text that is empty or too long is refused', () => {
    for (const text of ['', '\n', 'x'.repeat(301)])
      expect(encodeSlip({ job: 'j', blocks: [{ is: 'qr', text }] }, { columns: 32, proof: byPaper })).toEqual(
        failed('qrText'),
      );
  });

  test('the receipt of the reference, made elsewhere, reads back word for word', () => {
    const hex = fromHex(vectors.receipt.hex);
    const rows = rowsOf(hex.ok ? hex.value : new Uint8Array(), 48);
    expect(linesOf(rows)).toEqual(vectors.receipt.lines);
    expect(rows.find((row) => row.is === 'qr')).toMatchObject({ text: vectors.receipt.qr, level: 'M', dots: 6 });
  });
});

describe('layout', () => {
  test.each([
    ['a short value stands at the right edge', '金额', '￥20.00', ['金额                     ￥20.00']],
    [
      'a long value wraps below itself',
      '事项',
      '居民身份证到期换领（含加急办理与邮寄送达服务）',
      ['事项 居民身份证到期换领（含加急', '     办理与邮寄送达服务）'],
    ],
    [
      'a value too narrow for its column goes below the label',
      '统一社会信用代码或其他登记号码',
      '91350100M000100Y43',
      ['统一社会信用代码或其他登记号码', '  91350100M000100Y43'],
    ],
  ])('field: %s', (_, label, value, lines) => {
    const rows = layOut({ job: 'j', blocks: [{ is: 'field', label, value }] }, 32);
    expect(rows.ok && rows.value.map((row) => (row.is === 'text' ? row.text : ''))).toEqual(lines);
  });

  test('no line begins with a comma or full stop, and words stay whole', () => {
    expect(wrap('请携带有效证件到窗口办理，谢谢。', 24)).toEqual(['请携带有效证件到窗口办', '理，谢谢。']);
    expect(wrap('Please bring your identity card', 16)).toEqual(['Please bring', 'your identity', 'card']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('the printer never has to break a line by itself, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'政务服务大厅自助终端，。（）《》abc 123 ABC-_/.,;:()￥·—…'),
      maxLength: 120,
    });
    const block: fc.Arbitrary<PaperBlock> = fc.oneof(
      fc.record({
        is: fc.constant('text' as const),
        text,
        align: fc.constantFrom('left', 'centre', 'right'),
        bold: fc.boolean(),
        size: fc.constantFrom(1 as const, 2 as const),
      }),
      fc.record({ is: fc.constant('field' as const), label: text, value: text }),
      fc.constant({ is: 'rule' as const }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), fc.constantFrom(48 as const, 32 as const), (blocks, columns) => {
        const rows = rowsOf(encode(blocks, columns), columns);
        expect(rows.filter((row) => row.is === 'text' && row.wrapped)).toEqual([]);
        const laid = layOut({ job: 'j', blocks }, columns);
        for (const row of laid.ok ? laid.value : []) {
          if (row.is === 'text') expect(columnsOf(row.text) * row.size).toBeLessThanOrEqual(columns);
        }
        // Nothing is lost but spaces at the ends of lines.
        const sent = blocks.map((one) =>
          one.is === 'text' ? one.text : one.is === 'field' ? one.label + one.value : '-'.repeat(columns),
        );
        expect(linesOf(rows).join('').replace(/ /g, '')).toBe(sent.join('').replace(/ /g, ''));
      }),
    );
  });

  test('no control byte of any text reaches the wire, and no real-time request arises', () => {
    const anyText = fc.string({
      unit: fc
        .oneof(fc.nat(0x24f), fc.constantFrom(0x1b, 0x1d, 0x10, 4, 0x14))
        .map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const paper: Paper = {
          job: 'j',
          blocks: [
            { is: 'text', text: one, size: 2 },
            { is: 'field', label: '名', value: other },
            { is: 'qr', text: `x${other}` },
          ],
        };
        const slip = encodeSlip(paper, { columns: 32, proof: byPaper });
        if (!slip.ok) return;
        const known = commandsOf(slip.value.bytes);
        expect(known.filter((command) => command.is === 'unknown' || command.is === 'feed')).toEqual([]);
        expect(known.filter((command) => command.is === 'cut')).toHaveLength(1);
        for (const command of known) {
          if (command.is === 'text')
            expect([...command.bytes].some((byte) => byte < 0x20 || byte === 0x7f)).toBe(false);
          if (command.is === 'qrStore')
            expect([...command.data].some((byte) => byte < 0x20 || byte === 0x7f)).toBe(false);
        }
        const requests: unknown[] = [];
        createRealtimeFilter().push(slip.value.bytes, {
          told: (request) => requests.push(request),
          rest: () => undefined,
        });
        expect(requests).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('every character that is sent as text reads back as itself by the decoder of the runtime', () => {
    const decoder = new TextDecoder('gb18030');
    const wrong: string[] = [];
    for (let code = 0x20; code <= 0xffff; code += 1) {
      const char = String.fromCharCode(code);
      const sent = printable(char);
      if (sent !== undefined && decoder.decode(sent.bytes) !== char) wrong.push(char);
    }
    expect(wrong).toEqual([]);
    expect(ok(printable('政')?.columns)).toEqual(ok(2));
  });
});
