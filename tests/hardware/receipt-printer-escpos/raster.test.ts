// Rare characters: the line that holds one is drawn, and the drawing is the one that another program makes of the font.

import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printable } from '../../../hardware/drivers/receipt-printer-escpos/characters.ts';
import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { canDraw } from '../../../hardware/drivers/receipt-printer-escpos/glyphs.ts';
import type { Columns } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { renderPng } from '../../../hardware/drivers/receipt-printer-escpos/picture.ts';
import { type PrinterProfile, profiles } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { withoutRealtime } from '../../../hardware/drivers/receipt-printer-escpos/raster.ts';
import { createRealtimeFilter } from '../../../hardware/drivers/receipt-printer-escpos/realtime.ts';
import type { PaperBlock } from '../../../src/base/paper.ts';
import { certain, failed } from '../../../src/base/result.ts';
import { cellOf, commandsOf, type DrawnRow, inkOf, isDrawn, linesOf, rowsOf } from './slip-reader.ts';

interface Printing {
  readonly columns?: Columns;
  readonly profile?: PrinterProfile;
}

function encode(blocks: readonly PaperBlock[], { columns = 48, profile = profiles.generic }: Printing = {}) {
  const slip = encodeSlip({ job: 'j', blocks }, { columns, profile, proof: { by: 'paperRequest' } });
  if (!slip.ok) throw new Error(slip.problem);
  return slip.value.bytes;
}

function onlyDrawn(blocks: readonly PaperBlock[], printing: Printing = {}): DrawnRow {
  const drawn = rowsOf(encode(blocks, printing), printing.columns ?? 48).filter(isDrawn);
  expect(drawn).toHaveLength(1);
  return certain(drawn[0], 'a drawn row');
}

/** Chinese characters of names: four-byte codes, a lead of FE, and one beyond the first plane. */
const rare = ['䶮', '㛃', '𫖯', '㐂', '鿏', '龴', '﨑', '𬭎'];

