// The frames of Modbus-RTU relay boards: published ones, wrong ones, and any others.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeModbus } from '../../../hardware/drivers/relay-board-modbus/decode.ts';
import { createModbusDeframer } from '../../../hardware/drivers/relay-board-modbus/line.ts';
import {
  bitOf,
  bitsFrom,
  decodeReply,
  decodeRequest,
  encodeRead,
  encodeReply,
  encodeTimedOn,
  type ModbusFrame,
  readInputs,
  readRelays,
} from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import { crc16Modbus, fromHex, toHex } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly meaning: string;
  readonly invalid?: boolean;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/hall-door-modbus-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

/** What each published frame means, told without ok, from, hex and unit, which are checked for all of them. */
const meanings: Readonly<Record<string, object>> = {
  relay1_on: { kind: 'relayOn', relay: 1 },
  relay1_off: { kind: 'relayOff', relay: 1 },
  relay1_toggle: { kind: 'relayToggle', relay: 1 },
  all_on: { kind: 'allOn' },
  all_off: { kind: 'allOff' },
  flash_on_r1_700ms: { kind: 'timedOn', relay: 1, ms: 700 },
  flash_on_r2_800ms: { kind: 'timedOn', relay: 2, ms: 800 },
  flash_on_r1_500ms: { kind: 'timedOn', relay: 1, ms: 500 },
  flash_off_r1_500ms: { kind: 'timedOff', relay: 1, ms: 500 },
  write_all_8: { kind: 'writeRelays', first: 1, count: 8, on: [1, 2, 3, 4, 5, 6, 7, 8] },
  read_relays_8: { kind: 'readRelays', first: 1, count: 8 },
  read_relays_8_reply: { kind: 'relays', count: 8, on: [] },
  read_inputs_8: { kind: 'readInputs', first: 1, count: 8 },
  read_inputs_8_reply_05: { kind: 'inputs', count: 8, on: [1, 3] },
  read_modes: { kind: 'readRegisters', first: 0x1000, count: 8 },
  set_mode_linkage: { kind: 'writeRegister', address: 0x1000, value: 1 },
  exception_illegal_address: { kind: 'exception', function: 5, code: 2 },
};

describe('published frames', () => {
  it.each(vectors.filter(({ invalid }) => invalid !== true))('$name says: $meaning', ({ name, hex, direction }) => {
    const from = direction === 'host->device' ? 'host' : 'device';
    expect(decodeModbus(bytesOf(hex), { from })).toEqual([
      { ok: true, from, hex: hex.toLowerCase(), unit: 1, ...meanings[name] },
    ]);
  });

  it('bad_flash_misaligned is seven bytes with half a CRC, and asks for no relay that there is', () => {
    const bytes = bytesOf(
      certain(
        vectors.find(({ invalid }) => invalid === true),
        'the wrong frame',
      ).hex,
    );
    expect(bytes[7]).toBe(crc16Modbus(bytes.subarray(0, 7)) & 0xff);
    expect(toHex(encodeTimedOn({ unit: 1, relay: 1, tenths: 4 }).subarray(0, 6))).toBe('010502000004');
  });

  it.each(vectors.filter(({ invalid }) => invalid === true))('$name is refused for its checksum', ({ hex }) => {
    expect(decodeRequest(bytesOf(hex))).toEqual({ ok: false, problem: 'wrongChecksum' });
    for (const from of ['host', 'device'] as const) {
      expect(decodeModbus(bytesOf(hex), { from })).toEqual([
        { ok: false, from, hex: hex.toLowerCase(), problem: 'wrongChecksum' },
      ]);
    }
  });

  it('has all the vectors that it claims to have', () => {
    expect(vectors.map(({ name }) => name).filter((name) => meanings[name] !== undefined).length).toBe(17);
    expect(vectors.length).toBe(18);
  });

  it.each([
    ['read_relays_8', encodeRead({ unit: 1, of: readRelays, count: 8 })],
    ['read_inputs_8', encodeRead({ unit: 1, of: readInputs, count: 8 })],
    ['flash_on_r1_700ms', encodeTimedOn({ unit: 1, relay: 1, tenths: 7 })],
    ['flash_on_r2_800ms', encodeTimedOn({ unit: 1, relay: 2, tenths: 8 })],
    ['flash_on_r1_500ms', encodeTimedOn({ unit: 1, relay: 1, tenths: 5 })],
    ['read_relays_8_reply', encodeReply({ is: 'bits', unit: 1, of: readRelays, bits: Uint8Array.of(0) })],
    ['read_inputs_8_reply_05', encodeReply({ is: 'bits', unit: 1, of: readInputs, bits: Uint8Array.of(5) })],
    ['exception_illegal_address', encodeReply({ is: 'exception', unit: 1, function: 5, code: 2 })],
  ] as const)('%s is what the encoder makes', (name, bytes) => {
    expect(toHex(bytes).toUpperCase()).toBe(vectors.find((vector) => vector.name === name)?.hex);
  });
});

