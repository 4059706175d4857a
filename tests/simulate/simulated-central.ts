// Simulated central: keeps the contract of src/contract/sync.ts in memory, on the simulated clock, and fails when told to.

import { createHash, createHmac, generateKeyPairSync, scryptSync, sign } from 'node:crypto';
import { type Clock, pause } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import { factSchema } from '../../src/contract/fact.ts';
import { parseJsonWith, parseWith } from '../../src/contract/parse.ts';
import { requestText, signatureHeaders } from '../../src/contract/signing.ts';
import {
  type Change,
  type DocumentContent,
  type DocumentSummary,
  documentRequest,
  documentsRequest,
  enrolRequest,
  messageBatch,
} from '../../src/contract/sync.ts';
import { isSignedBy } from '../../src/controller/keys.ts';
import { dropOffText } from '../../src/core/drop-off.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { PersonKey, Staff } from '../../src/core/person.ts';
import { codeText, issuedText, phoneText } from '../../src/core/pickup-code.ts';
import { type Right, rightText } from '../../src/core/right.ts';
import { personHashKey } from './people.ts';

/** How the network treats requests. `silent`: nothing comes back at all; `losesReplies`: done, but nobody hears of it. */
export type Network = 'up' | 'refused' | 'silent' | 'losesReplies' | 'doubles';

type AskedFor = Extract<Change, { is: 'dropOffAsked' }>;

export interface SimulatedCentral {
  readonly code: string;
  /** What a kiosk's `fetch` is; `isAlive` ends with the process that uses it. */
  fetchFor(isAlive: () => boolean): typeof fetch;
  /** Ids of all applied messages, in order. */
  readonly applied: readonly string[];
  readonly parked: readonly string[];
  network: Network;
  /** Sends every change again each time. */
  repeatsNews: boolean;
  announce(change: Change): void;
  grant(right: Right): void;
  askDropOff(item: AskedFor['item'], permission: AskedFor['dropOff']): void;
  issueCode(right: string, message: { readonly code: string; readonly phone: string }): void;
  documentsOf(person: string): DocumentSummary[];
  /** Ends every question that is held. */
  hangUp(): void;
}

export interface SimulatedCentralOptions {
  readonly clock: Clock & { expectWork(): void };
  readonly random: Random;
  readonly kiosk: string;
  /** Told of every fact once, in order. */
  readonly onFact: (fact: Fact) => void;
}

/** A PIN as central stores it; the cost is the least there is, for a year of deposits. */
export function cheapPinHash(digits: string): string {
  const salt = Buffer.alloc(16, 3);
  const hash = scryptSync(digits, salt, 32, { N: 16, r: 8, p: 1 });
  return ['scrypt', 16, 8, 1, salt.toString('base64'), hash.toString('base64')].join('$');
}

export function staffOf(person: { readonly key: PersonKey; readonly role: string; readonly pin: string }): Staff {
  const role = person.role === 'technician' ? 'technician' : 'depositor';
  return { person: person.key, role, badge: 'badge', pinHash: cheapPinHash(person.pin) };
}

