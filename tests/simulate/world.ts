// World: the hall, the kiosk's process, central and its office on one clock, watched at every step.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { seededRandom } from '../../src/base/random.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { Screen } from '../../src/contract/view.ts';
import { verifyAudit } from '../../src/controller/store/audit-log.ts';
import type { Act } from '../../src/core/act.ts';
import type { Fact, Recorded } from '../../src/core/fact.ts';
import { breaches } from '../../src/core/invariants.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { type Coverage, createCoverage } from './coverage.ts';
import { createHall, yearSite } from './hall.ts';
import { type KioskRun, startKioskRun } from './kiosk-run.ts';
import { createOffice } from './office.ts';
import { createPaperOffice } from './paper-office.ts';
import { createSimulatedCentral, type SimulatedCentral } from './simulated-central.ts';
import { BrokenPromise, createTruth } from './truth.ts';
import { createYearClock } from './year-clock.ts';

/** 2026-11-23, a Monday, 00:00 in Shanghai. */
export const firstMidnight = Date.UTC(2026, 10, 22, 16, 0, 0);
/** `down`: the process is dead and nothing is on the screen. */
export type Shown = Screen | { readonly at: 'down' };
export type World = Awaited<ReturnType<typeof createWorld>>;

const chunkMs = 100;
/** What led to a broken promise; a year has far more. */
const mostEvents = 400;
/** Some time before and after a leap everything runs as usual, so that nothing is cut off in the middle. */
const settleMs = 4_000;

export interface WorldOptions {
  readonly seed: number;
  /** Told of every fact that got on disk, right after. */
  readonly onFact?: (fact: Fact, world: World) => void;
}

