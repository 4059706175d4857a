// Sync: keeps the kiosk and central in step for as long as the program runs: enrol once, then send and listen for ever. It is
// long because three loops share what is known of the line; each of them is short.

import { type Backoff, backoffMs } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { failed, type Result } from '../../base/result.ts';
import type { KioskStatus } from '../../contract/status.ts';
import type { DocumentContent } from '../../contract/sync.ts';
import type { Found } from '../../core/event.ts';
import type { PersonKey } from '../../core/person.ts';
import type { Keys, SigningKey } from '../keys.ts';
import type { Store } from '../store/store.ts';
import { createBell } from './bell.ts';
import { type CentralProblem, createCentral } from './central.ts';
import { askDocument, askDocuments } from './documents.ts';
import { createDrain } from './drain.ts';
import { enrol } from './enrol.ts';
import { changeKey } from './key-change.ts';
import { atFirst, type Heard, next } from './listening.ts';
import { createNews, type NewsChange } from './news.ts';
import { keepReporting } from './report.ts';
import { type Standing, standingOf } from './standing.ts';

export interface SyncState {
  readonly enrolled: boolean;
  readonly online: boolean;
  /** Central's clock minus the kiosk's, ms; null before the first answer. */
  readonly offsetMs: number | null;
  readonly cursor: number;
  /** One line about the last failed try; null after a good one. */
  readonly lastProblem: string | null;
  /** Central does not hear this kiosk at all, and a person has to do something about it. */
  readonly refused: Standing | null;
}

export interface Sync {
  start(): void;
  /** Ends the requests under way and resolves when nothing of sync runs any more. */
  stop(): Promise<void>;
  /** Asks now, however long the pause after the last failure has to run. */
  retry(): void;
  /** The outbox has something new. */
  wake(): void;
  /** How this kiosk is may have changed. */
  statusChanged(): void;
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
  /** Longest silence of a stream; central says something every 15 s. */
  readonly silenceMs: number;
  /** A signing key is changed when it is older, looked at so often. */
  readonly keyLifeMs: number;
  readonly keyLookMs: number;
}

const dayMs = 86_400_000;
const mendedByJoining: ReadonlySet<Standing> = new Set(['kioskRevoked', 'unknownKiosk', 'forged']);

