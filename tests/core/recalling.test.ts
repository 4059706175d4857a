// Taking out what stayed too long, was withdrawn or is wanted elsewhere: what staff see, what the addressee is told, and
// where it ends.

import { describe, expect, it } from 'vitest';
import type { News } from '../../src/core/event.ts';
import { itemsWaitingFor } from '../../src/core/kiosk.ts';
import { recallList } from '../../src/core/recalling.ts';
import {
  a01,
  applicant,
  applicantVisit,
  askForLicence,
  day,
  depositor,
  kioskWithLicence,
  kioskWithTwo,
  licence,
  night,
  type Play,
  play,
  second,
  signIn,
} from '../support/rules.ts';

function hear(game: Play, news: News): void {
  game.happen({ is: 'news', cursor: 1, asOf: game.now, news });
}

/** Staff stand at the list. */
function atList(game: Play): void {
  signIn(game, depositor);
  game.act({ act: 'showRecalls' });
}

function takeOut(game: Play): void {
  game.act({ act: 'recall', cell: a01 });
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
}

const waiting = (game: Play) => itemsWaitingFor(game.kiosk, applicantVisit, game.now);
const stateOf = (game: Play, item = licence) => game.kiosk.items.get(item)?.state;
const cellOf = (game: Play) => game.kiosk.cells.get(a01)?.state;
const reasons = (game: Play) => recallList(game.kiosk).map(({ reason }) => reason);

describe('the time that an item may wait', () => {
  it('LR1 begins with the deposit, is over after its own number of days, and is told once', () => {
    const start = kioskWithLicence();
    const item = start.items.get(licence);
    if (item === undefined) throw new Error('no item');
    const game = play({
      ...start,
      cells: new Map(start.cells).set(a01, { id: a01, size: 'small', heightCm: null, state: { is: 'free' }, opens: 0 }),
      items: new Map([[licence, { ...item, hold: { ...item.hold, days: 3, until: null }, state: { is: 'expected' } }]]),
    });
    signIn(game, depositor);
    game.act({ act: 'deposit', item: licence });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    game.act({ act: 'confirmDeposit', putIn: true });
    expect(game.kiosk.items.get(licence)?.hold.until).toBe(game.now + 3 * day);
    game.act({ act: 'finish' });
    game.now += 3 * day;
    game.wait(1_000);
    game.wait(1_000);
    expect(game.is('itemExpired')).toEqual([{ is: 'itemExpired', item: licence, cell: a01 }]);
    expect(reasons(game)).toEqual(['overdue']);
  });

  it('LR1 is made longer by central, and never shorter', () => {
    const game = play(kioskWithLicence());
    const until = night + 9 * day;
    hear(game, { is: 'holdExtended', item: licence, until });
    hear(game, { is: 'holdExtended', item: licence, until: night });
    expect(game.kiosk.items.get(licence)?.hold.until).toBe(until);
    game.now = night + 8 * day;
    game.wait(1_000);
    expect(game.is('itemExpired')).toEqual([]);
  });

  it('LR7 is made longer for everything in the hall by one piece of news, for what is overdue too', () => {
    const game = play(kioskWithTwo());
    game.now = night + 7 * day;
    game.wait(1_000);
    expect(reasons(game)).toEqual(['overdue']);
    hear(game, { is: 'holdExtended', item: null, until: night + 20 * day });
    expect(reasons(game)).toEqual([]);
    for (const item of game.kiosk.items.values())
      expect(item.hold).toMatchObject({ until: night + 20 * day, isOver: false });
  });

  it('E14 LR3 is over and the licence can still be collected until staff take it out', () => {
    const start = kioskWithLicence();
    const right = start.rights.get('r1');
    if (right === undefined) throw new Error('no right');
    const game = play({
      ...start,
      rightsAsOf: night + 7 * day,
      rights: new Map([['r1', { ...right, validTo: night + 37 * day }]]),
    });
    game.now = night + 7 * day;
    game.wait(1_000);
    expect(game.is('itemExpired')).toHaveLength(1);
    askForLicence(game);
    expect(game.pulses()).toBe(1);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(stateOf(game)?.is).toBe('handedOver');
    expect(reasons(game)).toEqual([]);
  });
});