export async function createWorld({ seed, onFact }: WorldOptions) {
  const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const root = mkdtempSync(join(place, 'nighthall-year-'));
  const clock = createYearClock(firstMidnight);
  const hall = createHall({ clock, seed });
  const truth = createTruth({ hall, now: () => clock.now(), wallOffset: () => clock.wallOffset() });
  const coverage: Coverage = createCoverage();
  const hash = createHash('sha256');
  const events: string[] = [];
  let factIds: string[] = [];
  let isSpoilt = false;
  const papers = createPaperOffice({ central: () => central, truth, now: () => clock.now() });
  const office = createOffice({ central: () => central, truth, now: () => clock.now() });
  const central: SimulatedCentral = createSimulatedCentral({
    clock,
    random: seededRandom(seed * 13 + 5),
    kiosk: 'hall-year',
    onFact: (fact) => {
      office.onFact(fact);
      papers.onFact(fact);
    },
  });
  let problem: string | undefined;
  let folder = join(root, 'kiosk.run-1');
  mkdirSync(folder);
  let runs = 0;
  let run: KioskRun;
  let audit: SqliteDatabase.Database | undefined;
  let restartAt = 0;
  let readRows = 0;
  let lastSequence = -1;
  let newRows: SqliteDatabase.Statement<[number], { row: number; id: string; at: number; fact: string }> | undefined;

  function note(text: string): void {
    const at = new Date(clock.now() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 23);
    events.push(`${at}  ${text}`);
    if (events.length > 2 * mostEvents) events.splice(0, mostEvents);
  }

  function startRun(): void {
    runs += 1;
    run = startKioskRun({
      clock,
      hall,
      central,
      folder,
      seed: seed * 1_009 + runs,
      site: yearSite(seed),
      isSpoilt,
      onProblem: (what) => {
        problem ??= what;
      },
    });
    isSpoilt = false;
    audit?.close();
    audit = new SqliteDatabase(join(folder, 'kiosk.sqlite'), { readonly: true });
    newRows = audit.prepare('select row, id, at, fact from audit_log where row > ? order by row');
    lastSequence = -1;
  }

  function readFacts(): void {
    for (const { row, id, at, fact } of newRows?.all(readRows) ?? []) {
      readRows = row;
      factIds.push(id);
      hash.update(`${id} ${at} ${fact}\n`);
      const recorded: Recorded = { id, at, fact: JSON.parse(fact) as Fact };
      note(`  fact ${fact}`);
      truth.fact(recorded);
      onFact?.(recorded.fact, world);
    }
  }

  /** Everything that must hold at every moment is looked at whenever something may have changed. */
  function observe(): void {
    if (problem !== undefined) throw new BrokenPromise(problem);
    const view = run.view();
    if (view === undefined || view.sequence === lastSequence) return;
    lastSequence = view.sequence;
    readFacts();
    truth.check();
    const [breach] = breaches(run.kiosk());
    if (breach !== undefined) throw new BrokenPromise(`invariant broken: ${breach}`);
    if (central.parked.length > 0) throw new BrokenPromise(`central cannot read ${central.parked.join('; ')}`);
  }

  async function restartIfDue(): Promise<void> {
    if (run.isAlive() || clock.monotonic() < restartAt) return;
    await run.bury();
    startRun();
    note('the controller starts again');
  }

  function noteDeath(disk: string, downMs: number): void {
    folder = disk;
    restartAt = clock.monotonic() + downMs;
    note('the controller is killed');
  }

  /** What was written since the newest backup is lost to the kiosk; central keeps what it has heard of it. */
  function spoilDatabase(): void {
    const [newest] = readdirSync(folder)
      .filter((name) => name.startsWith('kiosk.sqlite.backup-'))
      .sort()
      .reverse();
    if (newest === undefined) return;
    readFacts();
    const backup = new SqliteDatabase(join(folder, newest), { readonly: true });
    const kept = backup.prepare<[], { row: number; id: string }>('select row, id from audit_log order by row').all();
    backup.close();
    readRows = kept.at(-1)?.row ?? 0;
    const stillKnown = new Set([...central.applied, ...kept.map(({ id }) => id)]);
    factIds = factIds.filter((id) => stillKnown.has(id));
    // The write-ahead log alone would bring back what was not moved into the file yet.
    for (const name of ['kiosk.sqlite', 'kiosk.sqlite-wal']) writeFileSync(join(folder, name), 'spoilt '.repeat(1_000));
    truth.noteRestored();
    isSpoilt = true;
    coverage.reach('restored');
    note(`the database is spoilt; ${newest} has ${kept.length} facts`);
  }

  const world = {
    clock,
    hall,
    truth,
    office,
    papers,
    central,
    coverage,
    events,
    note,
    kiosk: (): Kiosk => run.kiosk(),
    isAlive: () => run.isAlive(),
    screen: (): Shown => run.view()?.screen ?? { at: 'down' },
    centralOnline: () => run.isAlive() && run.kiosk().centralOnline,
    act(act: Act): boolean {
      const taken = run.call(act);
      note(`touch ${JSON.stringify(act)}${taken ? '' : ' (not taken)'}`);
      return taken;
    },
    async pass(ms: number): Promise<void> {
      for (const end = clock.monotonic() + ms; clock.monotonic() < end; ) {
        await clock.advance(Math.min(chunkMs, end - clock.monotonic()));
        observe();
        await restartIfDue();
      }
    },
    /** False when it did not come about in that time. */
    async until(holds: () => boolean, mostMs: number): Promise<boolean> {
      for (const end = clock.monotonic() + mostMs; !holds(); ) {
        if (clock.monotonic() >= end) return false;
        await world.pass(chunkMs);
      }
      return true;
    },
    /** A thread of the machine is at work, which no clock drives: the time stands still meanwhile. */
    async untilThread(holds: () => boolean): Promise<void> {
      for (let turns = 0; !holds() && turns < 100_000; turns += 1)
        await new Promise((resolve) => setImmediate(resolve));
      await clock.settle();
    },
    async leapTo(monotonicMs: number): Promise<void> {
      const left = () => monotonicMs - clock.monotonic();
      await world.until(() => run.isAlive(), 120_000);
      if (left() > 3 * settleMs) {
        await world.pass(settleMs);
        await clock.leap(left() - settleMs);
        observe();
      }
      if (left() > 0) await world.pass(left());
    },
    kill(downMs: number): void {
      if (run.isAlive()) noteDeath(run.kill(), downMs);
    },
    /** Once there is a backup; before that nothing happens. */
    spoil(downMs: number): void {
      if (!run.isAlive()) return;
      noteDeath(run.kill(), downMs);
      spoilDatabase();
    },
    killAtStep: (steps: number, downMs: number): Undo => run.killAtStep(steps, (disk) => noteDeath(disk, downMs)),
    /** Hash of every fact so far: the same for the same seed. */
    factsHash: () => hash.copy().digest('hex'),
    factCount: () => factIds.length,
    /** Central has exactly what is in the audit log, in order; the log itself is whole. */
    checkLedger(): void {
      readFacts();
      const unequal = factIds.findIndex((id, place) => central.applied[place] !== id);
      if (unequal >= 0 || central.applied.length !== factIds.length)
        throw new BrokenPromise(
          `central has ${central.applied.length} facts, the audit log ${factIds.length}; they differ from ${unequal + 1} on`,
        );
      const verdict = verifyAudit(join(folder, 'kiosk.sqlite'));
      if (!verdict.ok) throw new BrokenPromise(`audit log: ${verdict.why} at ${verdict.at}`);
    },
    ledgerIsEven(): boolean {
      readFacts();
      return central.applied.length === factIds.length;
    },
    async close(): Promise<void> {
      if (run.isAlive()) run.kill();
      await run.bury();
      audit?.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  startRun();
  office.welcomeStaff();
  return world;
}
