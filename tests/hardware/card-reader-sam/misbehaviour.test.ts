// Modules that misbehave: each way for itself, then any list of them; afterwards the next card is read once and rightly.

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Card, CardEvent } from '../../../hardware/classes/card-reader.ts';
import type { Misbehaviour } from '../../../hardware/drivers/card-reader-sam/misbehaviour.ts';
import type { CommandName } from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { cardsRead, startCardReader, stopBenches, wrongOrder } from '../../support/card-reader-bench.ts';
import { specimenCard } from '../../support/specimen-cards.ts';

const card = specimenCard.resident;
const cards = Object.values(specimenCard);
const number = '05.01-20250101-0001234567-0987654321';
afterEach(stopBenches);

const commands = ['selfTest', 'samId', 'find', 'select', 'read', 'readNewAddress'] as const;
const statuses = [
  0x90, 0x91, 0x9f, 0x80, 0x81, 0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x37, 0x3f, 0x40, 0x41, 0x47, 0x4e,
  0x60, 0x66, 0x67, 0x69, 0x71,
] as const;
const others = [
  { is: 'silent' },
  { is: 'late', ms: 700 },
  { is: 'late', ms: 4_000 },
  { is: 'late', ms: 9_000 },
  { is: 'wrongChecksum' },
  { is: 'truncated' },
  { is: 'otherAnswer' },
  { is: 'lengthWithoutChecksum' },
  { is: 'strayBytes' },
  { is: 'hangs' },
] as const satisfies readonly Misbehaviour[];

type Bench = Awaited<ReturnType<typeof startCardReader>>;

/** Everything is well again: whatever lay there is taken, and one card is laid. */
async function readsTheNextCard({ clock, simulator, events, reader }: Bench, afterRead = 'silent') {
  const next = specimenCard.foreigner2023;
  simulator.simulateWell();
  simulator.simulateModuleFault(undefined);
  simulator.simulateDead(false);
  simulator.simulateTakeCard();
  await clock.advance(40_000);
  expect(reader.state()).toEqual({ is: 'ready' });
  expect(['removed', undefined]).toContain(events.at(-1)?.is);
  events.length = 0;
  simulator.simulateLayCard(next);
  await clock.advance(10_000);
  // A chip that hangs after it was read can't be told from a card that was taken.
  const hangs = afterRead === 'silentUntilReset';
  const expected: readonly CardEvent[] = [{ is: 'seen' }, { is: 'read', card: next }];
  expect(events).toEqual(hangs ? [...expected, { is: 'removed' }] : expected);
}

describe.each(commands)('at %s', (command) => {
  test.each(statuses)('status %i for a while', async (status) => {
    const bench = await startCardReader();
    bench.simulator.simulateMisbehaviour({ is: 'status', status }, { command, times: 4 });
    bench.simulator.simulateLayCard(card);
    await bench.clock.advance(8_000);
    for (const read of cardsRead(bench.events)) expect(read).toEqual(card);
    expect(wrongOrder(bench.events)).toBe(undefined);
    await readsTheNextCard(bench);
  });

  test.each(others)('$is $ms', async (misbehaviour) => {
    for (const times of [1, 3, 20]) {
      const bench = await startCardReader({ seed: times });
      bench.simulator.simulateMisbehaviour(misbehaviour, { command, times });
      bench.simulator.simulateLayCard(card);
      await bench.clock.advance(15_000);
      for (const read of cardsRead(bench.events)) expect(read).toEqual(card);
      expect(wrongOrder(bench.events)).toBe(undefined);
      await readsTheNextCard(bench);
    }
  });
});

