// What is sent for any text: exactly the commands of its layout, whatever bytes a name or a form holds.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { type Columns, layOut } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { type ProfileName, profiles } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { createRealtimeFilter } from '../../../hardware/drivers/receipt-printer-escpos/realtime.ts';
import type { PaperBlock } from '../../../src/base/paper.ts';
import { unreachable } from '../../../src/base/result.ts';
import { commandsOf } from './slip-reader.ts';

/** Commands as an attacker would write them into a form. */
const attacks = [
  '\u001b@',
  '\u001bi',
  '\u001dV\u0000',
  '\u001dVA\u0003',
  '\u0010\u0004\u0001',
  '\u0010\u0005\u0002',
  '\u0010\u0014\u0008\u0001\u0003\u0014\u0001\u0006\u0002\u0008',
  '\u001dv0\u0000\u00ff\u00ff\u00ff\u00ff',
  '\u001d(H\u0006\u0000000001',
  '\u001c.',
  '\u001cP\u0001',
  '\u001d(k',
  '\u001be\u0002',
  '\n\r\t\f\u007f\u0085\u2028',
  '\u200b\u202e\ufe0f',
];
const words = ['张三丰', '䶮', '㛃𫖯', '￥', '¥', 'ä', 'ABC', ' ', '，。', '示例路一百二十八号', '{}'];
const text = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.constantFrom(...words), fc.string({ unit: 'binary-ascii' })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

const block: fc.Arbitrary<PaperBlock> = fc.oneof(
  fc.record({
    is: fc.constant('text' as const),
    text,
    align: fc.constantFrom('left', 'centre', 'right'),
    bold: fc.boolean(),
    size: fc.constantFrom(1 as const, 2 as const),
  }),
  fc.record({ is: fc.constant('field' as const), label: text, value: text }),
  fc.record({ is: fc.constant('qr' as const), text: text.map((any) => `x${any}`.slice(0, 90)) }),
  fc.constant({ is: 'rule' as const }),
  fc.record({ is: fc.constant('space' as const), lines: fc.integer({ min: 1, max: 3 }) }),
);

const decoder = new TextDecoder('gb18030');
const styles = ['align', 'bold', 'size', 'chineseSize'];

/** Rows of the layout as the printer should hear them; a drawn line is a block of 30 or 54 dots. */
function expected(blocks: readonly PaperBlock[], columns: Columns, name: ProfileName): readonly string[] | undefined {
  const profile = profiles[name];
  const rows = layOut({ job: 'j', blocks }, columns, { font: profile.font, drawing: true });
  if (!rows.ok) return undefined;
  return rows.value.flatMap((row) => {
    switch (row.is) {
      case 'space':
        return [`feed ${row.lines}`];
      case 'qr':
        return ['setting', 'qrDots', 'qrLevel', `qr ${row.text}`, 'qrPrint', 'lineFeed'];
      case 'text': {
        const roundTrip = /^[\x20-\x7e\u4e00-\u9fa5，。￥]*$/u.test(row.text);
        if (!roundTrip) return [`drawn ${24 * row.size + 6}`];
        return row.text === '' ? ['lineFeed'] : [`text ${row.text}`, 'lineFeed'];
      }
      default:
        return unreachable(row);
    }
  });
}

function heard(bytes: Uint8Array, name: ProfileName): readonly string[] {
  const told: string[] = [];
  for (const command of commandsOf(bytes, name === 'custom' ? 'custom' : 'chinese')) {
    if (styles.includes(command.is)) continue;
    switch (command.is) {
      case 'text':
        told.push(`text ${decoder.decode(command.bytes)}`);
        break;
      case 'feed':
        told.push(`feed ${command.lines}`);
        break;
      case 'qrStore':
        told.push(`qr ${new TextDecoder().decode(command.data)}`);
        break;
      case 'image':
        told.push(`drawn ${command.heightDots}`);
        break;
      default:
        told.push(command.is);
    }
  }
  return told;
}

const ends: Record<ProfileName, readonly string[]> = {
  generic: ['cut'],
  'epson-tm': ['cut'],
  xprinter: ['cut'],
  masung: ['feed 5', 'cut'],
  custom: ['cut', 'present'],
};

test.each(['generic', 'epson-tm', 'xprinter', 'masung', 'custom'] as const)(
  'profile %s: any text becomes exactly the commands of its layout, and no real-time request',
  (name) => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.constantFrom<Columns>(48, 42, 32), (any, columns) => {
        // The drawn codes of Masung have tests of their own: their bands may be as high as a line.
        const blocks = name === 'masung' ? any.filter(({ is }) => is !== 'qr') : any;
        const body = expected(blocks, columns, name);
        const slip = encodeSlip(
          { job: 'j', blocks },
          { columns, profile: profiles[name], proof: { by: 'paperRequest' } },
        );
        const bytes = slip.ok ? slip.value.bytes : new Uint8Array();
        expect(heard(bytes, name)).toEqual([
          'initialise',
          'automaticStatusRequest',
          'chinese',
          ...(body ?? []),
          ...ends[name],
          'paperRequest',
        ]);
        const requests: unknown[] = [];
        createRealtimeFilter().push(bytes, { told: (told) => requests.push(told), rest: () => undefined });
        expect(requests).toEqual([]);
      }),
      { numRuns: 150 },
    );
  },
);

test('a name of a thousand characters wraps into lines of the roll, and all of it is there', () => {
  const name = '张䶮三丰ABC'.repeat(150);
  const slip = layOut({ job: 'j', blocks: [{ is: 'field', label: '姓名', value: name }] }, 32);
  const lines = slip.ok ? slip.value.map((row) => (row.is === 'text' ? row.text : '')) : [];
  expect(lines.length).toBeGreaterThan(50);
  expect(lines.map((line) => line.trim()).join('')).toBe(`姓名 ${name}`);
});
