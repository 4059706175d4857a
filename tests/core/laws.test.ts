// The twelve invariants, each seen to find what breaks it. That they hold is checked after every step of every other test.

import { describe, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import type { CellId, CellState } from '../../src/core/cell.ts';
import type { OpenOrder } from '../../src/core/door.ts';
import type { Effect, Event } from '../../src/core/event.ts';
import type { Fact } from '../../src/core/fact.ts';
import { booksAgree, booksOf, emptyBooks, restsOnEvidence } from '../../src/core/fact-books.ts';
import { oneAddresseePerCell, oneCellPerItem, oneOrderAtATime, openForSomebody } from '../../src/core/invariants.ts';
import type { ItemState } from '../../src/core/item.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  allIsAnEmergency,
  breachesOfStep,
  doubtfulCellIsNotAssigned,
  everyMovementIsExplained,
  noOldOrderMovesALock,
  readyLiesInItsCell,
  type Step,
  unknownNeedsAReading,
} from '../../src/core/step-laws.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  depositor,
  item,
  kioskWithLicence,
  kioskWithTwo,
  licence,
  night,
  second,
  stranger,
} from '../support/rules.ts';

const start = kioskWithLicence();
const order: OpenOrder = {
  id: 'o1',
  cell: a01,
  items: [licence],
  why: 'collect',
  by: applicant.person,
  at: night,
  state: { is: 'ordered' },
};
function withCell(kiosk: Kiosk, id: CellId, state: CellState): Kiosk {
  const cell = certain(kiosk.cells.get(id), 'the cell');
  return { ...kiosk, cells: new Map(kiosk.cells).set(id, { ...cell, state }) };
}
const withItem = (kiosk: Kiosk, state: ItemState): Kiosk => ({
  ...kiosk,
  items: new Map(kiosk.items).set(licence, item(state)),
});
const withOrders = (kiosk: Kiosk, ...orders: readonly OpenOrder[]): Kiosk => ({
  ...kiosk,
  orders: new Map(orders.map((one) => [one.id, one])),
});
const withDoor = (kiosk: Kiosk, reads: 'open' | 'closed' | 'unknown'): Kiosk => ({
  ...kiosk,
  doors: new Map(kiosk.doors).set(a01, { reads, since: night, told: 'nothing' }),
});
const stepOf = (part: Partial<Step>): Step => ({
  before: start,
  event: null,
  after: start,
  facts: [],
  effects: [],
  ...part,
});
const pulse: Effect = { do: 'pulse', order: 'o1', cell: a01 };
const opens: Event = { is: 'doorChanged', cell: a01, reads: 'open' };
const handedOver: Fact = {
  is: 'itemHandedOver',
  item: licence,
  cell: a01,
  person: applicant.person,
  addressee: applicant.person,
  proof: 'card',
  evidence: 'sensor',
};
const deposited: Fact = { is: 'itemDeposited', item: licence, cell: a01, by: depositor.person };
const opened: Fact = { is: 'opened', order: 'o1', cell: a01, evidence: 'sensor' };

it('finds nothing in a step in which nothing happens', () => {
  expect(breachesOfStep(stepOf({}))).toEqual([]);
});

it('no. 1 finds two addressees in one cell', () => {
  const two = kioskWithTwo();
  const other = { ...item({ is: 'inCell', cell: a01, since: night }, second), addressee: stranger.person };
  expect(oneAddresseePerCell(two)).toEqual([]);
  expect(oneAddresseePerCell({ ...two, items: new Map(two.items).set(second, other) })).toHaveLength(1);
});

it('no. 2 finds an item in two cells', () => {
  expect(oneCellPerItem(withCell(start, a02, { is: 'occupied', items: [licence] }))).toHaveLength(1);
});

it('no. 3 finds a cell that is given out though in doubt, without its board, or with its door open', () => {
  const reserved = (kiosk: Kiosk) => withCell(kiosk, b01, { is: 'reserved', items: [], coming: second });
  const found = (before: Kiosk) => doubtfulCellIsNotAssigned(stepOf({ before, after: reserved(before) }));
  expect(found(start)).toEqual([]);
  expect(found(withCell(start, b01, { is: 'unverified', why: 'restart', items: [] }))).toHaveLength(1);
  expect(found({ ...start, devices: new Map() })).toHaveLength(1);
  expect(found({ ...start, doors: new Map() })).toHaveLength(1);
});

