// Dialect of lock boards that are Modbus relay boards: relay n fires lock n, input n is its sensor.
//
// Nothing is written when the computer starts. "All relays off" is a fail-safe against software that switches a relay on
// and dies before it switches it off. Here the board ends every pulse itself, so a crash leaves no coil on; and on a line
// that others share the order could drop a strike that is just letting somebody in, or open a lock that holds by power.

import { bitsOfBytes, type LockDialect } from '../../boards/lock-dialect.ts';
import { createModbusLine } from './line.ts';
import {
  encodeRead,
  encodeTimedOn,
  isExceptionTo,
  isTimedOn,
  type ModbusFrame,
  neverTimes,
  noTimedPulse,
  readInputs,
  tenthsOf,
  writeRelay,
} from './protocol.ts';

/** What the coil of a cabinet lock needs and bears, in ms. */
const pulseRangeMs = { least: 100, most: 3_000 } as const;

function pulse(unit: number, relay: number, ms: number) {
  if (!(ms >= pulseRangeMs.least && ms <= pulseRangeMs.most)) throw new RangeError(`no pulse of ${ms} ms`);
  return { unit, relay, tenths: tenthsOf(ms) };
}

export const modbusLockDialect: LockDialect<ModbusFrame> = {
  model: 'lock-board-modbus',
  /** Up to 247 are allowed; a search of all of them would take a minute, and boards have five or six switches. */
  searched: [1, 32],
  mostChannels: 32,
  usualSpeed: 9_600,
  statusOrder: 'lowFirst',
  /** A board refuses the whole question when it has fewer inputs. */
  askable: [32, 16, 8],
  unlockReplyMs: 500,
  openLine: createModbusLine,
  query: (unit, bits) => encodeRead({ unit, of: readInputs, count: bits }),
  queryAnswer(frame, unit) {
    if (frame.is === 'bits' && frame.unit === unit && frame.of === readInputs) {
      return { is: 'bits', bits: bitsOfBytes(frame.bits) };
    }
    if (!isExceptionTo(frame, { unit, function: readInputs })) return undefined;
    return { is: 'refused', detail: `its inputs cannot be read (Modbus exception ${frame.code})` };
  },
  unlock: (unit, channel, pulseMs) => encodeTimedOn(pulse(unit, channel, pulseMs)),
  unlockAnswer(frame, unit, channel, pulseMs) {
    if (isTimedOn(frame, pulse(unit, channel, pulseMs))) return { is: 'done' };
    if (!isExceptionTo(frame, { unit, function: writeRelay })) return undefined;
    return neverTimes(frame.code)
      ? { is: 'refused', detail: noTimedPulse(channel, frame.code), lasting: true }
      : { is: 'refused', detail: `relay ${channel} was refused (Modbus exception ${frame.code})`, lasting: false };
  },
};
