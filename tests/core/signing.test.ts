// The delivery receipt: signed before the door opens, where the site wants it.

import { expect, it } from 'vitest';
import type { Kiosk } from '../../src/core/kiosk.ts';
import type { SignatureRule } from '../../src/core/signature.ts';
import { a01, applicant, askForLicence, kioskWithTwo, licence, offline, play, second } from '../support/rules.ts';

/** What the edge takes of the strokes; the support of these tests has its own. */
const sha256 = 'd'.repeat(64);
const strokes = [Array.from({ length: 40 }, (_, index) => index * 10)];

function asking(signature: SignatureRule): Kiosk {
  const start = kioskWithTwo();
  return { ...start, settings: { ...start.settings, signature } };
}

it('LC6 opens no door before the person has signed for everything in the cell', () => {
  const game = play(asking('required'));
  askForLicence(game);
  expect(game.kiosk.session).toMatchObject({ at: 'sign', cell: a01 });
  expect(game.pulses()).toBe(0);
  expect(game.allowed({ act: 'skipSignature' })).toBe(false);
  game.act({ act: 'sign', strokes });
  expect(game.pulses()).toBe(1);
  const order = game.lastOrder();
  expect(game.is('deliverySigned')).toEqual([
    { is: 'deliverySigned', order, cell: a01, items: [licence, second], person: applicant.person, sha256 },
  ]);
  expect(game.changes.signatures).toEqual([{ order, at: game.now, strokes }]);
});

it('LC6 keeps the strokes out of facts and sessions', () => {
  const game = play(asking('required'));
  askForLicence(game);
  game.act({ act: 'sign', strokes });
  expect(JSON.stringify([game.facts, game.kiosk.session, [...game.kiosk.orders]])).not.toMatch(/10,20,30/);
});

it('LC6 takes a dot for no signature', () => {
  const game = play(asking('required'));
  askForLicence(game);
  expect(game.allowed({ act: 'sign', strokes: [[1, 2, 3, 4]] })).toBe(false);
  expect(game.allowed({ act: 'sign', strokes: Array.from({ length: 60 }, () => strokes[0] ?? []) })).toBe(false);
});

it('LC6 can be skipped only where the site says so, and is not asked where it asks for nothing', () => {
  const game = play(asking('optional'));
  askForLicence(game);
  game.act({ act: 'skipSignature' });
  expect([game.pulses(), game.is('deliverySigned')]).toEqual([1, []]);
  const none = play(asking('none'));
  askForLicence(none);
  expect(none.pulses()).toBe(1);
});

it('LC6 asks nobody to sign for what cannot be had, and decides again when they have signed', () => {
  const dead = play(asking('required'));
  dead.happen({ is: 'deviceChanged', device: 'boardA', condition: offline });
  askForLicence(dead);
  expect(dead.kiosk.session).toMatchObject({ at: 'problem', problem: 'boardOffline' });
  const game = play(asking('required'));
  askForLicence(game);
  game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'rightRevoked', right: 'r1' } });
  game.act({ act: 'sign', strokes });
  expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'notReleased' });
  expect([game.pulses(), game.is('deliverySigned'), game.changes.signatures]).toEqual([0, [], []]);
});

it('LC10 signs and opens without central', () => {
  const game = play(asking('required'));
  expect(game.kiosk.centralOnline).toBe(false);
  askForLicence(game);
  game.act({ act: 'sign', strokes });
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  expect(game.is('itemHandedOver')).toHaveLength(2);
});
