// What a Modbus relay board answers, whatever hangs on its relays and inputs.

import { noise, type Seen, seen, unfinished } from '../../boards/frame-cutter.ts';
import {
  bitsFrom,
  decodeRequest,
  exceptionCode,
  type ModbusReply,
  type ModbusRequest,
  readRelays,
  requestLength,
  writeRelay,
  writeRelays,
} from './protocol.ts';
import type { RelayProblem, SimulatedRelays } from './simulated-relays.ts';

export interface RelayBoard {
  readonly relays: SimulatedRelays;
  /** What the inputs read now, the first one first. */
  inputs(): readonly boolean[];
}

/** Carries out a request to this board and says what it answers. */
export function answerTo(request: ModbusRequest, { relays, inputs }: RelayBoard): ModbusReply {
  const { unit } = request;
  const refuse = (asked: number, why: RelayProblem | 'illegalFunction'): ModbusReply => ({
    is: 'exception',
    unit,
    function: asked,
    code: exceptionCode[why],
  });
  switch (request.ask) {
    case 'bits': {
      const values = request.of === readRelays ? relays.all() : inputs();
      const wanted = values.slice(request.first, request.first + request.count);
      if (request.count === 0) return refuse(request.of, 'illegalValue');
      if (wanted.length < request.count) return refuse(request.of, 'illegalAddress');
      return { is: 'bits', unit, of: request.of, bits: bitsFrom(wanted) };
    }
    case 'write': {
      const { address, value } = request;
      const done = relays.write(address, value);
      return done.ok ? { is: 'written', unit, address, value } : refuse(writeRelay, done.problem);
    }
    case 'writeMany': {
      const { first, on } = request;
      const done = relays.writeMany(first, on);
      return done.ok ? { is: 'writtenMany', unit, first, count: on.length } : refuse(writeRelays, done.problem);
    }
    case 'other':
      return refuse(request.function, 'illegalFunction');
  }
}

/** For the simulators: what stands at the beginning of what the computer sent, whichever unit it is for. */
export function lookForRequest(bytes: Uint8Array): Seen<ModbusRequest> {
  const length = requestLength(bytes);
  if (length === undefined || bytes.length < length) return couldGoOn(bytes) ? unfinished : noise('wrongValue');
  const request = decodeRequest(bytes.slice(0, length));
  if (request.ok) return seen(request.value, length);
  return noise(request.problem === 'wrongChecksum' ? 'wrongChecksum' : 'wrongValue');
}

/** A long frame says twice how long it is: noise that looks like one must not swallow what follows. */
function couldGoOn(bytes: Uint8Array): boolean {
  const [, , , , high = 0, low = 0, size] = bytes;
  if (size === undefined) return true;
  const count = (high << 8) | low;
  return size === (bytes[1] === writeRelays ? Math.ceil(count / 8) : 2 * count) || requestLength(bytes) === 8;
}
