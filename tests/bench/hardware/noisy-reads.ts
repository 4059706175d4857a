// Reads under noise (G9): the SAM driver on a line that damages three answers in ten, with simulated time. Counted are
// cards that were told otherwise than they lay there.

import { createSamCardReader } from '../../../hardware/drivers/card-reader-sam/driver.ts';
import { createScanner } from '../../../hardware/drivers/card-reader-sam/frames.ts';
import { createSamReaderSimulator } from '../../../hardware/drivers/card-reader-sam/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { sameBytes } from '../../../src/base/bytes.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { specimenCard } from '../../support/specimen-cards.ts';
import { atMost, type Goal } from '../goals.ts';
import { noisyWire } from './noisy-wire.ts';
import { createSwiftClock } from './swift-clock.ts';

const speed = 115_200;
const laid = specimenCard.resident;

export async function benchReadsUnderNoise(frames: number, say: (line: string) => void): Promise<Goal> {
  const clock = createSwiftClock();
  const link = createMemoryLink({ clock, speed });
  const tally = { frames: 0, damaged: 0, checksumWrong: 0, read: 0, failed: 0, wrongText: 0, wrongPhoto: 0 };
  const noisy = noisyWire(link.wire, seededRandom(10), (sent, delivered) => {
    tally.frames += 1;
    if (sameBytes(sent, delivered)) return;
    tally.damaged += 1;
    for (const piece of createScanner('device').push(delivered)) {
      if (piece.is === 'frame' && !sameBytes(piece.body, sent.subarray(7, -1))) tally.checksumWrong += 1;
    }
  });
  const work = { findMs: 20, selectMs: 20, readMs: 20, bootMs: 20 };
  const simulator = createSamReaderSimulator({ clock, random: seededRandom(11), ...work });
  simulator.attach(noisy);
  const reader = createSamCardReader({
    name: 'bench',
    transport: link.transport,
    clock,
    log: silentLog,
    random: seededRandom(12).next,
  });
  const { photo: laidPhoto, ...laidText } = laid;
  reader.onCard((event) => {
    switch (event.is) {
      case 'seen':
        break;
      case 'read': {
        const { photo, ...text } = event.card;
        tally.read += 1;
        const wanted: Readonly<Record<string, unknown>> = laidText;
        if (Object.entries(text).some(([field, value]) => value !== wanted[field])) tally.wrongText += 1;
        else if (!sameBytes(photo, laidPhoto)) tally.wrongPhoto += 1;
        simulator.simulateTakeCard();
        break;
      }
      case 'failed':
        tally.failed += 1;
        simulator.simulateTakeCard();
        break;
      case 'removed':
        simulator.simulateLayCard(laid);
    }
  });
  simulator.simulateLayCard(laid);
  reader.start();
  await clock.runUntil(() => tally.frames >= frames);
  let isStopped = false;
  void reader.stop().then(() => {
    isStopped = true;
  });
  await clock.runUntil(() => isStopped);
  say(
    `  ${'card-reader-sam'.padEnd(24)} ${tally.frames} answers, ${tally.damaged} damaged; wrong: ${tally.checksumWrong} by ` +
      `checksum alone; ${tally.read} cards read, ${tally.failed} refused; wrong: text of ${tally.wrongText}, photo of ${tally.wrongPhoto}`,
  );
  const what = `cards told with a wrong text or photo in ${tally.frames} noisy answers`;
  return atMost({ id: 'G9.accepted.card-reader-sam', what, value: tally.wrongText + tally.wrongPhoto }, 0);
}
