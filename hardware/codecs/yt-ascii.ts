// YT ASCII: lock boards with 24 channels that speak in lines of text.
//
// Experimental, single source: two Python programs around the sheet "YT_LOCKER24"; not tried on a board. A line ends
// with CR LF. The check after `*` is optional: CRC-16/MODBUS of all before the star, four capital hex digits, high byte
// first.
//
//   YT+PING=board · YT+REBOOT=board · YT+OPENLOCK=board,lock[,ms] · YT+GETLOCKSTATUS=board,lock
//   YT+GETALLLOCKSSTATUS=board
//   answer  +COMMAND:board,values… or +ERROR: board,text; a door's value: 0 closed, 1 open
//
// OPENLOCK also takes several locks (1&3, 1-5) and modes; these and OUTPUT, PWM … are told as `command` and never made.

import { crc16Modbus } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type Check, either, flag, textLike, wholeNumber, wholeNumbers } from '../boards/field-checks.ts';
import { encodeFrame, frameOf, neverMade } from '../boards/frame-fields.ts';
import {
  broken,
  cut,
  type Decoded,
  type DecodeOptions,
  frame,
  incomplete,
  type Meaning,
  nothing,
  type Reading,
} from './cut.ts';

const lineFeed = 0x0a;
const longestLine = 256;
const mostLocks = 24;

export function decodeYtAscii(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeYtAscii(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeYtAscii);
}

function read(rest: Uint8Array): Reading {
  const start = String.fromCharCode(...rest.subarray(0, 3));
  if (!start.startsWith('+') && !'YT+'.startsWith(start)) return nothing;
  const end = rest.subarray(0, longestLine).indexOf(lineFeed);
  if (end < 0) return rest.length < longestLine ? incomplete : nothing;
  const line = String.fromCharCode(...rest.subarray(0, end));
  const [, host, command = '', mark, values = '', check] =
    /^(YT)?\+([A-Z]+)(\?=|=|:)([\x20-\x29\x2b-\x7e]*)(?:\*([0-9A-F]{4}))?\r$/.exec(line) ?? [];
  const from = host === undefined ? 'device' : 'host';
  const length = end + 1;
  // A lost line end glues two lines together: a good one may begin inside a bad one.
  if (mark === undefined || (from === 'device') !== (mark === ':'))
    return broken(length, 'wrongValue', { inStep: false });
  const checked = line.slice(0, check === undefined ? -1 : -6);
  if (check !== undefined && check !== checkOf(checked)) return broken(length, 'wrongChecksum');
  const list = values.split(',');
  const meaning = from === 'host' ? hostMeaning(command, mark === '?=', list) : deviceMeaning(command, list, values);
  if (meaning === undefined) return broken(length, 'wrongValue', { inStep: false });
  return frame(length, from, { ...meaning, crc: check !== undefined });
}

const commands = {
  PING: 'ping',
  REBOOT: 'reboot',
  OPENLOCK: 'open',
  GETLOCKSTATUS: 'door',
  GETALLLOCKSSTATUS: 'doors',
} as const;

function hostMeaning(command: string, isQuery: boolean, values: readonly string[]): Meaning {
  const kind = Object.entries(commands).find(([name]) => name === command)?.[1];
  const numbers = values.map((text) => (/^(0|[1-9]\d{0,5})$/.test(text) ? Number(text) : Number.NaN));
  const [board = Number.NaN, lock, ms] = numbers;
  const fits = { ping: [1], reboot: [1], doors: [1], door: [2], open: [2, 3] }[kind ?? 'ping'].includes(values.length);
  const isLock = lock === undefined || (lock >= 1 && lock <= mostLocks);
  const isBoard = board >= 0 && board <= 255;
  if (kind === undefined || isQuery || !fits || !isBoard || !isLock || numbers.some(Number.isNaN)) {
    return { kind: 'command', command: isQuery ? `${command}?` : command, values };
  }
  return { kind, board, ...(lock === undefined ? {} : { lock }), ...(ms === undefined ? {} : { ms }) };
}

function deviceMeaning(command: string, values: readonly string[], all: string): Meaning | undefined {
  if (command === 'ERROR') return { kind: 'error', text: all };
  const [first = '', ...rest] = values;
  if (!/^(0|[1-9]\d{0,2})$/.test(first) || Number(first) > 255) return undefined;
  const board = Number(first);
  if (command !== 'GETALLLOCKSSTATUS' || rest.length === 0 || rest.some((state) => !/^[01]$/.test(state))) {
    return { kind: 'answer', command, board, values: rest };
  }
  const open = rest.flatMap((state, place) => (state === '1' ? [place + 1] : []));
  return { kind: 'doorStates', board, locks: rest.length, open };
}

const board = wholeNumber(0, 255);
const lock = wholeNumber(1, mostLocks);
const crc = either(flag, true);
const values: Check<readonly string[]> = (value) =>
  Array.isArray(value) && value.every((text) => typeof text === 'string' && /^[\x20-\x29\x2b\x2d-\x7e]*$/.test(text))
    ? ok(value as readonly string[])
    : failed('must be a list of texts without comma and star');

const kinds = {
  ping: frameOf({ board, crc }, (of) => line(`YT+PING=${of.board}`, of.crc)),
  reboot: frameOf({ board, crc }, (of) => line(`YT+REBOOT=${of.board}`, of.crc)),
  open: frameOf({ board, lock, ms: either(wholeNumber(1, 3000), undefined), crc }, (of) =>
    line(`YT+OPENLOCK=${of.board},${of.lock}${of.ms === undefined ? '' : `,${of.ms}`}`, of.crc),
  ),
  door: frameOf({ board, lock, crc }, (of) => line(`YT+GETLOCKSTATUS=${of.board},${of.lock}`, of.crc)),
  doors: frameOf({ board, crc }, (of) => line(`YT+GETALLLOCKSSTATUS=${of.board}`, of.crc)),
  command: neverMade('"command" may open several locks or leave current on: only the five named kinds are made'),
  answer: frameOf({ command: textLike(/^[A-Z]{1,32}$/, 'a name in capitals'), board, values, crc }, (of) =>
    line(`+${of.command}:${[of.board, ...of.values].join(',')}`, of.crc),
  ),
  doorStates: frameOf({ board, locks: lock, open: wholeNumbers(1, mostLocks), crc }, (of) => {
    if (of.open.some((number) => number > of.locks)) return failed(`"open" must not go beyond lock ${of.locks}`);
    const states = Array.from({ length: of.locks }, (_, place) => (of.open.includes(place + 1) ? 1 : 0));
    return line(`+GETALLLOCKSSTATUS:${[of.board, ...states].join(',')}`, of.crc);
  }),
  error: frameOf({ text: textLike(/^[\x20-\x29\x2b-\x7e]{0,120}$/, 'plain text without a star'), crc }, (of) =>
    line(`+ERROR:${of.text}`, of.crc),
  ),
};

function line(text: string, withCheck: boolean): Result<Uint8Array, string> {
  const whole = `${text}${withCheck ? `*${checkOf(text)}` : ''}\r\n`;
  if (whole.length > longestLine) return failed(`the line is longer than ${longestLine} characters`);
  return ok(asBytes(whole));
}

function checkOf(text: string): string {
  return crc16Modbus(asBytes(text)).toString(16).toUpperCase().padStart(4, '0');
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