/** CRC-16/MODBUS another way: with a table, a byte at a time, and the two halves kept apart until the end. */
function crcByTable(bytes: Uint8Array): readonly [number, number] {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let entry = byte;
    for (let bit = 0; bit < 8; bit += 1) entry = (entry >>> 1) ^ (entry % 2 === 1 ? 0xa001 : 0);
    return entry;
  });
  let [low, high] = [0xff, 0xff];
  for (const byte of bytes) {
    const entry = certain(table[low ^ byte], 'an entry for each byte');
    [low, high] = [high ^ (entry % 256), Math.floor(entry / 256)];
  }
  return [low, high];
}

describe('the CRC', () => {
  it.each(vectors)('of $name is what a table makes of it', ({ hex, invalid }) => {
    const bytes = bytesOf(hex);
    const isGood = String([...bytes.subarray(-2)]) === String(crcByTable(bytes.subarray(0, -2)));
    expect(isGood).toBe(invalid !== true);
  });

  it('is the same by a table and bit by bit', () => {
    expect(crcByTable(new TextEncoder().encode('123456789'))).toEqual([0x37, 0x4b]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const [low, high] = crcByTable(bytes);
        expect(crc16Modbus(bytes)).toBe(high * 256 + low);
      }),
    );
  });
});

describe('explaining bytes to a technician', () => {
  it.each([
    ['ff 01 02 01 05 61 8b', ['noise', 'inputs'], 'device'],
    ['01 02 01 05 61 8a', ['wrongChecksum'], 'device'],
    ['01 02 01 05 61 8a 01 02 01 05 61 8b', ['wrongChecksum', 'inputs'], 'device'],
    ['01 02 01', ['incomplete'], 'device'],
    ['01 55 01 02 03 04', ['unknownHeader'], 'device'],
    ['01 03 05 00 00 00 00 00 b2 92', ['wrongValue'], 'device'],
    ['01 02 00 00 00 08 79 cc', ['readInputs'], undefined],
    ['01 05 02 00 00 07 8d b0', ['timedOn'], undefined],
    ['01 85 02 c3 51', ['exception'], undefined],
    ['', [], undefined],
  ] as const)('%s is %j from %s', (hex, expected, from) => {
    const decoded = decodeModbus(bytesOf(hex), { from });
    expect(decoded.map((frame) => (frame.ok ? frame.kind : frame.problem))).toEqual(expected);
  });

  it('accounts for every byte of any input', () => {
    const from = fc.constantFrom('host' as const, 'device' as const, undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), from, (input, sender) => {
        const frames = decodeModbus(input, { from: sender });
        expect(frames.map((frame) => frame.hex).join('')).toBe(toHex(input));
      }),
    );
  });
});

const unit = fc.integer({ min: 1, max: 247 });
const word = fc.integer({ min: 0, max: 0xffff });
const reply: fc.Arbitrary<Exclude<ModbusFrame, { readonly is: 'echo' }>> = fc.oneof(
  fc.record({
    is: fc.constant('bits' as const),
    unit,
    of: fc.constantFrom(readRelays, readInputs),
    bits: fc.uint8Array({ minLength: 1, maxLength: 32 }),
  }),
  fc.record({ is: fc.constant('written' as const), unit, address: word, value: word }),
  fc.record({
    is: fc.constant('exception' as const),
    unit,
    function: fc.integer({ min: 1, max: 16 }),
    code: fc.integer({ min: 1, max: 11 }),
  }),
);

