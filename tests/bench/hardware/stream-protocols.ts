// Stream protocols: the frames of each wire in a stream of one kind, our deframer for them, and the stock parsers of
// `serialport` that a developer would take, set up as well as they can be.

import type { Duplex } from 'node:stream';
import { ByteLengthParser, DelimiterParser, InterByteTimeoutParser, PacketLengthParser } from 'serialport';
import { createAnswerDeframer, type Echo } from '../../../hardware/boards/answer-line.ts';
import type { Look } from '../../../hardware/boards/frame-cutter.ts';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import {
  createReplyDeframer,
  encodeReply as encodeSamReply,
} from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { createLock8aDeframer } from '../../../hardware/drivers/lock-board-8a/line.ts';
import { encodeContacts, encodeSingle, type LockFrame } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import * as cu16 from '../../../hardware/drivers/lock-board-kerong-cu16/protocol.ts';
import * as cu48 from '../../../hardware/drivers/lock-board-kerong-cu48/protocol.ts';
import * as wkly from '../../../hardware/drivers/lock-board-wkly/protocol.ts';
import { createModbusDeframer } from '../../../hardware/drivers/relay-board-modbus/line.ts';
import {
  encodeReply as encodeModbusReply,
  encodeRead,
  readInputs,
} from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { Deframer } from '../../../hardware/transport/line.ts';
import { joinBytes } from '../../../src/base/bytes.ts';
import type { Random } from '../../../src/base/random.ts';

/** Takes a stream apart; what it returns are whole frames, in bytes. */
export interface Cutter {
  /** Only counts: for timing. */
  count(bytes: Uint8Array): number;
  frames(bytes: Uint8Array): readonly Uint8Array[];
  /** The line was silent. */
  silence(): readonly Uint8Array[];
}

export interface Peer {
  readonly name: string;
  readonly parser: () => Duplex;
  /** Told at each silence, where the parser has an ear for it. */
  readonly silence?: (parser: Duplex) => void;
  /** What stands in front of a frame and the parser takes away. */
  readonly delimiter?: Uint8Array;
}

export interface StreamProtocol {
  readonly name: string;
  readonly frameBytes: number;
  readonly makeFrame: (random: Random) => Uint8Array;
  readonly ours: () => Cutter;
  readonly peers: readonly Peer[];
}

function cutter<Frame>(deframer: Deframer<Frame>, encode: (frame: Frame) => Uint8Array): Cutter {
  return {
    count: (bytes) => deframer.push(bytes).length,
    frames: (bytes) => deframer.push(bytes).map(encode),
    silence() {
      const frames = (deframer.silence?.() ?? []).map(encode);
      deframer.reset();
      return frames;
    },
  };
}

const byteLength = (length: number): Peer => ({
  name: 'parser-byte-length',
  parser: () => new ByteLengthParser({ length }),
});

const delimited = (...delimiter: number[]): Peer => ({
  name: 'parser-delimiter',
  parser: () => new DelimiterParser({ delimiter }),
  delimiter: Uint8Array.from(delimiter),
});

/** The timer never fires in a stream without time: it is told of each silence, as if it had never missed one. */
const interByteTimeout: Peer = {
  name: 'parser-inter-byte-timeout',
  parser: () => new InterByteTimeoutParser({ interval: 10_000 }),
  silence(parser) {
    if (parser instanceof InterByteTimeoutParser) parser.emitPacket();
  },
};

const byte = (random: Random) => random.between(0, 255);
const channels = channelsUpTo(255);

function encodeLock8a(frame: LockFrame): Uint8Array {
  if (frame.is === 'echo') return new Uint8Array();
  return frame.is === 'contacts' ? encodeContacts(frame) : encodeSingle(frame);
}

const lock8a = () => cutter(createLock8aDeframer({ boards: new Map([[1, 24]]) }), encodeLock8a);

const oneBoard = new Map([[1, 24]]);
const someBytes = (random: Random, count: number) => Uint8Array.from({ length: count }, () => byte(random));

function answering<Frame extends { readonly board: number }>(look: Look<Frame>, encode: (frame: Frame) => Uint8Array) {
  const isEcho = (frame: Frame | Echo): frame is Echo => !('board' in frame);
  return () =>
    cutter(createAnswerDeframer(look, oneBoard), (frame) => (isEcho(frame) ? new Uint8Array() : encode(frame)));
}

const samPreamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;

function samPackets(): Duplex {
  // Reads a length low byte first; SAM sends it high byte first, which no option changes.
  return new PacketLengthParser({
    delimiter: 0xaaaaaa9669,
    delimiterBytes: 5,
    packetOverhead: 7,
    lengthOffset: 5,
    lengthBytes: 2,
    maxLen: 0x090a,
  });
}

