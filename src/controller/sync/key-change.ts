// Key change: a new signing key in place of the old one, which vouches for it. On disk here before central hears of it, so that
// a lost answer or a crash at any moment leaves a kiosk that can sign.

import { failed, ok, type Result } from '../../base/result.ts';
import { newKeyText } from '../../contract/signing.ts';
import { type KeyRequest, keyAnswer } from '../../contract/sync.ts';
import type { Keys, SigningKey } from '../keys.ts';
import type { Central } from './central.ts';

export interface KeyChange {
  readonly central: Pick<Central, 'ask'>;
  readonly keys: Pick<Keys, 'makeNextKey' | 'takeNextKey'>;
  readonly kiosk: string;
  readonly deadlineMs: number;
  /** The same central, asked with that key. */
  readonly asNext: (key: SigningKey) => Pick<Central, 'ask'>;
}

/** The problem is one line for the log. */
export async function changeKey({
  central,
  keys,
  kiosk,
  deadlineMs,
  asNext,
}: KeyChange): Promise<Result<void, string>> {
  const made = keys.makeNextKey();
  if (!made.ok) return failed(made.problem.is);
  const key = made.value;
  const body: KeyRequest = { publicKey: key.publicKey, proof: key.sign(newKeyText(kiosk, key.publicKey)) };
  const ask = (through: Pick<Central, 'ask'>) =>
    through.ask({ method: 'POST', path: '/kiosk/v1/key', body, answer: keyAnswer, deadlineMs, signed: true });
  let asked = await ask(central);
  // Central does not know the old key any more when the last answer was lost: then it knows the new one.
  if (!asked.ok && asked.problem.is === 'refused' && asked.problem.problem === 'forged') asked = await ask(asNext(key));
  if (!asked.ok) return failed(`${asked.problem.is}: ${asked.problem.detail}`);
  const taken = keys.takeNextKey();
  return taken.ok ? ok() : failed(taken.problem.is);
}