describe('staff taking out', () => {
  it('LR4 what central wants: open, take, close, say where it is now, and the list goes on', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemRecalled', item: licence });
    expect(waiting(game)).toHaveLength(1);
    atList(game);
    expect(reasons(game)).toEqual(['asked']);
    takeOut(game);
    expect(game.kiosk.session.at).toBe('confirmRecall');
    expect(game.is('itemRecalled')).toEqual([]);
    game.act({ act: 'recalled', place: { is: 'window', window: '3' } });
    expect(game.is('itemRecalled')).toMatchObject([
      { item: licence, cell: a01, by: depositor.person, place: { is: 'window', window: '3' } },
    ]);
    expect(stateOf(game)).toMatchObject({ is: 'recalled', place: { is: 'window', window: '3' } });
    expect(cellOf(game)).toEqual({ is: 'free' });
    expect(game.kiosk.session.at).toBe('worklist');
    expect(recallList(game.kiosk)).toEqual([]);
  });

  it('LR4 sent by post, or put in again at once with its time anew', () => {
    for (const [place, state] of [
      [{ is: 'mailed', number: 'EA123456789CN' }, { is: 'recalled' }],
      [{ is: 'redeposited' }, { is: 'expected' }],
    ] as const) {
      const game = play(kioskWithLicence());
      hear(game, { is: 'itemRecalled', item: licence });
      atList(game);
      takeOut(game);
      game.act({ act: 'recalled', place });
      expect(stateOf(game)).toMatchObject(state);
      if (place.is === 'redeposited')
        expect(game.kiosk.items.get(licence)?.hold).toMatchObject({ until: null, isOver: false, isRecalled: false });
    }
  });

  it('LR4 can leave a cell for later, and one that does not open holds up nothing', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemRecalled', item: licence });
    atList(game);
    game.act({ act: 'skipRecall', cell: a01 });
    expect(game.kiosk.session).toMatchObject({ at: 'worklist', visit: { list: { skipped: [a01] } } });
    game.act({ act: 'recall', cell: a01 });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      if (attempt < 3) for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
    }
    game.wait(2_000);
    game.act({ act: 'answerOpened', opened: false });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'doorDidNotOpen' });
    game.act({ act: 'back' });
    expect(game.kiosk.session.at).toBe('worklist');
    expect(cellOf(game)).toMatchObject({ is: 'outOfService', why: 'lock', items: [licence] });
    game.act({ act: 'back' });
    expect(game.kiosk.session).toMatchObject({ at: 'deposit' });
  });

  it('LR4 only what is due comes out: the other items of the same addressee stay', () => {
    const game = play(kioskWithTwo());
    hear(game, { is: 'itemRecalled', item: second });
    atList(game);
    takeOut(game);
    game.act({ act: 'recalled', place: { is: 'window', window: '1' } });
    expect(cellOf(game)).toEqual({ is: 'occupied', items: [licence] });
    expect(stateOf(game)?.is).toBe('inCell');
  });

  it('LR4 says that it stays inside, or that it was not there: then the cell waits for somebody to look', () => {
    const stays = play(kioskWithLicence());
    hear(stays, { is: 'itemRecalled', item: licence });
    atList(stays);
    takeOut(stays);
    stays.act({ act: 'notRecalled', why: 'leftInside' });
    expect([stateOf(stays)?.is, cellOf(stays)?.is]).toEqual(['inCell', 'occupied']);
    const gone = play(kioskWithLicence());
    hear(gone, { is: 'itemRecalled', item: licence });
    atList(gone);
    takeOut(gone);
    gone.act({ act: 'notRecalled', why: 'notThere' });
    expect([stateOf(gone)?.is, cellOf(gone)?.is]).toEqual(['missing', 'unverified']);
    expect(gone.is('recallNotDone')).toMatchObject([{ why: 'notThere', by: depositor.person }]);
  });

  it('LR4 LE7 a crash or a walk-away with the door open leaves a doubt, and hands it to nobody', () => {
    for (const end of ['crash', 'leave'] as const) {
      const game = play(kioskWithLicence());
      hear(game, { is: 'itemRecalled', item: licence });
      atList(game);
      game.act({ act: 'recall', cell: a01 });
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
      if (end === 'crash') game.crash();
      else game.wait(200_000);
      expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'recall' });
      expect(cellOf(game)).toMatchObject({ is: 'unverified' });
      expect(waiting(game)).toEqual([]);
    }
  });
});

