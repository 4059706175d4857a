// The digest of a signature: of the very text that is sealed, so that one moved point shows.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { signatureDigest } from '../../src/controller/signature-digest.ts';

it('LC6 is the SHA-256 of the strokes as they are sealed', () => {
  const strokes = [[1, 2, 3, 4]];
  expect(signatureDigest(strokes)).toBe(createHash('sha256').update('[[1,2,3,4]]').digest('hex'));
  expect(signatureDigest([[1, 2, 3, 5]])).not.toBe(signatureDigest(strokes));
  expect(
    signatureDigest([
      [1, 2],
      [3, 4],
    ]),
  ).not.toBe(signatureDigest(strokes));
});
