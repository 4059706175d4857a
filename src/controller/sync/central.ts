// Central: asks the central server one thing over HTTP, signed, with a deadline; whatever comes back is checked.

import { createHash, randomUUID } from 'node:crypto';
import type * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import { parseJsonWith } from '../../contract/parse.ts';
import { requestText, signatureHeaders } from '../../contract/signing.ts';
import type { Keys } from '../keys.ts';
import { reasonOf } from '../store/durable-file.ts';

export type CentralProblem =
  /** No answer in time, no connection, or the program is being stopped. */
  | { readonly is: 'offline'; readonly detail: string }
  /** Central answered that it will not, with an HTTP status. */
  | { readonly is: 'refused'; readonly status: number; readonly detail: string }
  /** An answer that this build cannot read. */
  | { readonly is: 'unreadable'; readonly detail: string };

export interface Question<Schema> {
  readonly method: 'GET' | 'POST';
  /** Path with query, e.g. /kiosk/v1/news?after=0&waitMs=0 */
  readonly path: string;
  readonly body?: unknown;
  readonly answer: Schema;
  readonly deadlineMs: number;
  /** Enrolment alone is not signed: central does not know the key yet. */
  readonly signed: boolean;
}

export interface Central {
  ask<Schema extends v.GenericSchema<unknown, unknown>>(
    question: Question<Schema>,
  ): Promise<Result<v.InferOutput<Schema>, CentralProblem>>;
  /** Ends every request that is under way; later ones end at once. */
  stop(): void;
  /** Central's clock minus the kiosk's, ms; null before the first answer. */
  offsetMs(): number | null;
}

export interface CentralOptions {
  readonly url: string;
  readonly kiosk: string;
  readonly keys: Pick<Keys, 'sign'>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

interface Answer {
  readonly status: number;
  readonly date: string;
  readonly text: string;
}

/** More than 500 news or 50 documents ever take; an answer that goes on and on is cut off. */
const mostBytes = 8_000_000;

export function createCentral({ url, kiosk, keys, clock, fetch }: CentralOptions): Central {
  const base = url.replace(/\/+$/, '');
  const underWay = new Set<AbortController>();
  let isStopped = false;
  // Counted from the monotonic clock, so that a jump of the wall clock does not spoil the signatures.
  let centralStart: number | undefined;

  function learnTime(time: number): void {
    if (Number.isFinite(time) && time > 0) centralStart = time - clock.monotonic();
  }

  function headersFor(method: string, address: URL, body: string): Record<string, string> {
    const time = Math.round(centralStart === undefined ? clock.now() : centralStart + clock.monotonic());
    const nonce = randomUUID();
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const path = address.pathname + address.search;
    return {
      [signatureHeaders.kiosk]: kiosk,
      [signatureHeaders.time]: String(time),
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: keys.sign(requestText({ kiosk, method, path, time, nonce, bodyHash })),
    };
  }

  /** One request, and its whole answer, before the deadline. Whatever fetch rejects with is a failed connection. */
  async function exchange(
    address: URL,
    request: RequestInit,
    deadlineMs: number,
  ): Promise<Result<Answer, CentralProblem>> {
    if (isStopped) return failed({ is: 'offline', detail: 'stopped' });
    const abort = new AbortController();
    let isLate = false;
    const cancel = clock.after(deadlineMs, () => {
      isLate = true;
      abort.abort();
    });
    underWay.add(abort);
    try {
      const response = await fetch(address, { ...request, signal: abort.signal });
      const text = await readText(response);
      if (text === undefined) return failed({ is: 'unreadable', detail: 'the answer is too long' });
      return ok({ status: response.status, date: response.headers.get('date') ?? '', text });
    } catch (error) {
      return failed({ is: 'offline', detail: isLate ? 'no answer in time' : connectionReason(error) });
    } finally {
      underWay.delete(abort);
      cancel();
    }
  }

  return {
    async ask({ method, path, body, answer, deadlineMs, signed }) {
      const address = new URL(base + path);
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(signed ? headersFor(method, address, text) : {}),
      };
      // A redirect would carry the signature to somebody else.
      const request: RequestInit = {
        method,
        headers,
        redirect: 'error',
        ...(body === undefined ? {} : { body: text }),
      };
      const got = await exchange(address, request, deadlineMs);
      if (!got.ok) return got;
      if (got.value.status < 200 || got.value.status > 299) {
        // The kiosk's clock may be why central refused; every HTTP answer says what time it is there.
        learnTime(Date.parse(got.value.date));
        return failed({ is: 'refused', status: got.value.status, detail: problemTitle(got.value.text) });
      }
      const parsed = parseJsonWith(answer, got.value.text);
      if (!parsed.ok) return failed({ is: 'unreadable', detail: parsed.problem.lines.slice(0, 3).join('; ') });
      learnTime(serverTimeIn(parsed.value));
      return ok(parsed.value);
    },
    stop() {
      isStopped = true;
      for (const request of underWay) request.abort();
    },
    offsetMs: () => (centralStart === undefined ? null : Math.round(centralStart + clock.monotonic() - clock.now())),
  };
}

/** Undefined when there is more than anybody honest would send. */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest of the answer.
    if (bytes > mostBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `title` of a problem document (RFC 9457); never the body itself, which could hold anything. */
function problemTitle(content: string): string {
  try {
    const data: unknown = JSON.parse(content);
    const title = typeof data === 'object' && data !== null && 'title' in data ? data.title : undefined;
    return typeof title === 'string' ? title.slice(0, 200) : 'no reason given';
  } catch {
    return 'no reason given';
  }
}

function serverTimeIn(answer: unknown): number {
  return typeof answer === 'object' && answer !== null && 'serverTime' in answer
    ? Number(answer.serverTime)
    : Number.NaN;
}

function connectionReason(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
