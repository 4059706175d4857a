// Drain: sends what waits in the outbox, in order, one request at a time, and marks what central has.

import type { Log } from '../../base/log.ts';
import { certain, failed, ok, type Result } from '../../base/result.ts';
import { type Message, type MessageAnswer, messageAnswer } from '../../contract/sync.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Central, CentralProblem } from './central.ts';

/** `idle`: nothing waits. `sent`: go on at once. `stuck`: central answered, yet nothing moved; wait before the next try. */
export type Drained = 'idle' | 'sent' | 'stuck';

export interface Drain {
  /** One request at most. */
  once(): Promise<Result<Drained, CentralProblem>>;
  /** The next request asks how far central is, whatever waits. */
  compareAgain(): void;
}

export interface DrainOptions {
  readonly central: Pick<Central, 'ask'>;
  readonly outbox: Outbox;
  readonly deadlineMs: number;
  readonly log: Log;
}

/** The most that central takes at once (contract/sync.ts). */
const largestBatch = 500;
const firstBatch = 50;
/** A number beyond this did not come from counting messages. */
const highestSequence = 2 ** 50;

export function createDrain({ central, outbox, deadlineMs, log }: DrainOptions): Drain {
  let size = firstBatch;
  /** All that central can have of this database, before this run has added anything. */
  const lastBefore = outbox.last();
  let isCompared = false;
  let isDoubted = false;

  function nextBatch(): readonly Message[] {
    // Central may have more than a restored kiosk knows of, or than any kiosk whose files were put back behind its back. So
    // the first question of a run tells nothing new and only asks how far central is.
    if (outbox.isRestored() || !isCompared || isDoubted) return question();
    return outbox.peek(size);
  }

  /** A message that central has, or one under a number that cannot be next and that central therefore leaves alone. */
  function question(): readonly Message[] {
    const known = outbox.probe();
    if (known !== undefined) return [known];
    return outbox.peek(1).map((message) => ({ ...message, sequence: highestSequence }));
  }

  /** True once central has said how far it is; throws when it has what this database never had. */
  function compare(acknowledged: number): void {
    isCompared = true;
    if (acknowledged <= lastBefore || outbox.isRestored()) return;
    outbox.noteRestored();
    throw new Error(`an old database is in use: central has ${acknowledged} messages, it had ${lastBefore}`);
  }

  function settle(answer: MessageAnswer): Drained {
    const before = outbox.acknowledged();
    const { acknowledged } = answer;
    const wasQuestion = !isCompared || isDoubted;
    if (!isCompared) compare(acknowledged);
    isDoubted = false;
    if (acknowledged < before) {
      const { again, lost } = outbox.rewind(acknowledged);
      log.warn('central knows less than it acknowledged', { acknowledged, before, again });
      if (lost > 0) log.error('messages too old to be sent again', { lost });
      return 'stuck';
    }
    if (outbox.isRestored() || acknowledged > outbox.last()) {
      log.warn('central knows more than this kiosk', { acknowledged, last: outbox.last() });
      outbox.continueAfter(acknowledged);
      return 'sent';
    }
    for (const { sequence, why } of answer.parked) {
      log.error('central cannot read a message', { sequence, why });
      outbox.park(sequence, why);
    }
    outbox.acknowledge(acknowledged, answer.serverTime);
    return acknowledged > before || wasQuestion ? 'sent' : 'stuck';
  }

  return {
    async once() {
      const messages = nextBatch();
      if (messages.length === 0) return ok('idle');
      const asked = await central.ask({
        method: 'POST',
        path: '/kiosk/v1/messages',
        body: { messages },
        answer: messageAnswer,
        deadlineMs,
        signed: true,
      });
      if (!asked.ok) {
        // A slow line, or a body that something on the way finds too long: try with less.
        size = Math.max(1, Math.floor(size / 2));
        return asked;
      }
      if (asked.value.acknowledged > highestSequence)
        return failed({ is: 'unreadable', detail: 'acknowledged: more than there can be' });
      size = Math.min(largestBatch, size * 2);
      const drained = settle(asked.value);
      if (drained === 'stuck')
        log.warn('central took nothing', {
          from: certain(messages[0], 'first message').sequence,
          sent: messages.length,
        });
      return ok(drained);
    },
    compareAgain() {
      isDoubted = true;
    },
  };
}
