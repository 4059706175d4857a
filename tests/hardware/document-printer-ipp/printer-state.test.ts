// What a printer says of itself: in the six words, as what holds a job up, and as what it can do.

import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../hardware/drivers/document-printer-ipp/capabilities.ts';
import {
  holdOf,
  reasonsOf,
  stateOf,
  withoutOldReasons,
} from '../../../hardware/drivers/document-printer-ipp/printer-state.ts';
import type { Attributes } from '../../../hardware/drivers/document-printer-ipp/protocol.ts';
import { watchPrinter } from '../../../hardware/drivers/document-printer-ipp/watch-printer.ts';
import { silentLog } from '../../../src/base/log.ts';
import { ok } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const working = { 'printer-state': 'processing', 'printer-is-accepting-jobs': true };
const away = 'The printer may not exist or is unavailable at this time.';

describe('what a printer says of itself', () => {
  it.each<[string, string | string[], string, string | null]>([
    ['nothing', 'none', 'ready', null],
    ['a reason that nobody knows', 'other-warning', 'ready', null],
    ['media-low', 'media-low-report', 'low paper', null],
    ['toner-low', 'toner-low-warning', 'low toner', null],
    ['marker-supply-low', 'marker-supply-low', 'low toner', null],
    ['marker-waste-almost-full', 'marker-waste-almost-full-warning', 'low toner', null],
    ['media-empty', ['media-empty-report'], 'blocked paperOut', 'paperOut'],
    ['media-needed', ['media-needed-error', 'media-low-warning'], 'blocked paperOut', 'paperOut'],
    ['media-jam before all else', ['media-empty-error', 'media-jam-error'], 'blocked paperJam', 'paperJam'],
    ['cover-open', 'cover-open', 'blocked coverOpen', 'coverOpen'],
    ['door-open', 'door-open-error', 'blocked coverOpen', 'coverOpen'],
    ['interlock-open', 'interlock-open', 'blocked coverOpen', 'coverOpen'],
    ['input-tray-missing', 'input-tray-missing', 'blocked coverOpen', 'coverOpen'],
    ['output-tray-missing', 'output-tray-missing', 'blocked coverOpen', 'coverOpen'],
    ['output-area-full', 'output-area-full-error', 'blocked outputFull', 'outputFull'],
    ['toner-empty', 'toner-empty', 'blocked tonerOut', 'tonerOut'],
    ['marker-supply-empty', 'marker-supply-empty-warning', 'blocked tonerOut', 'tonerOut'],
    ['marker-waste-full', 'marker-waste-full', 'blocked tonerOut', 'tonerOut'],
    ['paused', 'paused', 'fault paused', 'printerError'],
    ['moving-to-paused', 'moving-to-paused-report', 'fault moving-to-paused', 'printerError'],
    ['spool-area-full, which holds up no job that is in', 'spool-area-full', 'fault spool-area-full', null],
    ['shutdown', 'shutdown', 'offline', 'printerError'],
    ['offline', 'offline-report', 'offline', 'printerError'],
    ['timed-out', 'timed-out-error', 'offline', 'printerError'],
    ['connecting-to-device, as in every job of CUPS', 'connecting-to-device', 'ready', null],
    ['cups-waiting-for-job-completed', 'cups-waiting-for-job-completed', 'ready', null],
  ])('%s', (_, reasons, state, holds) => {
    const printer = { ...working, 'printer-state-reasons': reasons };
    const seen = stateOf(printer);
    const more = 'why' in seen ? [seen.why] : 'detail' in seen ? [seen.detail] : 'what' in seen ? [seen.what] : [];
    expect([[seen.is, ...more].join(' '), holdOf(printer)]).toEqual([state, holds]);
  });

  it.each<[string, Attributes, object]>([
    ['no state', {}, { is: 'unknown' }],
    ['stopped', { 'printer-state': 'stopped' }, { is: 'fault', what: 'printerError', detail: '' }],
    [
      'a closed queue',
      { ...working, 'printer-is-accepting-jobs': false },
      { is: 'fault', what: 'printerError', detail: 'accepts no jobs' },
    ],
    ['CUPS without its printer', { ...working, 'printer-state-message': away }, { is: 'offline' }],
    [
      'CUPS whose printer is back and has the job',
      {
        ...working,
        'printer-state-message': away,
        'printer-state-reasons': ['cups-waiting-for-job-completed', 'media-empty-warning'],
      },
      { is: 'blocked', why: 'paperOut' },
    ],
  ])('%s', (_, printer, state) => {
    expect(stateOf(printer)).toEqual(state);
  });

  it.each<[string, Attributes, object]>([
    ['an idle one has seen at its last job', { 'printer-state': 'idle' }, { is: 'ready' }],
    ['one at work sees', { 'printer-state': 'processing' }, { is: 'blocked', why: 'paperOut' }],
  ])('is for a queue of CUPS what %s', (_, told, state) => {
    const reasons = { 'printer-state-reasons': ['media-empty-warning'] };
    expect(stateOf(withoutOldReasons({ ...told, ...reasons }, false))).toEqual(state);
  });

  it('means the same with every severity', () => {
    const shown = ['media-jam', 'media-jam-report', 'media-jam-warning', 'media-jam-error'];
    expect([...reasonsOf({ 'printer-state-reasons': shown })]).toEqual(['media-jam']);
  });
});

