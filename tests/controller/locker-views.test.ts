// What the screen shows of the cabinet: the lit cell of a door that opens, and where to go when no cell is free.

import { describe, expect, it } from 'vitest';
import { parseSite } from '../../src/contract/config.ts';
import { unseenQueue, viewOf } from '../../src/controller/view.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  applicant,
  depositor,
  emptyKiosk,
  envelope,
  item,
  kioskWithDropOff,
  kioskWithLicence,
  licence,
  night,
  type Play,
  play,
  signIn,
} from '../support/rules.ts';

const parsed = parseSite(
  JSON.stringify({
    kiosk: 'hall-1',
    point: { name: { zh: '大厅', en: 'Hall' }, phone: '00-0000' },
    counters: ['1', '3'],
    hours: { office: [] },
    deposit: {
      elsewhere: [
        { name: { zh: '远处', en: 'Far' }, metres: 1_900 },
        { name: { zh: '近处', en: 'Near' }, metres: 300 },
      ],
    },
    devices: {
      kioskReader: { driver: 'card-reader-sam', port: { kind: 'tcp', host: '127.0.0.1', port: 1 } },
      boards: [
        {
          name: 'boardA',
          driver: 'lock-board-8a',
          port: { kind: 'tcp', host: '127.0.0.1', port: 2 },
          address: 1,
          channels: 8,
        },
      ],
    },
    cabinet: [
      {
        bank: 'A',
        columns: [
          [
            { cell: 'A01', board: 'boardA', channel: 1, size: 'small' },
            { cell: 'A02', board: 'boardA', channel: 2, size: 'medium' },
          ],
        ],
      },
    ],
    central: { url: 'https://central.example' },
  }),
);
if (!parsed.ok) throw new Error(parsed.problem.lines.join('; '));
const site = parsed.value;

function viewIn(game: Play) {
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

const litIn = (game: Play) =>
  viewIn(game)
    .banks.flatMap(({ columns }) => columns.flat())
    .filter(({ looks }) => looks === 'lit')
    .map(({ id }) => id);

describe('LC2 the door that opens', () => {
  it('is pulsed in the same step as the touch, and its number and lit cell are shown from then until it is shut', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    game.act({ act: 'showLicences' });
    const touched = game.now;
    game.act({ act: 'collect', cell: a01 }, 0);
    // No tick, no wait and no second step lies between the touch and the order to the lock.
    expect(game.now).toBe(touched);
    expect(game.effects.at(-1)).toEqual({ do: 'pulse', order: game.lastOrder(), cell: a01 });
    expect(viewIn(game).screen).toMatchObject({ at: 'opening', cell: a01, attempt: 1 });
    expect(litIn(game)).toEqual([a01]);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' }, 0);
    expect(litIn(game)).toEqual([a01]);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 0);
    expect(viewIn(game).screen).toMatchObject({ at: 'takeOut', cell: a01, items: [{ item: licence }] });
    expect(litIn(game)).toEqual([a01]);
    expect(game.facts.filter(({ at }) => at > touched)).toEqual([]);
  });

  it('is lit for what is put in as well, by staff and by a person who leaves papers', () => {
    const leaving = play(kioskWithDropOff());
    leaving.happen({ is: 'cardRead', holder: applicant });
    leaving.act({ act: 'showDropOffs' });
    leaving.act({ act: 'dropOff', item: envelope });
    const depositing = play({ ...emptyKiosk(), items: new Map([[licence, item({ is: 'expected' })]]) });
    signIn(depositing, depositor);
    depositing.act({ act: 'deposit', item: licence });
    for (const game of [leaving, depositing]) {
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
      expect(viewIn(game).screen).toMatchObject({ at: 'putIn', cell: a01 });
      expect(litIn(game)).toEqual([a01]);
    }
  });
});

describe('LD8 a full cabinet', () => {
  const full = (start: Kiosk): Kiosk => ({
    ...start,
    cells: new Map(
      [...start.cells].map(([id, cell]) => [id, { ...cell, state: { is: 'outOfService', why: 'staff', items: [] } }]),
    ),
  });
  const instead = {
    places: [
      { name: { zh: '近处', en: 'Near' }, metres: 300 },
      { name: { zh: '远处', en: 'Far' }, metres: 1_900 },
    ],
    windows: ['1', '3'],
  };

  it('tells staff other cabinets by their distance and the windows, and moves nothing', () => {
    const game = play(full({ ...emptyKiosk(), items: new Map([[licence, item({ is: 'expected' })]]) }));
    signIn(game, depositor);
    expect(viewIn(game).screen).toMatchObject({ at: 'deposit', freeCells: 0, instead });
    game.act({ act: 'deposit', item: licence });
    expect(viewIn(game).screen).toMatchObject({ at: 'problem', problem: 'noFreeCell', instead });
    expect([game.kiosk.items.get(licence)?.state, game.pulses(), game.is('itemDeposited')]).toEqual([
      { is: 'expected' },
      0,
      [],
    ]);
  });

  it('tells a person with papers the same, and nothing is received', () => {
    const game = play(full(kioskWithDropOff()));
    game.happen({ is: 'cardRead', holder: applicant });
    game.act({ act: 'showDropOffs' });
    game.act({ act: 'dropOff', item: envelope });
    expect(viewIn(game).screen).toMatchObject({ at: 'problem', problem: 'bankFull', instead });
    expect(game.is('dropOffReceived')).toEqual([]);
  });

  it('is not spoken of while a cell is free, or in any other trouble', () => {
    const game = play({ ...emptyKiosk(), items: new Map([[licence, item({ is: 'expected' })]]) });
    signIn(game, depositor);
    expect(viewIn(game).screen).toMatchObject({ at: 'deposit', instead: null });
    const other = play(kioskWithDropOff());
    other.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'itemCancelled', item: envelope } });
    other.happen({ is: 'cardRead', holder: applicant });
    other.act({ act: 'showLicences' });
    expect(viewIn(other).screen).toMatchObject({ at: 'problem', instead: null });
  });
});
