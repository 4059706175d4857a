// The emergency opening of every cell: two people, one door after the other, and nobody is served before all was looked into.

import { describe, expect, it } from 'vitest';
import { worksheet } from '../../src/core/checking.ts';
import { progressOf } from '../../src/core/open-all.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  depositor,
  kioskWithLicence,
  licence,
  offline,
  type Play,
  play,
  signIn,
  stranger,
  technician,
} from '../support/rules.ts';

const cells = [a01, a02, b01];

function askedBy(holder = depositor, start = kioskWithLicence()): Play {
  const game = play(start);
  signIn(game, holder);
  game.act({ act: 'askOpenAll' });
  return game;
}

/** Both have shown card and PIN: the first door is ordered. */
function began(): Play {
  const game = askedBy();
  game.happen({ is: 'cardRead', holder: technician }, 5_000);
  game.act({ act: 'pin', digits: '135791' });
  game.happen({ is: 'pinChecked', person: technician.person, right: true });
  return game;
}

function pulsedCell(game: Play) {
  const effect = game.effects.findLast((one) => one.do === 'pulse');
  return effect?.do === 'pulse' ? effect.cell : undefined;
}

/** The door at hand opens. */
function opens(game: Play): void {
  const cell = pulsedCell(game);
  if (cell === undefined) throw new Error('no lock was pulsed');
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell, reads: 'open' }, 300);
}

function progress(game: Play) {
  const { session } = game.kiosk;
  return session.at === 'openingAll' ? progressOf(game.kiosk, session) : undefined;
}

describe('two people', () => {
  it('LE10 are needed: the same card, a citizen’s card, a wrong PIN or a minute without one open nothing', () => {
    const same = askedBy();
    for (const holder of [depositor, stranger]) {
      same.happen({ is: 'cardRead', holder });
      expect(same.kiosk.session).toMatchObject({ at: 'secondPerson', refused: true });
    }
    same.wait(61_000);
    expect(same.kiosk.session.at).toBe('deposit');
    const wrong = askedBy();
    wrong.happen({ is: 'cardRead', holder: technician });
    wrong.act({ act: 'pin', digits: '000000' });
    wrong.happen({ is: 'pinChecked', person: technician.person, right: false });
    expect(wrong.kiosk.session.at).toBe('secondPin');
    expect(wrong.is('staffRefused')).toMatchObject([{ person: technician.person, wrongPins: 1 }]);
    // The right PIN of somebody else does not count either.
    wrong.happen({ is: 'pinChecked', person: depositor.person, right: true });
    wrong.wait(61_000);
    expect([same.pulses(), wrong.pulses(), wrong.kiosk.session.at]).toEqual([0, 0, 'deposit']);
    expect(wrong.kiosk.emergency).toBeNull();
  });

  it('LE10 E29 are both on record, with every single door', () => {
    const game = began();
    expect(game.is('openAllBegan')).toEqual([
      { is: 'openAllBegan', by: depositor.person, second: technician.person, cells: 3 },
    ]);
    for (const _ of cells) {
      opens(game);
      game.wait(1_000);
    }
    expect(game.is('openOrdered').map((fact) => (fact.is === 'openOrdered' ? fact.cell : ''))).toEqual(cells);
    expect(game.is('opened')).toHaveLength(3);
  });
});

