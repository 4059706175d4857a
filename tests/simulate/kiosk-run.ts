// Kiosk run: one life of the controller's process, as production composes it, on wires of the simulated hall.

import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createWiring } from '../../hardware/boards/wiring.ts';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import { createSerialCodeScanner } from '../../hardware/drivers/code-scanner-serial/driver.ts';
import { createIppPrinter } from '../../hardware/drivers/document-printer-ipp/driver.ts';
import { createNutPowerSupply } from '../../hardware/drivers/power-supply-nut/driver.ts';
import { createEscposPrinter } from '../../hardware/drivers/receipt-printer-escpos/driver.ts';
import { createHallDoorModbus } from '../../hardware/drivers/relay-board-modbus/hall-door.ts';
import { createModbusLine } from '../../hardware/drivers/relay-board-modbus/line.ts';
import { lockFamilies } from '../../hardware/registry/boards.ts';
import { faultyWire } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink, type MemoryLink } from '../../hardware/transport/memory.ts';
import type { Log } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certain, ok } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { Site } from '../../src/contract/config.ts';
import { wireOf } from '../../src/contract/devices.ts';
import type { View } from '../../src/contract/view.ts';
import { type Controller, compose } from '../../src/controller/compose.ts';
import type { Papers } from '../../src/controller/papers.ts';
import type { Act } from '../../src/core/act.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { printerFor } from '../../src/core/print-job.ts';
import { migrationsFolder } from '../controller/store/fresh-store.ts';
import { boards, doorWiring, type SimulatedHall, scannerKind, type WireName, wireNames } from './hall.ts';
import type { SimulatedCentral } from './simulated-central.ts';
import type { YearClock } from './year-clock.ts';

export interface KioskRun {
  kiosk(): Kiosk;
  view(): View | undefined;
  /** True when the controller took it. */
  call(act: Act): boolean;
  isAlive(): boolean;
  /**
   * The process ends at this instant, with its disk as it is; returns the folder with that disk. What the dead process
   * still does reaches nothing.
   */
  kill(): string;
  /** Kills it after the n-th step from now: its changes are on disk, and nothing of what it asks for is done. */
  killAtStep(steps: number, then: (folder: string) => void): Undo;
  /** Moves the clock until nothing of a killed run is left. */
  bury(): Promise<void>;
}

export interface KioskRunOptions {
  readonly clock: YearClock;
  readonly hall: SimulatedHall;
  readonly central: SimulatedCentral;
  readonly folder: string;
  readonly seed: number;
  readonly site: Site;
  /** The database in that folder is damaged, and a backup takes its place. */
  readonly isSpoilt: boolean;
  readonly onProblem: (what: string) => void;
}

/** The words do not matter here, only which job came out as a whole. */
const papers: Papers = {
  async make(_, job) {
    if (printerFor(job.kind) === 'receiptPrinter') {
      const lines = [`copy ${job.copy}`, `end of slip ${job.id}`];
      return ok({ is: 'slip', paper: { job: job.id, blocks: lines.map((text) => ({ is: 'text', text })) } });
    }
    return ok({ is: 'pages', pdf: new TextEncoder().encode(`%PDF-1.4 /Type /Page ${job.id}`), pages: 1 });
  },
};

/** Only what must never be written is heard: a broken promise of the rules, or a bug. */
function watchfulLog(onError: (event: string, fields: unknown) => void): Log {
  const nothing = () => undefined;
  const log: Log = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (event, fields) => onError(event, fields),
    part: () => log,
  };
  return log;
}

