// Simulators under noise: card reader, printer, scanners and power supply. None throws or grows, each answers afterwards.

import { command, encodeCommand } from '../../hardware/drivers/card-reader-sam/protocol.ts';
import { createSamReaderSimulator } from '../../hardware/drivers/card-reader-sam/simulator.ts';
import { encodeOrder, type TriggerDialect } from '../../hardware/drivers/code-scanner-serial/dialect.ts';
import { createCodeScannerSimulator } from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import { encodeNutRequest } from '../../hardware/drivers/power-supply-nut/protocol.ts';
import { createNutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { keptBytes, measuredFrom } from './kept.ts';
import { type Grammar, inPieces, noisePiece, randomBytes, spoiltPiece } from './noise.ts';
import { createStepClock } from './step-clock.ts';
import { BrokenPromise, type Tape } from './tape.ts';
import type { Figures, FuzzTarget } from './target.ts';

interface Simulated {
  readonly name: string;
  readonly grammar: Grammar;
  create(clock: Clock): { readonly simulator: Simulator; reset?(): void; answered(sent: number): boolean };
  /** Ends whatever the noise may have begun, and a request that must be answered. */
  readonly request: Uint8Array;
  readonly worst: readonly (readonly number[])[];
  readonly mostKept: number;
  /** So many bytes that its buffer is full long before. Default 65,536. */
  readonly worstBytes?: number;
}

/** Far more than most may keep. */
const usualWorstBytes = 65_536;
const sparedBytes = 16_384;

function wired(simulated: Simulated) {
  const clock = createStepClock();
  const made = simulated.create(clock);
  let sent = 0;
  let hear: (bytes: Uint8Array) => void = () => undefined;
  made.simulator.attach({
    onBytes(listener) {
      hear = listener;
      return () => undefined;
    },
    send() {
      sent += 1;
    },
  });
  return { ...made, clock, hear: (bytes: Uint8Array) => hear(bytes), sent: () => sent };
}

function simulatorTarget(simulated: Simulated): FuzzTarget {
  return {
    name: simulated.name,
    share: 1,
    run(tape) {
      try {
        return fuzzSimulator(simulated, tape);
      } catch (error) {
        if (error instanceof BrokenPromise) throw error;
        throw tape.broken(`it threw ${error instanceof Error ? error.stack : String(error)}`);
      }
    },
  };
}

function fuzzSimulator(simulated: Simulated, tape: Tape): Figures {
  const { random } = tape;
  const { grammar, request } = simulated;
  let found = 0;
  let now = wired(simulated);
  let bursts = 0;
  while (!tape.isDone()) {
    bursts += 1;
    // What it writes down for tests is no part of what it keeps of the bytes.
    if (bursts % 500 === 0) now = wired(simulated);
    const piece = random.chance(0.4) ? noisePiece : spoiltPiece;
    const burst = joinBytes(...Array.from({ length: random.between(1, 80) }, () => piece(random, grammar)));
    for (const each of inPieces(burst, random)) {
      now.hear(tape.feed(each));
      now.clock.pass(random.chance(0.1) ? random.between(1, 500) : 0);
    }
    now.clock.pass(60_000);
    now.reset?.();
    now.clock.pass(60_000);
    const before = now.sent();
    now.hear(tape.feed(request));
    now.clock.pass(60_000);
    if (!now.answered(now.sent() - before)) throw tape.broken('a good request after a pause was not answered');
    found += now.sent();
  }
  return { found, kept: tape.bytes < measuredFrom ? null : worstKept(simulated, tape) };
}

function worstKept(simulated: Simulated, tape: Tape): number {
  const { worstBytes = usualWorstBytes, mostKept } = simulated;
  const most = 8 * mostKept + sparedBytes;
  let worst = 0;
  for (const beginning of simulated.worst) {
    const piece = new Uint8Array(1_024).fill(beginning.at(-1) ?? 0);
    const feed = ({ hear }: ReturnType<typeof wired>) => {
      hear(Uint8Array.from(beginning));
      for (let fed = 0; fed < worstBytes; fed += piece.length) hear(piece);
    };
    const kept = keptBytes(() => wired(simulated), feed, most);
    worst = Math.max(worst, kept);
    if (kept > most)
      throw tape.broken(`${kept} bytes kept after ${worstBytes} bytes that begin with ${beginning.join(' ')}`);
  }
  return worst;
}

const text = (words: string) => new TextEncoder().encode(words);

function scanner(trigger: Exclude<TriggerDialect, 'none'>, alphabet: readonly number[]): Simulated {
  const orders = (['trigger', 'stop'] as const).map((order) => encodeOrder(trigger, order) ?? new Uint8Array());
  const [look = new Uint8Array()] = orders;
  return {
    name: `code-scanner-serial/${trigger}-simulator`,
    grammar: { alphabet, frame: (random) => random.pick(orders) },
    create(clock) {
      const options = { trigger, terminator: 'CR', encoding: 'utf-8', aimPrefix: false, clock } as const;
      const simulator = createCodeScannerSimulator(options);
      simulator.simulateHoldCode('NH-1');
      return { simulator, answered: (sent) => sent > 0 };
    },
    request: joinBytes(new Uint8Array(600), look),
    worst: [[...look.slice(0, -1), 0x20], [0x7e, 0x00, 0x08, 0xff, 0x00], [0x16]],
    mostKept: 400,
  };
}

const simulated: readonly Simulated[] = [
  {
    name: 'card-reader-sam/simulator',
    grammar: {
      alphabet: [0xaa, 0x96, 0x69, 0x00, 0x03, 0x20, 0x30, 0x01],
      frame: (random) => encodeCommand(random.pick(Object.values(command)), randomBytes(random, random.between(0, 3))),
    },
    create(clock) {
      const simulator = createSamReaderSimulator({ clock, random: seededRandom(1) });
      return { simulator, reset: simulator.simulateWell, answered: (sent) => sent > 0 };
    },
    request: joinBytes(new Uint8Array(2_400), encodeCommand(command.selfTest)),
    worst: [[0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x09, 0x0a, 0x00], [0xaa]],
    mostKept: 2_321,
  },
  {
    name: 'receipt-printer-escpos/simulator',
    grammar: {
      alphabet: [0x10, 0x04, 0x05, 0x14, 0x1b, 0x1c, 0x1d, 0x28, 0x6b, 0x76, 0x40, 0x56, 0x72, 0x00, 0x0a],
      frame: (random) =>
        random.pick([
          Uint8Array.of(0x10, 0x04, 0x01),
          Uint8Array.of(0x10, 0x05, 0x02),
          Uint8Array.of(0x1d, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00),
          Uint8Array.of(0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02, 0x00, 1, 2, 3, 4),
          text('\u001b@slip\n\u001dVB\u0003'),
        ]),
    },
    create(clock) {
      const simulator = createEscposSimulator({ clock, columns: 48, lineMs: 1, cutMs: 1 });
      function reset(): void {
        simulator.simulatePowerOff();
        simulator.simulateRefill();
        simulator.simulatePowerOn();
      }
      // A slip, and GS r 1 behind it.
      return { simulator, reset, answered: (sent) => sent === 1 && simulator.papers().at(-1)?.end === 'cut' };
    },
    request: joinBytes(text('\u001b@slip\n\u001dVB\u0003'), Uint8Array.of(0x1d, 0x72, 0x01)),
    // Text after a picture that is none, and a block that never ends: both fill its receive buffer.
    worst: [
      [0x1d, 0x76, 0x30, 0, 0xff, 0xff, 0xff, 0xff, 0x41, 0x0a, 0x41],
      [0x1d, 0x28, 0x6b, 0xff, 0xff, 0x31],
    ],
    worstBytes: 524_288,
    // Its receive buffer, and a thousand commands that it did not know, to be shown.
    mostKept: 32_770,
  },
  {
    name: 'power-supply-nut/simulator',
    grammar: {
      alphabet: [0x0a, 0x22, 0x5c, 0x20, 0x47, 0x45, 0x54, 0x56, 0x41, 0x52],
      frame: (random) =>
        text(random.pick(['GET VAR ups ups.status\n', 'LIST VAR ups\n', 'LOGOUT\n', 'USERNAME "a"\n'])),
    },
    create: (clock) => ({ simulator: createNutSimulator({ ups: 'ups', clock }), answered: (sent) => sent === 2 }),
    request: joinBytes(text('\nx\n'), encodeNutRequest({ ask: 'variable', ups: 'ups', variable: 'ups.status' })).slice(
      1,
    ),
    worst: [[0x20], [0x22]],
    mostKept: 1_025,
  },
  scanner('honeywell', [0x16, 0x54, 0x55, 0x0d]),
  scanner('newland', [0x7e, 0x01, 0x30, 0x23, 0x53, 0x3b, 0x03]),
  scanner('7e00', [0x7e, 0x00, 0x08, 0x01, 0x02, 0xab, 0xcd]),
];

export const simulators: readonly FuzzTarget[] = simulated.map(simulatorTarget);
