// What a Modbus relay board answers, whatever hangs on its relays and inputs.

import {
  bitsFrom,
  exceptionCode,
  type ModbusReply,
  type ModbusRequest,
  readRelays,
  writeRelay,
  writeRelays,
} from './protocol.ts';
import type { RelayProblem, SimulatedRelays } from './simulated-relays.ts';

export interface SimulatedBoard {
  readonly relays: SimulatedRelays;
  /** What the inputs read now, the first one first. */
  inputs(): readonly boolean[];
}

/** Carries out a request to this board and says what it answers. */
export function answerTo(request: ModbusRequest, { relays, inputs }: SimulatedBoard): ModbusReply {
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
