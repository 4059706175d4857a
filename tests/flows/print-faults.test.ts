// Every fault at every moment of a print: what the citizen sees, what the journal says, what comes out. The real rules,
// store, papers and drivers run over simulated printers; each row is played anew. Long because the table is.

import { describe, expect, it } from 'vitest';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { type PrintHall, startPrintHall } from '../support/print-hall.ts';

type Printer = 'slip' | 'sheet';
interface Fault {
  strike(hall: PrintHall): void | Promise<void>;
  mend(hall: PrintHall): void;
}

const crash: Fault = { strike: (hall) => hall.crash(), mend: () => undefined };

const faults: Readonly<Record<Printer, Readonly<Record<string, Fault>>>> = {
  slip: {
    'paper out': { strike: ({ slips }) => slips.simulatePaperOut(0), mend: ({ slips }) => slips.simulateRefill() },
    'cover open': { strike: ({ slips }) => slips.simulateOpenCover(), mend: ({ slips }) => slips.simulateCloseCover() },
    'head hot': { strike: ({ slips }) => slips.simulateHotHead(), mend: ({ slips }) => slips.simulateCoolHead() },
    'cutter jammed': {
      strike: ({ slips }) => slips.simulateJamCutter(),
      mend: ({ slips }) => slips.simulateClearCutter(),
    },
    'power off': { strike: ({ slips }) => slips.simulatePowerOff(), mend: ({ slips }) => slips.simulatePowerOn() },
    'line pulled': { strike: ({ link }) => link.unplug(), mend: ({ link }) => link.replug() },
    'controller killed': crash,
  },
  sheet: {
    'paper out': {
      strike: ({ sheets }) => sheets.simulateReason('media-empty', true),
      mend: ({ sheets }) => sheets.simulateReason('media-empty', false),
    },
    jam: {
      strike: ({ sheets }) => sheets.simulateReason('media-jam', true),
      mend: ({ sheets }) => sheets.simulateReason('media-jam', false),
    },
    'power off': { strike: ({ sheets }) => sheets.powerOff(), mend: ({ sheets }) => sheets.powerOn() },
    'line pulled': { strike: ({ network }) => network.unplug(), mend: ({ network }) => network.replug() },
    'controller killed': crash,
  },
};

/**
 * Moments: `before the order`; `sent`, the first byte is about to leave; `middle`; `late`, the last lines or the end of the
 * sheet; `out`, the paper is out and the printer has not told yet. Then either somebody `mended` it after 20 s, or it is
 * `left` until the kiosk has given up, and mended only then.
 * Seen: the screens in their order. Paper: pieces of slips, `part` or `whole`; finished documents of sheets.
 */
