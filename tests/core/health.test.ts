// Health: only what needs attention, each with how soon, who puts it right, whether it goes away by itself, and a number.

import { describe, expect, it } from 'vitest';
import { diskLowBytes, healthOf, type Surroundings } from '../../src/core/health.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { caseNumberOf } from '../../src/core/problem.ts';
import { a01, a02, day, emptyKiosk, kioskWithLicence, night, offline, play } from '../support/rules.ts';

const quiet: Surroundings = { parked: 0, oldestAt: null, isRefused: false, diskFreeBytes: null };
const well: Kiosk = { ...emptyKiosk(), centralOnline: true };

function ailments(kiosk: Kiosk, around = quiet, now = night): readonly string[] {
  return healthOf(kiosk, around, now).map(({ ailment }) => ailment);
}

describe('the health list', () => {
  it('DI4 is empty when everything works', () => {
    expect(ailments(well)).toEqual([]);
  });

  it('DI4 says of a device what, how soon, who, since when, and the number under which the centre has it', () => {
    const game = play(well);
    game.happen({
      is: 'deviceChanged',
      device: 'receiptPrinter',
      condition: { word: 'blocked', problem: 'paperOut', detail: 'paperOut' },
    });
    const told = game.facts.find(({ fact }) => fact.is === 'deviceChanged');
    expect(healthOf(game.kiosk, quiet, game.now)).toEqual([
      {
        ailment: 'paperOut',
        number: 101,
        when: 'now',
        who: 'staff',
        clearsItself: false,
        about: 'receiptPrinter',
        cells: [],
        since: told?.at,
        caseNumber: caseNumberOf(told?.id ?? ''),
      },
    ]);
  });

  it('DI4 tells a board that is away, one that is stopped, and one that failed its test', () => {
    const devices = new Map(well.devices).set('boardB', offline);
    const test = { device: 'boardA', level: 'internal', at: night, outcome: 'failed', detail: '' } as const;
    expect(ailments({ ...well, devices, suspended: new Map([['boardA', night]]) })).toEqual([
      'deviceOffline',
      'boardSuspended',
    ]);
    expect(ailments({ ...well, tests: new Map([['internal boardA', test]]) })).toEqual(['testFailed']);
    const passed = { ...test, outcome: 'passed' } as const;
    expect(ailments({ ...well, tests: new Map([['internal boardA', passed]]) })).toEqual([]);
  });

  it('DI4 gathers cells under what is wrong with them', () => {
    const cells = new Map(well.cells);
    for (const id of [a01, a02]) {
      const cell = cells.get(id);
      if (cell !== undefined) cells.set(id, { ...cell, state: { is: 'unverified', why: 'restart', items: [] } });
    }
    expect(healthOf({ ...well, cells }, quiet, night)).toMatchObject([
      { ailment: 'cellDoubtful', cells: [a01, a02], who: 'staff' },
    ]);
  });

  it('DI4 does not call a licence that waits in its cell a fault', () => {
    expect(ailments({ ...kioskWithLicence(), centralOnline: true })).toEqual([]);
  });

  it('SY6 SY9 tells of central, the queue, old rights, the clock and the disk; what stops the work comes first', () => {
    const around = { parked: 2, oldestAt: night - 3_600_001, isRefused: false, diskFreeBytes: diskLowBytes - 1 };
    const kiosk: Kiosk = { ...well, centralOnline: false, isClockWrong: true, rightsAsOf: night - 2 * day };
    expect(ailments(kiosk, around)).toEqual([
      'clockWrong',
      'centralOffline',
      'queueParked',
      'queueOld',
      'rightsOld',
      'diskLow',
    ]);
    expect(ailments(kiosk, { ...around, isRefused: true })).toContain('kioskRefused');
    expect(ailments(well, { ...quiet, oldestAt: night - 3_500_000, diskFreeBytes: diskLowBytes })).toEqual([]);
  });
});
