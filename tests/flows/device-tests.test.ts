// Tests of the printers by the technician: through the rules, the store, the papers and the drivers, to paper.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PrintHall, startPrintHall } from '../support/print-hall.ts';
import { technician } from '../support/rules.ts';

let hall: PrintHall;
beforeEach(async () => {
  hall = await startPrintHall();
  hall.dispatch({ is: 'cardRead', holder: technician });
  hall.dispatch({ is: 'pinChecked', person: technician.person, right: true });
  expect(hall.screen().at).toBe('technician');
});
afterEach(() => hall.close());

const lastTest = (device: string, level: string) => hall.kiosk().tests.get(`${level} ${device}`);

describe('the tests of a printer', () => {
  it('DI3 a test slip comes out of the receipt printer, is judged, and the result outlives a crash', async () => {
    hall.act({ act: 'tryDevice', device: 'receiptPrinter', level: 'interactive', cell: null, times: 1 });
    await hall.until('the slip', () => hall.screen().at === 'printed');
    const [slip] = hall.slips.papers();
    expect(JSON.stringify(slip)).toContain('NIGHTHALL TEST');
    hall.act({ act: 'back' });
    expect(hall.screen()).toEqual({ at: 'judging', device: 'receiptPrinter' });
    hall.act({ act: 'judgeTest', good: true });
    expect(lastTest('receiptPrinter', 'interactive')).toMatchObject({ outcome: 'passed' });
    await hall.crash();
    expect(lastTest('receiptPrinter', 'interactive')).toMatchObject({ outcome: 'passed' });
  });

  it('DI3 a test page comes out of the A4 printer', async () => {
    hall.act({ act: 'tryDevice', device: 'documentPrinter', level: 'external', cell: null, times: 1 });
    await hall.until('the page', () => hall.screen().at === 'printed');
    expect(hall.papers('documentPrinter')).toHaveLength(1);
    hall.act({ act: 'back' });
    expect(lastTest('documentPrinter', 'external')).toMatchObject({ outcome: 'passed' });
  });

  it('DI3 a printer without paper fails its test in words', async () => {
    hall.slips.simulatePaperOut(0);
    await hall.until('the printer', () => hall.kiosk().devices.get('receiptPrinter')?.word === 'blocked');
    const screen = hall.screen();
    expect(screen.at === 'technician' && screen.health.map(({ ailment }) => ailment)).toContain('paperOut');
    hall.act({ act: 'tryDevice', device: 'receiptPrinter', level: 'external', cell: null, times: 1 });
    hall.act({ act: 'back' });
    expect(lastTest('receiptPrinter', 'external')).toMatchObject({ outcome: 'failed' });
  });

  it('DI3 the internal test asks the driver and prints nothing', async () => {
    hall.act({ act: 'testDevice', device: 'documentPrinter' });
    await hall.until('the answer', () => lastTest('documentPrinter', 'internal') !== undefined);
    expect(lastTest('documentPrinter', 'internal')?.detail).not.toBe('');
    expect(hall.papers('documentPrinter')).toEqual([]);
  });

  it('DI5 the readiness report is printed from the state at hand and told as a fact', async () => {
    hall.act({ act: 'printReport' });
    await hall.until('the report', () => hall.screen().at === 'printed');
    expect(hall.papers('documentPrinter')).toHaveLength(1);
    expect(hall.facts().filter(({ is }) => is === 'readinessReported')).toEqual([
      {
        is: 'readinessReported',
        by: technician.person,
        devices: 5,
        passed: 0,
        cells: { total: 3, free: 3, occupied: 0, unverified: 0, out: 0 },
      },
    ]);
    hall.act({ act: 'back' });
    expect(hall.screen().at).toBe('technician');
  });
});
