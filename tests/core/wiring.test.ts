// The wiring wizard's rules: what it learns of any cabinet is true, and it never fires without a word or too soon.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellIdOf } from '../../src/core/cell.ts';
import { beginWiring, keyOf, resumeWiring, type WiringState } from '../../src/core/wiring.ts';
import type { WiringEvent } from '../../src/core/wiring-event.ts';
import { bitOf } from '../../src/core/wiring-infer.ts';
import { type AcceptanceRecord, acceptanceOf } from '../../src/core/wiring-record.ts';
import { stepWiring } from '../../src/core/wiring-step.ts';
import { createFakeCabinet, type FakeCabinet, type FakeFaults, noFaults } from '../support/fake-cabinet.ts';
import { noNoise, playWizard } from '../support/wiring-play.ts';
import { createTechnician } from '../support/wiring-technician.ts';

const someFaults: fc.Arbitrary<FakeFaults> = fc.record({
  crossedSensors: fc.boolean(),
  crossedLocks: fc.boolean(),
  inverted: fc.boolean(),
  deadLocks: fc.boolean(),
  noSensors: fc.boolean(),
  twins: fc.boolean(),
  sticking: fc.boolean(),
});
const seed = fc.integer({ min: 1, max: 1_000_000 });

/** What the driver would read for a channel with this record. */
function bitByRecord(record: AcceptanceRecord, name: string, channel: number): number {
  const board = record.boards.find((one) => one.name === name);
  const crossed = board?.sensorByChannel.find((one) => one.channel === channel);
  return crossed?.bit ?? bitOf(channel, 24, board?.statusOrder ?? 'highFirst');
}

/** One line for each cell that the record would serve otherwise than it is wired. */
function untrue(cabinet: FakeCabinet, record: AcceptanceRecord): readonly string[] {
  return record.cells.flatMap(({ cell, board: name, channel, verdict }) => {
    if (verdict === 'notAccepted' || name === null || channel === null) return [];
    const lock = cabinet.lock(cell);
    const board = record.boards.find((one) => one.name === name);
    if (board === undefined) return [`${cell} has no board`];
    if (lock.channel !== channel || lock.board !== board.board) return [`${cell} is on channel ${lock.channel}`];
    const feedback = board.feedbackByChannel.find((one) => one.channel === channel)?.feedback ?? board.feedback;
    if (lock.bit === null) return feedback === 'none' ? [] : [`${cell} has no sensor`];
    if (feedback !== lock.feedback) return [`${cell} is ${lock.feedback}`];
    return bitByRecord(record, name, channel) === lock.bit.bit ? [] : [`${cell} has bit ${lock.bit.bit}`];
  });
}

/** Pulses that came too soon after another. */
function tooSoon({ pulses }: FakeCabinet): readonly string[] {
  return pulses.flatMap(({ board, channel, at }, place) => {
    const before = pulses.slice(0, place);
    const own = before.filter((one) => one.board === board && one.channel === channel);
    return [
      ...(own.some((one) => at - one.at < 3_000) ? [`channel ${channel} within 3 s`] : []),
      ...(before.some((one) => one.board === board && at - one.at < 500) ? [`board ${board} within 0.5 s`] : []),
      ...(own.filter((one) => at - one.at < 30_000).length > 2 ? [`channel ${channel} a fourth time in 30 s`] : []),
    ];
  });
}

