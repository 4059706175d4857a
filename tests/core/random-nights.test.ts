// Random nights: any order of cards, taps, doors, answers and crashes keeps the invariants (checked after every step).

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import { dropOffsOf } from '../../src/core/drop-off-list.ts';
import type { Event, News } from '../../src/core/event.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { doorReads, type Kiosk } from '../../src/core/kiosk.ts';
import { recallList } from '../../src/core/recalling.ts';
import type { SignatureRule } from '../../src/core/signature.ts';
import { pinOwner } from '../../src/core/visit.ts';
import { doorsToShut } from '../../src/core/wrong-door.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  day,
  depositor,
  envelope,
  item,
  kioskWithDropOff,
  kioskWithTwo,
  licence,
  night,
  offline,
  type Play,
  play,
  ready,
  second,
  stranger,
  technician,
} from '../support/rules.ts';

const holder = fc.constantFrom(applicant, stranger, depositor, technician);
const cell = fc.constantFrom(a01, a02, b01);
const third = itemIdOf('L-3');
const cells = [a01, a02, b01];
const acts: readonly Act[] = [
  { act: 'stay' },
  { act: 'back' },
  { act: 'finish' },
  { act: 'showLicences' },
  { act: 'showDocuments' },
  { act: 'collect', cell: a01 },
  { act: 'collect', cell: a02 },
  { act: 'sign', strokes: [Array.from({ length: 20 }, (_, index) => index)] },
  { act: 'skipSignature' },
  { act: 'useCode' },
  { act: 'enterCode', code: '123456', phone: '0001' },
  { act: 'sayMissing', item: licence },
  { act: 'sayMissing', item: second },
  { act: 'deposit', item: second },
  { act: 'deposit', item: third },
  { act: 'largerCell' },
  { act: 'openAgain' },
  { act: 'undoDeposit' },
  { act: 'answerLeftEmpty', empty: true },
  { act: 'answerLeftEmpty', empty: false },
  { act: 'answerOpened', opened: true },
  { act: 'answerOpened', opened: false },
  { act: 'answerTaken', taken: true },
  { act: 'answerTaken', taken: false },
  { act: 'sayEmpty' },
  { act: 'sayNotMine' },
  { act: 'reopen' },
  { act: 'printDelivery' },
  { act: 'showDropOffs' },
  { act: 'dropOff', item: envelope },
  { act: 'confirmDropOff', putIn: true },
  { act: 'confirmDropOff', putIn: false },
  { act: 'printDropOff', item: envelope },
  { act: 'keepCell', item: third },
  { act: 'letCellGo', item: third },
  { act: 'pin', digits: '246810' },
  { act: 'deposit', item: licence },
  { act: 'confirmDeposit', putIn: true },
  { act: 'confirmDeposit', putIn: false },
  { act: 'showRecalls' },
  { act: 'recalled', place: { is: 'window', window: '3' } },
  { act: 'recalled', place: { is: 'redeposited' } },
  { act: 'notRecalled', why: 'notThere' },
  { act: 'notRecalled', why: 'leftInside' },
  { act: 'showWorksheet' },
  { act: 'askOpenAll' },
  { act: 'stopOpenAll' },
  { act: 'sayAllShut' },
  { act: 'serveVerified' },
  { act: 'resumeBoard', board: 'boardA' },
  { act: 'resumeBoard', board: 'boardB' },
  ...cells.flatMap((id): readonly Act[] => [
    { act: 'sayShut', cell: id },
    { act: 'closeCell', cell: id },
    { act: 'recall', cell: id },
    { act: 'skipRecall', cell: id },
    { act: 'foundItems', cell: id, items: [licence] },
    { act: 'foundItems', cell: id, items: [envelope] },
    { act: 'foundItems', cell: id, items: [second, third] },
    { act: 'verifyCell', cell: id, found: 'other' },
    { act: 'openForLook', cell: id },
    { act: 'verifyCell', cell: id, found: 'empty' },
    { act: 'verifyCell', cell: id, found: 'item' },
  ]),
];
const news: fc.Arbitrary<News> = fc.oneof(
  fc
    .constantFrom(licence, second, third, envelope)
    .chain((id) =>
      fc.constantFrom<News>(
        { is: 'itemFrozen', item: id },
        { is: 'itemReleased', item: id },
        { is: 'itemCancelled', item: id },
        { is: 'itemRecalled', item: id },
        { is: 'holdExtended', item: id, until: night + day },
        { is: 'lowCellNeeded', item: id },
        { is: 'cellWanted', item: id },
      ),
    ),
  fc.constantFrom<News>({ is: 'rightRevoked', right: 'r1' }, { is: 'rightRevoked', right: 'agent' }),
  fc
    .tuple(fc.constantFrom(licence, second, third), cell, fc.constantFrom(applicant, stranger))
    .map(([id, place, { person }]): News => {
      const right = { id: `${id} ${place}`, item: id, cell: place, person, validFrom: 0, validTo: night + day };
      return { is: 'rightGranted', right };
    }),
);
/** `allowed`: one of what the window offers now, as people do; anything else comes now and then as well. */
type Move =
  | Event
  | { readonly is: 'allowed'; readonly number: number }
  /** What people and machines would do next. */
  | { readonly is: 'goOn'; readonly number: number }
  | { readonly is: 'door'; readonly reads: 'open' | 'closed' }
  | { readonly is: 'pulse'; readonly outcome: 'acknowledged' | 'notSent' }
  | { readonly is: 'checked'; readonly right: boolean }
  | { readonly is: 'wait'; readonly ms: number }
  | { readonly is: 'crash' };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 40, arbitrary: fc.nat(1_000).map((number): Move => ({ is: 'goOn', number })) },
  { weight: 12, arbitrary: fc.nat(1_000).map((number): Move => ({ is: 'allowed', number })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom('open' as const, 'closed' as const).map((reads): Move => ({ is: 'door', reads })),
  },
  { weight: 4, arbitrary: fc.constant<Move>({ is: 'pulse', outcome: 'acknowledged' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ is: 'pulse', outcome: 'notSent' }) },
  { weight: 4, arbitrary: fc.constantFrom(true, true, false).map((right): Move => ({ is: 'checked', right })) },
  { weight: 4, arbitrary: holder.map((one): Move => ({ is: 'cardRead', holder: one })) },
  { weight: 2, arbitrary: fc.constantFrom(500, 3_500, 3_500, 65_000).map((ms): Move => ({ is: 'wait', ms })) },
  { weight: 1, arbitrary: fc.constantFrom(...acts).map((one): Move => ({ is: 'act', act: one })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(cell, fc.constantFrom('open' as const, 'closed' as const, 'unknown' as const))
      .map(([id, reads]): Move => ({ is: 'doorChanged', cell: id, reads })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('L-1', 'L-3', 'CELL:A01', 'CELL:A02', 'CELL:B01', 'nothing')
      .map((text): Move => ({ is: 'codeScanned', text })),
  },
  { weight: 1, arbitrary: news.map((one): Move => ({ is: 'news', cursor: 1, asOf: night, news: one })) },
  { weight: 1, arbitrary: fc.constant<Move>({ is: 'crash' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ is: 'woke' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(ready, ready, offline)
      .map((condition): Move => ({ is: 'deviceChanged', device: 'boardA', condition })),
  },
);

const people = [applicant, applicant, stranger, depositor, depositor, technician];

function goOn(game: Play, number: number): void {
  const { session, orders } = game.kiosk;
  switch (session.at) {
    case 'welcome':
    case 'thanks': {
      const one = people[number % people.length];
      return number % 9 === 0 || one === undefined
        ? make(game, { is: 'act', act: { act: 'useCode' } })
        : game.happen({ is: 'cardRead', holder: one });
    }
    case 'pin':
    case 'secondPin':
      return make(game, { is: 'checked', right: true });
    case 'secondPerson':
      return game.happen({ is: 'cardRead', holder: number % 3 === 0 ? depositor : technician });
    case 'openingAll': {
      const order = session.order === null ? undefined : orders.get(session.order);
      if (order?.state.is === 'ordered') return make(game, { is: 'pulse', outcome: 'acknowledged' });
      if (order !== undefined) return game.happen({ is: 'doorChanged', cell: order.cell, reads: 'open' }, 300);
      const open = cells.find((id) => doorReads(game.kiosk, id) === 'open');
      return session.left.length > 0 || open === undefined
        ? game.wait(1_000)
        : game.happen({ is: 'doorChanged', cell: open, reads: 'closed' });
    }
    case 'menu':
      return number % 2 === 0 && dropOffsOf(game.kiosk, session.visit, game.now).length > 0
        ? game.happen({ is: 'act', act: { act: 'showDropOffs' } }, 500)
        : make(game, { is: 'allowed', number });
    case 'dropOffs':
      return number % 4 === 0
        ? make(game, { is: 'allowed', number })
        : game.happen({ is: 'act', act: { act: 'dropOff', item: envelope } }, 500);
    case 'confirmDropOff':
      return number % 2 === 0
        ? make(game, { is: 'allowed', number })
        : game.happen({ is: 'act', act: { act: 'confirmDropOff', putIn: true } }, 500);
    case 'deposit':
      return number % 3 === 0 && recallList(game.kiosk).length > 0
        ? game.happen({ is: 'act', act: { act: 'showRecalls' } }, 500)
        : make(game, { is: 'allowed', number });
    case 'worklist': {
      const [entry] = recallList(game.kiosk);
      return number % 4 === 0 || entry === undefined
        ? make(game, { is: 'allowed', number })
        : game.happen({ is: 'act', act: { act: 'recall', cell: entry.cell } }, 500);
    }
    case 'wrongDoor': {
      const [open] = doorsToShut(game.kiosk);
      return open === undefined ? game.wait(1_000) : game.happen({ is: 'doorChanged', cell: open, reads: 'closed' });
    }
    case 'code':
      return session.checking ? make(game, { is: 'checked', right: true }) : make(game, { is: 'allowed', number });
    case 'opening':
      return orders.get(session.order)?.state.is === 'ordered'
        ? make(game, { is: 'pulse', outcome: 'acknowledged' })
        : make(game, { is: 'door', reads: 'open' });
    case 'doorOpen':
      if (number % 3 === 0) return make(game, { is: 'allowed', number });
      return number % 3 === 1
        ? game.happen({ is: 'codeScanned', text: `CELL:${session.cell}` })
        : make(game, { is: 'door', reads: 'closed' });
    default:
      return make(game, { is: 'allowed', number });
  }
}

/** A fresh cabinet reads shut after a start; people come when the screen is free. */
function make(game: Play, one: Move): void {
  const { session } = game.kiosk;
  switch (one.is) {
    case 'goOn':
      return goOn(game, one.number);
    case 'allowed': {
      const offered = acts.filter((wish) => wish.act !== 'finish' && wish.act !== 'stay' && game.allowed(wish));
      const wish = offered[one.number % Math.max(1, offered.length)];
      return wish === undefined ? undefined : game.happen({ is: 'act', act: wish }, 500);
    }
    case 'door':
      return 'cell' in session && session.cell !== null
        ? game.happen({ is: 'doorChanged', cell: session.cell, reads: one.reads }, one.reads === 'open' ? 300 : 3_000)
        : undefined;
    case 'pulse':
      return game.pulses() === 0
        ? undefined
        : game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: one.outcome });
    case 'checked':
      if (session.at === 'pin' || session.at === 'secondPin')
        game.happen({ is: 'pinChecked', person: pinOwner(session), right: one.right });
      if (session.at === 'code' && session.checking)
        game.happen({ is: 'codeChecked', tried: ['r1'], right: one.right ? 'r1' : null });
      return;
    case 'wait':
      return game.wait(one.ms);
    case 'crash':
      game.crash();
      for (const id of cells) game.happen({ is: 'doorChanged', cell: id, reads: 'closed' });
      return;
    default:
      return game.happen(one);
  }
}

const signature = fc.constantFrom<SignatureRule>('required', 'optional', 'none');

/** Two licences in A01, an agent for one of them, a code for the other, and one more that is still to be put in. */
function crowded(rule: SignatureRule, cellLabels: boolean, isRecalled: boolean): Kiosk {
  const start = kioskWithTwo();
  const agent = { id: 'agent', item: licence, cell: a01, person: stranger.person, validFrom: 0, validTo: night + day };
  const rights = new Map(start.rights).set('agent', agent);
  for (const right of start.rights.values())
    if (right.id === 'r1') rights.set('r1', { ...right, pickup: { phone: 'p', code: 'c' } });
  return {
    ...start,
    settings: { ...start.settings, signature: rule, cellLabels },
    items: new Map(
      [...start.items.values(), item({ is: 'expected' }, third), ...kioskWithDropOff().items.values()].map((one) => [
        one.id,
        { ...one, hold: { ...one.hold, isRecalled } },
      ]),
    ),
    devices: new Map(start.devices).set('codeScanner', ready),
    rights,
  };
}

/** A hand-over needs an order for that person, that cell and that item, and a door that opened; or staff who looked. */
function handedOverWithoutProof(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact, place) => {
    if (fact.is !== 'itemHandedOver') return [];
    const earlier = facts.slice(0, place);
    const orders = earlier.flatMap((one) =>
      one.is === 'openOrdered' && one.cell === fact.cell && one.items.includes(fact.item) ? [one] : [],
    );
    const opened = orders.some(
      (order) => order.by === fact.person && earlier.some((one) => one.is === 'opened' && one.order === order.order),
    );
    const looked = earlier.some((one) => one.is === 'cellVerified' && one.cell === fact.cell);
    return opened || (looked && fact.evidence === 'statement') ? [] : [`${fact.item} to ${fact.person.slice(0, 4)}`];
  });
}

