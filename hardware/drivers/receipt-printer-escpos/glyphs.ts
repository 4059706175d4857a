// Glyphs: characters as black dots, from the outlines of Noto Sans SC: for those that the printer's own font lacks, and
// for the pictures of the simulated hall.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fontkit from 'fontkit';

/** One byte a dot, row by row, 1 = black. */
export interface Dots {
  readonly width: number;
  readonly height: number;
  readonly black: Uint8Array;
}

type Point = readonly [x: number, y: number];

let font: fontkit.Font | undefined;

function loadFont(): fontkit.Font {
  if (font === undefined) {
    const place = import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
    const opened = fontkit.create(readFileSync(fileURLToPath(place)));
    if ('fonts' in opened) throw new Error('a font file, not a collection, is expected');
    font = opened;
  }
  return font;
}

const drawn = new Map<string, Dots>();
const mostDrawn = 4_000;

/**
 * Whether the font has the character and it stands by itself. Marks that sit on another character are refused: drawn in
 * a cell of their own they would make another word.
 */
export function canDraw(char: string): boolean {
  if (/^[\p{C}\p{M}]$/u.test(char)) return false;
  const face = loadFont();
  const code = char.codePointAt(0) ?? 0;
  if (!face.hasGlyphForCodePoint(code)) return false;
  return face.glyphForCodePoint(code).path.commands.length > 0 || /^\p{Zs}$/u.test(char);
}

/** The character in a cell of that many dots; one that is wider than its cell is squeezed, a narrower one centred. */
export function glyphDots(char: string, width: number, height: number): Dots {
  const key = `${char} ${width} ${height}`;
  const before = drawn.get(key);
  if (before !== undefined) return before;
  const dots = draw(char, width, height);
  if (drawn.size >= mostDrawn) drawn.clear();
  drawn.set(key, dots);
  return dots;
}

/** Share of the em above the base line: the tails of Latin letters need more room below it than Chinese characters. */
const ascent = { latin: 0.78, chinese: 0.87 } as const;

function draw(char: string, width: number, height: number): Dots {
  const { unitsPerEm, ...glyph } = outlineOf(char);
  const natural = glyph.advance / unitsPerEm;
  const em = height;
  const baseLine = (width < height ? ascent.latin : ascent.chinese) * em;
  const stretch = Math.min(width / (natural * em), width >= height ? 1 : 1.15);
  const left = (width - natural * em * stretch) / 2;
  const contours = glyph.contours.map((contour) =>
    contour.map(([x, y]): Point => [left + (x / unitsPerEm) * em * stretch, baseLine - (y / unitsPerEm) * em]),
  );
  return { width, height, black: fill(contours, width, height) };
}

function outlineOf(char: string) {
  const face = loadFont();
  const { unitsPerEm } = face;
  const glyph = face.glyphForCodePoint(char.codePointAt(0) ?? 0);
  return { unitsPerEm, advance: glyph.advanceWidth || unitsPerEm, contours: flatten(glyph.path.commands) };
}

/** Curves as short straight lines: eight to a curve are more than enough at 24 dots. */
function flatten(commands: readonly fontkit.PathCommand[]): readonly (readonly Point[])[] {
  const contours: Point[][] = [];
  let contour: Point[] = [];
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const [x, y] = contour.at(-1) ?? [0, 0];
    switch (command) {
      case 'moveTo':
        contour = [[a, b]];
        contours.push(contour);
        break;
      case 'lineTo':
        contour.push([a, b]);
        break;
      case 'quadraticCurveTo':
        for (let step = 1; step <= 8; step += 1) {
          const t = step / 8;
          const u = 1 - t;
          contour.push([u * u * x + 2 * u * t * a + t * t * c, u * u * y + 2 * u * t * b + t * t * d]);
        }
        break;
      case 'bezierCurveTo':
        for (let step = 1; step <= 8; step += 1) {
          const t = step / 8;
          const u = 1 - t;
          contour.push([
            u ** 3 * x + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * e,
            u ** 3 * y + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * f,
          ]);
        }
        break;
      case 'closePath':
        break;
    }
  }
  return contours;
}

const samples = 4;

/** Scan lines with four samples a dot each way and the non-zero rule; a dot burns when two fifths of it are covered. */
function fill(contours: readonly (readonly Point[])[], width: number, height: number): Uint8Array {
  const covered = new Uint8Array(width * height);
  for (let scan = 0; scan < height * samples; scan += 1) {
    const y = (scan + 0.5) / samples;
    const crossings = contours.flatMap((contour) => crossingsAt(contour, y)).sort((one, other) => one.x - other.x);
    let winding = 0;
    for (let index = 0; index + 1 < crossings.length; index += 1) {
      winding += crossings[index]?.turn ?? 0;
      if (winding === 0) continue;
      const from = Math.max(0, Math.ceil((crossings[index]?.x ?? 0) * samples - 0.5));
      const to = Math.min(width * samples, Math.ceil((crossings[index + 1]?.x ?? 0) * samples - 0.5));
      for (let at = from; at < to; at += 1) {
        const dot = Math.floor(scan / samples) * width + Math.floor(at / samples);
        covered[dot] = (covered[dot] ?? 0) + 1;
      }
    }
  }
  return covered.map((count) => (count >= 0.4 * samples * samples ? 1 : 0));
}

function crossingsAt(contour: readonly Point[], y: number): readonly { readonly x: number; readonly turn: 1 | -1 }[] {
  return contour.flatMap(([x0, y0], index) => {
    const [x1, y1] = contour[(index + 1) % contour.length] ?? [x0, y0];
    if (y0 <= y === y1 <= y) return [];
    return [{ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? (1 as const) : (-1 as const) }];
  });
}
