// Enrol: the first words to central: the one-time code and the kiosk's own public key.

import { failed, ok, type Result } from '../../base/result.ts';
import { type EnrolRequest, enrolAnswer } from '../../contract/sync.ts';
import type { Keys } from '../keys.ts';
import type { Central } from './central.ts';

export interface EnrolOptions {
  readonly central: Pick<Central, 'ask'>;
  readonly keys: Pick<Keys, 'publicKey' | 'enrol'>;
  readonly kiosk: string;
  readonly software: string;
  readonly code: string;
  readonly deadlineMs: number;
}

/** One try. The problem is one line for the log; the code itself is never in it. */
export async function enrol(options: EnrolOptions): Promise<Result<void, string>> {
  const { central, keys, kiosk, software, code, deadlineMs } = options;
  const body: EnrolRequest = { code, kiosk, publicKey: keys.publicKey, software };
  const asked = await central.ask({
    method: 'POST',
    path: '/kiosk/v1/enrol',
    body,
    answer: enrolAnswer,
    deadlineMs,
    signed: false,
  });
  if (!asked.ok) return failed(`${asked.problem.is}: ${asked.problem.detail}`);
  const kept = keys.enrol(asked.value);
  if (kept.ok) return ok();
  return failed(kept.problem.is === 'readableByOthers' ? kept.problem.is : kept.problem.detail);
}
