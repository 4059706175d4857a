// A small central on a real port: keeps the contract of src/contract/sync.ts, checks signatures, and fails when told to.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { certain } from '../../../src/base/result.ts';
import { parseJsonWith } from '../../../src/contract/parse.ts';
import { maxSkewMs, requestText, signatureHeaders } from '../../../src/contract/signing.ts';
import { enrolRequest, messageBatch } from '../../../src/contract/sync.ts';
import { isSignedBy } from '../../../src/controller/keys.ts';
import { type Right, rightText } from '../../../src/core/right.ts';
import { valueIn } from '../store/fresh-store.ts';

/** What goes wrong with one request. `lostReply`: done, but nobody hears of it. */
export type Fault =
  | 'lostReply'
  | 'serverError'
  | 'garbage'
  | 'wrongShape'
  | 'cutShort'
  | 'silent'
  | 'endless'
  | 'redirect';

export interface FakeCentral {
  readonly url: string;
  readonly code: string;
  /** Ids of all applied messages, in order. */
  readonly applied: string[];
  /** Last contiguous sequence number. */
  acknowledged: number;
  readonly news: { readonly cursor: number; readonly change: unknown }[];
  /** Central's clock minus ours. */
  clockOffsetMs: number;
  /** Paths of all requests, refused ones included. */
  readonly asked: string[];
  readonly batches: number[];
  readonly refusals: string[];
  /** Requests under way at once, at most, per path. */
  mostAtOnce: number;
  parkIds: Set<string>;
  /** Sends everything each time, whatever cursor is asked for. */
  repeatsNews: boolean;
  fault: (path: string) => Fault | undefined;
  announce(change: unknown): void;
  grant(right: Right, kiosk: string): void;
  documentsAnswer: unknown;
  documentAnswer: { readonly status: number; readonly body: unknown };
  stop(): Promise<void>;
  /** Comes back on the same port. */
  restart(): Promise<void>;
}

