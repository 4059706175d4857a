// What goes wrong at a door: late, wrong, several, held open, pried, stuck sensors. What the citizen is told, what staff
// get as a fact, and where it ends.

import { describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { licenceChoices } from '../../src/controller/screen-lists.ts';
import { strayOpenDoor } from '../../src/core/held-open.ts';
import { visitOf } from '../../src/core/session.ts';
import { doorsToShut } from '../../src/core/wrong-door.ts';
import {
  a01,
  a02,
  askForLicence,
  b01,
  kioskWithLicence,
  licence,
  offline,
  type Play,
  play,
  ready,
  signIn,
  stranger,
  technician,
} from '../support/rules.ts';

function ask(start = kioskWithLicence()): Play {
  const game = play(start);
  askForLicence(game);
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  return game;
}

function open(game: Play, cell = a01, afterMs = 300): void {
  game.happen({ is: 'doorChanged', cell, reads: 'open' }, afterMs);
}

function shut(game: Play, cell = a01, afterMs = 4_000): void {
  game.happen({ is: 'doorChanged', cell, reads: 'closed' }, afterMs);
}

/** Three pulses, nothing seen, and the person says that it stayed shut. */
function giveUp(): Play {
  const game = ask();
  for (let attempt = 2; attempt <= 3; attempt += 1) {
    for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  }
  game.wait(2_000);
  game.act({ act: 'answerOpened', opened: false });
  return game;
}

const stateOf = (game: Play) => game.kiosk.items.get(licence)?.state;
const cellOf = (game: Play, cell = a01) => game.kiosk.cells.get(cell)?.state;
const at = (game: Play) => game.kiosk.session;

describe('a door that cannot be read', () => {
  it('LE6 is pulsed once, and then the person is asked: a sensor that is blind would let the lock fire again and again', () => {
    const start = kioskWithLicence();
    const game = ask({
      ...start,
      doors: new Map(start.doors).set(a01, { reads: 'unknown', since: 0, told: 'nothing' }),
    });
    game.wait(2_000);
    expect(at(game).at).toBe('didItOpen');
    expect(game.pulses()).toBe(1);
  });
});

describe('a door that opens late', () => {
  it('E2 belongs to the order of a moment ago: the same person goes on at once, and the lock is tagged', () => {
    const game = giveUp();
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'doorDidNotOpen' });
    open(game, a01, 20_000);
    expect(game.is('openedLate')).toMatchObject([{ order: game.lastOrder(), cell: a01 }]);
    expect(game.is('openedWithoutOrder')).toEqual([]);
    expect(at(game)).toMatchObject({ at: 'doorOpen', cell: a01 });
    shut(game);
    expect(stateOf(game)).toMatchObject({ is: 'handedOver', evidence: 'sensor' });
    expect(game.is('cellFault')).toMatchObject([{ cell: a01, fault: 'slowLock' }]);
    // Nothing new is laid behind that lock before a technician has looked.
    game.wait(200_000);
    expect(cellOf(game)).toMatchObject({ is: 'outOfService', why: 'lock', items: [] });
    signIn(game, technician);
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect(cellOf(game)).toEqual({ is: 'free' });
    expect(game.kiosk.cells.get(a01)?.fault).toBeUndefined();
  });

  it('E2 with nobody there any more is set aside, and the next one is only asked to shut it', () => {
    const game = giveUp();
    game.act({ act: 'finish' });
    game.wait(10_000);
    open(game, a01, 15_000);
    expect(game.is('openedLate')).toHaveLength(1);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'openedLate', items: [licence] });
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'openedLate' });
    expect(strayOpenDoor(game.kiosk, game.now)).toBe(a01);
  });

  it('E2 is linked for a minute only: after that nothing explains the movement', () => {
    const game = giveUp();
    game.act({ act: 'finish' });
    open(game, a01, 61_000);
    expect(game.is('openedLate')).toEqual([]);
    expect(game.is('openedWithoutOrder')).toEqual([{ is: 'openedWithoutOrder', cell: a01 }]);
  });
});

describe('a lock that sticks', () => {
  it('is not tried again for whoever comes back: they are told that it is looked at, and nothing is fired', () => {
    const game = giveUp();
    game.act({ act: 'finish' });
    game.wait(70_000);
    const pulses = game.pulses();
    askForLicence(game);
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'lookAtCell' });
    expect(game.is('collectRefused')).toMatchObject([{ item: licence, why: 'lookAtCell' }]);
    expect(game.pulses()).toBe(pulses);
    expect(stateOf(game)).toMatchObject({ is: 'disputed', cell: a01 });
  });

  it('is on the list of what waits, with the reason and without a button', () => {
    const game = giveUp();
    const { session } = game.kiosk;
    const visit = certain(visitOf(session), 'a visit');
    expect(licenceChoices(game.kiosk, visit, game.now)).toMatchObject([
      { cell: a01, items: [{ item: licence }], collectable: { works: false, why: 'lookAtCell' } },
    ]);
  });

  it('gives its licence out again once staff have found it there and the lock is mended', () => {
    const game = giveUp();
    game.act({ act: 'finish' });
    game.wait(70_000);
    signIn(game, technician);
    game.act({ act: 'verifyCell', cell: a01, found: 'item' });
    game.act({ act: 'finish' });
    game.wait(10_000);
    const pulses = game.pulses();
    askForLicence(game);
    expect(game.pulses()).toBe(pulses + 1);
  });
});

