// The first minutes of a run: no door is trusted before it was read, and whoever was at an open one is told so.

import { describe, expect, it } from 'vitest';
import { strayOpenDoor } from '../../src/core/held-open.ts';
import { isStarting } from '../../src/core/kiosk.ts';
import { restart } from '../../src/core/restart.ts';
import {
  a01,
  a02,
  applicant,
  askForLicence,
  depositor,
  kioskWithLicence,
  licence,
  night,
  offline,
  play,
  ready,
  signIn,
} from '../support/rules.ts';

const moment = { now: night, id: '01920000-0000-7000-8000-000000000001' };

it('SY8 after a backup had to be restored no cell is trusted, and nobody loses what is theirs', () => {
  const { kiosk, changes } = restart(kioskWithLicence(), moment, { restored: 'older' });
  expect([...kiosk.cells.values()].map(({ state }) => state.is)).toEqual(['unverified', 'unverified', 'unverified']);
  expect(kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', why: 'restart' });
  expect(changes.facts[0]?.fact).toEqual({ is: 'databaseRestored', isWhole: false });
});

it('SY8 what was restored to the last step is as good as before, and central is told', () => {
  const { kiosk, changes } = restart(kioskWithLicence(), moment, { restored: 'whole' });
  expect(kiosk.cells).toEqual(kioskWithLicence().cells);
  expect(changes.facts.map(({ fact }) => fact.is)).toEqual(['databaseRestored', 'started']);
  expect(restart(kioskWithLicence(), moment).changes.facts.map(({ fact }) => fact.is)).toEqual(['started']);
});

describe('before every board has answered or has been given up', () => {
  it('E16 LE7 nobody is served: not while one is unknown, and again when it is offline', () => {
    const start = restart({ ...kioskWithLicence(), devices: new Map(), doors: new Map() }, moment).kiosk;
    const game = play(start);
    expect(isStarting(game.kiosk)).toBe(true);
    game.happen({ is: 'deviceChanged', device: 'boardA', condition: ready });
    game.happen({ is: 'deviceChanged', device: 'boardB', condition: { word: 'unknown', problem: null, detail: '' } });
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'restarted', visit: null });
    game.happen({ is: 'deviceChanged', device: 'boardB', condition: offline });
    expect(isStarting(game.kiosk)).toBe(false);
    game.happen({ is: 'cardRead', holder: applicant }, 5_000);
    expect(game.kiosk.session.at).toBe('menu');
  });

  it('E16 a door that is found open is asked to be shut, and no crime', () => {
    const start = restart({ ...kioskWithLicence(), doors: new Map() }, moment).kiosk;
    const game = play(start);
    game.happen({ is: 'doorChanged', cell: a02, reads: 'open' });
    expect(game.is('openedWithoutOrder')).toEqual([]);
    expect(strayOpenDoor(game.kiosk, game.now)).toBe(a02);
    expect(game.kiosk.cells.get(a02)?.state).toMatchObject({ is: 'unverified', why: 'boardLost' });
  });
});

describe('after a power cut with a door in motion', () => {
  it('E16 the screen names the door and nobody, until a card is laid down or a minute is over', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.crash();
    expect(game.kiosk.restarted).toEqual({ cells: [a01], until: game.now - 500 + 60_000 });
    expect(JSON.stringify(game.kiosk.restarted)).not.toMatch(/甲|L-1/);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    // Nobody loses a right through our trouble.
    askForLicence(game);
    expect(game.kiosk.restarted).toBeNull();
    expect(game.kiosk.session.at).toBe('opening');
  });

  it('E16 says nothing when nothing was under way, or when staff have cells to look into from before', () => {
    const quiet = play(kioskWithLicence());
    quiet.crash();
    expect(quiet.kiosk.restarted).toBeNull();
    const before = play(kioskWithLicence());
    before.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    before.crash();
    expect(before.kiosk.restarted).toBeNull();
    expect(before.kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', why: 'openedWithoutOrder' });
  });

  it('E16 is on the list of cells to look into until somebody has', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.crash();
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    signIn(game, depositor);
    game.act({ act: 'showWorksheet' });
    game.act({ act: 'foundItems', cell: a01, items: [licence] });
    expect(game.kiosk.items.get(licence)?.state.is).toBe('inCell');
  });
});
