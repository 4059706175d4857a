// Exchanges: orders and answers on a line that spoils a third of all frames in both directions. A release counts when its
// answer fits and two looks at the sensors show that door open; it must never count for a lock that was not fired.

import { bitOf, bytesOfBits, type LockDialect, type SensorBits } from '../../hardware/boards/lock-dialect.ts';
import type { Channel } from '../../hardware/classes/lock-board.ts';
import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLock8aDeframer } from '../../hardware/drivers/lock-board-8a/line.ts';
import { encodeContacts, encodeSingle } from '../../hardware/drivers/lock-board-8a/protocol.ts';
import { modbusLockDialect } from '../../hardware/drivers/relay-board-modbus/dialect.ts';
import { createModbusDeframer } from '../../hardware/drivers/relay-board-modbus/line.ts';
import { encodeReply, encodeTimedOn, readInputs } from '../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { Deframer } from '../../hardware/transport/line.ts';
import type { Random } from '../../src/base/random.ts';
import { oracleModbus } from './held-oracles.ts';
import { flipped } from './noise.ts';
import { type OrderOracle, oracle8a } from './order-oracles.ts';
import type { Tape } from './tape.ts';
import type { Figures, FuzzTarget } from './target.ts';

interface Exchanging<Frame> {
  readonly name: string;
  readonly dialect: LockDialect<Frame>;
  readonly deframer: () => Deframer<Frame>;
  readonly oracle: () => OrderOracle;
  /** What the board says when it has fired that lock, and what it reads. */
  fired(channel: Channel): Uint8Array;
  status(bits: SensorBits): Uint8Array;
}

const place = { address: 1, channels: 24 } as const;
const pulseMs = 500;
const spoiltShare = 0.3;

function exchangeTarget<Frame>(exchanging: Exchanging<Frame>, share: number): FuzzTarget {
  return { name: exchanging.name, share, run: (tape) => exchange(exchanging, tape) };
}

function exchange<Frame>({ dialect, deframer, oracle, fired, status }: Exchanging<Frame>, tape: Tape): Figures {
  const { random } = tape;
  const computer = deframer();
  const board = oracle();
  let found = 0;

  const carry = (bytes: Uint8Array) => tape.feed(random.chance(spoiltShare) ? spoil(bytes, random) : bytes);

  /** What the board does with what arrives of the order. */
  function obey(order: Uint8Array): readonly number[] {
    board.pause();
    const done: number[] = [];
    for (const byte of carry(order)) {
      const ordered = board.byte(byte);
      if (Array.isArray(ordered)) done.push(...ordered);
    }
    return done;
  }

  function hear(asked: Uint8Array, answers: readonly Uint8Array[]): readonly Frame[] {
    computer.reset();
    computer.expect?.(asked);
    return [...answers.flatMap((answer) => [...computer.push(carry(answer))]), ...(computer.silence?.() ?? [])];
  }

  function looksOpen(channel: Channel, open: ReadonlySet<number>): boolean {
    const bits = Array.from({ length: place.channels }, () => true);
    for (const each of open) bits[bitOf(each as Channel, { count: bits.length, order: dialect.statusOrder })] = false;
    const query = dialect.query(place.address, place.channels);
    const read = hear(query, [status(bits)]).map((frame) => dialect.queryAnswer(frame, place.address));
    const answer = read.find((each) => each?.is === 'bits');
    if (answer?.is !== 'bits' || answer.bits.length < place.channels) return false;
    return answer.bits[bitOf(channel, { count: answer.bits.length, order: dialect.statusOrder })] === false;
  }

  while (!tape.isDone()) {
    const channel = random.between(1, place.channels) as Channel;
    const order = dialect.unlock(place.address, channel, pulseMs);
    const open = new Set(obey(order));
    const answers = hear(
      order,
      [...open].map((each) => fired(each as Channel)),
    );
    const isAnswered = answers.some(
      (frame) => dialect.unlockAnswer?.(frame, place.address, channel, pulseMs)?.is === 'done',
    );
    const isOpen = looksOpen(channel, open) && looksOpen(channel, open);
    if (isAnswered && isOpen) found += 1;
    if (isAnswered && isOpen && !open.has(channel))
      throw tape.broken(`lock ${channel} counts as opened and was not fired`);
  }
  return { found, kept: null };
}

function spoil(bytes: Uint8Array, random: Random): Uint8Array {
  const choice = random.next();
  if (choice < 0.6) return flipped(bytes, random, 4);
  const at = random.between(0, bytes.length - 1);
  if (choice < 0.8) return bytes.slice(0, at);
  return Uint8Array.from([...bytes.slice(0, at), random.between(0, 255), ...bytes.slice(at)]);
}

export const exchanges: readonly FuzzTarget[] = [
  exchangeTarget(
    {
      name: 'lock-board-8a/exchanges',
      dialect: lock8aDialect,
      deframer: () => createLock8aDeframer({ boards: new Map([[place.address, place.channels]]) }),
      oracle: () => oracle8a(place),
      fired: (channel) => encodeSingle({ is: 'pulsed', board: place.address, channel, shorted: false }),
      status: (bits) => encodeContacts({ board: place.address, status: bytesOfBits(bits) }),
    },
    6,
  ),
  exchangeTarget(
    {
      name: 'relay-board-modbus/exchanges',
      dialect: modbusLockDialect,
      deframer: createModbusDeframer,
      oracle: () => oracleModbus(place),
      fired: (channel) => encodeTimedOn({ unit: place.address, relay: channel, tenths: pulseMs / 100 }),
      status: (bits) => encodeReply({ is: 'bits', unit: place.address, of: readInputs, bits: bytesOfBits(bits) }),
    },
    8,
  ),
];
