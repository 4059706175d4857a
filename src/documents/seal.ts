// Seal: the picture of the issuing body's seal at its true size, or the ring and star that keep its place.

import { certain } from '../base/result.ts';
import type { SealPicture } from './seal-picture.ts';
import type { Sheet } from './sheet.ts';

export interface Seal {
  readonly picture: SealPicture;
  /** On paper; 42 mm for most bodies. */
  readonly widthMm: number;
}

interface Place {
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

const red = '#c00000';
const radius = 54;
const pointsPerMm = 72 / 25.4;

/** Points on paper from its upper to its lower end. */
export function sealHeight(seal: Seal | undefined): number {
  return seal === undefined ? 2 * radius : sizeOf(seal).height;
}

export function drawSeal(sheet: Sheet, place: Place, seal: Seal): void {
  const { width, height } = sizeOf(seal);
  sheet.pdf.image(Buffer.from(seal.picture.png), place.x - width / 2, place.y - height / 2, { width, height });
}

function sizeOf({ picture, widthMm }: Seal): { readonly width: number; readonly height: number } {
  const width = widthMm * pointsPerMm;
  return { width, height: (width * picture.height) / picture.width };
}

/** Ring, star and words where a seal belongs that is put there by the issuing body's signature. */
export function drawSealPlace(sheet: Sheet, { x, y }: Place, issuer: string): void {
  const { pdf } = sheet;
  pdf.lineWidth(2).strokeColor(red).circle(x, y, radius).stroke();
  const points = Array.from({ length: 10 }, (_, point) => {
    const reach = point % 2 === 0 ? 16 : 6.1;
    const angle = (point * Math.PI) / 5 - Math.PI / 2;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as [number, number];
  });
  pdf
    .polygon(...points)
    .fillColor(red)
    .fill();
  drawOnArc(sheet, { x, y }, issuer);
  sheet.write('（电子印章）', { size: 8, colour: red, at: [x - radius, y + 26], width: 2 * radius, align: 'center' });
}

/** More letters than this cannot be read on the ring; the name stands below it in any case. */
const mostOnArc = 26;

function drawOnArc(sheet: Sheet, { x, y }: Place, text: string): void {
  const letters = [...text];
  if (letters.length > mostOnArc) return;
  const step = Math.min(24, 250 / Math.max(1, letters.length - 1));
  const reach = radius - 5;
  const size = Math.min(12, (step * Math.PI * (reach - 8)) / 180);
  letters.forEach((_, index) => {
    const letter = certain(letters[index], 'letter');
    sheet.pdf
      .save()
      .translate(x, y)
      .rotate((index - (letters.length - 1) / 2) * step);
    const left = -sheet.pdf.fontSize(size).widthOfString(letter) / 2;
    sheet.write(letter, { size, colour: red, at: [left, -reach], width: 3 * size });
    sheet.pdf.restore();
  });
}
