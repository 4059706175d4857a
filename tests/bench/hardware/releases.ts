// Releases (G8): an unlock on the wire until its answer, and until the board tells that the door is open. 60 cells on a
// pseudo-terminal that is paced as the wire, boards that answer at once.

import { tracedTransport } from '../../../hardware/transport/traced.ts';
import { pause, systemClock } from '../../../src/base/clock.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { realTime } from '../../support/test-time.ts';
import { median, msText, percentile } from '../figures.ts';
import { atMost, type Bench, type Goal, type Scale } from '../goals.ts';
import { type BankFamily, banks } from './banks.ts';
import { openPacedLine, wireMs } from './paced-line.ts';

const releaseCounts: Readonly<Record<Scale, number>> = { tiny: 1, usual: 8, full: 60 };
/** Until the rest between two unlocks is over. */
const betweenMs = 800;
const characterBits = 10;
/** From the wish to the open door as a person sees it told. */
const openSeenMs = 2_000;

interface Release {
  /** From the first byte of the order to its answer, taken. */
  readonly answeredMs: number | null;
  readonly wireBytes: number;
  /** From the order, and from the leaf that moved, to the board that tells "open". */
  readonly openMs: number;
  readonly openAfterMoveMs: number;
}

async function releaseLocks(family: BankFamily, count: number): Promise<readonly Release[]> {
  const time = realTime();
  const line = await openPacedLine(family.speed);
  const each = { latencyMs: [0, 0], pulseMs: 0, answersUnlock: true } as const;
  const cabinet = family.createCabinet({ clock: systemClock, random: seededRandom(6), each });
  const takeOff = cabinet.attach(line.wire);
  const passed: { from: 'host' | 'device'; at: number; bytes: number }[] = [];
  const transport = tracedTransport(line.transport, {
    clock: systemClock,
    tell(entry) {
      if (entry.is === 'bytes')
        passed.push({ from: entry.from, at: systemClock.monotonic(), bytes: entry.bytes.length });
    },
  });
  const bank = family.open({ transport, clock: systemClock });
  const releases: Release[] = [];
  try {
    bank.start();
    await time.until('all boards are ready', () => bank.boards.every((board) => board.state().is === 'ready'));
    for (let turn = 0; turn < count; turn += 1) {
      await pause(systemClock, betweenMs);
      const place = turn % bank.boards.length;
      const board = certain(bank.boards[place], 'a board');
      const channel = certain(board.channels[Math.floor(turn / bank.boards.length)], 'a channel');
      let movedAt = Number.NaN;
      let toldAt = Number.NaN;
      const undo = [
        cabinet.onDoor((door) => {
          if (door.address === place + 1 && door.channel === channel) movedAt = systemClock.monotonic();
        }),
        board.onDoor((change) => {
          if (change.channel === channel && change.reads === 'open') toldAt = systemClock.monotonic();
        }),
      ];
      await time.until('the line is free', () => (passed.at(-1)?.from ?? 'device') === 'device');
      const from = systemClock.monotonic();
      passed.length = 0;
      const answer = await board.pulse(channel);
      const answeredAt = systemClock.monotonic();
      if (!answer.ok) throw new Error(`an unlock was ${answer.problem}`);
      const exchange = passed.slice(passed.findLastIndex((piece) => piece.from === 'host'));
      await time.until('the door is told open', () => !Number.isNaN(toldAt));
      for (const end of undo) end();
      releases.push({
        answeredMs: answer.value.acknowledged ? answeredAt - certain(exchange[0], 'the order').at : null,
        wireBytes: exchange.reduce((sum, piece) => sum + piece.bytes, 0),
        openMs: toldAt - from,
        openAfterMoveMs: toldAt - movedAt,
      });
    }
  } finally {
    await bank.stop();
    takeOff();
    await line.close();
  }
  return releases;
}

export const benchReleases: Bench = async ({ scale, say }) => {
  const goals: Goal[] = [];
  for (const family of banks) {
    const [, ...releases] = await releaseLocks(family, releaseCounts[scale] + 1);
    const bytes = median(releases.map(({ wireBytes }) => wireBytes));
    const least = wireMs(bytes, family.speed) + (3.5 * characterBits * 1_000) / family.speed;
    const answers = releases.flatMap(({ answeredMs }) => (answeredMs === null ? [] : [answeredMs]));
    const answered = answers.length === 0 ? undefined : median(answers);
    const open = releases.map(({ openMs }) => openMs);
    const moved = releases.map(({ openAfterMoveMs }) => openAfterMoveMs);
    say(
      `  ${family.name}: ${bytes} bytes and t3.5 take ${msText(least)}, ${answered === undefined ? 'never answered' : `order to answer ${msText(answered)} (median)`}; ` +
        `wish to "open" ${msText(median(open))} (median), ${msText(percentile(open, 0.99))} (p99); ` +
        `of that after the door had moved ${msText(median(moved))} (median), ${msText(percentile(moved, 0.99))} (p99)`,
    );
    if (answered !== undefined) {
      const value = answered / least;
      goals.push(
        atMost({ id: `G8.answer.${family.name}`, what: 'order to answer / (wire + t3.5), median', value }, 1.3),
      );
    }
    goals.push(
      atMost(
        { id: `G8.open.${family.name}`, what: 'ms from the wish to "open" told, p99', value: percentile(open, 0.99) },
        openSeenMs,
      ),
    );
  }
  return goals;
};
