// Loop: the one place where the rules meet the world. One event at a time: step, put on disk, then act.

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Changes, Effect, Event } from '../core/event.ts';
import { booksAgree, emptyBooks, noteFact, restsOnEvidence } from '../core/fact-books.ts';
import { breaches } from '../core/invariants.ts';
import type { Kiosk } from '../core/kiosk.ts';
import { step } from '../core/step.ts';
import { breachesOfStep, type Step } from '../core/step-laws.ts';
import type { StepResult } from '../core/turn.ts';

export interface Loop {
  kiosk(): Kiosk;
  dispatch(event: Event): void;
  stop(): void;
}

export interface LoopOptions {
  /** The first step of the run (core/restart.ts), not yet on disk. */
  readonly first: StepResult;
  /** One durable transaction; throws when the disk fails. */
  readonly commit: (changes: Changes) => void;
  /** Starts an effect; its outcome comes back as an event. */
  readonly run: (effect: Effect) => void;
  /** Told after every step. */
  readonly onStep: (kiosk: Kiosk) => void;
  /** The disk failed or the rules have a bug: nothing more is done; the process is to be started again. */
  readonly onBroken: (error: unknown) => void;
  /** Whether the computer has slept since this was last asked; default: it never does. */
  readonly hasSlept?: () => boolean;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly tickMs: number;
}

function isEmpty(changes: Changes): boolean {
  return Object.values(changes).every((part) => Array.isArray(part) && part.length === 0);
}

export function createLoop(options: LoopOptions): Loop {
  const { clock, log } = options;
  let kiosk = options.first.kiosk;
  let stopped = false;
  let working = false;
  const queue: Event[] = [];
  let known: ReadonlySet<string> = new Set();

  let books = emptyBooks;

  function settle(result: StepResult, event: Event | null): void {
    if (!isEmpty(result.changes)) options.commit(result.changes);
    const before = kiosk;
    kiosk = result.kiosk;
    watchInvariants({
      before,
      event,
      after: kiosk,
      facts: result.changes.facts.map(({ fact }) => fact),
      effects: result.effects,
    });
    options.onStep(kiosk);
    for (const effect of result.effects) options.run(effect);
  }

  /** A breach is a bug. It is written down once; the citizen is not made to pay for it. */
  function watchInvariants(taken: Step): void {
    const found = [...breaches(kiosk), ...breachesOfStep(taken)];
    for (const fact of taken.facts) {
      found.push(...restsOnEvidence(books, fact));
      books = noteFact(books, fact);
    }
    const now = new Set([...found, ...booksAgree(books, kiosk)]);
    for (const breach of now) if (!known.has(breach)) log.error('invariant broken', { breach });
    known = now;
  }

  function dispatch(event: Event): void {
    if (options.hasSlept?.() === true) {
      log.warn('the computer has slept');
      queue.push({ is: 'woke' });
    }
    queue.push(event);
    if (working) return;
    working = true;
    try {
      for (let next = queue.shift(); next !== undefined && !stopped; next = queue.shift()) {
        settle(step(kiosk, next, { now: clock.now(), id: options.newId() }), next);
      }
    } catch (error) {
      stopped = true;
      cancelTick();
      options.onBroken(error);
    } finally {
      working = false;
    }
  }

  let cancelTick = (): void => undefined;
  function tickLater(): void {
    cancelTick = clock.after(options.tickMs, () => {
      dispatch({ is: 'tick' });
      if (!stopped) tickLater();
    });
  }

  settle(options.first, null);
  tickLater();

  return {
    kiosk: () => kiosk,
    dispatch,
    stop() {
      stopped = true;
      cancelTick();
    },
  };
}
