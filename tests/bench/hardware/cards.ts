// Card to identity (G7): the SAM driver on a pseudo-terminal that is paced at 115,200 baud, with a module that works in
// no time, against the time that the bytes of the whole exchange take on the wire.

import type { CardEvent } from '../../../hardware/classes/card-reader.ts';
import { createSamCardReader } from '../../../hardware/drivers/card-reader-sam/driver.ts';
import { createSamReaderSimulator } from '../../../hardware/drivers/card-reader-sam/simulator.ts';
import { tracedTransport } from '../../../hardware/transport/traced.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { specimenCard } from '../../support/specimen-cards.ts';
import { realTime } from '../../support/test-time.ts';
import { median, msText, percentile } from '../figures.ts';
import { atMost, type Bench, type Goal, type Scale } from '../goals.ts';
import { openPacedLine, wireMs } from './paced-line.ts';

const speed = 115_200;
/** Find, select and read with their answers. */
const exchanges = [
  { id: 'card', what: 'text and photo', bytes: 1_359, fingers: 0 },
  { id: 'fingerprints', what: 'text, photo and two fingerprints', bytes: 2_385, fingers: 2 },
] as const;
const cardCounts: Readonly<Record<Scale, number>> = { tiny: 1, usual: 20, full: 300 };

type Exchange = (typeof exchanges)[number];

interface Read {
  /** From the first byte of the find that found it, in ms. */
  readonly wholeMs: number;
  /** From the last byte of the answer on the wire, in ms. */
  readonly afterLastByteMs: number;
}

async function readCards({ fingers, bytes }: Exchange, count: number): Promise<readonly Read[]> {
  const time = realTime();
  const line = await openPacedLine(speed);
  const simulator = createSamReaderSimulator({
    clock: systemClock,
    random: seededRandom(4),
    findMs: 0,
    selectMs: 0,
    readMs: 0,
    readWithFingerprintsMs: 0,
  });
  const takeOff = simulator.attach(line.wire);
  const passed: { from: 'host' | 'device'; at: number; bytes: number }[] = [];
  const transport = tracedTransport(line.transport, {
    clock: systemClock,
    tell(entry) {
      if (entry.is === 'bytes')
        passed.push({ from: entry.from, at: systemClock.monotonic(), bytes: entry.bytes.length });
    },
  });
  const reader = createSamCardReader({
    name: 'bench',
    transport,
    clock: systemClock,
    log: silentLog,
    random: () => 0.5,
    includeFingerprint: fingers > 0,
  });
  const reads: Read[] = [];
  const events: CardEvent['is'][] = [];
  reader.onCard((event) => {
    const now = systemClock.monotonic();
    events.push(event.is);
    if (event.is !== 'read') return;
    const sent = passed.filter(({ from }) => from === 'host').slice(-3);
    const find = sent[0]?.at ?? Number.NaN;
    const exchanged = passed.filter(({ at }) => at >= find).reduce((sum, piece) => sum + piece.bytes, 0);
    if (exchanged !== bytes) throw new Error(`the exchange had ${exchanged} bytes, not ${bytes}`);
    reads.push({ wholeMs: now - find, afterLastByteMs: now - line.lastByteAt() });
  });
  try {
    reader.start();
    await time.until('the reader is ready', () => reader.state().is === 'ready');
    while (reads.length < count) {
      const before = reads.length;
      passed.length = 0;
      simulator.simulateLayCard(specimenCard.resident, { fingers });
      await time.until('the card is read', () => reads.length > before);
      simulator.simulateTakeCard();
      await time.until('the card has gone', () => events.at(-1) === 'removed');
    }
  } finally {
    await reader.stop();
    takeOff();
    await line.close();
  }
  return reads;
}

export const benchCards: Bench = async ({ scale, say }) => {
  say('Card to identity on a pseudo-terminal at 115,200 baud');
  const goals: Goal[] = [];
  for (const exchange of exchanges) {
    // The first card of a run also pays for loading the tables of characters.
    const [first, ...reads] = await readCards(exchange, cardCounts[scale] + 1);
    const onWire = wireMs(exchange.bytes, speed);
    const whole = reads.map(({ wholeMs }) => wholeMs);
    const after = reads.map(({ afterLastByteMs }) => afterLastByteMs);
    say(
      `  ${exchange.what}: ${exchange.bytes} bytes take ${msText(onWire)}; ${reads.length} cards in ` +
        `${msText(median(whole))} (median), ${msText(percentile(whole, 0.99))} (p99); after the last byte ` +
        `${msText(median(after))} (median), ${msText(percentile(after, 0.99))} (p99), the very first card ` +
        msText(first?.afterLastByteMs ?? Number.NaN),
    );
    goals.push(
      atMost(
        {
          id: `G7.${exchange.id}.wire`,
          what: 'card to identity / time on the wire, median',
          value: median(whole) / onWire,
        },
        1.15,
      ),
      atMost(
        {
          id: `G7.${exchange.id}.software`,
          what: 'ms from the last byte to the identity, p99',
          value: percentile(after, 0.99),
        },
        5,
      ),
    );
  }
  return goals;
};