const table = `
  slip  | paper out         | before the order | mended | problem: paperOut                                                         | -                                                | -
  slip  | paper out         | before the order | left   | problem: paperOut > mended > problem: paperOut                            | -                                                | -
  slip  | paper out         | sent             | mended | printing > stopped paperOut > printing > printed                          | Ordered Sent Stopped(paperOut) done(printer)     | torn=part,cut=whole
  slip  | paper out         | sent             | left   | printing > stopped paperOut > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperOut) NotConfirmed      | torn=part
  slip  | paper out         | middle           | mended | printing > stopped paperOut > printed                                     | Ordered Sent Stopped(paperOut) done(printer)     | torn=part,cut=part
  slip  | paper out         | middle           | left   | printing > stopped paperOut > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperOut) NotConfirmed      | torn=part
  slip  | paper out         | late             | mended | printing > stopped paperOut > printed                                     | Ordered Sent Stopped(paperOut) done(printer)     | torn=whole
  slip  | paper out         | late             | left   | printing > stopped paperOut > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperOut) NotConfirmed      | torn=whole
  slip  | paper out         | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | paper out         | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | cover open        | before the order | mended | problem: printerCover                                                     | -                                                | -
  slip  | cover open        | before the order | left   | problem: printerCover > mended > problem: printerCover                    | -                                                | -
  slip  | cover open        | sent             | mended | printing > stopped printerCover > printing > printed                      | Ordered Sent Stopped(printerCover) done(printer) | cut=whole
  slip  | cover open        | sent             | left   | printing > stopped printerCover > didItPrint > mended > didItPrint        | Ordered Sent Stopped(printerCover) NotConfirmed  | cut=part
  slip  | cover open        | middle           | mended | printing > stopped printerCover > printed                                 | Ordered Sent Stopped(printerCover) done(printer) | cut=whole
  slip  | cover open        | middle           | left   | printing > stopped printerCover > didItPrint > mended > didItPrint        | Ordered Sent Stopped(printerCover) NotConfirmed  | cut=part
  slip  | cover open        | late             | mended | printing > stopped printerCover > printed                                 | Ordered Sent Stopped(printerCover) done(printer) | cut=whole
  slip  | cover open        | late             | left   | printing > stopped printerCover > didItPrint > mended > didItPrint        | Ordered Sent Stopped(printerCover) NotConfirmed  | cut=whole
  slip  | cover open        | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | cover open        | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | head hot          | before the order | mended | problem: printerHot                                                       | -                                                | -
  slip  | head hot          | before the order | left   | problem: printerHot > mended > problem: printerHot                        | -                                                | -
  slip  | head hot          | sent             | mended | printing > stopped printerHot > printing > printed                        | Ordered Sent Stopped(printerHot) done(printer)   | cut=whole
  slip  | head hot          | sent             | left   | printing > stopped printerHot > didItPrint > mended > didItPrint          | Ordered Sent Stopped(printerHot) NotConfirmed    | cut=part
  slip  | head hot          | middle           | mended | printing > stopped printerHot > printed                                   | Ordered Sent Stopped(printerHot) done(printer)   | cut=whole
  slip  | head hot          | middle           | left   | printing > stopped printerHot > didItPrint > mended > didItPrint          | Ordered Sent Stopped(printerHot) NotConfirmed    | cut=part
  slip  | head hot          | late             | mended | printing > stopped printerHot > printed                                   | Ordered Sent Stopped(printerHot) done(printer)   | cut=whole
  slip  | head hot          | late             | left   | printing > stopped printerHot > didItPrint > mended > didItPrint          | Ordered Sent Stopped(printerHot) NotConfirmed    | cut=whole
  slip  | head hot          | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | head hot          | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | cutter jammed     | before the order | mended | preparing > printing > didItPrint                                         | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | before the order | left   | preparing > printing > didItPrint > mended > didItPrint                   | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | sent             | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | sent             | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | middle           | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | middle           | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | late             | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | late             | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | cut=whole
  slip  | cutter jammed     | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | cutter jammed     | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | power off         | before the order | mended | problem: printerOffline                                                   | -                                                | -
  slip  | power off         | before the order | left   | problem: printerOffline > mended > problem: printerOffline                | -                                                | -
  slip  | power off         | sent             | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | -
  slip  | power off         | sent             | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | -
  slip  | power off         | middle           | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | cut=part
  slip  | power off         | middle           | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | cut=part
  slip  | power off         | late             | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | cut=part
  slip  | power off         | late             | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | cut=part
  slip  | power off         | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | power off         | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | line pulled       | before the order | mended | problem: printerOffline                                                   | -                                                | -
  slip  | line pulled       | before the order | left   | problem: printerOffline > mended > problem: printerOffline                | -                                                | -
  slip  | line pulled       | sent             | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | sent             | left   | printing > didItPrint > mended > didItPrint > printed                     | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | middle           | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | middle           | left   | printing > didItPrint > mended > didItPrint > printed                     | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | late             | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | late             | left   | printing > didItPrint > mended > didItPrint > printed                     | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | line pulled       | out              | mended | printed                                                                   | Ordered Sent done(printer)                       | cut=whole
  slip  | line pulled       | out              | left   | printed > mended > printed                                                | Ordered Sent done(printer)                       | cut=whole
  slip  | controller killed | sent             | mended | welcome                                                                   | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | controller killed | middle           | mended | welcome                                                                   | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | controller killed | late             | mended | welcome                                                                   | Ordered Sent NotConfirmed done(record)           | cut=whole
  slip  | controller killed | out              | mended | welcome                                                                   | Ordered Sent done(printer)                       | cut=whole
  sheet | paper out         | before the order | mended | problem: paperOut                                                         | -                                                | 0
  sheet | paper out         | before the order | left   | problem: paperOut > mended > problem: paperOut                            | -                                                | 0
  sheet | paper out         | sent             | mended | printing > stopped paperOut > printing > printed                          | Ordered Sent Stopped(paperOut) done(printer)     | 1
  sheet | paper out         | sent             | left   | printing > stopped paperOut > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperOut) NotConfirmed      | 0
  sheet | paper out         | middle           | mended | printing > stopped paperOut > printing > printed                          | Ordered Sent Stopped(paperOut) done(printer)     | 1
  sheet | paper out         | middle           | left   | printing > stopped paperOut > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperOut) NotConfirmed      | 0
  sheet | paper out         | late             | mended | printing > printed                                                        | Ordered Sent done(printer)                       | 1
  sheet | paper out         | late             | left   | printing > printed > mended > printed                                     | Ordered Sent done(printer)                       | 1
  sheet | paper out         | out              | mended | printing > printed                                                        | Ordered Sent done(printer)                       | 1
  sheet | paper out         | out              | left   | printing > printed > mended > printed                                     | Ordered Sent done(printer)                       | 1
  sheet | jam               | before the order | mended | problem: paperJam                                                         | -                                                | 0
  sheet | jam               | before the order | left   | problem: paperJam > mended > problem: paperJam                            | -                                                | 0
  sheet | jam               | sent             | mended | printing > stopped paperJam > printing > printed                          | Ordered Sent Stopped(paperJam) done(printer)     | 1
  sheet | jam               | sent             | left   | printing > stopped paperJam > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperJam) NotConfirmed      | 0
  sheet | jam               | middle           | mended | printing > stopped paperJam > printing > printed                          | Ordered Sent Stopped(paperJam) done(printer)     | 1
  sheet | jam               | middle           | left   | printing > stopped paperJam > didItPrint > mended > didItPrint            | Ordered Sent Stopped(paperJam) NotConfirmed      | 0
  sheet | jam               | late             | mended | printing > stopped paperJam > printing > printed                          | Ordered Sent Stopped(paperJam) done(printer)     | 1
  sheet | jam               | late             | left   | printing > stopped paperJam > stopping > didItPrint > mended > didItPrint | Ordered Sent Stopped(paperJam) NotConfirmed      | 0
  sheet | jam               | out              | mended | printing > printed                                                        | Ordered Sent done(printer)                       | 1
  sheet | jam               | out              | left   | printing > printed > mended > printed                                     | Ordered Sent done(printer)                       | 1
  sheet | power off         | before the order | mended | problem: printerOffline                                                   | -                                                | 0
  sheet | power off         | before the order | left   | problem: printerOffline > mended > problem: printerOffline                | -                                                | 0
  sheet | power off         | sent             | mended | printing > problem: printerOffline                                        | Ordered Sent NotStarted(printerOffline)          | 0
  sheet | power off         | sent             | left   | printing > problem: printerOffline > mended > problem: printerOffline     | Ordered Sent NotStarted(printerOffline)          | 0
  sheet | power off         | middle           | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | 0
  sheet | power off         | middle           | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | 0
  sheet | power off         | late             | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | 0
  sheet | power off         | late             | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | 0
  sheet | power off         | out              | mended | printing > didItPrint                                                     | Ordered Sent NotConfirmed                        | 1
  sheet | power off         | out              | left   | printing > didItPrint > mended > didItPrint                               | Ordered Sent NotConfirmed                        | 1
  sheet | line pulled       | before the order | mended | problem: printerOffline                                                   | -                                                | 0
  sheet | line pulled       | before the order | left   | problem: printerOffline > mended > problem: printerOffline                | -                                                | 0
  sheet | line pulled       | sent             | mended | printing > problem: printerOffline                                        | Ordered Sent NotStarted(printerOffline)          | 0
  sheet | line pulled       | sent             | left   | printing > problem: printerOffline > mended > problem: printerOffline     | Ordered Sent NotStarted(printerOffline)          | 0
  sheet | line pulled       | middle           | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | 1
  sheet | line pulled       | middle           | left   | printing > didItPrint > mended > printed                                  | Ordered Sent NotConfirmed done(record)           | 1
  sheet | line pulled       | late             | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | 1
  sheet | line pulled       | late             | left   | printing > didItPrint > mended > didItPrint > printed                     | Ordered Sent NotConfirmed done(record)           | 1
  sheet | line pulled       | out              | mended | printing > didItPrint > printed                                           | Ordered Sent NotConfirmed done(record)           | 1
  sheet | line pulled       | out              | left   | printing > didItPrint > mended > didItPrint > printed                     | Ordered Sent NotConfirmed done(record)           | 1
  sheet | controller killed | sent             | mended | welcome                                                                   | Ordered Sent NotConfirmed                        | 0
  sheet | controller killed | middle           | mended | welcome                                                                   | Ordered Sent NotConfirmed                        | 0
  sheet | controller killed | late             | mended | welcome                                                                   | Ordered Sent NotConfirmed done(record)           | 1
  sheet | controller killed | out              | mended | welcome                                                                   | Ordered Sent NotConfirmed done(record)           | 1`;

