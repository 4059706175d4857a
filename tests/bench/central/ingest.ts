// Ingest (G16, G18): facts applied for good by central on PostgreSQL, beside the least that could be done with the same rows: a
// bare Fastify handler that parses and inserts them, and the insert alone. Eight kiosks at once, batches of 1 to 500.

import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { requestText, signatureHeaders } from '../../../src/contract/signing.ts';
import { createTestOffice } from '../../central/kiosk-client.ts';
import { adminToken, type StartedCentral } from '../../central/started-central.ts';
import { median } from '../figures.ts';
import { atLeast, type Goal, type Scale } from '../goals.ts';
import { longFact } from '../store/filled-store.ts';

const kiosks = 8;
const batches = [1, 10, 100, 500] as const;
/** Requests of each kiosk in one round. */
const requests: Readonly<Record<Scale, Readonly<Record<(typeof batches)[number], number>>>> = {
  tiny: { 1: 2, 10: 2, 100: 1, 500: 1 },
  usual: { 1: 100, 10: 50, 100: 20, 500: 6 },
  full: { 1: 400, 10: 200, 100: 60, 500: 20 },
};
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 3, full: 7 };

interface Sent {
  readonly sequence: number;
  readonly id: string;
  readonly at: number;
  readonly fact: unknown;
}

const insert = `insert into facts_bare (kiosk, sequence, id, at, kind, body)
  select $1, * from unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[])`;
const columns = (kiosk: string, messages: readonly Sent[]) => [
  kiosk,
  messages.map(({ sequence }) => sequence),
  messages.map(({ id }) => id),
  messages.map(({ at }) => at),
  messages.map(({ fact }) => (fact as { is: string }).is),
  messages.map(({ fact }) => JSON.stringify(fact)),
];

/** The floor: no signature, no nonce, no order, no duplicates, no effects. */
async function startBare(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(
    'create table facts_bare (kiosk text, sequence bigint, id text primary key, at bigint, kind text, body text)',
  );
  const app = Fastify({ bodyLimit: 1_000_000 });
  app.post<{ Body: { kiosk: string; messages: readonly Sent[] } }>('/messages', async ({ body }) => {
    await pool.query({ name: 'bare', text: insert, values: columns(body.kiosk, body.messages) });
    return { acknowledged: body.messages.at(-1)?.sequence ?? 0 };
  });
  return {
    url: await app.listen({ port: 0, host: '127.0.0.1' }),
    insert: (kiosk: string, messages: readonly Sent[]) =>
      pool.query({ name: 'bare', text: insert, values: columns(kiosk, messages) }),
    async close() {
      await app.close();
      await pool.end();
    },
  };
}

interface Sender {
  readonly kiosk: string;
  readonly key: KeyObject;
  sequence: number;
}

async function join(url: string): Promise<Sender> {
  const office = createTestOffice({ url, adminToken });
  const kiosk = `bench-${randomUUID().slice(0, 8)}`;
  const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  await post(`${url}/kiosk/v1/enrol`, JSON.stringify({ code, kiosk, publicKey: raw, software: 'bench' }), {});
  return { kiosk, key: privateKey, sequence: 0 };
}

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
}

let seed = 0;
function next(sender: Sender, size: number): readonly Sent[] {
  return Array.from({ length: size }, () => {
    sender.sequence += 1;
    seed += 1;
    const { at, fact } = longFact(seed);
    return { sequence: sender.sequence, id: randomUUID(), at, fact };
  });
}

function signed({ kiosk, key }: Sender, body: string): Readonly<Record<string, string>> {
  const [time, nonce, path] = [Date.now(), randomUUID(), '/kiosk/v1/messages'];
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = requestText({ kiosk, method: 'POST', path, time, nonce, bodyHash });
  return {
    [signatureHeaders.kiosk]: kiosk,
    [signatureHeaders.time]: String(time),
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: sign(null, Buffer.from(text), key).toString('base64'),
  };
}

/** Facts per second over all kiosks, each with one request at a time. What is sent is made ready before the clock runs. */
async function speed<Request>(
  all: readonly (readonly Request[])[],
  size: number,
  send: (request: Request) => Promise<unknown>,
) {
  const from = performance.now();
  await Promise.all(
    all.map(async (mine) => {
      for (const one of mine) await send(one);
    }),
  );
  return (1_000 * size * all.reduce((sum, mine) => sum + mine.length, 0)) / (performance.now() - from);
}

export async function benchIngest(
  central: StartedCentral,
  bareUrl: string,
  { scale, say }: { readonly scale: Scale; readonly say: (line: string) => void },
): Promise<readonly Goal[]> {
  const bare = await startBare(bareUrl);
  const senders = await Promise.all(Array.from({ length: kiosks }, () => join(central.url)));
  const goals: Goal[] = [];
  let best = 0;
  say(`Ingest: ${kiosks} kiosks at once, facts per second applied for good, rounds in turn, medians`);
  try {
    for (const size of batches) {
      const found = { central: [] as number[], again: [] as number[], bare: [] as number[], insert: [] as number[] };
      for (let round = 0; round <= rounds[scale]; round += 1) {
        const work = senders.map((sender) =>
          Array.from({ length: requests[scale][size] }, () => ({ sender, messages: next(sender, size) })),
        );
        const texts = work.map((mine) =>
          mine.map(({ sender, messages }) => ({ sender, body: JSON.stringify({ messages }) })),
        );
        const bareTexts = work.map((mine) =>
          mine.map(({ sender, messages }) => JSON.stringify({ kiosk: sender.kiosk, messages })),
        );
        const fresh = work.map((mine) =>
          mine.map(({ sender, messages }) => ({
            kiosk: sender.kiosk,
            messages: messages.map((one) => ({ ...one, id: randomUUID() })),
          })),
        );
        const ask = (one: { readonly sender: Sender; readonly body: string }) =>
          post(`${central.url}/kiosk/v1/messages`, one.body, signed(one.sender, one.body));
        const times = {
          central: await speed(texts, size, ask),
          again: await speed(texts, size, ask),
          bare: await speed(bareTexts, size, (body) => post(`${bare.url}/messages`, body, {})),
          insert: await speed(fresh, size, ({ kiosk, messages }) => bare.insert(kiosk, messages)),
        };
        if (round === 0) continue;
        for (const name of ['central', 'again', 'bare', 'insert'] as const) found[name].push(times[name]);
      }
      const [ours, again, handler, alone] = [found.central, found.again, found.bare, found.insert].map(median) as [
        number,
        number,
        number,
        number,
      ];
      best = Math.max(best, ours);
      say(
        `  ${String(size).padStart(3)} a batch  central ${ours.toFixed(0)}  the same again ${again.toFixed(0)}  bare handler ${handler.toFixed(0)}  insert alone ${alone.toFixed(0)}`,
      );
      goals.push(
        atLeast(
          {
            id: `G16.handler.${size}`,
            what: `facts/s against a bare Fastify and pg handler, ${size} a batch`,
            value: ours / handler,
          },
          0.8,
        ),
        atLeast(
          { id: `G16.insert.${size}`, what: `facts/s against the insert alone, ${size} a batch`, value: ours / alone },
          0.4,
        ),
      );
      if (size >= 10)
        goals.push(
          atLeast(
            { id: `G18.${size}`, what: `duplicates against first delivery, ${size} a batch`, value: again / ours },
            size === 500 ? 1.8 : 2.5,
          ),
        );
    }
    goals.push(atLeast({ id: 'G16.facts', what: 'facts/s applied, best batch', value: best }, 20_000));
    return goals;
  } finally {
    await bare.close();
  }
}
