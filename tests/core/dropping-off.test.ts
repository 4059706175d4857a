// Dropping off: a person leaves missing papers; what was seen counts, what was not is a doubt, and nothing is received twice.

import { describe, expect, it } from 'vitest';
import type { News } from '../../src/core/event.ts';
import { booksAgree, booksOf } from '../../src/core/fact-books.ts';
import { itemIdOf } from '../../src/core/item.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  day,
  depositor,
  envelope,
  kioskWithDropOff,
  kioskWithLicence,
  night,
  offline,
  type Play,
  play,
  signIn,
  stranger,
  technician,
} from '../support/rules.ts';

function atList(start: Kiosk = kioskWithDropOff(), holder = applicant): Play {
  const game = play(start);
  game.happen({ is: 'cardRead', holder });
  game.act({ act: 'showDropOffs' });
  return game;
}

function openDoor(game: Play): void {
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
}

/** The door of A01 has opened for the envelope and shut again after that long. */
function shutAfter(ms: number, start?: Kiosk): Play {
  const game = atList(start);
  game.act({ act: 'dropOff', item: envelope });
  openDoor(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, ms);
  return game;
}

function received(start?: Kiosk): Play {
  const game = shutAfter(5_000, start);
  game.act({ act: 'confirmDropOff', putIn: true }, 2_000);
  return game;
}

const stateOf = (game: Play) => game.kiosk.items.get(envelope)?.state;
const cellOf = (game: Play, id = a01) => game.kiosk.cells.get(id)?.state;
const dropOffOf = (game: Play) => game.kiosk.items.get(envelope)?.dropOff;
const problemOf = (game: Play) => (game.kiosk.session.at === 'problem' ? game.kiosk.session.problem : null);

function lookInto(game: Play, found: 'envelope' | 'empty', cell = a01): void {
  game.happen({ is: 'act', act: { act: 'finish' } });
  game.wait(10_000);
  signIn(game, technician);
  if (found === 'empty') game.act({ act: 'verifyCell', cell, found });
  else game.act({ act: 'foundItems', cell, items: [envelope] });
}