describe('a line with a rare character', () => {
  test.each(rare)('%s is drawn whole at its place, and the lines around it stay text', (char) => {
    const bytes = encode([
      { is: 'text', text: '回执' },
      { is: 'field', label: '姓名', value: `张${char}丰` },
      { is: 'text', text: 'ABC' },
    ]);
    const rows = rowsOf(bytes, 48);
    expect(rows.slice(0, 3).map((row) => row.is)).toEqual(['text', 'image', 'text']);
    expect(linesOf(rows)).toEqual(['回执', 'ABC']);
    const row = certain(rows.filter(isDrawn)[0], 'a drawn row');
    expect([row.widthDots, row.heightDots]).toEqual([576, 30]);
    const cells = Array.from({ length: 24 }, (_, cell) =>
      inkOf(cellOf(row, { left: cell * 24, width: 24, height: 24 })),
    );
    const inked = cells.flatMap((ink, cell) => (ink > 0 ? [cell] : []));
    expect(inked).toEqual([0, 1, 21, 22, 23]);
    // No more than the 6 dots between two lines below it.
    expect(inkOf(cellOf(row, { left: 0, width: 576, height: 30 }))).toBe(cells.reduce((sum, ink) => sum + ink, 0));
  });

  test.each([
    [48, 576],
    [42, 504],
    [32, 384],
  ] as const)('%i columns: left, middle and right are where the printer would put text', (columns, width) => {
    for (const [align, left] of [
      ['left', 0],
      ['centre', (width - 36) / 2],
      ['right', width - 36],
    ] as const) {
      const row = onlyDrawn([{ is: 'text', text: '䶮A', align }], { columns });
      expect(row.widthDots).toBe(width);
      const all = inkOf(cellOf(row, { left: 0, width, height: 24 }));
      const own = inkOf(cellOf(row, { left, width: 24, height: 24 }));
      const latin = inkOf(cellOf(row, { left: left + 24, width: 12, height: 24 }));
      expect(own).toBeGreaterThan(60);
      expect(latin).toBeGreaterThan(20);
      expect(all).toBe(own + latin);
    }
  });

  test('size 2 is twice as wide and high, and bold is heavier', () => {
    const plain = onlyDrawn([{ is: 'text', text: '䶮A' }]);
    const large = onlyDrawn([{ is: 'text', text: '䶮A', size: 2 }]);
    const bold = onlyDrawn([{ is: 'text', text: '䶮A', bold: true }]);
    const own = { left: 0, width: 24, height: 24 };
    expect(large.heightDots).toBe(54);
    expect(inkOf(cellOf(large, { left: 72, width: 504, height: 54 }))).toBe(0);
    for (const left of [0, 24]) expect(inkOf(cellOf(large, { left, width: 24, height: 48 }))).toBeGreaterThan(60);
    expect(inkOf(cellOf(large, { left: 48, width: 24, height: 48 }))).toBeGreaterThan(60);
    expect(inkOf(cellOf(bold, own)) / inkOf(cellOf(plain, own))).toBeGreaterThan(1.1);
  });

  test('a long name with rare characters wraps, and no drawn line is cut off at the edge', () => {
    const rows = rowsOf(encode([{ is: 'text', text: '䶮'.repeat(40) }], { columns: 32 }), 32).filter(isDrawn);
    const inked = rows.map(
      (row) =>
        Array.from({ length: 16 }, (_, cell) => inkOf(cellOf(row, { left: cell * 24, width: 24, height: 24 }))).filter(
          (ink) => ink > 60,
        ).length,
    );
    expect(inked).toEqual([16, 16, 8]);
  });

  test('a font for GB 2312 gets what it lacks as a picture, and the rest as text', () => {
    const rows = rowsOf(
      encode(
        [
          { is: 'text', text: '朱镕' },
          { is: 'text', text: '张三，￥20' },
        ],
        { profile: profiles.masung },
      ),
      48,
    );
    expect(rows.slice(0, 2).map((row) => row.is)).toEqual(['image', 'text']);
    expect(linesOf(rows)).toEqual(['张三，￥20']);
  });

  test('a character that the bundled font lacks too, or that needs another to stand on, refuses the slip', () => {
    for (const text of ['𠮷', '😀', 'e\u0301\u0301', '\ue000', '\ud800']) {
      const paper = { job: 'j', blocks: [{ is: 'text' as const, text: `张${text}` }] };
      expect(encodeSlip(paper, { columns: 48, proof: { by: 'paperRequest' } })).toEqual(failed('noGlyph'));
    }
  });

  test('a printer without raster refuses what it can not carry as text', () => {
    const profile = { ...profiles.generic, rasterBlockBytes: 0 };
    const slip = (value: string) => ({ job: 'j', blocks: [{ is: 'text' as const, text: value }] });
    const options = { columns: 48, profile, proof: { by: 'paperRequest' } } as const;
    expect(encodeSlip(slip('张䶮'), options)).toEqual(failed('noGlyph'));
    expect(encodeSlip(slip('张三'), options).ok).toBe(true);
  });

  test('no block is larger than the buffer of the printer, and no dots look like a real-time request', () => {
    const drawable = fc.integer({ min: 0x3400, max: 0x2ffff }).map((code) => String.fromCodePoint(code));
    const char = drawable.filter((one) => printable(one) === undefined && canDraw(one));
    const text = fc.array(char, { minLength: 1, maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(1 as const, 2 as const), fc.boolean(), (words, size, bold) => {
        const bytes = encode([{ is: 'text', text: words, size, bold }]);
        for (const command of commandsOf(bytes))
          if (command.is === 'image') expect(command.bits.length + 8).toBeLessThanOrEqual(4_096);
        const requests: unknown[] = [];
        createRealtimeFilter().push(bytes, { told: (request) => requests.push(request), rest: () => undefined });
        expect(requests).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('dots that spell a real-time request get one dot more and spell none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x06, 0x14, 0x01, 0x00, 0xff), { maxLength: 40 }),
        (all) => {
          const safe = withoutRealtime(Uint8Array.from(all));
          safe.forEach((byte, at) => {
            if (byte === 0x10) expect([0x04, 0x05, 0x06, 0x14]).not.toContain(safe[at + 1]);
            const before = all[at] ?? 0;
            expect(byte === before || (before === 0x10 && byte === 0x18)).toBe(true);
          });
        },
      ),
    );
  });
});

test('the picture of the slip shows the drawn line', () => {
  const rows = rowsOf(encode([{ is: 'text', text: '䶮㛃' }]), 48);
  const { data, width } = PNG.sync.read(Buffer.from(renderPng({ number: 1, columns: 48, rows, end: 'cut' })));
  const dark = (x: number, y: number) => ((data[(y * width + x) * 4] ?? 255) < 128 ? 1 : 0);
  const drawn = certain(rows.filter(isDrawn)[0], 'a drawn row');
  const seen = Array.from({ length: 48 * 24 }, (_, at) => dark(32 + (at % 48), 40 + Math.floor(at / 48)));
  expect(seen).toEqual(cellOf(drawn, { left: 0, width: 48, height: 24 }));
});

const hasPoppler = spawnSync('pdftoppm', ['-v']).status === 0;

describe.skipIf(!hasPoppler)(`drawn beside poppler${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`, () => {
  const chars = [...rare, '张', '丰', '政', '证'];
  const pitch = 40;
  const top = 20;
  /** Each dot is the mean of so many each way; it burns when two fifths of it are black. */
  const finer = 4;
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-glyphs-'));
  const drawnElsewhere: (readonly number[])[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    const font = import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
    const pdf = new PDFDocument({ size: [pitch * chars.length, 80], margin: 0 });
    const file = pdf.pipe(createWriteStream(join(folder, 'glyphs.pdf')));
    pdf.font(fileURLToPath(font)).fontSize(24);
    // 24 points at 72 dpi are 24 dots; the base line of a cell lies 0.87 of its height below its top.
    for (const [at, char] of chars.entries())
      pdf.text(char, at * pitch, top + 0.87 * 24, { baseline: 'alphabetic', lineBreak: false });
    pdf.end();
    await finished(file);
    spawnSync('pdftoppm', [
      '-r',
      String(72 * finer),
      '-gray',
      '-png',
      '-singlefile',
      join(folder, 'glyphs.pdf'),
      join(folder, 'all'),
    ]);
    const { data, width } = PNG.sync.read(readFileSync(join(folder, 'all.png')));
    for (const at of chars.keys()) {
      drawnElsewhere.push(
        Array.from({ length: 24 * 24 }, (_, dot) => {
          let grey = 0;
          for (let part = 0; part < finer * finer; part += 1) {
            const x = (at * pitch + (dot % 24)) * finer + (part % finer);
            const y = (top + Math.floor(dot / 24)) * finer + Math.floor(part / finer);
            grey += 255 - (data[(y * width + x) * 4] ?? 255);
          }
          return grey / (255 * finer * finer) >= 0.4 ? 1 : 0;
        }),
      );
    }
  });

  /** Black dots that both have, as a share of those that either has. */
  function likeness(one: readonly number[], other: readonly number[]): number {
    const both = one.filter((dot, at) => dot === 1 && other[at] === 1).length;
    return both / (inkOf(one) + inkOf(other) - both);
  }

  test.each(rare)('%s is read back from the slip as itself among all of them', (char) => {
    const row = onlyDrawn([{ is: 'text', text: `AB${char}` }]);
    const seen = cellOf(row, { left: 24, width: 24, height: 24 });
    const scores = chars.map((each, at) => ({ each, score: likeness(seen, drawnElsewhere[at] ?? []) }));
    const best = certain(scores.sort((one, other) => other.score - one.score)[0], 'a best match');
    expect(best.each).toBe(char);
    expect(best.score).toBeGreaterThan(0.7);
    expect(scores[1]?.score).toBeLessThan(0.55);
  });
});
