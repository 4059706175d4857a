// News: asks central what changed, checks the signature of every right and code, and hands the changes on in order.

import type { Log } from '../../base/log.ts';
import { ok, type Result } from '../../base/result.ts';
import { parseWith } from '../../contract/parse.ts';
import { type Change, change as changeSchema, newsAnswer } from '../../contract/sync.ts';
import { issuedText } from '../../core/pickup-code.ts';
import { rightText } from '../../core/right.ts';
import type { Keys } from '../keys.ts';
import type { Central, CentralProblem } from './central.ts';

/** A change, or the mark of one that this build cannot use: then only the cursor moves on. */
export type NewsChange = Change | { readonly is: 'unreadable' };

/**
 * HTTP status of a cursor beyond central's last news: central was restored from a backup. Changes can come again without
 * doing anything twice, so the kiosk begins at the beginning.
 */
const cursorAhead = 409;

export interface NewsOptions {
  readonly central: Pick<Central, 'ask'>;
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
}

export interface News {
  /** One request; central may hold it for `waitMs` until there is something new. */
  once(waitMs: number): Promise<Result<'something' | 'nothing', CentralProblem>>;
  cursor(): number;
}

export function createNews(options: NewsOptions): News {
  const { central, kiosk, keys, now, log, deadlineMs, isStopped, onChange, onUpToDate } = options;
  let { cursor } = options;

  function trusted(place: number, data: unknown): NewsChange {
    const parsed = parseWith(changeSchema, data);
    if (!parsed.ok) {
      log.warn('a change that this build cannot read', { cursor: place, why: parsed.problem.lines.slice(0, 3) });
      return { is: 'unreadable' };
    }
    const change: Change = parsed.value;
    if (change.is === 'rightGranted' && !keys.verifyCentral(rightText(change.right, kiosk), change.signature)) {
      log.error('a right that central did not sign', { cursor: place, right: change.right.id });
      return { is: 'unreadable' };
    }
    if (
      change.is === 'codeIssued' &&
      !keys.verifyCentral(issuedText(change.right, change.pickup, kiosk), change.signature)
    ) {
      log.error('a pickup code that central did not sign', { cursor: place, right: change.right });
      return { is: 'unreadable' };
    }
    return change;
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
      if (!asked.ok) {
        if (asked.problem.is !== 'refused' || asked.problem.status !== cursorAhead || cursor === 0) return asked;
        log.warn('central knows less news than this kiosk: asking for all of it again', { cursor });
        cursor = 0;
        return ok('something');
      }
      const asOf = now();
      const before = cursor;
      for (const { cursor: place, change } of asked.value.news) {
        if (isStopped()) return ok('something');
        // Sent twice, or out of order: what is behind us was dealt with.
        if (place <= cursor) continue;
        await onChange(place, trusted(place, change), asOf);
        cursor = place;
      }
      if (cursor > before) return ok('something');
      await onUpToDate(asOf);
      return ok('nothing');
    },
    cursor: () => cursor,
  };
}
