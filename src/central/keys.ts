// Keys: the three secrets of a centre, made once and kept beside the database, never in it.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import * as v from 'valibot';
import { certain, failed, ok, type Result } from '../base/result.ts';
import { base64 } from '../contract/fields.ts';
import { parseJsonWith } from '../contract/parse.ts';
import { type PersonKey, personKeyOf } from '../core/person.ts';

const keyFile = v.strictObject({
  suite: v.literal('international'),
  /** HMAC-SHA-256 key for person keys, 32 bytes. */
  personHashKey: base64,
  /** AES-256-GCM key for sealed fields, 32 bytes. */
  sealKey: base64,
  /** Ed25519 private key with which rights are signed, PKCS #8. */
  signingKey: base64,
});
type KeyFile = v.InferOutput<typeof keyFile>;

export interface Keys {
  /** base64, for kiosks. */
  readonly personHashKey: string;
  /** Ed25519 public key, raw 32 bytes in base64. */
  readonly publicKey: string;
  /** Tells whether a database was made with these keys; gives nothing away. */
  readonly fingerprint: string;
  /** HMAC-SHA-256 of the number in upper case, 64 lower-case hex digits. */
  personKey(idNumber: string): PersonKey;
  /** HMAC-SHA-256 with the same key, 64 hex digits: what kiosks can check without knowing it. */
  keyedHash(text: string): string;
  /** Opens what a kiosk sealed for central; undefined when it was sealed for somebody or something else. */
  openFromKiosk(sealed: string, about: string): string | undefined;
  /** Ed25519, base64. */
  sign(text: string): string;
  /** `place` (table, field, row) is bound to the sealed value: it opens nowhere else. */
  seal(text: string, place: string): string;
  unseal(sealed: string, place: string): string;
}

/** The last 32 bytes of the DER form (RFC 8410) are the raw key. */
function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

const sealedMark = 'aes-256-gcm';

function keysOf(file: KeyFile): Keys {
  const hashKey = Buffer.from(file.personHashKey, 'base64');
  const sealKey = Buffer.from(file.sealKey, 'base64');
  const signingKey = createPrivateKey({ key: Buffer.from(file.signingKey, 'base64'), format: 'der', type: 'pkcs8' });
  const fingerprint = createHash('sha256').update('keys 1').update(hashKey).update(sealKey).update(file.signingKey);
  return {
    personHashKey: file.personHashKey,
    publicKey: rawPublicKey(signingKey).toString('base64'),
    fingerprint: fingerprint.digest('hex'),
    personKey: (idNumber) =>
      personKeyOf(createHmac('sha256', hashKey).update(idNumber.toUpperCase(), 'utf8').digest('hex')),
    keyedHash: (text) => createHmac('sha256', hashKey).update(text, 'utf8').digest('hex'),
    openFromKiosk(sealed, about) {
      const key = Buffer.from(hkdfSync('sha256', hashKey, '', 'sealed for central', 32));
      const bytes = Buffer.from(sealed.split('$')[1] ?? '', 'base64');
      if (bytes.length < 28) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        .setAAD(Buffer.from(about, 'utf8'))
        .setAuthTag(bytes.subarray(12, 28));
      const start = decipher.update(bytes.subarray(28));
      try {
        return Buffer.concat([start, decipher.final()]).toString('utf8');
      } catch {
        // `final` throws when the tag does not match: another key, another order, or changed bytes.
        return undefined;
      }
    },
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), signingKey).toString('base64'),
    seal(text, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(place, 'utf8'));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${sealedMark}$${sealed.toString('base64')}`;
    },
    unseal(sealed, place) {
      const bytes = Buffer.from(certain(sealed.split('$')[1], 'a sealed value'), 'base64');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12))
        .setAAD(Buffer.from(place, 'utf8'))
        .setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    },
  };
}

function makeKeyFile(): KeyFile {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    suite: 'international',
    personHashKey: randomBytes(32).toString('base64'),
    sealKey: randomBytes(32).toString('base64'),
    signingKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

export function makeKeys(): Keys {
  return keysOf(makeKeyFile());
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads the key file, or makes it at the first start: mode 0600, on the disk before anything is sealed with it. When two
 * processes begin at once, one file wins and both use it.
 */
export async function openKeys(path: string): Promise<Result<Keys, 'keyFileUnreadable'>> {
  const text = (await readIfThere(path)) ?? (await writeOnce(path, `${JSON.stringify(makeKeyFile(), null, 2)}\n`));
  const parsed = parseJsonWith(keyFile, text);
  return parsed.ok ? ok(keysOf(parsed.value)) : failed('keyFileUnreadable');
}

/** Whole or not at all, and never over another: what stands there afterwards. */
async function writeOnce(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await unlink(draft);
  return readFile(path, 'utf8');
}
