// Compose: the only wiring of a controller. Everything it is made of is an argument or is built here, once.

import { join } from 'node:path';
import type { BusPiece } from '../../hardware/classes/bus-piece.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { Site } from '../contract/config.ts';
import type { Act } from '../core/act.ts';
import type { Cell, CellId } from '../core/cell.ts';
import { testKey } from '../core/device-test.ts';
import type { Event, News } from '../core/event.ts';
import { unseenHallDoor } from '../core/hall-door.ts';
import type { Kiosk } from '../core/kiosk.ts';
import { isAllowed } from '../core/permission.ts';
import { powerUnasked } from '../core/power.ts';
import { restart } from '../core/restart.ts';
import { createCapsules } from './capsules.ts';
import { diskUse } from './disk-use.ts';
import { createDropOffSlips } from './drop-off-slips.ts';
import { allDevices, createEffects, type KioskDevices } from './effects.ts';
import { checkCode, checkPin, holderOf } from './identity.ts';
import { type KeysProblem, openKeys } from './keys.ts';
import { createLoop } from './loop.ts';
import type { Papers } from './papers.ts';
import { readinessData } from './readiness.ts';
import { signatureDigest } from './signature-digest.ts';
import { createSleepWatch } from './sleep.ts';
import { shownStatus, statusFigures } from './status.ts';
import { createSteadyTime } from './steady-time.ts';
import { backupFileOf } from './store/rescue.ts';
import { openStore, type Store, type StoreProblem } from './store/store.ts';
import type { Saved } from './store/tables.ts';
import type { NewsChange } from './sync/news.ts';
import { createSync } from './sync/sync.ts';
import { type Presentation, type QueueState, unseenQueue, viewOf } from './view.ts';
import { watchDevices } from './watch-devices.ts';
import { createWindows, type Windows } from './windows.ts';
import { createWiringLines, type WiringSurrounding } from './wiring-lines.ts';
import { expectedOn } from './wiring-site.ts';

export interface Controller {
  readonly windows: Windows;
  kiosk(): Kiosk;
  stop(): Promise<void>;
}

export interface ComposeOptions {
  readonly site: Site;
  /** Database, keys and logs live here. */
  readonly dataFolder: string;
  readonly migrations: string;
  readonly version: string;
  readonly devices: KioskDevices & {
    start(): void;
    stop(): Promise<void>;
    /** What passed over the wire of that board lately; without it no capsule is kept. */
    lastMinute?(board: string): readonly BusPiece[];
  };
  readonly papers: Papers;
  /** Lines that the technician's page may give to the wiring wizard. */
  readonly wiring?: WiringSurrounding;
  readonly clock: Clock;
  /** Ms since the computer was started, its sleep included; default: it never sleeps. */
  readonly sinceBootMs?: () => number;
  readonly log: Log;
  readonly random: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** How central is reached; default: over the network. */
  readonly fetch?: typeof fetch;
  /** The disk failed or a rule has a bug: the process should end and be started again. */
  readonly onBroken: (error: unknown) => void;
}

export type ComposeProblem =
  | { readonly part: 'keys'; readonly problem: KeysProblem }
  | { readonly part: 'store'; readonly problem: StoreProblem };

const tickMs = 250;
/** The first copy soon after the start, when the kiosk is surely idle or just beginning; then one a day. */
const firstBackupMs = 5 * 60_000;
const backupEveryMs = 24 * 3_600_000;

interface Place {
  readonly board: string;
  readonly channel: number;
}

type Fitted = Pick<Cell, 'size' | 'heightCm'>;

function placesOf(site: Site): ReadonlyMap<CellId, Place & Fitted> {
  return new Map(
    site.cabinet.flatMap(({ columns, rowHeightsCm }) =>
      columns.flatMap((column) =>
        column.map(({ cell, heightCm, ...place }, row) => {
          return [cell, { ...place, heightCm: heightCm ?? rowHeightsCm?.[row] ?? null }] as const;
        }),
      ),
    ),
  );
}

/** The layout says which cells there are; the store says what is known of them. */
function cellsOf(places: ReadonlyMap<CellId, Fitted>, saved: Saved): ReadonlyMap<CellId, Cell> {
  const known = new Map(saved.cells.map((cell) => [cell.id, cell]));
  const cells = new Map<CellId, Cell>();
  for (const [id, { size, heightCm }] of places) {
    const cell = known.get(id);
    const fresh = { state: { is: 'free' }, opens: 0 } as const;
    cells.set(id, { ...(cell ?? fresh), id, size, heightCm });
  }
  // A cell that the site file has lost but that is not empty stays known, without a board to open it.
  for (const cell of saved.cells)
    if (!cells.has(cell.id) && cell.state.is !== 'free') cells.set(cell.id, { ...cell, size: 'large', heightCm: null });
  return cells;
}