describe('the wiring wizard with an honest technician', () => {
  it('learns map, byte order and polarity of any cabinet as they are, and accepts every cell that works', () => {
    fc.assert(
      fc.property(seed, someFaults, fc.integer({ min: 1, max: 2 }), (number, faults, boards) => {
        const cabinet = createFakeCabinet(number, faults, { boards });
        const { state, unasked } = playWizard(cabinet, createTechnician(cabinet, 'honest', number));
        const record = acceptanceOf(state);
        expect(state.place.is).toBe('done');
        expect(unasked).toBe(0);
        expect(tooSoon(cabinet)).toEqual([]);
        expect(untrue(cabinet, record)).toEqual([]);
        for (const lock of cabinet.locks) {
          const alone = cabinet.locks.every(
            (other) => other === lock || other.board !== lock.board || other.channel !== lock.channel,
          );
          const { verdict, openings } = record.cells.find(({ cell }) => cell === lock.cell) ?? {};
          if (!lock.dead && alone) expect([verdict === 'notAccepted', openings]).toEqual([false, 3]);
          if (lock.dead) expect(verdict).toBe('notAccepted');
        }
        for (const board of record.boards) {
          const served = record.cells.filter(({ verdict }) => verdict !== 'notAccepted').map(({ cell }) => cell);
          const straight = cabinet.locks.some(
            (lock) =>
              lock.board === board.board &&
              served.includes(lock.cell) &&
              lock.bit?.bit === bitOf(lock.channel, 24, cabinet.order),
          );
          // Where every sensor is crossed there is no order to learn, and that is told.
          expect(board.statusOrder !== null && board.orderUnclear).toBe(board.statusOrder !== null && !straight);
          if (straight) expect(board.statusOrder).toBe(cabinet.order);
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('writes nothing untrue when answers get lost and doors are opened meanwhile', () => {
    fc.assert(
      fc.property(seed, someFaults, (number, faults) => {
        const cabinet = createFakeCabinet(number, faults);
        const noise = { seed: number, lost: 0.1, passer: 0.005 };
        const { state, unasked } = playWizard(cabinet, createTechnician(cabinet, 'honest', number), noise, 20_000);
        expect(unasked).toBe(0);
        expect(tooSoon(cabinet)).toEqual([]);
        expect(untrue(cabinet, acceptanceOf(state))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('accepts a straight cabinet without a remark', () => {
    const cabinet = createFakeCabinet(7, noFaults);
    const { state } = playWizard(cabinet, createTechnician(cabinet, 'honest', 7));
    const record = acceptanceOf(state);
    expect(record.verdict).toBe('accepted');
    expect(record.boards).toMatchObject([
      { name: 'boardA', channels: 6, statusOrder: cabinet.order, feedbackByChannel: [], sensorByChannel: [] },
    ]);
    expect(record.cells.every(({ sensor, openingMs }) => sensor === 'bothWays' && openingMs !== null)).toBe(true);
  });

  it('names a crossed sensor as a mapping and a dead lock as what is to be repaired', () => {
    const cabinet = createFakeCabinet(3, { ...noFaults, crossedSensors: true, deadLocks: true });
    const { state } = playWizard(cabinet, createTechnician(cabinet, 'honest', 3));
    const { cells, verdict } = acceptanceOf(state);
    const dead = cabinet.locks.filter((lock) => lock.dead).map(({ cell }) => cell);
    expect(dead.length).toBeGreaterThan(0);
    expect(verdict).toBe('notAccepted');
    expect(cells.filter(({ reasons }) => reasons.includes('nothingMoved')).map(({ cell }) => cell)).toEqual(dead);
  });
});

describe('the wiring wizard with a technician who cannot be relied on', () => {
  it('ends in remarks, never in a wrong map, when the expected door is always confirmed', () => {
    fc.assert(
      fc.property(seed, someFaults, (number, faults) => {
        const cabinet = createFakeCabinet(number, faults);
        const { state, unasked } = playWizard(cabinet, createTechnician(cabinet, 'tired', number));
        const record = acceptanceOf(state);
        expect(unasked).toBe(0);
        expect(untrue(cabinet, record)).toEqual([]);
        if (faults.crossedLocks && !faults.twins && cabinet.locks.every((lock) => !lock.dead))
          expect(record.verdict).toBe('notAccepted');
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  // A liar who tells the same lie in the learning and in the acceptance cannot be told from a changed label.
  it('ends in remarks, never in a wrong map, when every third answer is any answer', () => {
    fc.assert(
      fc.property(seed, someFaults, (number, faults) => {
        const cabinet = createFakeCabinet(number, faults);
        const { state, unasked } = playWizard(cabinet, createTechnician(cabinet, 'lying', number));
        expect(unasked).toBe(0);
        expect(tooSoon(cabinet)).toEqual([]);
        expect(untrue(cabinet, acceptanceOf(state))).toEqual([]);
      }),
      { numRuns: 100, seed: 20_261 },
    );
  }, 120_000);
});

const board = 'lock-board-8a/1';
const channel = fc.integer({ min: 1, max: 4 });
const event: fc.Arbitrary<WiringEvent> = fc.oneof(
  fc.constantFrom<WiringEvent>(
    { is: 'tick' },
    { is: 'said', act: { is: 'search' } },
    { is: 'said', act: { is: 'allShut' } },
    { is: 'said', act: { is: 'door', opened: 'none' } },
    { is: 'said', act: { is: 'door', opened: 'several' } },
    { is: 'said', act: { is: 'door', opened: cellIdOf('A01') } },
    { is: 'said', act: { is: 'door', opened: cellIdOf('Z99') } },
    { is: 'said', act: { is: 'sensor', has: 'none' } },
    { is: 'said', act: { is: 'sensor', has: 'broken' } },
    { is: 'said', act: { is: 'shut' } },
    { is: 'said', act: { is: 'giveUp' } },
    { is: 'said', act: { is: 'accept' } },
    { is: 'said', act: { is: 'stop' } },
    { is: 'said', act: { is: 'repeat', cell: cellIdOf('A01') } },
    { is: 'said', act: { is: 'leftOut', board } },
    { is: 'found', boards: [] },
    { is: 'found', boards: [{ model: 'lock-board-8a', address: 1, bits: 24, disturbed: true }] },
    { is: 'read', board: 'nobody/9', bits: [true] },
    { is: 'read', board, bits: null },
  ),
  channel.map((number): WiringEvent => ({ is: 'said', act: { is: 'go', board, channel: number } })),
  channel.map((number): WiringEvent => ({ is: 'said', act: { is: 'learn', board, channel: number } })),
  fc.array(fc.boolean(), { maxLength: 30 }).map((bits): WiringEvent => ({ is: 'read', board, bits })),
  fc
    .tuple(channel, fc.constantFrom('acknowledged' as const, 'silent' as const, 'notSent' as const, 'refused' as const))
    .map(([number, outcome]): WiringEvent => ({ is: 'fired', board, channel: number, outcome })),
);

/** States from all along a course, as they lie on disk. */
function statesOfACourse(): readonly WiringState[] {
  const cabinet = createFakeCabinet(5, noFaults);
  return [0, 10, 30, 60, 100, 200, 300, 500, 700, 900, 1_000, 1_200, 1_300].map(
    (steps) => playWizard(cabinet, createTechnician(cabinet, 'honest', 5), noNoise, steps).state,
  );
}

describe('the polarity of a sensor', () => {
  it('is not learnt the wrong way round from a door that stood open at the start and moved at the wrong moment', () => {
    fc.assert(
      fc.property(fc.constantFrom(929_967, 1, 2, 3), (number) => {
        const cabinet = createFakeCabinet(number, {
          ...noFaults,
          crossedSensors: true,
          inverted: true,
          sticking: true,
        });
        const noise = { seed: number, lost: 0.1, passer: 0.02 };
        const { state } = playWizard(cabinet, createTechnician(cabinet, 'honest', number), noise, 20_000);
        expect(untrue(cabinet, acceptanceOf(state))).toEqual([]);
      }),
    );
  }, 60_000);
});

describe('the state of the wizard', () => {
  it('is defined after any event in any state, is plain JSON, and fires nothing without that very word', () => {
    const states = statesOfACourse();
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.array(fc.tuple(event, fc.integer({ min: -2_000, max: 20_000 })), { maxLength: 40 }),
        (start, events) => {
          let state = start;
          let now = start.wall;
          const words = new Set<number>(
            start.place.is === 'opening' && start.place.opening.stage.is === 'resting'
              ? [start.place.opening.job.channel]
              : [],
          );
          for (const [one, later] of events) {
            now += later;
            if (one.is === 'said' && one.act.is === 'go') words.add(one.act.channel);
            const { state: next, effects } = stepWiring(state, one, now);
            for (const effect of effects) {
              if (effect.do !== 'fire') continue;
              expect(words.delete(effect.channel)).toBe(true);
            }
            state = next;
            expect(JSON.parse(JSON.stringify(state))).toEqual(state);
            expect(acceptanceOf(state).cells.length).toBe(state.plan.flatMap(({ cells }) => cells).length);
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it('can be put away at any moment and gone on with, without a pulse that was ordered before', () => {
    for (const saved of statesOfACourse()) {
      const resumed = resumeWiring(JSON.parse(JSON.stringify(saved)) as WiringState, saved.wall + 3_600_000);
      expect(['begin', 'shutAll', 'review', 'done']).toContain(resumed.place.is);
      const { effects } = stepWiring(resumed, { is: 'tick' }, saved.wall + 3_700_000);
      expect(effects).toEqual([]);
      expect(resumed.findings).toEqual(saved.findings);
      expect(resumed.pulses).toEqual(saved.pulses);
    }
  });

  it('gives the wire back after ten minutes without a touch, not while a coil is at work', () => {
    let state: WiringState = { ...beginWiring(0), place: { is: 'review' } };
    for (let now = 1_000; now < 599_000; now += 1_000) state = stepWiring(state, { is: 'tick' }, now).state;
    expect(state.place.is).toBe('review');
    for (let now = 599_000; now <= 601_000; now += 1_000) state = stepWiring(state, { is: 'tick' }, now).state;
    expect(state.place).toEqual({ is: 'stopped', why: 'abandoned' });
  });

  it('rests a coil by the time that passed, whatever the wall clock is set to', () => {
    const cabinet = createFakeCabinet(5, noFaults);
    const { state } = playWizard(cabinet, createTechnician(cabinet, 'honest', 5), noNoise, 1_000);
    const later = stepWiring(state, { is: 'tick' }, state.wall + 86_400_000).state;
    expect(later.ms - state.ms).toBeLessThanOrEqual(1_000);
    expect(stepWiring(later, { is: 'tick' }, 0).state.ms).toBe(later.ms);
  });

  it('does not place a board at whose address two boards answer', () => {
    const two = { model: 'lock-board-8a', address: 1, bits: 24, disturbed: true };
    const [plan] = createFakeCabinet(5, noFaults).plans;
    let state = stepWiring(beginWiring(0), { is: 'said', act: { is: 'search' } }, 1).state;
    state = stepWiring(state, { is: 'found', boards: [two] }, 2).state;
    if (plan === undefined) throw new Error('the cabinet has a plan');
    const placed = { is: 'placed', plan: { ...plan, board: keyOf(two) }, bank: 'A', columns: [] } as const;
    expect(stepWiring(state, { is: 'said', act: placed }, 3).state.plan).toEqual([]);
    expect(acceptanceOf(state).disturbed).toEqual([{ model: 'lock-board-8a', address: 1 }]);
  });
});
