// Talk with the ID-card reader: a card is told only while it lies there, and only as it is.

import { isDeepStrictEqual } from 'node:util';
import type { Card, CardEvent } from '../../hardware/classes/card-reader.ts';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import { encodeReply } from '../../hardware/drivers/card-reader-sam/protocol.ts';
import { createSamReaderSimulator } from '../../hardware/drivers/card-reader-sam/simulator.ts';
import { wrongOrder } from '../support/card-reader-bench.ts';
import { specimenCard } from '../support/specimen-cards.ts';
import { randomBytes } from './noise.ts';
import type { Conversation } from './talk.ts';

/** A read that was under way when the card was changed is told this much later at most: deadlines, one more try, delay. */
const underWayMs = 12_000;
const cards: readonly Card[] = Object.values(specimenCard);

export const readerConversation: Conversation = {
  name: 'card-reader-sam/conversation',
  speed: 115_200,
  readyMs: 240_000,
  open({ clock, transport, log, random }) {
    const simulator = createSamReaderSimulator({ clock, random });
    const reader = createSamCardReader({ name: 'reader', transport, clock, log, random: random.next });
    const events: CardEvent[] = [];
    const lying: { readonly card: Card; until: number }[] = [];
    let reads = 0;
    let wrong: string | undefined;

    reader.onCard((event) => {
      events.push(event);
      wrong ??= wrongOrder(events);
      if (event.is !== 'read') return;
      reads += 1;
      const here = lying.filter(({ until }) => until >= clock.monotonic());
      if (!here.some(({ card }) => isDeepStrictEqual(card, event.card)))
        wrong ??= 'a card was told that did not lie there';
    });

    function lay(card: Card): void {
      take();
      lying.push({ card, until: Number.POSITIVE_INFINITY });
      simulator.simulateLayCard(card);
    }
    function take(): void {
      for (const each of lying) each.until = Math.min(each.until, clock.monotonic() + underWayMs);
      simulator.simulateTakeCard();
    }

    return {
      grammar: {
        alphabet: [0xaa, 0x96, 0x69, 0x00, 0x04, 0x90, 0x9f, 0x80],
        frame: (random) =>
          encodeReply(
            random.pick([0x90, 0x90, 0x9f, 0x80, 0x81, 0x41, 0x10, 0x66]),
            randomBytes(random, random.pick([0, 0, 4, 8, 16, 28, 70, random.chance(0.1) ? 1_284 : 0])),
          ),
      },
      simulator,
      start: reader.start,
      stop: reader.stop,
      order: () => ({ promise: reader.test(), withinMs: 180_000 }),
      hand() {
        const what = random.between(0, 4);
        if (what === 0) take();
        else if (what === 1) simulator.simulateNudge();
        else if (what === 2)
          simulator.simulateMisbehaviour(
            random.pick([
              { is: 'silent' },
              { is: 'wrongChecksum' },
              { is: 'truncated' },
              { is: 'strayBytes' },
              { is: 'otherAnswer' },
              { is: 'hangs' },
            ] as const),
          );
        else lay(random.pick(cards));
      },
      heal() {
        simulator.simulateWell();
        take();
      },
      isReady: () => reader.state().is === 'ready',
      broken: () => wrong,
      async prove(pass) {
        await pass(15_000);
        events.length = 0;
        const card = random.pick(cards);
        lay(card);
        await pass(8_000);
        if (!isDeepStrictEqual(events, [{ is: 'seen' }, { is: 'read', card }]))
          return `a good card gave ${events.map(({ is }) => is).join()}`;
        take();
        await pass(6_000);
        const last = events.at(-1);
        return last?.is === 'removed' ? undefined : 'the card that was taken is not gone';
      },
      found: () => reads,
    };
  },
};
