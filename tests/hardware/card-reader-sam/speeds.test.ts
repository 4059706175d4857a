// Finding the module's speed, losing it and setting it, on a port that can be opened at five speeds.

import { afterEach, describe, expect, test } from 'vitest';
import { createSpeedChoice, type SamSpeed, samSpeeds } from '../../../hardware/drivers/card-reader-sam/speeds.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { startCardReader, stopBenches } from '../../support/card-reader-bench.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { specimenCard } from '../../support/specimen-cards.ts';

const card = specimenCard.resident;
afterEach(stopBenches);

const asked = (sent: readonly { name: string | undefined; speed: number | undefined }[]) =>
  sent.map(({ name, speed }) => `${name} ${speed}`);

describe('finding the speed', () => {
  test.each(samSpeeds)('a module at %i is found by one self-test a speed, in order', async (speed) => {
    const { clock, simulator, reader, sent, events } = await startCardReader({ speed, lineSpeeds: samSpeeds });
    await clock.advance(8_000);
    expect(reader.state()).toEqual({ is: 'ready' });
    expect(reader.description).toContain('memory');
    const tried = samSpeeds.slice(0, samSpeeds.indexOf(speed) + 1);
    expect(asked(sent).slice(0, tried.length)).toEqual(tried.map((one) => `selfTest ${one}`));
    simulator.simulateLayCard(card);
    await clock.advance(6_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
    expect(new Set(sent.slice(tried.length).map((one) => one.speed))).toEqual(new Set([speed]));
  });

  test('a module that is still starting at the likeliest speed is found when its turn comes again', async () => {
    const { clock, simulator, reader, sent } = await startCardReader({ lineSpeeds: samSpeeds });
    await reader.stop();
    simulator.simulateDead(true);
    reader.start();
    await clock.advance(3_000);
    expect(reader.state().is).not.toBe('ready');
    simulator.simulateDead(false);
    await clock.advance(8_000);
    expect(reader.state()).toEqual({ is: 'ready' });
    expect(sent.at(-1)?.speed).toBe(115_200);
  });

  test('no module at any speed: offline, looked for again and again, and reset between', async () => {
    const { clock, simulator, reader, sent, commands } = await startCardReader({ lineSpeeds: samSpeeds });
    simulator.simulateDead(true);
    sent.length = 0;
    await clock.advance(60_000);
    expect(reader.state()).toEqual({ is: 'offline' });
    expect(new Set(sent.map((one) => one.speed))).toEqual(new Set(samSpeeds));
    expect(commands().filter((name) => name === 'reset').length).toBeGreaterThan(1);
    simulator.simulateDead(false);
    await clock.advance(20_000);
    expect(reader.state()).toEqual({ is: 'ready' });
  });

  test('a known speed is given up only after the self-tests, the reset and a new opening', async () => {
    const { clock, simulator, reader, sent, states } = await startCardReader({ lineSpeeds: samSpeeds });
    expect(reader.state()).toEqual({ is: 'ready' });
    simulator.simulateDead(true);
    sent.length = 0;
    while (!asked(sent).includes('selfTest 57600')) await clock.advance(100);
    expect(asked(sent)).toEqual([
      'find 115200',
      'selfTest 115200',
      'selfTest 115200',
      'reset 115200',
      'selfTest 115200',
      'selfTest 115200',
      'selfTest 57600',
    ]);
    simulator.simulateDead(false);
    await clock.advance(20_000);
    expect(states.map((state) => state.is)).toEqual(['ready', 'offline', 'ready']);
  });

  test('a module that somebody else set to another speed is found there', async () => {
    const { clock, simulator, reader, events } = await startCardReader({ lineSpeeds: samSpeeds });
    const other = createMemoryLink({ clock, speed: 115_200 });
    simulator.attach(other.wire, 115_200);
    await other.transport.open();
    await other.transport.send(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 3, 0x60, 0x03, 0x60));
    await clock.advance(30_000);
    expect(reader.state()).toEqual({ is: 'ready' });
    simulator.simulateLayCard(card);
    await clock.advance(4_000);
    expect(events.at(-1)).toEqual({ is: 'read', card });
  });

  test('with one fixed speed nothing else is ever opened', async () => {
    const { clock, sent, reader } = await startCardReader({ lineSpeeds: [115_200], speed: 9_600 });
    await clock.advance(30_000);
    expect(reader.state()).toEqual({ is: 'offline' });
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.every(({ speed }) => speed === 115_200)).toBe(true);
  });
});

describe('setting the speed', () => {
  test.each(samSpeeds)('to %i: answered at the old speed, then both go on at the new one', async (speed) => {
    const { clock, simulator, reader, events, sent, settled } = await startCardReader({ lineSpeeds: samSpeeds });
    expect(await settled(reader.setSpeed(speed))).toEqual(ok());
    await clock.advance(1_500);
    expect(reader.state()).toEqual({ is: 'ready' });
    simulator.simulateLayCard(card);
    await clock.advance(6_000);
    expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
    expect(sent.at(-1)?.speed).toBe(speed);
  });

  test('is not sent when the port can not be opened at that speed', async () => {
    const { reader, sent } = await startCardReader({ lineSpeeds: [115_200, 9_600] });
    sent.length = 0;
    expect(await reader.setSpeed(57_600)).toEqual(failed('notSent'));
    expect(sent).toEqual([]);
  });

  test('refused by the module: the speed stays', async () => {
    const { clock, simulator, reader, settled } = await startCardReader({ lineSpeeds: samSpeeds });
    simulator.simulateMisbehaviour({ is: 'status', status: 0x21 }, { command: 'speed9600' });
    expect(await settled(reader.setSpeed(9_600))).toEqual(failed('refused'));
    await clock.advance(2_000);
    expect(reader.state()).toEqual({ is: 'ready' });
  });

  test('done but not acknowledged: the module is found at its new speed', async () => {
    const { clock, simulator, reader, sent, settled } = await startCardReader({ lineSpeeds: samSpeeds });
    simulator.simulateMisbehaviour({ is: 'silent' }, { command: 'speed19200' });
    expect(await settled(reader.setSpeed(19_200))).toEqual(failed('noAnswer'));
    await clock.advance(30_000);
    expect(reader.state()).toEqual({ is: 'ready' });
    expect(sent.at(-1)?.speed).toBe(19_200);
  });

  test('on a line that is not open nothing is sent', async () => {
    const { clock, reader, link } = await startCardReader({ lineSpeeds: samSpeeds });
    link.unplug();
    await clock.advance(10);
    expect(await reader.setSpeed(9_600)).toEqual(failed('notSent'));
  });
});

test('a port is never moved to another speed while it is open', async () => {
  const clock = createManualClock();
  const choice = createSpeedChoice([
    createMemoryLink({ clock, speed: 115_200 }).transport,
    createMemoryLink({ clock, speed: 9_600 }).transport,
  ]);
  await choice.transport.open();
  expect(() => choice.next()).toThrow('open port');
  await choice.transport.close();
  choice.next();
  expect(choice.transport.speed).toBe(9_600);
  choice.next();
  expect(choice.transport.speed).toBe(115_200);
  expect(choice.has(9_600 satisfies SamSpeed)).toBe(true);
  expect(choice.has(38_400)).toBe(false);
});
