// Lists on the screens: what lies where, what may be printed, what staff have to take out or look into.

import { certain } from '../base/result.ts';
import type {
  DropOffLine,
  LicenceChoice,
  LicenceLine,
  PrintingStage,
  RecallLine,
  Screen,
  SheetLine,
  TakenLine,
  ThingLine,
} from '../contract/view.ts';
import { type Cell, type CellId, itemsIn } from '../core/cell.ts';
import { candidatesFor, worksheet } from '../core/checking.ts';
import { collectProblem } from '../core/collecting.ts';
import { type ChainPlace, dropOffNumber } from '../core/drop-off.ts';
import { dropOffProblem, dropOffsOf } from '../core/drop-off-list.ts';
import { extendableIn, extendedUntil } from '../core/extension.ts';
import { cellOf, type ItemId } from '../core/item.ts';
import { boardWorks, doorReads, itemsWaitingFor, type Kiosk } from '../core/kiosk.ts';
import { isTestKind } from '../core/print-job.ts';
import { printProblem } from '../core/printing.ts';
import { recallList } from '../core/recalling.ts';
import type { Session, Visit } from '../core/session.ts';
import type { Words } from '../core/words.ts';
import { deliveryTitle } from '../documents/delivery-receipt.ts';
import { dropOffTitle } from '../documents/drop-off-slip.ts';
import { worksheetTitle } from '../documents/worksheet-slip.ts';
import { works } from './available.ts';

export const nothing: Words = { zh: '', en: '' };

export function linesOf(kiosk: Kiosk, orderId: string): readonly TakenLine[] {
  return (kiosk.orders.get(orderId)?.items ?? []).flatMap((id) => {
    const item = kiosk.items.get(id);
    if (item === undefined) return [];
    const { title, caseNumber, state } = item;
    return [{ item: id, title, caseNumber, missing: state.is === 'missing' }];
  });
}

export function orderTitle(kiosk: Kiosk, orderId: string): Words {
  return linesOf(kiosk, orderId)[0]?.title ?? nothing;
}

