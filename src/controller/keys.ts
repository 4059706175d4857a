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
import { type Clock, systemClock } from '../base/clock.ts';
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

export interface SigningKey {
  /** Ed25519, raw 32 bytes, base64. */
  readonly publicKey: string;
  /** Ed25519 over the UTF-8 text, base64. */
  sign(text: string): string;
}

export interface Keys {
  /** Ed25519, raw 32 bytes, base64. */
  readonly publicKey: string;
  /** With those that were in use before: what was signed then stays signed. */
  publicKeys(): readonly string[];
  /** Ed25519 over the UTF-8 text, base64, by the key that is in use. */
  sign(text: string): string;
  /** UTC ms; 0 for a key from before this was noted. */
  madeAt(): number;
  /** The key that is to follow, made and kept durably before anybody hears of it; undefined while none is. */
  nextKey(): SigningKey | undefined;
  makeNextKey(): Result<SigningKey, KeysProblem>;
  /** From now on the next key is the one in use. */
  takeNextKey(): Result<void, KeysProblem>;
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
  readonly madeAt?: number;
  /** As `privateKey`, while central is being told of it. */
  readonly nextKey?: string;
  /** Public keys that were in use before, raw, base64, the oldest first. */
  readonly earlier?: readonly string[];
}

/** Opens the keys in that folder; the first time it makes them. The file is readable by its owner alone. */
export function openKeys(folder: string, clock: Pick<Clock, 'now'> = systemClock): Result<Keys, KeysProblem> {
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) {
    const written = keep(file, freshKeys(clock.now()));
    if (!written.ok) return written;
  }
  const read = readKept(file);
  return read.ok ? ok(keysFrom(file, read.value, clock)) : read;
}

function freshSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function freshKeys(madeAt: number): Kept {
  return {
    suite,
    privateKey: freshSigningKey(),
    fieldKey: randomBytes(32).toString('base64'),
    enrolment: null,
    madeAt,
  };
}

function signingKeyOf(kept: string): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
  const raw = Buffer.from(certain(privateKey.export({ format: 'jwk' }).x, 'public half'), 'base64url');
  return {
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
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
  const { suite: found, privateKey, fieldKey, enrolment, ...later } = data as Partial<Record<keyof Kept, unknown>>;
  if (found !== suite || typeof privateKey !== 'string' || typeof fieldKey !== 'string') return undefined;
  if (!is32Bytes(fieldKey)) return undefined;
  createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const rotation = rotationIn(later);
  if (rotation === undefined) return undefined;
  if (enrolment === null) return { suite, privateKey, fieldKey, enrolment, ...rotation };
  if (typeof enrolment !== 'object' || enrolment === undefined) return undefined;
  const { personHashKey, centralKey } = enrolment as Partial<Record<keyof Enrolment, unknown>>;
  if (typeof personHashKey !== 'string' || typeof centralKey !== 'string') return undefined;
  const brought = { personHashKey, centralKey };
  return isSound(brought) ? { suite, privateKey, fieldKey, enrolment: brought, ...rotation } : undefined;
}

/** A file of 0.1.0 has none of it. */
function rotationIn({
  madeAt,
  nextKey,
  earlier,
}: Partial<Record<keyof Kept, unknown>>): Pick<Kept, 'madeAt' | 'nextKey' | 'earlier'> | undefined {
  if (madeAt !== undefined && typeof madeAt !== 'number') return undefined;
  if (nextKey !== undefined && typeof nextKey !== 'string') return undefined;
  const isList = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((one) => typeof one === 'string' && is32Bytes(one));
  if (earlier !== undefined && !isList(earlier)) return undefined;
  if (nextKey !== undefined) signingKeyOf(nextKey);
  return {
    ...(madeAt === undefined ? {} : { madeAt }),
    ...(nextKey === undefined ? {} : { nextKey }),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

function is32Bytes(base64: string): boolean {
  return Buffer.from(base64, 'base64').length === 32;
}

function isSound({ personHashKey, centralKey }: Enrolment): boolean {
  return is32Bytes(personHashKey) && is32Bytes(centralKey);
}

function keysFrom(file: string, found: Kept, clock: Pick<Clock, 'now'>): Keys {
  let kept = found;
  let inUse = signingKeyOf(kept.privateKey);
  let follows = kept.nextKey === undefined ? undefined : signingKeyOf(kept.nextKey);
  function change(next: Kept): Result<void, KeysProblem> {
    const written = keep(file, next);
    if (written.ok) kept = next;
    return written;
  }
  const fieldKey = Buffer.from(kept.fieldKey, 'base64');
  return {
    get publicKey() {
      return inUse.publicKey;
    },
    publicKeys: () => [inUse.publicKey, ...(kept.earlier ?? [])],
    sign: (text) => inUse.sign(text),
    madeAt: () => kept.madeAt ?? 0,
    nextKey: () => follows,
    makeNextKey() {
      if (follows !== undefined) return ok(follows);
      const nextKey = freshSigningKey();
      const written = change({ ...kept, nextKey });
      if (!written.ok) return written;
      follows = signingKeyOf(nextKey);
      return ok(follows);
    },
    takeNextKey() {
      const { nextKey, ...rest } = kept;
      if (nextKey === undefined || follows === undefined) return ok();
      const earlier = [...(kept.earlier ?? []), inUse.publicKey];
      const written = change({ ...rest, privateKey: nextKey, earlier, madeAt: clock.now() });
      if (!written.ok) return written;
      inUse = follows;
      follows = undefined;
      return ok();
    },
    seal(text, about) {
      return sealWith(fieldKey, text, about);
    },
    open: (sealed, about) => openSealed(fieldKey, sealed, about),
    enrolled: () => kept.enrolment !== null,
    enrol(enrolment) {
      if (!isSound(enrolment))
        return failed({ is: 'unreadable', file, detail: 'central sent a key that has not 32 bytes' });
      return change({ ...kept, enrolment });
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
