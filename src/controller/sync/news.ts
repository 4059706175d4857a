// News: hears from central what changed, or asks, checks the signature of every right and code, and hands the changes on in order. What
// central takes back is applied first, and nothing that is given on the way there can undo it.

import type { Log } from '../../base/log.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import { parseJsonWith, parseWith } from '../../contract/parse.ts';
import { type Change, change as changeSchema, type NewsAnswer, newsAnswer } from '../../contract/sync.ts';
import { dropOffText } from '../../core/drop-off.ts';
import { issuedText } from '../../core/pickup-code.ts';
import { rightText } from '../../core/right.ts';
import type { Keys } from '../keys.ts';
import type { Central, CentralProblem, LineProblem } from './central.ts';

/** A change, or the mark of one that moves nothing but the cursor. */
export type NewsChange =
  | Change
  /** This build cannot use it. */
  | { readonly is: 'unreadable' }
  /** Forged, altered on its way, or signed for another kiosk. */
  | { readonly is: 'rightRefused'; readonly right: string; readonly why: 'notSigned' }
  /** Given here, taken back by a later change that was applied already. */
  | { readonly is: 'superseded' };

/**
 * HTTP status of a cursor beyond central's last news: central was restored from a backup. Changes can come again without
 * doing anything twice, so the kiosk begins at the beginning.
 */
const cursorAhead = 409;

export interface NewsOptions {
  readonly central: Pick<Central, 'ask' | 'listen'>;
  readonly kiosk: string;
  readonly keys: Pick<Keys, 'verifyCentral'>;
  /** Last change that is on disk here. */
  readonly cursor: number;
  readonly now: () => number;
  readonly log: Log;
  /** Time for an answer beyond the time that central may wait for news. */
  readonly deadlineMs: number;
  readonly isStopped: () => boolean;
  readonly onChange: (cursor: number, change: NewsChange, asOf: number) => void | Promise<void>;
  readonly onUpToDate: (asOf: number) => void | Promise<void>;
  /** How many messages of this kiosk central has, as it says with its news. */
  readonly onAcknowledged: (acknowledged: number) => void;
}

export interface News {
  /** One request; central may hold it for `waitMs` until there is something new. */
  once(waitMs: number): Promise<Result<'something' | 'nothing', CentralProblem>>;
  /** Hears central for as long as the line holds; how much it said. `onHeard`: it lives. */
  listen(line: {
    readonly firstMs: number;
    readonly silenceMs: number;
    readonly onHeard: () => void;
  }): Promise<Result<{ readonly words: number }, LineProblem>>;
  cursor(): number;
}

/** While nothing is new it is noted that often that nothing is. */
const freshMs = 25_000;

