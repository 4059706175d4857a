// Status: what this kiosk says of itself to central: what it can do now, its devices, its cells and its figures.

import { statfsSync, statSync } from 'node:fs';
import { availableParallelism, freemem, loadavg, totalmem, uptime } from 'node:os';
import type { Site } from '../contract/config.ts';
import type { StatusFigures, StatusShown } from '../contract/status.ts';
import { type Cell, itemsIn } from '../core/cell.ts';
import { boardWorks, doorReads, type Kiosk, printerProblem } from '../core/kiosk.ts';
import { isOpenJob } from '../core/print-job.ts';
import { visitOf } from '../core/session.ts';
import { pickupProblem } from './available.ts';
import type { QueueState } from './view.ts';

type CellShown = StatusShown['banks'][number]['columns'][number][number];

/** What nobody misses when it is away: other ways lead to the same. */
const optionalDevices = ['codeScanner', 'powerSupply'];

function contentOf(kiosk: Kiosk, cell: Cell): CellShown['content'] {
  switch (cell.state.is) {
    case 'free':
      return 'free';
    case 'unverified':
      return 'unverified';
    case 'outOfService':
      return 'out';
    case 'occupied':
      return itemsIn(cell).some((item) => kiosk.items.get(item)?.hold.isOver === true) ? 'over' : 'occupied';
    default:
      return 'busy';
  }
}

export function shownStatus({
  kiosk,
  site,
}: {
  readonly kiosk: Kiosk;
  readonly site: Pick<Site, 'cabinet'>;
}): StatusShown {
  const visit = visitOf(kiosk.session);
  const hallReader = kiosk.devices.get('hallReader');
  return {
    software: kiosk.settings.version,
    serves:
      visit === null
        ? 'nobody'
        : visit.role === 'citizen'
          ? 'citizen'
          : visit.role === 'technician'
            ? 'technician'
            : 'staff',
    functions: {
      pickup: pickupProblem(kiosk),
      receipts: kiosk.centralOnline ? printerProblem(kiosk, 'receiptPrinter') : 'centralOffline',
      proofs: kiosk.centralOnline ? printerProblem(kiosk, 'documentPrinter') : 'centralOffline',
      entry: hallReader === undefined ? null : hallReader.problem,
    },
    devices: [...kiosk.devices]
      .map(([name, { word }]) => ({ name, word, required: !optionalDevices.includes(name) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    power: kiosk.power.is,
    clockWrong: kiosk.isClockWrong,
    emergency: kiosk.emergency !== null,
    stoppedBoards: kiosk.suspended.size,
    banks: site.cabinet.map(({ bank, columns }) => ({
      bank,
      columns: columns.map((column) =>
        column.flatMap(({ cell: id }) => {
          const cell = kiosk.cells.get(id);
          if (cell === undefined) return [];
          return {
            cell: id,
            size: cell.size,
            content: contentOf(kiosk, cell),
            door: doorReads(kiosk, id),
            items: itemsIn(cell).length,
            reachable: boardWorks(kiosk, id),
            fault: cell.fault !== undefined,
          };
        }),
      ),
    })),
  };
}

export interface FigureSource {
  readonly kiosk: Kiosk;
  readonly queue: Pick<QueueState, 'waiting' | 'parked' | 'oldestAt'>;
  readonly startedAt: number;
  readonly offsetMs: number | null;
  readonly databaseFile: string;
}

/** A disk that does not answer is told by other means; its figure is left out. */
function read<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

export function statusFigures({ kiosk, queue, startedAt, offsetMs, databaseFile }: FigureSource): StatusFigures {
  const disk = read(() => statfsSync(databaseFile));
  return {
    startedAt,
    queueWaiting: queue.waiting,
    queueParked: queue.parked,
    queueOldestAt: queue.oldestAt,
    rightsAsOf: kiosk.rightsAsOf,
    clockOffsetMs: offsetMs,
    rights: kiosk.rights.size,
    jobsOpen: [...kiosk.jobs.values()].filter(isOpenJob).length,
    memoryBytes: process.memoryUsage.rss(),
    freeMemoryBytes: freemem(),
    totalMemoryBytes: totalmem(),
    load: loadavg()[0] ?? 0,
    processors: availableParallelism(),
    diskFreeBytes: disk === null ? null : disk.bavail * disk.bsize,
    diskTotalBytes: disk === null ? null : disk.blocks * disk.bsize,
    databaseBytes: read(() => statSync(databaseFile).size),
    machineUpMs: Math.round(uptime() * 1_000),
  };
}