export function createSimulatedCentral(options: SimulatedCentralOptions): SimulatedCentral {
  const { clock, random, kiosk, onFact } = options;
  const own = generateKeyPairSync('ed25519');
  const centralKey = Buffer.from(certain(own.publicKey.export({ format: 'jwk' }).x, 'x'), 'base64url').toString(
    'base64',
  );
  const news: { readonly cursor: number; readonly change: Change }[] = [];
  const documents = new Map<string, DocumentSummary[]>();
  const applied: string[] = [];
  const known = new Set<string>();
  const parked: string[] = [];
  const waiting = new Set<() => void>();
  let acknowledged = 0;
  let kioskKey = '';

  const central: SimulatedCentral = {
    code: 'YEAR-4711',
    applied,
    parked,
    network: 'up',
    repeatsNews: false,
    fetchFor: (isAlive) => async (input, init) => {
      const { signal } = init ?? {};
      const isOver = () => signal?.aborted === true || !isAlive();
      const gone = () => new TypeError('fetch failed');
      await pause(clock, random.between(15, 60));
      if (isOver() || central.network === 'refused') throw gone();
      if (central.network === 'silent') return untilAborted(signal ?? undefined, gone);
      const address = new URL(String(input));
      const body = typeof init?.body === 'string' ? init.body : '';
      const headers = new Headers(init?.headers);
      const method = init?.method ?? 'GET';
      if (central.network === 'doubles') await answerTo({ address, method, headers, body });
      const answer = await answerTo({ address, method, headers, body });
      await pause(clock, random.between(5, 30));
      if (isOver() || (central.network !== 'up' && central.network !== 'doubles')) throw gone();
      clock.expectWork();
      return new Response(JSON.stringify(answer.content), {
        status: answer.status,
        headers: { date: new Date(clock.now()).toUTCString() },
      });
    },
    announce(change) {
      news.push({ cursor: news.length + 1, change });
      central.hangUp();
    },
    grant(right) {
      const signature = sign(null, Buffer.from(rightText(right, kiosk)), own.privateKey).toString('base64');
      central.announce({ is: 'rightGranted', right, signature });
    },
    askDropOff(item, dropOff) {
      const { id, caseNumber, addressee: person } = item;
      const { validFrom, validTo, verify } = dropOff;
      const text = dropOffText({ item: id, caseNumber, person, validFrom, validTo, verify }, kiosk);
      const signature = sign(null, Buffer.from(text), own.privateKey).toString('base64');
      central.announce({ is: 'dropOffAsked', item, dropOff, signature });
    },
    issueCode(right, { code, phone }) {
      const hashed = (text: string) => createHmac('sha256', personHashKey).update(text).digest('hex');
      const pickup = { phone: hashed(phoneText(right, phone)), code: cheapPinHash(hashed(codeText(right, code))) };
      const signature = sign(null, Buffer.from(issuedText(right, pickup, kiosk)), own.privateKey).toString('base64');
      central.announce({ is: 'codeIssued', right, pickup, signature });
    },
    documentsOf(person) {
      const list = documents.get(person) ?? [];
      documents.set(person, list);
      return list;
    },
    hangUp() {
      for (const wake of [...waiting]) wake();
    },
  };

  interface Asked {
    readonly address: URL;
    readonly method: string;
    readonly headers: Headers;
    readonly body: string;
  }

  /** Time is not checked: clocks that jump are part of the years, and central's own check has its own tests. */
  function isOurs({ address, method, headers, body }: Asked): boolean {
    const header = (name: string) => headers.get(name) ?? '';
    const text = requestText({
      kiosk: header(signatureHeaders.kiosk),
      method,
      path: address.pathname + address.search,
      time: Number(header(signatureHeaders.time)),
      nonce: header(signatureHeaders.nonce),
      bodyHash: createHash('sha256').update(body).digest('hex'),
    });
    return isSignedBy(kioskKey, text, header(signatureHeaders.signature));
  }

  async function answerTo(asked: Asked): Promise<{ readonly status: number; readonly content: unknown }> {
    const { address, body } = asked;
    const serverTime = clock.now();
    if (address.pathname === '/kiosk/v1/enrol') {
      const request = parsed(parseJsonWith(enrolRequest, body));
      kioskKey = request.publicKey;
      return { status: 200, content: { personHashKey: personHashKey.toString('base64'), centralKey, serverTime } };
    }
    if (!isOurs(asked)) return { status: 401, content: { title: 'not signed by this kiosk' } };
    switch (address.pathname) {
      case '/kiosk/v1/messages':
        for (const message of parsed(parseJsonWith(messageBatch, body)).messages) take(message);
        return { status: 200, content: { acknowledged, parked: [], serverTime } };
      case '/kiosk/v1/news': {
        const after = central.repeatsNews ? 0 : Number(address.searchParams.get('after'));
        if (news.length <= after) await held(Number(address.searchParams.get('waitMs')));
        return { status: 200, content: { news: news.slice(after, after + 500), serverTime: clock.now() } };
      }
      case '/kiosk/v1/documents': {
        const { person } = parsed(parseJsonWith(documentsRequest, body));
        return { status: 200, content: { documents: central.documentsOf(person) } };
      }
      case '/kiosk/v1/document': {
        const { person, document } = parsed(parseJsonWith(documentRequest, body));
        const found = central.documentsOf(person).find(({ id }) => id === document);
        if (found === undefined) return { status: 404, content: { title: 'no such document' } };
        return { status: 200, content: { document: contentOf(found) } };
      }
      default:
        return { status: 404, content: { title: 'no such place' } };
    }
  }

  /** Exactly once by number and by id, whatever is sent again. */
  function take({
    sequence,
    id,
    fact,
  }: {
    readonly sequence: number;
    readonly id: string;
    readonly fact: unknown;
  }): void {
    if (sequence !== acknowledged + 1) return;
    acknowledged = sequence;
    if (known.has(id)) return;
    known.add(id);
    applied.push(id);
    const read = parseWith(factSchema, fact);
    if (read.ok) onFact(fact as Fact);
    else parked.push(`${JSON.stringify(fact)}: ${read.problem.lines.join('; ')}`);
  }

  function held(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        waiting.delete(done);
        resolve();
      };
      const cancel = clock.after(waitMs, done);
      waiting.add(done);
    });
  }

  return central;
}

function untilAborted(signal: AbortSignal | undefined, gone: () => Error): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(gone()));
  });
}

function parsed<Value>(read: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!read.ok) throw new Error('the kiosk sent what the contract does not know');
  return read.value;
}

function contentOf({ id, kind, title }: DocumentSummary): DocumentContent {
  const link = 'https://verify.example/d';
  if (kind === 'paymentReceipt')
    return { kind, id, title, number: id, payer: '示例', item: title, amountFen: 100, paidAt: 1, link };
  const issuer = { zh: '示例', en: 'Sample' };
  const issuedOn = '2026-11-01';
  return {
    kind,
    id,
    title,
    number: id,
    fields: [],
    paragraphs: ['示例'],
    issuer,
    issuedOn,
    verificationCode: 'X',
    link,
  };
}