const usualTimes: SyncTimes = {
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  replyMs: 15_000,
  documentsMs: 6_000,
  newsWaitMs: 25_000,
  silenceMs: 35_000,
  keyLifeMs: 365 * dayMs,
  keyLookMs: dayMs,
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
  /** How this kiosk is; without it central is told nothing of that. */
  readonly status?: () => KioskStatus;
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
  const reach = { url: options.url, kiosk, clock, fetch: options.fetch ?? fetch };
  const central = createCentral({ ...reach, keys });
  /** The same central, asked with the key that is to follow. */
  const asNext = (key: SigningKey) => createCentral({ ...reach, keys: key });
  const drainBell = createBell(clock);
  const newsBell = createBell(clock);
  const keyBell = createBell(clock);
  let listening = atFirst;
  let refused: Standing | null = null;
  const reportBell = createBell(clock);
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
    refused = null;
    setOnline(true);
  }

  function noteFailure(what: string, problem: CentralProblem, attempt: number): void {
    if (isStopped) return;
    lastProblem = `${what}: ${problem.detail}`;
    if (attempt === 1) log.warn('central not reached', { what, ...problem });
    const standing = problem.is === 'refused' ? standingOf(problem.problem) : undefined;
    if (standing !== undefined) refused = standing;
    // A refusal of one kind of request does not mean that the others fail as well, unless it is meant for this kiosk.
    if (problem.is === 'offline' || standing !== undefined) setOnline(false);
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

  /** Central answered or spoke. */
  function heardOf(): void {
    const wasAway = !isOnline;
    succeeded();
    if (wasAway) endRest?.();
  }

  /** A stream for as long as it holds. */
  async function hearStream(attempt: number): Promise<Heard> {
    let words = 0;
    const heard = await news.listen({
      firstMs: times.replyMs,
      silenceMs: times.silenceMs,
      onHeard() {
        words += 1;
        heardOf();
      },
    });
    if (heard.ok || words > 0) return words > 0 ? { is: 'streamEnded' } : { is: 'streamMute' };
    const { problem } = heard;
    const listensOn = next(listening, { is: 'failed', problem });
    if (listensOn.how === 'ask') log.info('central has no stream of news: it is asked instead');
    else noteFailure('news', problem, attempt);
    return problem.isMute === true ? { is: 'streamMute' } : { is: 'failed', problem };
  }

  async function askOnce(attempt: number): Promise<Heard> {
    // The first question is answered at once, so that the kiosk knows where it stands.
    const waitMs = isOnline && attempt === 1 ? times.newsWaitMs : 0;
    const askedAt = clock.monotonic();
    const heard = await news.once(waitMs);
    if (!heard.ok) {
      noteFailure('news', heard.problem, attempt);
      return { is: 'failed', problem: heard.problem };
    }
    heardOf();
    // A central that does not hold the question must not be asked without a pause.
    const wasHeld = clock.monotonic() - askedAt >= waitMs / 2;
    if (heard.value === 'nothing' && !wasHeld && !isStopped) await newsBell.wait(waitBefore(1));
    return { is: 'answered' };
  }

  /**
   * Central does not hear this computer any more, and somebody has written a code into the site file since. Once a run: a
   * code that was used before is refused.
   */
  let hasTriedCode = false;
  async function joinedAnew(): Promise<boolean> {
    const { enrolmentCode: code } = options;
    if (code === undefined || hasTriedCode || refused === null || !mendedByJoining.has(refused)) return false;
    hasTriedCode = true;
    const tried = await enrol({ central, keys, kiosk, software: options.software, code, deadlineMs: times.replyMs });
    log.warn('joining anew, because central hears this kiosk no more', { joined: tried.ok });
    return tried.ok;
  }

  async function keepListening(): Promise<void> {
    for (let attempt = 1; !isStopped; ) {
      const before = listening.how;
      const heard = before === 'stream' ? await hearStream(attempt) : await askOnce(attempt);
      listening = next(listening, heard);
      if (isStopped) return;
      if (heard.is === 'answered') attempt = 1;
      else if (heard.is === 'streamEnded') {
        // Central ended it, or something between did: both are usual, and the next one tells whether central is there.
        attempt = 1;
        await newsBell.wait(waitBefore(1));
      } else if (await joinedAnew()) attempt = 1;
      else if (listening.how === before) {
        await newsBell.wait(waitBefore(attempt));
        attempt += 1;
      }
    }
  }

  /** A key that was to follow when the program ended, or one that has become old, is changed before anything else is said. */
  async function keepKeyFresh(): Promise<void> {
    while (!isStopped) {
      const isOld = clock.now() - keys.madeAt() > times.keyLifeMs;
      if (isOld || keys.nextKey() !== undefined) {
        const changed = await changeKey({ central, keys, kiosk, deadlineMs: times.replyMs, asNext });
        if (!changed.ok) log.warn('the key of this kiosk was not changed', { why: changed.problem });
        else log.info('the key of this kiosk was changed');
      }
      await keyBell.wait(times.keyLookMs);
    }
  }

  async function keepTelling(): Promise<void> {
    const { status } = options;
    if (status === undefined) return;
    const deadlineMs = times.replyMs;
    await keepReporting({ central, bell: reportBell, status, clock, deadlineMs, isStopped: () => isStopped });
  }

  async function run(): Promise<void> {
    await joinCentral();
    await Promise.all([keepDraining(), keepListening(), keepKeyFresh(), keepTelling()]);
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
      keyBell.ring();
      reportBell.ring();
      endRest?.();
      await running;
    },
    retry() {
      endRest?.();
      drainBell.ring();
      newsBell.ring();
    },
    wake: () => drainBell.ring(),
    statusChanged: () => reportBell.ring(),
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
      refused,
    }),
  };
}
