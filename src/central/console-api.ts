// Console API: the routes of src/contract/console.ts. A request counts only with a session, and only when it comes from the
// console's own page.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failed, ok, type Result } from '../base/result.ts';
import {
  consoleActSchema,
  consoleAskSchema,
  functionOfAsk,
  loginRequest,
  type MeAnswer,
  may,
  passwordRequest,
  setupRequest,
} from '../contract/console.ts';
import { consoleHeader } from '../contract/console-desk.ts';
import { parseWith } from '../contract/parse.ts';
import { reportQuery } from '../contract/reports.ts';
import { setUp } from './console-accounts.ts';
import { perform, written } from './console-acts.ts';
import { answer, reportTarget } from './console-asks.ts';
import { beginAct } from './console-audit.ts';
import type { ConsoleLive } from './console-live.ts';
import {
  beginSession,
  changePassword,
  idleMs,
  longestMs,
  type Session,
  sessionOf,
  signIn,
  signOut,
} from './console-sessions.ts';
import { answering, readBody, refuse } from './http.ts';
import type { Office } from './office.ts';
import { malformed, type Refusal, refusal } from './problem-document.ts';
import { createRateLimit } from './rate-limit.ts';
import { reportCsv, reportFileName } from './report-csv.ts';
import { reportOf } from './reports.ts';

const cookieName = 'nighthall_console';
/** Whoever guesses names instead of passwords is slowed down by address. */
const limit = { most: 30, windowMs: 60_000, addresses: 10_000 };

export interface ConsoleSetup {
  readonly office: Office;
  readonly live: ConsoleLive;
  readonly mode: 'trial' | 'production';
}

export function addConsoleApi(app: FastifyInstance, { office, live, mode }: ConsoleSetup): void {
  const rate = createRateLimit(office.clock, limit);

  function tokenOf({ headers }: FastifyRequest): string | undefined {
    const cookies = (headers.cookie ?? '').split(';').map((one) => one.trim());
    return cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  }

  function setCookie(request: FastifyRequest, reply: FastifyReply, token: string | null): void {
    const parts = [`${cookieName}=${token ?? ''}`, 'Path=/console', 'HttpOnly', 'SameSite=Strict'];
    if (request.protocol === 'https') parts.push('Secure');
    parts.push(`Max-Age=${token === null ? 0 : longestMs / 1_000}`);
    reply.header('set-cookie', parts.join('; '));
  }

  /** Browsers tell where a request comes from; the header of our own cannot be sent by a form. */
  function isOurs({ headers, method, host, protocol }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') return false;
    if (method === 'GET') return true;
    const { origin } = headers;
    if (origin !== undefined && origin !== `${protocol}://${host}`) return false;
    return headers[consoleHeader] !== undefined;
  }

  const meOf = ({ account, name, role, endsAt }: Session): MeAnswer => ({
    account,
    name,
    role,
    endsAt,
    idleMs,
    trial: mode === 'trial',
  });

  type OpenHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<Result<unknown, Refusal>>;
  const open = (handler: OpenHandler) =>
    answering(async (request, reply) => (isOurs(request) ? handler(request, reply) : failed(refusal('otherSite'))));

  type SignedInHandler = (
    request: FastifyRequest,
    session: Session,
    reply: FastifyReply,
  ) => Promise<Result<unknown, Refusal>>;
  const signedIn = (handler: SignedInHandler) =>
    open(async (request, reply) => {
      const session = await sessionOf(office, { token: tokenOf(request), touch: request.method === 'POST' });
      return session === undefined ? failed(refusal('noSession')) : handler(request, session, reply);
    });

  function tooMany(request: FastifyRequest): Refusal | undefined {
    const wait = rate.secondsToWait(request.ip);
    return wait === 0 ? undefined : refusal('tooManyTries', { detail: `wait ${wait} s` });
  }

  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    begun: { readonly token: string; readonly session: Session },
    act: string,
  ): Promise<Result<MeAnswer, Refusal>> {
    // Whoever sat here before is signed out: two sessions never share a browser.
    const before = await sessionOf(office, { token: tokenOf(request), touch: false });
    if (before !== undefined) await signOut(office, before);
    const end = await beginAct(office, { account: begun.session.account, act });
    await end('done');
    setCookie(request, reply, begun.token);
    return ok(meOf(begun.session));
  }

  app.register(
    async (scope) => {
      scope.post(
        '/login',
        open(async (request, reply) => {
          const body = readBody(request, loginRequest);
          if (!body.ok) return body;
          const refused = tooMany(request);
          if (refused !== undefined) return failed(refused);
          const begun = await signIn(office, body.value);
          return begun.ok ? enter(request, reply, begun.value, 'signIn') : begun;
        }),
      );
      scope.post(
        '/setup',
        open(async (request, reply) => {
          const body = readBody(request, setupRequest);
          if (!body.ok) return body;
          const refused = tooMany(request);
          if (refused !== undefined) return failed(refused);
          const made = await setUp(office, body.value);
          if (!made.ok) return made;
          return enter(request, reply, await beginSession(office, body.value.account), 'setUp');
        }),
      );
      scope.post(
        '/logout',
        signedIn(async (request, session, reply) => {
          await signOut(office, session);
          const end = await beginAct(office, { account: session.account, act: 'signOut' });
          await end('done');
          setCookie(request, reply, null);
          return ok({});
        }),
      );
      scope.post(
        '/stay',
        signedIn(async (_request, session) => ok(meOf(session))),
      );
      scope.post(
        '/password',
        signedIn(async (request, session) => {
          const body = readBody(request, passwordRequest);
          if (!body.ok) return body;
          return written(office, { account: session.account, act: 'changePassword' }, () =>
            changePassword(office, session, body.value),
          );
        }),
      );
      scope.get(
        '/me',
        signedIn(async (_request, session) => ok(meOf(session))),
      );
      scope.get('/live', async (request, reply) => {
        const session = isOurs(request)
          ? await sessionOf(office, { token: tokenOf(request), touch: false })
          : undefined;
        if (session === undefined) return answering(async () => failed(refusal('noSession')))(request, reply);
        reply.hijack();
        live.open(session, reply.raw);
        return reply;
      });
      scope.get('/report.csv', async (request, reply) => {
        const session = isOurs(request) ? await sessionOf(office, { token: tokenOf(request), touch: true }) : undefined;
        if (session === undefined) return refuse(reply, refusal('noSession'));
        const query = parseWith(reportQuery, request.query);
        if (!query.ok) return refuse(reply, malformed(query.problem));
        const wish = { ...query.value, kiosk: query.value.kiosk ?? null };
        const about = { account: session.account, act: 'exportReport', target: reportTarget(wish) };
        const report = await written(office, about, async () =>
          may(session.role, functionOfAsk.report) ? reportOf(office, wish) : failed(refusal('notAllowed')),
        );
        if (!report.ok) return refuse(reply, report.problem);
        return reply
          .header('cache-control', 'no-store')
          .header('x-content-type-options', 'nosniff')
          .header('content-disposition', `attachment; filename="${reportFileName(report.value)}"`)
          .type('text/csv; charset=utf-8')
          .send(reportCsv(report.value));
      });
      scope.post(
        '/acts',
        signedIn(async (request, session) => {
          const body = readBody(request, consoleActSchema);
          return body.ok ? perform(office, session, body.value) : body;
        }),
      );
      scope.post(
        '/asks',
        signedIn(async (request, session) => {
          const body = readBody(request, consoleAskSchema);
          return body.ok ? answer(office, session, body.value) : body;
        }),
      );
    },
    { prefix: '/console/v1' },
  );
}
