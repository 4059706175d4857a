// Who else gets in: an agent with a card of their own, and whoever's card cannot be read, by a code.

import { describe, expect, it } from 'vitest';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { longestPauseMs } from '../../src/core/pickup-code.ts';
import {
  a01,
  applicant,
  askForLicence,
  day,
  emptyKiosk,
  kioskWithLicence,
  kioskWithTwo,
  licence,
  night,
  offline,
  type Play,
  play,
  second,
  stranger,
} from '../support/rules.ts';

const delegated = {
  id: 'agent-1',
  item: licence,
  cell: a01,
  person: stranger.person,
  validFrom: night - day,
  validTo: night + day,
};

function withAgent(start: Kiosk = kioskWithLicence()): Kiosk {
  return { ...start, rights: new Map(start.rights).set(delegated.id, delegated) };
}

function takeOut(game: Play): void {
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
}

describe('an agent', () => {
  it('E25 I6 collects with a card of their own; both persons stand in the fact', () => {
    const game = play(withAgent());
    askForLicence(game, stranger);
    takeOut(game);
    expect(game.is('itemHandedOver')).toEqual([
      {
        is: 'itemHandedOver',
        item: licence,
        cell: a01,
        person: stranger.person,
        addressee: applicant.person,
        proof: 'card',
        evidence: 'sensor',
      },
    ]);
  });

  it('I6 may come once: the right is gone with its use, also when staff find the item in the cell again', () => {
    const game = play(withAgent());
    askForLicence(game, stranger);
    takeOut(game);
    expect([...game.kiosk.rights.keys()]).toEqual(['r1']);
    expect(game.changes.rightsRevoked).toEqual(['agent-1']);
  });

  it('I6 gets no item that was not delegated, and opens no cell in which one lies', () => {
    const game = play(withAgent(kioskWithTwo()));
    askForLicence(game, stranger);
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'moreInside' });
    expect(game.pulses()).toBe(0);
    game.happen({
      is: 'news',
      cursor: 1,
      asOf: game.now,
      news: { is: 'rightGranted', right: { ...delegated, id: 'agent-2', item: second } },
    });
    game.act({ act: 'back' });
    game.act({ act: 'showLicences' });
    game.act({ act: 'collect', cell: a01 });
    takeOut(game);
    expect(game.is('itemHandedOver')).toHaveLength(2);
  });

  it('I6 sees nothing of the item when the delegation has expired or was revoked', () => {
    for (const right of [
      { ...delegated, validTo: night - 1 },
      { ...delegated, validFrom: night + day },
    ]) {
      const game = play({ ...kioskWithLicence(), rights: new Map([[right.id, right]]) });
      game.happen({ is: 'cardRead', holder: stranger });
      game.act({ act: 'showLicences' });
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noLicence' });
    }
    const game = play(withAgent());
    game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'rightRevoked', right: delegated.id } });
    game.happen({ is: 'cardRead', holder: stranger });
    game.act({ act: 'showLicences' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noLicence' });
  });

  it('I6 leaves the addressee the right to come in person', () => {
    const game = play(withAgent());
    askForLicence(game);
    takeOut(game);
    expect(game.is('itemHandedOver')).toMatchObject([{ person: applicant.person, addressee: applicant.person }]);
    expect([...game.kiosk.rights.keys()]).toEqual(['r1']);
  });
});

const pickup = { phone: 'a'.repeat(64), code: 'scrypt$hash' };

function withCode(): Kiosk {
  const start = kioskWithLicence();
  const [right] = start.rights.values();
  if (right === undefined) throw new Error('no right');
  return { ...start, rights: new Map([[right.id, { ...right, pickup }]]) };
}

function tryCode(game: Play, found: 'right' | 'wrongCode' | 'wrongPhone'): void {
  if (game.kiosk.session.at !== 'code') game.act({ act: 'useCode' });
  game.act({ act: 'enterCode', code: '123456', phone: '0001' });
  game.happen({
    is: 'codeChecked',
    tried: found === 'wrongPhone' ? [] : ['r1'],
    right: found === 'right' ? 'r1' : null,
  });
}