describe('the codec', () => {
  it('gives back every reply', () => {
    fc.assert(
      fc.property(reply, (frame) => {
        expect(decodeReply(encodeReply(frame))).toEqual({ ok: true, value: frame });
      }),
    );
  });

  it('refuses a reply with any one bit turned', () => {
    fc.assert(
      fc.property(reply, fc.nat(), (frame, at) => {
        const bytes = encodeReply(frame);
        const place = at % (bytes.length * 8);
        bytes[place >> 3] = (bytes[place >> 3] ?? 0) ^ (1 << (place & 7));
        expect(decodeReply(bytes).ok).toBe(false);
      }),
    );
  });

  it('gives back every input where it was put', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (values) => {
        const bits = bitsFrom(values);
        expect(values.map((_, place) => bitOf(bits, place + 1))).toEqual(values);
        expect(bitOf(bits, bits.length * 8 + 1)).toBeUndefined();
      }),
    );
  });

  it('has no pulse without an end', () => {
    expect(() => encodeTimedOn({ unit: 1, relay: 1, tenths: 0 })).toThrow(RangeError);
    expect(() => encodeTimedOn({ unit: 1, relay: 1, tenths: 0x8000 })).toThrow(RangeError);
    expect(() => encodeTimedOn({ unit: 1, relay: 0, tenths: 1 })).toThrow(RangeError);
  });
});

describe('the deframer', () => {
  const question = encodeRead({ unit: 3, of: readInputs, count: 8 });
  const answer = { is: 'bits', unit: 3, of: readInputs, bits: Uint8Array.of(5) } as const;
  const release = encodeTimedOn({ unit: 3, relay: 1, tenths: 50 });
  const released = { is: 'written', unit: 3, address: 0x200, value: 50 } as const;

  it('finds the answer in any pieces, behind an echo or not', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (echoes, sizes) => {
        const deframer = createModbusDeframer();
        deframer.expect?.(question);
        let rest = [...(echoes ? question : []), ...encodeReply(answer)];
        const frames: ModbusFrame[] = [];
        for (const size of sizes) {
          frames.push(...deframer.push(Uint8Array.from(rest.slice(0, size))));
          rest = rest.slice(size);
          if (rest.length === 0) break;
        }
        expect(frames).toEqual(echoes ? [{ is: 'echo' }, answer] : [answer]);
      }),
    );
  });

  it('finds the answer behind any noise once the line is silent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const deframer = createModbusDeframer();
        deframer.expect?.(question);
        const frames = [
          ...deframer.push(noise),
          ...deframer.push(encodeReply(answer)),
          ...(deframer.silence?.() ?? []),
        ];
        expect(frames.at(-1)).toEqual(answer);
      }),
    );
  });

  it('takes no echo for the answer to a release once it knows that the adapter echoes', () => {
    const deframer = createModbusDeframer();
    deframer.expect?.(release);
    expect(deframer.push(release)).toEqual([released]);
    deframer.expect?.(question);
    deframer.push(question);
    deframer.push(encodeReply(answer));
    deframer.expect?.(release);
    expect(deframer.push(release)).toEqual([{ is: 'echo' }]);
    expect(deframer.push(release)).toEqual([released]);
  });

  it('passes over answers of other units, to other questions and of another size', () => {
    const deframer = createModbusDeframer();
    deframer.expect?.(question);
    const others = [
      encodeReply({ ...answer, unit: 4 }),
      encodeReply({ ...answer, of: readRelays }),
      encodeReply({ ...answer, bits: Uint8Array.of(1, 2) }),
      encodeReply({ is: 'exception', unit: 3, function: 5, code: 2 }),
      encodeReply(released),
    ];
    for (const other of others) {
      expect(deframer.push(other)).toEqual([]);
      deframer.silence?.();
    }
    const refused = { is: 'exception', unit: 3, function: readInputs, code: 2 } as const;
    expect(deframer.push(encodeReply(refused))).toEqual([refused]);
  });
});
