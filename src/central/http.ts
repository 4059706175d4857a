// HTTP: one Fastify instance that hands raw bodies on, answers JSON, and tells every error as a problem document.

import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type * as v from 'valibot';
import type { Log } from '../base/log.ts';
import { failed, type Result } from '../base/result.ts';
import { parseJsonWith } from '../contract/parse.ts';
import { DatabaseAway } from './database.ts';
import type { Figures } from './figures.ts';
import { malformed, problemDocument, type Refusal, refusal } from './problem-document.ts';
import { pageHeaders } from './public-page.ts';

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<Result<unknown, Refusal>>;

export const kioskBodyBytes = 1_000_000;
/** Held until there is news, so how long it takes says nothing. */
export const newsRoute = '/kiosk/v1/news';
export const streamRoute = '/kiosk/v1/stream';
const adminBodyBytes = 64_000;
/** A finished PDF of 4 MB in base64, and its words. */
export const documentBodyBytes = 5_500_000;

export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** The body as JSON after its schema; refused when it is not UTF-8, not JSON or not what is asked. */
export function readBody<Schema extends v.GenericSchema<unknown, unknown>>(
  request: FastifyRequest,
  schema: Schema,
): Result<v.InferOutput<Schema>, Refusal> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody(request));
  } catch {
    return failed(malformed({ lines: ['the whole: not UTF-8'] }));
  }
  const parsed = parseJsonWith(schema, text);
  return parsed.ok ? parsed : failed(malformed(parsed.problem));
}

export function refuse(reply: FastifyReply, problem: Refusal): FastifyReply {
  const { status, body } = problemDocument(problem);
  return reply.code(status).header('cache-control', 'no-store').type('application/problem+json').send(body);
}

/** Runs one handler and sends its answer. */
export function answering(handler: Handler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const answer = await handler(request, reply);
    if (!answer.ok) return refuse(reply, answer.problem);
    return reply
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(answer.value));
  };
}

/** Runs one handler that gives a whole file. */
export function answeringFile(
  type: 'application/pdf' | 'text/html; charset=utf-8',
  handler: (request: FastifyRequest) => Promise<Result<Uint8Array | string, Refusal>>,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const answer = await handler(request);
    if (!answer.ok) return refuse(reply, answer.problem);
    const body = typeof answer.value === 'string' ? answer.value : Buffer.from(answer.value);
    return reply.headers(pageHeaders).type(type).send(body);
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Refuses a request before its body is read. */
export function requireToken(scope: FastifyInstance, token: string): void {
  const expected = digest(`Bearer ${token}`);
  scope.addHook('onRequest', async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
      return refuse(reply.header('www-authenticate', 'Bearer'), refusal('noToken'));
  });
}

function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof DatabaseAway) return refusal('databaseAway');
  const code = 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusal('tooLarge');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refusal('notJson');
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status < 500 ? refusal('malformed') : undefined;
}

/** Its log names routes, never addresses. */
export function createHttp(log: Log, figures: Figures): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: adminBodyBytes,
    requestTimeout: 60_000,
    // The address of whoever asks, also behind a TLS proxy on this machine; nobody else is believed.
    trustProxy: 'loopback',
    frameworkErrors: (_error, _request, reply) => void refuse(reply, refusal('malformed')),
  });
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  // A connection that is kept alive after its last answer would keep a server alive that wants to end.
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    figures.count('nighthall_requests_total', { route, method: request.method, status: String(reply.statusCode) });
    if (route !== newsRoute && route !== streamRoute) figures.took(route, reply.elapsedTime / 1000);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => refuse(reply, refusal('notFound')));
  app.setErrorHandler((error, request, reply) => {
    const known = refusalOf(error);
    if (known?.problem === 'databaseAway')
      log.warn('the database does not answer', { route: request.routeOptions.url });
    if (known === undefined) log.error('request failed', { route: request.routeOptions.url, error });
    return refuse(reply, known ?? refusal('internal'));
  });
  return app;
}