describe('a wrong door', () => {
  it('E5 LE4 sets both cells aside, stops the board, and asks the person to take nothing and shut it', () => {
    const game = ask();
    open(game, a02);
    expect(game.is('wrongDoorOpened')).toMatchObject([{ order: game.lastOrder(), ordered: a01, cell: a02 }]);
    expect([cellOf(game), cellOf(game, a02)]).toMatchObject([
      { is: 'unverified', why: 'wrongDoor', items: [licence] },
      { is: 'unverified', why: 'wrongDoor', items: [] },
    ]);
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'wrongDoor' });
    expect(at(game).at).toBe('wrongDoor');
    expect(doorsToShut(game.kiosk)).toEqual([a02]);
    game.wait(5_000);
    expect(game.pulses()).toBe(1);
    shut(game, a02);
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'wrongDoor' });
    expect(game.is('itemHandedOver')).toEqual([]);
  });

  it('E5 keeps the board stopped, over a restart too, until a technician has mended it', () => {
    const game = ask();
    open(game, a02);
    shut(game, a02);
    game.crash();
    expect([...game.kiosk.suspended.keys()]).toEqual(['boardA']);
    signIn(game, technician);
    game.act({ act: 'openForLook', cell: a01 });
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'boardOffline' });
    game.act({ act: 'back' });
    expect(game.pulses()).toBe(1);
    game.act({ act: 'resumeBoard', board: 'boardA' });
    expect(game.is('boardResumed')).toMatchObject([{ board: 'boardA', by: technician.person }]);
    game.act({ act: 'openForLook', cell: a01 });
    expect(game.pulses()).toBe(2);
  });

  it('E5 a door that is already open for its addressee is set aside too when another follows on the same pulse', () => {
    const game = ask();
    open(game);
    open(game, a02, 400);
    expect(at(game).at).toBe('wrongDoor');
    expect(doorsToShut(game.kiosk)).toEqual([a02, a01]);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'wrongDoor' });
    shut(game);
    shut(game, a02);
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'wrongDoor' });
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'wrongDoor' });
  });

  it('E6 several doors are all set aside, and every board that has one of them is stopped', () => {
    const game = ask();
    open(game, a02);
    open(game, b01, 100);
    expect(doorsToShut(game.kiosk)).toEqual([a02, b01]);
    for (const cell of [a01, a02, b01])
      expect(cellOf(game, cell)).toMatchObject({ is: 'unverified', why: 'wrongDoor' });
    expect([...game.kiosk.suspended.keys()]).toEqual(['boardA', 'boardB']);
    expect(game.is('boardSuspended')).toHaveLength(2);
  });

  it('E6 a door that nobody shuts does not keep the next person away', () => {
    const game = ask();
    open(game, a02);
    game.wait(181_000);
    expect(at(game).at).toBe('welcome');
    expect(strayOpenDoor(game.kiosk, game.now)).toBe(a02);
  });
});

describe('a door held open', () => {
  it('E3 is a task after a minute and normal again as soon as it is shut', () => {
    const game = ask();
    open(game);
    game.wait(61_000);
    expect(game.is('doorHeldOpen')).toEqual([{ is: 'doorHeldOpen', cell: a01 }]);
    expect(at(game)).toMatchObject({ at: 'doorOpen', heldOpenTold: true });
    shut(game);
    expect(stateOf(game)).toMatchObject({ is: 'handedOver', evidence: 'sensor' });
  });

  it('E3 is an alarm after five minutes, once', () => {
    const game = ask();
    open(game);
    game.wait(299_000);
    expect(game.is('doorAlarm')).toEqual([]);
    game.wait(120_000);
    expect(game.is('doorAlarm')).toEqual([{ is: 'doorAlarm', cell: a01 }]);
    shut(game);
    expect(game.is('doorClosed')).toEqual([{ is: 'doorClosed', cell: a01 }]);
  });

  it('E4 with nobody there ends unverified: the item is disputed and the screen asks for that door alone', () => {
    const game = ask();
    open(game);
    game.wait(182_000);
    expect(at(game)).toEqual({ at: 'welcome' });
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'doorLeftOpen' });
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'doorLeftOpen' });
    expect(strayOpenDoor(game.kiosk, game.now)).toBe(a01);
    shut(game);
    expect(strayOpenDoor(game.kiosk, game.now)).toBeNull();
    // Shut by whoever came by: nobody knows what is inside before somebody has looked.
    expect(cellOf(game)).toMatchObject({ is: 'unverified' });
  });
});

