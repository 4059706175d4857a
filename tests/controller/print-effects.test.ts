// Print effects: nothing leaves before the job is on disk as sent, nobody gets a paper that is not wanted any more, and
// nothing stays in the printers when a session is over.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DocumentOrder, DocumentPrinter } from '../../hardware/classes/document-printer.ts';
import type { PrintOutcome, PrintRecord, PrintWatch } from '../../hardware/classes/printing.ts';
import type { ReceiptPrinter } from '../../hardware/classes/receipt-printer.ts';
import { silentLog } from '../../src/base/log.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { DocumentContent } from '../../src/contract/sync.ts';
import { createEffects } from '../../src/controller/effects.ts';
import type { MadePaper, PaperContent, PaperProblem } from '../../src/controller/papers.ts';
import { createPrintEffects, type PrintEffectsOptions } from '../../src/controller/print-effects.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Event } from '../../src/core/event.ts';
import type { PrintJob, PrintJobState } from '../../src/core/print-job.ts';
import { applicant, night } from '../support/rules.ts';

const job: PrintJob = {
  id: '019a0000-0000-7000-8000-000000000001',
  document: 'proof-1',
  kind: 'proof',
  printer: 'documentPrinter',
  person: applicant.person,
  copy: 1,
  reprintOf: null,
  at: night,
  expiresAt: night + 120_000,
  state: { is: 'queued' },
};
const pdf = new TextEncoder().encode('%PDF-1.4 synthetic');
const content = { kind: 'proof' } as unknown as DocumentContent;

interface Rig {
  readonly outcome?: PrintOutcome;
  readonly records?: PrintRecord[];
  readonly made?: Result<MadePaper, PaperProblem>;
  readonly document?: PrintEffectsOptions['source']['document'];
  /** What the rules make of `printStarting`. */
  readonly becomes?: PrintJobState['is'];
}

function rig({ outcome = { is: 'printed' }, records = [], made, document, becomes = 'sent' }: Rig = {}) {
  const order: string[] = [];
  const events: Event[] = [];
  let state: PrintJobState['is'] = 'queued';
  let release: (() => void) | undefined;
  const device = {
    name: 'documentPrinter',
    description: 'fake',
    state: () => ({ is: 'ready' }) as const,
    onState: () => () => undefined,
    start: () => undefined,
    stop: async () => undefined,
    test: async () => ({ passed: true, detail: '' }),
    async print(_: DocumentOrder, watch?: PrintWatch): Promise<PrintOutcome> {
      order.push('asked');
      if (watch?.mayStart({ cuts: 7 }) !== true) return { is: 'notStarted', why: 'tooLate' };
      order.push('first byte');
      if (release !== undefined) await new Promise<void>((resolve) => (release = resolve));
      return outcome;
    },
    async cancel(id: string) {
      order.push(`cancel ${id === job.id}`);
    },
    async lookUp() {
      order.push('look up');
      return records.shift() ?? 'unknown';
    },
    async purge() {
      order.push('purge');
    },
  };
  const options: PrintEffectsOptions = {
    printers: {
      documentPrinter: device satisfies DocumentPrinter,
      receiptPrinter: device as unknown as ReceiptPrinter,
    },
    source: { document: document ?? (async () => ok(content)) },
    papers: { make: async () => made ?? ok({ is: 'pages', pdf, pages: 1 }) },
    slipOf: () => null,
    reportNow: () => {
      throw new Error('no report here');
    },
    jobState: () => state,
    dispatch(event) {
      events.push(event);
      if (event.is === 'printStarting') {
        state = becomes;
        order.push(`on disk as ${becomes}`);
      }
    },
    log: silentLog,
  };
  return {
    effects: createPrintEffects(options),
    options,
    order,
    events,
    hold() {
      release = () => undefined;
    },
    release: () => release?.(),
  };
}

it('the job is on disk as sent, with the digest of its file, before the first byte', async () => {
  const { effects, order, events } = rig();
  expect(await effects.print(job)).toEqual({ is: 'printEnded', job: job.id, outcome: { is: 'printed' } });
  expect(order).toEqual(['asked', 'on disk as sent', 'first byte']);
  expect(events).toEqual([
    { is: 'printStarting', job: job.id, mark: { cuts: 7 }, sha256: createHash('sha256').update(pdf).digest('hex') },
  ]);
});

it('LC6 a delivery receipt comes with its job: central is not asked', async () => {
  const made: PaperContent[] = [];
  const { effects, options } = rig({ document: () => Promise.reject(new Error('central was asked')) });
  const delivery = { order: 'o', maskedName: '甲*' } as unknown as Delivery;
  const own = createPrintEffects({
    ...options,
    papers: {
      async make(content) {
        made.push(content);
        return failed('missingGlyph');
      },
    },
  });
  const receipt: PrintJob = { ...job, kind: 'deliveryReceipt', printer: 'receiptPrinter', delivery };
  expect(await own.print(receipt)).toMatchObject({ outcome: { is: 'notStarted', why: 'characterMissing' } });
  expect(made).toEqual([{ kind: 'deliveryReceipt', delivery }]);
  await expect(effects.print(job)).rejects.toThrow('central was asked');
});