function samReply(random: Random): Uint8Array {
  return encodeSamReply(
    0x90,
    joinBytes(
      Uint8Array.of(1, 0, 4, 0),
      Uint8Array.from({ length: 1_280 }, () => byte(random)),
    ),
  );
}

export const streamProtocols: readonly StreamProtocol[] = [
  {
    name: 'lock-board-8a, answers to unlocks',
    frameBytes: 5,
    makeFrame: (random) =>
      encodeSingle({ is: 'pulsed', board: 1, channel: random.pick(channels), shorted: random.chance(0.5) }),
    ours: lock8a,
    peers: [byteLength(5), delimited(0x8a, 1), interByteTimeout],
  },
  {
    name: 'lock-board-8a, answers to queries',
    frameBytes: 7,
    makeFrame: (random) => encodeContacts({ board: 1, status: Uint8Array.from({ length: 3 }, () => byte(random)) }),
    ours: lock8a,
    peers: [byteLength(7), delimited(0x80, 1), interByteTimeout],
  },
  {
    name: 'relay-board-modbus, inputs',
    frameBytes: 8,
    makeFrame: (random) =>
      encodeModbusReply({
        is: 'bits',
        unit: 1,
        of: readInputs,
        bits: Uint8Array.from({ length: 3 }, () => byte(random)),
      }),
    ours() {
      const deframer = createModbusDeframer();
      deframer.expect?.(encodeRead({ unit: 1, of: readInputs, count: 24 }));
      return cutter(deframer, (frame) => (frame.is === 'echo' ? new Uint8Array() : encodeModbusReply(frame)));
    },
    peers: [
      byteLength(8),
      delimited(1, 2, 3),
      {
        name: 'parser-packet-length',
        parser: () =>
          new PacketLengthParser({
            delimiter: 0x0102,
            delimiterBytes: 2,
            packetOverhead: 5,
            lengthOffset: 2,
            maxLen: 32,
          }),
      },
      interByteTimeout,
    ],
  },
  {
    name: 'lock-board-kerong-cu16, answers to queries',
    frameBytes: 9,
    makeFrame: (random) =>
      cu16.encodeAnswer({
        is: 'status',
        board: 1,
        ofAll: false,
        locks: someBytes(random, 2),
        items: someBytes(random, 2),
      }),
    ours: answering(cu16.lookForAnswer, cu16.encodeAnswer),
    peers: [byteLength(9), delimited(0x02, 0x10, 0x35), interByteTimeout],
  },
  {
    name: 'lock-board-kerong-cu48, answers to queries',
    frameBytes: 18,
    makeFrame: (random) =>
      cu48.encodeAnswer({ is: 'status', board: 1, lock: 0, locks: someBytes(random, 6), items: someBytes(random, 6) }),
    ours: answering(cu48.lookForAnswer, cu48.encodeAnswer),
    peers: [byteLength(18), delimited(0x02, 1, 0, 0x75), interByteTimeout],
  },
  {
    name: 'lock-board-wkly, answers to unlocks',
    frameBytes: 11,
    makeFrame: (random) =>
      wkly.encodeAnswer({
        is: 'unlocked',
        board: 1,
        channel: random.pick(channels),
        done: true,
        set: random.chance(0.5),
      }),
    ours: answering(wkly.lookForAnswer, wkly.encodeAnswer),
    peers: [
      byteLength(11),
      delimited(...Buffer.from('WKLY', 'latin1')),
      {
        name: 'parser-packet-length',
        parser: () =>
          new PacketLengthParser({
            delimiter: 0x574b4c59,
            delimiterBytes: 4,
            packetOverhead: 0,
            lengthOffset: 4,
            maxLen: 64,
          }),
      },
      interByteTimeout,
    ],
  },
  {
    name: 'card-reader-sam, cards',
    frameBytes: 1_295,
    makeFrame: samReply,
    ours: () => cutter(createReplyDeframer(), (reply) => encodeSamReply(reply.status, reply.data)),
    peers: [
      byteLength(1_295),
      delimited(...samPreamble),
      { name: 'parser-packet-length', parser: samPackets },
      interByteTimeout,
    ],
  },
];

/** Whether our own deframer, given exactly these bytes alone, sees exactly that frame: the checksum test for peers. */
export function isFrame(protocol: StreamProtocol, bytes: Uint8Array): boolean {
  const [frame, ...more] = protocol.ours().frames(bytes);
  return frame !== undefined && more.length === 0 && frame.length === bytes.length;
}