describe('a door that nobody ordered to open', () => {
  it('E7 during somebody else’s visit is an alarm of its own and changes nothing for them', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: stranger });
    open(game);
    expect(game.is('openedWithoutOrder')).toEqual([{ is: 'openedWithoutOrder', cell: a01 }]);
    expect(stateOf(game)).toMatchObject({ is: 'disputed', why: 'openedWithoutOrder' });
    expect(at(game).at).toBe('menu');
    expect(game.kiosk.suspended.size).toBe(0);
  });

  it('E7 is told from a door that a pulse has moved: four seconds later it is no wrong door', () => {
    const game = ask();
    open(game);
    open(game, a02, 4_000);
    expect(game.is('wrongDoorOpened')).toEqual([]);
    expect(game.is('openedWithoutOrder')).toEqual([{ is: 'openedWithoutOrder', cell: a02 }]);
    expect(at(game).at).toBe('doorOpen');
  });
});

describe('a board that is silent', () => {
  it('E18 LE5 takes only its own cells out, and they are back with it', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'deviceChanged', device: 'boardA', condition: offline });
    for (const cell of [a01, a02]) game.happen({ is: 'doorChanged', cell, reads: 'unknown' });
    askForLicence(game);
    expect(at(game)).toMatchObject({ at: 'problem', problem: 'boardOffline' });
    expect(stateOf(game)?.is).toBe('inCell');
    game.act({ act: 'finish' });
    game.happen({ is: 'deviceChanged', device: 'boardA', condition: ready });
    for (const cell of [a01, a02]) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    game.wait(10_000);
    askForLicence(game);
    expect(game.pulses()).toBe(1);
    expect(game.is('openedWithoutOrder')).toEqual([]);
  });

  it('E18 a door found open when the board is back is nobody’s crime, but its content is not certain', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'doorChanged', cell: a01, reads: 'unknown' });
    open(game);
    expect(game.is('openedWithoutOrder')).toEqual([]);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'boardLost' });
  });

  it('LE6 unknown is never taken for open or for closed', () => {
    const game = ask();
    game.happen({ is: 'doorChanged', cell: a01, reads: 'unknown' });
    expect(at(game)).toMatchObject({ at: 'opening' });
    open(game);
    // It may have been open all along: the person is asked.
    expect(at(game)).toMatchObject({ at: 'opening' });
    game.wait(2_000);
    expect(at(game)).toMatchObject({ at: 'opening', stage: 'resting' });
    expect(game.is('opened')).toEqual([]);
    expect(game.is('doorClosed')).toEqual([]);
  });
});

describe('a sensor that sticks', () => {
  it('E19 open: three people say that the door is shut; then it is flagged, still in use, and nobody is asked any more', () => {
    const start = kioskWithLicence();
    const game = play({ ...start, doors: new Map(start.doors).set(a01, { reads: 'open', since: 0, told: 'nothing' }) });
    for (let times = 1; times <= 3; times += 1) {
      expect(strayOpenDoor(game.kiosk, game.now)).toBe(a01);
      game.act({ act: 'sayShut', cell: a01 });
      // The same person pressing again counts once.
      game.happen({ is: 'act', act: { act: 'sayShut', cell: a01 } });
      expect(game.is('saidShut')).toHaveLength(times);
      expect(strayOpenDoor(game.kiosk, game.now)).toBeNull();
      game.wait(301_000);
    }
    expect(game.is('cellFault')).toEqual([{ is: 'cellFault', cell: a01, fault: 'sensorStuckOpen' }]);
    expect(strayOpenDoor(game.kiosk, game.now)).toBeNull();
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.wait(2_000);
    game.act({ act: 'answerOpened', opened: true });
    game.act({ act: 'answerTaken', taken: true });
    expect(stateOf(game)).toMatchObject({ is: 'handedOver', evidence: 'statement' });
    shut(game);
    expect(game.is('cellFaultEnded')).toEqual([{ is: 'cellFaultEnded', cell: a01 }]);
  });

  it('E19 after an opening: whoever has shut the door says so and goes on', () => {
    const game = ask();
    open(game);
    expect(game.allowed({ act: 'sayShut', cell: a01 })).toBe(false);
    game.wait(61_000);
    game.act({ act: 'sayShut', cell: a01 });
    expect(at(game).at).toBe('didYouTake');
    game.act({ act: 'answerTaken', taken: true });
    expect(stateOf(game)?.is).toBe('handedOver');
    expect(game.is('saidShut')).toHaveLength(1);
  });
});
