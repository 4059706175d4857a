// Keeping a cell for something on its way: nobody else gets it, and it ends by itself.

import { describe, expect, it } from 'vitest';
import type { News } from '../../src/core/event.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  a02,
  b01,
  depositor,
  emptyKiosk,
  item,
  licence,
  night,
  type Play,
  play,
  second,
  signIn,
} from '../support/rules.ts';

const hourMs = 3_600_000;

function expecting(): Kiosk {
  return { ...emptyKiosk(), items: new Map([licence, second].map((id) => [id, item({ is: 'expected' }, id)])) };
}

const wanted: News = { is: 'cellWanted', item: licence };
const tell = (game: Play, news: News) => game.happen({ is: 'news', cursor: 1, asOf: night, news });
const stateOf = (game: Play, id = a01) => game.kiosk.cells.get(id)?.state;

describe('LD5 a cell that is kept', () => {
  it('is given to nothing else, and to what it was kept for', () => {
    const game = play(expecting());
    tell(game, wanted);
    expect(stateOf(game)).toMatchObject({ is: 'kept', item: licence, until: game.now + 4 * hourMs });
    signIn(game, depositor);
    game.act({ act: 'deposit', item: second });
    expect(game.is('openOrdered')).toMatchObject([{ cell: b01 }]);
    const other = play(expecting());
    tell(other, wanted);
    signIn(other, depositor);
    other.act({ act: 'deposit', item: licence });
    expect(other.is('openOrdered')).toMatchObject([{ cell: a01 }]);
    expect(other.is('cellKeptEnded')).toMatchObject([{ cell: a01, why: 'used' }]);
  });

  it('is kept and let go by staff at a touch', () => {
    const game = play(expecting());
    signIn(game, depositor);
    game.act({ act: 'keepCell', item: licence });
    game.act({ act: 'keepCell', item: licence });
    expect(game.is('cellKept')).toMatchObject([{ item: licence, cell: a01, by: depositor.person }]);
    game.act({ act: 'letCellGo', item: licence });
    expect([stateOf(game), game.kiosk.session.at]).toEqual([{ is: 'free' }, 'deposit']);
    expect(game.is('cellKeptEnded')).toMatchObject([{ why: 'released' }]);
  });

  it('is given back by itself when its hours are over, also across a restart, and says so once', () => {
    const game = play(expecting());
    tell(game, wanted);
    game.now += 3 * hourMs;
    game.crash();
    expect(stateOf(game)).toMatchObject({ is: 'kept' });
    game.now += hourMs;
    game.wait(1_000);
    expect(stateOf(game)).toEqual({ is: 'free' });
    expect(game.is('cellKeptEnded')).toEqual([{ is: 'cellKeptEnded', item: licence, cell: a01, why: 'over' }]);
  });

  it('is given back when what it was kept for is withdrawn', () => {
    const game = play(expecting());
    tell(game, wanted);
    tell(game, { is: 'itemCancelled', item: licence });
    expect(stateOf(game)).toEqual({ is: 'free' });
  });

  it('is not there when the cabinet is full, and central is told', () => {
    const start = expecting();
    const cells = new Map(start.cells);
    for (const [id, cell] of cells) cells.set(id, { ...cell, state: { is: 'outOfService', why: 'staff', items: [] } });
    const game = play({ ...start, cells });
    tell(game, wanted);
    expect(game.is('cellNotKept')).toEqual([{ is: 'cellNotKept', item: licence }]);
    signIn(game, depositor);
    game.act({ act: 'keepCell', item: licence });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noFreeCell' });
  });

  it('is kept nowhere else when its door or board does not work at the deposit', () => {
    const game = play(expecting());
    tell(game, wanted);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'unknown' });
    signIn(game, depositor);
    game.act({ act: 'deposit', item: licence });
    expect(game.is('openOrdered')).toMatchObject([{ cell: b01 }]);
    expect([a01, a02].map((id) => stateOf(game, id)?.is)).toEqual(['free', 'free']);
  });
});
