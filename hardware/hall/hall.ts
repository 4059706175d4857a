// Hall: every simulated device behind its own line on this machine, and the hands of the people among them.

import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certain, failed, ok, unreachable } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { Site } from '../../src/contract/config.ts';
import {
  type HallAct,
  type HallAnswer,
  type HallLineName,
  type HallState,
  hallLines,
} from '../../src/contract/panel.ts';
import type { SyntheticPerson } from '../../src/contract/synthetic-people.ts';
import { createCodeScannerSimulator } from '../drivers/code-scanner-serial/simulator.ts';
import { createHallDoorSimulator } from '../drivers/relay-board-modbus/simulator.ts';
import { type BusTrace, createBusTrace } from './bus-trace.ts';
import { boardsOf, type Cabinet } from './cabinet.ts';
import { createHallCards } from './hall-cards.ts';
import { createHallCells, wiring } from './hall-cells.ts';
import { startHallDocuments } from './hall-documents.ts';
import { type HallLine, type HallLineOptions, openHallLine, serveSimulator } from './hall-line.ts';
import { createHallPapers } from './hall-papers.ts';
import { createHallReceipts } from './hall-receipts.ts';
import { serveNetworkDevice } from './network-line.ts';
import { readRemembered, writeRemembered } from './remembered.ts';

export interface HallOptions {
  /** Keeps papers and what is physical; must exist. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Chooses the times of the devices and the faults of the lines. */
  readonly seed: number;
  readonly cabinet: Cabinet;
  readonly people: readonly SyntheticPerson[];
}

