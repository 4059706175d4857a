// What the driver of every lock board must bear from its line, one misbehaviour at a time and many at once.

import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import type { WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { type LockTrial, type OpenMemoryBench, startReadyTrial } from './lock-board-trial.ts';

let trial: LockTrial;

async function start(open: OpenMemoryBench, ...options: Parameters<OpenMemoryBench>): Promise<void> {
  trial = await startReadyTrial(open(...options));
}

const unacknowledged = { ok: true, value: { acknowledged: false } } as const;

const lineFaults: readonly (readonly [string, WireFaults])[] = [
  ['cuts replies into single bytes', { pieceBytes: 1 }],
  ['cuts replies into pieces of three', { pieceBytes: 3 }],
  ['swallows every fourth reply', { drop: 0.25 }],
  ['flips a bit in every second reply', { flipBit: 0.5 }],
  ['puts noise in front of every second reply', { noise: 0.5 }],
  ['puts noise in front of every reply', { noise: 1 }],
  ['sends replies twice', { repeat: 0.5 }],
  ['glues replies together', { glue: 0.3 }],
  ['is 200 ms late', { delayMs: 200 }],
  ['echoes', { echo: true }],
  ['echoes in pieces and flips bits', { echo: true, pieceBytes: 2, flipBit: 0.2 }],
  ['does all of it', { pieceBytes: 4, drop: 0.05, flipBit: 0.05, noise: 0.1, repeat: 0.1, glue: 0.05, echo: true }],
];

const healed: WireFaults = { drop: 0, flipBit: 0, noise: 0, repeat: 0, glue: 0, delayMs: 0 };

/** Some faults of the line and of the board, each at a strength of its own. */
function someFaults(random: Random): { readonly line: WireFaults; readonly board: Partial<SimulatedBoard> } {
  const strength = () => random.pick([0, 0, 0.05, 0.15]);
  return {
    line: {
      pieceBytes: random.pick([1, 2, 5, 1_000]),
      drop: strength(),
      flipBit: strength(),
      noise: strength(),
      repeat: strength(),
      glue: strength(),
      delayMs: random.pick([0, 0, 40, 150]),
      echo: random.chance(0.5),
    },
    board: {
      slowAnswers: strength(),
      answersUnlock: random.chance(0.5),
      spring: random.chance(0.7),
      feedback: random.pick(['closedWhenSet', 'openWhenSet']),
      latencyMs: random.pick([
        [1, 2],
        [10, 30],
        [5, 150],
      ] as const),
    },
  };
}

export function describeBadLine(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  /** Orders three locks; each order that left is one pulse of its lock, and nothing else happens to any door. */
  async function orderThree(): Promise<void> {
    const sent: number[] = [];
    for (const number of [1, 4, 2]) {
      if ((await trial.pulse(number)).ok) sent.push(number);
      await trial.bench.time.pass(2_000);
    }
    Object.assign(trial.bench.faults, healed);
    await trial.untilReady();
    const leaves = () => trial.bench.board.channels.filter((each) => trial.bench.cabinet.door(each) === 'open');
    await trial.until('what reads open is open', () => `${trial.openDoors()}` === `${leaves()}`);
    expect(trial.bench.cabinet.pulses()).toEqual(sent);
    const others = trial.changes.filter(({ channel, reads }) => reads === 'open' && !sent.includes(channel));
    expect(others).toEqual([]);
  }

  it.each(lineFaults)('that %s: ordered doors open, no other does, each order is one pulse', async (_, fault) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      await start(open, { spring: true }, { seed });
      Object.assign(trial.bench.faults, fault);
      await orderThree();
      expect(trial.openDoors()).toEqual(trial.bench.cabinet.pulses().toSorted());
      if (seed < 5) await trial.bench.close();
    }
  });

  it('with any mixture of faults: each order is one pulse, and no other door is seen open', async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const { line, board } = someFaults(seededRandom(seed));
      await start(open, board, { seed });
      Object.assign(trial.bench.faults, line);
      await orderThree();
      if (seed < 25) await trial.bench.close();
    }
  });

  it('with an adapter that echoes: the echo is no acknowledgement, and an answer is', async () => {
    for (const answersUnlock of [false, true]) {
      trial = await startReadyTrial(withEcho(open({ answersUnlock, feedback: 'openWhenSet' })));
      const acknowledged = answersUnlock && trial.bench.acknowledges;
      expect(await trial.pulse(1)).toEqual({ ok: true, value: { acknowledged } });
      if (!answersUnlock) await trial.bench.close();
    }
  });

  it('with an adapter that echoes: a dead board behind it is offline', async () => {
    trial = await startReadyTrial(withEcho(open()));
    trial.bench.cabinet.setDead(true);
    await trial.until('the board is lost', () => trial.bench.board.state().is === 'offline');
    await trial.bench.time.pass(30_000);
    expect(trial.bench.board.state()).toEqual({ is: 'offline' });
  });

  it('that breaks after an order has left: the order is sent once and not acknowledged', async () => {
    await start(open);
    const order = trial.bench.board.pulse(trial.channel(1));
    await trial.until('the coil was fired', () => trial.bench.cabinet.pulses().length > 0);
    await trial.bench.pullPlug();
    expect(await trial.bench.time.settled(order)).toEqual(unacknowledged);
    expect(trial.bench.cabinet.pulses()).toEqual([1]);
  });

  it('that dies under an order is offline in the end, and nothing is sent when it comes back', async () => {
    await start(open);
    trial.bench.faults.dead = true;
    expect(await trial.pulse(1)).toEqual(unacknowledged);
    await trial.until('the board is offline', () => trial.bench.board.state().is === 'offline');
    trial.bench.faults.dead = false;
    await trial.untilReady();
    expect(trial.bench.cabinet.pulses()).toEqual([]);
  });

  it('that is later than any answer may be is offline, and no late answer opens a door in the books', async () => {
    await start(open);
    trial.bench.faults.delayMs = 10_000;
    await trial.until('the board is offline', () => trial.bench.board.state().is === 'offline');
    expect(trial.openDoors()).toEqual([]);
  });

  it('that is full of noise fires no coil that nobody ordered', async () => {
    await start(open);
    Object.assign(trial.bench.faults, { noise: 1, flipBit: 1, echo: true });
    await trial.bench.time.pass(60_000);
    expect(trial.bench.cabinet.pulses()).toEqual([]);
  });

  it('on which anything at all comes in fires no coil that nobody ordered, and is ready again when it is quiet', async () => {
    await start(open);
    const requests: Uint8Array[] = [];
    trial.bench.wire.onBytes((bytes) => requests.push(bytes));
    await trial.pulse(1);
    const pieces = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...requests)), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(pieces, async (bytes) => {
        for (const piece of bytes) {
          trial.bench.wire.send(piece);
          await trial.bench.time.pass(15);
        }
        await trial.untilReady();
        expect(trial.bench.cabinet.pulses()).toEqual([1]);
      }),
      { numRuns: 50 },
    );
  });
}

function withEcho(bench: ReturnType<OpenMemoryBench>): ReturnType<OpenMemoryBench> {
  bench.faults.echo = true;
  return bench;
}