describe('once, the card is read all the same', () => {
  test.each<[CommandName, Misbehaviour]>([
    ['select', { is: 'strayBytes' }],
    ['read', { is: 'strayBytes' }],
    ['find', { is: 'strayBytes' }],
    ['find', { is: 'wrongChecksum' }],
    ['find', { is: 'silent' }],
    ['find', { is: 'late', ms: 700 }],
    ['read', { is: 'late', ms: 2_000 }],
    ['samId', { is: 'silent' }],
  ])('%s: %j', async (command, misbehaviour) => {
    const { clock, simulator, reader, events } = await startCardReader();
    await reader.stop();
    simulator.simulateMisbehaviour(misbehaviour, { command });
    simulator.simulateLayCard(card);
    reader.start();
    await clock.advance(8_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
  });
});

describe('the number of the module', () => {
  test('is logged once after the start and told by the test', async () => {
    const { clock, reader, logged, settled, commands: sent } = await startCardReader();
    await clock.advance(60_000);
    expect(logged.filter((line) => line.includes(number)).length).toBe(1);
    expect(sent().filter((name) => name === 'samId').length).toBe(1);
    expect(await settled(reader.test())).toEqual({ passed: true, detail: `self-test passed, SAM ${number}` });
  });

  test.each<Misbehaviour>([{ is: 'wrongChecksum' }, { is: 'status', status: 0x24 }, { is: 'otherAnswer' }])(
    'told wrongly twice ($is), it is asked a third time',
    async (misbehaviour) => {
      const { simulator, reader, clock, logged } = await startCardReader();
      await reader.stop();
      logged.length = 0;
      simulator.simulateMisbehaviour(misbehaviour, { command: 'samId', times: 2 });
      reader.start();
      await clock.advance(5_000);
      expect(logged.filter((line) => line.includes(number)).length).toBe(1);
      expect(reader.state()).toEqual({ is: 'ready' });
    },
  );

  test('never told: a warning, a failed test, and cards are read', async () => {
    const { simulator, reader, clock, logged, settled, events } = await startCardReader();
    await reader.stop();
    simulator.simulateMisbehaviour({ is: 'silent' }, { command: 'samId', times: Number.POSITIVE_INFINITY });
    simulator.simulateLayCard(card);
    reader.start();
    await clock.advance(8_000);
    expect(events.at(-1)).toEqual({ is: 'read', card });
    expect(logged.some((line) => line.includes('does not tell its number'))).toBe(true);
    expect(await settled(reader.test())).toMatchObject({ passed: false });
  });

  test('is asked again after the plug was out: it may be another reader', async () => {
    const { clock, link, commands: sent } = await startCardReader();
    link.unplug();
    await clock.advance(2_000);
    link.replug();
    await clock.advance(20_000);
    expect(sent().filter((name) => name === 'samId').length).toBe(2);
  });
});

test('out of order after strange answers to its self-test, a module that is well again is ready', async () => {
  const { clock, simulator, link, reader } = await startCardReader();
  simulator.simulateMisbehaviour({ is: 'status', status: 0x71 }, { command: 'selfTest', times: 3 });
  link.unplug();
  link.replug();
  await clock.advance(2_500);
  simulator.simulateModuleFault(0x60);
  await clock.advance(10_000);
  expect(reader.state()).toMatchObject({ is: 'fault', what: 'samFault' });
  simulator.simulateModuleFault(undefined);
  await clock.advance(10_000);
  expect(reader.state()).toEqual({ is: 'ready' });
});

test('a module that hung and starts slowly after its reset is reset once and not left', async () => {
  const { clock, simulator, commands: sent, logged, reader } = await startCardReader({ bootMs: 8_000 });
  simulator.simulateMisbehaviour({ is: 'hangs' });
  await clock.advance(20_000);
  expect(reader.state()).toEqual({ is: 'ready' });
  expect(sent().filter((name) => name === 'reset').length).toBe(1);
  expect(logged.filter((line) => line.includes('"line open"')).length).toBe(1);
});

test('a write that breaks the line: it is opened again at once, and the card is read', async () => {
  const { clock, link, simulator, events, reader } = await startCardReader();
  link.unplug();
  link.replug();
  await clock.advance(200);
  expect(reader.state()).toEqual({ is: 'ready' });
  simulator.simulateLayCard(card);
  await clock.advance(2_000);
  expect(events.at(-1)).toEqual({ is: 'read', card });
});

test('a card read late, after the next person has laid theirs, is not taken for the next one’s', async () => {
  for (const ms of [2_500, 3_000, 3_500, 4_000, 5_000, 7_000]) {
    const { clock, simulator, events, sent } = await startCardReader();
    simulator.simulateMisbehaviour({ is: 'late', ms }, { command: 'read' });
    simulator.simulateLayCard(card);
    while (sent.at(-1)?.name !== 'read') await clock.advance(10);
    await clock.advance(ms - 500);
    simulator.simulateTakeCard();
    simulator.simulateLayCard(specimenCard.hongKongMacaoTaiwan);
    await clock.advance(20_000);
    for (const read of cardsRead(events)) expect(read).toEqual(specimenCard.hongKongMacaoTaiwan);
    await stopBenches();
  }
});

/** One thing that happens, and how long until the next. */
const happening = fc.oneof(
  fc.record({ is: fc.constant('lay' as const), which: fc.nat({ max: cards.length - 1 }) }),
  fc.constant({ is: 'take' as const }),
  fc.constant({ is: 'layTwo' as const }),
  fc.constant({ is: 'nudge' as const }),
  fc.constant({ is: 'unplug' as const }),
  fc.record({ is: fc.constant('dead' as const), dead: fc.boolean() }),
  fc.record({
    is: fc.constant('fault' as const),
    sw3: fc.constantFrom<0x60 | 0x66 | undefined>(0x60, 0x66, undefined),
  }),
  fc.record({
    is: fc.constant('misbehave' as const),
    what: fc.oneof(
      fc.constantFrom(...others),
      fc.constantFrom(...statuses).map((status) => ({ is: 'status' as const, status })),
    ),
    command: fc.option(fc.constantFrom(...commands), { nil: undefined }),
    times: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    is: fc.constant('line' as const),
    flipBit: fc.constantFrom(0, 0, 0.2),
    drop: fc.constantFrom(0, 0, 0.2),
    repeat: fc.constantFrom(0, 0, 0.2),
    noise: fc.constantFrom(0, 0, 0.3),
  }),
);
const story = fc.array(fc.tuple(happening, fc.integer({ min: 10, max: 4_000 })), { minLength: 1, maxLength: 12 });
const setting = fc.record({
  seed: fc.nat(),
  afterRead: fc.constantFrom('silent', 'repeats', 'silentUntilReset', 'fieldDrops'),
  includeFingerprint: fc.boolean(),
  hid: fc.constantFrom(undefined, undefined, 'raw', 'miaxis'),
  lineSpeeds: fc.constantFrom([115_200] as const, [115_200, 57_600, 38_400, 19_200, 9_600] as const),
});

function happen(
  bench: Bench,
  what: typeof happening extends fc.Arbitrary<infer Value> ? Value : never,
): Card | 'none' | undefined {
  const { simulator, link, wire } = bench;
  switch (what.is) {
    case 'lay': {
      const laid = cards[what.which];
      if (laid !== undefined) simulator.simulateLayCard(laid);
      return laid;
    }
    case 'take':
      simulator.simulateTakeCard();
      return 'none';
    case 'layTwo':
      simulator.simulateLayTwoCards();
      return 'none';
    case 'nudge':
      simulator.simulateNudge();
      return undefined;
    case 'unplug':
      link.unplug();
      link.replug();
      return undefined;
    case 'dead':
      simulator.simulateDead(what.dead);
      return undefined;
    case 'fault':
      simulator.simulateModuleFault(what.sw3);
      return undefined;
    case 'misbehave': {
      const { command, times } = what;
      simulator.simulateMisbehaviour(what.what, { times, ...(command === undefined ? {} : { command }) });
      return undefined;
    }
    case 'line': {
      const { is, ...faults } = what;
      Object.assign(wire.faults, faults);
      return undefined;
    }
  }
}

test('after any list of misbehaviours the next card is read once and rightly; no identity but of cards that were laid', async () => {
  await fc.assert(
    fc.asyncProperty(setting, story, async ({ hid, ...rest }, happenings) => {
      const bench = await startCardReader({ ...rest, ...(hid === undefined ? {} : { hid }) });
      const told: { readonly event: CardEvent; readonly lying: readonly Card[] }[] = [];
      /** The card that lies there, and the one before it for as long as its answer may still be on the wire. */
      let lying: readonly Card[] = [];
      bench.reader.onCard((event) => told.push({ event, lying }));
      for (const [what, ms] of happenings) {
        const now = happen(bench, what);
        if (now === 'none') lying = lying.slice(0, 1);
        else if (now !== undefined) lying = [now, ...lying].slice(0, 2);
        await bench.clock.advance(ms);
      }
      Object.assign(bench.wire.faults, { flipBit: 0, drop: 0, repeat: 0, noise: 0 });
      lying = [specimenCard.foreigner2023, ...lying];
      await readsTheNextCard(bench, rest.afterRead);
      expect(wrongOrder(told.map(({ event }) => event))).toBe(undefined);
      for (const { event, lying: there } of told) {
        if (event.is === 'read') expect(there).toContainEqual(event.card);
      }
      await stopBenches();
    }),
    { numRuns: 150 },
  );
});
