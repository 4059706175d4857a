// What goes wrong around the cells: slams, deposits that were none, power, network, cards, fire, clocks, cells out of use.

import { describe, expect, it } from 'vitest';
import { chooseCell } from '../../src/core/cell.ts';
import { isUsable } from '../../src/core/depositing.ts';
import {
  a01,
  a02,
  applicant,
  askForLicence,
  day,
  depositor,
  emptyKiosk,
  item,
  kioskWithLicence,
  licence,
  night,
  type Play,
  play,
  signIn,
  stranger,
  technician,
} from '../support/rules.ts';

const stateOf = (game: Play) => game.kiosk.items.get(licence)?.state;
const cellOf = (game: Play, cell = a01) => game.kiosk.cells.get(cell)?.state;

function openDoor(game: Play): void {
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
}

describe('a licence left behind', () => {
  it('E8 a slam whose question nobody answers is a doubt; the same person may open again, and nothing is lost', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 900);
    expect(game.kiosk.session.at).toBe('didYouTake');
    game.wait(61_000);
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'leftInside' });
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'leftInside' });
    expect(game.is('itemHandedOver')).toEqual([]);
    askForLicence(game);
    expect(game.pulses()).toBe(2);
  });
});

describe('a deposit that was none', () => {
  it('E11 nobody confirms: the cell waits for somebody to look, and the licence is to be deposited again', () => {
    const game = play({ ...emptyKiosk(), items: new Map([[licence, item({ is: 'expected' })]]) });
    signIn(game, depositor);
    game.act({ act: 'deposit', item: licence });
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    game.wait(61_000);
    expect(game.is('itemDeposited')).toEqual([]);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'depositCancelled' });
    signIn(game, technician);
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect([stateOf(game)?.is, cellOf(game)?.is]).toEqual(['expected', 'free']);
    expect(game.is('itemMissing')).toEqual([]);
  });
});

describe('central offline', () => {
  it('E21 hands out by the signed right for 72 hours, and not after that', () => {
    const game = play({ ...kioskWithLicence(), centralOnline: false, rightsAsOf: night - 3 * day + 60_000 });
    askForLicence(game);
    expect(game.pulses()).toBe(1);
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    expect(stateOf(game)?.is).toBe('handedOver');
    const late = play({ ...kioskWithLicence(), rightsAsOf: night - 3 * day - 60_000 });
    askForLicence(late);
    expect(late.kiosk.session).toMatchObject({ at: 'problem', problem: 'rightsTooOld' });
    expect([late.pulses(), stateOf(late)?.is]).toEqual([0, 'inCell']);
  });

  it('E22 a freeze that comes after the pickup changes nothing here: it is in the hands of its addressee', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'itemFrozen', item: licence } });
    expect(stateOf(game)?.is).toBe('handedOver');
    expect(cellOf(game)?.is).toBe('justEmptied');
  });
});

describe('a card', () => {
  it('E24 that cannot be read, or a dead reader, is told as what it is, and the next try begins anew', () => {
    for (const why of ['cardUnreadable', 'cardMoved', 'readerFault'] as const) {
      const game = play(kioskWithLicence());
      game.happen({ is: 'cardSeen' });
      game.happen({ is: 'cardFailed', why });
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: why, visit: null });
      expect(game.is('problemShown')).toMatchObject([{ problem: why, caseNumber: expect.stringMatching(/^\w{6}$/) }]);
      game.happen({ is: 'cardSeen' }, 2_000);
      expect(game.kiosk.session.at).toBe('reading');
    }
  });

  it('E26 tells whether the licence is ready although no message ever came', () => {
    const game = play({ ...kioskWithLicence(), centralOnline: true });
    game.happen({ is: 'cardRead', holder: applicant });
    game.wait(13_000);
    // Central did not answer: what lies here is known here.
    expect(game.kiosk.session.at).toBe('menu');
    game.act({ act: 'showLicences' });
    expect(game.kiosk.session.at).toBe('licences');
    const nobody = play({ ...kioskWithLicence(), centralOnline: false });
    nobody.happen({ is: 'cardRead', holder: stranger });
    nobody.act({ act: 'showLicences' });
    expect(nobody.kiosk.session).toMatchObject({ at: 'problem', problem: 'noLicence' });
  });
});