it('LE9 a worksheet comes with its job too', async () => {
  const made: PaperContent[] = [];
  const { options } = rig({ document: () => Promise.reject(new Error('central was asked')) });
  const make = async (content: PaperContent) => {
    made.push(content);
    return failed<PaperProblem>('missingGlyph');
  };
  const sheet = { which: 'all', at: night, cells: [] } as const;
  const own = createPrintEffects({ ...options, papers: { make } });
  await own.print({ ...job, kind: 'worksheet', printer: 'receiptPrinter', sheet });
  expect(made).toEqual([{ kind: 'worksheet', sheet }]);
});

it('nothing leaves when the rules do not make it sent: it is too late, or the disk has failed', async () => {
  const { effects, order } = rig({ becomes: 'queued' });
  expect(await effects.print(job)).toMatchObject({ outcome: { is: 'tooLate' } });
  expect(order).toEqual(['asked', 'on disk as queued']);
});

it('a job that nobody wants any more while its paper is made never reaches the printer', async () => {
  let arrive: () => void = () => undefined;
  const { effects, order } = rig({
    document: () => new Promise((resolve) => (arrive = () => resolve(ok(content)))),
  });
  const ended = effects.print(job);
  await effects.cancel({ do: 'cancelPrint', job: job.id, printer: 'documentPrinter' });
  arrive();
  expect(await ended).toMatchObject({ outcome: { is: 'notStarted', why: 'printCancelled' } });
  expect(order).toEqual([]);
});

it('one that is at the printer is cancelled there', async () => {
  const { effects, order, hold, release } = rig({ outcome: { is: 'notConfirmed', why: 'cancelled' } });
  hold();
  const ended = effects.print(job);
  while (!order.includes('first byte')) await new Promise((resolve) => setImmediate(resolve));
  await effects.cancel({ do: 'cancelPrint', job: job.id, printer: 'documentPrinter' });
  release();
  expect(await ended).toMatchObject({ outcome: { is: 'notConfirmed', next: 'person' } });
  expect(order.at(-1)).toBe('cancel true');
});

it.each<[PaperProblem, string]>([
  ['missingGlyph', 'characterMissing'],
  ['brokenFile', 'fileUnusable'],
  ['tooManyPages', 'fileUnusable'],
  ['fileTooLarge', 'fileUnusable'],
  ['encryptedFile', 'fileUnusable'],
])('a document with the problem %s is refused as %s and never printed', async (problem, why) => {
  const { effects, order } = rig({ made: failed(problem) });
  expect(await effects.print(job)).toMatchObject({ outcome: { is: 'notStarted', why } });
  expect(order).toEqual([]);
});

it('a job of an earlier run that is found in the printer is taken back, and looked up again', async () => {
  const asked = { do: 'lookUpPrint', job: job.id, printer: 'documentPrinter', mark: null } as const;
  const found = rig({ records: ['printing', 'notPrinted'] });
  expect(await found.effects.lookUp(asked)).toMatchObject({ found: 'notPrinted' });
  expect(found.order).toEqual(['look up', 'purge', 'look up']);
  const stays = rig({ records: ['printing', 'printing'] });
  expect(await stays.effects.lookUp(asked)).toMatchObject({ found: 'unknown' });
});

it('but not while a job of now is at a printer, which would be taken back with it', async () => {
  const { effects, order, hold, release } = rig({ records: ['printing'] });
  hold();
  const ended = effects.print(job);
  while (!order.includes('first byte')) await new Promise((resolve) => setImmediate(resolve));
  const other = { do: 'lookUpPrint', job: 'other', printer: 'documentPrinter', mark: null } as const;
  expect(await effects.lookUp(other)).toMatchObject({ found: 'unknown' });
  expect(order).not.toContain('purge');
  release();
  await ended;
});

it('the end of a session purges both printers', async () => {
  const { options, order } = rig();
  let wiped = 0;
  const run = createEffects({
    devices: {
      ...options.printers,
      boards: new Map(),
      get kioskReader(): never {
        throw new Error('no card is read here');
      },
    },
    source: { ...options.source, documents: async () => failed('none') },
    papers: options.papers,
    slipOf: () => null,
    orderState: () => undefined,
    jobState: options.jobState,
    checkCode: async () => ({ tried: [], right: null }),
    checkPin: async () => false,
    places: new Map(),
    wiring: { run: () => undefined },
    retrySync: () => undefined,
    reportNow: () => {
      throw new Error('no report here');
    },
    wipe: () => {
      wiped += 1;
    },
    dispatch: options.dispatch,
    log: silentLog,
  });
  run({ do: 'wipe' });
  while (order.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect({ wiped, order }).toEqual({ wiped: 1, order: ['purge', 'purge'] });
});
