// What the screen says when something went wrong at a door: which door, what to do, and nobody's name.

import { expect, it } from 'vitest';
import type { Site } from '../../src/contract/config.ts';
import { unseenQueue, viewOf } from '../../src/controller/view.ts';
import { restart } from '../../src/core/restart.ts';
import {
  a01,
  a02,
  askForLicence,
  depositor,
  kioskWithLicence,
  licence,
  night,
  type Play,
  play,
  ready,
  signIn,
  technician,
} from '../support/rules.ts';

const site = {
  kiosk: 'k-1',
  point: { name: { zh: '大厅', en: 'Hall' }, phone: '12345' },
  languages: ['zh', 'en'],
  trial: true,
  counters: ['1', '3'],
  cabinet: [],
} as unknown as Site;

function show(game: Pick<Play, 'kiosk' | 'now'>) {
  return viewOf({
    kiosk: game.kiosk,
    site,
    presentation: { language: 'zh', elder: false },
    queue: unseenQueue,
    descriptions: new Map(),
    placeOf: () => null,
    now: game.now,
  });
}

function opened(): Play {
  const game = play(kioskWithLicence());
  askForLicence(game);
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
  return game;
}

const names = /甲|营业执照|C-1|L-1/;

it('E4 a door that stands open says only which to shut, first in the visit and then to whoever comes by', () => {
  const game = opened();
  expect(JSON.stringify(show(game).screen)).toMatch(names);
  game.wait(61_000);
  expect(show(game).screen).toEqual({ at: 'takeOut', cell: a01, items: [], openTooLong: true });
  game.wait(121_000);
  expect(show(game).screen).toEqual({ at: 'closeDoor', cell: a01 });
  expect(JSON.stringify(show(game))).not.toMatch(names);
});

it('E5 a wrong door is named with a case number, and nothing else', () => {
  const game = play(kioskWithLicence());
  askForLicence(game);
  game.happen({ is: 'doorChanged', cell: a02, reads: 'open' });
  expect(show(game).screen).toEqual({ at: 'wrongDoor', cells: [a02], caseNumber: expect.stringMatching(/^\w{6}$/) });
  expect(JSON.stringify(show(game))).not.toMatch(names);
  // Until it is mended its cells are greyed for everybody.
  expect(show({ ...game, now: game.now }).now.pickup).toEqual({ works: true });
});

it('E5 a board that is stopped stands on the technician’s page until it is used again', () => {
  const game = play(kioskWithLicence());
  askForLicence(game);
  game.happen({ is: 'doorChanged', cell: a02, reads: 'open' });
  game.happen({ is: 'doorChanged', cell: a02, reads: 'closed' });
  game.act({ act: 'finish' });
  signIn(game, technician);
  const boards = () => {
    const { screen } = show(game);
    return screen.at === 'technician'
      ? screen.devices.filter(({ suspended }) => suspended).map(({ name }) => name)
      : [];
  };
  expect(boards()).toEqual(['boardA']);
  game.act({ act: 'resumeBoard', board: 'boardA' });
  expect(boards()).toEqual([]);
});

it('E14 a licence whose time is over is offered with the word to take it today', () => {
  const start = kioskWithLicence();
  const item = start.items.get(licence);
  if (item === undefined) throw new Error('no item');
  const game = play({ ...start, items: new Map([[licence, { ...item, hold: { ...item.hold, isOver: true } }]]) });
  game.happen({ is: 'cardRead', holder: { ...depositor, person: item.addressee } });
  game.act({ act: 'showLicences' });
  expect(show(game).screen).toMatchObject({
    at: 'licences',
    licences: [{ cell: a01, isOver: true, collectable: { works: true } }],
  });
});

it('E16 is starting until every board has answered, and then names the door at which the run ended', () => {
  const game = opened();
  const boot = play(
    restart(
      { ...game.kiosk, devices: new Map([['kioskReader', ready]]), doors: new Map(), session: { at: 'welcome' } },
      { now: night, id: '01920000-0000-7000-8000-000000000001' },
    ).kiosk,
  );
  expect(show(boot).screen).toEqual({ at: 'starting' });
  boot.happen({ is: 'deviceChanged', device: 'boardA', condition: ready });
  boot.happen({ is: 'deviceChanged', device: 'boardB', condition: ready });
  expect(show(boot).screen).toEqual({ at: 'restarted', cells: [a01] });
  expect(JSON.stringify(show(boot))).not.toMatch(names);
  // Still open: then that is what is asked.
  boot.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
  expect(show(boot).screen).toEqual({ at: 'closeDoor', cell: a01 });
  boot.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
  boot.wait(61_000);
  expect(show(boot).screen).toEqual({ at: 'welcome' });
});

it('LR4 staff see how many cells wait to be emptied and to be looked into, and the list in walking order', () => {
  const game = play(kioskWithLicence());
  game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemRecalled', item: licence } });
  game.happen({ is: 'doorChanged', cell: a02, reads: 'open' });
  game.happen({ is: 'doorChanged', cell: a02, reads: 'closed' });
  signIn(game, depositor);
  expect(show(game).screen).toMatchObject({ at: 'deposit', recalls: 1, toCheck: 1 });
  game.act({ act: 'showRecalls' });
  expect(show(game).screen).toMatchObject({
    at: 'worklist',
    recalls: [
      { cell: a01, reason: 'asked', skipped: false, items: [{ maskedName: '甲*' }], openable: { works: true } },
    ],
  });
});

it('DI1 DI2 a citizen reads that the machine is looked after, the technician what needs attention and every last test', () => {
  const game = play({ ...kioskWithLicence(), centralOnline: true });
  game.devicesAnswer = false;
  signIn(game, technician);
  game.act({ act: 'testDevice', device: 'boardA' });
  game.happen({ is: 'deviceTested', device: 'boardA', passed: false, detail: 'no answer' });
  const { screen } = show(game);
  if (screen.at !== 'technician') throw new Error(screen.at);
  expect(screen.health).toMatchObject([{ ailment: 'testFailed', about: 'boardA' }]);
  expect(screen.devices.find(({ name }) => name === 'boardA')?.tests[0]).toEqual({
    level: 'internal',
    begins: { act: 'testDevice', device: 'boardA' },
    last: expect.objectContaining({ outcome: 'failed', detail: 'no answer' }),
  });
  expect(JSON.stringify(screen)).not.toMatch(names);
  game.act({ act: 'finish' });
  expect(show(game).screen).toMatchObject({ at: 'outOfService', why: 'maintenance' });
  game.wait(8_250);
  const shut = show(game);
  expect(shut.screen).toEqual({ at: 'outOfService', why: 'maintenance', codeHelps: false });
  expect(shut.now).toEqual({
    receipts: { works: false, why: 'maintenance' },
    proofs: { works: false, why: 'maintenance' },
    pickup: { works: false, why: 'maintenance' },
  });
});
