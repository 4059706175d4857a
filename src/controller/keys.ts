// Keys: the kiosk's own key pair, the key of sealed fields, and what enrolment brought. All cryptography of the controller.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { certain, failed, ok, type Result } from '../base/result.ts';
import { type PersonKey, personKeyOf } from '../core/person.ts';
import { reasonOf, writeDurably } from './store/durable-file.ts';

export type KeysProblem =
  /** The file is there and is not what this program wrote; it is never replaced, for the kiosk's identity is in it. */
  | { readonly is: 'unreadable'; readonly file: string; readonly detail: string }
  | { readonly is: 'readableByOthers'; readonly file: string }
  | { readonly is: 'notWritable'; readonly file: string; readonly detail: string };

export interface Enrolment {
  /** 32 bytes, base64. */
  readonly personHashKey: string;
  /** Ed25519, raw 32 bytes, base64. */
  readonly centralKey: string;
}

export interface Keys {
  /** Ed25519, raw 32 bytes, base64. */
  readonly publicKey: string;
  /** Ed25519 over the UTF-8 text, base64. */
  sign(text: string): string;
  /** AES-256-GCM; `about` (table and row id) is bound to it. Text form: suite$base64(nonce 12, tag 16, cipher). */
  seal(text: string, about: string): string;
  open(sealed: string, about: string): Result<string, 'notOurs'>;
  enrolled(): boolean;
  /** Keeps what central answered, durably, before it counts. */
  enrol(enrolment: Enrolment): Result<void, KeysProblem>;
  /** Lower-case hex HMAC-SHA-256 over the number in capitals without spaces; undefined before enrolment. */
  personKey(idNumber: string): PersonKey | undefined;
  /** HMAC-SHA-256 with the key of all kiosks of this centre, 64 hex digits; undefined before enrolment. */
  keyedHash(text: string): string | undefined;
  /** For central's eyes: sealed with a key that both derive from the one of this centre. Throws before enrolment. */
  sealForCentral(text: string, about: string): string;
  /** False for anything central did not sign, and before enrolment. */
  verifyCentral(text: string, signature: string): boolean;
}

/** Recorded with every sealed value, so that values of another suite can be told apart later. */
const suite = 'international';
const nonceBytes = 12;
const tagBytes = 16;

interface Kept {
  readonly suite: string;
  /** Ed25519, PKCS #8 DER, base64. */
  readonly privateKey: string;
  /** 32 bytes, base64. */
  readonly fieldKey: string;
  readonly enrolment: Enrolment | null;
}

/** Opens the keys in that folder; the first time it makes them. The file is readable by its owner alone. */
export function openKeys(folder: string): Result<Keys, KeysProblem> {
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) {
    const written = keep(file, freshKeys());
    if (!written.ok) return written;
  }
  const read = readKept(file);
  return read.ok ? ok(keysFrom(file, read.value)) : read;
}

function freshKeys(): Kept {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    suite,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    fieldKey: randomBytes(32).toString('base64'),
    enrolment: null,
  };
}

function keep(file: string, kept: Kept): Result<void, KeysProblem> {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeDurably(file, `${JSON.stringify(kept, null, 2)}\n`, 0o600);
    return ok();
  } catch (error) {
    return failed({ is: 'notWritable', file, detail: reasonOf(error) });
  }
}

function readKept(file: string): Result<Kept, KeysProblem> {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      return failed({ is: 'readableByOthers', file });
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const kept = keptOf(data);
    return kept === undefined ? failed({ is: 'unreadable', file, detail: 'a field is missing or wrong' }) : ok(kept);
  } catch (error) {
    // A JSON error quotes the text it stumbled over, and this text is secret.
    return failed({ is: 'unreadable', file, detail: error instanceof SyntaxError ? 'not JSON' : reasonOf(error) });
  }
}