/** The cells in which something waits for this person. */
export function licenceChoices(kiosk: Kiosk, visit: Visit, now: number): readonly LicenceChoice[] {
  const cells = new Map<CellId, LicenceLine[]>();
  for (const item of itemsWaitingFor(kiosk, visit, now)) {
    const cell = cellOf(item);
    const line = { item: item.id, title: item.title, caseNumber: item.caseNumber };
    if (cell !== null) cells.set(cell, [...(cells.get(cell) ?? []), line]);
  }
  return [...cells].map(([cell, items]) => {
    const holds = items.flatMap(({ item }) => kiosk.items.get(item)?.hold ?? []);
    const extended = extendableIn(kiosk, visit, cell).flatMap(({ hold }) => hold.until ?? []);
    return {
      cell,
      items,
      isOver: holds.some(({ isOver }) => isOver),
      until: earliest(holds.flatMap(({ until }) => until ?? [])),
      extendTo: earliest(extended.map(extendedUntil)),
      collectable: works(collectProblem(kiosk, cell, visit, now)),
    };
  });
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

export function itemsAt(kiosk: Kiosk, id: CellId): number {
  const cell = kiosk.cells.get(id);
  return cell === undefined ? 0 : itemsIn(cell).length;
}

/** What was left for later comes last. */
export function recallLines(kiosk: Kiosk, visit: Visit): readonly RecallLine[] {
  const later = visit.list?.is === 'recall' ? visit.list.skipped : [];
  const lines = recallList(kiosk).map(({ cell, reason, items }) => ({
    cell,
    reason,
    items: items.flatMap((id) => {
      const item = kiosk.items.get(id);
      if (item === undefined) return [];
      const { title, caseNumber, maskedName } = item;
      return [{ item: id, title, caseNumber, maskedName }];
    }),
    skipped: later.includes(cell),
    openable: works(boardWorks(kiosk, cell) ? null : 'boardOffline'),
  }));
  return [...lines].sort((one, other) => Number(one.skipped) - Number(other.skipped));
}

/** The cells to look into, and what may be found in them. */
export function sheetOf(kiosk: Kiosk): { readonly cells: readonly SheetLine[]; readonly things: readonly ThingLine[] } {
  const cells = worksheet(kiosk);
  const things = new Map<ItemId, ThingLine>();
  for (const cell of cells) {
    for (const item of candidatesFor(kiosk, cell)) {
      const { id, title, caseNumber, maskedName, state } = item;
      const at = state.is === 'handedOver' ? state.cell : cellOf(item);
      const isSought = state.is === 'missing' || state.is === 'lost' || state.is === 'disputed';
      things.set(id, { item: id, title, caseNumber, maskedName, at, isSought });
    }
  }
  return {
    cells: cells.flatMap((id) => {
      const cell = kiosk.cells.get(id);
      if (cell === undefined) return [];
      const openable = works(boardWorks(kiosk, id) ? null : 'boardOffline');
      return [{ cell: id, content: contentOf(cell), door: doorReads(kiosk, id), openable }];
    }),
    things: [...things.values()],
  };
}

export function dropOffLines(kiosk: Kiosk, visit: Visit, now: number): readonly DropOffLine[] {
  return dropOffsOf(kiosk, visit, now).map((envelope) => {
    const { id, title, caseNumber, dropOff } = envelope;
    const { receipt } = dropOff;
    const slip = works(printProblem(kiosk, { kind: 'dropOffSlip' }));
    return {
      item: id,
      title,
      missing: dropOff.missing,
      caseNumber,
      works: works(dropOffProblem(envelope, now)),
      left: receipt === null ? null : { at: receipt.shutAt ?? receipt.at, cell: receipt.cell, slip },
    };
  });
}

/** Received just now, by what the sensor saw. */
export function droppedOffScreen(
  kiosk: Kiosk,
  id: ItemId,
  placeOf: (fact: string) => ChainPlace | null,
): Extract<Screen, { at: 'droppedOff' }> {
  const { title, caseNumber, dropOff } = certain(kiosk.items.get(id), `envelope ${id}`);
  const receipt = certain(dropOff?.receipt ?? undefined, `receipt of ${id}`);
  return {
    at: 'droppedOff',
    item: id,
    title,
    caseNumber,
    cell: receipt.cell,
    shutAt: receipt.shutAt ?? receipt.at,
    number: dropOffNumber(receipt.fact),
    place: placeOf(receipt.fact),
    slip: works(printProblem(kiosk, { kind: 'dropOffSlip' })),
  };
}

const reportTitle: Words = { zh: '设备就绪报告', en: 'Readiness report' };
const testTitle: Words = { zh: '打印测试页', en: 'Printer test page' };

export function documentTitle(visit: Visit, kiosk: Kiosk, jobId: string): Words {
  const job = kiosk.jobs.get(jobId);
  if (job?.kind === 'deliveryReceipt') return deliveryTitle;
  if (job?.kind === 'worksheet') return worksheetTitle;
  if (job?.kind === 'dropOffSlip') return dropOffTitle;
  if (job?.kind === 'readinessReport') return reportTitle;
  if (job !== undefined && isTestKind(job.kind)) return testTitle;
  return visit.documents.find((document) => document.id === job?.document)?.title ?? nothing;
}

export function printedThing(visit: Visit, kiosk: Kiosk, job: string) {
  return { title: documentTitle(visit, kiosk, job), kind: kiosk.jobs.get(job)?.kind ?? 'proof' } as const;
}

export function stageOf(kiosk: Kiosk, { job, cancelled }: Extract<Session, { at: 'printing' }>): PrintingStage {
  const state = kiosk.jobs.get(job)?.state;
  if (cancelled !== null) return { is: 'stopping' };
  if (state?.is === 'stopped') return { is: 'stopped', why: state.why };
  return { is: state?.is === 'queued' ? 'preparing' : 'printing' };
}

/** For technicians: what the cell holds, never whose it is. */
export function contentOf(cell: Cell): string {
  return cell.state.is === 'unverified' || cell.state.is === 'outOfService'
    ? `${cell.state.is}:${cell.state.why}`
    : cell.state.is;
}
