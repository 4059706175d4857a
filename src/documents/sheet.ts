// Sheet: an A4 document as an archival PDF (PDF/A-1b), the same bytes for the same content. All text goes through `write`,
// so that no template can forget to ask whether the font has every character of it.

import PDFDocument from 'pdfkit';
import { failed, ok, type Result } from '../base/result.ts';
import { documentFont } from './font.ts';

export const margin = 64;
export const grey = '#555555';
/** Longer than this is no document that anybody waits for at a kiosk. */
export const mostPages = 50;

export interface SheetOptions {
  readonly title: string;
  readonly author: string;
  /** Stands on every page, so that a loose one can be put back. */
  readonly number: string;
  readonly keywords?: string;
  /** UTC milliseconds; the creation date in the file. */
  readonly at: number;
}

export interface TextStyle {
  readonly size: number;
  readonly colour?: string;
  /** Upper left corner; below the last text when left out. */
  readonly at?: readonly [x: number, y: number];
  readonly width?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly lineGap?: number;
}

export interface MadePages {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** `missingGlyph`: the font lacks a character of it. Then nothing is made: an empty box never reaches paper. */
export type SheetProblem = 'missingGlyph' | 'tooManyPages';

export interface Sheet {
  /** For lines and pictures; text goes through `write`. */
  readonly pdf: PDFKit.PDFDocument;
  /** Between the margins. */
  readonly width: number;
  /** Lower end of what may be written on. */
  readonly bottom: number;
  write(text: string, style: TextStyle): void;
  /** Of that text when it is written so. */
  heightOf(text: string, style: TextStyle): number;
  /** Begins a page unless so much room is left on this one. */
  keepTogether(height: number): void;
  /** Numbers the pages and ends the file. */
  finish(): Promise<Result<MadePages, SheetProblem>>;
}

export function createSheet({ title, author, number, keywords, at }: SheetOptions): Sheet {
  const font = documentFont();
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    pdfVersion: '1.4',
    subset: 'PDF/A-1b',
    bufferPages: true,
    lang: 'zh-CN',
    // No built-in Helvetica: an archival file embeds every font it names.
    font: null as unknown as string,
    info: {
      Title: forMetadata(title),
      Author: forMetadata(author),
      ...(keywords === undefined ? {} : { Keywords: keywords }),
      CreationDate: new Date(at),
    },
  });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  // pdfkit takes a font that is open already as it is, which saves a third of the time; its types know only of files.
  pdf.font(font.open as unknown as string);
  let isMissingGlyph = false;
  const width = pdf.page.width - 2 * margin;
  const bottom = pdf.page.height - margin;

  function write(text: string, { size, colour = 'black', at, ...layout }: TextStyle): void {
    const line = plain(text);
    if (font.missing(line) !== null) isMissingGlyph = true;
    pdf.fontSize(size).fillColor(colour);
    if (at === undefined) pdf.text(line, layout);
    else pdf.text(line, at[0], at[1], layout);
  }

  function numberPages(pages: number): void {
    for (let page = 0; page < pages; page += 1) {
      pdf.switchToPage(page);
      // Below the margin: without this the text would begin another page.
      pdf.page.margins.bottom = 0;
      write(`${number}  第 ${page + 1} 页 共 ${pages} 页  Page ${page + 1} of ${pages}`, {
        size: 9,
        colour: grey,
        at: [margin, pdf.page.height - 40],
        width,
        align: 'center',
      });
    }
  }

  return {
    pdf,
    width,
    bottom,
    write,
    heightOf: (text, { size, width: within = width, lineGap = 0 }) =>
      pdf.fontSize(size).heightOfString(plain(text), { width: within, lineGap }),
    keepTogether(height) {
      if (pdf.y + height > bottom && pdf.y > margin) pdf.addPage();
    },
    async finish() {
      const pages = pdf.bufferedPageRange().count;
      if (pages <= mostPages) numberPages(pages);
      pdf.end();
      await ended;
      if (pages > mostPages) return failed('tooManyPages');
      return isMissingGlyph ? failed('missingGlyph') : ok({ pdf: Uint8Array.from(Buffer.concat(chunks)), pages });
    },
  };
}

/** Control characters and line ends have no place in the words of a document. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}

/** pdfkit writes XMP without escaping: what XML would take for a mark goes in as its wide twin. */
function forMetadata(text: string): string {
  return plain(text).replace(/[<>&]/g, (mark) => ({ '<': '＜', '>': '＞' })[mark] ?? '＆');
}
