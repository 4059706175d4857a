// Line of Modbus-RTU boards: cuts what comes back into the reply that was asked for and nothing else.

import { sameBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { unlockGapAfter } from '../../boards/coil-rest.ts';
import { noise, type Seen, seen, unfinished } from '../../boards/frame-cutter.ts';
import { createFrameStream } from '../../boards/frame-stream.ts';
import { createLine, type Deframer, type Line } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import {
  decodeReply,
  decodeRequest,
  type ModbusFrame,
  type ModbusRequest,
  replyLength,
  writeRelay,
} from './protocol.ts';

export interface ModbusLineOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** The longest pulse of any lock board on this line, in ms; left out where no lock hangs on it. */
  readonly longestPulseMs?: number;
}

/**
 * One line for all its units, lock boards and the hall door alike. Silence of 3.5 characters (4 ms at 9600) begins a
 * frame; 10 ms also allow for adapters. Boards answer at the start of a pulse, so the line itself waits for its end.
 */
export function createModbusLine({ longestPulseMs, ...options }: ModbusLineOptions): Line<ModbusFrame> {
  return createLine({
    ...options,
    deframer: createModbusDeframer(),
    quietMs: 10,
    gapMs: 80,
    ...(longestPulseMs === undefined ? {} : { unlockGapMs: unlockGapAfter(longestPulseMs) }),
  });
}

/** On a line nobody asks why. */
const noFrame = noise('wrongValue');

/** Boards speak only when asked, so everything that is not the answer, a refusal or the echo of the question is noise. */
export function createModbusDeframer(): Deframer<ModbusFrame> {
  let asked: { readonly bytes: Uint8Array; readonly request: ModbusRequest } | undefined;
  /** Whether the adapter gives back what is sent: learnt from reads, because the answer to a write is its echo anyway. */
  let echoes = false;
  let echoSeen = false;

  function look(bytes: Uint8Array): Seen<ModbusFrame> {
    if (asked === undefined || !couldBeAnswer(bytes)) return couldBeEcho(bytes) ? lookForEcho(bytes) : noFrame;
    if (couldBeEcho(bytes) && echoes && !echoSeen) return lookForEcho(bytes);
    const length = replyLength(bytes);
    if (length === undefined) return noFrame;
    if (length === 'unfinished' || bytes.length < length) return unfinished;
    const reply = decodeReply(bytes.subarray(0, length));
    if (!reply.ok) return noFrame;
    if (asked.request.ask === 'bits' && !echoSeen) echoes = false;
    return seen(reply.value, length);
  }

  function couldBeEcho(bytes: Uint8Array): boolean {
    const shared = Math.min(bytes.length, asked?.bytes.length ?? 0);
    if (asked === undefined || echoSeen) return false;
    return sameBytes(bytes.subarray(0, shared), asked.bytes.subarray(0, shared));
  }

  function lookForEcho(bytes: Uint8Array): Seen<ModbusFrame> {
    if (asked === undefined || bytes.length < asked.bytes.length) return unfinished;
    echoes = true;
    echoSeen = true;
    return seen({ is: 'echo' }, asked.bytes.length);
  }

  function couldBeAnswer(bytes: Uint8Array): boolean {
    const [unit, code, third] = bytes;
    if (asked === undefined || unit !== asked.request.unit) return false;
    if (code === undefined) return true;
    const request = asked.request;
    const expected = asked.bytes[1] ?? 0;
    if (code === expected + 0x80) return true;
    if (code !== expected) return false;
    if (request.ask !== 'bits') return code === writeRelay;
    return third === undefined || third === Math.ceil(request.count / 8);
  }

  return {
    ...createFrameStream(look),
    expect(bytes) {
      const request = decodeRequest(bytes);
      asked = request.ok ? { bytes: Uint8Array.from(bytes), request: request.value } : undefined;
      echoSeen = false;
    },
  };
}