function keptOf(data: unknown): Kept | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { suite: found, privateKey, fieldKey, enrolment } = data as Partial<Record<keyof Kept, unknown>>;
  if (found !== suite || typeof privateKey !== 'string' || typeof fieldKey !== 'string') return undefined;
  if (!is32Bytes(fieldKey)) return undefined;
  createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  if (enrolment === null) return { suite, privateKey, fieldKey, enrolment };
  if (typeof enrolment !== 'object' || enrolment === undefined) return undefined;
  const { personHashKey, centralKey } = enrolment as Partial<Record<keyof Enrolment, unknown>>;
  if (typeof personHashKey !== 'string' || typeof centralKey !== 'string') return undefined;
  const brought = { personHashKey, centralKey };
  return isSound(brought) ? { suite, privateKey, fieldKey, enrolment: brought } : undefined;
}

function is32Bytes(base64: string): boolean {
  return Buffer.from(base64, 'base64').length === 32;
}

function isSound({ personHashKey, centralKey }: Enrolment): boolean {
  return is32Bytes(personHashKey) && is32Bytes(centralKey);
}

function keysFrom(file: string, found: Kept): Keys {
  let kept = found;
  const privateKey = createPrivateKey({
    key: Buffer.from(kept.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = Buffer.from(certain(privateKey.export({ format: 'jwk' }).x, 'public half'), 'base64url');
  const fieldKey = Buffer.from(kept.fieldKey, 'base64');
  return {
    publicKey: publicKey.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    seal(text, about) {
      return sealWith(fieldKey, text, about);
    },
    open: (sealed, about) => openSealed(fieldKey, sealed, about),
    enrolled: () => kept.enrolment !== null,
    enrol(enrolment) {
      if (!isSound(enrolment))
        return failed({ is: 'unreadable', file, detail: 'central sent a key that has not 32 bytes' });
      const next = { ...kept, enrolment };
      const written = keep(file, next);
      if (written.ok) kept = next;
      return written;
    },
    personKey(idNumber) {
      if (kept.enrolment === null) return undefined;
      const key = Buffer.from(kept.enrolment.personHashKey, 'base64');
      return personKeyOf(createHmac('sha256', key).update(idNumber.replaceAll(' ', '').toUpperCase()).digest('hex'));
    },
    keyedHash(text) {
      if (kept.enrolment === null) return undefined;
      return createHmac('sha256', Buffer.from(kept.enrolment.personHashKey, 'base64')).update(text).digest('hex');
    },
    sealForCentral(text, about) {
      const { personHashKey } = certain(kept.enrolment, 'an enrolment');
      return sealWith(keyForCentral(personHashKey), text, about);
    },
    verifyCentral: (text, signature) =>
      kept.enrolment !== null && isSignedBy(kept.enrolment.centralKey, text, signature),
  };
}

function sealWith(key: Uint8Array, text: string, about: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${suite}$${Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64')}`;
}

/** RFC 5869, without salt: the key it comes from is random already. */
function keyForCentral(personHashKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', Buffer.from(personHashKey, 'base64'), '', 'sealed for central', 32));
}

function openSealed(fieldKey: Uint8Array, sealed: string, about: string): Result<string, 'notOurs'> {
  const [name, base64] = sealed.split('$');
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name !== suite || bytes.length < nonceBytes + tagBytes) return failed('notOurs');
  const decipher = createDecipheriv('aes-256-gcm', fieldKey, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const start = decipher.update(bytes.subarray(nonceBytes + tagBytes));
  try {
    return ok(Buffer.concat([start, decipher.final()]).toString('utf8'));
  } catch {
    // `final` throws when the tag does not match: another key, another row, or changed bytes.
    return failed('notOurs');
  }
}

/** Whether that Ed25519 key (raw 32 bytes, base64) signed the UTF-8 text. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  if (!is32Bytes(publicKey)) return false;
  return verify(null, Buffer.from(text), ed25519(publicKey), Buffer.from(signature, 'base64'));
}

function ed25519(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
