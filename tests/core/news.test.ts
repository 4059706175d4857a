// News of central: rights that move nothing are facts, and what was taken back stays taken back.

import { expect, it } from 'vitest';
import { cellIdOf } from '../../src/core/cell.ts';
import type { News } from '../../src/core/event.ts';
import { a01, a02, applicant, kioskWithLicence, licence, night, play, stranger } from '../support/rules.ts';

const right = { id: 'r1', item: licence, cell: a01, person: applicant.person, validFrom: night, validTo: night + 1 };

function hear(news: News) {
  const game = play(kioskWithLicence());
  const before = game.kiosk.rights;
  game.happen({ is: 'news', cursor: 5, asOf: night, news });
  return { game, before };
}

it('E23 a right that is forged, altered or for another cell or kiosk moves nothing and is a fact', () => {
  for (const [news, why] of [
    [{ is: 'rightRefused', right: 'r9', why: 'notSigned' }, 'notSigned'],
    [{ is: 'rightGranted', right: { ...right, cell: a02 } }, 'idTaken'],
    [{ is: 'rightGranted', right: { ...right, person: stranger.person } }, 'idTaken'],
    [{ is: 'rightGranted', right: { ...right, id: 'r9', cell: cellIdOf('Z99') } }, 'unknownCell'],
  ] as const) {
    const { game, before } = hear(news);
    expect(game.kiosk.rights).toEqual(before);
    expect(game.is('rightRefused')).toMatchObject([{ why }]);
    expect(game.pulses()).toBe(0);
  }
});

it('E23 the same right twice changes nothing, and a change that cannot be read is a fact', () => {
  const known = kioskWithLicence().rights.get('r1');
  if (known === undefined) throw new Error('no right');
  const { game, before } = hear({ is: 'rightGranted', right: known });
  expect(game.kiosk.rights).toEqual(before);
  expect(game.facts).toEqual([]);
  expect(hear({ is: 'unreadable' }).game.is('newsRefused')).toHaveLength(1);
  expect(hear({ is: 'superseded' }).game.facts).toEqual([]);
});

it('E23 a pulse that is answered twice, late, or for no order moves nothing', () => {
  const game = play(kioskWithLicence());
  game.happen({ is: 'pulsed', order: '00000000-0000-7000-8000-000000000000', outcome: 'acknowledged' });
  expect([game.kiosk.session.at, game.facts, game.pulses()]).toEqual(['welcome', [], 0]);
});
