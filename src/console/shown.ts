// Shown: how parts of the page get at the link, the time and what they ask for.

import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import { certain } from '../base/result.ts';
import { type AskWish, type ConsoleFunction, functionsOf, type MeAnswer } from '../contract/console.ts';
import type { AnswerOf } from '../contract/console-desk.ts';
import type { Link, Seen, Trouble } from './link.ts';

export const LinkContext = createContext<Link | null>(null);

export function useLink(): Link {
  return certain(use(LinkContext), 'the link of the console');
}

export function useSeen(): Seen {
  const link = useLink();
  return useSyncExternalStore(link.subscribe, link.seen);
}

/** Whoever is signed in; parts that use it are drawn only then. */
export function useMe(): MeAnswer {
  return certain(useSeen().me, 'somebody who is signed in');
}

export function useMay(): (needed: ConsoleFunction) => boolean {
  const { role } = useMe();
  return (needed) => functionsOf[role].includes(needed);
}

/** Central's time, every second. */
export function useNow(): number {
  const { offsetMs } = useSeen();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now + offsetMs;
}

/** The clock of the queue, every second. */
export function useQueueNow(): number {
  const { desk } = useSeen();
  const now = useNow();
  return desk === null ? now : now + desk.queueTime - desk.serverTime;
}

export type Asked<Answer> =
  | { readonly is: 'asking' }
  | { readonly is: 'there'; readonly answer: Answer }
  | { readonly is: 'refused'; readonly trouble: Trouble };

/** Asks once for each question, and again after something was done here or has a new version. Nothing is asked for null. */
export function useAnswer<Ask extends AskWish>(ask: Ask | null, version = 0): Asked<AnswerOf[Ask['ask']]> {
  const link = useLink();
  const { done } = useSeen();
  const question = ask === null ? null : JSON.stringify(ask);
  const turn = JSON.stringify({ done, version, question });
  const [asked, setAsked] = useState<{ question: string | null; of: Asked<AnswerOf[Ask['ask']]> }>({
    question: null,
    of: { is: 'asking' },
  });
  useEffect(() => {
    const { question: now } = JSON.parse(turn) as { readonly question: string | null };
    if (now === null) return;
    let isOld = false;
    void link.ask(JSON.parse(now) as Ask).then((answer) => {
      if (isOld) return;
      setAsked({
        question: now,
        of: answer.ok ? { is: 'there', answer: answer.value } : { is: 'refused', trouble: answer.problem },
      });
    });
    return () => {
      isOld = true;
    };
  }, [link, turn]);
  return asked.question === question ? asked.of : { is: 'asking' };
}
