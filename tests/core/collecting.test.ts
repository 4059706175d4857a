// Collecting a licence, as lists of events and times.

import { describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { licenceChoices } from '../../src/controller/screen-lists.ts';
import { visitOf } from '../../src/core/session.ts';
import {
  a01,
  applicant,
  askForLicence,
  day,
  item,
  kioskWithLicence,
  kioskWithTwo,
  licence,
  night,
  offline,
  play,
  second,
  stranger,
} from '../support/rules.ts';

function openDoor(game: ReturnType<typeof play>): void {
  askForLicence(game);
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
}

describe('collecting', () => {
  it('hands the licence over when the sensor saw the door open and shut', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    expect(game.kiosk.session.at).toBe('doorOpen');
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.kiosk.session.at).toBe('collected');
    expect(game.kiosk.items.get(licence)?.state).toEqual({
      is: 'handedOver',
      cell: a01,
      at: game.now,
      evidence: 'sensor',
    });
    expect(game.is('itemHandedOver')).toHaveLength(1);
    expect(game.pulses()).toBe(1);
  });

  it('LC3 takes an acknowledgement for nothing but an acknowledgement', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    expect(game.kiosk.session.at).toBe('opening');
    expect(game.is('opened')).toEqual([]);
  });

  it('E1 LE1 tries three times with a rest between, then asks the person', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    const times: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      times.push(game.now);
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      if (attempt < 3) for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
    }
    game.wait(2_000);
    expect(game.pulses()).toBe(3);
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 3_000)).toBe(true);
    expect(game.kiosk.session.at).toBe('didItOpen');
    game.act({ act: 'answerOpened', opened: false });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'doorDidNotOpen' });
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'outOfService', why: 'lock', items: [licence] });
    expect(game.is('itemHandedOver')).toEqual([]);
  });

  it('E1 LE1 asks the person when a later try cannot be sent: an earlier pulse may have opened the door since', () => {
    for (const how of ['notSent', 'boardGone'] as const) {
      const game = play(kioskWithLicence());
      askForLicence(game);
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      if (how === 'boardGone') {
        game.wait(2_000);
        game.happen({ is: 'deviceChanged', device: 'boardA', condition: offline });
        game.wait(3_000);
      } else {
        for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
        game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'notSent' });
      }
      expect(game.kiosk.session.at).toBe('didItOpen');
      game.act({ act: 'answerOpened', opened: true });
      game.act({ act: 'answerTaken', taken: true });
      expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'handedOver', evidence: 'statement' });
    }
  });

  it('LE1 counts the rest of a coil from its pulse, also when that had to wait for the line', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' }, 2_500);
    const pulsedAt = game.now;
    for (let before = game.pulses(); game.pulses() === before; ) game.wait(50);
    expect(game.now - pulsedAt).toBeGreaterThanOrEqual(3_000);
  });

  it('E8 opens for a right that was granted anew beside an old one', () => {
    const start = kioskWithLicence();
    const [right] = [...start.rights.values()];
    if (right === undefined) throw new Error('no right');
    const old = { ...right, id: 'r0', validTo: night - 1 };
    const game = play({ ...start, rights: new Map([['r0', old], ...start.rights]) });
    askForLicence(game);
    expect(game.pulses()).toBe(1);
  });

  it('E20 believes the person where the sensor is blind', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      if (attempt < 3) for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
    }
    game.wait(2_000);
    game.act({ act: 'answerOpened', opened: true });
    game.act({ act: 'answerTaken', taken: true });
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'handedOver', evidence: 'statement' });
  });

  it('LE2 sends the pulse although the sensor already says open, and asks at once instead of pulsing again', () => {
    const start = kioskWithLicence();
    const game = play({ ...start, doors: new Map(start.doors).set(a01, { reads: 'open', since: 0, told: 'nothing' }) });
    askForLicence(game);
    expect(game.pulses()).toBe(1);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.wait(2_000);
    expect(game.kiosk.session.at).toBe('didItOpen');
    expect(game.pulses()).toBe(1);
  });

  it('E8 asks "did you take it?" after a slam, and opens again for a no', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 900);
    expect(game.kiosk.session.at).toBe('didYouTake');
    expect(game.is('itemHandedOver')).toEqual([]);
    game.act({ act: 'answerTaken', taken: false });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    expect(game.is('itemHandedOver')).toHaveLength(1);
  });

  it('LC4 lets the same person open the emptied cell again for three minutes, and gives it to nobody else before', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('justEmptied');
    game.act({ act: 'reopen' });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.is('itemHandedOver')).toHaveLength(1);
    game.wait(200_000);
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('free');
  });

  it('LC5 E9 E10 notes an empty cell and a wrong licence, and frees nothing', () => {
    for (const act of ['sayEmpty', 'sayNotMine'] as const) {
      const game = play(kioskWithLicence());
      openDoor(game);
      game.act({ act });
      expect(game.kiosk.session).toMatchObject({
        at: 'problem',
        problem: act === 'sayEmpty' ? 'cellEmpty' : 'notYourItem',
      });
      expect(game.kiosk.cells.get(a01)?.state.is).toBe('unverified');
      expect(game.is('itemHandedOver')).toEqual([]);
    }
  });

  it('LC9 reminds at a minute, sets the cell aside after three, and asks whoever is there to shut it', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    game.wait(61_000);
    expect(game.is('doorHeldOpen')).toHaveLength(1);
    expect(game.kiosk.session.at).toBe('doorOpen');
    game.wait(121_000);
    expect(game.kiosk.session.at).toBe('welcome');
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', why: 'doorLeftOpen' });
    expect(game.kiosk.items.get(licence)?.state.is).toBe('disputed');
  });

  it('LC9 tells staff at 60 s and raises the alarm at 5 min, once each, whatever became of the visit', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    game.act({ act: 'sayEmpty' });
    game.act({ act: 'finish' });
    game.wait(295_000);
    expect([game.is('doorHeldOpen'), game.is('doorAlarm')]).toMatchObject([[{ cell: a01 }], []]);
    game.wait(300_000);
    expect([game.is('doorHeldOpen'), game.is('doorAlarm')]).toMatchObject([[{ cell: a01 }], [{ cell: a01 }]]);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    game.wait(61_000);
    expect(game.is('doorHeldOpen')).toHaveLength(2);
  });

  it('LC1 opens once for all items of one cell and hands over every one of them', () => {
    const game = play(kioskWithTwo());
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.pulses()).toBe(1);
    expect(game.is('itemHandedOver')).toMatchObject([{ item: licence }, { item: second }]);
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'justEmptied', items: [licence, second] });
  });

  it('LC1 opens no door behind which something else lies than this person may take', () => {
    for (const [state, problem] of [
      [{ is: 'frozen', cell: a01 }, 'itemFrozen'],
      [{ is: 'disputed', cell: a01, why: 'notMine' }, 'lookAtCell'],
    ] as const) {
      const start = kioskWithTwo();
      const game = play({ ...start, items: new Map(start.items).set(second, item(state, second)) });
      askForLicence(game);
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem });
      expect(game.pulses()).toBe(0);
    }
    const start = kioskWithTwo();
    const game = play({ ...start, rights: new Map([...start.rights].slice(0, 1)) });
    askForLicence(game);
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'notReleased' });
  });

  it('LC5 cell is empty: every item of it is missing, the cell waits for staff', () => {
    const game = play(kioskWithTwo());
    openDoor(game);
    game.act({ act: 'sayEmpty' });
    expect(game.is('itemMissing')).toHaveLength(2);
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', items: [licence, second] });
  });

  it('LC5 one of two is not there: the other is handed over, the cell waits for staff', () => {
    const game = play(kioskWithTwo());
    openDoor(game);
    game.act({ act: 'sayMissing', item: second });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.is('itemMissing')).toMatchObject([{ item: second }]);
    expect(game.is('itemHandedOver')).toMatchObject([{ item: licence }]);
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', why: 'saidEmpty', items: [second] });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'cellEmpty' });
  });

  it('LC5 not mine: every item of the cell is disputed', () => {
    const game = play(kioskWithTwo());
    openDoor(game);
    game.act({ act: 'sayNotMine' });
    expect(game.is('itemDisputed')).toHaveLength(2);
    expect(game.is('itemHandedOver')).toEqual([]);
  });

  it('LC4 after a slam and a "still inside" the door opens for all that is left', () => {
    const game = play(kioskWithTwo());
    openDoor(game);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 900);
    game.act({ act: 'answerTaken', taken: false });
    expect(game.is('openOrdered').at(-1)).toMatchObject({ why: 'collect', items: [licence, second] });
  });

  it('LC11 shows a stranger nothing and opens nothing', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: stranger });
    game.act({ act: 'showLicences' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noLicence' });
    expect(game.allowed({ act: 'collect', cell: a01 })).toBe(false);
    game.happen({ is: 'act', act: { act: 'collect', cell: a01 } });
    expect(game.pulses()).toBe(0);
  });

  it('refuses a stale right, an expired one and one for another cell', () => {
    for (const [change, problem] of [
      [{ rightsAsOf: night - 4 * day }, 'rightsTooOld'],
      [
        {
          rights: new Map([
            ['r', { id: 'r', item: licence, cell: a01, person: applicant.person, validFrom: 0, validTo: night - 1 }],
          ]),
        },
        'rightExpired',
      ],
      [{ rights: new Map() }, 'notReleased'],
    ] as const) {
      const game = play({ ...kioskWithLicence(), ...change });
      askForLicence(game);
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem });
      expect(game.pulses()).toBe(0);
      expect(game.is('collectRefused')).toHaveLength(1);
    }
  });

  it('says on the list why what lies there cannot be had now, and offers it again once its right has come', () => {
    const listed = ({ kiosk, now }: ReturnType<typeof play>) =>
      licenceChoices(kiosk, certain(visitOf(kiosk.session), 'a visit'), now).map(({ collectable }) => collectable);
    const start = kioskWithLicence();
    const right = certain(start.rights.get('r1'), 'its right');
    for (const [change, why] of [
      [{ rights: new Map() }, 'notReleased'],
      [{ rights: new Map([['r1', { ...right, validTo: night - 1 }]]) }, 'rightExpired'],
      [{ rightsAsOf: night - 4 * day }, 'rightsTooOld'],
    ] as const) {
      const game = play({ ...start, ...change });
      game.happen({ is: 'cardRead', holder: applicant });
      game.act({ act: 'showLicences' });
      expect(listed(game)).toEqual([{ works: false, why }]);
      game.happen({
        is: 'news',
        cursor: 1,
        asOf: game.now,
        news: { is: 'rightGranted', right: { ...right, id: 'r2' } },
      });
      game.happen({ is: 'upToDate', asOf: game.now });
      expect(listed(game)).toEqual([{ works: true }]);
    }
  });

  it('E18 LE5 says so when the board is offline, and keeps the licence', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'deviceChanged', device: 'boardA', condition: offline });
    askForLicence(game);
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'boardOffline' });
    expect(game.kiosk.items.get(licence)?.state.is).toBe('inCell');
    expect(game.pulses()).toBe(0);
  });

  it('E7 LE3 raises an alarm for a door that moves without an order', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    expect(game.is('openedWithoutOrder')).toEqual([{ is: 'openedWithoutOrder', cell: a01 }]);
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('unverified');
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', why: 'openedWithoutOrder' });
  });
});

describe('a crash', () => {
  it('E16 LE7 between order and outcome leaves the cell unverified, pulses nothing again, and keeps the right', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.crash();
    expect(game.pulses()).toBe(1);
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', why: 'restart', items: [licence] });
    expect(game.is('notOpened')).toMatchObject([{ why: 'unknown' }]);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    askForLicence(game);
    expect(game.pulses()).toBe(2);
  });

  it('with the door open comes back knowing it', () => {
    const game = play(kioskWithLicence());
    openDoor(game);
    game.crash();
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', why: 'restart' });
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', why: 'restart' });
    expect(game.is('openedWithoutOrder')).toEqual([]);
    expect(game.pulses()).toBe(1);
  });
});
