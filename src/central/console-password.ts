// Console password: Argon2id with its parameters beside the hash, so that they can be raised and old hashes still checked.

import { type Argon2Parameters, argon2, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/** What OWASP asks for at least: 19 MiB, two passes. */
const today = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const hashBytes = 32;

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  // The same password typed on another keyboard may be composed of other signs.
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, tagLength: hashBytes, ...cost }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

/** `argon2id$m=…,t=…,p=…$salt$hash`, salt and hash in base64. */
export async function passwordHashOf(password: string, salt: Uint8Array): Promise<string> {
  const hash = await derive(password, salt, today);
  return textOf({ salt, hash, cost: today });
}

function textOf({ salt, hash, cost }: { salt: Uint8Array; hash: Uint8Array; cost: Cost }): string {
  const { memory, passes, parallelism } = cost;
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return ['argon2id', `m=${memory},t=${passes},p=${parallelism}`, base64(salt), base64(hash)].join('$');
}

const keptHash = v.pipe(
  v.string(),
  v.regex(/^argon2id\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]+={0,2}\$[A-Za-z0-9+/]+={0,2}$/),
  v.transform((text) => {
    const [, parameters = '', salt = '', hash = ''] = text.split('$');
    const [memory = 0, passes = 0, parallelism = 0] = (parameters.match(/\d+/g) ?? []).map(Number);
    return {
      cost: { memory, passes, parallelism },
      salt: Buffer.from(salt, 'base64'),
      hash: Buffer.from(hash, 'base64'),
    };
  }),
);

/** `outdated`: right, but hashed with less than is asked for today. */
export async function checkPassword(kept: string, password: string): Promise<'right' | 'outdated' | 'wrong'> {
  const { cost, salt, hash } = v.parse(keptHash, kept);
  if (!timingSafeEqual(await derive(password, salt, cost), hash)) return 'wrong';
  const isStrong = cost.memory >= today.memory && cost.passes >= today.passes;
  return isStrong ? 'right' : 'outdated';
}

/** Takes as long as a real check: a name that nobody has is not told from a wrong password by the time it takes. */
export async function checkNobody(password: string): Promise<void> {
  await derive(password, Buffer.alloc(16), today);
}