describe('the doors', () => {
  it('LE10 E29 open one at a time with a pause between the coils, each once, and the count goes up', () => {
    const game = began();
    const times: number[] = [];
    for (const [index] of cells.entries()) {
      times.push(game.now);
      expect([game.pulses(), pulsedCell(game)]).toEqual([index + 1, cells[index]]);
      opens(game);
      expect(progress(game)).toMatchObject({ opened: index + 1, of: 3 });
      expect(game.pulses()).toBe(index + 1);
      game.wait(1_000);
    }
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 500)).toBe(true);
    expect(game.pulses()).toBe(3);
  });

  it('LE10 a door that does not open, or whose board is silent, holds up nothing', () => {
    const game = began();
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.wait(2_500);
    expect(pulsedCell(game)).toBe(a02);
    game.happen({ is: 'deviceChanged', device: 'boardB', condition: offline });
    opens(game);
    game.wait(1_000);
    expect(progress(game)).toMatchObject({ opened: 1, failed: [a01, b01] });
  });

  it('LE10 can be stopped between two doors', () => {
    const game = began();
    opens(game);
    game.act({ act: 'stopOpenAll' });
    game.wait(10_000);
    expect(game.pulses()).toBe(1);
    expect(game.is('openAllStopped')).toMatchObject([{ left: 2 }]);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    game.wait(1_000);
    expect(game.kiosk.session.at).toBe('worksheet');
    expect(worksheet(game.kiosk)).toEqual([a01]);
  });

  it('is over when the computer has slept: nobody is there to guard what would open', () => {
    const game = began();
    opens(game);
    game.wait(1_000);
    const pulses = game.pulses();
    game.happen({ is: 'woke' });
    game.wait(30_000);
    expect(game.pulses()).toBe(pulses);
    expect(game.kiosk.session.at).toBe('welcome');
    expect(game.is('openAllStopped')).toHaveLength(1);
  });

  it('LE10 keep the session from ending as long as one is open, and one whose sensor sticks can be called shut', () => {
    const game = began();
    for (const _ of cells) {
      opens(game);
      game.wait(1_000);
    }
    game.wait(900_000);
    expect(game.kiosk.session.at).toBe('openingAll');
    expect(game.is('doorAlarm')).toEqual([]);
    for (const cell of [a01, a02]) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    game.wait(1_000);
    expect(game.kiosk.session.at).toBe('openingAll');
    game.act({ act: 'sayAllShut' });
    expect(game.is('saidShut')).toEqual([{ is: 'saidShut', cell: b01 }]);
    expect(game.kiosk.session.at).toBe('worksheet');
  });
});

describe('afterwards', () => {
  function shut(): Play {
    const game = began();
    for (const _ of cells) {
      opens(game);
      game.wait(1_000);
    }
    for (const cell of cells) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    game.wait(1_000);
    return game;
  }

  it('E29 every cell is on the worksheet and no citizen is served, over a restart too', () => {
    const game = shut();
    expect(worksheet(game.kiosk)).toEqual(cells);
    for (const cell of cells)
      expect(game.kiosk.cells.get(cell)?.state).toMatchObject({ is: 'unverified', why: 'emergency' });
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', why: 'emergency' });
    game.act({ act: 'finish' });
    game.crash();
    for (const cell of cells) game.happen({ is: 'doorChanged', cell, reads: 'closed' });
    game.happen({ is: 'cardRead', holder: applicant }, 10_000);
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'outOfService' });
    expect(game.pulses()).toBe(3);
  });

  it('E29 is over when every cell has been looked into', () => {
    const game = shut();
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    game.act({ act: 'verifyCell', cell: a02, found: 'empty' });
    expect(game.kiosk.emergency).not.toBeNull();
    game.act({ act: 'verifyCell', cell: b01, found: 'empty' });
    expect(game.is('emergencyEnded')).toHaveLength(1);
    game.act({ act: 'finish' });
    game.happen({ is: 'cardRead', holder: applicant }, 10_000);
    expect(game.kiosk.session.at).toBe('menu');
  });

  it('E29 a technician, and nobody else, may let the cells be used that have been looked into', () => {
    const game = shut();
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    expect(game.allowed({ act: 'serveVerified' })).toBe(false);
    game.act({ act: 'finish' });
    signIn(game, technician);
    game.act({ act: 'serveVerified' });
    game.act({ act: 'finish' });
    game.happen({ is: 'cardRead', holder: applicant }, 10_000);
    game.act({ act: 'showLicences' });
    game.act({ act: 'collect', cell: a01 });
    expect(game.pulses()).toBe(4);
    expect(worksheet(game.kiosk)).toEqual([a02, b01]);
  });

  it('LE7 LE10 a crash in the middle pulses nothing again, and what was opened is in doubt', () => {
    const game = began();
    opens(game);
    game.wait(1_000);
    game.crash();
    game.wait(60_000);
    expect(game.pulses()).toBe(2);
    expect(worksheet(game.kiosk)).toEqual([a01, a02]);
    expect(game.kiosk.emergency).not.toBeNull();
  });
});