describe('nos. 4 and 5', () => {
  it('find a hand-over, a deposit and a recall out of a cell that never opened', () => {
    const place = { is: 'window', window: '3' } as const;
    const recalled: Fact = { is: 'itemRecalled', item: licence, cell: a01, by: depositor.person, place };
    for (const fact of [handedOver, deposited, recalled]) {
      expect(restsOnEvidence(emptyBooks, fact)).toHaveLength(1);
      expect(restsOnEvidence(booksOf([opened]), fact)).toEqual([]);
    }
  });
});

it('no. 6 finds a message of an item that does not lie there, and an item of which nobody is told', () => {
  const assigned = withItem(start, { is: 'assigned', cell: a01 });
  expect(readyLiesInItsCell(stepOf({ before: assigned, facts: [deposited] }))).toEqual([]);
  expect(readyLiesInItsCell(stepOf({ before: assigned }))).toHaveLength(1);
  expect(readyLiesInItsCell(stepOf({ before: assigned, after: assigned, facts: [deposited] }))).toHaveLength(1);
});

it('no. 7 finds two locks pulsed at once, and an emergency without two people', () => {
  const one = withOrders(start, { ...order, why: 'emergency' });
  const by = (other: typeof applicant.person) => ({
    since: night,
    by: [depositor.person, other] as const,
    isServing: false,
  });
  const found = (after: Kiosk) => allIsAnEmergency(stepOf({ after, effects: [pulse] }));
  expect(allIsAnEmergency(stepOf({ after: withOrders(start, order), effects: [pulse, pulse] }))).toHaveLength(1);
  expect(found(one)).toHaveLength(1);
  expect(found({ ...one, emergency: by(depositor.person) })).toHaveLength(1);
  expect(found({ ...one, emergency: by(stranger.person) })).toEqual([]);
});

it('no. 8 finds a lock that moves for an order that is old, has ended, is of another cell, or is none', () => {
  const found = (before: Kiosk, after: Kiosk) => noOldOrderMovesALock(stepOf({ before, after, effects: [pulse] }));
  expect(found(start, withOrders(start, order))).toEqual([]);
  expect(found(withOrders(start, order), withOrders(start, order))).toHaveLength(1);
  expect(found(start, withOrders(start, { ...order, state: { is: 'notDetected', at: night } }))).toHaveLength(1);
  expect(found(start, withOrders(start, { ...order, cell: a02 }))).toHaveLength(1);
  expect(found(start, start)).toHaveLength(1);
});

it('no. 9 finds tables that say something else than what was recorded', () => {
  const found = (facts: readonly Fact[], state: ItemState) => booksAgree(booksOf(facts), withItem(start, state));
  expect(found([deposited], { is: 'inCell', cell: a01, since: night })).toEqual([]);
  expect(found([deposited], { is: 'inCell', cell: a02, since: night })).toHaveLength(1);
  expect(found([deposited], { is: 'handedOver', cell: a01, at: night, evidence: 'sensor' })).toHaveLength(1);
  expect(found([deposited, handedOver], { is: 'inCell', cell: a01, since: night })).toHaveLength(1);
  expect(found([{ is: 'itemMissing', item: licence, cell: a01 }], { is: 'expected' })).toHaveLength(1);
  expect(booksAgree(booksOf([deposited]), { ...start, items: new Map() })).toHaveLength(1);
});

it('no. 10 finds a door that is taken for shut or open without a reading', () => {
  const before = withDoor(start, 'unknown');
  const found = (after: Kiosk, event: Event | null) => unknownNeedsAReading(stepOf({ before, after, event }));
  expect(found(withDoor(start, 'open'), opens)).toEqual([]);
  expect(found(withDoor(start, 'closed'), opens)).toHaveLength(1);
  expect(found(withDoor(start, 'closed'), { is: 'tick' })).toHaveLength(1);
  expect(found(withDoor(start, 'open'), null)).toHaveLength(1);
});

it('no. 11 finds a movement without an explanation, and one with two', () => {
  const found = (facts: readonly Fact[]) =>
    everyMovementIsExplained(stepOf({ event: opens, after: withDoor(start, 'open'), facts }));
  expect(found([opened])).toEqual([]);
  expect(found([])).toHaveLength(1);
  expect(found([opened, { is: 'openedWithoutOrder', cell: a01 }])).toHaveLength(1);
});

it('no. 12 finds a door that is open for nobody, and two orders at a time', () => {
  expect(openForSomebody(withCell(start, a01, { is: 'openCollect', items: [licence] }))).toHaveLength(1);
  expect(oneOrderAtATime(withOrders(start, order, { ...order, id: 'o2', cell: a02 }))).toHaveLength(1);
});