it('keeps every invariant, never hands one item over twice, and never pulses a lock without an order on record', () => {
  fc.assert(
    fc.property(
      fc.array(move, { minLength: 40, maxLength: 120, size: 'max' }),
      signature,
      fc.boolean(),
      fc.boolean(),
      (moves, rule, labels, isRecalled) => {
        const game = play(crowded(rule, labels, isRecalled));
        for (const one of moves) make(game, one);
        const ordered = new Set(game.is('openOrdered').map((fact) => (fact.is === 'openOrdered' ? fact.order : '')));
        const pulsedOrders = game.effects.flatMap((effect) => (effect.do === 'pulse' ? [effect.order] : []));
        expect(new Set(pulsedOrders).size).toBe(pulsedOrders.length);
        expect(pulsedOrders.every((order) => ordered.has(order))).toBe(true);
        expect(handedOverWithoutProof(game.facts.map(({ fact }) => fact))).toEqual([]);
        // A second hand-over of one item is possible only after staff found it in a cell again, or put it in again.
        const found = game
          .is('cellVerified')
          .filter((fact) => fact.is === 'cellVerified' && fact.found === 'item').length;
        for (const id of [licence, second, third]) {
          const times = game
            .is('itemHandedOver')
            .filter((fact) => fact.is === 'itemHandedOver' && fact.item === id).length;
          expect(times).toBeLessThanOrEqual(1 + found + game.is('itemDeposited').length);
        }
        // Papers are received once, and never out of the same envelope to a person.
        expect(game.is('dropOffReceived').length).toBeLessThanOrEqual(1);
        expect(game.is('itemHandedOver').some((fact) => fact.is === 'itemHandedOver' && fact.item === envelope)).toBe(
          false,
        );
        // Nobody is signed out of an emergency opening as long as a door is open.
        for (const id of cells) game.happen({ is: 'doorChanged', cell: id, reads: 'closed' });
        // From every screen time alone leads back to the welcome screen.
        game.wait(400_000);
        // Who works at the machine is left in peace for ten minutes.
        if (game.kiosk.session.at !== 'welcome') game.wait(1_000_000);
        expect(game.kiosk.session.at).toBe('welcome');
      },
    ),
    // The same nights in each run, others with NIGHTS_SEED=N.
    { numRuns: 300, seed: Number(process.env['NIGHTS_SEED'] ?? 1) },
  );
}, 300_000);
