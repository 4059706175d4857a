// Each fault in each moment of a job of two sheets: how it ends, what is told meanwhile, how many of its sheets come out,
// and what the printer's record says afterwards. No job is ever sent twice, and the next one prints.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  endOf,
  type IppBench,
  jobOf,
  type OrderedPrint,
  orderPrint,
  sheetMs,
  startCountingBench,
} from '../../support/ipp-bench.ts';
import { until } from '../../support/until.ts';

const job = jobOf(1);
const pages = 2;

type Moment = 'before' | 'created' | 'sending' | 'printing' | 'last sheet' | 'after';

interface Fault {
  /** Happens at once, even in the middle of a request. */
  strike(bench: IppBench, moment: Moment): void;
  /** What people and time do then, up to the end of the order. Left out: nothing but waiting. */
  recover?(bench: IppBench, ordered: OrderedPrint): Promise<void>;
  /** What is put right after the end of the order. */
  settle?(bench: IppBench): Promise<void>;
}

/** Somebody comes when the trouble shows, and goes when the printer works again. */
function reason(word: string): Fault {
  return {
    strike: ({ simulator }) => simulator.simulateReason(word, true),
    async recover({ simulator }, ordered) {
      await until(() => ordered.hasEnded() || ordered.progress.at(-1)?.startsWith('stopped') === true, 'the stop');
      simulator.simulateReason(word, false);
      await until(() => ordered.hasEnded() || ordered.progress.at(-1) === 'printing', 'the going on');
    },
    settle: async ({ simulator }) => simulator.simulateReason(word, false),
  };
}

const whileSilent = async (_: IppBench, ordered: OrderedPrint) => until(ordered.hasEnded, 'the end of patience');

/** Which answer is lost in which moment. */
const lostAt: Readonly<Record<Moment, string>> = {
  before: 'Get-Printer-Attributes',
  created: 'Send-Document',
  sending: 'Send-Document',
  printing: 'Get-Job-Attributes',
  'last sheet': 'Get-Job-Attributes',
  after: 'Get-Jobs',
};

const faults: Readonly<Record<string, Fault>> = {
  'paper out': reason('media-empty'),
  jam: reason('media-jam'),
  'cover open': reason('cover-open'),
  'toner out': reason('toner-empty'),
  'output full': reason('output-area-full'),
  'power off': {
    strike: ({ simulator }) => void simulator.simulatePowerOff(),
    recover: whileSilent,
    async settle({ simulator, paperPath, printer }) {
      await paperPath.advance(5_000);
      await simulator.simulatePowerOn();
      await printer.test();
    },
  },
  'line cut': {
    strike: ({ cable }) => cable.cut(),
    recover: whileSilent,
    // The printer works on alone; then somebody puts the cable in.
    async settle({ cable, paperPath, printer }) {
      await paperPath.advance(10 * sheetMs);
      await cable.mend();
      await printer.test();
    },
  },
  'reply lost': {
    strike: ({ simulator }, moment) => simulator.simulateFault(lostAt[moment], { is: 'answerLost' }),
    recover: (_, ordered) => until(() => ordered.progress.length > 0, 'the job at work'),
  },
};

