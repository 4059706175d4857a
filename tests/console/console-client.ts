// A browser of the staff console as central sees it: a cookie, the console's own header, and the live feed.

import type { ConsoleAct, ConsoleAsk, MeAnswer } from '../../src/contract/console.ts';
import { type AnswerOf, consoleHeader, type Desk } from '../../src/contract/console-desk.ts';

export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

let browsers = 0;

/** Each comes from an address of its own, through the proxy of this machine. */
export function createTestConsole(url: string) {
  let cookie: string | undefined;
  browsers += 1;
  const address = `10.0.${browsers >> 8}.${browsers & 255}`;

  async function call(
    method: 'GET' | 'POST',
    path: string,
    data?: unknown,
    more: Readonly<Record<string, string>> = { [consoleHeader]: '1' },
  ): Promise<ConsoleAnswer> {
    const response = await fetch(`${url}/console/v1/${path}`, {
      method,
      headers: {
        ...(data === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        'x-forwarded-for': address,
        ...more,
      },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0];
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  }

  return {
    call,
    login: (account: string, password: string) => call('POST', 'login', { account, password }),
    async in(account: string, password: string): Promise<MeAnswer> {
      const answer = await call('POST', 'login', { account, password });
      if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
      return answer.body as unknown as MeAnswer;
    },
    act: (act: ConsoleAct | Record<string, unknown>) => call('POST', 'acts', act),
    async ask<Ask extends ConsoleAsk>(ask: Ask): Promise<AnswerOf[Ask['ask']]> {
      const answer = await call('POST', 'asks', ask);
      if (answer.status !== 200) throw new Error(`not answered: ${JSON.stringify(answer.body)}`);
      return answer.body as unknown as AnswerOf[Ask['ask']];
    },
    /** The desks as they come; `end` leaves. */
    live() {
      const abort = new AbortController();
      const desks: Desk[] = [];
      let isOver = false;
      const ended = (async () => {
        const response = await fetch(`${url}/console/v1/live`, {
          headers: cookie === undefined ? {} : { cookie },
          signal: abort.signal,
        });
        let text = '';
        for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
          text += new TextDecoder().decode(piece);
          for (let at = text.indexOf('\n\n'); at !== -1; at = text.indexOf('\n\n')) {
            const [event, data] = text.slice(0, at).split('\n');
            text = text.slice(at + 2);
            if (event === 'event: desk') desks.push(JSON.parse((data ?? '').slice('data: '.length)) as Desk);
            if (event === 'event: over') isOver = true;
          }
        }
      })().catch(() => undefined);
      return { desks, last: () => desks.at(-1), isOver: () => isOver, ended, end: () => abort.abort() };
    },
    cookie: () => cookie,
  };
}
export type TestConsole = ReturnType<typeof createTestConsole>;
