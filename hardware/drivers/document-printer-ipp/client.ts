// IPP over HTTP: one request, one answer, with a deadline and a bound on what is read.

import { failed, type Result } from '../../../src/base/result.ts';
import { decodeAnswer, encodeRequest, type IppAnswer, type IppRequest } from './protocol.ts';

export type IppProblem =
  /** Nobody answered at that address: nothing was taken. */
  | 'unreachable'
  /** It broke or took too long: what was sent may have been taken. */
  | 'noAnswer'
  /** Something answered that is no IPP printer. */
  | 'notIpp';

export interface IppClient {
  ask(request: Omit<IppRequest, 'url' | 'requestId'>, replyMs: number): Promise<Result<IppAnswer, IppProblem>>;
}

const maxAnswer = 512 * 1024;

export function createIppClient(url: string): IppClient {
  const address = url.replace(/^ipp/, 'http');
  const target = new URL(address);
  if (target.port === '') target.port = '631';
  let requestId = 0;
  return {
    async ask(request, replyMs) {
      requestId += 1;
      try {
        const response = await fetch(target, {
          method: 'POST',
          // One connection a request: a kept one that a restarted printer has forgotten would look like "no answer".
          headers: { 'content-type': 'application/ipp', connection: 'close' },
          body: Buffer.from(encodeRequest({ ...request, url, requestId })),
          signal: AbortSignal.timeout(replyMs),
        });
        if (!response.ok || response.body === null) return failed('notIpp');
        const parts: Uint8Array[] = [];
        let length = 0;
        for await (const part of response.body) {
          length += part.length;
          if (length > maxAnswer) return failed('notIpp');
          parts.push(part);
        }
        return decodeAnswer(Buffer.concat(parts));
      } catch (error) {
        return failed(isRefused(error) ? 'unreachable' : 'noAnswer');
      }
    },
  };
}

/** fetch hides the reason in `cause`; only a connection that was never made proves that nothing was taken. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    cause instanceof Error &&
    'code' in cause &&
    ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].includes(String(cause.code))
  );
}
