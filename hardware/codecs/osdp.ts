// OSDP v2: frames between a door controller and its card readers on an RS-485 line.
//
// Experimental: the standard IEC 60839-11-5 as libosdp and the SIA test vectors show it; not tried on a reader. The secure
// channel is told, not opened: its data stays as it came. 9600 8N1.
//
//   [FF] 53 address length(2, low first) control [security block] code data… check
//
// Address 0 to 7E, 7F for all; a reply adds 80. The length counts everything but the FF mark. Control: bits 0 and 1 count
// the frames (0 begins anew), bit 2 = CRC (polynomial 1021, start 1D0F, low first) and not an 8-bit sum, bit 3 = a
// security block stands before the code.

import { joinBytes, toHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { either, flag, hexBytes, oneOf, wholeNumber } from '../boards/field-checks.ts';
import type { From } from '../boards/frame-cutter.ts';
import { encodeFrame, frameOf, type Maker, neverMade } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, nothing, type Reading } from './cut.ts';
import { commands, explainedMessages, replies } from './osdp-messages.ts';

const som = 0x53;
const markByte = 0xff;
/** The longest message of the standard. */
const longest = 1440;

export function decodeOsdp(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeOsdp(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeOsdp);
}

function read(rest: Uint8Array): Reading {
  const mark = rest[0] === markByte ? 1 : 0;
  const body = rest.subarray(mark);
  const [first = som, address = 0, low = 0, high = 0, control = 0] = body;
  if (first !== som) return nothing;
  if (body.length < 5) return incomplete;
  const size = low | (high << 8);
  const withCrc = (control & 4) !== 0;
  if (size < (withCrc ? 8 : 7) || size > longest) return nothing;
  if (body.length < size) return incomplete;
  const whole = body.subarray(0, size);
  const checked = whole.subarray(0, withCrc ? -2 : -1);
  if (toHex(checkOf(checked, withCrc)) !== toHex(whole.subarray(checked.length))) {
    return broken(mark + size, 'wrongChecksum');
  }
  const parts = partsOf(checked.subarray(5), control);
  if (parts === undefined || (control & 0xf0) !== 0) return broken(mark + size, 'wrongValue');
  const from = (address & 0x80) === 0 ? 'host' : 'device';
  const { kind, ...message } = messageOf(parts, from);
  const envelope = { address: address & 0x7f, sequence: control & 3, check: withCrc ? 'crc' : 'sum', mark: mark === 1 };
  const { securityBlock, mac } = parts;
  return frame(mark + size, from, {
    kind,
    ...envelope,
    ...(securityBlock.length === 0 ? {} : { securityBlock: toHex(securityBlock) }),
    ...message,
    ...(mac.length === 0 ? {} : { mac: toHex(mac) }),
  });
}

interface Parts {
  /** Type and data of the security block, without its length byte. */
  readonly securityBlock: Uint8Array;
  readonly code: number;
  readonly data: Uint8Array;
  readonly mac: Uint8Array;
}

/** Blocks of type 15 to 18 end in four bytes that prove the sender. */
function hasMac([type = 0]: Uint8Array): boolean {
  return type >= 0x15 && type <= 0x18;
}

function partsOf(bytes: Uint8Array, control: number): Parts | undefined {
  const blockLength = (control & 8) === 0 ? 0 : (bytes[0] ?? 0);
  if ((control & 8) !== 0 && (blockLength < 2 || blockLength >= bytes.length)) return undefined;
  const securityBlock = bytes.subarray(blockLength === 0 ? 0 : 1, blockLength);
  const [code, ...data] = bytes.subarray(blockLength);
  const macLength = hasMac(securityBlock) ? 4 : 0;
  if (code === undefined || data.length < macLength) return undefined;
  const plain = Uint8Array.from(data.slice(0, data.length - macLength));
  return { securityBlock, code, data: plain, mac: Uint8Array.from(data.slice(plain.length)) };
}

function messageOf({ code, data, securityBlock }: Parts, from: From) {
  const names = from === 'host' ? commands : replies;
  const kind = Object.keys(names).find((name) => names[name] === code);
  const rest = data.length === 0 ? {} : { data: toHex(data) };
  if (kind === undefined) return { kind: from === 'host' ? 'command' : 'reply', code, ...rest };
  const said = securityBlock.length > 0 ? undefined : explainedMessages[kind]?.read(data);
  return { kind, ...(said ?? rest) };
}

const envelope = {
  address: wholeNumber(0, 0x7f),
  sequence: wholeNumber(0, 3),
  check: either(oneOf('crc', 'sum'), 'crc' as const),
  mark: either(flag, true),
  securityBlock: either(hexBytes(1, 254), new Uint8Array()),
  mac: either(hexBytes(4, 4), new Uint8Array()),
};

function maker(from: From, name: string, code: number): Maker {
  return (fields) => {
    const data = dataOf(name, fields);
    if (!data.ok) return data;
    return frameOf(envelope, (values) => build({ ...values, from, code, data: data.value }))(fields);
  };
}

/** A code without a name: its number stands in the JSON. */
function numbered(from: From): Maker {
  return (fields) => {
    const code = wholeNumber(0, 255)(fields['code']);
    return code.ok ? maker(from, '', code.value)(fields) : failed(`"code" ${code.problem}`);
  };
}

function dataOf(name: string, fields: Readonly<Record<string, unknown>>): Result<Uint8Array, string> {
  const told = explainedMessages[name];
  if (told !== undefined && fields['data'] === undefined) return told.write(fields);
  const data = either(hexBytes(0, longest - 32), new Uint8Array())(fields['data']);
  return data.ok ? data : failed(`"data" ${data.problem}`);
}

const kinds: Readonly<Record<string, Maker>> = {
  ...Object.fromEntries(Object.entries(commands).map(([name, code]) => [name, maker('host', name, code)])),
  ...Object.fromEntries(Object.entries(replies).map(([name, code]) => [name, maker('device', name, code)])),
  command: numbered('host'),
  reply: numbered('device'),
  out: neverMade('"out" switches the outputs of a reader, a door strike perhaps and perhaps for good: not made here'),
};

interface Message extends Parts {
  readonly from: From;
  readonly address: number;
  readonly sequence: number;
  readonly check: 'crc' | 'sum';
  readonly mark: boolean;
}

function build(message: Message): Result<Uint8Array, string> {
  const { from, address, sequence, check, mark, securityBlock, mac, code, data } = message;
  if (hasMac(securityBlock) !== mac.length > 0) {
    return failed('"mac" stands with a "securityBlock" of type 15 to 18, and only there');
  }
  const block = securityBlock.length === 0 ? securityBlock : Uint8Array.of(securityBlock.length + 1, ...securityBlock);
  const withCrc = check === 'crc';
  const size = 6 + block.length + data.length + mac.length + (withCrc ? 2 : 1);
  if (size > longest) return failed(`the message is longer than ${longest} bytes`);
  const control = sequence | (withCrc ? 4 : 0) | (block.length > 0 ? 8 : 0);
  const head = Uint8Array.of(som, address | (from === 'device' ? 0x80 : 0), size & 0xff, size >> 8, control);
  const checked = joinBytes(head, block, Uint8Array.of(code), data, mac);
  return ok(joinBytes(Uint8Array.from(mark ? [markByte] : []), checked, checkOf(checked, withCrc)));
}

function checkOf(checked: Uint8Array, withCrc: boolean): Uint8Array {
  if (!withCrc) return Uint8Array.of(-checked.reduce((sum, byte) => sum + byte, 0));
  let crc = 0x1d0f;
  for (const byte of checked) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return Uint8Array.of(crc, crc >> 8);
}
