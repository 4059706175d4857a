// Visits: cards, staff, the hall door and time-outs, as lists of events and times.

import { describe, expect, it } from 'vitest';
import {
  a01,
  applicant,
  depositor,
  emptyKiosk,
  item,
  kioskWithLicence,
  licence,
  night,
  play,
  ready,
  stranger,
  technician,
} from '../support/rules.ts';

describe('a card', () => {
  it('that has expired, or is not valid yet, is turned away with the reason', () => {
    for (const [holder, why] of [
      [{ ...applicant, validTo: '2026-11-22' }, 'cardExpired'],
      [{ ...applicant, validFrom: '2026-11-24' }, 'cardNotYetValid'],
    ] as const) {
      const game = play(emptyKiosk());
      game.happen({ is: 'cardRead', holder });
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: why, visit: null });
      expect(game.is('cardRefused')).toEqual([{ is: 'cardRefused', why }]);
    }
  });

  it('is valid through its last day in the hall, whatever the time in Greenwich', () => {
    const game = play(emptyKiosk());
    game.happen({ is: 'cardRead', holder: { ...applicant, validTo: '2026-11-23' } });
    expect(game.kiosk.session.at).toBe('menu');
  });

  it('laid down in the middle of a visit changes nothing', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    game.happen({ is: 'cardRead', holder: stranger });
    expect(game.kiosk.session).toMatchObject({ at: 'menu', visit: { holder: applicant } });
  });

  it('of somebody for whom there is nothing is told so', () => {
    const game = play({ ...emptyKiosk(), centralOnline: true });
    game.happen({ is: 'cardRead', holder: stranger });
    const visit = game.kiosk.session.at === 'fetching' ? game.kiosk.session.visit.id : '';
    game.happen({ is: 'documentsCame', visit, found: { documents: [], elsewhere: [] } });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'nothingForYou' });
  });
});

describe('staff', () => {
  function signIn(holder: typeof depositor, items = new Map([[licence, item({ is: 'expected' })]])) {
    const game = play({ ...emptyKiosk(), items });
    game.happen({ is: 'cardRead', holder });
    game.act({ act: 'pin', digits: '246810' });
    game.happen({ is: 'pinChecked', person: holder.person, right: true });
    return game;
  }

  it('LD4 deposit counts after the door was seen open and shut and the clerk confirms', () => {
    const game = signIn(depositor);
    game.act({ act: 'deposit', item: licence });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    expect(game.is('itemDeposited')).toEqual([]);
    game.act({ act: 'confirmDeposit', putIn: true });
    expect(game.is('itemDeposited')).toEqual([{ is: 'itemDeposited', item: licence, cell: a01, by: depositor.person }]);
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'inCell', cell: a01 });
  });

  it('LD2 cancelled deposit leaves the cell unverified until a technician has looked', () => {
    const game = signIn(depositor);
    game.act({ act: 'deposit', item: licence });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    game.act({ act: 'confirmDeposit', putIn: false });
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('unverified');
    expect(game.kiosk.items.get(licence)?.state.is).toBe('expected');
    game.act({ act: 'finish' });
    game.happen({ is: 'cardRead', holder: technician }, 10_000);
    game.act({ act: 'pin', digits: '135791' });
    game.happen({ is: 'pinChecked', person: technician.person, right: true });
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('free');
  });

  it('E13 LD8 is told when no cell is free, and nothing is promised', () => {
    const start = signIn(depositor);
    const game = play({ ...start.kiosk, doors: new Map() });
    game.act({ act: 'deposit', item: licence });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noFreeCell' });
    expect(game.kiosk.items.get(licence)?.state.is).toBe('expected');
  });

  it('I9 waits 15 s after the fifth wrong PIN, then twice as long, also after a restart', () => {
    const game = play(emptyKiosk());
    game.happen({ is: 'cardRead', holder: depositor });
    for (let wrong = 0; wrong < 5; wrong += 1) {
      game.act({ act: 'pin', digits: '000000' });
      game.happen({ is: 'pinChecked', person: depositor.person, right: false });
    }
    expect(game.allowed({ act: 'pin', digits: '246810' })).toBe(false);
    game.crash();
    game.happen({ is: 'cardRead', holder: depositor });
    expect(game.allowed({ act: 'pin', digits: '246810' })).toBe(false);
    game.wait(16_000);
    game.act({ act: 'pin', digits: '000000' });
    game.happen({ is: 'pinChecked', person: depositor.person, right: false });
    game.wait(16_000);
    expect(game.allowed({ act: 'pin', digits: '246810' })).toBe(false);
    game.wait(15_000);
    expect(game.allowed({ act: 'pin', digits: '246810' })).toBe(true);
  });
});

describe('time', () => {
  it('ends a visit that nobody touches, and wipes what is left of it', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    game.wait(59_000);
    expect(game.kiosk.session.at).toBe('menu');
    game.act({ act: 'stay' });
    game.wait(59_000);
    expect(game.kiosk.session.at).toBe('menu');
    game.wait(2_000);
    expect(game.kiosk.session).toEqual({ at: 'welcome' });
    expect(game.effects.at(-1)).toEqual({ do: 'wipe' });
  });
});

describe('the hall door', () => {
  const open = { is: 'hallInputs', contact: 'open', exitPressed: false } as const;
  const shut = { is: 'hallInputs', contact: 'closed', exitPressed: false } as const;

  it('DA1 opens for a valid card and records the entry when the door moved', () => {
    const game = play(emptyKiosk());
    game.happen({ is: 'hallCardRead', holder: stranger });
    expect(game.effects).toContainEqual({ do: 'releaseHallDoor', ms: 5_000 });
    expect(game.is('hallEntered')).toEqual([]);
    game.happen(open, 2_000);
    expect(game.is('hallEntryGranted')).toMatchObject([{ offHours: true }]);
    expect(game.is('hallEntered')).toEqual([{ is: 'hallEntered', person: stranger.person }]);
  });

  it('stays shut for an expired card', () => {
    const game = play(emptyKiosk());
    game.happen({ is: 'hallCardRead', holder: { ...stranger, validTo: '2020-01-01' } });
    expect(game.effects).toEqual([]);
    expect(game.is('hallEntryRefused')).toEqual([{ is: 'hallEntryRefused', why: 'cardExpired' }]);
  });

  it('tells forced from an exit, and reports a door held open once', () => {
    const game = play(emptyKiosk());
    game.happen({ ...open, exitPressed: true });
    expect(game.is('hallExit')).toHaveLength(1);
    game.happen(shut);
    game.happen(open, 60_000);
    expect(game.is('hallDoorAlarm')).toEqual([{ is: 'hallDoorAlarm', alarm: 'forced' }]);
    game.wait(70_000);
    expect(game.is('hallDoorAlarm')).toHaveLength(2);
  });
});

it('central news can come twice without doing anything twice', () => {
  const game = play(emptyKiosk());
  const { state: _, hold: __, ...announced } = item({ is: 'expected' });
  game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemExpected', item: announced } });
  const once = game.kiosk.items;
  game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemExpected', item: announced } });
  expect(game.kiosk.items).toEqual(once);
  game.happen({ is: 'deviceChanged', device: 'boardA', condition: ready });
  expect(game.kiosk.rightsAsOf).toBe(night);
});