function kioskFrom(
  site: Site,
  version: string,
  places: ReadonlyMap<CellId, Place & Fitted>,
  saved: Saved,
  lines: readonly string[],
): Kiosk {
  const byId = <Thing extends { readonly id: string }>(things: readonly Thing[]) =>
    new Map(things.map((thing) => [thing.id, thing]));
  return {
    settings: {
      version,
      calendar: site.hours,
      ...site.limits,
      ...site.pickup,
      ...site.deposit,
      hallReleaseMs: site.devices.hallDoor?.releaseMs ?? 5_000,
      wiring: lines.map((line) => ({ line, ...expectedOn(site, line) })),
      boardOf: new Map([...places].map(([cell, { board }]) => [cell, board])),
    },
    session: { at: 'welcome' },
    items: new Map(saved.items.map((item) => [item.id, item])),
    cells: cellsOf(places, saved),
    doors: new Map(),
    orders: byId(saved.orders),
    jobs: byId(saved.jobs),
    copiesBefore: new Map(saved.copies.map(({ document, copy }) => [document, copy])),
    slipMayHang: saved.slipMayHang,
    rights: byId(saved.rights),
    staff: new Map(saved.staff.map((staff) => [staff.person, staff])),
    pins: new Map(saved.pins.map((pin) => [pin.person, pin])),
    codeTries: new Map(saved.codeTries.map((tries) => [tries.subject, tries])),
    suspended: saved.suspended,
    help: null,
    saidShut: new Map(),
    emergency: saved.emergency,
    restarted: null,
    isClockWrong: false,
    clockOffsetMs: null,
    devices: new Map(),
    deviceSince: new Map(),
    tests: new Map(saved.tests.map((test) => [testKey(test), test])),
    testing: new Set(),
    diagnostics: { is: 'inactive' },
    scanner: { armedUntil: 0 },
    hallDoor: unseenHallDoor,
    power: powerUnasked,
    centralOnline: false,
    rightsAsOf: saved.rightsAsOf,
  };
}

function restoredAs({ recovered }: Store): 'no' | 'whole' | 'older' {
  if (recovered === null) return 'no';
  return recovered.isWhole ? 'whole' : 'older';
}

function newsOf(change: NewsChange): News {
  if (change.is === 'rightGranted') return { is: 'rightGranted', right: change.right };
  if (change.is === 'dropOffAsked') return { is: 'dropOffAsked', item: change.item, dropOff: change.dropOff };
  if (change.is === 'codeIssued') return { is: 'codeIssued', right: change.right, pickup: change.pickup };
  return change;
}

