// Limits of a slip: over-long text wraps; what is beyond the limits is refused whole, with the limit in the log, before
// anything is sent and before anybody is asked.

import { describe, expect, test } from 'vitest';
import { createEscposPrinter } from '../../../hardware/drivers/receipt-printer-escpos/driver.ts';
import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { mostLines } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { profiles } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { createEscposSimulator } from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createLog } from '../../../src/base/log.ts';
import { type PaperBlock, paperLimits } from '../../../src/base/paper.ts';
import { certain } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { lines, printed, slip, started } from './rig.ts';

const { blocks, characters, qrCharacters } = paperLimits;
const space: PaperBlock = { is: 'space', lines: 1 };
const text = (length: number): PaperBlock => ({ is: 'text', text: '张'.repeat(length) });
const many = (count: number, block: PaperBlock) => Array.from({ length: count }, () => block);

const beyond: readonly (readonly [string, readonly PaperBlock[], string])[] = [
  ['a block too many', many(blocks + 1, space), `more than ${blocks} blocks`],
  ['a text that is too long', [text(characters + 1)], `a text of more than ${characters} characters`],
  [
    'a label that is too long',
    [{ is: 'field', label: 'x'.repeat(characters + 1), value: '' }],
    `a text of more than ${characters} characters`,
  ],
  [
    'a value that is too long, though nothing of it would be printed',
    [{ is: 'field', label: '姓名', value: '\u200b'.repeat(characters + 1) }],
    `a text of more than ${characters} characters`,
  ],
  [
    'a code that is too long',
    [{ is: 'qr', text: 'x'.repeat(qrCharacters + 1) }],
    `a QR text that is empty or longer than ${qrCharacters} characters`,
  ],
  ['too many lines', many(6, text(characters)), `more than ${mostLines} lines on the paper`],
  ['too much empty paper', many(26, { is: 'space', lines: 20 }), `more than ${mostLines} lines on the paper`],
];

describe('beyond a limit', () => {
  test.each(beyond)('%s is refused, and the log says which limit', async (_, content, limit) => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    createEscposSimulator({ clock, columns: 48 }).attach(link.wire);
    const sent: Uint8Array[] = [];
    link.wire.onBytes((bytes) => sent.push(bytes));
    const written: string[] = [];
    const printer = createEscposPrinter({
      name: 'receiptPrinter',
      transport: link.transport,
      clock,
      log: createLog((line) => written.push(line), clock),
      random: () => 0,
    });
    printer.start();
    await clock.advance(3_000);
    const before = sent.length;
    let asked = 0;
    const outcome = await printer.print(
      { job: 'j', blocks: content },
      {
        mayStart() {
          asked += 1;
          return true;
        },
        onProgress: () => undefined,
      },
    );
    expect(outcome).toEqual({ is: 'notStarted', why: 'unprintable' });
    expect([sent.length - before, asked]).toEqual([0, 0]);
    expect(written.filter((line) => line.includes(limit))).toHaveLength(1);
    await printer.stop();
  });

  test('the next slip is printed', async () => {
    const rig = await started({ profile: 'epson-tm' });
    for (const [, content] of beyond)
      expect(await rig.order({ job: 'j', blocks: content }).end()).toEqual({ is: 'notStarted', why: 'unprintable' });
    expect(await rig.order(slip('甲')).end()).toEqual({ is: 'printed' });
    expect(printed(rig)).toEqual([lines('甲')]);
  });
});

describe('at the limit', () => {
  test.each(
    Object.values(profiles).flatMap((profile) =>
      [profile.columns.mm80, profile.columns.mm58].map((columns) => [profile.name, columns, profile] as const),
    ),
  )('%s on %i columns takes it', (_, columns, profile) => {
    const byPaper = { columns, profile, proof: { by: 'paperRequest' } } as const;
    const most = many(blocks, { is: 'text', text: '张' });
    expect(encodeSlip({ job: 'j', blocks: most }, byPaper)).toMatchObject({ ok: true, value: { lines: blocks } });
    expect(encodeSlip({ job: 'j', blocks: [text(characters)] }, byPaper).ok).toBe(true);
    expect(encodeSlip({ job: 'j', blocks: many(25, { is: 'space', lines: 20 }) }, byPaper).ok).toBe(true);
  });

  test.each([48, 32] as const)(
    'the longest text wraps into lines of %i columns, all of it is there',
    async (columns) => {
      const rig = await started({ profile: 'epson-tm', columns });
      const words = Array.from({ length: 300 }, (_, at) => `条目${at}`).join('');
      expect(words.length).toBeLessThanOrEqual(characters);
      expect(await rig.order({ job: 'j', blocks: [{ is: 'text', text: words }] }).end()).toEqual({ is: 'printed' });
      const paper = certain(rig.simulator.papers()[0], 'a slip');
      expect(textOf(paper).join('')).toBe(words);
      expect(paper.rows.filter((row) => row.is === 'text' && row.wrapped)).toEqual([]);
    },
  );
});
