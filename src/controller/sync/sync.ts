// Sync: keeps the kiosk and central in step for as long as the program runs: enrol once, then send and listen for ever.

import { type Backoff, backoffMs } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { failed, type Result } from '../../base/result.ts';
import type { DocumentContent } from '../../contract/sync.ts';
import type { Found } from '../../core/event.ts';
import type { PersonKey } from '../../core/person.ts';
import type { Keys } from '../keys.ts';
import type { Store } from '../store/store.ts';
import { createBell } from './bell.ts';
import { type CentralProblem, createCentral } from './central.ts';
import { askDocument, askDocuments } from './documents.ts';
import { createDrain } from './drain.ts';
import { enrol } from './enrol.ts';
import { createNews, type NewsChange } from './news.ts';

export interface SyncState {
  readonly enrolled: boolean;
  readonly online: boolean;
  /** Central's clock minus the kiosk's, ms; null before the first answer. */
  readonly offsetMs: number | null;
  readonly cursor: number;
  /** One line about the last failed try; null after a good one. */
  readonly lastProblem: string | null;
}

export interface Sync {
  start(): void;
  /** Ends the requests under way and resolves when nothing of sync runs any more. */
  stop(): Promise<void>;
  /** The outbox has something new. */
  wake(): void;
  documents(person: PersonKey): Promise<Result<Found, 'offline' | 'refused'>>;
  document(person: PersonKey, id: string): Promise<Result<DocumentContent, 'offline' | 'refused' | 'unknown'>>;
  state(): SyncState;
}

export interface SyncTimes {
  readonly backoff: Backoff;
  /** Longest wait for an answer. */
  readonly replyMs: number;
  /** Longest wait for an answer that a citizen waits for. */
  readonly documentsMs: number;
  /** How long central may hold the question for news. */
  readonly newsWaitMs: number;
}

const usualTimes: SyncTimes = {
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  replyMs: 15_000,
  documentsMs: 6_000,
  newsWaitMs: 25_000,
};

export interface SyncOptions {
  /** Address of central, e.g. https://central.example */
  readonly url: string;
  readonly kiosk: string;
  /** Version of this program, told at enrolment. */
  readonly software: string;
  readonly keys: Keys;
  readonly store: Pick<Store, 'load' | 'outbox' | 'noteEnrolled'>;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the tries of many kiosks. */
  readonly random: () => number;
  readonly enrolmentCode?: string;
  readonly fetch?: typeof fetch;
  readonly times?: Partial<SyncTimes>;
  /** In order, each awaited. The receiver commits the change together with its cursor. `asOf`: kiosk clock, UTC ms. */
  readonly onChange: (cursor: number, change: NewsChange, asOf: number) => void | Promise<void>;
  /** Central answered and has nothing newer. */
  readonly onUpToDate: (asOf: number) => void | Promise<void>;
  readonly onOnline: (online: boolean) => void;
  /** The disk failed under sync, or it has a bug: the process should end and be started again. */
  readonly onBroken: (error: unknown) => void;
}

