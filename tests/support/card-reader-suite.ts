// What every ID-card reader promises, as one suite: each driver runs it over each kind of line.

import { afterEach, describe, expect, test } from 'vitest';
import type { Card, CardEvent, CardReader } from '../../hardware/classes/card-reader.ts';
import type { DeviceState } from '../../hardware/classes/device.ts';
import type { WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { specimenCard } from './specimen-cards.ts';

export interface CardReaderRig {
  readonly reader: CardReader;
  layCard(card: Card): void;
  takeCard(): void;
  /** What goes wrong from now on with what the reader sends. */
  setFaults(faults: WireFaults): void;
  /** The module spoils its next answers, one in each of these ways, and is well afterwards. */
  misbehave(): void;
  /** Cuts the line, or makes it whole again. */
  cutLine(): Promise<void>;
  mendLine(): Promise<void>;
  /** Lets time pass until that holds; throws when it takes too long. */
  until(holds: () => boolean, what: string): Promise<void>;
  /** Lets that much time pass. */
  pass(ms: number): Promise<void>;
  end(): Promise<void>;
}

/** None of these keeps a card from being read. */
const badLines: readonly WireFaults[] = [
  { pieceBytes: 1 },
  { pieceBytes: 63 },
  { noise: 1 },
  { repeat: 1 },
  { echo: true },
  { delayMs: 300 },
  { noise: 0.5, repeat: 0.5, echo: true, delayMs: 50 },
  { pieceBytes: 7, noise: 0.5, echo: true, delayMs: 50 },
];
/** The worst of them, for lines that take real time. */
export const worstLines = badLines.slice(-2);

export function cardReaderSuite(
  kind: string,
  createRig: () => Promise<CardReaderRig>,
  bad: readonly WireFaults[] = badLines,
): void {
  describe(`ID-card reader: ${kind}`, () => {
    let rig: CardReaderRig | undefined;
    afterEach(async () => {
      await rig?.end();
      rig = undefined;
    });

    async function started() {
      rig = await createRig();
      const events: CardEvent[] = [];
      const states: DeviceState[] = [];
      rig.reader.onCard((event) => events.push(event));
      rig.reader.onState((state) => states.push(state));
      rig.reader.start();
      await rig.until(() => rig?.reader.state().is === 'ready', 'the reader to be ready');
      return { ...rig, events, states, seen: () => events.map((event) => event.is) };
    }

    test('reads all four kinds of card, each once while it lies there', async () => {
      const { layCard, takeCard, until, pass, events, seen } = await started();
      for (const card of Object.values(specimenCard)) {
        events.length = 0;
        layCard(card);
        await until(() => events.length >= 2, 'the card to be read');
        expect(events).toEqual([{ is: 'seen' }, { is: 'read', card }]);
        await pass(1_000);
        expect(seen()).toEqual(['seen', 'read']);
        takeCard();
        await until(() => events.length >= 3, 'the card to be gone');
        expect(seen()).toEqual(['seen', 'read', 'removed']);
      }
    });

    test.each(bad)('reads a card over a line with %o', async (faults) => {
      const { layCard, takeCard, until, events, setFaults } = await started();
      setFaults(faults);
      layCard(specimenCard.foreigner2023);
      await until(() => events.length >= 2, 'the card to be read');
      expect(events).toEqual([{ is: 'seen' }, { is: 'read', card: specimenCard.foreigner2023 }]);
      takeCard();
      await until(() => events.length >= 3, 'the card to be gone');
    });

    test('reads the next card rightly after a module that spoiled its answers', async () => {
      const { layCard, takeCard, until, events, seen, misbehave } = await started();
      misbehave();
      layCard(specimenCard.resident);
      await until(() => ['read', 'failed'].includes(seen().at(-1) ?? ''), 'the card to be read or not');
      takeCard();
      await until(() => seen().at(-1) === 'removed', 'the card to be gone');
      for (const event of events) {
        if (event.is === 'read') expect(event.card).toEqual(specimenCard.resident);
      }
      events.length = 0;
      layCard(specimenCard.hongKongMacaoTaiwan);
      await until(() => seen().at(-1) === 'read', 'the next card to be read');
      expect(events.at(-1)).toEqual({ is: 'read', card: specimenCard.hongKongMacaoTaiwan });
    });

    test('reads the same card again after it was taken away', async () => {
      const { layCard, takeCard, until, seen } = await started();
      for (let times = 1; times <= 2; times += 1) {
        layCard(specimenCard.resident);
        await until(() => seen().length === 3 * times - 1, 'the card to be read');
        takeCard();
        await until(() => seen().length === 3 * times, 'the card to be gone');
      }
      expect(seen()).toEqual(['seen', 'read', 'removed', 'seen', 'read', 'removed']);
    });

    test('is offline while the line is cut, and comes back by itself', async () => {
      const { reader, layCard, cutLine, mendLine, until, states, seen } = await started();
      await cutLine();
      await until(() => reader.state().is === 'offline', 'the reader to be offline');
      expect(await reader.test()).toMatchObject({ passed: false });
      await mendLine();
      await until(() => reader.state().is === 'ready', 'the reader to be back');
      expect(states.map((state) => state.is)).toEqual(['ready', 'offline', 'ready']);
      layCard(specimenCard.resident);
      await until(() => seen().includes('read'), 'a card to be read');
    });

    test('passes its test and tells which module it is', async () => {
      const { reader } = await started();
      const result = reader.test();
      let ended = false;
      void result.then(() => {
        ended = true;
      });
      await rig?.until(() => ended, 'the end of the test');
      expect(await result).toEqual({
        passed: true,
        detail: 'self-test passed, SAM 05.01-20250101-0001234567-0987654321',
      });
    });

    test('is quiet after stop, and works after another start', async () => {
      const { reader, layCard, until, pass, seen } = await started();
      await reader.stop();
      expect(reader.state()).toEqual({ is: 'unknown' });
      layCard(specimenCard.resident);
      await pass(1_000);
      expect(seen()).toEqual([]);
      reader.start();
      await until(() => seen().includes('read'), 'the card to be read');
      expect(reader.state()).toEqual({ is: 'ready' });
    });
  });
}
