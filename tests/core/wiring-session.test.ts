// The wiring wizard in the technician's visit: who may run it, what is recorded, and when it gives the wire back.

import { describe, expect, it } from 'vitest';
import type { Kiosk } from '../../src/core/kiosk.ts';
import type { WiringAct } from '../../src/core/wiring-event.ts';
import {
  a01,
  a02,
  applicant,
  depositor,
  kioskWithLicence,
  licence,
  type Play,
  play,
  technician,
} from '../support/rules.ts';

const line = '/dev/ttyUSB0';
const board = 'lock-board-8a/1';
const shut = [false, false, ...Array.from({ length: 22 }, () => false)];

function kioskWithLine(): Kiosk {
  const kiosk = kioskWithLicence();
  const cells = [a01, a02].map((cell, place) => ({ cell, size: 'small' as const, channel: place + 1 }));
  const expected = [{ board, name: 'boardA', cells }];
  const layout = [{ bank: 'A', columns: [[a01, a02]] }];
  return { ...kiosk, settings: { ...kiosk.settings, wiring: [{ line, expected, layout }] } };
}

function signIn(game: Play, holder = technician): void {
  game.happen({ is: 'cardRead', holder });
  game.happen({ is: 'pinChecked', person: holder.person, right: true });
}

function say(game: Play, act: Exclude<WiringAct, { readonly is: 'placed' }>, afterMs = 10): void {
  game.happen({ is: 'act', act: { act: 'wiring', say: act } }, afterMs);
}

function readings(game: Play, bits: readonly boolean[], count = 6): void {
  for (let turn = 0; turn < count; turn += 1) game.happen({ is: 'wiring', event: { is: 'read', board, bits } }, 50);
}

/** Up to the question whether the first lock may be fired. */
function wizardReady(): Play {
  const game = play(kioskWithLine());
  signIn(game);
  game.act({ act: 'beginWiring', line });
  game.happen({ is: 'wiringOpened', line, saved: null });
  say(game, { is: 'search' });
  const here = { model: 'lock-board-8a', address: 1, bits: 24, disturbed: false };
  game.happen({ is: 'wiring', event: { is: 'found', boards: [here] } });
  say(game, { is: 'allShut' });
  readings(game, shut);
  return game;
}

function fires(game: Play): number {
  return game.effects.filter((effect) => effect.do === 'wiring' && effect.effect.do === 'fire').length;
}

describe('the wizard on the technician page', () => {
  it('is for technicians, on lines that this kiosk has', () => {
    for (const holder of [applicant, depositor]) {
      const game = play(kioskWithLine());
      signIn(game, holder);
      expect(game.allowed({ act: 'beginWiring', line })).toBe(false);
      game.happen({ is: 'act', act: { act: 'beginWiring', line } });
      expect(game.effects.some((effect) => effect.do === 'openWiring')).toBe(false);
    }
    const game = play(kioskWithLine());
    signIn(game);
    expect(game.allowed({ act: 'beginWiring', line: '/dev/ttyS9' })).toBe(false);
    expect(game.allowed({ act: 'beginWiring', line })).toBe(true);
  });

  it('fires one lock for one word, with the technician, the board and the channel on record', () => {
    const game = wizardReady();
    expect(fires(game)).toBe(0);
    say(game, { is: 'go', board, channel: 2 });
    expect(fires(game)).toBe(0);
    say(game, { is: 'go', board, channel: 1 });
    say(game, { is: 'go', board, channel: 1 });
    expect(fires(game)).toBe(1);
    expect(game.is('wiringFired')).toEqual([{ is: 'wiringFired', by: technician.person, board, channel: 1 }]);
    expect(game.is('wiringSaid').at(-1)).toEqual({
      is: 'wiringSaid',
      by: technician.person,
      said: 'go',
      board,
      channel: 1,
      cell: null,
    });
  });

  it('sets the cells of the line aside before the first lock is fired: any of them may open', () => {
    const game = wizardReady();
    expect(game.kiosk.cells.get(a01)?.state.is).toBe('occupied');
    say(game, { is: 'go', board, channel: 1 });
    expect(game.kiosk.cells.get(a01)?.state).toEqual({
      is: 'unverified',
      why: 'openedWithoutOrder',
      items: [licence],
    });
    expect(game.kiosk.cells.get(a02)?.state.is).toBe('free');
  });

  it('serves nobody else meanwhile, and goes back to the technician page with the wire given back', () => {
    const game = wizardReady();
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session.at).toBe('wiring');
    game.act({ act: 'back' });
    expect(game.kiosk.session.at).toBe('technician');
    expect(game.effects.at(-1)).toMatchObject({ do: 'closeWiring', line });
    expect(game.is('wiringEnded')).toMatchObject([{ how: 'stopped', verdict: 'notAccepted' }]);
  });

  it('is not left while a coil is at work', () => {
    const game = wizardReady();
    say(game, { is: 'go', board, channel: 1 });
    expect(game.allowed({ act: 'back' })).toBe(false);
    expect(game.allowed({ act: 'finish' })).toBe(false);
    game.happen({ is: 'wiring', event: { is: 'fired', board, channel: 1, outcome: 'acknowledged' } }, 20);
    readings(game, shut, 40);
    expect(game.allowed({ act: 'back' })).toBe(true);
  });

  it('outlasts the idle time, and ends with the visit after ten minutes without a touch', () => {
    const game = wizardReady();
    game.wait(300_000);
    expect(game.kiosk.session.at).toBe('wiring');
    game.wait(310_000);
    expect(game.kiosk.session.at).toBe('welcome');
    expect(game.is('wiringEnded')).toMatchObject([{ how: 'abandoned' }]);
    expect(game.effects.some((effect) => effect.do === 'closeWiring')).toBe(true);
  });

  it('goes back to the technician page when the line cannot be had', () => {
    const game = play(kioskWithLine());
    signIn(game);
    game.act({ act: 'beginWiring', line });
    game.happen({ is: 'wiringNotOpened', line });
    expect(game.kiosk.session.at).toBe('technician');
    expect(game.is('wiringEnded')).toMatchObject([{ how: 'notOpened' }]);
  });
});
