// More time for what waits in a cell: asked for at the kiosk by its addressee, once, with or without a network.

import { describe, expect, it } from 'vitest';
import { extendedUntil, extensionDays } from '../../src/core/extension.ts';
import { recallList } from '../../src/core/recalling.ts';
import {
  a01,
  applicant,
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
  stranger,
} from '../support/rules.ts';

const extend = { act: 'extendHold', cell: a01 } as const;
const until = night + 6 * day;

function atLicences(game: Play, holder = applicant): void {
  game.happen({ is: 'cardRead', holder }, 10_000);
  game.act({ act: 'showLicences' });
}

const holdOf = (game: Play, item = licence) => game.kiosk.items.get(item)?.hold;

describe('an extension', () => {
  it('LR1 is asked for after the card, works without a network, and is told to central', () => {
    const game = play({ ...kioskWithLicence(), centralOnline: false });
    atLicences(game);
    game.act(extend);
    expect(holdOf(game)).toMatchObject({ until: extendedUntil(until), isExtended: true, isOver: false });
    expect(game.is('itemExtended')).toEqual([
      { is: 'itemExtended', item: licence, cell: a01, by: applicant.person, until: until + extensionDays * day },
    ]);
    expect(game.changes.items).toHaveLength(1);
    expect(game.kiosk.session.at).toBe('licences');
    game.act({ act: 'finish' });
    game.now = until + day;
    game.wait(1_000);
    expect([recallList(game.kiosk), game.is('itemExpired')]).toEqual([[], []]);
    game.now = until + extensionDays * day + 1;
    game.wait(1_000);
    expect(game.is('itemExpired')).toHaveLength(1);
  });

  it('LR1 is given once, over a crash too, and not when it was used by the link of a message', () => {
    const game = play(kioskWithLicence());
    atLicences(game);
    game.act(extend);
    expect(game.allowed(extend)).toBe(false);
    game.crash();
    atLicences(game);
    expect(game.allowed(extend)).toBe(false);
    const linked = play(kioskWithLicence());
    linked.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'extensionUsed', item: licence } });
    atLicences(linked);
    expect(linked.allowed(extend)).toBe(false);
    expect(holdOf(linked)?.until).toBe(until);
  });

  it('LR1 asked for at both ends at once gives the same days, not twice as many', () => {
    const game = play(kioskWithLicence());
    atLicences(game);
    game.act(extend);
    game.happen({
      is: 'news',
      cursor: 1,
      asOf: night,
      news: { is: 'holdExtended', item: licence, until: extendedUntil(until) },
    });
    game.happen({ is: 'news', cursor: 2, asOf: night, news: { is: 'extensionUsed', item: licence } });
    expect(holdOf(game)).toMatchObject({ until: extendedUntil(until), isExtended: true });
  });

  it('LR1 covers everything of the addressee in that cell', () => {
    const game = play(kioskWithTwo());
    atLicences(game);
    game.act(extend);
    expect([holdOf(game)?.until, holdOf(game, second)?.until]).toEqual([extendedUntil(until), extendedUntil(until)]);
    expect(game.is('itemExtended')).toHaveLength(2);
  });

  it('LR1 is not given for what is over, wanted back, frozen or of somebody else', () => {
    const over = play(kioskWithLicence());
    over.now = until + 1;
    over.wait(1_000);
    atLicences(over);
    expect(over.allowed(extend)).toBe(false);

    const asked = play(kioskWithLicence());
    asked.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemRecalled', item: licence } });
    atLicences(asked);
    expect(asked.allowed(extend)).toBe(false);

    const start = kioskWithTwo();
    const frozen = play(start);
    frozen.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemFrozen', item: licence } });
    atLicences(frozen);
    frozen.act(extend);
    expect([holdOf(frozen)?.until, holdOf(frozen, second)?.until]).toEqual([until, extendedUntil(until)]);

    const right = start.rights.get('r1');
    if (right === undefined) throw new Error('no right');
    const agent = play({
      ...kioskWithLicence(),
      rights: new Map([['r1', { ...right, person: stranger.person }]]),
    });
    atLicences(agent, stranger);
    expect(agent.allowed(extend)).toBe(false);
  });

  it('LR1 begins anew when staff put the item in again', () => {
    const game = play(kioskWithLicence());
    atLicences(game);
    game.act(extend);
    game.act({ act: 'finish' });
    game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemRecalled', item: licence } });
    signIn(game, depositor);
    game.act({ act: 'showRecalls' });
    game.act({ act: 'recall', cell: a01 });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    game.act({ act: 'recalled', place: { is: 'redeposited' } });
    expect(holdOf(game)).toMatchObject({ until: null, isExtended: false });
  });
});
