// Encode: makes one frame of a Modbus-RTU relay line from the JSON that decoding tells, for the bench and for traces.
//
// An order after which a relay may stay on is explained by decoding and never made here: a lock coil burns, a strike
// lets everybody in. What is left ends by itself or switches off.

import { failed, ok, type Result } from '../../../src/base/result.ts';
import { type Check, either, wholeNumber } from '../../boards/field-checks.ts';
import { encodeFrame, frameOf, type Maker, neverMade } from '../../boards/frame-fields.ts';
import { decodeModbus } from './decode.ts';
import { bitsFrom, refusal, withCrc, writeRegisters, writeRelay, writeRelays } from './protocol.ts';

/** Unit 0 is all boards at once. */
const unit = wholeNumber(1, 255);
const word = wholeNumber(0, 0xffff);
const relay = wholeNumber(1, 255);
/** The longest release of a door. */
const mostTenths = 300;

const registersOrder = frameOf(
  { unit, first: word, count: wholeNumber(1, 123), values: either(words(123), undefined) },
  (order) => {
    const head = [order.unit, writeRegisters, ...bytesOf(order.first), ...bytesOf(order.count)];
    const { values } = order;
    return values === undefined ? withCrc(...head) : withCrc(...head, 2 * values.length, ...values.flatMap(bytesOf));
  },
);

const makers: Readonly<Record<string, Maker>> = {
  readRelays: read(0x01, 1),
  readInputs: read(0x02, 1),
  readRegisters: read(0x03, 0),
  readInputRegisters: read(0x04, 0),
  timedOn: frameOf({ unit, relay, ms: pulse }, (order) =>
    withCrc(order.unit, writeRelay, 0x02, order.relay - 1, ...bytesOf(order.ms / 100)),
  ),
  relayOff: frameOf({ unit, relay }, (order) => withCrc(order.unit, writeRelay, 0x00, order.relay - 1, 0, 0)),
  allOff: frameOf({ unit }, (order) => withCrc(order.unit, writeRelay, 0x00, 0xff, 0, 0)),
  writeRegister: frameOf({ unit, address: word, value: word }, (order) =>
    withCrc(order.unit, 0x06, ...bytesOf(order.address), ...bytesOf(order.value)),
  ),
  writeRelays: frameOf({ unit, first: wholeNumber(1, 0x10000), count: wholeNumber(1, 1_968), on: allOff }, (order) => {
    const head = [order.unit, writeRelays, ...bytesOf(order.first - 1), ...bytesOf(order.count)];
    const size = Math.ceil(order.count / 8);
    return order.on === undefined ? withCrc(...head) : withCrc(...head, size, ...new Uint8Array(size));
  }),
  writeRegisters: (fields) => {
    const { count, values } = fields;
    const isWhole = !Array.isArray(values) || values.length === count;
    return isWhole ? registersOrder(fields) : failed('"values" must be as many as "count" says');
  },
  relays: bits(0x01),
  inputs: bits(0x02),
  registers: registers(0x03),
  inputRegisters: registers(0x04),
  exception: frameOf({ unit, function: wholeNumber(1, 16), code: wholeNumber(1, 255) }, (answer) =>
    withCrc(answer.unit, answer.function | refusal, answer.code),
  ),
  relayOn: neverMade('"relayOn" leaves a relay on until somebody switches it off: use "timedOn"'),
  relayToggle: neverMade('"relayToggle" may leave a relay on: use "timedOn"'),
  allOn: neverMade('"allOn" switches every relay on at once: use "timedOn", one after another'),
  allToggle: neverMade('"allToggle" may switch every relay on at once: use "timedOn", one after another'),
  timedOff: neverMade('"timedOff" ends with the relay on, and leaves it so: not made here'),
  writeRelay: neverMade('"writeRelay" is an order that this product does not know: not made here'),
};

/**
 * Fields as `decodeModbus` tells them. `from` is told by the kind, but for the writes of one relay or register, whose
 * answer is the order again. `writeRelays` without `on` and `writeRegisters` without `values` are answers.
 */
export function encodeModbus(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, makers, (bytes) => decodeModbus(bytes, { from: senderOf(Object(value)) }));
}

function senderOf({ kind, from, on, values }: Readonly<Record<string, unknown>>): 'host' | 'device' {
  switch (kind) {
    case 'relays':
    case 'inputs':
    case 'registers':
    case 'inputRegisters':
    case 'exception':
      return 'device';
    case 'writeRelays':
      return on === undefined ? 'device' : 'host';
    case 'writeRegisters':
      return values === undefined ? 'device' : 'host';
    case 'readRelays':
    case 'readInputs':
    case 'readRegisters':
    case 'readInputRegisters':
      return 'host';
    default:
      return from === 'device' ? 'device' : 'host';
  }
}

function bytesOf(value: number): readonly [number, number] {
  return [value >> 8, value & 0xff];
}

function read(code: number, base: 0 | 1): Maker {
  return frameOf({ unit, first: wholeNumber(base, 0xffff + base), count: wholeNumber(1, 2_000) }, (order) =>
    withCrc(order.unit, code, ...bytesOf(order.first - base), ...bytesOf(order.count)),
  );
}

function bits(code: number): Maker {
  const numbers = list(wholeNumber(1, 2_000), 2_000);
  return frameOf({ unit, count: wholeNumber(8, 2_000), on: numbers }, (answer) => {
    const data = bitsFrom(Array.from({ length: answer.count }, (_, place) => answer.on.includes(place + 1)));
    return withCrc(answer.unit, code, data.length, ...data);
  });
}

function registers(code: number): Maker {
  return frameOf({ unit, values: words(125) }, (answer) =>
    withCrc(answer.unit, code, 2 * answer.values.length, ...answer.values.flatMap(bytesOf)),
  );
}

function pulse(value: unknown): Result<number, string> {
  const fits = typeof value === 'number' && value % 100 === 0 && value >= 100 && value <= mostTenths * 100;
  return fits ? ok(value) : failed(`must be hundreds of ms from 100 to ${mostTenths * 100}`);
}

function allOff(value: unknown): Result<readonly [] | undefined, string> {
  if (value === undefined) return ok(undefined);
  return Array.isArray(value) && value.length === 0
    ? ok([])
    : failed('must be an empty list: relays that go on without an end are not made here');
}

function list<Value>(check: Check<Value>, most: number): Check<readonly Value[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return failed(`must be a list of at most ${most}`);
    const values: Value[] = [];
    for (const each of value) {
      const read = check(each);
      if (!read.ok) return failed(`holds one that ${read.problem}`);
      values.push(read.value);
    }
    return ok(values);
  };
}

function words(most: number): Check<readonly number[]> {
  const numbers = list(word, most);
  return (value) => {
    const read = numbers(value);
    return read.ok && read.value.length === 0 ? failed('must not be empty') : read;
  };
}