describe('an item that central withdraws', () => {
  it('LR6 is not handed out any more as soon as the kiosk has heard of it, whatever the right says', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    game.act({ act: 'showLicences' });
    hear(game, { is: 'itemFrozen', item: licence });
    game.act({ act: 'collect', cell: a01 });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'itemFrozen' });
    expect(game.pulses()).toBe(0);
    expect(game.kiosk.rights.size).toBe(1);
  });

  it('LR6 in the middle of a pickup that fails is withdrawn all the same', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    hear(game, { is: 'itemFrozen', item: licence });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'notSent' });
    expect(stateOf(game)).toEqual({ is: 'frozen', cell: a01 });
    game.act({ act: 'back' });
    expect(game.allowed({ act: 'collect', cell: a01 })).toBe(false);
  });

  it('LR6 while nobody knows where it is stays withdrawn when it is found', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.crash();
    hear(game, { is: 'itemFrozen', item: licence });
    expect(waiting(game)).toEqual([]);
    hear(game, { is: 'itemReleased', item: licence });
    expect(waiting(game)).toHaveLength(1);
  });

  it('LR6 in a cell that came into doubt meanwhile is not handed out by its release', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemFrozen', item: licence });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    hear(game, { is: 'itemReleased', item: licence });
    expect(stateOf(game)).toMatchObject({ is: 'disputed', cell: a01 });
    expect(waiting(game)).toEqual([]);
  });

  it('E27 is not offered, comes first on the list, and ends at the window', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemCancelled', item: licence });
    game.happen({ is: 'cardRead', holder: applicant });
    game.act({ act: 'showLicences' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'itemFrozen' });
    game.act({ act: 'finish' });
    atList(game);
    expect(reasons(game)).toEqual(['cancelled']);
    takeOut(game);
    game.act({ act: 'recalled', place: { is: 'window', window: '1' } });
    expect(stateOf(game)?.is).toBe('recalled');
    expect(cellOf(game)).toEqual({ is: 'free' });
  });
});

describe('recall and pickup at the same second', () => {
  it('E15 LR8 the addressee is first: staff are told that it is not to be taken out', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemRecalled', item: licence });
    askForLicence(game);
    hear(game, { is: 'itemRecalled', item: licence });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    game.act({ act: 'finish' });
    atList(game);
    game.act({ act: 'recall', cell: a01 });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'itemCollected' });
    expect([game.pulses(), game.is('itemHandedOver').length, game.is('itemRecalled').length]).toEqual([1, 1, 0]);
  });

  it('E15 LR8 staff are first: the addressee is told that it was taken out, and where to ask', () => {
    const game = play(kioskWithLicence());
    hear(game, { is: 'itemRecalled', item: licence });
    atList(game);
    takeOut(game);
    game.act({ act: 'recalled', place: { is: 'window', window: '3' } });
    game.act({ act: 'finish' });
    game.happen({ is: 'cardRead', holder: applicant }, 10_000);
    game.act({ act: 'showLicences' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'itemRecalled' });
    expect(game.is('collectRefused')).toMatchObject([{ why: 'itemRecalled' }]);
    expect([game.is('itemHandedOver').length, game.is('itemRecalled').length]).toEqual([0, 1]);
  });
});