describe('fire', () => {
  it('E28 opens no cell and begins no visit; what was under way stays as it is, and all is normal afterwards', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' });
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'fireAlarm' });
    game.wait(120_000);
    expect([game.pulses(), stateOf(game)?.is]).toEqual([0, 'inCell']);
    game.happen({ is: 'hallAlarms', fire: 'quiet', tamper: 'quiet' });
    game.wait(61_000);
    askForLicence(game);
    expect(game.pulses()).toBe(1);
  });

  it('E28 ends the visit of a citizen at once, and wipes it', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    game.wait(1_000);
    expect(game.kiosk.session.at).toBe('menu');
    game.happen({ is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' });
    game.wait(250);
    expect(game.kiosk.session.at).toBe('thanks');
    expect(game.effects.at(-1)).toEqual({ do: 'wipe' });
  });

  it('E28 waits for a door that is being opened, and for the technician who looks for a cut wire', () => {
    const collecting = play(kioskWithLicence());
    askForLicence(collecting);
    collecting.happen({ is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' });
    collecting.wait(250);
    expect(collecting.kiosk.session.at).toBe('opening');
    const looking = play(kioskWithLicence());
    signIn(looking, technician);
    looking.happen({ is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' });
    looking.wait(1_000);
    expect(looking.kiosk.session.at).toBe('technician');
  });
});

describe('a wrong clock', () => {
  it('E30 is told once when it is more than half a minute off, and once when it is right again', () => {
    const game = play(kioskWithLicence());
    for (const offsetMs of [-29_000, 30_000, 31_000, 4_000_000, -31_000, 2_000, 0])
      game.happen({ is: 'clockCompared', offsetMs });
    expect(game.is('clockCompared')).toMatchObject([
      { offsetMs: 31_000, isWrong: true },
      { offsetMs: 2_000, isWrong: false },
    ]);
  });
});

describe('a cell out of use', () => {
  it('LE8 a technician takes a free cell out of use, and looking into it takes it back', () => {
    const game = play(emptyKiosk());
    signIn(game, technician);
    game.act({ act: 'closeCell', cell: a01 });
    expect(cellOf(game)).toEqual({ is: 'outOfService', why: 'staff', items: [] });
    expect(game.is('cellClosed')).toMatchObject([{ cell: a01, by: technician.person }]);
    expect(
      chooseCell(game.kiosk.cells.values(), { size: 'small', largerThan: null, low: false }, (cell) =>
        isUsable(game.kiosk, cell),
      )?.id,
    ).not.toBe(a01);
    expect(game.allowed({ act: 'closeCell', cell: a01 })).toBe(false);
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect(cellOf(game)).toEqual({ is: 'free' });
  });

  it('LE8 a small fault keeps a cell in use: what lies behind a sensor that sticks can be had', () => {
    const start = kioskWithLicence();
    const cell = start.cells.get(a01);
    if (cell === undefined) throw new Error('no cell');
    const game = play({
      ...start,
      cells: new Map(start.cells).set(a01, { ...cell, fault: 'sensorStuckOpen' }),
      doors: new Map(start.doors).set(a01, { reads: 'open', since: 0, told: 'nothing' }),
    });
    askForLicence(game);
    expect(game.pulses()).toBe(1);
    // Nothing new is laid there while nobody can see whether the door shuts.
    expect(isUsable(game.kiosk, { ...cell, fault: 'sensorStuckOpen' })).toBe(false);
    expect(cellOf(game, a02)?.is).toBe('free');
  });
});
