// Encoding: a paper as the bytes of one print job. Every job sets up all it needs and leaves nothing behind.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Align, Paper } from '../../../src/base/paper.ts';
import { certain, ok, type Result, unreachable } from '../../../src/base/result.ts';
import { encodeText } from './characters.ts';
import { type Columns, type LayoutProblem, layOut, linesOf, type Row } from './layout.ts';
import { type LeftSlip, type PrinterProfile, profiles } from './profiles.ts';
import { automaticStatusOff, automaticStatusOn, paperRequest, processIdRequest } from './protocol.ts';
import { drawLine, drawQr, encodeRaster } from './raster.ts';

/** How the printer is asked to tell when all is done. */
export type Proof =
  /** GS r 1 behind the cut. */
  | { readonly by: 'paperRequest' }
  /** GS ( H fn 48 before and behind the cut: the first without the second means printed and not cut. */
  | { readonly by: 'processId'; readonly beforeCut: string; readonly afterCut: string };

export interface SlipOptions {
  readonly columns: Columns;
  readonly proof: Proof;
  /** Default: generic. */
  readonly profile?: PrinterProfile;
  /** For profiles with a presenter. Default `retract`: a slip with a name on it must not wait for the next person. */
  readonly leftSlip?: LeftSlip;
  /** Whether the printer shall tell of changes by itself. Default: no. */
  readonly automaticStatus?: boolean;
}

const initialise = Uint8Array.of(0x1b, 0x40);
const lineFeed = Uint8Array.of(0x0a);
const nothing = new Uint8Array();

/** Head of GS v 0; no other command that is sent is as long as a block of a picture. */
const rasterHead = 8;

/**
 * Cuts off what an interrupted job left at the head, so that it is no part of the next person's slip; a presenter takes
 * it in. When the line broke inside a picture or a code, the printer still waits for the rest and would take the
 * beginning of the next slip for it: so many NUL end any block as white dots, and mean nothing where none is open.
 */
export function cutOffScrap(profile: PrinterProfile, automaticStatus = false): Uint8Array {
  const { cut, presenter, rasterBlockBytes } = profile;
  const endOfBlock = new Uint8Array(rasterBlockBytes + rasterHead);
  return joinBytes(endOfBlock, begin(automaticStatus), cut, presenter?.retractNow ?? nothing);
}

/** ESC @ brings back the settings of power-on, that of GS a among them. */
function begin(automaticStatus: boolean): Uint8Array {
  return joinBytes(initialise, automaticStatus ? automaticStatusOn : automaticStatusOff);
}

export function encodeSlip(
  paper: Paper,
  { columns, proof, profile = profiles.generic, leftSlip = 'retract', automaticStatus = false }: SlipOptions,
): Result<{ readonly bytes: Uint8Array; readonly lines: number }, LayoutProblem> {
  const laid = layOut(paper, columns, { font: profile.font, drawing: profile.rasterBlockBytes > 0 });
  if (!laid.ok) return laid;
  const rows = laid.value;
  const set = createStyle();
  const body = rows.map((row) => encodeRow(row, { columns, profile, set }));
  return ok({
    bytes: joinBytes(
      begin(automaticStatus),
      profile.chineseOn,
      ...body,
      set(plain),
      proof.by === 'processId' ? processIdRequest(proof.beforeCut) : nothing,
      profile.cut,
      profile.presenter?.present[leftSlip] ?? nothing,
      proof.by === 'processId' ? processIdRequest(proof.afterCut) : paperRequest,
    ),
    lines: rows.reduce((sum, row) => sum + linesOf(row), 0),
  });
}

interface RowSettings {
  readonly columns: Columns;
  readonly profile: PrinterProfile;
  readonly set: SetStyle;
}

function encodeRow(row: Row, { columns, profile, set }: RowSettings): Uint8Array {
  switch (row.is) {
    case 'text': {
      // One rare character makes the whole line a picture: text and picture in one line stand apart on many models.
      const text = encodeText(row.text, profile.font);
      return text === undefined
        ? joinBytes(set(plain), encodeRaster(drawLine(row, columns), profile.rasterBlockBytes))
        : joinBytes(set(row), text, lineFeed);
    }
    case 'space':
      return joinBytes(set(plain), Uint8Array.of(0x1b, 0x64, row.lines));
    case 'qr':
      return profile.qr.by === 'raster'
        ? joinBytes(set(plain), encodeRaster(drawQr(row.text, columns), profile.rasterBlockBytes))
        : joinBytes(
            set({ ...plain, align: 'centre' }),
            encodeQr(row.text, { columns, levelM: profile.qr.levelM }),
            lineFeed,
          );
    default:
      return unreachable(row);
  }
}

interface Style {
  readonly align: Align;
  readonly bold: boolean;
  readonly size: 1 | 2;
}
type SetStyle = (style: Style) => Uint8Array;

const plain: Style = { align: 'left', bold: false, size: 1 };

const alignCodes: Record<Align, number> = { left: 0, centre: 1, right: 2 };

/** Sends only what changes. All of it works at the start of a line only, and that is where it is used. */
function createStyle(): SetStyle {
  let now = plain;
  return (style) => {
    if (style.align === now.align && style.bold === now.bold && style.size === now.size) return nothing;
    const codes: number[] = [];
    if (style.align !== now.align) codes.push(0x1b, 0x61, alignCodes[style.align]);
    if (style.bold !== now.bold) codes.push(0x1b, 0x45, style.bold ? 1 : 0);
    // On many Chinese models GS ! sizes only ASCII, so FS ! says the same for Chinese.
    if (style.size !== now.size) codes.push(0x1d, 0x21, style.size === 2 ? 0x11 : 0);
    if (style.size !== now.size) codes.push(0x1c, 0x21, style.size === 2 ? 0x0c : 0);
    now = style;
    return Uint8Array.from(codes);
  };
}

/** Bytes that fit versions 1 to 24 at level M (ISO/IEC 18004 table 7). */
const qrCapacities = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
];
const quietModules = 8;

/** GS ( k: model 2, module size, level M, store, print. The centring leaves the quiet zone at the sides. */
function encodeQr(text: string, { columns, levelM }: { columns: Columns; levelM: number }): Uint8Array {
  const data = new TextEncoder().encode(text);
  const version = qrCapacities.findIndex((bytes) => bytes >= data.length) + 1;
  const modules = 17 + 4 * certain(version || undefined, 'a QR version for at most 300 characters');
  const dots = Math.min(6, Math.max(3, Math.floor((columns * 12) / (modules + quietModules))));
  const length = data.length + 3;
  return joinBytes(
    Uint8Array.of(0x1d, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00),
    Uint8Array.of(0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, dots),
    Uint8Array.of(0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, levelM),
    Uint8Array.of(0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30),
    data,
    Uint8Array.of(0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30),
  );
}
