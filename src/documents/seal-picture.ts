// Seal picture: the PNG of a seal, checked, and made opaque for an archival file, which may have no transparency.

import { PNG } from 'pngjs';
import { failed, ok, type Result } from '../base/result.ts';

export interface SealPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** 42 mm at 600 dots an inch are 992 pixels. */
const mostPixels = 1_500;
const mostBytes = 300_000;

export function readSealPicture(png: Uint8Array): Result<SealPicture, 'brokenFile' | 'fileTooLarge'> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length > mostBytes) return failed('fileTooLarge');
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return failed('brokenFile');
  // Before the picture is unpacked: a small file may claim to be larger than memory.
  if (bytes.readUInt32BE(16) > mostPixels || bytes.readUInt32BE(20) > mostPixels) return failed('fileTooLarge');
  const picture = unpacked(bytes);
  if (picture === undefined) return failed('brokenFile');
  const { width, height } = picture;
  flatten(picture.data);
  return ok({ png: PNG.sync.write(picture, { colorType: 2, inputHasAlpha: true }), width, height });
}

function unpacked(bytes: Buffer): PNG | undefined {
  try {
    return PNG.sync.read(bytes, { checkCRC: true });
  } catch (error) {
    // The decoder says by an exception, and in many words, that it is no whole PNG.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** On white, as on paper. */
function flatten(dots: Buffer): void {
  for (let at = 0; at < dots.length; at += 4) {
    const alpha = (dots[at + 3] ?? 255) / 255;
    for (let part = at; part < at + 3; part += 1) {
      dots[part] = Math.round((dots[part] ?? 0) * alpha + 255 * (1 - alpha));
    }
    dots[at + 3] = 255;
  }
}