describe('what a printer can do', () => {
  const able = {
    'document-format-supported': ['application/octet-stream', 'application/pdf'],
    'media-supported': ['na_letter_8.5x11in', 'iso_a4_210x297mm'],
    'media-ready': 'iso_a4_210x297mm',
    'operations-supported': [
      ...['Print-Job', 'Validate-Job', 'Create-Job', 'Send-Document'],
      ...['Cancel-Job', 'Get-Job-Attributes', 'Get-Jobs'],
    ],
  };
  it.each<[string, Attributes, string | null, string | null]>([
    ['all that is needed', {}, null, null],
    ['no PDF', { 'document-format-supported': 'image/urf' }, 'does not print PDF, only image/urf', null],
    ['no A4', { 'media-supported': 'na_letter_8.5x11in' }, 'does not print on A4', null],
    [
      'a job in one piece alone',
      { 'operations-supported': ['Print-Job', 'Validate-Job', 'Cancel-Job', 'Get-Job-Attributes', 'Get-Jobs'] },
      'cannot follow a job: no Create-Job, Send-Document',
      null,
    ],
    [
      'trays with other paper, as far as it knows',
      { 'media-ready': ['na_letter_8.5x11in'] },
      null,
      'says that no tray holds A4, only na_letter_8.5x11in',
    ],
  ])('%s', (_, told, lack, note) => {
    expect(capabilitiesOf({ ...able, ...told })).toEqual({ lack, note, isCups: false });
  });

  it('refuses nothing for what a printer does not tell', () => {
    expect(capabilitiesOf({ 'cups-version': '2.4.2' })).toEqual({ lack: null, note: null, isCups: true });
  });
});

describe('a restart of the printer', () => {
  const one = 'urn:uuid:00000000-0000-4000-8000-000000000001';
  const other = 'urn:uuid:00000000-0000-4000-8000-000000000002';
  it.each<[string, Attributes, Attributes, number]>([
    ['is none while its time goes on', { 'printer-up-time': 7 }, { 'printer-up-time': 7 }, 0],
    ['shows when its time goes back', { 'printer-up-time': 7 }, { 'printer-up-time': 2 }, 1],
    ['is another printer, too', { 'printer-uuid': one }, { 'printer-uuid': other }, 1],
    ['is none when it does not tell its id once', { 'printer-uuid': one }, {}, 0],
    [
      'is none when CUPS, which tells the time of day, had its clock set back',
      { 'cups-version': '2.4.2', 'printer-up-time': 1_795_617_779 },
      { 'cups-version': '2.4.2', 'printer-up-time': 1_795_617_000 },
      0,
    ],
  ])('%s', async (_, before, after, boot) => {
    const told = [before, after];
    const watch = watchPrinter({
      name: 'p',
      requests: { printer: async () => ok({ ...working, ...told.shift() }) },
      clock: createManualClock(),
      log: silentLog,
    });
    await watch.look();
    expect(await watch.look()).toMatchObject({ boot });
  });
});

describe('a queue of CUPS whose printer is away', () => {
  const waits = { 'printer-state-reasons': ['cups-waiting-for-job-completed'] };
  it.each<[string, Attributes, string]>([
    ['is ready again when its printer has the job, whatever its message says still', {}, 'ready'],
    ['is offline when the word that says so is left from the last job', waits, 'offline'],
  ])('%s', async (_, before, after) => {
    const queue = { 'cups-version': '2.4.2', 'printer-is-accepting-jobs': true };
    const told: Attributes[] = [
      { ...queue, 'printer-state': 'idle', ...before },
      { ...queue, 'printer-state': 'processing', 'printer-state-message': away, ...waits },
    ];
    const watch = watchPrinter({
      name: 'p',
      requests: { printer: async () => ok(told.shift() ?? {}) },
      clock: createManualClock(),
      log: silentLog,
    });
    expect((await watch.look()).state).toEqual({ is: 'ready' });
    expect((await watch.look()).state).toEqual({ is: after });
  });
});