describe('LD7 what the sensor saw', () => {
  it('is received with the moment the door shut, the cell and the offset of the clock', () => {
    const game = atList();
    game.happen({ is: 'clockCompared', offsetMs: 1_234.4 });
    game.act({ act: 'dropOff', item: envelope });
    expect(game.is('openOrdered')).toMatchObject([{ why: 'dropOff', cell: a01, items: [envelope] }]);
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    const shutAt = game.now;
    game.act({ act: 'confirmDropOff', putIn: true }, 9_000);
    expect(game.is('dropOffReceived')).toEqual([
      {
        is: 'dropOffReceived',
        item: envelope,
        cell: a01,
        person: applicant.person,
        shutAt,
        clockOffsetMs: 1_234,
        evidence: 'sensor',
      },
    ]);
    const told = game.facts.find(({ fact }) => fact.is === 'dropOffReceived');
    expect(dropOffOf(game)?.receipt).toMatchObject({ fact: told?.id, cell: a01, shutAt, at: game.now });
    expect([cellOf(game), stateOf(game)?.is, game.kiosk.session.at]).toEqual([
      { is: 'occupied', items: [envelope] },
      'inCell',
      'droppedOff',
    ]);
  });

  it('needs no network, and only this person within these days', () => {
    const game = atList();
    expect(game.kiosk.centralOnline).toBe(false);
    const other = play(kioskWithDropOff());
    other.happen({ is: 'cardRead', holder: stranger });
    other.act({ act: 'showDropOffs' });
    other.act({ act: 'dropOff', item: envelope });
    expect([problemOf(other), other.pulses()]).toEqual(['notNow', 0]);
    const late = atList();
    late.now += 40 * day;
    late.happen({ is: 'cardRead', holder: applicant });
    late.happen({ is: 'tick' });
    late.happen({ is: 'cardRead', holder: applicant });
    late.act({ act: 'showDropOffs' });
    late.act({ act: 'dropOff', item: envelope });
    expect([problemOf(late), late.pulses()]).toEqual(['dropOffOver', 0]);
  });

  it('is nothing to be collected, and lies with nothing that is', () => {
    const start = kioskWithLicence();
    const game = atList({ ...start, items: new Map([...start.items, ...kioskWithDropOff().items]) });
    game.act({ act: 'dropOff', item: envelope });
    expect(game.is('openOrdered')).toMatchObject([{ cell: b01 }]);
    const alone = received();
    alone.act({ act: 'back' });
    alone.act({ act: 'showLicences' });
    expect(problemOf(alone)).toBe('noLicence');
  });

  it('is taken out by staff as one of their list, to a window and never put in again', () => {
    const game = received();
    game.act({ act: 'finish' });
    game.wait(10_000);
    signIn(game, depositor);
    game.act({ act: 'showRecalls' });
    game.act({ act: 'recall', cell: a01 });
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    expect(game.allowed({ act: 'recalled', place: { is: 'redeposited' } })).toBe(false);
    game.act({ act: 'recalled', place: { is: 'window', window: '3' } });
    expect([stateOf(game)?.is, cellOf(game)]).toEqual(['recalled', { is: 'free' }]);
    expect(game.is('itemRecalled')).toMatchObject([{ item: envelope, place: { window: '3' } }]);
  });

  it('is not offered a second time, but its slip is, at this visit and at a later one', () => {
    const game = received();
    game.act({ act: 'printDropOff', item: envelope });
    expect(game.is('printOrdered')).toMatchObject([
      { kind: 'dropOffSlip', document: dropOffOf(game)?.receipt?.fact, copy: 1 },
    ]);
    const job = game.is('printOrdered').flatMap((fact) => (fact.is === 'printOrdered' ? [fact.job] : []))[0] ?? '';
    game.happen({ is: 'printEnded', job, outcome: { is: 'notStarted', why: 'paperOut' } });
    game.act({ act: 'finish' });
    game.wait(10_000);
    game.crash();
    for (const cell of [a01, a02, b01]) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    game.happen({ is: 'cardRead', holder: applicant });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: envelope });
    expect([problemOf(game), game.pulses()]).toEqual(['notNow', 1]);
    game.act({ act: 'back' });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'printDropOff', item: envelope });
    expect(game.is('printOrdered')).toHaveLength(2);
    expect(game.is('dropOffReceived')).toHaveLength(1);
  });

  it('prints once more as a marked copy when the first paper never came', () => {
    const game = received();
    game.act({ act: 'printDropOff', item: envelope });
    const job = game.effects.flatMap((effect) => (effect.do === 'print' ? [effect.job.id] : []))[0] ?? '';
    game.happen({ is: 'printStarting', job, mark: { cuts: null }, sha256: null });
    game.happen({ is: 'printEnded', job, outcome: { is: 'notConfirmed', next: 'person' } });
    game.act({ act: 'answerPrinted', printed: false });
    expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { kind: 'dropOffSlip', copy: 2, reprintOf: job }]);
  });
});

