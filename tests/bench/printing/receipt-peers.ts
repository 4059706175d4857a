// Receipt peers: the encoders that others publish, each asked for the same receipt in the way that its own manual shows.
// They get the lines laid out already, so that all print the same ones; ours lays them out in its own time.

import { createRequire } from 'node:module';
import { Adapter } from '@node-escpos/adapter';
import { Printer } from '@node-escpos/core';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import iconv from 'iconv-lite';
import type { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { transform } from 'receiptline';
import type { Row } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { unreachable } from '../../../src/base/result.ts';

export interface ReceiptPeer {
  readonly name: string;
  /** The bytes of the whole job: set-up, lines, QR code and cut. */
  encode(rows: readonly Row[]): Uint8Array | Promise<Uint8Array>;
}

// The types of the package are an ES module's, its code is CommonJS.
const thermal: {
  readonly ThermalPrinter: new (options: {
    readonly type: PrinterTypes;
    readonly characterSet: CharacterSet;
    readonly breakLine: string;
  }) => ThermalPrinter & { printQR(data: string, settings: object): void };
  readonly PrinterTypes: typeof PrinterTypes;
  readonly CharacterSet: typeof CharacterSet;
  readonly BreakLine: { readonly NONE: string };
} = createRequire(import.meta.url)('node-thermal-printer');

const alignCodes = { left: 0, centre: 1, right: 2 } as const;
const english = { left: 'left', centre: 'center', right: 'right' } as const;

/** Its own text knows single-byte code pages only; bytes made beside it go through as they are, alignment included. */
const encoderWithRawText: ReceiptPeer = {
  name: 'receipt-printer-encoder, raw text',
  encode(rows) {
    const encoder = new ReceiptPrinterEncoder({ columns: 48, feedBeforeCut: 3, newline: '\n' });
    encoder.initialize().raw([0x1c, 0x26]);
    for (const row of rows) {
      switch (row.is) {
        case 'text':
          encoder
            .raw([0x1b, 0x61, alignCodes[row.align], 0x1b, 0x45, row.bold ? 1 : 0])
            .raw([0x1d, 0x21, row.size === 2 ? 0x11 : 0, 0x1c, 0x21, row.size === 2 ? 0x0c : 0])
            .raw([...iconv.encode(row.text, 'gb18030'), 0x0a]);
          break;
        case 'space':
          encoder.raw([0x1b, 0x64, row.lines]);
          break;
        case 'qr':
          encoder.raw([0x1b, 0x61, 1]).qrcode(row.text, { model: 2, size: 6, errorlevel: 'm' });
          break;
        default:
          return unreachable(row);
      }
    }
    return encoder.cut('partial').encode();
  },
};

const encoderWithText: ReceiptPeer = {
  name: 'receipt-printer-encoder, text',
  encode(rows) {
    const encoder = new ReceiptPrinterEncoder({ columns: 48, feedBeforeCut: 3, newline: '\n' });
    encoder.initialize();
    for (const row of rows) {
      switch (row.is) {
        case 'text':
          encoder.align(english[row.align]).bold(row.bold).size(row.size, row.size).line(row.text);
          break;
        case 'space':
          encoder.newline(row.lines);
          break;
        case 'qr':
          encoder.align('center').qrcode(row.text, { model: 2, size: 6, errorlevel: 'm' });
          break;
        default:
          return unreachable(row);
      }
    }
    return encoder.cut('partial').encode();
  },
};

const nodeThermalPrinter: ReceiptPeer = {
  name: 'node-thermal-printer',
  encode(rows) {
    const printer = new thermal.ThermalPrinter({
      type: thermal.PrinterTypes.EPSON,
      characterSet: thermal.CharacterSet.CHINA,
      breakLine: thermal.BreakLine.NONE,
    });
    for (const row of rows) {
      switch (row.is) {
        case 'text':
          if (row.align === 'left') printer.alignLeft();
          else if (row.align === 'centre') printer.alignCenter();
          else printer.alignRight();
          printer.bold(row.bold);
          printer.setTextSize(row.size - 1, row.size - 1);
          printer.println(row.text);
          break;
        case 'space':
          for (let line = 0; line < row.lines; line += 1) printer.newLine();
          break;
        case 'qr':
          printer.alignCenter();
          printer.printQR(row.text, { cellSize: 6, correction: 'M', model: 2 });
          break;
        default:
          return unreachable(row);
      }
    }
    printer.partialCut();
    return printer.getBuffer();
  },
};

/** What a printer would have got. */
class KeptBytes extends Adapter<[]> {
  bytes: Uint8Array = new Uint8Array();
  open(callback?: (error: Error | null) => void) {
    callback?.(null);
    return this;
  }
  write(data: Buffer | string, callback?: (error: Error | null) => void) {
    this.bytes = Uint8Array.from(Buffer.from(data));
    callback?.(null);
    return this;
  }
  close(callback?: (error: Error | null) => void) {
    callback?.(null);
    return this;
  }
  read() {
    // Nothing is asked.
  }
}

/** It has two ways to a QR code: the printer's ESC Z, which few models have, and a picture. */
function escposCore(qr: 'command' | 'picture'): ReceiptPeer {
  return {
    name: `@node-escpos/core, QR as ${qr}`,
    async encode(rows) {
      const kept = new KeptBytes();
      const printer = new Printer(kept, { encoding: 'gb18030', width: 48 });
      printer.hardware('init');
      for (const row of rows) {
        switch (row.is) {
          case 'text':
            printer
              .align(row.align === 'left' ? 'lt' : row.align === 'centre' ? 'ct' : 'rt')
              .style(row.bold ? 'b' : 'normal')
              .size(row.size, row.size)
              .text(row.text);
            break;
          case 'space':
            printer.feed(row.lines);
            break;
          case 'qr':
            printer.align('ct');
            if (qr === 'command') printer.qrcode(row.text, 6, 'm', 6);
            else await printer.qrimage(row.text, { type: 'png', mode: 'normal', size: 6, ec_level: 'M' });
            break;
          default:
            return unreachable(row);
        }
      }
      printer.cut(true, 3);
      await printer.flush();
      return kept.bytes;
    },
  };
}

/** Markup, made from the lines before the clock starts: what is timed is its reading and encoding. */
const markups = new WeakMap<readonly Row[], string>();

function markupOf(rows: readonly Row[]): string {
  const known = markups.get(rows);
  if (known !== undefined) return known;
  const made = rows
    .map((row) => {
      switch (row.is) {
        case 'text': {
          const plain = row.text.replace(/[\\|{}~_"`^-]/g, (mark) => `\\${mark}`).replaceAll(' ', '~');
          const large = row.size === 2 ? `^^^${plain}^^^` : plain;
          const text = row.bold ? `"${large}"` : large;
          return row.align === 'left' ? `|${text}` : row.align === 'centre' ? text : `${text}|`;
        }
        case 'space':
          return '\n'.repeat(row.lines - 1);
        case 'qr':
          return `{code:${row.text.replace(/[\\|{}~_"`^;]/g, (mark) => `\\${mark}`)};option:qrcode,6,m}`;
        default:
          return unreachable(row);
      }
    })
    .join('\n');
  markups.set(rows, made);
  return made;
}

/** Its own command sets for Epson draw the code with GS 8 L, which the Chinese models here lack; this one has GS v 0. */
export const receiptline: ReceiptPeer = {
  name: 'receiptline',
  encode: (rows) =>
    Buffer.from(transform(markupOf(rows), { cpl: 48, encoding: 'gb18030', command: 'generic', margin: 0 }), 'latin1'),
};

export const receiptPeers: readonly ReceiptPeer[] = [
  encoderWithRawText,
  encoderWithText,
  nodeThermalPrinter,
  escposCore('picture'),
  escposCore('command'),
  receiptline,
];
