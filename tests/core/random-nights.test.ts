// Random nights: any order of cards, taps, doors, answers and crashes keeps the invariants (checked after every step).

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Event } from '../../src/core/event.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  depositor,
  kioskWithLicence,
  licence,
  offline,
  play,
  ready,
  stranger,
  technician,
} from '../support/rules.ts';

const holder = fc.constantFrom(applicant, stranger, depositor, technician);
const cell = fc.constantFrom(a01, a02, b01);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom<Act>(
    { act: 'stay' },
    { act: 'back' },
    { act: 'finish' },
    { act: 'showLicences' },
    { act: 'showDocuments' },
    { act: 'collect', cell: a01 },
    { act: 'collect', cell: a02 },
    { act: 'answerOpened', opened: true },
    { act: 'answerOpened', opened: false },
    { act: 'answerTaken', taken: true },
    { act: 'answerTaken', taken: false },
    { act: 'sayEmpty' },
    { act: 'sayNotMine' },
    { act: 'reopen' },
    { act: 'pin', digits: '246810' },
    { act: 'deposit', item: licence },
    { act: 'confirmDeposit', putIn: true },
    { act: 'confirmDeposit', putIn: false },
  ),
  cell.map((id): Act => ({ act: 'openForLook', cell: id })),
  fc
    .tuple(cell, fc.constantFrom('empty' as const, 'item' as const))
    .map(([id, found]): Act => ({ act: 'verifyCell', cell: id, found })),
);
type Move = Event | 'crash' | 'pulsed' | 'pinRight' | 'wait' | 'waitLong' | 'swipe';
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: act.map((one): Event => ({ is: 'act', act: one })) },
  { weight: 2, arbitrary: holder.map((one): Event => ({ is: 'cardRead', holder: one })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(cell, fc.constantFrom('open' as const, 'closed' as const, 'unknown' as const))
      .map(([id, reads]): Event => ({ is: 'doorChanged', cell: id, reads })),
  },
  { weight: 4, arbitrary: fc.constant<Move>('pulsed') },
  { weight: 2, arbitrary: fc.constant<Move>('pinRight') },
  { weight: 3, arbitrary: fc.constant<Move>('wait') },
  { weight: 1, arbitrary: fc.constant<Move>('waitLong') },
  { weight: 1, arbitrary: fc.constant<Move>('crash') },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(ready, offline)
      .map((condition): Event => ({ is: 'deviceChanged', device: 'boardA', condition })),
  },
);

it('keeps every invariant, never hands one item over twice, and never pulses a lock without an order on record', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const game = play(kioskWithLicence());
      for (const one of moves) {
        if (one === 'crash') game.crash();
        else if (one === 'wait') game.wait(2_000);
        else if (one === 'waitLong') game.wait(65_000);
        else if (one === 'pulsed') {
          if (game.pulses() > 0) game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
        } else if (one === 'pinRight') {
          if (game.kiosk.session.at === 'pin')
            game.happen({ is: 'pinChecked', person: game.kiosk.session.visit.holder.person, right: true });
        } else if (one !== 'swipe') game.happen(one);
      }
      const ordered = new Set(game.is('openOrdered').map((fact) => (fact.is === 'openOrdered' ? fact.order : '')));
      const pulsedOrders = game.effects.flatMap((effect) => (effect.do === 'pulse' ? [effect.order] : []));
      expect(new Set(pulsedOrders).size).toBe(pulsedOrders.length);
      expect(pulsedOrders.every((order) => ordered.has(order))).toBe(true);
      for (const fact of game.is('openOrdered')) {
        if (fact.is === 'openOrdered' && (fact.why === 'collect' || fact.why === 'reopen'))
          expect(fact.by).toBe(applicant.person);
      }
      // A second hand-over of one item is possible only after staff found it in a cell again.
      const backInCell = game
        .is('cellVerified')
        .filter((fact) => fact.is === 'cellVerified' && fact.found === 'item').length;
      expect(game.is('itemHandedOver').length).toBeLessThanOrEqual(1 + backInCell + game.is('itemDeposited').length);
      // From every screen time alone leads back to the welcome screen.
      game.wait(400_000);
      expect(game.kiosk.session.at).toBe('welcome');
    }),
    { numRuns: 1_000 },
  );
}, 120_000);
