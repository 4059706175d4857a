// A kiosk with both printers and a person before it: the real rules, store, effects, papers and drivers, simulated
// printers at the other end of their wires, and one clock in the test's hand.

import type { Device } from '../../hardware/classes/device.ts';
import { createIppPrinter } from '../../hardware/drivers/document-printer-ipp/driver.ts';
import { createMemoryIppLink } from '../../hardware/drivers/document-printer-ipp/memory-client.ts';
import { createSimulatedPrinter } from '../../hardware/drivers/document-printer-ipp/simulated-printer.ts';
import { createEscposPrinter } from '../../hardware/drivers/receipt-printer-escpos/driver.ts';
import type { ProfileName } from '../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certain, failed, ok } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import { uuidV7 } from '../../src/base/uuid.ts';
import { parseSite } from '../../src/contract/config.ts';
import type { DocumentContent, DocumentSummary } from '../../src/contract/sync.ts';
import type { Screen } from '../../src/contract/view.ts';
import { conditionOf } from '../../src/controller/conditions.ts';
import { createDropOffSlips } from '../../src/controller/drop-off-slips.ts';
import { createEffects } from '../../src/controller/effects.ts';
import { createLoop, type Loop } from '../../src/controller/loop.ts';
import { createPapers } from '../../src/controller/make-papers.ts';
import { readinessData } from '../../src/controller/readiness.ts';
import type { Store } from '../../src/controller/store/store.ts';
import { unseenQueue, viewOf } from '../../src/controller/view.ts';
import type { Act } from '../../src/core/act.ts';
import { testKey } from '../../src/core/device-test.ts';
import type { Event } from '../../src/core/event.ts';
import type { Recorded } from '../../src/core/fact.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { isAllowed } from '../../src/core/permission.ts';
import type { PrinterKind } from '../../src/core/print-job.ts';
import { restart } from '../../src/core/restart.ts';
import { makePlace } from '../controller/store/fresh-store.ts';
import { createManualClock } from './manual-clock.ts';
import { applicant, emptyKiosk, night, ready } from './rules.ts';

const titles = { receipt: { zh: '缴费凭证', en: 'Payment receipt' }, proof: { zh: '完税证明', en: 'Tax certificate' } };

export const documents: readonly DocumentSummary[] = [
  { id: 'receipt-1', kind: 'paymentReceipt', title: titles.receipt, date: '2026-11-20', amountFen: 1_200 },
  { id: 'proof-1', kind: 'proof', title: titles.proof, date: '2026-11-21', amountFen: null },
];

const contents: Readonly<Record<string, DocumentContent>> = {
  'receipt-1': {
    kind: 'paymentReceipt',
    id: 'receipt-1',
    title: titles.receipt,
    number: 'PJ-2026-0001',
    payer: '张三',
    item: { zh: '水费', en: 'Water' },
    amountFen: 1_200,
    paidAt: night,
    link: 'https://verify.example/r/1',
  },
  'proof-1': {
    kind: 'proof',
    id: 'proof-1',
    title: titles.proof,
    number: 'ZM-2026-0001',
    fields: [{ label: { zh: '纳税人', en: 'Taxpayer' }, value: '示例甲' }],
    paragraphs: ['未发现上述纳税人有欠税情形。'],
    issuer: { zh: '示例区税务服务中心', en: 'Sample tax service' },
    issuedOn: '2026-11-01',
    verificationCode: '7K2M-9QXA',
    link: 'https://verify.example/p/1',
  },
};

const parsedSite = parseSite(
  JSON.stringify({
    kiosk: 'hall-1',
    point: { name: { zh: '大厅', en: 'Hall' }, phone: '021-0000 0000' },
    hours: { office: [] },
    devices: { kioskReader: { driver: 'card-reader-sam', port: { kind: 'tcp', host: '127.0.0.1', port: 1 } } },
    central: { url: 'https://central.example' },
  }),
);
if (!parsedSite.ok) throw new Error(parsedSite.problem.lines.join('; '));
const site = parsedSite.value;

