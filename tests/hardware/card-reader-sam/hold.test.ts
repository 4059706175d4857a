// Hold: a card that lies there is told once, whatever the module or the card forgets meanwhile.

import { afterEach, describe, expect, test } from 'vitest';
import { failed, ok } from '../../../src/base/result.ts';
import { startCardReader, stopBenches } from '../../support/card-reader-bench.ts';
import { specimenCard } from '../../support/specimen-cards.ts';

const card = specimenCard.resident;
const other = specimenCard.hongKongMacaoTaiwan;
afterEach(stopBenches);

async function withCardRead(setting: Parameters<typeof startCardReader>[0] = {}) {
  const bench = await startCardReader(setting);
  bench.simulator.simulateLayCard(card);
  await bench.clock.advance(2_500);
  expect(bench.seen()).toEqual(['seen', 'read']);
  return bench;
}

describe.each(['silent', 'repeats'] as const)('a card that is %s after reading', (afterRead) => {
  test('nudged again and again is told once', async () => {
    const { clock, simulator, seen, commands } = await withCardRead({ afterRead });
    for (let times = 0; times < 10; times += 1) {
      simulator.simulateNudge();
      await clock.advance(1_700);
    }
    expect(seen()).toEqual(['seen', 'read']);
    expect(commands().filter((name) => name === 'read').length).toBeGreaterThan(5);
  });

  test('is told once though its module hung, was reset and came back', async () => {
    const { clock, simulator, seen, commands, reader } = await withCardRead({ afterRead });
    simulator.simulateMisbehaviour({ is: 'hangs' });
    await clock.advance(12_000);
    expect(commands()).toContain('reset');
    expect(reader.state()).toEqual({ is: 'ready' });
    expect(seen()).toEqual(['seen', 'read']);
    simulator.simulateTakeCard();
    await clock.advance(2_000);
    expect(seen()).toEqual(['seen', 'read', 'removed']);
  });

  test('changed for another one between two looks: gone, and the other one read', async () => {
    const { clock, simulator, events, seen } = await withCardRead({ afterRead });
    simulator.simulateLayCard(other);
    await clock.advance(3_000);
    expect(seen()).toEqual(['seen', 'read', 'removed', 'seen', 'read']);
    expect(events.at(-1)).toEqual({ is: 'read', card: other });
    await clock.advance(30_000);
    expect(seen().length).toBe(5);
  });

  test('changed while the module was out of reach: the other one is read, and never under the first one’s name', async () => {
    const { clock, simulator, events, seen } = await withCardRead({ afterRead });
    simulator.simulateDead(true);
    await clock.advance(3_000);
    simulator.simulateLayCard(other);
    simulator.simulateDead(false);
    await clock.advance(20_000);
    expect(seen()).toEqual(['seen', 'read', 'removed', 'seen', 'read']);
    expect(events.at(-1)).toEqual({ is: 'read', card: other });
  });
});

test('changed for one whose answer got lost: what lies there is not taken for the first one', async () => {
  const { clock, simulator, events, seen, commands } = await withCardRead();
  simulator.simulateMisbehaviour({ is: 'silent' }, { command: 'read' });
  simulator.simulateLayCard(other);
  await clock.advance(10_000);
  // The other card is selected: it answers 30 03 as the first one did, and 20 01 no more.
  expect(commands().filter((name) => name === 'read').length).toBe(2);
  expect(seen()).toEqual(['seen', 'read', 'removed']);
  simulator.simulateTakeCard();
  simulator.simulateLayCard(other);
  await clock.advance(3_000);
  expect(events.at(-1)).toEqual({ is: 'read', card: other });
});

test('a reader that switches its antenna off after each read tells a card once, and its going', async () => {
  const { clock, simulator, seen } = await withCardRead({ afterRead: 'fieldDrops' });
  await clock.advance(60_000);
  expect(seen()).toEqual(['seen', 'read']);
  simulator.simulateTakeCard();
  await clock.advance(3_000);
  expect(seen()).toEqual(['seen', 'read', 'removed']);
});

test('changed for one that can not be read: gone, then seen and failed', async () => {
  const { clock, simulator, seen } = await withCardRead();
  simulator.simulateLayText(new Uint8Array(256));
  await clock.advance(6_000);
  expect(seen()).toEqual(['seen', 'read', 'removed', 'seen', 'failed']);
});

test('a module out of order while a card lies there tells nothing of the card', async () => {
  const { clock, simulator, seen, states } = await withCardRead();
  simulator.simulateModuleFault(0x60);
  await clock.advance(20_000);
  simulator.simulateModuleFault(undefined);
  await clock.advance(10_000);
  expect(seen()).toEqual(['seen', 'read']);
  expect(states.map((state) => state.is)).toEqual(['ready', 'fault', 'ready']);
});