interface Row {
  readonly printer: Printer;
  readonly fault: string;
  readonly moment: string;
  readonly isMended: boolean;
  readonly expected: { readonly seen: string; readonly journal: string; readonly paper: string };
}

function rowOf(line: string): Row {
  const [printer = '', fault = '', moment = '', when = '', seen = '', journal = '', paper = ''] = line
    .split('|')
    .map((part) => part.trim());
  return {
    printer: printer === 'slip' ? 'slip' : 'sheet',
    fault,
    moment,
    isMended: when === 'mended',
    expected: { seen, journal, paper },
  };
}

const rows = table.trim().split('\n').map(rowOf);

function seenOn(hall: PrintHall): string {
  const screen = hall.screen();
  switch (screen.at) {
    case 'printing':
      return screen.stage.is === 'stopped' ? `stopped ${screen.stage.why}` : screen.stage.is;
    case 'problem':
      return `problem: ${screen.problem}`;
    default:
      return screen.at;
  }
}

function journalOf(hall: PrintHall): string {
  const words = hall.facts().flatMap((fact) => {
    if (fact.is === 'printed') return [`done(${fact.evidence})`];
    if (!fact.is.startsWith('print')) return [];
    const word = fact.is.slice('print'.length);
    return ['why' in fact ? `${word}(${fact.why})` : word];
  });
  return words.join(' ') || '-';
}

