// Extend pages: GET /extend/TOKEN says what would happen, POST does it. Without scripts, without a name, without a card.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localTime } from '../core/calendar.ts';
import type { Words } from '../core/words.ts';
import { extendByLink, type LinkAnswer, lookAtLink } from './extension-links.ts';
import type { Office } from './office.ts';
import { both, line, pageHeaders, pageLimit, publicPage } from './public-page.ts';
import { createRateLimit } from './rate-limit.ts';

type Shown = LinkAnswer | { readonly is: 'tooMany' };

const status: Readonly<Record<Shown['is'], number>> = {
  offered: 200,
  extended: 200,
  tooLate: 200,
  unknown: 404,
  tooMany: 429,
};
const words: Readonly<Record<Shown['is'], Words>> = {
  offered: { zh: '需要多保留几天吗？', en: 'Keep it for some more days?' },
  extended: { zh: '已延期', en: 'It is kept longer' },
  tooLate: {
    zh: '现在不能延期：证照已领取、已到期或正在取出。请拨打短信里的电话。',
    en: 'It cannot be kept longer now: it was collected, its time is over, or it is being taken out. Please call the number in the message.',
  },
  unknown: { zh: '链接无效，请核对短信', en: 'No such link: please check the message' },
  tooMany: { zh: '操作过于频繁，请稍后再试', en: 'Too many requests: please wait a little' },
};

function day(at: number, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  return `${date} ${time}`;
}

/** Without an `action` a form goes back to where its page came from, also behind a proxy. */
function pageOf(shown: Shown): string {
  const kind = shown.is === 'extended' ? 'genuine' : 'other';
  const parts = [`<h2 class="${kind}" role="status">${both(words[shown.is])}</h2>`];
  if (shown.is === 'offered' || shown.is === 'extended')
    parts.push(
      '<dl>',
      line({ zh: '证照', en: 'Document' }, both(shown.title)),
      line({ zh: '领取地点', en: 'Where' }, both(shown.place)),
      line({ zh: '保留到', en: 'Kept until' }, day(shown.until, shown.timeZone)),
    );
  if (shown.is === 'offered')
    parts.push(
      line({ zh: '延期后保留到', en: 'Then kept until' }, day(shown.extendTo, shown.timeZone)),
      '</dl><form method="post"><button>确认延期（限一次） <span lang="en">Keep it longer (once only)</span></button></form>',
    );
  else if (shown.is === 'extended') parts.push('</dl>');
  return publicPage({ zh: '延期领取', en: 'More time to collect' }, parts.join('\n'));
}

export function addExtendPages(app: FastifyInstance, office: Office): void {
  const rate = createRateLimit(office.clock, pageLimit);

  function answering(ask: (office: Office, token: string) => Promise<LinkAnswer>) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const wait = rate.secondsToWait(request.ip);
      const { token } = request.params as { readonly token: string };
      const shown: Shown = wait > 0 ? { is: 'tooMany' } : await ask(office, token);
      if (wait > 0) reply.header('retry-after', wait);
      return reply.headers(pageHeaders).code(status[shown.is]).type('text/html; charset=utf-8').send(pageOf(shown));
    };
  }

  app.register(async (scope) => {
    // What a form without fields sends: nothing that has to be read.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: 1_000 },
      (_request, _body, done) => done(null, undefined),
    );
    scope.get('/extend/:token', answering(lookAtLink));
    scope.post('/extend/:token', answering(extendByLink));
  });
}