export type PrintHall = Awaited<ReturnType<typeof startPrintHall>>;

export interface PrintHallOptions {
  readonly profile?: ProfileName;
  /** What central answers when asked for a document; default: what is written above. */
  readonly fetch?: (id: string) => DocumentContent | 'unavailable';
  /** Where the first run begins; a run after a crash begins with nobody there. */
  readonly start?: Kiosk;
}

export async function startPrintHall({ profile = 'epson-tm', fetch, start }: PrintHallOptions = {}) {
  const clock = createManualClock(night);
  const random = seededRandom(7);
  const place = makePlace();
  const link = createMemoryLink({ clock });
  const slips = createEscposSimulator({ clock, columns: 48 });
  slips.attach(link.wire);
  const sheets = createSimulatedPrinter({ clock, printMs: 1_500 });
  const network = createMemoryIppLink(sheets, clock);
  const pdfs: { readonly job: string; readonly pdf: Uint8Array }[] = [];
  sheets.onDocument((document) => pdfs.push(document));
  const facts: Recorded[] = [];
  const effectsDone: string[] = [];
  let ids = 0;
  const newId = () => {
    ids += 1;
    return uuidV7(clock.now(), new TextEncoder().encode(String(ids * 50).padStart(10, '0')));
  };

  function startRun(begins: Kiosk = emptyKiosk()) {
    const store: Store = place.opened({ clock });
    const receiptPrinter = createEscposPrinter({
      name: 'receiptPrinter',
      transport: link.transport,
      clock,
      log: silentLog,
      random: random.next,
      profile,
    });
    const documentPrinter = createIppPrinter({
      name: 'documentPrinter',
      url: 'ipp://memory/ipp/print',
      client: network.client,
      clock,
      log: silentLog,
    });
    const saved = store.load();
    const known: Kiosk = {
      ...begins,
      items: new Map([...begins.items, ...saved.items.map((item) => [item.id, item] as const)]),
      cells: new Map(
        [...begins.cells].map(([id, cell]) => [id, { ...cell, ...saved.cells.find((one) => one.id === id) }]),
      ),
      jobs: new Map(saved.jobs.map((job) => [job.id, job])),
      tests: new Map(saved.tests.map((test) => [testKey(test), test])),
      slipMayHang: saved.slipMayHang,
      copiesBefore: new Map(saved.copies.map(({ document, copy }) => [document, copy])),
      devices: new Map(['kioskReader', 'boardA', 'boardB'].map((name) => [name, ready])),
    };
    const runEffect = createEffects({
      devices: {
        receiptPrinter,
        documentPrinter,
        boards: new Map(),
        get kioskReader(): never {
          throw new Error('no card is read here');
        },
      },
      source: {
        documents: async () => ok({ documents, elsewhere: [] }),
        document: async (_, id) => {
          const content = fetch === undefined ? certain(contents[id], id) : fetch(id);
          return content === 'unavailable' ? failed('offline' as const) : ok(content);
        },
      },
      papers: createPapers({ kiosk: site.kiosk, timeZone: 'Asia/Shanghai', point: site.point, clock }),
      slipOf: (document) =>
        createDropOffSlips({
          name: site.kiosk,
          kiosk: () => loop.kiosk(),
          placeOf: store.audit.placeOf,
          sign: place.keys.sign,
        }).slipOf(document),
      orderState: (order) => loop.kiosk().orders.get(order)?.state.is,
      jobState: (job) => loop.kiosk().jobs.get(job)?.state.is,
      checkCode: async () => ({ tried: [], right: null }),
      checkPin: async () => false,
      places: new Map(),
      wiring: { run: () => undefined },
      retrySync: () => undefined,
      reportNow: () => readinessData({ kiosk: loop.kiosk(), site, queue: store.inspect(), now: clock.now() }),
      wipe: () => undefined,
      dispatch: (event) => loop.dispatch(event),
      log: silentLog,
    });
    const loop: Loop = createLoop({
      first: restart(known, { now: clock.now(), id: newId() }),
      commit(changes) {
        store.commit(changes);
        facts.push(...changes.facts);
      },
      run(effect) {
        effectsDone.push(effect.do);
        runEffect(effect);
      },
      onStep: () => undefined,
      onBroken(error) {
        throw error;
      },
      newId,
      clock,
      log: silentLog,
      tickMs: 250,
    });
    const undos: Undo[] = [];
    for (const device of [receiptPrinter, documentPrinter] satisfies readonly Device[]) {
      const tell = () =>
        loop.dispatch({ is: 'deviceChanged', device: device.name, condition: conditionOf(device.state(), 'printer') });
      tell();
      undos.push(device.onState(tell));
      device.start();
    }
    return {
      loop,
      store,
      /** As a killed process: nothing of this run acts any more, and nothing is tidied up. */
      async die() {
        loop.stop();
        for (const undo of undos) undo();
        store.close();
        link.unplug();
        let stopped = false;
        void Promise.all([receiptPrinter.stop(), documentPrinter.stop()]).then(() => {
          stopped = true;
        });
        while (!stopped) {
          await clock.advance(10);
        }
        link.replug();
      },
    };
  }

  let run = startRun(start);
  const kiosk = () => run.loop.kiosk();

  async function pass(ms: number): Promise<void> {
    for (const end = clock.monotonic() + ms; clock.monotonic() < end; ) {
      await clock.advance(Math.min(100, end - clock.monotonic()));
    }
  }

  async function until(what: string, holds: () => boolean, mostMs = 1_200_000): Promise<void> {
    for (const end = clock.monotonic() + mostMs; !holds(); ) {
      if (clock.monotonic() >= end) throw new Error(`waited ${mostMs} ms for ${what} at ${kiosk().session.at}`);
      await pass(100);
    }
  }

  function dispatch(event: Event): void {
    run.loop.dispatch(event);
  }

  const hall = {
    clock,
    link,
    slips,
    sheets,
    network,
    kiosk,
    dispatch,
    publicKey: place.keys.publicKey,
    placeOf: (fact: string) => run.store.audit.placeOf(fact),
    /** What the QR code on the last slip says. */
    qr: () =>
      slips
        .papers()
        .flatMap(({ rows }) => rows)
        .flatMap((row) => (row.is === 'qr' ? [row.text] : []))
        .at(-1) ?? '',
    pass,
    until,
    screen: (): Screen =>
      viewOf({
        kiosk: kiosk(),
        site,
        presentation: { language: 'zh', elder: false },
        queue: unseenQueue,
        descriptions: new Map(),
        placeOf: run.store.audit.placeOf,
        now: clock.now(),
      }).screen,
    act(act: Act): void {
      if (!isAllowed(kiosk(), act, { now: clock.now(), id: '' }))
        throw new Error(`not allowed now: ${act.act} at ${kiosk().session.at}`);
      dispatch({ is: 'act', act });
    },
    /** Lays the card down and goes to the list, or to whatever comes before it. */
    async enter(): Promise<void> {
      dispatch({ is: 'centralChanged', online: true });
      dispatch({ is: 'cardRead', holder: applicant });
      await until('the documents', () => kiosk().session.at !== 'fetching');
    },
    order(document: string): void {
      hall.act({ act: 'showDocuments' });
      hall.act({ act: 'print', document });
    },
    facts: () => facts.map(({ fact }) => fact),
    effects: () => effectsDone,
    /** Names of the jobs on the paper that came out, in order. */
    papers: (printer: PrinterKind): readonly string[] =>
      printer === 'documentPrinter'
        ? pdfs.map(({ job }) => job)
        : slips.papers().map((_, number) => `slip ${number + 1}`),
    async crash(): Promise<void> {
      await run.die();
      run = startRun();
    },
    async close(): Promise<void> {
      await run.die();
      place.remove();
    },
  };
  await until('the printers', () =>
    ['receiptPrinter', 'documentPrinter'].every((name) => kiosk().devices.get(name)?.word === 'ready'),
  );
  return hall;
}