describe('a pickup code', () => {
  it('I8 lets in without a card and without central, to the items of its cell and to nothing else', () => {
    const game = play(withCode());
    expect(game.kiosk.centralOnline).toBe(false);
    tryCode(game, 'right');
    expect(game.kiosk.session).toMatchObject({ at: 'licences', visit: { holder: { person: applicant.person } } });
    expect(game.allowed({ act: 'showDocuments' })).toBe(false);
    game.act({ act: 'collect', cell: a01 });
    takeOut(game);
    expect(game.is('itemHandedOver')).toMatchObject([{ person: applicant.person, proof: 'code' }]);
    game.act({ act: 'back' });
    expect(game.kiosk.session.at).toBe('thanks');
  });

  it('E24 I8 is offered when the card cannot be read or the reader is dead', () => {
    const game = play(withCode());
    game.happen({ is: 'cardFailed', why: 'cardUnreadable' });
    expect(game.allowed({ act: 'useCode' })).toBe(true);
    game.act({ act: 'useCode' });
    expect(game.kiosk.session.at).toBe('code');
    game.act({ act: 'back' });
    game.happen({ is: 'deviceChanged', device: 'kioskReader', condition: { ...offline, problem: 'readerFault' } });
    expect(game.allowed({ act: 'useCode' })).toBe(true);
  });

  it('I8 is of no use after five wrong tries at it, also after a restart, and says nothing of that', () => {
    const game = play(withCode());
    for (let count = 1; count <= 5; count += 1) tryCode(game, 'wrongCode');
    expect(game.is('codeLocked')).toEqual([{ is: 'codeLocked', item: licence }]);
    game.crash();
    game.wait(longestPauseMs);
    tryCode(game, 'right');
    expect(game.kiosk.session.at).toBe('code');
    expect(game.is('visitBegan')).toEqual([]);
    expect(game.is('codeRefused').at(-1)).toEqual({ is: 'codeRefused', wrong: 6 });
  });

  it('I8 makes the whole kiosk wait after five wrong tries, longer with each, also across a restart', () => {
    const game = play(withCode());
    for (let count = 1; count <= 5; count += 1) tryCode(game, 'wrongPhone');
    const wish = { act: 'enterCode', code: '123456', phone: '0001' } as const;
    expect(game.allowed(wish)).toBe(false);
    game.crash();
    game.act({ act: 'useCode' });
    expect(game.allowed(wish)).toBe(false);
    game.wait(15_000);
    tryCode(game, 'wrongPhone');
    game.wait(16_000);
    if (game.kiosk.session.at !== 'code') game.act({ act: 'useCode' });
    expect(game.allowed(wish)).toBe(false);
    game.wait(15_000);
    tryCode(game, 'right');
    expect(game.kiosk.session.at).toBe('licences');
    expect(game.kiosk.codeTries.get('kiosk')?.wrong).toBe(0);
  });

  it('I8 counts a try before it is checked, so that a crash gives none for nothing', () => {
    const game = play(withCode());
    game.act({ act: 'useCode' });
    game.act({ act: 'enterCode', code: '123456', phone: '0001' });
    game.crash();
    expect(game.kiosk.codeTries.get('kiosk')?.wrong).toBe(1);
  });

  it('I8 never stands in a fact, in the view of the rules or in an order', () => {
    const game = play(withCode());
    tryCode(game, 'wrongCode');
    tryCode(game, 'right');
    expect(JSON.stringify([game.facts, [...game.kiosk.orders], game.kiosk.session])).not.toMatch(/123456/);
  });

  it('I8 opens nothing on battery or while it burns', () => {
    const game = play({ ...emptyKiosk(), power: { is: 'onBattery', says: null } });
    game.act({ act: 'useCode' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'onBattery' });
  });
});
