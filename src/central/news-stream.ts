// News stream: the news of one kiosk as server-sent events, for as long as it listens and may.

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { NewsAnswer } from '../contract/sync.ts';
import { type FeedBell, readNews, readTakenBack } from './feed.ts';
import type { Office } from './office.ts';
import type { Admitted } from './signed-request.ts';

/** Something comes at least so often, so that a kiosk knows a dead line from a quiet night. */
const aliveMs = 15_000;

export interface Listener {
  readonly admitted: Admitted;
  readonly after: number;
  readonly response: ServerResponse;
}

/** What there is after the cursor, with how far central has heard the kiosk; undefined for one that may hear nothing. */
export async function newsAfter(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { kiosk, enrolment }: Admitted,
  after: number,
): Promise<NewsAnswer | 'cursorAhead' | 'notHeard'> {
  const news = await readNews(database, kiosk, after);
  const first = news.length < 2 ? [] : await readTakenBack(database, kiosk, after);
  const [row] = await database.query<{ last: number; acknowledged: number }>(
    `select last_cursor as last, acknowledged from kiosks where kiosk = $1 and enrolment = $2 and revoked_at is null`,
    [kiosk, enrolment],
  );
  if (row === undefined) return 'notHeard';
  // Central knows less than it told: it was restored from a backup.
  if (after > row.last) return 'cursorAhead';
  return { first: [...first], news: [...news], acknowledged: row.acknowledged, serverTime: clock.now() };
}

/** Resolves when the line is closed, by whichever side. A kiosk that asks again is told why it was. */
export async function streamNews(
  office: Office,
  bell: FeedBell,
  { admitted, after, response }: Listener,
): Promise<void> {
  let cursor = after;
  let isGone = false;
  let stopWaiting: () => void = () => undefined;
  response.once('close', () => {
    isGone = true;
    stopWaiting();
  });
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Kept alive after its end it would hold up a server that wants to end.
    connection: 'close',
    // nginx would gather it until there is more.
    'x-accel-buffering': 'no',
  });

  /** A kiosk that reads slowly is waited for, so that nothing piles up here. */
  async function write(text: string): Promise<void> {
    if (!isGone && !response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }

  for (let isFirst = true; !isGone; isFirst = false) {
    const waiting = bell.wait(admitted.kiosk, aliveMs);
    stopWaiting = waiting.stop;
    try {
      const answer = await newsAfter(office, admitted, cursor);
      if (answer === 'notHeard' || answer === 'cursorAhead') break;
      const last = answer.news.at(-1)?.cursor;
      if (last !== undefined || isFirst) await write(`event: news\ndata: ${JSON.stringify(answer)}\n\n`);
      cursor = last ?? cursor;
      // More than fits into one answer may be left.
      if (last !== undefined) continue;
      let woken = await waiting.over;
      while (woken === 'late' && !isGone) {
        await write(`: ${office.clock.now()}\n\n`);
        const next = bell.wait(admitted.kiosk, aliveMs);
        stopWaiting = next.stop;
        woken = await next.over;
      }
      if (woken === 'over') break;
    } finally {
      waiting.stop();
      stopWaiting();
    }
  }
  response.end();
}
