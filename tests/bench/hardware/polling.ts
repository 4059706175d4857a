// Polling: how old the word of a board about its doors can become in a bank of 60 cells, with simulated time on a memory
// line of the wire's speed, and in real time on a pseudo-terminal that is paced as the wire.

import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import type { Wire } from '../../../hardware/transport/wire.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { type Clock, pause, systemClock } from '../../../src/base/clock.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { median, most, msText, percentile } from '../figures.ts';
import { atMost, type Bench, type Goal, type Scale } from '../goals.ts';
import { type BankFamily, banks, lock8aBank } from './banks.ts';
import { openPacedLine } from './paced-line.ts';
import { createSwiftClock } from './swift-clock.ts';

/** Simulated, and real. */
const idleMs: Readonly<Record<Scale, readonly [number, number]>> = {
  tiny: [3_000, 1_500],
  usual: [60_000, 10_000],
  full: [600_000, 60_000],
};
/** As long as a board is watched after a pulse, and a little less. */
const watchedMs = 12_000;
const releases: Readonly<Record<Scale, readonly [number, number]>> = { tiny: [1, 1], usual: [10, 1], full: [60, 10] };
const idleTargetMs = 500;
const watchedTargetMs = 150;
/** Boards in the field take so long to answer. */
const latencyMs = [10, 30] as const;

interface Around {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly wire: Wire;
  pass(ms: number): Promise<void>;
}

interface Gaps {
  readonly idle: readonly number[];
  readonly watched: readonly number[];
}

/** Times between one answer of a board and its next. */
async function watchPolling(
  family: BankFamily,
  { clock, transport, wire, pass }: Around,
  times: { readonly idleMs: number; readonly releases: number },
): Promise<Gaps> {
  const cabinet = family.createCabinet({ clock, random: seededRandom(8), each: { latencyMs, pulseMs: 300 } });
  const takeOff = cabinet.attach(wire);
  const answeredAt = new Map<string, number>();
  let gaps: { readonly of: string | undefined; readonly into: number[] } | undefined;
  const bank = family.open({
    transport,
    clock,
    onAnswer(request, value) {
      // Unlocks are answered without sensor bits.
      if (typeof value !== 'object' || value === null || !('bits' in value)) return;
      const asked = toHex(request);
      const before = answeredAt.get(asked);
      answeredAt.set(asked, clock.monotonic());
      if (gaps === undefined || before === undefined) return;
      if (gaps.of === undefined || gaps.of === asked) gaps.into.push(clock.monotonic() - before);
    },
  });
  const idle: number[] = [];
  const watched: number[] = [];
  bank.start();
  await pass(2_000);
  gaps = { of: undefined, into: idle };
  await pass(times.idleMs);
  gaps = undefined;
  for (let turn = 0; turn < times.releases; turn += 1) {
    const place = turn % bank.boards.length;
    const board = certain(bank.boards[place], 'a board');
    const question = certain([...answeredAt.keys()][place], 'the question to that board');
    const channel = certain(board.channels[turn % board.channels.length], 'a channel');
    // Boards may answer an unlock at the end of its pulse, and the line waits for that: the looks begin there.
    const outcome = board.pulse(channel).then((result) => {
      if (!result.ok) throw new Error(`the lock was not pulsed: ${result.problem}`);
      answeredAt.set(question, clock.monotonic());
      gaps = { of: question, into: watched };
    });
    await pass(watchedMs);
    await outcome;
    gaps = undefined;
    await pass(8_000);
  }
  const stopped = bank.stop();
  await pass(1_000);
  await stopped;
  takeOff();
  return { idle, watched };
}

async function simulated(family: BankFamily, scale: Scale): Promise<Gaps> {
  const clock = createSwiftClock();
  const { transport, wire } = createMemoryLink({ clock, speed: family.speed });
  const pass = (ms: number) => {
    let isOver = false;
    clock.after(ms, () => {
      isOver = true;
    });
    return clock.runUntil(() => isOver);
  };
  return watchPolling(
    family,
    { clock, transport, wire, pass },
    { idleMs: idleMs[scale][0], releases: releases[scale][0] },
  );
}

async function real(family: BankFamily, scale: Scale): Promise<Gaps> {
  const line = await openPacedLine(family.speed);
  try {
    const around = {
      clock: systemClock,
      transport: line.transport,
      wire: line.wire,
      pass: (ms: number) => pause(systemClock, ms),
    };
    return await watchPolling(family, around, { idleMs: idleMs[scale][1], releases: releases[scale][1] });
  } finally {
    await line.close();
  }
}

export const benchPolling: Bench = async ({ scale, say }) => {
  say('Polling of 60 cells on one line: time from one answer of a board to its next');
  const goals: Goal[] = [];
  for (const family of banks) {
    const inRealTime = family === lock8aBank ? ([['pty', real]] as const) : [];
    for (const [where, measure] of [['memory', simulated] as const, ...inRealTime]) {
      const { idle, watched } = await measure(family, scale);
      const three = (gaps: readonly number[]) =>
        `${msText(median(gaps))} (median), ${msText(percentile(gaps, 0.99))} (p99), ${msText(most(gaps))} (longest of ${gaps.length})`;
      say(`  ${family.name}, boards of ${family.layout.join(' + ')}, ${family.speed} baud, ${where}`);
      say(`    idle ${three(idle)}`);
      say(`    released ${three(watched)}`);
      const worst = (gaps: readonly number[]) => (where === 'memory' ? most(gaps) : percentile(gaps, 0.99));
      const how = where === 'memory' ? 'longest' : 'p99';
      const id = `${family.name}.${where}`;
      goals.push(
        atMost(
          {
            id: `polling.idle.${id}`,
            what: `ms between looks at a board, nothing released, ${how}`,
            value: worst(idle),
          },
          idleTargetMs,
        ),
        atMost(
          {
            id: `polling.released.${id}`,
            what: `ms between looks at the board just released, ${how}`,
            value: worst(watched),
          },
          watchedTargetMs,
        ),
      );
    }
  }
  return goals;
};