export async function startFakeCentral(): Promise<FakeCentral> {
  const own = generateKeyPairSync('ed25519');
  const personHashKey = randomBytes(32).toString('base64');
  const kiosks = new Map<string, string>();
  const nonces = new Set<string>();
  const waiting = new Set<() => void>();
  let port = 0;
  let messagesUnderWay = 0;

  const central: FakeCentral = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    code: 'HALL-4711',
    applied: [],
    acknowledged: 0,
    news: [],
    clockOffsetMs: 0,
    asked: [],
    batches: [],
    refusals: [],
    mostAtOnce: 0,
    parkIds: new Set(),
    repeatsNews: false,
    fault: () => undefined,
    announce(change) {
      central.news.push({ cursor: (central.news.at(-1)?.cursor ?? 0) + 1, change });
      for (const wake of [...waiting]) wake();
    },
    grant(right, kiosk) {
      const signature = sign(null, Buffer.from(rightText(right, kiosk)), own.privateKey).toString('base64');
      central.announce({ is: 'rightGranted', right, signature });
    },
    documentsAnswer: { documents: [] },
    documentAnswer: { status: 404, body: { title: 'no such document' } },
    async stop() {
      for (const wake of [...waiting]) wake();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
    async restart() {
      server = createServer(handle);
      await listen(port);
    },
  };

  const now = () => Date.now() + central.clockOffsetMs;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    central.asked.push(path);
    const body = await bodyOf(request);
    const isMessages = path.endsWith('/messages');
    if (isMessages) messagesUnderWay += 1;
    central.mostAtOnce = Math.max(central.mostAtOnce, messagesUnderWay);
    response.on('close', () => {
      if (isMessages) messagesUnderWay -= 1;
    });
    response.setHeader('date', new Date(now()).toUTCString());
    const fault = central.fault(path);
    if (fault === 'serverError') return answer(response, 500, { title: 'out of order' });
    if (fault === 'silent') return;
    const refusal = path === '/kiosk/v1/enrol' ? undefined : refusalOf(request, body);
    if (refusal !== undefined) {
      central.refusals.push(refusal);
      return answer(response, 401, { type: 'about:blank', title: refusal, status: 401 });
    }
    const { status, content } = await answerTo(path, new URL(request.url ?? '', central.url), body);
    switch (fault) {
      case undefined:
        return answer(response, status, content);
      case 'lostReply':
        response.destroy();
        return;
      case 'garbage':
        response.end('<html>not what you expect \u0000');
        return;
      case 'wrongShape':
        return answer(response, 200, { acknowledged: 'all of them', news: 7, documents: null });
      case 'redirect':
        response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end();
        return;
      case 'endless':
        response.writeHead(200, { 'content-type': 'application/json' });
        pour(response);
        return;
      case 'cutShort':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"acknowledged":', () => response.destroy());
        return;
    }
  }

  function refusalOf(request: IncomingMessage, body: string): string | undefined {
    const header = (name: string) => String(request.headers[name] ?? '');
    const kiosk = header(signatureHeaders.kiosk);
    const publicKey = kiosks.get(kiosk);
    if (publicKey === undefined) return 'unknown kiosk';
    const time = Number(header(signatureHeaders.time));
    const nonce = header(signatureHeaders.nonce);
    const text = requestText({
      kiosk,
      method: certain(request.method, 'method'),
      path: certain(request.url, 'path'),
      time,
      nonce,
      bodyHash: createHash('sha256').update(body).digest('hex'),
    });
    if (!isSignedBy(publicKey, text, header(signatureHeaders.signature))) return 'wrong signature';
    if (Math.abs(time - now()) > maxSkewMs) return 'wrong time';
    if (nonces.has(nonce)) return 'seen before';
    nonces.add(nonce);
    return undefined;
  }

  async function answerTo(path: string, address: URL, body: string): Promise<{ status: number; content: unknown }> {
    const serverTime = now();
    switch (path) {
      case '/kiosk/v1/enrol': {
        const asked = valueIn(parseJsonWith(enrolRequest, body));
        if (asked.code !== central.code) return { status: 403, content: { title: 'wrong code' } };
        kiosks.set(asked.kiosk, asked.publicKey);
        const centralKey = certain(own.publicKey.export({ format: 'jwk' }).x, 'x');
        return {
          status: 200,
          content: { personHashKey, centralKey: Buffer.from(centralKey, 'base64url').toString('base64'), serverTime },
        };
      }
      case '/kiosk/v1/messages': {
        const { messages } = valueIn(parseJsonWith(messageBatch, body));
        central.batches.push(messages.length);
        const parked: { sequence: number; why: string }[] = [];
        for (const { sequence, id } of messages) {
          if (sequence !== central.acknowledged + 1) continue;
          central.acknowledged = sequence;
          if (central.parkIds.has(id)) parked.push({ sequence, why: 'unknown kind' });
          if (!central.applied.includes(id)) central.applied.push(id);
        }
        return { status: 200, content: { acknowledged: central.acknowledged, parked, serverTime } };
      }
      case '/kiosk/v1/news': {
        const after = Number(address.searchParams.get('after'));
        const later = () => central.news.filter(({ cursor }) => central.repeatsNews || cursor > after);
        if (later().length === 0) await orAfter(Number(address.searchParams.get('waitMs')));
        return { status: 200, content: { news: later(), acknowledged: central.acknowledged, serverTime: now() } };
      }
      case '/kiosk/v1/documents':
        return { status: 200, content: central.documentsAnswer };
      case '/kiosk/v1/document':
        return { status: central.documentAnswer.status, content: central.documentAnswer.body };
      default:
        return { status: 404, content: { title: 'no such place' } };
    }
  }

  function orAfter(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, waitMs);
      function done(): void {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
      waiting.add(done);
    });
  }

  async function listen(on: number): Promise<void> {
    await new Promise<void>((resolve) => {
      server.listen(on, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  }

  let server = createServer(handle);
  await listen(0);
  return central;
}

function answer(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

/** Blanks are legal before JSON: nothing but a limit ends this. */
function pour(response: ServerResponse): void {
  const blanks = ' '.repeat(1_000_000);
  const more = () => {
    if (response.destroyed) return;
    response.write(blanks, () => setImmediate(more));
  };
  more();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += chunk;
  return body;
}