export interface Hall {
  /** The part of a site file that leads to these devices. */
  readonly site: Pick<Site, 'devices' | 'cabinet'>;
  readonly trace: BusTrace;
  state(): HallState;
  onChange(listener: () => void): Undo;
  do(act: HallAct): Promise<HallAnswer>;
  /** File of a paper; undefined when there is none. */
  paperFile(number: number, kind: 'png' | 'pdf'): string | undefined;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const doorWiring = {
  unit: 1,
  relay: 1,
  contact: { number: 1, closedWhen: 'on' },
  exitButton: { number: 2, pressedWhen: 'on' },
  // Closed while all is well, as such contacts are.
  fire: { number: 3, alarmWhen: 'off' },
  tamper: { number: 4, alarmWhen: 'off' },
} as const;
/** It answers, so that the technician sees whether it lives. */
const scannerSetUp = { trigger: 'newland', terminator: 'CR', encoding: 'utf-8', aimPrefix: false } as const;
/** So long a hand holds a code before the scanner. */
const holdCodeMs = 5_000;
const columns = 48;

export async function startHall(options: HallOptions): Promise<Hall> {
  const { folder, clock, log, seed, cabinet, people } = options;
  const before = readRemembered(folder, log);
  const changed = createListeners<void>();
  const trace = createBusTrace(clock);
  const random = seededRandom(seed);
  let ports: Readonly<Partial<Record<HallLineName, number>>> = before.ports;
  let closed = false;

  const cards = createHallCards({ people, places: before.cards, clock, random });
  const cells = createHallCells({ cabinet, before, clock, random });
  const papers = createHallPapers({ folder, before: before.papers, clock });
  const { unit, relay, ...inputs } = doorWiring;
  const door = createHallDoorSimulator({ unit, relay, inputs, clock, random });
  if (before.hallDoor === 'open') door.simulateForce();
  const scanner = createCodeScannerSimulator({ ...scannerSetUp, clock });
  let endHolding: Undo = () => undefined;
  const receipts = createHallReceipts({
    before: { roll: before.roll, cover: before.cover },
    columns,
    papers,
    clock,
    onChange: change,
  });
  const documents = await startHallDocuments({ before: before.tray, papers, clock, onChange: change });

  /** What a person did or saw is kept at once; a hall that is being closed changes no more. */
  function change(): void {
    if (closed) return;
    writeRemembered(folder, {
      ports,
      cards: cards.places(),
      ...cells.remembered(),
      hallDoor: door.door().leaf === 'open' ? 'open' : 'shut',
      ...receipts.shown(),
      tray: documents.tray(),
      papers: [...papers.all()],
    });
    changed.tell();
  }

  const serve: Readonly<Record<HallLineName, HallLineOptions['serve']>> = {
    hallReader: serveSimulator(cards.simulators.hallReader),
    kioskReader: serveSimulator(cards.simulators.kioskReader),
    cabinet: serveSimulator(cells.simulator),
    hallDoor: serveSimulator(door),
    receiptPrinter: serveSimulator(receipts.simulator),
    documentPrinter: serveNetworkDevice(documents.port),
    codeScanner: serveSimulator(scanner),
  };
  const lines = new Map<HallLineName, HallLine>();
  for (const [place, line] of hallLines.entries()) {
    const port = ports[line] ?? 0;
    const own = { clock, random: seededRandom(seed + place + 1), trace, onChange: () => changed.tell() };
    lines.set(line, await openHallLine({ line, serve: serve[line], port, ...own }));
  }
  ports = Object.fromEntries([...lines].map(([line, { port }]) => [line, port]));
  cells.simulator.onDoor(change);
  door.onDoor(change);
  change();

  function lineOf(name: HallLineName): HallLine {
    return certain(lines.get(name), `line ${name}`);
  }

  function takePaper(number: number): HallAnswer {
    const taken = papers.take(number);
    if (!taken.ok) return taken;
    if (!papers.all().some((paper) => paper.is === 'slip' && !paper.taken)) receipts.takeAll();
    return ok();
  }

  async function act(order: HallAct): Promise<HallAnswer> {
    switch (order.do) {
      case 'layCard':
        return cards.lay(order.person, order.reader);
      case 'takeCard':
        return cards.take(order.reader);
      case 'pushShut':
      case 'pull':
      case 'openByKey':
      case 'jam':
      case 'putIn':
      case 'takeOut':
        return cells.do(order);
      case 'killBoard':
        return cells.killBoard(order.board, order.dead);
      case 'pushHallDoor':
        return door.simulatePushOpen() ? ok() : failed('locked');
      case 'shutHallDoor':
        if (door.door().leaf === 'closed') return failed('doorShut');
        door.simulateLetFall();
        return ok();
      case 'pressExit':
        door.simulatePressExit();
        return ok();
      case 'setFire':
        door.simulateFire(order.on);
        return ok();
      case 'setTamper':
        door.simulateTamper(order.open);
        return ok();
      case 'holdCode':
        endHolding();
        scanner.simulateHoldCode(order.code);
        endHolding = clock.after(holdCodeMs, scanner.simulateTakeCodeAway);
        return ok();
      case 'takePaper':
        return takePaper(order.number);
      case 'setRoll':
      case 'setCover':
        receipts.do(order);
        return ok();
      case 'setTray':
        documents.setTray(order.tray);
        return ok();
      case 'plug':
        return lineOf(order.line).plug(order.plugged);
      case 'setFaults':
        lineOf(order.line).setFaults(order.faults);
        return ok();
      default:
        return unreachable(order);
    }
  }

  return {
    site: siteOf(cabinet, (line) => lineOf(line).port),
    trace,
    state: () => ({
      people: cards.shown(),
      hallDoor: {
        leaf: door.door().leaf === 'open' ? 'open' : 'shut',
        strike: door.door().strike === 'released' ? 'released' : 'held',
        fire: door.door().fire,
        tampered: door.door().tampered,
      },
      ...cells.shown(),
      receiptPrinter: receipts.shown(),
      documentPrinter: { tray: documents.tray() },
      papers: papers.all().toReversed(),
      lines: [...lines.values()].map((line) => line.shown()),
    }),
    onChange: (listener) => changed.add(listener),
    async do(order) {
      const answer = await act(order);
      if (answer.ok) change();
      return answer;
    },
    paperFile: (number, kind) => papers.file(number, kind),
    async close() {
      closed = true;
      endHolding();
      await Promise.all([...lines.values()].map((line) => line.close()));
      await documents.close();
    },
  };
}

function siteOf(cabinet: Cabinet, portOf: (line: HallLineName) => number): Hall['site'] {
  const tcp = (line: HallLineName) => ({ kind: 'tcp', host, port: portOf(line) }) as const;
  return {
    devices: {
      kioskReader: { driver: 'card-reader-sam', port: tcp('kioskReader') },
      hallReader: { driver: 'card-reader-sam', port: tcp('hallReader') },
      receiptPrinter: {
        driver: 'receipt-printer-escpos',
        port: tcp('receiptPrinter'),
        model: 'epson-tm',
        columns,
        leftSlip: 'retract',
      },
      documentPrinter: { driver: 'document-printer-ipp', url: `ipp://${host}:${portOf('documentPrinter')}/ipp/print` },
      codeScanner: { driver: 'code-scanner-serial', port: tcp('codeScanner'), ...scannerSetUp },
      hallDoor: { driver: 'hall-door-modbus', port: tcp('hallDoor'), ...doorWiring, releaseMs: 5_000 },
      boards: boardsOf(cabinet).map(({ name, address, channels }) => ({
        name,
        driver: 'lock-board-8a',
        port: tcp('cabinet'),
        address,
        channels,
        ...wiring,
      })),
    },
    cabinet,
  };
}
