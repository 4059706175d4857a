// View: the picture of the kiosk's state that the window draws. Nothing is in it that the screen does not show.

import type { Site } from '../contract/config.ts';
import type { BankPicture, CellPicture, View } from '../contract/view.ts';
import type { CellId } from '../core/cell.ts';
import { diagnosticsProblem } from '../core/diagnostics.ts';
import type { ChainPlace } from '../core/drop-off.ts';
import { helpShown } from '../core/help.ts';
import { boardWorks, doorReads, type Kiosk, printerProblem } from '../core/kiosk.ts';
import type { PrinterKind } from '../core/print-job.ts';
import type { Problem } from '../core/problem.ts';
import { waitsForPerson } from '../core/session.ts';
import type { Language } from '../core/words.ts';
import { pickupProblem, works } from './available.ts';
import { screenOf } from './screen.ts';
import type { Standing } from './sync/standing.ts';

/** What the person at the window has chosen; back to the defaults when the session ends. */
export interface Presentation {
  readonly language: Language;
  readonly elder: boolean;
}

export interface QueueState {
  readonly waiting: number;
  readonly parked: number;
  readonly oldestAt: number | null;
  /** Why central does not hear this kiosk at all. */
  readonly refused?: Standing | null;
  /** One line about the last try that failed. */
  readonly lastProblem: string | null;
  readonly databaseBytes: number | null;
  readonly diskFreeBytes: number | null;
}

/** Nobody sees it but the technician. */
export const unseenQueue: QueueState = {
  waiting: 0,
  parked: 0,
  oldestAt: null,
  lastProblem: null,
  databaseBytes: null,
  diskFreeBytes: null,
};

export interface ViewSource {
  readonly kiosk: Kiosk;
  readonly site: Site;
  readonly presentation: Presentation;
  readonly queue: QueueState;
  readonly descriptions: ReadonlyMap<string, string>;
  /** Where in the audit log a fact stands. */
  readonly placeOf: (fact: string) => ChainPlace | null;
  readonly now: number;
}

/** The view without its number and time, which the loop adds. */
export function viewOf(source: ViewSource): Omit<View, 'sequence' | 'madeAt'> {
  const { kiosk, site, presentation, now } = source;
  const { session } = kiosk;
  const lit = 'cell' in session ? session.cell : null;
  const askStay =
    waitsForPerson(session) &&
    session.at !== 'welcome' &&
    'deadline' in session &&
    session.deadline - now <= kiosk.settings.warnMs;
  return {
    ...presentation,
    pointName: site.point.name,
    phone: site.point.phone,
    trial: site.trial,
    languages: site.languages,
    now: {
      receipts: works(printingProblem(kiosk, 'receiptPrinter')),
      proofs: works(printingProblem(kiosk, 'documentPrinter')),
      pickup: works(pickupProblem(kiosk)),
    },
    centralOnline: kiosk.centralOnline,
    rightsAsOf: kiosk.rightsAsOf,
    banks: site.cabinet.map(
      ({ bank, columns }): BankPicture => ({
        id: bank,
        columns: columns.map((column) => column.map(({ cell }) => cellPicture(kiosk, cell, lit))),
      }),
    ),
    help: helpShown(kiosk, now),
    screen: screenOf(source),
    endsAt: askStay ? session.deadline : null,
  };
}

function printingProblem(kiosk: Kiosk, printer: PrinterKind): Problem | null {
  return diagnosticsProblem(kiosk) ?? (kiosk.centralOnline ? printerProblem(kiosk, printer) : 'centralOffline');
}

function cellPicture(kiosk: Kiosk, id: CellId, lit: CellId | null): CellPicture {
  const cell = kiosk.cells.get(id);
  const size = cell?.size ?? 'medium';
  if (id === lit) return { id, size, looks: 'lit' };
  if (doorReads(kiosk, id) === 'open') return { id, size, looks: 'open' };
  const out = cell?.state.is === 'outOfService' || cell?.state.is === 'unverified' || !boardWorks(kiosk, id);
  return { id, size, looks: out ? 'outOfService' : 'plain' };
}
