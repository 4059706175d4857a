// A computer that has slept: whoever was served then does not stand there by right any more, and nothing goes on for them.

import { describe, expect, it } from 'vitest';
import { a01, applicant, askForLicence, kioskWithLicence, licence, type Play, play } from '../support/rules.ts';

const hour = 3_600_000;

/** The clock of the rules has stood still; the next thing that happens comes right after. */
function sleep(game: Play): void {
  game.happen({ is: 'woke' });
}

const cellOf = (game: Play) => game.kiosk.cells.get(a01)?.state;

describe('a visit that the computer slept through', () => {
  it('ends at once, with nothing of the person left on the screen', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session.at).toBe('menu');
    sleep(game);
    expect(game.kiosk.session).toEqual({ at: 'welcome' });
    expect(game.is('visitEnded')).toEqual([{ is: 'visitEnded', how: 'timeOut' }]);
    expect(game.effects.at(-1)).toEqual({ do: 'wipe' });
  });

  it('fires no lock again that was not seen to open, and sets its cell aside', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    sleep(game);
    game.wait(60_000);
    expect(game.pulses()).toBe(1);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', items: [licence] });
    expect(game.kiosk.session.at).toBe('welcome');
  });

  it('leaves an order without an outcome unknown: an answer that comes afterwards changes nothing', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    const order = game.lastOrder();
    sleep(game);
    game.happen({ is: 'pulsed', order, outcome: 'acknowledged' });
    game.wait(hour / 60);
    expect(game.kiosk.orders.get(order)?.state.is).toBe('unknown');
    expect(game.pulses()).toBe(1);
    expect(game.kiosk.session.at).toBe('welcome');
  });

  it('sets a cell aside that stood open', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    sleep(game);
    expect(cellOf(game)).toMatchObject({ is: 'unverified', why: 'doorLeftOpen', items: [licence] });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 4_000);
    expect(game.is('itemHandedOver')).toEqual([]);
  });
});

it('changes nothing while nobody is served', () => {
  const game = play(kioskWithLicence());
  const before = game.kiosk;
  const effects = game.effects.length;
  sleep(game);
  expect(game.kiosk).toBe(before);
  expect(game.effects.length).toBe(effects);
});