function paperOf(hall: PrintHall, printer: Printer): string {
  if (printer === 'sheet') return String(hall.papers('documentPrinter').length);
  const pieces = hall.slips.papers().map((slip) => {
    const words = textOf(slip);
    const isWhole =
      words.some((line) => line.includes('Payment receipt')) && words.some((line) => line.includes('Case'));
    return `${slip.end}=${isWhole ? 'whole' : 'part'}`;
  });
  return pieces.join(',') || '-';
}

async function reach(hall: PrintHall, { printer, moment }: Row): Promise<void> {
  const isQueued = () => [...hall.kiosk().jobs.values()].at(-1)?.state.is === 'queued';
  while (isQueued()) await hall.clock.advance(10);
  if (moment === 'middle') await hall.pass(printer === 'slip' ? 300 : 700);
  if (moment === 'late') await hall.pass(printer === 'slip' ? 600 : 1_300);
  while (moment === 'out' && ['-', '0'].includes(paperOf(hall, printer))) await hall.clock.advance(10);
}

async function played(row: Row): Promise<Row['expected']> {
  const fault = faults[row.printer][row.fault];
  if (fault === undefined) throw new Error(`no fault is called ${row.fault}`);
  const hall = await startPrintHall();
  try {
    const seen: string[] = [];
    async function watch(ms: number, goesOn: () => boolean = () => true): Promise<void> {
      for (const end = hall.clock.monotonic() + ms; hall.clock.monotonic() < end && goesOn(); ) {
        await hall.pass(500);
        if (seen.at(-1) !== seenOn(hall)) seen.push(seenOn(hall));
      }
    }
    await hall.enter();
    if (row.moment === 'before the order') {
      await fault.strike(hall);
      await hall.pass(10_000);
    }
    hall.order(row.printer === 'slip' ? 'receipt-1' : 'proof-1');
    if (row.moment !== 'before the order') {
      await reach(hall, row);
      await fault.strike(hall);
    }
    seen.push(seenOn(hall));
    await watch(20_000);
    if (row.isMended) fault.mend(hall);
    await watch(200_000, () => hall.kiosk().session.at === 'printing');
    if (!row.isMended) {
      fault.mend(hall);
      seen.push('mended');
    }
    await watch(20_000);
    return { seen: seen.join(' > '), journal: journalOf(hall), paper: paperOf(hall, row.printer) };
  } finally {
    await hall.close();
  }
}

describe('a print', () => {
  it.each(rows.map((row): [string, Row] => [`${row.printer}, ${row.fault}, ${row.moment}, ${row.isMended}`, row]))(
    '%s',
    async (_, row) => {
      expect(await played(row)).toEqual(row.expected);
    },
  );

  it('has every fault at every moment in the table', () => {
    for (const [printer, known] of Object.entries(faults)) {
      for (const fault of Object.keys(known)) {
        const moments = rows
          .filter((row) => row.printer === printer && row.fault === fault)
          .map(({ moment }) => moment);
        const all = ['before the order', 'sent', 'middle', 'late', 'out'];
        expect(new Set(moments)).toEqual(new Set(known[fault] === crash ? all.slice(1) : all));
      }
    }
  });
});

it('never hands out a slip that hangs on the one of somebody else, whatever became of the computer in between', async () => {
  const hall = await startPrintHall();
  try {
    await hall.enter();
    hall.order('receipt-1');
    await hall.until('the first byte', () => hall.slips.atHead().length > 0);
    hall.slips.simulateJamCutter();
    await hall.until('the question', () => hall.kiosk().session.at === 'didItPrint');
    hall.act({ act: 'answerPrinted', printed: true });
    hall.act({ act: 'finish' });
    await hall.crash();
    hall.slips.simulateClearCutter();
    await hall.until('the printer', () => hall.kiosk().devices.get('receiptPrinter')?.word === 'ready');
    await hall.pass(10_000);
    await hall.enter();
    hall.order('receipt-1');
    await hall.until('the end', () => hall.kiosk().session.at === 'printed');
    const wholes = hall.slips.papers().map((paper) => textOf(paper).join('\n').split('PJ-2026-0001').length - 1);
    expect(wholes).toEqual([1, 1]);
  } finally {
    await hall.close();
  }
});