export function createNews(options: NewsOptions): News {
  const { central, kiosk, keys, now, log, deadlineMs, isStopped, onChange, onUpToDate } = options;
  let { cursor } = options;
  /** Rights and items taken back ahead of their place, with that place. */
  const takenBack = new Map<string, number>();

  function trusted(place: number, data: unknown): NewsChange {
    const parsed = parseWith(changeSchema, data);
    if (!parsed.ok) {
      log.warn('a change that this build cannot read', { cursor: place, why: parsed.problem.lines.slice(0, 3) });
      return { is: 'unreadable' };
    }
    const change: Change = parsed.value;
    if (change.is === 'rightGranted' && !keys.verifyCentral(rightText(change.right, kiosk), change.signature)) {
      log.error('a right that central did not sign', { cursor: place, right: change.right.id });
      return { is: 'rightRefused', right: change.right.id, why: 'notSigned' };
    }
    if (
      change.is === 'codeIssued' &&
      !keys.verifyCentral(issuedText(change.right, change.pickup, kiosk), change.signature)
    ) {
      log.error('a pickup code that central did not sign', { cursor: place, right: change.right });
      return { is: 'rightRefused', right: change.right, why: 'notSigned' };
    }
    if (change.is === 'dropOffAsked' && !isSignedDropOff(change)) {
      log.error('a drop-off that central did not sign', { cursor: place, item: change.item.id });
      return { is: 'rightRefused', right: change.item.id, why: 'notSigned' };
    }
    return change;
  }

  function isSignedDropOff({ item, dropOff, signature }: Extract<Change, { is: 'dropOffAsked' }>): boolean {
    const { id, caseNumber, addressee: person } = item;
    const { validFrom, validTo, verify } = dropOff;
    const text = dropOffText({ item: id, caseNumber, person, validFrom, validTo, verify }, kiosk);
    return keys.verifyCentral(text, signature);
  }

  /** What the change takes back; undefined for one that takes nothing back. */
  function takesBack(change: NewsChange): string | undefined {
    if (change.is === 'rightRevoked') return `right ${change.right}`;
    return change.is === 'itemFrozen' || change.is === 'itemCancelled' ? `item ${change.item}` : undefined;
  }

  /** Until its place in the order is reached, what was taken back is not given again. */
  function inPlace(place: number, change: NewsChange): NewsChange {
    for (const [what, until] of takenBack) if (until <= place) takenBack.delete(what);
    const given =
      change.is === 'rightGranted'
        ? `right ${change.right.id}`
        : change.is === 'itemReleased'
          ? `item ${change.item}`
          : undefined;
    return given !== undefined && takenBack.has(given) ? { is: 'superseded' } : change;
  }

  /** Central knows less than it told. */
  function beginAgain(problem: CentralProblem): boolean {
    if (problem.is !== 'refused' || problem.status !== cursorAhead || cursor === 0) return false;
    log.warn('central knows less news than this kiosk: asking for all of it again', { cursor });
    cursor = 0;
    return true;
  }

  /** Everything of one answer, in its order. */
  async function take({ first, news, acknowledged }: NewsAnswer): Promise<'something' | 'nothing'> {
    const asOf = now();
    const before = cursor;
    if (acknowledged !== undefined) options.onAcknowledged(acknowledged);
    for (const { cursor: place, change } of first) {
      if (isStopped()) return 'something';
      const taken = trusted(place, change);
      const what = takesBack(taken);
      if (what === undefined || place <= cursor || takenBack.has(what)) continue;
      takenBack.set(what, place);
      await onChange(cursor, taken, asOf);
    }
    for (const { cursor: place, change } of news) {
      if (isStopped()) return 'something';
      // Sent twice, or out of order: what is behind us was dealt with.
      if (place <= cursor) continue;
      await onChange(place, inPlace(place, trusted(place, change)), asOf);
      cursor = place;
    }
    if (cursor > before) return 'something';
    await onUpToDate(asOf);
    return 'nothing';
  }

  return {
    async once(waitMs) {
      const asked = await central.ask({
        method: 'GET',
        path: `/kiosk/v1/news?after=${cursor}&waitMs=${waitMs}`,
        answer: newsAnswer,
        deadlineMs: waitMs + deadlineMs,
        signed: true,
      });
      if (asked.ok) return ok(await take(asked.value));
      return beginAgain(asked.problem) ? ok('something') : asked;
    },
    async listen({ firstMs, silenceMs, onHeard }) {
      let upToDateAt = now();
      const heard = await central.listen({
        path: `/kiosk/v1/stream?after=${cursor}`,
        firstMs,
        silenceMs,
        async onEvent(data) {
          const parsed = parseJsonWith(newsAnswer, data);
          if (!parsed.ok) return failed({ is: 'unreadable', detail: parsed.problem.lines.slice(0, 3).join('; ') });
          onHeard();
          await take(parsed.value);
          upToDateAt = now();
          return ok();
        },
        async onAlive() {
          onHeard();
          // Each time costs a write to the disk.
          if (Math.abs(now() - upToDateAt) < freshMs) return;
          upToDateAt = now();
          await onUpToDate(upToDateAt);
        },
      });
      if (heard.ok) return heard;
      return beginAgain(heard.problem) ? ok({ words: 1 }) : heard;
    },
    cursor: () => cursor,
  };
}
