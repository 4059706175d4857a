// A kiosk as central sees it: a key pair and signed requests, with every part of the signature open to tampering.

import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult, randomUUID, sign } from 'node:crypto';
import { expect } from 'vitest';
import { requestText, signatureHeaders } from '../../src/contract/signing.ts';
import type { MessageAnswer, NewsAnswer } from '../../src/contract/sync.ts';
import type { Fact } from '../../src/core/fact.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

export interface Tampering {
  readonly time?: number;
  readonly nonce?: string;
  readonly kiosk?: string;
  /** What is signed instead of the path that is asked. */
  readonly signedPath?: string;
  /** What is signed instead of the body that is sent. */
  readonly signedBody?: string;
  readonly contentType?: string;
  readonly leaveOut?: string;
}

export interface SentMessage {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly fact: unknown;
  readonly sealed?: string;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** Where central is; several that stand for one say another address each time. */
export interface Address {
  toString(): string;
}

export function inTurn(urls: readonly string[]): Address {
  let turn = 0;
  return {
    toString() {
      turn += 1;
      return urls[turn % urls.length] ?? '';
    },
  };
}

/** What a kiosk keeps when central moves to another address. */
interface Kept {
  readonly keys: KeyPairKeyObjectResult;
  sequence: number;
}

export interface TestKiosk {
  readonly kiosk: string;
  readonly request: (method: string, path: string, data?: unknown, tampering?: Tampering) => Promise<Answer>;
  /** The next message in this kiosk's own order. */
  readonly message: (fact: Fact | Record<string, unknown>) => SentMessage;
  readonly enrol: (code: string) => Promise<Answer>;
  readonly send: (messages: readonly SentMessage[]) => Promise<MessageAnswer>;
  readonly news: (after: number, waitMs?: number) => Promise<NewsAnswer['news']>;
  readonly movedTo: (url: Address) => TestKiosk;
}

export function createTestKiosk(
  { url, kiosk, now = Date.now }: { readonly url: Address; readonly kiosk: string; readonly now?: () => number },
  kept: Kept = { keys: generateKeyPairSync('ed25519'), sequence: 0 },
): TestKiosk {
  const { privateKey, publicKey } = kept.keys;
  const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

  async function request(method: string, path: string, data?: unknown, tampering: Tampering = {}): Promise<Answer> {
    const body = data === undefined ? '' : typeof data === 'string' ? data : JSON.stringify(data);
    const { time = now(), nonce = randomUUID(), signedPath = path, signedBody = body } = tampering;
    const bodyHash = createHash('sha256').update(signedBody).digest('hex');
    const text = requestText({ kiosk, method, path: signedPath, time, nonce, bodyHash });
    const headers = new Headers({
      [signatureHeaders.kiosk]: tampering.kiosk ?? kiosk,
      [signatureHeaders.time]: String(time),
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: sign(null, Buffer.from(text), privateKey).toString('base64'),
    });
    if (body !== '') headers.set('content-type', tampering.contentType ?? 'application/json');
    if (tampering.leaveOut !== undefined) headers.delete(tampering.leaveOut);
    return answerOf(await fetch(`${url}${path}`, { method, headers, ...(body === '' ? {} : { body }) }));
  }

  function message(fact: Fact | Record<string, unknown>): SentMessage {
    kept.sequence += 1;
    return { sequence: kept.sequence, id: randomUUID(), at: now(), fact };
  }

  return {
    kiosk,
    request,
    message,
    movedTo: (next) => createTestKiosk({ url: next, kiosk, now }, kept),
    enrol: async (code: string) =>
      answerOf(
        await fetch(`${url}/kiosk/v1/enrol`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code, kiosk, publicKey: rawKey, software: '0.1.0' }),
        }),
      ),
    async send(messages: readonly SentMessage[]): Promise<MessageAnswer> {
      const answer = await request('POST', '/kiosk/v1/messages', { messages });
      expect(answer).toMatchObject({ status: 200 });
      return answer.body as MessageAnswer;
    },
    async news(after: number, waitMs = 0): Promise<NewsAnswer['news']> {
      const answer = await request('GET', `/kiosk/v1/news?after=${after}&waitMs=${waitMs}`);
      expect(answer).toMatchObject({ status: 200 });
      return (answer.body as NewsAnswer).news;
    },
  };
}

export type TestOffice = ReturnType<typeof createTestOffice>;

/** The back office: calls with the bearer token. */
export function createTestOffice({ url, adminToken }: { readonly url: Address; readonly adminToken: string }) {
  async function call(method: 'GET' | 'POST', path: string, data?: unknown, token = adminToken): Promise<Answer> {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    if (data !== undefined) headers.set('content-type', 'application/json');
    const body = typeof data === 'string' ? data : JSON.stringify(data);
    return answerOf(
      await fetch(`${url}/admin/v1/${path}`, { method, headers, ...(data === undefined ? {} : { body }) }),
    );
  }
  async function done<Body>(method: 'GET' | 'POST', path: string, data?: unknown): Promise<Body> {
    const answer = await call(method, path, data);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body as Body;
  }
  return {
    call,
    get: <Body>(path: string) => done<Body>('GET', path),
    post: <Body>(path: string, data?: unknown) => done<Body>('POST', path, data),
    /** A kiosk that has joined under a fresh name. */
    async joined(now?: () => number) {
      const kiosk = createTestKiosk({ url, kiosk: `hall-${randomUUID().slice(0, 8)}`, ...(now ? { now } : {}) });
      const { code } = await done<{ code: string }>('POST', 'kiosks/codes', { kiosk: kiosk.kiosk });
      const answer = await kiosk.enrol(code);
      expect(answer).toMatchObject({ status: 200 });
      return { kiosk, keys: answer.body as { personHashKey: string; centralKey: string } };
    },
  };
}

/** Runs `ask` until it gives something, for what happens on its own shortly after an answer. */
export async function eventually<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
