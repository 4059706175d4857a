// Hold: watches a card that was read, or could not be, until it goes; while it lies there it is told once.
//
// After a read a card no longer answers 20 01, so status 80 does not mean that it has gone: it is watched with 30 03.
// A card that was nudged, or whose module was reset, has lost its state: it fails 30 03, but 20 01 finds it again. It is
// then read once more without a word, and only another card's number is news.

import { unreachable } from '../../../src/base/result.ts';
import type { CardEvent } from '../../classes/card-reader.ts';
import type { Ask } from './asking.ts';
import type { ReadOutcome } from './reading.ts';
import { status } from './status.ts';

export interface Hold {
  isHolding(): boolean;
  /** A card lies there and this came of reading it. */
  begin(outcome: ReadOutcome): void;
  /** Looks whether it still lies there, and tells when it has gone or another one has come. */
  look(): Promise<void>;
  forget(): void;
}

export interface Holding {
  readonly ask: Ask;
  readonly read: () => Promise<ReadOutcome>;
  /** Called after a silence. */
  readonly recover: () => Promise<void>;
  /** The module itself is out of order: what it answers says nothing about the card. */
  readonly isRefusing: () => boolean;
  readonly tell: (event: CardEvent) => void;
}

interface HeldCard {
  /** Kept only while the card lies there; undefined when it was not read. */
  readonly idNumber: string | undefined;
  misses: number;
  /** It lost its state and could not be read since: that a card answers does not say that it is this one. */
  isDoubted: boolean;
}

type Sign = 'there' | 'gone' | 'unknown';
/** Another card is told with what came of reading it. */
type Look = Sign | Exclude<ReadOutcome, { is: 'silent' }>;

/** A card that moves a little misses one answer. */
const missesOfRemoved = 2;

export function createHold({ ask, read, recover, isRefusing, tell }: Holding): Hold {
  let held: HeldCard | undefined;

  function begin(outcome: ReadOutcome): void {
    held = { idNumber: outcome.is === 'read' ? outcome.card.idNumber : undefined, misses: 0, isDoubted: false };
  }

  async function look(): Promise<void> {
    const card = held;
    if (card === undefined) return;
    const seen = card.idNumber === undefined ? await lookAtUnread() : await lookAtRead(card);
    if (held !== card || seen === 'unknown') return;
    if (seen === 'there') {
      card.misses = 0;
      return;
    }
    card.misses += 1;
    const isOther = typeof seen === 'object';
    if (!isOther && card.misses < missesOfRemoved) return;
    held = undefined;
    tell({ is: 'removed' });
    if (!isOther) return;
    begin(seen);
    tell({ is: 'seen' });
    tell(seen);
  }

  /** A card that was not read may still answer 20 01; one that was selected answers 30 03. */
  async function lookAtUnread(): Promise<Look> {
    const found = await hasSign('find', [status.found]);
    return found === 'gone' ? hasSign('readNewAddress', [status.good, status.notOnCard]) : found;
  }

  async function lookAtRead(card: HeldCard): Promise<Look> {
    const answer = await hasSign('readNewAddress', [status.good, status.notOnCard]);
    if (answer === 'unknown' || (answer === 'there' && !card.isDoubted)) return answer;
    const found = await hasSign('find', [status.found]);
    if (found !== 'there') return found;
    const again = await read();
    switch (again.is) {
      case 'read':
        card.isDoubted = false;
        return again.card.idNumber === card.idNumber ? 'there' : again;
      case 'failed':
        // What was read was no good card: this one was.
        if (again.why === 'unreadable' || again.why === 'wrongCard') return again;
        card.isDoubted = true;
        return 'gone';
      case 'silent':
        card.isDoubted = true;
        await recover();
        return 'unknown';
      default:
        return unreachable(again);
    }
  }

  async function hasSign(what: 'find' | 'readNewAddress', signs: readonly number[]): Promise<Sign> {
    const reply = await ask(what);
    if (!reply.ok) await recover();
    if (!reply.ok || isRefusing()) return 'unknown';
    return signs.includes(reply.value.status) ? 'there' : 'gone';
  }

  return {
    isHolding: () => held !== undefined,
    begin,
    look,
    forget() {
      held = undefined;
    },
  };
}
