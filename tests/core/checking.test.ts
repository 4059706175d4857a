// The worksheet: doubtful cells in walking order, each opened and looked into, and the books corrected by what was seen.

import { describe, expect, it } from 'vitest';
import { mayBeFound, worksheet } from '../../src/core/checking.ts';
import { itemsWaitingFor } from '../../src/core/kiosk.ts';
import {
  a01,
  a02,
  applicantVisit,
  askForLicence,
  b01,
  day,
  depositor,
  item,
  kioskWithLicence,
  kioskWithTwo,
  licence,
  night,
  type Play,
  play,
  second,
  signIn,
  stranger,
  technician,
} from '../support/rules.ts';

const stateOf = (game: Play, id = licence) => game.kiosk.items.get(id)?.state;
const cellOf = (game: Play, cell = a01) => game.kiosk.cells.get(cell)?.state;

/** Somebody pried the door of A01 open and it is shut again; staff stand at the worksheet. */
function doubtful(start = kioskWithLicence(), holder = depositor): Play {
  const game = play(start);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 3_000);
  signIn(game, holder);
  game.act({ act: 'showWorksheet' });
  return game;
}

function lookInto(game: Play, cell = a01): void {
  game.act({ act: 'openForLook', cell });
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell, reads: 'open' }, 300);
  expect(game.allowed({ act: 'verifyCell', cell, found: 'empty' })).toBe(false);
  game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 4_000);
  expect(game.kiosk.session.at).toBe('worksheet');
}

describe('the worksheet', () => {
  it('LE9 takes no word about a cell whose door stands open or cannot be read', () => {
    for (const reads of ['open', 'unknown'] as const) {
      const game = doubtful();
      expect(game.allowed({ act: 'verifyCell', cell: a01, found: 'empty' })).toBe(true);
      game.happen({ is: 'doorChanged', cell: a01, reads });
      expect(game.allowed({ act: 'verifyCell', cell: a01, found: 'empty' })).toBe(false);
    }
  });

  it('LE9 has the doubtful cells in walking order, for both roles of staff', () => {
    for (const holder of [depositor, technician]) {
      const start = kioskWithLicence();
      const game = doubtful(
        {
          ...start,
          cells: new Map(start.cells).set(b01, {
            id: b01,
            size: 'small',
            heightCm: null,
            state: { is: 'outOfService', why: 'lock', items: [] },
            opens: 0,
          }),
        },
        holder,
      );
      expect(worksheet(game.kiosk)).toEqual([a01, b01]);
      game.act({ act: 'back' });
      expect(game.kiosk.session.at).toBe(holder === technician ? 'technician' : 'deposit');
    }
  });

  it('LE9 open, look, as booked: the licence can be collected again', () => {
    const game = doubtful();
    expect(itemsWaitingFor(game.kiosk, applicantVisit, game.now)).toEqual([]);
    lookInto(game);
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    expect([stateOf(game)?.is, cellOf(game)?.is]).toEqual(['inCell', 'occupied']);
    expect(game.is('cellVerified')).toMatchObject([{ by: depositor.person, found: 'item', inside: [licence] }]);
    expect(worksheet(game.kiosk)).toEqual([]);
    game.act({ act: 'finish' });
    askForLicence(game);
    expect(game.kiosk.session.at).toBe('opening');
  });

  it('LE9 empty: the cell is free and the licence is looked for', () => {
    const game = doubtful();
    lookInto(game);
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect([stateOf(game)?.is, cellOf(game)?.is]).toEqual(['lost', 'free']);
    expect(game.is('itemMissing')).toHaveLength(1);
  });

  it('LE9 something that no item explains: the cell stays out of use', () => {
    const game = doubtful();
    lookInto(game);
    game.act({ act: 'verifyCell', cell: a01, found: 'other' });
    expect(cellOf(game)).toMatchObject({ is: 'outOfService', why: 'staff', items: [] });
    expect(stateOf(game)?.is).toBe('lost');
    expect(worksheet(game.kiosk)).toEqual([a01]);
  });

  it('LE9 one of two: the other is looked for, and what is there can be collected', () => {
    const game = doubtful(kioskWithTwo());
    lookInto(game);
    game.act({ act: 'foundItems', cell: a01, items: [second] });
    expect(cellOf(game)).toEqual({ is: 'occupied', items: [second] });
    expect([stateOf(game)?.is, stateOf(game, second)?.is]).toEqual(['lost', 'inCell']);
  });

  it('E8 a licence that was left behind is found again: in its cell, to be told anew', () => {
    const start = kioskWithLicence();
    const game = doubtful({
      ...start,
      items: new Map([[licence, item({ is: 'handedOver', cell: a01, at: night - day, evidence: 'sensor' })]]),
      cells: new Map(start.cells).set(a01, { id: a01, size: 'small', heightCm: null, state: { is: 'free' }, opens: 1 }),
    });
    lookInto(game);
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    expect(stateOf(game)).toMatchObject({ is: 'inCell', cell: a01 });
    expect(game.is('itemFound')).toMatchObject([{ item: licence, cell: a01, was: null }]);
  });

  it('E9 E10 two licences that were swapped end in their right cells, both corrected and recorded', () => {
    const start = kioskWithLicence();
    const theirs = { ...item({ is: 'inCell', cell: a02, since: night }, second), addressee: stranger.person };
    const game = play({
      ...start,
      items: new Map(start.items).set(second, theirs),
      cells: new Map(start.cells).set(a02, {
        id: a02,
        size: 'medium',
        heightCm: null,
        state: { is: 'occupied', items: [second] },
        opens: 1,
      }),
    });
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.act({ act: 'sayNotMine' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'notYourItem' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    game.act({ act: 'finish' });
    signIn(game, depositor);
    game.act({ act: 'showWorksheet' });
    lookInto(game);
    game.act({ act: 'foundItems', cell: a01, items: [second] });
    // The cell in which that one was booked is doubtful in its turn: the first one must be there.
    expect(stateOf(game, second)).toMatchObject({ is: 'inCell', cell: a01 });
    expect(worksheet(game.kiosk)).toEqual([a02]);
    lookInto(game, a02);
    game.act({ act: 'foundItems', cell: a02, items: [licence] });
    expect(stateOf(game)).toMatchObject({ is: 'inCell', cell: a02 });
    expect(game.is('itemFound')).toHaveLength(2);
    expect(game.is('itemHandedOver')).toEqual([]);
  });

  it('E10 of two people in one cell only one can be said to lie there: the other is taken out first', () => {
    const start = kioskWithLicence();
    const theirs = { ...item({ is: 'lost', at: night }, second), addressee: stranger.person };
    const game = doubtful({ ...start, items: new Map(start.items).set(second, theirs) });
    expect(mayBeFound(game.kiosk, a01, [licence, second])).toBe(false);
    expect(game.allowed({ act: 'foundItems', cell: a01, items: [licence, second] })).toBe(false);
    expect(game.allowed({ act: 'foundItems', cell: a01, items: [] })).toBe(false);
    expect(game.allowed({ act: 'foundItems', cell: a01, items: [licence] })).toBe(true);
  });

  it('LR6 what was withdrawn meanwhile is found, and still not handed out', () => {
    const game = doubtful();
    game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'itemFrozen', item: licence } });
    lookInto(game);
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    expect(stateOf(game)).toEqual({ is: 'frozen', cell: a01 });
  });
});