export function compose(options: ComposeOptions): Result<Controller, ComposeProblem> {
  const { site, clock, log, devices } = options;
  const keys = openKeys(join(options.dataFolder, 'keys'), clock);
  if (!keys.ok) return failed({ part: 'keys', problem: keys.problem });
  const file = join(options.dataFolder, 'kiosk.sqlite');
  const opened = openStore({
    file,
    migrations: options.migrations,
    seal: keys.value,
    sign: keys.value.sign,
    clock,
    log: log.part('store'),
  });
  if (!opened.ok) return failed({ part: 'store', problem: opened.problem });
  const store = opened.value;
  const places = placesOf(site);
  const newId = () => uuidV7(clock.now(), options.randomBytes(10));

  const defaults: Presentation = { language: site.languages[0] ?? 'zh', elder: false };
  let presentation = defaults;
  const descriptions = new Map(allDevices(devices).map((device) => [device.name, device.description]));

  const time = createSteadyTime(clock);
  const startedAt = clock.now();
  let shownLast: Kiosk | undefined;
  const windows = createWindows({
    clock: time,
    isAllowed: (act) => isAllowed(loop.kiosk(), act, { now: time.now(), id: '' }),
    take(act: Act) {
      if (act.act === 'chooseLanguage') presentation = { ...presentation, language: act.language };
      if (act.act === 'elder') presentation = { ...presentation, elder: act.on };
      dispatch({ is: 'act', act, ...(act.act === 'sign' ? { sha256: signatureDigest(act.strokes) } : {}) });
    },
  });

  function queueNow(): QueueState {
    const { refused, lastProblem } = sync.state();
    return { ...store.inspect(), ...diskUse(file), refused, lastProblem };
  }

  function show(kiosk: Kiosk): void {
    const queue = kiosk.session.at === 'technician' ? queueNow() : unseenQueue;
    const { placeOf } = store.audit;
    windows.push(viewOf({ kiosk, site, presentation, queue, descriptions, placeOf, now: time.now() }));
  }

  function dispatch(event: Event): void {
    loop.dispatch(event);
  }

  const sync = createSync({
    url: site.central.url,
    kiosk: site.kiosk,
    software: options.version,
    keys: keys.value,
    store,
    clock,
    log: log.part('sync'),
    random: options.random,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(site.central.enrolmentCode === undefined ? {} : { enrolmentCode: site.central.enrolmentCode }),
    onChange: (cursor, change, asOf) => dispatch({ is: 'news', cursor, asOf, news: newsOf(change) }),
    onUpToDate(asOf) {
      dispatch({ is: 'upToDate', asOf });
      const { offsetMs } = sync.state();
      if (offsetMs !== null) dispatch({ is: 'clockCompared', offsetMs });
    },
    onOnline: (online) => dispatch({ is: 'centralChanged', online }),
    onBroken: options.onBroken,
    status() {
      const { offsetMs } = sync.state();
      const source = { kiosk: loop.kiosk(), queue: store.inspect(), startedAt, offsetMs, databaseFile: file };
      return { at: clock.now(), shown: shownStatus({ kiosk: source.kiosk, site }), figures: statusFigures(source) };
    },
  });

  const wiringLines = createWiringLines({
    surrounding: options.wiring,
    site,
    folder: join(options.dataFolder, 'wiring'),
    clock,
    log: log.part('wiring'),
    kiosk: () => loop.kiosk(),
    dispatch,
  });

  const slips = createDropOffSlips({
    name: site.kiosk,
    kiosk: () => loop.kiosk(),
    placeOf: store.audit.placeOf,
    sign: keys.value.sign,
  });

  const runEffect = createEffects({
    devices,
    source: sync,
    papers: options.papers,
    slipOf: slips.slipOf,
    reportNow: () => readinessData({ kiosk: loop.kiosk(), site, queue: store.inspect(), now: time.now() }),
    orderState: (order) => loop.kiosk().orders.get(order)?.state.is,
    jobState: (job) => loop.kiosk().jobs.get(job)?.state.is,
    checkPin,
    checkCode: (entered) => checkCode(entered, keys.value),
    places,
    wiring: wiringLines,
    retrySync: () => sync.retry(),
    wipe: () => {
      presentation = defaults;
      show(loop.kiosk());
    },
    dispatch,
    log: log.part('effects'),
  });

  const { lastMinute } = devices;
  const capsules =
    lastMinute === undefined
      ? undefined
      : createCapsules({
          folder: join(options.dataFolder, 'capsules'),
          boards: site.devices.boards,
          boardOf: (cell) => places.get(cell)?.board,
          lastMinute,
          clock,
          log: log.part('capsules'),
        });

  const saved = kioskFrom(site, options.version, places, store.load(), options.wiring?.lines ?? []);
  const loop = createLoop({
    first: restart(saved, { now: time.now(), id: newId() }, { restored: restoredAs(store) }),
    commit(changes) {
      store.commit(changes);
      capsules?.keep(changes.facts);
      if (changes.facts.length > 0) sync.wake();
    },
    run: (effect) => runEffect(effect),
    onStep(kiosk) {
      wiringLines.follow(kiosk);
      if (kiosk !== shownLast) sync.statusChanged();
      shownLast = kiosk;
      show(kiosk);
      if (kiosk.session.at === 'welcome') time.follow();
    },
    onBroken: options.onBroken,
    ...(options.sinceBootMs === undefined ? {} : createSleepWatch({ clock, sinceBootMs: options.sinceBootMs })),
    newId,
    clock: time,
    log: log.part('loop'),
    tickMs,
  });

  const unwatch = watchDevices({
    devices,
    places,
    holderOf: (card) => holderOf(card, keys.value),
    dispatch,
    clock,
  });
  devices.start();
  sync.start();
  let cancelBackup = (): void => undefined;
  function backUpLater(waitMs: number): void {
    cancelBackup = clock.after(waitMs, () => {
      backUp();
      backUpLater(backupEveryMs);
    });
  }

  /** A disk that takes no copy still takes the hall's own rows: that is told, and the hall goes on. */
  function backUp(): void {
    try {
      store.backup(backupFileOf(file, clock.now()));
    } catch (error) {
      log.error('no backup could be written', { error });
    }
  }
  backUpLater(firstBackupMs);

  return ok({
    windows,
    kiosk: () => loop.kiosk(),
    async stop() {
      cancelBackup();
      unwatch();
      await wiringLines.stop();
      await sync.stop();
      await devices.stop();
      loop.stop();
      store.close();
    },
  });
}