describe('a fault', () => {
  let bench: IppBench;
  beforeEach(async () => {
    bench = await startCountingBench();
  });
  afterEach(() => bench.close());

  /** Orders the job, and lets it happen in that moment, once. */
  async function orderUntil(moment: Moment, happen: () => void): Promise<OrderedPrint> {
    let isStruck = false;
    function strike(): void {
      if (!isStruck) happen();
      isStruck = true;
    }
    if (moment === 'before') strike();
    bench.simulator.onRequest((operation) => {
      if (moment === 'sending' && operation === 'Send-Document') strike();
    });
    const mayStart = () => {
      if (moment === 'created') strike();
      return true;
    };
    const ordered = orderPrint(bench.printer, job, { pages, mayStart });
    if (moment === 'printing' || moment === 'last sheet') {
      await until(() => ordered.progress.length > 0, 'the job at work');
      // A sheet is drawn in after half of its time.
      await bench.paperPath.advance(moment === 'printing' ? sheetMs : 1.75 * sheetMs);
      strike();
    }
    if (moment === 'after') {
      await until(() => ordered.progress.length > 0, 'the job at work');
      await endOf(bench, ordered);
      strike();
    }
    await until(() => isStruck, 'the moment');
    return ordered;
  }

  const sheetsOf = (name: string) => bench.sheets.filter((sheet) => sheet === name).length;
  const timesSent = () => bench.asked.filter((operation) => operation === 'Send-Document').length;

  async function printsTheNext(printer = bench.printer): Promise<void> {
    expect(await endOf(bench, orderPrint(printer, jobOf(2), { pages }))).toEqual({ is: 'printed' });
    await bench.paperPath.advance(10 * sheetMs);
    expect(sheetsOf(jobOf(2))).toBe(pages);
  }

  it.each<[string, Moment, string, string, number, string]>([
    // fault, moment, outcome, progress, sheets of the job, its record
    ['paper out', 'before', 'notStarted paperOut', '', 0, 'unknown'],
    ['paper out', 'created', 'printed', 'stopped paperOut, printing', 2, 'printed'],
    ['paper out', 'sending', 'printed', 'stopped paperOut, printing', 2, 'printed'],
    ['paper out', 'printing', 'printed', 'printing, stopped paperOut, printing', 2, 'printed'],
    ['paper out', 'last sheet', 'printed', 'printing, stopped paperOut, printing', 2, 'printed'],
    ['paper out', 'after', 'printed', 'printing', 2, 'printed'],
    ['jam', 'before', 'notStarted paperJam', '', 0, 'unknown'],
    ['jam', 'created', 'printed', 'stopped paperJam, printing', 2, 'printed'],
    ['jam', 'sending', 'printed', 'stopped paperJam, printing', 2, 'printed'],
    ['jam', 'printing', 'printed', 'printing, stopped paperJam, printing', 2, 'printed'],
    ['jam', 'last sheet', 'printed', 'printing, stopped paperJam, printing', 2, 'printed'],
    ['jam', 'after', 'printed', 'printing', 2, 'printed'],
    ['cover open', 'before', 'notStarted coverOpen', '', 0, 'unknown'],
    ['cover open', 'created', 'printed', 'stopped coverOpen, printing', 2, 'printed'],
    ['cover open', 'sending', 'printed', 'stopped coverOpen, printing', 2, 'printed'],
    ['cover open', 'printing', 'printed', 'printing, stopped coverOpen, printing', 2, 'printed'],
    ['cover open', 'last sheet', 'printed', 'printing, stopped coverOpen, printing', 2, 'printed'],
    ['cover open', 'after', 'printed', 'printing', 2, 'printed'],
    ['toner out', 'before', 'notStarted tonerOut', '', 0, 'unknown'],
    ['toner out', 'created', 'printed', 'stopped tonerOut, printing', 2, 'printed'],
    ['toner out', 'sending', 'printed', 'stopped tonerOut, printing', 2, 'printed'],
    ['toner out', 'printing', 'printed', 'printing, stopped tonerOut, printing', 2, 'printed'],
    ['toner out', 'last sheet', 'printed', 'printing, stopped tonerOut, printing', 2, 'printed'],
    ['toner out', 'after', 'printed', 'printing', 2, 'printed'],
    ['output full', 'before', 'notStarted outputFull', '', 0, 'unknown'],
    ['output full', 'created', 'printed', 'stopped outputFull, printing', 2, 'printed'],
    ['output full', 'sending', 'printed', 'stopped outputFull, printing', 2, 'printed'],
    ['output full', 'printing', 'printed', 'printing, stopped outputFull, printing', 2, 'printed'],
    ['output full', 'last sheet', 'printed', 'printing, stopped outputFull, printing', 2, 'printed'],
    ['output full', 'after', 'printed', 'printing', 2, 'printed'],
    ['power off', 'before', 'notStarted offline', '', 0, 'unknown'],
    ['power off', 'created', 'notConfirmed offline', '', 0, 'unknown'],
    ['power off', 'sending', 'notConfirmed offline', '', 0, 'unknown'],
    ['power off', 'printing', 'notConfirmed offline', 'printing', 1, 'unknown'],
    ['power off', 'last sheet', 'notConfirmed offline', 'printing', 1, 'unknown'],
    ['power off', 'after', 'printed', 'printing', 2, 'unknown'],
    ['line cut', 'before', 'notStarted offline', '', 0, 'unknown'],
    ['line cut', 'created', 'notStarted offline', '', 0, 'notPrinted'],
    ['line cut', 'sending', 'notConfirmed offline', '', 2, 'printed'],
    ['line cut', 'printing', 'notConfirmed offline', 'printing', 2, 'printed'],
    ['line cut', 'last sheet', 'notConfirmed offline', 'printing', 2, 'printed'],
    ['line cut', 'after', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'before', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'created', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'sending', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'printing', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'last sheet', 'printed', 'printing', 2, 'printed'],
    ['reply lost', 'after', 'printed', 'printing', 2, 'unknown'],
  ])('%s, %s: %s', async (name, moment, outcome, progress, sheets, record) => {
    const fault = faults[name];
    if (fault === undefined) throw new Error(`no fault ${name}`);
    const ordered = await orderUntil(moment, () => fault.strike(bench, moment));
    await fault.recover?.(bench, ordered);
    const ended = await endOf(bench, ordered);
    await fault.settle?.(bench);
    await bench.paperPath.advance(10 * sheetMs);
    expect([
      'why' in ended ? `${ended.is} ${ended.why}` : ended.is,
      ordered.progress.join(', '),
      sheetsOf(job),
      await bench.printer.lookUp({ job, mark: { cuts: null } }),
    ]).toEqual([outcome, progress, sheets, record]);
    expect(timesSent()).toBeLessThanOrEqual(1);
    await printsTheNext();
    expect(sheetsOf(job)).toBe(sheets);
  });

  it.each<[Moment, string, number, number]>([
    // moment, the record when the computer is back, documents sent, sheets of the job after the purge
    ['before', 'unknown', 0, 0],
    ['created', 'notPrinted', 0, 0],
    ['sending', 'printing', 1, 0],
    ['printing', 'printing', 1, 1],
    ['last sheet', 'printing', 1, 2],
    ['after', 'printed', 1, 2],
  ])('of this computer, restarted %s: %s by its record', async (moment, record, sent, sheets) => {
    await orderUntil(moment, () => bench.cable.cut());
    const again = bench.restarted();
    expect(await again.lookUp({ job, mark: { cuts: null } })).toBe(record);
    await again.purge();
    await bench.paperPath.advance(10 * sheetMs);
    expect([timesSent(), sheetsOf(job)]).toEqual([sent, sheets]);
    await printsTheNext(again);
    expect(sheetsOf(job)).toBe(sheets);
  });
});