export function createSync(options: SyncOptions): Sync {
  const { kiosk, keys, store, clock, log, random } = options;
  const times = { ...usualTimes, ...options.times };
  const central = createCentral({ url: options.url, kiosk, keys, clock, fetch: options.fetch ?? fetch });
  const drainBell = createBell(clock);
  const newsBell = createBell(clock);
  const drain = createDrain({ central, outbox: store.outbox, deadlineMs: times.replyMs, log });
  let isStopped = false;
  let isOnline = false;
  let lastProblem: string | null = null;
  const news = createNews({
    central,
    kiosk,
    keys,
    cursor: store.load().cursor,
    now: () => clock.now(),
    log,
    deadlineMs: times.replyMs,
    isStopped: () => isStopped,
    onChange: options.onChange,
    onUpToDate: options.onUpToDate,
    onAcknowledged(acknowledged) {
      // The answer may be older than the last acknowledgement: the drain asks before it believes.
      if (acknowledged >= store.outbox.acknowledged()) return;
      drain.compareAgain();
      drainBell.ring();
    },
  });
  let running: Promise<unknown> | undefined;

  function setOnline(online: boolean): void {
    if (isOnline === online || isStopped) return;
    isOnline = online;
    log.info(online ? 'central is there' : 'central is gone');
    options.onOnline(online);
  }

  function succeeded(): void {
    lastProblem = null;
    setOnline(true);
  }

  function noteFailure(what: string, problem: CentralProblem, attempt: number): void {
    if (isStopped) return;
    lastProblem = `${what}: ${problem.detail}`;
    if (attempt === 1) log.warn('central not reached', { what, ...problem });
    // A refusal of one kind of request does not mean that the others fail as well.
    if (problem.is === 'offline') setOnline(false);
  }

  const waitBefore = (attempt: number) => backoffMs(attempt, times.backoff, random());

  async function joinCentral(): Promise<void> {
    for (let attempt = 1; !keys.enrolled() && !isStopped; attempt += 1) {
      const { enrolmentCode: code } = options;
      if (code === undefined) {
        lastProblem = 'enrol: the site file has no enrolment code';
        log.error('not enrolled and no enrolment code in the site file');
        await newsBell.wait();
        continue;
      }
      const tried = await enrol({
        central,
        keys,
        kiosk,
        software: options.software,
        code,
        deadlineMs: times.replyMs,
      });
      if (tried.ok) break;
      lastProblem = `enrol: ${tried.problem}`;
      log.warn('enrolment failed', { attempt, why: tried.problem });
      await newsBell.wait(waitBefore(attempt));
    }
    if (keys.enrolled()) store.noteEnrolled();
  }

  async function keepDraining(): Promise<void> {
    let attempt = 0;
    while (!isStopped) {
      const drained = await drain.once();
      if (drained.ok && drained.value !== 'stuck') {
        attempt = 0;
        if (drained.value === 'sent') succeeded();
        else await drainBell.wait();
        continue;
      }
      attempt += 1;
      if (!drained.ok) noteFailure('messages', drained.problem, attempt);
      await rest(waitBefore(attempt));
    }
  }

  /** Not cut short by new facts, or every one of them would knock at a central that is down; only by its return. */
  let endRest: (() => void) | undefined;
  async function rest(ms: number): Promise<void> {
    if (isStopped) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      endRest = () => {
        cancel();
        resolve();
      };
    });
    endRest = undefined;
  }

  async function keepListening(): Promise<void> {
    let attempt = 0;
    while (!isStopped) {
      // The first question is answered at once, so that the kiosk knows where it stands.
      const waitMs = isOnline && attempt === 0 ? times.newsWaitMs : 0;
      const askedAt = clock.monotonic();
      const heard = await news.once(waitMs);
      if (heard.ok) {
        const wasAway = !isOnline;
        attempt = 0;
        succeeded();
        if (wasAway) endRest?.();
        // A central that does not hold the question must not be asked without a pause.
        const wasHeld = clock.monotonic() - askedAt >= waitMs / 2;
        if (heard.value === 'nothing' && !wasHeld && !isStopped) await newsBell.wait(waitBefore(1));
        continue;
      }
      attempt += 1;
      noteFailure('news', heard.problem, attempt);
      if (!isStopped) await newsBell.wait(waitBefore(attempt));
    }
  }

  async function run(): Promise<void> {
    await joinCentral();
    await Promise.all([keepDraining(), keepListening()]);
  }

  return {
    start() {
      running ??= run().catch(options.onBroken);
    },
    async stop() {
      isStopped = true;
      central.stop();
      drainBell.ring();
      newsBell.ring();
      endRest?.();
      await running;
    },
    wake: () => drainBell.ring(),
    async documents(person) {
      if (!keys.enrolled()) return failed('offline');
      return askDocuments(central, { person, deadlineMs: times.documentsMs });
    },
    async document(person, id) {
      if (!keys.enrolled()) return failed('offline');
      return askDocument(central, { person, id, deadlineMs: times.documentsMs });
    },
    state: () => ({
      enrolled: keys.enrolled(),
      online: isOnline,
      offsetMs: central.offsetMs(),
      cursor: news.cursor(),
      lastProblem,
    }),
  };
}
