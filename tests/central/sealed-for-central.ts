// Sealed for central: as a kiosk seals what is for central's eyes only.

import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';

export function sealedForCentral(personHashKey: string, text: string, about: string): string {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(personHashKey, 'base64'), '', 'sealed for central', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `international$${Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64')}`;
}
