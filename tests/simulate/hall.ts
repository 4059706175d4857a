// Hall: everything physical of the simulated years. Devices at the ends of their wires, and what really lies in which cell.

import type { CabinetHands } from '../../hardware/boards/simulated-hands.ts';
import { createSamReaderSimulator } from '../../hardware/drivers/card-reader-sam/simulator.ts';
import { createCodeScannerSimulator } from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import { createMemoryIppLink } from '../../hardware/drivers/document-printer-ipp/memory-client.ts';
import { createSimulatedPrinter } from '../../hardware/drivers/document-printer-ipp/simulated-printer.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createLockBoardWklySimulator } from '../../hardware/drivers/lock-board-wkly/simulator.ts';
import { createNutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createHallDoorSimulator } from '../../hardware/drivers/relay-board-modbus/simulator.ts';
import type { WireFaults } from '../../hardware/transport/faulty-wire.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import type { Clock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import { parseSite, type Site } from '../../src/contract/config.ts';
import { type CellId, cellIdOf } from '../../src/core/cell.ts';
import { keyOf } from '../../src/core/wiring.ts';

const channels = 6;
const sizes = ['small', 'small', 'small', 'medium', 'medium', 'large'] as const;
/** Two families of boards; B hangs on another wire and its address counts from 0. */
export const boards = [
  { name: 'boardA', model: 'lock-board-8a', bank: 'A', address: 1 },
  { name: 'boardB', model: 'lock-board-wkly', bank: 'B', address: 0 },
] as const;
export type BoardName = (typeof boards)[number]['name'];

const port = (number: number) => ({ kind: 'tcp', host: '127.0.0.1', port: number });

export const scannerKind = { trigger: 'honeywell', terminator: 'CR', encoding: 'utf-8', aimPrefix: true } as const;

/** With labels inside its cells each deposit is scanned twice, without them once or not at all. */
function siteWith(deposit: { readonly cellLabels: boolean }): Site {
  const site = parseSite(
    JSON.stringify({
      kiosk: 'hall-year',
      deposit,
      point: { name: { zh: '大厅', en: 'Hall' }, phone: '021-0000 0000' },
      hours: { office: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] },
      pickup: { signature: 'optional' },
      limits: { idleMs: 30_000, reopenMs: 60_000, doorOpenMs: 30_000 },
      devices: {
        kioskReader: { driver: 'card-reader-sam', port: port(1) },
        codeScanner: { driver: 'code-scanner-serial', port: port(4), ...scannerKind },
        boards: [
          {
            name: 'boardA',
            driver: 'lock-board-8a',
            port: port(2),
            address: 1,
            channels,
            feedback: 'closedWhenSet',
            statusOrder: 'highFirst',
          },
          { name: 'boardB', driver: 'lock-board-wkly', port: port(3), address: 0, channels, feedback: 'closedWhenSet' },
        ],
      },
      cabinet: boards.map(({ name, bank }) => ({
        bank,
        columns: [
          sizes.map((size, place) => ({ cell: `${bank}0${place + 1}`, board: name, channel: place + 1, size })),
        ],
      })),
      central: { url: 'https://central.example', enrolmentCode: 'YEAR-4711' },
    }),
  );
  if (!site.ok) throw new Error(site.problem.lines.join('; '));
  return site.value;
}

const sites = [siteWith({ cellLabels: false }), siteWith({ cellLabels: true })] as const;

/** Every other hall has labels inside its cells. */
export function yearSite(seed: number): Site {
  return seed % 2 === 0 ? sites[1] : sites[0];
}

export const doorWiring = {
  contact: { number: 1, closedWhen: 'on' },
  exitButton: { number: 2, pressedWhen: 'on' },
  fire: { number: 3, alarmWhen: 'off' },
  tamper: { number: 4, alarmWhen: 'off' },
} as const;

export interface Place {
  readonly cell: CellId;
  readonly board: BoardName;
  readonly address: number;
  readonly channel: number;
  /** What the wiring wizard calls its board. */
  readonly wizardKey: string;
}

export const places: readonly Place[] = boards.flatMap(({ name, model, bank, address }) =>
  sizes.map((_, place) => ({
    cell: cellIdOf(`${bank}0${place + 1}`),
    board: name,
    address,
    channel: place + 1,
    wizardKey: keyOf({ model, address }),
  })),
);

export const placeOf = (cell: CellId): Place =>
  certain(
    places.find((place) => place.cell === cell),
    `place of ${cell}`,
  );

export const wireNames = [
  'kioskReader',
  'hallReader',
  'receiptPrinter',
  'boardA',
  'boardB',
  'hallDoor',
  'supply',
  'codeScanner',
] as const;
export type WireName = (typeof wireNames)[number];

