// Run of one conversation: noise, frames at random, then the real simulator behind every fault; after each the device must
// be ready again, every promise settled, and nothing done that nobody asked for.

import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import type { MemoryLink } from '../../hardware/transport/memory.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import type { Random } from '../../src/base/random.ts';
import { inPieces, noisePiece, spoiltPiece } from './noise.ts';
import { type Conversation, type DeviceEnd, surroundings } from './talk.ts';
import { BrokenPromise, type Tape } from './tape.ts';
import type { Figures, FuzzTarget } from './target.ts';

export function conversationTarget(conversation: Conversation): FuzzTarget {
  return { name: conversation.name, share: 0.2, run: (tape) => converse(conversation, tape) };
}

interface Promised {
  readonly due: number;
  isSettled: boolean;
}

async function converse(conversation: Conversation, tape: Tape): Promise<Figures> {
  try {
    return await run(conversation, tape);
  } catch (error) {
    if (error instanceof BrokenPromise) throw error;
    throw tape.broken(`it threw ${error instanceof Error ? error.stack : String(error)}`);
  }
}

async function run(conversation: Conversation, tape: Tape): Promise<Figures> {
  const { random } = tape;
  const { clock, link, around } = surroundings(random, conversation.speed);
  const toComputer: Wire = {
    onBytes: (listener) => link.wire.onBytes(listener),
    send: (bytes) => link.wire.send(tape.feed(bytes)),
  };
  const wire = faultyWire(toComputer, { clock, random: around.random });
  const talk = conversation.open(around);
  talk.simulator.attach(wire);
  let promised: Promised[] = [];
  let end: DeviceEnd = 'good';

  function check(): void {
    const wrong = talk.broken(end);
    if (wrong !== undefined) throw tape.broken(`${end}: ${wrong}`);
    if (promised.some(({ due, isSettled }) => !isSettled && clock.monotonic() > due))
      throw tape.broken(`${end}: an order of the driver never ended`);
    promised = promised.filter(({ isSettled }) => !isSettled);
  }

  async function pass(ms: number): Promise<void> {
    await clock.advance(ms);
    check();
  }

  function order(): void {
    const given = talk.order();
    if (given === undefined) return;
    const mine: Promised = { due: clock.monotonic() + given.withinMs, isSettled: false };
    promised.push(mine);
    // A rejection is left to be noticed: no driver may let one go.
    void given.promise.then(() => {
      mine.isSettled = true;
    });
  }

  async function speak(pick: typeof noisePiece): Promise<void> {
    const until = tape.fed() + random.between(500, 4_000);
    while (tape.fed() < until && !tape.isDone()) {
      if (random.chance(0.1)) order();
      const { block } = talk.grammar;
      for (const piece of inPieces(pick(random, talk.grammar), random, block)) {
        toComputer.send(piece);
        // Lines with a speed bring it in their own time; nothing piles up for longer than that.
        await pass(
          conversation.speed === undefined ? random.between(0, 40) : (piece.length * 10_000) / conversation.speed,
        );
      }
      if (random.chance(0.3)) await pass(random.between(1, 400));
      if (!link.transport.isOpen()) await pass(500);
    }
  }

  async function misbehave(): Promise<void> {
    const until = tape.fed() + random.between(300, 2_000);
    for (let turn = 0; turn < 60 && tape.fed() < until; turn += 1) {
      mend(link, wire.faults);
      if (random.chance(0.15)) link.unplug();
      Object.assign(wire.faults, someFaults(random, conversation.trusted === true));
      if (random.chance(0.5)) order();
      if (random.chance(0.3)) talk.hand?.();
      await pass(random.between(50, 3_000));
    }
    mend(link, wire.faults);
  }

  async function recover(): Promise<void> {
    const after = end;
    end = 'good';
    check();
    // What a fault kept back comes now, and not in front of the next answer.
    wire.send(new Uint8Array());
    talk.heal?.();
    const until = clock.monotonic() + conversation.readyMs;
    // Whatever was still on the way has arrived by then, and every order has ended.
    await pass(2_000);
    while (!talk.isReady() || promised.length > 0) {
      if (clock.monotonic() > until && !talk.isReady()) throw tape.broken(`after ${after}: it is not ready again`);
      await pass(200);
    }
    const wrong = await talk.prove(pass);
    if (wrong !== undefined) throw tape.broken(`after ${after}: ${wrong}`);
  }

  talk.start();
  await recover();
  const ends: readonly DeviceEnd[] = ['noise', 'grammar', 'simulator'];
  for (let turn = 0; !tape.isDone(); turn += 1) {
    end = ends[turn % ends.length] ?? 'noise';
    check();
    if (end === 'simulator') await misbehave();
    else {
      wire.faults.dead = true;
      await speak(end === 'noise' ? noisePiece : spoiltPiece);
      await pass(5_000);
      mend(link, wire.faults);
    }
    await recover();
  }
  order();
  let isStopped = false;
  const stopping = talk.stop().then(() => {
    isStopped = true;
  });
  await clock.advance(20_000);
  if (!isStopped) throw tape.broken('stop never ended');
  await stopping;
  await clock.advance(20_000);
  if (promised.some(({ isSettled }) => !isSettled)) throw tape.broken('an order was still open after stop');
  return { found: talk.found(), kept: null };
}

function mend(link: MemoryLink, faults: WireFaults): void {
  link.replug();
  for (const fault of Object.keys(faults) as (keyof WireFaults)[]) delete faults[fault];
}

/** One fault or several. `trusted`: a line that garbles nothing, where what arrives is taken as it is. */
function someFaults(random: Random, trusted: boolean): WireFaults {
  const all: readonly WireFaults[] = [
    { pieceBytes: random.between(1, 30) },
    { drop: random.next() },
    { repeat: random.next() },
    { glue: random.next() },
    { delayMs: random.between(1, 1_500) },
    ...(trusted ? [] : [{ flipBit: random.next() }, { noise: random.next() }, { echo: true }]),
    { dead: true },
    {},
  ];
  const count = random.between(1, 3);
  return Object.assign({}, ...Array.from({ length: count }, () => random.pick(all))) as WireFaults;
}