export function startKioskRun(options: KioskRunOptions): KioskRun {
  const { clock, hall, central, folder, seed, site, isSpoilt, onProblem } = options;
  const random = seededRandom(seed);
  let alive = true;
  let stepsLeft = Number.POSITIVE_INFINITY;
  let atStep: (folder: string) => void = () => undefined;
  let view: View | undefined;
  const problem = (what: string) => {
    if (alive) onProblem(what);
  };
  const log = watchfulLog((event, fields) => {
    if (isSpoilt && event === 'database damaged, backup restored') return;
    problem(`${event}: ${JSON.stringify(fields)}`);
  });
  const around = { clock, log, random: random.next };

  const links = new Map<WireName, MemoryLink>();
  const undos: Undo[] = [];
  for (const name of wireNames) {
    const link = createMemoryLink({ clock });
    const wire = faultyWire(link.wire, { clock, random: seededRandom(seed * 7 + links.size) });
    const follow = () => {
      for (const key of Object.keys(wire.faults)) Reflect.deleteProperty(wire.faults, key);
      Object.assign(wire.faults, hall.faultsOf(name));
    };
    follow();
    undos.push(
      hall.simulators[name].attach(wire),
      hall.onFaults((changed) => (changed === name ? follow() : undefined)),
    );
    links.set(name, link);
  }
  const transportOf = (name: WireName) => {
    const link = links.get(name);
    if (link === undefined) throw new Error(`no wire ${name}`);
    return link.transport;
  };

  const ipp = hall.ippLink();
  const lockLines = boards.map(({ name, address }) => {
    const config = site.devices.boards.find((board) => board.name === name);
    if (config === undefined) throw new Error(`no board ${name}`);
    const line = lockFamilies[config.driver].open({
      ...around,
      transport: transportOf(name),
      boards: new Map([[address, config.channels]]),
    });
    const { channels, feedback } = config;
    return { wire: wireOf(config.port), name, line, board: line.board({ name, address, channels, feedback }) };
  });
  /** As the registry lends it: the devices of that line rest meanwhile. */
  async function lendWire(wire: string) {
    const lent = certain(
      lockLines.find((one) => one.wire === wire),
      wire,
    );
    await lent.board.stop();
    await lent.line.stop();
    const families = Object.values(lockFamilies);
    const openTransport = () => transportOf(lent.name);
    const wiring = createWiring({ ...around, description: wire, families, openTransport });
    return {
      ...wiring,
      async close() {
        await wiring.close();
        if (!alive) return;
        lent.line.start();
        lent.board.start();
      },
    };
  }
  const devices = {
    kioskReader: createSamCardReader({ ...around, name: 'kioskReader', transport: transportOf('kioskReader') }),
    hallReader: createSamCardReader({ ...around, name: 'hallReader', transport: transportOf('hallReader') }),
    receiptPrinter: createEscposPrinter({
      ...around,
      name: 'receiptPrinter',
      transport: transportOf('receiptPrinter'),
      profile: 'epson-tm',
    }),
    documentPrinter: createIppPrinter({
      clock,
      log,
      name: 'documentPrinter',
      url: 'ipp://memory/ipp/print',
      client: ipp.client,
    }),
    hallDoor: createHallDoorModbus({
      ...around,
      name: 'hallDoor',
      line: createModbusLine({ ...around, transport: transportOf('hallDoor') }),
      unit: 1,
      relay: 1,
      inputs: doorWiring,
    }),
    codeScanner: createSerialCodeScanner({
      ...around,
      ...scannerKind,
      name: 'codeScanner',
      transport: transportOf('codeScanner'),
    }),
    powerSupply: createNutPowerSupply({ ...around, name: 'powerSupply', ups: 'ups', transport: transportOf('supply') }),
    boards: new Map(lockLines.map(({ board }) => [board.name, board])),
  };
  const { boards: boardsByName, ...others } = devices;
  const all = [...Object.values(others), ...boardsByName.values()];

  const composed = compose({
    site,
    dataFolder: folder,
    migrations: migrationsFolder,
    version: 'simulated',
    devices: {
      ...devices,
      start() {
        for (const { line } of lockLines) line.start();
        for (const device of all) device.start();
      },
      async stop() {
        await Promise.all(all.map((device) => device.stop()));
        await Promise.all(lockLines.map(({ line }) => line.stop()));
      },
    },
    wiring: { lines: lockLines.map(({ wire }) => wire), open: lendWire },
    papers,
    clock,
    log,
    random: random.next,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random.between(0, 255)),
    fetch: central.fetchFor(() => alive),
    onBroken: (error) => problem(`the controller broke: ${error instanceof Error ? error.stack : String(error)}`),
  });
  if (!composed.ok) throw new Error(`the controller did not start: ${JSON.stringify(composed.problem)}`);
  const controller: Controller = composed.value;
  // A view is pushed after the changes of a step are on disk and before anything it asks for is done.
  controller.windows.attach((message) => {
    if (message.is !== 'view' || !alive) return;
    view = message.view;
    stepsLeft -= 1;
    if (stepsLeft <= 0) atStep(run.kill());
  });

  const run: KioskRun = {
    kiosk: () => controller.kiosk(),
    view: () => (alive ? view : undefined),
    call: (act) => alive && controller.windows.call(act).ok,
    isAlive: () => alive,
    kill() {
      alive = false;
      for (const link of links.values()) link.unplug();
      ipp.unplug();
      for (const undo of undos) undo();
      return copyOfDisk(folder);
    },
    killAtStep(steps, then) {
      stepsLeft = steps;
      atStep = then;
      return () => {
        stepsLeft = Number.POSITIVE_INFINITY;
      };
    },
    async bury() {
      let gone = false;
      void controller.stop().then(() => {
        gone = true;
      });
      central.hangUp();
      while (!gone) await clock.advance(20);
    },
  };
  return run;
}

/** What a crash leaves: the database with its write-ahead log; locks and shared memory die with the process. */
function copyOfDisk(folder: string): string {
  const [stem, number] = folder.split('.run-');
  const copy = `${stem}.run-${Number(number) + 1}`;
  mkdirSync(copy);
  const backups = readdirSync(folder).filter((name) => name.startsWith('kiosk.sqlite.backup-'));
  for (const name of ['kiosk.sqlite', 'kiosk.sqlite-wal', 'kiosk.sqlite.head', 'keys', ...backups]) {
    cpSync(join(folder, name), join(copy, basename(name)), { recursive: true, preserveTimestamps: true });
  }
  return copy;
}
