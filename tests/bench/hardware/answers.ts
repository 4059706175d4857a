// Answers under noise (G9): the drivers of lock boards on a line that damages three answers in ten, with simulated time.
// Counted are wrong frames that a checksum alone would let through, wrong answers that a request took (kind, address,
// number and range match), and wrong words about a door that a board told after reading it back.

import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { sameBytes, toHex } from '../../../src/base/bytes.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { atMost, type Bench, type Goal, type Scale } from '../goals.ts';
import { type BankFamily, banks } from './banks.ts';
import { benchReadsUnderNoise } from './noisy-reads.ts';
import { damagedShare, noisyWire } from './noisy-wire.ts';
import { createSwiftClock } from './swift-clock.ts';

const frameCounts: Readonly<Record<Scale, number>> = { tiny: 4_000, usual: 1_000_000, full: 10_000_000 };
const pulseEveryMs = 4_000;

interface Tally {
  frames: number;
  damaged: number;
  checksumWrong: number;
  answersTaken: number;
  answersWrong: number;
  doorsWrong: number;
  /** Of those: the first word after the board had been lost. */
  doorsWrongAfterLoss: number;
}

function contains(bytes: Uint8Array, frame: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(frame));
}

function countTrusting({ lengths, looksRight }: BankFamily, delivered: Uint8Array, sent: Uint8Array): number {
  let wrong = 0;
  for (let at = 0; at < delivered.length; at += 1) {
    const length = lengths.find(
      (each) => at + each <= delivered.length && looksRight(delivered.subarray(at, at + each)),
    );
    if (length === undefined) continue;
    if (!sameBytes(delivered.subarray(at, at + length), sent)) wrong += 1;
    at += length - 1;
  }
  return wrong;
}

async function converse(family: BankFamily, frames: number): Promise<Tally> {
  const clock = createSwiftClock();
  const random = seededRandom(frames);
  const tally: Tally = {
    frames: 0,
    damaged: 0,
    checksumWrong: 0,
    answersTaken: 0,
    answersWrong: 0,
    doorsWrong: 0,
    doorsWrongAfterLoss: 0,
  };
  const link = createMemoryLink({ clock, speed: family.speed });
  const cabinet = family.createCabinet({ clock, random: seededRandom(3), each: { latencyMs: [10, 30] } });
  /** Right values by request, from the time before the noise: nothing moves in this cabinet. */
  const right = new Map<string, string>();
  let isNoisy = false;
  let arrivedWhole = false;
  const noisy = noisyWire(link.wire, random, (sent, delivered) => {
    tally.frames += 1;
    arrivedWhole = contains(delivered, sent);
    if (!sameBytes(sent, delivered)) tally.damaged += 1;
    tally.checksumWrong += countTrusting(family, delivered, sent);
  });
  cabinet.attach({
    onBytes: (listener) =>
      link.wire.onBytes((bytes) => {
        arrivedWhole = false;
        listener(bytes);
      }),
    send: (bytes) => (isNoisy ? noisy : link.wire).send(bytes),
  });
  const bank = family.open({
    transport: link.transport,
    clock,
    onAnswer(request, value) {
      const asked = toHex(request);
      const text = JSON.stringify(value);
      if (!isNoisy) right.set(asked, text);
      else {
        tally.answersTaken += 1;
        // An unlock was not asked for before the noise: it is answered when its answer arrived undamaged.
        const known = right.get(asked);
        if (known === undefined ? !arrivedWhole : known !== text) tally.answersWrong += 1;
      }
    },
  });
  for (const [place, channels] of family.layout.entries()) {
    for (let channel = 1; channel <= channels; channel += 1) {
      cabinet.simulateJam(place + 1, channel);
      if (random.chance(0.3)) cabinet.simulateKeyOpen(place + 1, channel);
    }
  }
  bank.start();
  await clock.runUntil(() =>
    bank.boards.every((board) => board.channels.every((each) => board.door(each) !== 'unknown')),
  );
  for (const [place, board] of bank.boards.entries()) {
    const known = new Map(board.channels.map((channel) => [channel, board.door(channel)]));
    board.onDoor(({ channel, reads }) => {
      const before = known.get(channel);
      known.set(channel, reads);
      if (reads === 'unknown' || reads === cabinet.door(place + 1, channel)) return;
      tally.doorsWrong += 1;
      if (before === 'unknown') tally.doorsWrongAfterLoss += 1;
    });
  }
  isNoisy = true;
  function pulseLater(): void {
    clock.after(pulseEveryMs, () => {
      const board = random.pick(bank.boards);
      void board.pulse(random.pick(board.channels));
      pulseLater();
    });
  }
  pulseLater();
  await clock.runUntil(() => tally.frames >= frames);
  const stopped = bank.stop();
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
  });
  await clock.runUntil(() => isStopped);
  return tally;
}

export async function benchFamily(family: BankFamily, frames: number, say: (line: string) => void): Promise<Goal> {
  const tally = await converse(family, frames);
  say(
    `  ${family.name.padEnd(24)} ${tally.frames} answers, ${tally.damaged} damaged, ${tally.answersTaken} taken; ` +
      `wrong: ${tally.checksumWrong} by checksum alone, ${tally.answersWrong} taken for an answer, ` +
      `${tally.doorsWrong} told of a door (${tally.doorsWrongAfterLoss} of them after a loss)`,
  );
  const what = `wrong words about a door in ${tally.frames} noisy answers`;
  return atMost({ id: `G9.accepted.${family.name}`, what, value: tally.doorsWrong }, 0);
}

export const benchAnswers: Bench = async ({ scale, say }) => {
  const total = frameCounts[scale];
  say(`Answers under noise: ${total} answers, ${damagedShare * 100} % of them damaged`);
  const goals: Goal[] = [];
  for (const family of banks) goals.push(await benchFamily(family, Math.ceil(total / (banks.length + 1)), say));
  goals.push(await benchReadsUnderNoise(Math.ceil(total / (banks.length + 1)), say));
  return goals;
};
