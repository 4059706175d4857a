// Kiosk API: the routes of src/contract/sync.ts. All but enrolment are signed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { parseWith } from '../contract/parse.ts';
import { kioskStatus } from '../contract/status.ts';
import {
  cursorInQuery,
  documentRequest,
  documentsRequest,
  enrolRequest,
  keyRequest,
  messageBatch,
  type NewsAnswer,
  waitInQuery,
} from '../contract/sync.ts';
import { documentOf, documentsOf } from './documents.ts';
import { enrol } from './enrolment.ts';
import type { FeedBell } from './feed.ts';
import { answering, kioskBodyBytes, newsRoute, rawBody, readBody, refuse, streamRoute } from './http.ts';
import { elsewhereOf } from './items.ts';
import { changeKey } from './kiosk-standing.ts';
import { keepStatus } from './kiosk-status.ts';
import { acceptMessages } from './messages.ts';
import { newsAfter, streamNews } from './news-stream.ts';
import type { Office } from './office.ts';
import { malformed, type Refusal, refusal } from './problem-document.ts';
import { type Admitted, admit, checkRequest, countOnce, type ReceivedRequest } from './signed-request.ts';

const newsQuery = v.strictObject({
  after: cursorInQuery,
  waitMs: v.optional(waitInQuery, '0'),
});

const streamQuery = v.strictObject({ after: cursorInQuery });

const received = (request: FastifyRequest): ReceivedRequest => ({
  method: request.method,
  path: request.raw.url ?? '',
  headers: request.headers,
  body: rawBody(request),
});

function readMessages(request: FastifyRequest) {
  const body = readBody(request, messageBatch);
  if (!body.ok) return body;
  const { messages } = body.value;
  // 1e300 is a whole number too, but no time, and no column holds it.
  if (!messages.every(({ at }) => Number.isSafeInteger(at)))
    return failed(malformed({ lines: ['messages.at: must be UTC milliseconds'] }));
  return ok(messages);
}

export function addKioskApi(app: FastifyInstance, office: Office, bell: FeedBell): void {
  type SignedHandler = (
    request: FastifyRequest,
    kiosk: Admitted,
    reply: FastifyReply,
  ) => Promise<Result<unknown, Refusal>>;

  function signed(handler: SignedHandler) {
    return answering(async (request, reply) => {
      const admitted = await admit(office, received(request));
      return admitted.ok ? handler(request, admitted.value, reply) : admitted;
    });
  }

  async function news(
    kiosk: Admitted,
    { after, waitMs }: v.InferOutput<typeof newsQuery>,
    reply: FastifyReply,
  ): Promise<Result<NewsAnswer, Refusal>> {
    // Waiting begins before the first look, so that nothing falls between the two.
    const waiting = bell.wait(kiosk.kiosk, waitMs);
    reply.raw.once('close', waiting.stop);
    try {
      let found = await newsAfter(office, kiosk, after);
      if (typeof found !== 'string' && found.news.length === 0 && waitMs > 0) {
        await waiting.over;
        found = await newsAfter(office, kiosk, after);
      }
      if (found === 'notHeard') return failed(refusal('replaced'));
      return found === 'cursorAhead' ? failed(refusal('cursorAhead')) : ok(found);
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
    answering(async (request) => {
      const checked = await checkRequest(office, received(request));
      if (!checked.ok) return checked;
      const body = readMessages(request);
      if (body.ok) return acceptMessages(office, checked.value, body.value);
      const once = await countOnce(office, office.database, checked.value);
      return once.ok ? body : once;
    }),
  );

  app.get(
    newsRoute,
    signed(async (request, kiosk, reply) => {
      const query = parseWith(newsQuery, request.query);
      return query.ok ? news(kiosk, query.value, reply) : failed(malformed(query.problem));
    }),
  );

  app.get(streamRoute, { exposeHeadRoute: false }, async (request, reply) => {
    const admitted = await admit(office, received(request));
    if (!admitted.ok) return refuse(reply, admitted.problem);
    const query = parseWith(streamQuery, request.query);
    if (!query.ok) return refuse(reply, malformed(query.problem));
    const { after } = query.value;
    const state = await newsAfter(office, admitted.value, after);
    if (state === 'cursorAhead') return refuse(reply, refusal('cursorAhead'));
    reply.hijack();
    await streamNews(office, bell, { admitted: admitted.value, after, response: reply.raw });
    return reply;
  });

  app.post(
    '/kiosk/v1/key',
    signed(async (request, kiosk) => {
      const body = readBody(request, keyRequest);
      return body.ok ? changeKey(office, kiosk, body.value) : body;
    }),
  );

  app.post(
    '/kiosk/v1/status',
    signed(async (request, { kiosk }) => {
      const body = readBody(request, kioskStatus);
      if (!body.ok) return body;
      await keepStatus(office, kiosk, body.value);
      return ok({ serverTime: office.clock.now() });
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
