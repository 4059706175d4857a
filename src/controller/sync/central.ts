// Central: asks the central server one thing over HTTP, signed, with a deadline, or listens to it; whatever comes back is
// checked. Both say which protocol they speak; a central that knows only an older one is spoken with as it knows.

import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import type { Undo } from '../../base/undo.ts';
import { parseJsonWith } from '../../contract/parse.ts';
import { protocol, protocolHeader, requestText, signatureHeaders } from '../../contract/signing.ts';
import type { Keys } from '../keys.ts';
import { reasonOf } from '../store/durable-file.ts';
import { createEventReader } from './event-stream.ts';

export type CentralProblem =
  /** No answer in time, no connection, or the program is being stopped. */
  | { readonly is: 'offline'; readonly detail: string }
  /** Central answered that it will not, with an HTTP status; `problem` is the name in the type of its problem document. */
  | { readonly is: 'refused'; readonly status: number; readonly detail: string; readonly problem?: string }
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

export interface Line {
  /** Path with query. */
  readonly path: string;
  /** Until the first word. */
  readonly firstMs: number;
  /** Between any two. */
  readonly silenceMs: number;
  /** One event, awaited before the next. */
  readonly onEvent: (data: string) => Promise<Result<void, CentralProblem>>;
  /** A sign of life without news. */
  readonly onAlive: () => void | Promise<void>;
}

/** `isMute`: it was silent from the beginning, as where something between gathers a stream before it passes it on. */
export type LineProblem = CentralProblem & { readonly isMute?: boolean };

export interface Central {
  /** Listens until the line ends, breaks or is silent for too long. Ok when central ended it, with how much it said. */
  listen(line: Line): Promise<Result<{ readonly words: number }, LineProblem>>;
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

const silent: LineProblem = { is: 'offline', detail: 'the stream says nothing', isMute: true };

/** More than 500 news or 50 documents ever take; an answer that goes on and on is cut off. */
const mostBytes = 8_000_000;

export function createCentral({ url, kiosk, keys, clock, fetch }: CentralOptions): Central {
  const base = url.replace(/\/+$/, '');
  const underWay = new Set<AbortController>();
  let isStopped = false;
  let spoken: number = protocol.newest;
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
      [protocolHeader]: String(spoken),
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

  /** The same question in an older way, where central knows no newer one. */
  function speaksOlder(refused: Refused): boolean {
    if (refused.problem !== 'protocolTooNew' || refused.newest === undefined) return false;
    if (refused.newest < protocol.oldest || refused.newest >= spoken) return false;
    spoken = refused.newest;
    return true;
  }

  function refusedBy({ status, date, text }: Answer): Refused {
    // The kiosk's clock may be why central refused; every HTTP answer says what time it is there.
    learnTime(Date.parse(date));
    return { is: 'refused', status, ...problemIn(text) };
  }

  function told({ newest: _newest, ...problem }: Refused): CentralProblem {
    return problem;
  }

  /** One line from its first byte to its end. What goes wrong with an event at this kiosk is not a failure of the line. */
  async function readEvents(
    body: ReadableStream<Uint8Array>,
    { onEvent, onAlive }: Line,
    heard: () => void,
  ): Promise<Result<{ readonly words: number }, CentralProblem>> {
    const source = body.getReader();
    const reader = createEventReader(mostBytes);
    const decoder = new TextDecoder();
    for (let words = 0; ; ) {
      const piece = await source.read().catch((error: unknown) => connectionReason(error));
      if (typeof piece === 'string') return failed({ is: 'offline', detail: piece });
      if (piece.done) return ok({ words });
      heard();
      const parts = reader.read(decoder.decode(piece.value, { stream: true }));
      if (!parts.ok) return failed({ is: 'unreadable', detail: 'an event is too long' });
      for (const part of parts.value) {
        words += 1;
        if (part.is === 'alive') {
          learnTime(Number(part.text));
          await onAlive();
        } else if (part.name === 'news') {
          const taken = await onEvent(part.data);
          if (!taken.ok) return taken;
        }
      }
    }
  }

  async function openLine(address: URL, signal: AbortSignal): Promise<Result<Response, CentralProblem>> {
    const headers = { ...headersFor('GET', address, ''), accept: 'text/event-stream' };
    try {
      return ok(await fetch(address, { headers, redirect: 'error', signal }));
    } catch (error) {
      return failed({ is: 'offline', detail: connectionReason(error) });
    }
  }

  async function ask<Schema extends v.GenericSchema<unknown, unknown>>(
    question: Question<Schema>,
  ): Promise<Result<v.InferOutput<Schema>, CentralProblem>> {
    const { method, path, body, answer, deadlineMs, signed } = question;
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
      const refused = refusedBy(got.value);
      return speaksOlder(refused) ? ask(question) : failed(told(refused));
    }
    const parsed = parseJsonWith(answer, got.value.text);
    if (!parsed.ok) return failed({ is: 'unreadable', detail: parsed.problem.lines.slice(0, 3).join('; ') });
    learnTime(serverTimeIn(parsed.value));
    return ok(parsed.value);
  }

