// Verify pages: anybody may ask whether a proof or the slip of a drop-off is genuine, on a page without scripts or as a program.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { checkDropOff } from './drop-off-check.ts';
import type { Office } from './office.ts';
import { verifyProof } from './proofs.ts';
import { pageHeaders, pageLimit } from './public-page.ts';
import { createRateLimit } from './rate-limit.ts';
import { type Shown, verifyPage } from './verify-page-text.ts';

const query = v.object({
  code: v.optional(v.string()),
  file: v.optional(v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/))),
});

export function addVerifyPages(app: FastifyInstance, office: Office): void {
  const rate = createRateLimit(office.clock, pageLimit);

  function show(request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply {
    reply.headers(pageHeaders).code(shown.verdict === 'tooMany' ? 429 : 200);
    if (isProgram(request)) return reply.type('application/json; charset=utf-8').send(JSON.stringify(shown));
    // Behind a proxy the page may live in a folder: the form goes back to where the page came from.
    return reply
      .type('text/html; charset=utf-8')
      .send(verifyPage(shown, new URL(office.verifyLink('x')).pathname.slice(0, -2)));
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, typed: string): Promise<FastifyReply> {
    if (typed === '') return show(request, reply, { verdict: 'nothingAsked' });
    const wait = rate.secondsToWait(request.ip);
    if (wait > 0) return show(request, reply.header('retry-after', wait), { verdict: 'tooMany' });
    const asked = v.safeParse(query, request.query);
    const dropOff = await checkDropOff(office, typed);
    if (dropOff !== undefined) return show(request, reply, dropOff);
    return show(
      request,
      reply,
      await verifyProof(office, { typed, file: asked.success ? asked.output.file : undefined }),
    );
  }

  app.get('/verify', (request, reply) => {
    const asked = v.safeParse(query, request.query);
    return answer(request, reply, (asked.success ? asked.output.code : undefined) ?? '');
  });
  // A wildcard takes slashes and any length too: whatever is typed there gets a page.
  app.get<{ readonly Params: { readonly '*': string } }>('/verify/*', (request, reply) =>
    answer(request, reply, request.params['*']),
  );
}

function isProgram({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}
