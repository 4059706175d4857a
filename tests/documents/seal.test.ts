// The seal: at its true size on the paper, opaque, the same bytes each time; a broken or huge picture is refused.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { makeProof } from '../../src/documents/proof.ts';
import { readSealPicture } from '../../src/documents/seal-picture.ts';
import { pagesOf, proofSample, sealPng } from './samples.ts';

const png = sealPng();
const sealed = { ...proofSample, seal: { png: png.toString('base64'), widthMm: 42 } };

describe('the picture of a seal', () => {
  it('keeps its dots and loses its transparency', () => {
    const read = readSealPicture(png);
    if (!read.ok) throw new Error(read.problem);
    expect(read.value).toMatchObject({ width: 200, height: 200 });
    expect(read.value.png[25]).toBe(2);
    const { data } = PNG.sync.read(Buffer.from(read.value.png));
    const dot = (x: number, y: number) => [...data.subarray((y * 200 + x) * 4, (y * 200 + x) * 4 + 4)];
    expect(dot(0, 0)).toEqual([255, 255, 255, 255]);
    // 200 of 255 parts of 200, the rest white.
    expect(dot(100, 100)).toEqual([212, 55, 55, 255]);
  });

  it.each([
    ['1,501 dots wide', new PNG({ width: 1_501, height: 1 })],
    ['1,501 dots high', new PNG({ width: 1, height: 1_501 })],
  ])('of %s is too large', (_what, picture) => {
    expect(readSealPicture(PNG.sync.write(picture))).toEqual({ ok: false, problem: 'fileTooLarge' });
  });

  it('of more than 300 KB, or that claims to fill the memory, is too large', () => {
    expect(readSealPicture(new Uint8Array(300_001))).toEqual({ ok: false, problem: 'fileTooLarge' });
    const claims = Buffer.from(png);
    claims.writeUInt32BE(0x7fffffff, 16);
    expect(readSealPicture(claims)).toEqual({ ok: false, problem: 'fileTooLarge' });
  });

  it('is refused wherever it was cut off, and with any wrong byte', () => {
    for (let length = 0; length < png.length; length += 7) {
      expect(readSealPicture(png.subarray(0, length))).toEqual({ ok: false, problem: 'brokenFile' });
    }
    fc.assert(
      fc.property(fc.nat({ max: png.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const wrong = Buffer.from(png);
        wrong[at] = (wrong[at] ?? 0) ^ change;
        expect(readSealPicture(wrong).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a sealed proof', () => {
  it('is refused with a broken seal, and has the same bytes each time with a whole one', async () => {
    const broken = { ...sealed, seal: { png: png.subarray(0, 200).toString('base64'), widthMm: 42 } };
    expect(await makeProof(broken)).toEqual({ ok: false, problem: 'brokenFile' });
    const [one, other] = [await pagesOf(makeProof(sealed)), await pagesOf(makeProof(sealed))];
    expect(Buffer.from(one.pdf).equals(Buffer.from(other.pdf))).toBe(true);
  });

  const hasPoppler = spawnSync('pdftoppm', ['-v']).status === 0;
  it.skipIf(!hasPoppler).each([42, 30])(
    `shows it %i mm wide on paper${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`,
    async (widthMm) => {
      const folder = mkdtempSync(join(tmpdir(), 'nighthall-seal-'));
      try {
        const { pdf } = await pagesOf(makeProof({ ...sealed, seal: { ...sealed.seal, widthMm } }));
        writeFileSync(join(folder, 'one.pdf'), pdf);
        // One dot is a tenth of a millimetre.
        execFileSync('pdftoppm', ['-r', '254', '-png', '-singlefile', join(folder, 'one.pdf'), join(folder, 'one')]);
        const { data, width } = PNG.sync.read(readFileSync(join(folder, 'one.png')));
        const columns = new Set<number>();
        for (let at = 0; at < data.length; at += 4) {
          const [red = 0, green = 0] = data.subarray(at, at + 2);
          if (red - green > 60) columns.add((at / 4) % width);
        }
        // The ring is 0.98 of the picture.
        const wide = Math.max(...columns) - Math.min(...columns) + 1;
        expect(Math.abs(wide / 10 - widthMm * 0.98)).toBeLessThan(0.5);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