describe('LD7 what nobody saw is a doubt and never received', () => {
  it('sets the cell aside when the person did not put it in, and offers another one', () => {
    const game = shutAfter(5_000);
    game.act({ act: 'confirmDropOff', putIn: false });
    expect([problemOf(game), stateOf(game)?.is, cellOf(game)]).toEqual([
      'dropOffNotIn',
      'expected',
      { is: 'unverified', why: 'depositCancelled', items: [] },
    ]);
    game.act({ act: 'back' });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: envelope });
    expect(game.is('openOrdered').at(-1)).toMatchObject({ cell: b01 });
    expect(game.is('dropOffReceived')).toEqual([]);
  });

  it('is received at the second try, by the facts as by the tables', () => {
    const game = shutAfter(5_000);
    game.act({ act: 'confirmDropOff', putIn: false });
    game.act({ act: 'back' });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: envelope });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: b01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: b01, reads: 'closed' }, 5_000);
    game.act({ act: 'confirmDropOff', putIn: true });
    expect(game.is('dropOffReceived')).toMatchObject([{ cell: b01, evidence: 'sensor' }]);
    expect(booksAgree(booksOf(game.facts.map(({ fact }) => fact)), game.kiosk)).toEqual([]);
  });

  it('gives no fourth door to somebody who never puts anything in', () => {
    const start = kioskWithDropOff();
    const items = new Map(start.items);
    for (const [id, one] of items)
      if (one.dropOff !== undefined) items.set(id, { ...one, dropOff: { ...one.dropOff, givenUp: 3 } });
    const game = atList({ ...start, items });
    game.act({ act: 'dropOff', item: envelope });
    expect([problemOf(game), game.pulses()]).toEqual(['dropOffTooOften', 0]);
  });

  it.each([
    ['a door that slams', (game: Play) => game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 1_500)],
    [
      'a door that the sensor never saw shut',
      (game: Play) => {
        game.wait(61_000);
        game.act({ act: 'sayShut', cell: a01 });
      },
    ],
  ])('asks staff to look after %s, whatever the person says', (_, shut) => {
    const game = atList();
    game.act({ act: 'dropOff', item: envelope });
    openDoor(game);
    shut(game);
    game.act({ act: 'confirmDropOff', putIn: true });
    expect([problemOf(game), stateOf(game), cellOf(game)]).toEqual([
      'dropOffUnsure',
      { is: 'disputed', cell: a01, why: 'deposit' },
      { is: 'unverified', why: 'dropOff', items: [envelope] },
    ]);
    expect(game.is('dropOffReceived')).toEqual([]);
  });

  it('may be opened once more after a slam, and is received by the second shutting', () => {
    const game = shutAfter(1_000);
    game.act({ act: 'openAgain' });
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    const shutAt = game.now;
    game.act({ act: 'confirmDropOff', putIn: true });
    expect(game.is('dropOffReceived')).toMatchObject([{ shutAt, evidence: 'sensor' }]);
  });

  it('stays a doubt when the door does not open once more and the envelope may be inside', () => {
    const game = shutAfter(5_000);
    game.act({ act: 'openAgain' });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'notSent' });
    expect([problemOf(game), stateOf(game)?.is, cellOf(game)]).toEqual([
      'dropOffUnsure',
      'disputed',
      { is: 'unverified', why: 'dropOff', items: [envelope] },
    ]);
  });

  it('is as before when the board is gone before the first pulse', () => {
    const game = atList();
    game.act({ act: 'dropOff', item: envelope });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'notSent' });
    expect([problemOf(game), stateOf(game), cellOf(game)]).toEqual([
      'dropOffDoorStuck',
      { is: 'expected' },
      { is: 'free' },
    ]);
  });

  it('takes a cell whose door sticks out of use, and the envelope stays to be left', () => {
    const game = atList();
    game.act({ act: 'dropOff', item: envelope });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    while (game.kiosk.session.at === 'opening') {
      game.wait(3_500);
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    }
    game.act({ act: 'answerOpened', opened: false });
    expect([problemOf(game), stateOf(game), cellOf(game)]).toEqual([
      'dropOffDoorStuck',
      { is: 'expected' },
      { is: 'outOfService', why: 'lock', items: [] },
    ]);
  });

  it('is received by staff who find it, with the moment at which its door was seen to shut', () => {
    const game = shutAfter(5_000);
    const shutAt = game.now;
    game.wait(61_000);
    expect([game.kiosk.session.at, cellOf(game)]).toEqual([
      'welcome',
      { is: 'unverified', why: 'dropOff', items: [envelope] },
    ]);
    lookInto(game, 'envelope');
    expect(game.is('dropOffReceived')).toMatchObject([{ cell: a01, shutAt, evidence: 'staff' }]);
    expect(stateOf(game)?.is).toBe('inCell');
  });

  it('can be left again when staff find the cell empty', () => {
    const game = shutAfter(1_000);
    game.act({ act: 'confirmDropOff', putIn: true });
    game.act({ act: 'back' });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: envelope });
    expect([problemOf(game), game.pulses()]).toEqual(['dropOffUnsure', 1]);
    lookInto(game, 'empty');
    expect([stateOf(game), cellOf(game)]).toEqual([{ is: 'expected' }, { is: 'free' }]);
  });

  it('is lost, and told, when it was received and staff find the cell empty', () => {
    const game = received();
    game.act({ act: 'finish' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 60_000);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(cellOf(game)?.is).toBe('unverified');
    lookInto(game, 'empty');
    expect([stateOf(game)?.is, game.is('itemMissing').length]).toEqual(['lost', 1]);
  });
});

