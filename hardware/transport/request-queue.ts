// Request queue: what waits for a line, and which of it goes next.

import type { Clock } from '../../src/base/clock.ts';
import { failed, type Result } from '../../src/base/result.ts';
import type { LineRequest, Priority, RequestProblem } from './line.ts';

export interface Waiting<Frame> {
  readonly request: LineRequest<Frame, unknown>;
  readonly settle: (result: Result<unknown, RequestProblem>) => void;
}

export interface Next<Frame> extends Waiting<Frame> {
  /** As it was when it was chosen. */
  readonly priority: Priority;
}

export interface RequestQueue<Frame> {
  /** Fails as `notSent` when its turn does not come within `waitMs`. */
  add(waiting: Waiting<Frame>): void;
  /** The most urgent one, of equal ones the one that came first; takes it out. Unlocks stay where they may not go now. */
  take(may: { readonly unlock: boolean }): Next<Frame> | undefined;
  /** Everything that waits fails as `notSent`. */
  refuseAll(): void;
}

const urgency: Readonly<Record<Priority, number>> = { unlock: 0, active: 1, idle: 2 };
/**
 * A request of the slow round that has waited so long goes like one of a watched board, but never two of them in a row:
 * nobody is forgotten, and the watched board waits for one exchange at most.
 */
const patienceMs = 1_000;
const usualWaitMs = 2_000;

interface Entry<Frame> extends Waiting<Frame> {
  /** Monotonic ms. */
  readonly since: number;
  readonly cancelWait: () => void;
}

export function createRequestQueue<Frame>(clock: Clock): RequestQueue<Frame> {
  let entries: readonly Entry<Frame>[] = [];
  /** The last one that went had waited too long. */
  let preferred = false;

  function ownPriority({ request: { priority } }: Entry<Frame>): Priority {
    return typeof priority === 'function' ? priority() : priority;
  }

  function priorityOf(entry: Entry<Frame>): Priority {
    const own = ownPriority(entry);
    return own === 'idle' && !preferred && clock.monotonic() - entry.since >= patienceMs ? 'active' : own;
  }

  return {
    add(waiting) {
      const entry: Entry<Frame> = {
        ...waiting,
        since: clock.monotonic(),
        cancelWait: clock.after(waiting.request.waitMs ?? usualWaitMs, () => {
          if (!entries.includes(entry)) return;
          entries = entries.filter((each) => each !== entry);
          entry.settle(failed('notSent'));
        }),
      };
      entries = [...entries, entry];
    },
    take(may) {
      let best: { readonly entry: Entry<Frame>; readonly priority: Priority } | undefined;
      for (const entry of entries) {
        const priority = priorityOf(entry);
        if (priority === 'unlock' && !may.unlock) continue;
        if (best === undefined || urgency[priority] < urgency[best.priority]) best = { entry, priority };
      }
      if (best === undefined) return undefined;
      const { entry, priority } = best;
      preferred = priority === 'active' && ownPriority(entry) === 'idle';
      entries = entries.filter((each) => each !== entry);
      entry.cancelWait();
      return { request: entry.request, settle: entry.settle, priority };
    },
    refuseAll() {
      const refused = entries;
      entries = [];
      for (const entry of refused) {
        entry.cancelWait();
        entry.settle(failed('notSent'));
      }
    },
  };
}
