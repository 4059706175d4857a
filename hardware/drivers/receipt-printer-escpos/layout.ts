// Layout: a paper's blocks as rows that fit the width of the roll, counted in columns of one ASCII character.

import { type Align, type Paper, type PaperBlock, paperLimits } from '../../../src/base/paper.ts';
import { failed, ok, type Result, unreachable } from '../../../src/base/result.ts';
import { canPrint, columnsOf, type PrinterFont, plainText } from './characters.ts';

/** 48 on 80 mm paper (576 dots at 203 dpi), 42 on that of 180 dpi models (504 of 512), 32 on 58 mm (384 dots). */
export type Columns = 48 | 42 | 32;

export type Row =
  | {
      readonly is: 'text';
      readonly text: string;
      readonly align: Align;
      readonly bold: boolean;
      readonly size: 1 | 2;
    }
  | { readonly is: 'space'; readonly lines: number }
  | { readonly is: 'qr'; readonly text: string };

/** `noGlyph`: a character that neither the printer's font nor the drawn one has. The rest is beyond a limit. */
export type LayoutProblem = 'noGlyph' | 'qrText' | 'tooManyBlocks' | 'textTooLong' | 'tooManyLines';

/** What the printer can show: its own font and, where `drawing`, whatever is drawn for it. */
export interface Glyphs {
  readonly font: PrinterFont;
  readonly drawing: boolean;
}

/** Nearly two metres of paper. */
export const mostLines = 500;
/** What a QR code takes, about. */
const qrLines = 12;
/** A value in a narrower column than this is put below its label. */
const narrowestValue = 12;

export function layOut(
  paper: Paper,
  columns: Columns,
  glyphs: Glyphs = { font: 'gb18030', drawing: true },
): Result<readonly Row[], LayoutProblem> {
  if (paper.blocks.length > paperLimits.blocks) return failed('tooManyBlocks');
  const rows: Row[] = [];
  let lines = 0;
  for (const block of paper.blocks) {
    if (textsOf(block).some((text) => text.length > paperLimits.characters)) return failed('textTooLong');
    const laid = layOutBlock(block, columns, glyphs);
    if (!laid.ok) return laid;
    rows.push(...laid.value);
    lines += laid.value.reduce((sum, row) => sum + linesOf(row), 0);
    if (lines > mostLines) return failed('tooManyLines');
  }
  return ok(rows);
}

/** Lines of size 1 that a row takes, for the paper and the time that it needs. */
export function linesOf(row: Row): number {
  switch (row.is) {
    case 'text':
      return row.size;
    case 'space':
      return row.lines;
    case 'qr':
      return qrLines;
    default:
      return unreachable(row);
  }
}

function textsOf(block: PaperBlock): readonly string[] {
  switch (block.is) {
    case 'text':
      return [block.text];
    case 'field':
      return [block.label, block.value];
    default:
      return [];
  }
}

function layOutBlock(block: PaperBlock, columns: Columns, glyphs: Glyphs): Result<readonly Row[], LayoutProblem> {
  switch (block.is) {
    case 'text': {
      const text = plainText(block.text);
      if (!canPrint(text, glyphs)) return failed('noGlyph');
      const size = block.size ?? 1;
      const style = { align: block.align ?? 'left', bold: block.bold ?? false, size } as const;
      return ok(wrap(text, Math.floor(columns / size)).map((line) => ({ is: 'text', text: line, ...style })));
    }
    case 'field': {
      const label = plainText(block.label);
      const value = plainText(block.value);
      if (!canPrint(label + value, glyphs)) return failed('noGlyph');
      return ok(layOutField(label, value, columns).map(plainRow));
    }
    case 'rule':
      return ok([plainRow('-'.repeat(columns))]);
    case 'space':
      return ok(block.lines > 0 ? [{ is: 'space', lines: Math.min(Math.floor(block.lines), 20) }] : []);
    case 'qr': {
      const text = plainText(block.text);
      return text.length === 0 || text.length > paperLimits.qrCharacters ? failed('qrText') : ok([{ is: 'qr', text }]);
    }
    default:
      return unreachable(block);
  }
}

function plainRow(text: string): Row {
  return { is: 'text', text, align: 'left', bold: false, size: 1 };
}

function layOutField(label: string, value: string, columns: Columns): readonly string[] {
  const labelColumns = columnsOf(label);
  const free = columns - labelColumns - 1;
  const valueColumns = columnsOf(value);
  if (valueColumns <= free) return [label + ' '.repeat(columns - labelColumns - valueColumns) + value];
  if (free >= narrowestValue) {
    return wrap(value, free).map((line, index) => (index === 0 ? `${label} ` : ' '.repeat(labelColumns + 1)) + line);
  }
  const indent = '  ';
  return [...wrap(label, columns), ...wrap(value, columns - indent.length).map((line) => indent + line)];
}

const closing = /^[，。、；：？！）》」』】’”…％%,.;:?!)\]}]$/u;
const opening = /^[（《「『【‘“([{]$/u;

/**
 * Breaks text into lines of at most `columns`. Latin words and numbers stay whole where they fit; no line begins with
 * closing punctuation or ends with opening punctuation. Empty text is one empty line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  if (columnsOf(text) <= columns) return [text.trimEnd()];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, columns)) {
    if (columnsOf(line) + columnsOf(piece) <= columns) {
      line += piece;
      continue;
    }
    if (line.trimEnd() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Runs that must not be broken, each at most `columns` wide. */
function pieces(text: string, columns: number): readonly string[] {
  const runs: string[] = [];
  let glue = false;
  for (const char of text) {
    const last = runs.at(-1);
    const joins = last !== undefined && (glue || closing.test(char) || (isWord(char) && isWord(last.slice(-1))));
    if (joins) runs[runs.length - 1] = last + char;
    else runs.push(char);
    glue = opening.test(char);
  }
  return runs.flatMap((run) => (columnsOf(run) <= columns ? [run] : split(run, columns)));
}

function isWord(char: string): boolean {
  return /^[!-~]$/.test(char);
}

function split(run: string, columns: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const char of run) {
    if (columnsOf(part) + columnsOf(char) > columns) {
      parts.push(part);
      part = '';
    }
    part += char;
  }
  return part === '' ? parts : [...parts, part];
}