describe('LD7 a full cabinet, a withdrawn case, a crash at each moment', () => {
  it('says so when no cell is free or works, and opens nothing', () => {
    const game = atList();
    for (const device of ['boardA', 'boardB'])
      game.happen({ is: 'deviceChanged', device, condition: { ...offline, problem: 'boardOffline' } });
    game.act({ act: 'dropOff', item: envelope });
    expect([problemOf(game), game.pulses(), stateOf(game)]).toEqual(['bankFull', 0, { is: 'expected' }]);
  });

  it('takes nothing in for a case that was withdrawn meanwhile', () => {
    const game = atList();
    game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemCancelled', item: envelope } });
    game.act({ act: 'dropOff', item: envelope });
    expect([problemOf(game), game.pulses()]).toEqual(['notNow', 0]);
  });

  it('receives what was put in although the case was withdrawn while the door stood open', () => {
    const game = atList();
    game.act({ act: 'dropOff', item: envelope });
    openDoor(game);
    game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemCancelled', item: envelope } });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    game.act({ act: 'confirmDropOff', putIn: true });
    expect([game.is('dropOffReceived').length, stateOf(game)]).toEqual([1, { is: 'frozen', cell: a01 }]);
  });

  it('takes the same permission in once, and a second envelope of a case as a thing of its own', () => {
    const asked: News = {
      is: 'dropOffAsked',
      item: { ...itemOf(kioskWithDropOff()), id: itemIdOf('E-2') },
      dropOff: { missing: { zh: '身份证', en: 'ID card' }, validFrom: 0, validTo: night + day, verify: 'https://x' },
    };
    const game = received();
    for (let times = 0; times < 2; times += 1) game.happen({ is: 'news', cursor: 1, asOf: night, news: asked });
    expect(game.kiosk.items.size).toBe(2);
    game.act({ act: 'back' });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: itemIdOf('E-2') });
    expect(game.is('openOrdered').at(-1)).toMatchObject({ cell: b01, items: ['E-2'] });
  });

  const moments: readonly (readonly [string, (game: Play) => void])[] = [
    ['ordered', () => undefined],
    ['pulsed', (game) => game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' })],
    ['open', openDoor],
    [
      'shut',
      (game) => {
        openDoor(game);
        game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
      },
    ],
  ];
  it('keeps no moment of a door that was opened again and not seen to shut', () => {
    const game = shutAfter(5_000);
    game.act({ act: 'openAgain' });
    openDoor(game);
    game.crash();
    for (const cell of [a01, a02, b01]) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    lookInto(game, 'envelope');
    expect(game.is('dropOffReceived')).toMatchObject([{ shutAt: null, evidence: 'staff' }]);
  });

  it.each(moments)('is in doubt after a crash when the door was %s, and what staff find decides', (moment, until) => {
    const game = atList();
    game.act({ act: 'dropOff', item: envelope });
    until(game);
    const shutAt = moment === 'shut' ? game.now : null;
    game.crash();
    for (const cell of [a01, a02, b01]) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    expect([stateOf(game)?.is, cellOf(game)?.is, game.is('dropOffReceived')]).toEqual(['disputed', 'unverified', []]);
    lookInto(game, 'envelope');
    expect(game.is('dropOffReceived')).toMatchObject([{ shutAt, evidence: 'staff' }]);
  });
});

function itemOf(kiosk: Kiosk) {
  const one = kiosk.items.get(envelope);
  if (one === undefined) throw new Error('no envelope');
  const { state: _, hold: __, dropOff: ___, ...item } = one;
  return item;
}
