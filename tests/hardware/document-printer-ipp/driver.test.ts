// The A4 printer: jobs followed to their end in the printer's own record, on the simulated IPP printer.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentPrinter } from '../../../hardware/classes/document-printer.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { decodeAnswer, reasonsOf, stateOf } from '../../../hardware/drivers/document-printer-ipp/protocol.ts';
import {
  type IppSimulator,
  type PrintedDocument,
  startIppSimulator,
} from '../../../hardware/drivers/document-printer-ipp/simulator.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';

const pdf = new TextEncoder().encode('%PDF-1.4 synthetic');
let simulator: IppSimulator;
let printer: DocumentPrinter;
let printed: PrintedDocument[];

beforeEach(async () => {
  simulator = await startIppSimulator({ clock: systemClock, printMs: 100 });
  printed = [];
  simulator.onDocument((document) => printed.push(document));
  printer = createIppPrinter({ name: 'documentPrinter', url: simulator.url, clock: systemClock, log: silentLog });
});
afterEach(async () => {
  await printer.stop();
  await simulator.close();
});

describe('an IPP printer', () => {
  it('prints a document once and says so when it is out', async () => {
    expect(await printer.print({ job: 'job-1', pdf, pages: 1 })).toEqual({ is: 'printed' });
    expect(printed.map(({ job, pdf: bytes }) => [job, new TextDecoder().decode(bytes)])).toEqual([
      ['job-1', '%PDF-1.4 synthetic'],
    ]);
    expect(await printer.lookUp('job-1')).toBe('printed');
    expect(await printer.lookUp('job-2')).toBe('unknown');
  });

  it('does not begin without paper or with a jam, and says why', async () => {
    simulator.simulatePaperOut();
    expect(await printer.print({ job: 'job-1', pdf, pages: 1 })).toEqual({ is: 'notStarted', why: 'paperOut' });
    simulator.simulateRefill();
    simulator.simulateJam();
    expect(await printer.print({ job: 'job-1', pdf, pages: 1 })).toEqual({ is: 'notStarted', why: 'paperJam' });
    simulator.simulateClearJam();
    expect(await printer.print({ job: 'job-1', pdf, pages: 1 })).toEqual({ is: 'printed' });
    expect(printed).toHaveLength(1);
  });

  it('is offline when nobody answers, and ready again when it is back', async () => {
    await simulator.simulatePowerOff();
    expect(await printer.print({ job: 'job-1', pdf, pages: 1 })).toEqual({ is: 'notStarted', why: 'offline' });
    expect(printer.state()).toEqual({ is: 'offline' });
    await simulator.simulatePowerOn();
    expect((await printer.test()).passed).toBe(true);
    expect(printer.state()).toEqual({ is: 'ready' });
    expect(printed).toEqual([]);
  });

  it('does not claim paper for a job that a power cut took out of the printer', async () => {
    simulator.onDocument(() => undefined);
    await simulator.close();
    simulator = await startIppSimulator({ clock: systemClock, port: simulator.port, printMs: 60_000 });
    const outcome = printer.print({ job: 'job-1', pdf, pages: 1 });
    while ((await printer.lookUp('job-1')) !== 'printing') await new Promise((resolve) => setTimeout(resolve, 50));
    await simulator.simulatePowerOff();
    await simulator.simulatePowerOn();
    expect(await outcome).toMatchObject({ is: 'notConfirmed' });
  });

  it('tells its listeners about a change once', async () => {
    const seen: string[] = [];
    printer.onState((state) => seen.push(state.is));
    await printer.test();
    await printer.test();
    simulator.simulatePaperOut();
    await printer.test();
    expect(seen).toEqual(['ready', 'blocked']);
  });
});

describe('an answer of a printer', () => {
  it.each([
    ['a value length that would send the reader back', '0200000000000001014700016 1fff8'],
    ['a name length that would send the reader back', '0200000000000001014780 00'],
    ['a value beyond the end', '020000000000000101470001610010 61'],
    ['no end of its attributes', '0200000000000001 01'],
    ['nothing', ''],
  ])('with %s is refused at once', (_, hex) => {
    const bytes = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    expect(decodeAnswer(bytes)).toEqual({ ok: false, problem: 'notIpp' });
  });
});

describe('what a printer says of itself', () => {
  it('comes out in six words, whatever the severity behind the reason', () => {
    const idle = { 'printer-state': 'idle', 'printer-is-accepting-jobs': true };
    expect(stateOf({ ...idle, 'printer-state-reasons': 'none' })).toEqual({ is: 'ready' });
    expect(stateOf({ ...idle, 'printer-state-reasons': ['media-low-report'] })).toEqual({ is: 'low', what: 'paper' });
    expect(stateOf({ ...idle, 'printer-state-reasons': ['media-empty-report'] })).toEqual({
      is: 'blocked',
      why: 'paperOut',
    });
    expect(stateOf({ ...idle, 'printer-state-reasons': ['toner-empty'] })).toEqual({ is: 'blocked', why: 'tonerOut' });
    expect(stateOf({ 'printer-state': 'stopped', 'printer-state-reasons': ['other-error'] })).toEqual({
      is: 'fault',
      what: 'printerError',
      detail: 'other',
    });
    expect(stateOf({})).toEqual({ is: 'unknown' });
    expect([...reasonsOf({ 'printer-state-reasons': 'media-jam-error' })]).toEqual(['media-jam']);
  });
});
