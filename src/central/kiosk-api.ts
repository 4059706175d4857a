// Kiosk API: the routes of src/contract/sync.ts. All but enrolment are signed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { certain, failed, ok, type Result } from '../base/result.ts';
import { parseWith } from '../contract/parse.ts';
import {
  cursorInQuery,
  documentRequest,
  documentsRequest,
  enrolRequest,
  messageBatch,
  type NewsAnswer,
  waitInQuery,
} from '../contract/sync.ts';
import { documentOf, documentsOf } from './documents.ts';
import { enrol } from './enrolment.ts';
import { type FeedBell, readNews, readTakenBack } from './feed.ts';
import { answering, kioskBodyBytes, newsRoute, rawBody, readBody } from './http.ts';
import { elsewhereOf } from './items.ts';
import { acceptMessages } from './messages.ts';
import type { Office } from './office.ts';
import { malformed, type Refusal, refusal } from './problem-document.ts';
import { type Admitted, admit } from './signed-request.ts';

const newsQuery = v.strictObject({
  after: cursorInQuery,
  waitMs: v.optional(waitInQuery, '0'),
});

export function addKioskApi(app: FastifyInstance, office: Office, bell: FeedBell): void {
  type SignedHandler = (
    request: FastifyRequest,
    kiosk: Admitted,
    reply: FastifyReply,
  ) => Promise<Result<unknown, Refusal>>;

  function signed(handler: SignedHandler) {
    return answering(async (request, reply) => {
      const admitted = await admit(office, {
        method: request.method,
        path: request.raw.url ?? '',
        headers: request.headers,
        body: rawBody(request),
      });
      return admitted.ok ? handler(request, admitted.value, reply) : admitted;
    });
  }

  async function news(kiosk: string, query: v.InferOutput<typeof newsQuery>, reply: FastifyReply) {
    const { after, waitMs } = query;
    const { database, clock } = office;
    const known = async () => {
      const [row] = await database.query<{ last: number; acknowledged: number }>(
        'select last_cursor as last, acknowledged from kiosks where kiosk = $1',
        [kiosk],
      );
      return certain(row, 'the kiosk that was admitted');
    };
    // Central knows less than it told: it was restored from a backup.
    if (after > (await known()).last) return failed(refusal('cursorAhead'));
    // Waiting begins before the first look, so that nothing falls between the two.
    const waiting = bell.wait(kiosk, waitMs);
    reply.raw.once('close', waiting.stop);
    try {
      let found = await readNews(database, kiosk, after);
      if (found.length === 0 && waitMs > 0) {
        await waiting.over;
        found = await readNews(database, kiosk, after);
      }
      const first = found.length < 2 ? [] : await readTakenBack(database, kiosk, after);
      const { acknowledged } = await known();
      const answer: NewsAnswer = { first: [...first], news: [...found], acknowledged, serverTime: clock.now() };
      return ok(answer);
    } finally {
      waiting.stop();
    }
  }

  app.post(
    '/kiosk/v1/enrol',
    answering(async (request) => {
      const body = readBody(request, enrolRequest);
      return body.ok ? enrol(office, body.value) : body;
    }),
  );

  app.post(
    '/kiosk/v1/messages',
    { bodyLimit: kioskBodyBytes },
    signed(async (request, kiosk) => {
      const body = readBody(request, messageBatch);
      if (!body.ok) return body;
      const { messages } = body.value;
      // 1e300 is a whole number too, but no time, and no column holds it.
      if (!messages.every(({ at }) => Number.isSafeInteger(at)))
        return failed(malformed({ lines: ['messages.at: must be UTC milliseconds'] }));
      return acceptMessages(office, kiosk, messages);
    }),
  );

  app.get(
    newsRoute,
    signed(async (request, { kiosk }, reply) => {
      const query = parseWith(newsQuery, request.query);
      return query.ok ? news(kiosk, query.value, reply) : failed(malformed(query.problem));
    }),
  );

  app.post(
    '/kiosk/v1/documents',
    signed(async (request, { kiosk }) => {
      const body = readBody(request, documentsRequest);
      if (!body.ok) return body;
      const { person, elsewhere } = body.value;
      const documents = await documentsOf(office, person);
      return ok(
        elsewhere === true ? { documents, elsewhere: await elsewhereOf(office, { person, kiosk }) } : { documents },
      );
    }),
  );

  app.post(
    '/kiosk/v1/document',
    signed(async (request) => {
      const body = readBody(request, documentRequest);
      if (!body.ok) return body;
      const document = await documentOf(office, body.value);
      return document.ok ? ok({ document: document.value }) : document;
    }),
  );
}
