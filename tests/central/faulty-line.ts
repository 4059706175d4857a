// A faulty line to central: requests and answers are lost, requests arrive twice, connections are cut in the midst of both.

import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from '../../src/base/random.ts';

export interface FaultyLine {
  readonly url: string;
  /** How often each fault happened. */
  readonly faults: Readonly<Record<Fault, number>>;
  /** Where central is now. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

const kinds = ['requestLost', 'answerLost', 'sentTwice', 'cutInRequest', 'cutInAnswer'] as const;
export type Fault = (typeof kinds)[number];

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** `share` of the requests meet a fault, each kind as often as another. Streams pass, and end with their first cut. */
export async function startFaultyLine(random: Random, share: number): Promise<FaultyLine> {
  let target = '';
  const faults: Record<Fault, number> = {
    requestLost: 0,
    answerLost: 0,
    sentTwice: 0,
    cutInRequest: 0,
    cutInAnswer: 0,
  };

  function passOn(
    from: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const address = new URL(from.url ?? '/', target);
      const onwards = ask(address, { method: from.method, headers: from.headers, agent: false }, (answer) => {
        const { statusCode: status = 502, headers } = answer;
        bodyOf(answer).then((text) => resolve({ status, headers, body: text }), reject);
      });
      onwards.on('error', reject);
      onwards.end(body);
    });
  }

  const server = createServer((request, response) => {
    const cut = () => {
      response.destroy();
    };
    async function handle(): Promise<void> {
      const body = await bodyOf(request);
      // Streams would be held until their end here: there are none on this line.
      if (request.url?.startsWith('/kiosk/v1/stream')) {
        response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}');
        return;
      }
      const fault = random.chance(share) ? random.pick(kinds) : undefined;
      if (fault !== undefined) faults[fault] += 1;
      if (fault === 'requestLost') return cut();
      if (fault === 'cutInRequest') {
        const address = new URL(request.url ?? '/', target);
        const half = ask(address, { method: request.method, headers: request.headers, agent: false });
        half.on('error', () => undefined);
        half.write(body.subarray(0, Math.floor(body.length / 2)), () => half.destroy());
        return cut();
      }
      const answer = await passOn(request, body);
      if (fault === 'sentTwice') await passOn(request, body);
      if (fault === 'answerLost') return cut();
      response.writeHead(answer.status, answer.headers);
      if (fault !== 'cutInAnswer') response.end(answer.body);
      else response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), cut);
    }
    // Central is not there just now, or went away: so does the line.
    handle().catch(cut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    leadTo(url) {
      target = url;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