/** A door moved, by a pulse or otherwise. */
export interface DoorMoved {
  readonly cell: CellId;
  readonly door: 'open' | 'closed';
}

export type SimulatedHall = ReturnType<typeof createHall>;

export function createHall({ clock, seed }: { readonly clock: Clock; readonly seed: number }) {
  const own = (number: number) => ({ clock, random: seededRandom(seed * 31 + number) });
  const kioskReader = createSamReaderSimulator(own(1));
  const hallReader = createSamReaderSimulator(own(2));
  const board = { channels, feedback: 'closedWhenSet' } as const;
  const cabinets: Readonly<Record<BoardName, Simulator & CabinetHands>> = {
    boardA: createLockBoard8aSimulator({ ...own(3), boards: [{ ...board, address: 1, statusOrder: 'highFirst' }] }),
    boardB: createLockBoardWklySimulator({ ...own(4), boards: [{ ...board, address: 0 }] }),
  };
  const scanner = createCodeScannerSimulator({ clock, ...scannerKind });
  const slips = createEscposSimulator({ clock, columns: 48 });
  const sheets = createSimulatedPrinter({ clock, printMs: 900 });
  const hallDoor = createHallDoorSimulator({ ...own(5), unit: 1, relay: 1, inputs: doorWiring });
  const supply = createNutSimulator({ ups: 'ups', clock });
  const doors = createListeners<DoorMoved>();
  /** What lies in each cell: ids of envelopes. */
  const contents = new Map<CellId, readonly string[]>();
  /** Names of jobs of which a whole paper is out, once for each paper. */
  const papers: string[] = [];
  /** Jobs that hang together on one uncut piece of paper. */
  const joined: (readonly string[])[] = [];
  const wireFaults = new Map<WireName, WireFaults>();
  const faultsChanged = createListeners<WireName>();
  sheets.onDocument(({ job }) => papers.push(job));
  slips.onPaper((paper) => {
    // Whatever has the last line is the paper, also after the roll ended in the middle of it; the rest is a scrap.
    const jobs = [
      ...textOf(paper)
        .join('\n')
        .matchAll(/end of slip ([0-9a-f-]{36})/g),
    ].map(([, job]) => job ?? '');
    papers.push(...jobs);
    if (jobs.length > 1) joined.push(jobs);
  });
  for (const { name, address } of boards) {
    cabinets[name].onDoor(({ channel, door }) => {
      const place = places.find((one) => one.board === name && one.address === address && one.channel === channel);
      if (place !== undefined) doors.tell({ cell: place.cell, door });
    });
  }
  const simulators: Readonly<Record<WireName, Simulator>> = {
    kioskReader,
    hallReader,
    receiptPrinter: slips,
    ...cabinets,
    hallDoor,
    supply,
    codeScanner: scanner,
  };

  return {
    kioskReader,
    hallReader,
    scanner,
    cabinets,
    slips,
    sheets,
    hallDoor,
    supply,
    simulators,
    /** A bad cable stays bad when the computer starts again. */
    faultsOf: (wire: WireName): WireFaults => wireFaults.get(wire) ?? {},
    setFaults(wire: WireName, faults: WireFaults): void {
      wireFaults.set(wire, faults);
      faultsChanged.tell(wire);
    },
    onFaults: (listener: (wire: WireName) => void): Undo => faultsChanged.add(listener),
    contents,
    inside: (cell: CellId): readonly string[] => contents.get(cell) ?? [],
    papers,
    joined,
    onDoor: (listener: (moved: DoorMoved) => void): Undo => doors.add(listener),
    ippLink: () => createMemoryIppLink(sheets, clock),
    door(cell: CellId): 'open' | 'closed' {
      const { board: name, address, channel } = placeOf(cell);
      return cabinets[name].door(address, channel);
    },
    pushShut(cell: CellId): void {
      const { board: name, address, channel } = placeOf(cell);
      cabinets[name].simulatePushShut(address, channel);
    },
    slam(cell: CellId): void {
      const { board: name, address, channel } = placeOf(cell);
      cabinets[name].simulateBounce(address, channel);
    },
    openByKey(cell: CellId): void {
      const { board: name, address, channel } = placeOf(cell);
      cabinets[name].simulateKeyOpen(address, channel);
    },
    /** Monotonic ms of the last pulse. */
    pulsedAt(cell: CellId): number {
      const { board: name, channel } = placeOf(cell);
      return cabinets[name].pulses.findLast((pulse) => pulse.channel === channel)?.at ?? Number.NEGATIVE_INFINITY;
    },
    pulses(cell: CellId): number {
      const { board: name, channel } = placeOf(cell);
      return cabinets[name].pulses.filter((pulse) => pulse.channel === channel).length;
    },
  };
}
