// The SAM driver against the simulated module, with the time in our hands.

import { afterEach, describe, expect, test } from 'vitest';
import type { CardEvent, ReadFailure } from '../../../hardware/classes/card-reader.ts';
import { encodeCardText } from '../../../hardware/drivers/card-reader-sam/card.ts';
import { kindPlace, places, writeField } from '../../../hardware/drivers/card-reader-sam/card-text.ts';
import { createSamCardReader } from '../../../hardware/drivers/card-reader-sam/driver.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createLog } from '../../../src/base/log.ts';
import { startCardReader as started, stopBenches, wrongOrder } from '../../support/card-reader-bench.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { specimenCard } from '../../support/specimen-cards.ts';

const card = specimenCard.resident;
afterEach(stopBenches);

const isFailed = (why: ReadFailure): CardEvent => ({ is: 'failed', why });

describe('reading', () => {
  test('a card is read in the time that its steps take, and nothing is waited for besides', async () => {
    const { clock, simulator, sent, events } = await started();
    simulator.simulateLayCard(card);
    await clock.advance(3_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
    const steps = sent.filter(({ name }) => name === 'find' || name === 'select' || name === 'read').slice(-3);
    expect(steps.map(({ name }) => name)).toEqual(['find', 'select', 'read']);
    const between = steps.map(({ at }, index) => at - (steps[index - 1]?.at ?? at));
    // Find takes at most 66 ms, select 132 ms; the frames 4 ms; the rest is ours.
    expect(between[1]).toBeLessThan(66 + 4 + 4);
    expect(between[2]).toBeLessThan(132 + 4 + 4);
  });

  test('finds every 300 ms while there is no card, one command at a time', async () => {
    const { clock, sent } = await started();
    sent.length = 0;
    await clock.advance(10_000);
    expect(new Set(sent.map(({ name }) => name))).toEqual(new Set(['find']));
    for (const [index, { at }] of sent.entries()) {
      if (index > 0) expect(at - (sent[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(300 + 54);
    }
    expect(sent.length).toBeGreaterThan(24);
  });

  test.each(['silent', 'repeats'] as const)(
    'a card that is %s after reading is read once while it lies there',
    async (afterRead) => {
      const { clock, simulator, seen, commands } = await started({ afterRead });
      simulator.simulateLayCard(card);
      await clock.advance(60_000);
      expect(seen()).toEqual(['seen', 'read']);
      expect(commands().at(-1)).toBe('readNewAddress');
      simulator.simulateTakeCard();
      await clock.advance(1_500);
      expect(seen()).toEqual(['seen', 'read', 'removed']);
    },
  );

  test('a card whose chip hangs after reading is read once until it leaves the field', async () => {
    const { clock, simulator, seen } = await started({ afterRead: 'silentUntilReset' });
    simulator.simulateLayCard(card);
    await clock.advance(60_000);
    expect(seen()).toEqual(['seen', 'read', 'removed']);
    simulator.simulateTakeCard();
    await clock.advance(1_000);
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    expect(seen().slice(3, 5)).toEqual(['seen', 'read']);
  });

  test('a card with additional addresses stays held', async () => {
    const { clock, simulator, seen } = await started();
    simulator.simulateLayCard(card, { newAddresses: ['上海市黄浦区测试路三号', ''] });
    await clock.advance(10_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test.each([0, 1, 2] as const)('with fingerprints, a card with %i of them is read', async (fingers) => {
    const { clock, simulator, events, commands } = await started({ includeFingerprint: true });
    simulator.simulateLayCard(card, { fingers });
    await clock.advance(3_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
    expect(commands()).toContain('readWithFingerprints');
    expect(commands()).not.toContain('read');
  });

  test('two cards at once are not read; one of them alone is', async () => {
    const { clock, simulator, seen } = await started();
    simulator.simulateLayTwoCards();
    await clock.advance(5_000);
    expect(seen()).toEqual([]);
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('one missed answer while the card lies there is no removal', async () => {
    const { clock, simulator, seen } = await started();
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    for (let times = 0; times < 5; times += 1) {
      simulator.simulateMisbehaviour({ is: 'status', status: 0x47 }, { command: 'readNewAddress' });
      await clock.advance(900);
    }
    expect(seen()).toEqual(['seen', 'read']);
  });
});

describe('a card that can not be read', () => {
  test('pulled while it is read: moved, then removed; laid again it is read', async () => {
    const { clock, simulator, events, seen } = await started();
    simulator.simulateLayCard(card);
    while (seen().length === 0) await clock.advance(20);
    await clock.advance(300);
    simulator.simulateTakeCard();
    await clock.advance(1_000);
    expect(events).toEqual([{ is: 'seen' }, isFailed('moved')]);
    await clock.advance(1_000);
    expect(seen()).toEqual(['seen', 'failed', 'removed']);
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    expect(seen()).toEqual(['seen', 'failed', 'removed', 'seen', 'read']);
  });

  test.each([0x81, 0x41, 0x31, 0x32])(
    'status %i once: the cycle is tried again and the card is read',
    async (status) => {
      for (const command of ['select', 'read'] as const) {
        const { clock, simulator, seen, commands } = await started();
        simulator.simulateMisbehaviour({ is: 'status', status }, { command });
        simulator.simulateLayCard(card);
        await clock.advance(3_000);
        expect(seen()).toEqual(['seen', 'read']);
        expect(commands().filter((name) => name === 'select').length).toBe(2);
        await stopBenches();
      }
    },
  );

  test.each<[number, ReadFailure, number]>([
    [0x81, 'moved', 2],
    [0x41, 'moved', 2],
    [0x31, 'unreadable', 2],
    [0x32, 'unreadable', 2],
    [0x33, 'unreadable', 1],
    [0x37, 'unreadable', 1],
    [0x3f, 'unreadable', 1],
    [0x91, 'unreadable', 1],
    [0x40, 'wrongCard', 1],
    [0x47, 'readerFault', 1],
    [0x21, 'readerFault', 1],
    [0x23, 'readerFault', 1],
    [0x24, 'readerFault', 1],
    [0x4e, 'readerFault', 1],
    [0x60, 'readerFault', 1],
    [0x66, 'readerFault', 1],
    [0x10, 'readerFault', 2],
    [0x11, 'readerFault', 2],
  ])('status %i while reading, again and again: %s after %i tries', async (status, why, tries) => {
    const { clock, simulator, events, commands } = await started();
    simulator.simulateMisbehaviour({ is: 'status', status }, { command: 'read', times: 5 });
    simulator.simulateLayCard(card);
    await clock.advance(4_000);
    expect(events).toEqual([{ is: 'seen' }, isFailed(why)]);
    expect(commands().filter((name) => name === 'read').length).toBe(tries);
  });

  test.each<[string, (text: Uint8Array) => void, ReadFailure]>([
    ['a wrong check digit', (text) => writeField(text, places.resident.idNumber, '110105194912310021'), 'unreadable'],
    ['a date that does not exist', (text) => writeField(text, places.resident.validFrom, '20200230'), 'unreadable'],
    ['no text in its name', (text) => writeField(text, places.resident.name, '\u0001\u0002'), 'unreadable'],
    ['an unknown kind', (text) => writeField(text, kindPlace, 'Q'), 'wrongCard'],
  ])('%s: told once while it lies there', async (_, spoil, why) => {
    const { clock, simulator, events } = await started();
    const text = encodeCardText(card);
    spoil(text);
    simulator.simulateLayText(text);
    await clock.advance(20_000);
    expect(events).toEqual([{ is: 'seen' }, isFailed(why)]);
    simulator.simulateTakeCard();
    await clock.advance(2_000);
    expect(events.at(-1)).toEqual({ is: 'removed' });
  });

  test('a sex code that disagrees with the number and a half surrogate in the name are read', async () => {
    const { clock, simulator, events } = await started();
    const odd = { ...card, name: '甲\ud840', sex: 'male' } as const;
    simulator.simulateLayCard(odd);
    await clock.advance(2_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card: odd }]);
  });

  test('nothing of a card is ever logged', async () => {
    const { clock, simulator, logged } = await started();
    simulator.simulateLayCard(card);
    await clock.advance(3_000);
    simulator.simulateTakeCard();
    await clock.advance(2_000);
    simulator.simulateMisbehaviour({ is: 'status', status: 0x41 }, { command: 'read', times: 2 });
    simulator.simulateLayCard(specimenCard.foreigner2023);
    await clock.advance(3_000);
    expect(logged.length).toBeGreaterThan(2);
    for (const secret of [card.name, card.idNumber, card.address, specimenCard.foreigner2023.idNumber, 'YANGBEN']) {
      expect(logged.join('\n')).not.toContain(secret);
    }
  });
});

describe('the reader', () => {
  test('is ready once the module has answered its self-test', async () => {
    const { states, commands, reader } = await started();
    expect(commands()[0]).toBe('selfTest');
    expect(states).toEqual([{ is: 'ready' }]);
    expect(reader.description).toBe('card-reader-sam on memory');
  });

  test.each<[0x60 | 0x66, string]>([
    [0x60, 'samFault'],
    [0x66, 'samNotAuthorised'],
  ])('status %i: out of order, asked rarely, and ready again when the module is well', async (status, what) => {
    const { clock, simulator, reader, sent } = await started();
    simulator.simulateModuleFault(status);
    await clock.advance(1_000);
    expect(reader.state()).toMatchObject({ is: 'fault', what });
    sent.length = 0;
    await clock.advance(60_000);
    expect(new Set(sent.map(({ name }) => name))).toEqual(new Set(['selfTest']));
    expect(sent.length).toBeLessThan(14);
    expect(await testOf(clock, reader)).toMatchObject({ passed: false });
    simulator.simulateModuleFault(undefined);
    await clock.advance(10_000);
    expect(reader.state()).toEqual({ is: 'ready' });
  });

  test('strange answers again and again are a fault, until a good one comes', async () => {
    const { clock, simulator, reader, states } = await started();
    simulator.simulateMisbehaviour({ is: 'status', status: 0x24 }, { command: 'find', times: 5 });
    await clock.advance(20_000);
    expect(states.map((state) => state.is)).toEqual(['ready', 'fault', 'ready']);
    expect(states[1]).toEqual({ is: 'fault', what: 'readerError', detail: '24: unrecognised error' });
    expect(reader.state()).toEqual({ is: 'ready' });
  });

  test.each([0x10, 0x11])('a module that heard badly (%i) is asked again at once', async (status) => {
    const { clock, simulator, seen } = await started();
    simulator.simulateMisbehaviour({ is: 'status', status }, { command: 'read' });
    simulator.simulateLayCard(card);
    await clock.advance(3_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('silent for three polls it is offline, is reset, has its line opened anew, and comes back', async () => {
    const { clock, simulator, reader, states, commands, seen, sent, logged } = await started();
    simulator.simulateDead(true);
    sent.length = 0;
    await clock.advance(4_500);
    expect(reader.state()).toEqual({ is: 'offline' });
    await clock.advance(10_000);
    expect(commands().slice(0, 5)).toEqual(['find', 'selfTest', 'selfTest', 'reset', 'selfTest']);
    expect(logged.filter((line) => line.includes('"line open"')).length).toBeGreaterThanOrEqual(2);
    simulator.simulateDead(false);
    await clock.advance(15_000);
    expect(states.map((state) => state.is)).toEqual(['ready', 'offline', 'ready']);
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('silent only once it stays ready', async () => {
    const { clock, simulator, reader, states } = await started();
    simulator.simulateDead(true);
    await clock.advance(900);
    simulator.simulateDead(false);
    await clock.advance(5_000);
    expect(states).toEqual([{ is: 'ready' }]);
    expect(reader.state()).toEqual({ is: 'ready' });
  });

  test('silent in the middle of reading: the fault is the reader’s, and the card is read when it was lifted and laid again', async () => {
    const { clock, simulator, events, seen } = await started();
    simulator.simulateLayCard(card);
    while (seen().length === 0) await clock.advance(20);
    simulator.simulateDead(true);
    await clock.advance(5_000);
    expect(events).toEqual([{ is: 'seen' }, isFailed('readerFault')]);
    simulator.simulateDead(false);
    simulator.simulateTakeCard();
    await clock.advance(15_000);
    expect(seen()).toEqual(['seen', 'failed', 'removed']);
    simulator.simulateLayCard(card);
    await clock.advance(3_000);
    expect(seen().at(-1)).toBe('read');
  });

  test('a plug that was never in: offline, not waiting for ever', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    link.unplug();
    const log = createLog(() => undefined, clock);
    const reader = createSamCardReader({ name: 'r', transport: link.transport, clock, log, random: () => 0.5 });
    expect(reader.state()).toEqual({ is: 'unknown' });
    reader.start();
    await clock.advance(5_000);
    expect(reader.state()).toEqual({ is: 'offline' });
    expect(await testOf(clock, reader)).toEqual({ passed: false, detail: 'the line is not open' });
    await reader.stop();
  });

  test('a plug pulled while a card lies there: the card is not read twice without being removed between', async () => {
    const { clock, simulator, link, seen } = await started();
    simulator.simulateLayCard(card);
    await clock.advance(2_000);
    link.unplug();
    await clock.advance(5_000);
    link.replug();
    await clock.advance(20_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('a test does not disturb the reading of a card', async () => {
    const { clock, simulator, reader, seen } = await started();
    simulator.simulateLayCard(card);
    while (seen().length === 0) await clock.advance(20);
    expect(await testOf(clock, reader)).toMatchObject({ passed: true });
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('stop in the middle of anything settles it', async () => {
    const { clock, simulator, reader } = await started();
    simulator.simulateLayCard(card);
    await clock.advance(400);
    const testing = reader.test();
    const stopping = reader.stop();
    await clock.advance(20_000);
    await stopping;
    expect((await testing).passed).toBe(false);
  });
});

async function testOf(clock: ReturnType<typeof createManualClock>, reader: ReturnType<typeof createSamCardReader>) {
  const result = reader.test();
  await clock.advance(5_000);
  return result;
}

describe('on a bad line', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'with noise, lost, cut, doubled and late replies no wrong card is ever read (seed %i)',
    async (seed) => {
      const { clock, simulator, wire, events } = await started({ seed });
      Object.assign(wire.faults, { flipBit: 0.1, noise: 0.2, drop: 0.05, repeat: 0.1, pieceBytes: 100, glue: 0.05 });
      for (let round = 0; round < 10; round += 1) {
        simulator.simulateLayCard(specimenCard.foreigner2017);
        await clock.advance(8_000);
        simulator.simulateTakeCard();
        await clock.advance(8_000);
      }
      for (const event of events) {
        if (event.is === 'read') expect(event.card).toEqual(specimenCard.foreigner2017);
      }
      expect(events.some((event) => event.is === 'read')).toBe(true);
      expect(wrongOrder(events)).toBe(undefined);
      Object.assign(wire.faults, { flipBit: 0, noise: 0, drop: 0, repeat: 0, glue: 0 });
      await clock.advance(30_000);
      events.length = 0;
      simulator.simulateLayCard(card);
      await clock.advance(4_000);
      expect(events.at(-1)).toEqual({ is: 'read', card });
    },
  );
});