  async function listen(line: Line): Promise<Result<{ readonly words: number }, LineProblem>> {
    if (isStopped) return failed({ is: 'offline', detail: 'stopped' });
    const address = new URL(base + line.path);
    const abort = new AbortController();
    underWay.add(abort);
    let cancel: Undo = () => undefined;
    let isSilent = false;
    let hasSpoken = false;
    function within(ms: number): void {
      cancel();
      cancel = clock.after(ms, () => {
        isSilent = true;
        abort.abort();
      });
    }
    within(line.firstMs);
    try {
      const opened = await openLine(address, abort.signal);
      if (!opened.ok) return isSilent ? failed(silent) : opened;
      const { status, headers, body } = opened.value;
      if (status === 200 && body !== null && isEventStream(headers)) {
        const read = await readEvents(body, line, () => {
          hasSpoken = true;
          within(line.silenceMs);
        });
        return isSilent && !hasSpoken ? failed(silent) : read;
      }
      const text = status === 200 ? undefined : await readText(opened.value).catch(() => undefined);
      if (text === undefined) return failed({ is: 'unreadable', detail: 'not a stream of events' });
      const refused = refusedBy({ status, date: headers.get('date') ?? '', text });
      return speaksOlder(refused) ? listen(line) : failed(told(refused));
    } finally {
      underWay.delete(abort);
      cancel();
      // Whatever is still to come of it is nobody's business any more.
      abort.abort();
    }
  }

  return {
    ask,
    listen,
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

type Refused = Extract<CentralProblem, { readonly is: 'refused' }> & { readonly newest?: number };

const problemDocument = v.looseObject({
  type: v.optional(v.string(), ''),
  title: v.optional(v.string(), 'no reason given'),
  speaks: v.optional(v.looseObject({ newest: v.pipe(v.number(), v.integer()) })),
});

/** Title and name of a problem document (RFC 9457); never the body itself, which could hold anything. */
function problemIn(content: string): Pick<Refused, 'detail' | 'problem' | 'newest'> {
  const parsed = parseJsonWith(problemDocument, content);
  if (!parsed.ok) return { detail: 'no reason given' };
  const { type, title, speaks } = parsed.value;
  const name = /^urn:nighthall:problem:([A-Za-z]{1,40})$/.exec(type)?.[1];
  return {
    detail: title.slice(0, 200),
    ...(name === undefined ? {} : { problem: name }),
    ...(speaks === undefined ? {} : { newest: speaks.newest }),
  };
}

const isEventStream = (headers: Headers) => (headers.get('content-type') ?? '').startsWith('text/event-stream');

function serverTimeIn(answer: unknown): number {
  return typeof answer === 'object' && answer !== null && 'serverTime' in answer
    ? Number(answer.serverTime)
    : Number.NaN;
}

function connectionReason(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
