// Reading a QR code out of a picture, by a decoder that knows nothing of the encoder.

import { createRequire } from 'node:module';
import type { QRCode } from 'jsqr';
import { PNG } from 'pngjs';

// The package is CommonJS with the types of an ES module: a plain import has a type that is not what it gets.
const readCode: (data: Uint8ClampedArray, width: number, height: number) => QRCode | null = createRequire(
  import.meta.url,
)('jsqr');

/** The text of the QR code in that PNG; undefined when none can be read. */
export function readQr(png: Uint8Array): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  return readCode(new Uint8ClampedArray(data), width, height)?.data;
}
