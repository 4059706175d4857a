// Signature digest: goes into the audit log with the fact of the signing, so that the signature kept elsewhere can be proved.

import { createHash } from 'node:crypto';
import { type Signature, signatureText } from '../core/signature.ts';

/** SHA-256 of the text that is sealed for central, lower-case hex. */
export function signatureDigest(strokes: Signature): string {
  return createHash('sha256').update(signatureText(strokes)).digest('hex');
}
