// Link: what central tells this page, kept for drawing, and everything that the page asks of it. The page keeps nothing of
// its own: after a break all of it comes afresh.

import { failed, ok, type Result } from '../base/result.ts';
import { createListeners } from '../base/undo.ts';
import type { ActWish, AskWish, MeAnswer } from '../contract/console.ts';
import { type AnswerOf, consoleHeader, type Desk, liveEvents } from '../contract/console-desk.ts';

/** Why something was not done: the name of central's problem, and what it says beside it. */
export interface Trouble {
  readonly problem: string;
  readonly detail: string | null;
}

export interface Seen {
  /** undefined: not known yet; null: nobody is signed in. */
  readonly me: MeAnswer | null | undefined;
  readonly desk: Desk | null;
  /** Whether central still tells. */
  readonly live: boolean;
  /** Central's clock minus the one here. */
  readonly offsetMs: number;
  /** Counts what was done here: whoever shows a history asks again. */
  readonly done: number;
}

export interface Link {
  seen(): Seen;
  subscribe(listener: () => void): () => void;
  signIn(body: { readonly account: string; readonly password: string }): Promise<Trouble | null>;
  setUp(body: Readonly<Record<'code' | 'account' | 'name' | 'password', string>>): Promise<Trouble | null>;
  signOut(): Promise<void>;
  changePassword(body: { readonly password: string; readonly next: string }): Promise<Trouble | null>;
  act(act: ActWish): Promise<Trouble | null>;
  ask<Ask extends AskWish>(ask: Ask): Promise<Result<AnswerOf[Ask['ask']], Trouble>>;
}

const stayEveryMs = 60_000;
const gone: Trouble = { problem: 'gone', detail: null };

async function send<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Result<Answer, Trouble>> {
  try {
    const response = await fetch(`v1/${path}`, {
      method,
      headers: { [consoleHeader]: '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const data = (await response.json()) as { type?: string; detail?: string };
    if (response.ok) return ok(data as Answer);
    return failed({
      problem:
        String(data.type ?? '')
          .split(':')
          .at(-1) ?? 'internal',
      detail: data.detail ?? null,
    });
  } catch {
    // No network, or central is being started again; the page says so.
    return failed(gone);
  }
}

export function connectConsole(): Link {
  const changed = createListeners<void>();
  let seen: Seen = { me: undefined, desk: null, live: false, offsetMs: 0, done: 0 };
  let events: EventSource | undefined;
  let stayedAt = 0;

  function become(next: Partial<Seen>): void {
    seen = { ...seen, ...next };
    changed.tell();
  }

  function signedOut(): void {
    events?.close();
    events = undefined;
    become({ me: null, desk: null, live: false });
  }

  function signedIn(me: MeAnswer): void {
    become({ me });
    events?.close();
    const stream = new EventSource('v1/live');
    events = stream;
    stream.addEventListener('open', () => become({ live: true }));
    stream.addEventListener('error', () => {
      become({ live: false });
      // The browser gives up for good when central refuses: the session may be over.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => stream === events && void look(), 2_000);
    });
    stream.addEventListener(liveEvents.desk, (event) => {
      const desk = JSON.parse(event.data) as Desk;
      become({ desk, live: true, offsetMs: desk.serverTime - Date.now() });
    });
    stream.addEventListener(liveEvents.over, signedOut);
  }

  async function look(): Promise<void> {
    const me = await send<MeAnswer>('GET', 'me');
    if (me.ok) return signedIn(me.value);
    if (me.problem.problem === 'noSession') return signedOut();
    setTimeout(look, 2_000);
  }

  async function call<Answer>(path: string, body: unknown): Promise<Result<Answer, Trouble>> {
    const answer = await send<Answer>('POST', path, body);
    if (!answer.ok && answer.problem.problem === 'noSession') signedOut();
    return answer;
  }

  async function enter(path: string, body: unknown): Promise<Trouble | null> {
    const me = await send<MeAnswer>('POST', path, body);
    if (!me.ok) return me.problem;
    signedIn(me.value);
    return null;
  }

  /** A hand on the keys keeps the session; an open page alone does not. */
  function stay(): void {
    if (seen.me === null || seen.me === undefined || Date.now() - stayedAt < stayEveryMs) return;
    stayedAt = Date.now();
    void call('stay', {});
  }
  for (const hand of ['pointerdown', 'keydown']) addEventListener(hand, stay, { passive: true });

  void look();
  return {
    seen: () => seen,
    subscribe: (listener) => changed.add(listener),
    signIn: (body) => enter('login', body),
    setUp: (body) => enter('setup', body),
    async signOut() {
      await call('logout', {});
      signedOut();
    },
    async changePassword(body) {
      const answer = await call('password', body);
      return answer.ok ? null : answer.problem;
    },
    async act(act) {
      const answer = await call('acts', act);
      become({ done: seen.done + 1 });
      return answer.ok ? null : answer.problem;
    },
    ask: (ask) => call('asks', ask),
  };
}