test('a second card laid beside the one that was read: gone when the first no longer answers, both unread', async () => {
  const { clock, simulator, seen } = await withCardRead();
  simulator.simulateLayTwoCards();
  await clock.advance(5_000);
  expect(seen()).toEqual(['seen', 'read', 'removed']);
});

test('lifted after the reading began to come in: it is told in full, then gone', async () => {
  const { clock, simulator, events, sent } = await startCardReader();
  simulator.simulateLayCard(card);
  while (sent.at(-1)?.name !== 'read') await clock.advance(5);
  // The module has the card's data; its 1,295 bytes take 112 ms of the wire.
  await clock.advance(690);
  simulator.simulateTakeCard();
  await clock.advance(3_000);
  expect(events.map((event) => event.is)).toEqual(['seen', 'read', 'removed']);
  expect(events[1]).toEqual({ is: 'read', card });
});

test.each(['find', 'select', 'read'] as const)(
  'lifted just when the module works on %s: never read',
  async (command) => {
    const { clock, simulator, sent, seen } = await startCardReader();
    simulator.simulateLayCard(card);
    while (sent.at(-1)?.name !== command) await clock.advance(5);
    simulator.simulateTakeCard();
    await clock.advance(3_000);
    expect(seen()).toEqual(command === 'find' ? [] : ['seen', 'failed', 'removed']);
  },
);

describe('what else a card holds', () => {
  test('chip number before anything else is read, and the later addresses', async () => {
    const { clock, simulator, reader, settled, commands, seen } = await startCardReader();
    simulator.simulateLayCard(card, { newAddresses: ['上海市黄浦区测试路三号', '上海市黄浦区测试路四号'] });
    await clock.advance(2_500);
    expect(await settled(reader.readExtras())).toEqual(
      ok({
        chipNumber: Uint8Array.from({ length: 28 }, (_, index) => index),
        newAddresses: ['上海市黄浦区测试路三号', '上海市黄浦区测试路四号'],
      }),
    );
    const from = commands().lastIndexOf('reset');
    expect(commands().slice(from, from + 5)).toEqual(['reset', 'find', 'select', 'readChipNumber', 'readNewAddress']);
    await clock.advance(10_000);
    expect(seen()).toEqual(['seen', 'read']);
  });

  test('most cards have no later address, and some readers tell no chip number', async () => {
    const { simulator, reader, settled } = await withCardRead();
    simulator.simulateMisbehaviour({ is: 'status', status: 0x21 }, { command: 'readChipNumber' });
    expect(await settled(reader.readExtras())).toEqual(ok({ chipNumber: null, newAddresses: [] }));
  });

  test('no card, no card any more, or no answer', async () => {
    const { clock, simulator, reader, settled, link } = await startCardReader();
    expect(await settled(reader.readExtras())).toEqual(failed('noCard'));
    simulator.simulateLayCard(card);
    await clock.advance(2_500);
    simulator.simulateTakeCard();
    expect(await settled(reader.readExtras())).toEqual(failed('noCard'));
    simulator.simulateLayCard(card);
    await clock.advance(6_000);
    simulator.simulateDead(true);
    expect(await settled(reader.readExtras())).toEqual(failed('noAnswer'));
    link.unplug();
    expect(await settled(reader.readExtras())).toEqual(failed('notSent'));
  });
});

describe('a card that disagrees with its own number', () => {
  test.each([
    ['sex', { ...card, sex: 'male' }],
    ['birth', { ...card, birth: '1950-01-01' }],
    ['birth', { ...specimenCard.foreigner2017, birth: '1981-01-01' }],
    ['sex', { ...specimenCard.foreigner2023, sex: 'male' }],
  ] as const)('in its %s is read, with a warning that names the field and nobody', async (field, odd) => {
    const { clock, simulator, events, logged } = await startCardReader();
    simulator.simulateLayCard(odd);
    await clock.advance(2_500);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card: odd }]);
    const warnings = logged.filter((line) => line.includes('disagrees'));
    expect(warnings.length).toBe(1);
    expect(JSON.parse(warnings[0] ?? '')).toMatchObject({ level: 'warn', fields: [field] });
    for (const secret of [odd.name, odd.idNumber, odd.birth]) expect(warnings[0]).not.toContain(secret);
  });

  test.each(Object.values(specimenCard))('$kind: no warning when it agrees', async (good) => {
    const { clock, simulator, logged } = await startCardReader();
    simulator.simulateLayCard({ ...good, sex: good.kind === 'hongKongMacaoTaiwan' ? 'male' : 'female' });
    await clock.advance(2_500);
    expect(logged.filter((line) => line.includes('disagrees'))).toEqual([]);
  });
});
