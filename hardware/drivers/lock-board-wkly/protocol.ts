// Protocol of the WKLY boards: what their frames say, in both directions.
//
// Source: the Android program LockDemo and its tests, the easyiot README, an ESP32 driver and an i.MX6ULL project. 9600
// 8N1. A frame is `57 4B 4C 59 LEN BOARD CMD data XOR`: LEN counts the whole frame, XOR is taken of all bytes before it.
// Boards count from 0. Every answer begins its data with a result: 00 done, FF failed.
//
//   82  open one              data: channel              answer  result channel state
//   83  query one             data: channel              answer  result channel state
//   84  query all             no data                    answer  result count, and a state for each channel
//   85  a door changed        (from the board)           data    channel state
//   86  open all              no data                    answer  result
//   80  open several at once  data: count, channels      87 opens them one after another
//   81  flash a light         data: channel              answer  result channel; 88 switches it on, 89 off
//
// State: 00 or 01. Sources disagree whether 01 is a closed or an open door, so that is wiring. 80, 86 and 87 can be read
// here and never written. The answers to 80 and 87, and the lengths of 88 and 89, are not published.

import { xorOf } from '../../../src/base/bytes.ts';
import { type Look, noise, type Seen, seen, unfinished } from '../../boards/frame-cutter.ts';
import { channelWithin } from '../../boards/lock-dialect.ts';
import { type Channel, channelOf } from '../../classes/lock-board.ts';

const start = [0x57, 0x4b, 0x4c, 0x59] as const;
const command = {
  unlockTogether: 0x80,
  flash: 0x81,
  unlock: 0x82,
  query: 0x83,
  queryAll: 0x84,
  report: 0x85,
  unlockAll: 0x86,
  unlockInTurn: 0x87,
} as const;
const done = 0x00;
const failedResult = 0xff;
/** Bytes of a frame besides its data. */
const bare = 8;
const longest = 255;
/** Length is a byte: so many states have room in an answer. */
export const mostStates = longest - bare - 2;

/** What the computer asks for; `board` is 0 to 255. */
export type WklyRequest =
  | { readonly ask: 'unlock' | 'query' | 'flash'; readonly board: number; readonly channel: Channel }
  | { readonly ask: 'queryAll'; readonly board: number };

/** What other programs ask for, to be understood and not to be sent. */
export type WklyForeign =
  | { readonly ask: 'unlockAll'; readonly board: number }
  | {
      readonly ask: 'unlockTogether' | 'unlockInTurn';
      readonly board: number;
      readonly channels: readonly Channel[];
    };

/** What a board says. `set` is the state 01; `done` is false when the board answered FF. */
export type WklyAnswer =
  | {
      readonly is: 'unlocked' | 'contact';
      readonly board: number;
      readonly channel: Channel;
      readonly done: boolean;
      readonly set: boolean;
    }
  | {
      readonly is: 'contacts';
      readonly board: number;
      readonly done: boolean;
      /** Of channel 1 first. */
      readonly states: readonly boolean[];
    }
  | { readonly is: 'report'; readonly board: number; readonly channel: Channel; readonly set: boolean }
  | { readonly is: 'flashed'; readonly board: number; readonly channel: Channel; readonly done: boolean }
  | { readonly is: 'unlockedAll'; readonly board: number; readonly done: boolean };

function frame(board: number, order: number, ...data: readonly number[]): Uint8Array {
  if (!Number.isInteger(board) || board < 0 || board > 255) throw new RangeError(`no board ${board}`);
  const length = bare + data.length;
  if (length > longest) throw new RangeError(`no frame of ${length} bytes`);
  const bytes = Uint8Array.of(...start, length, board, order, ...data, 0);
  bytes[length - 1] = xorOf(bytes);
  return bytes;
}

export function encodeRequest(request: WklyRequest): Uint8Array {
  return request.ask === 'queryAll'
    ? frame(request.board, command.queryAll)
    : frame(request.board, command[request.ask], request.channel);
}

export function encodeAnswer(answer: WklyAnswer): Uint8Array {
  const { board } = answer;
  if (answer.is === 'report') return frame(board, command.report, answer.channel, Number(answer.set));
  const result = answer.done ? done : failedResult;
  switch (answer.is) {
    case 'unlocked':
      return frame(board, command.unlock, result, answer.channel, Number(answer.set));
    case 'contact':
      return frame(board, command.query, result, answer.channel, Number(answer.set));
    case 'contacts':
      return frame(board, command.queryAll, result, answer.states.length, ...answer.states.map(Number));
    case 'flashed':
      return frame(board, command.flash, result, answer.channel);
    case 'unlockedAll':
      return frame(board, command.unlockAll, result);
  }
}

interface Body {
  readonly board: number;
  readonly order: number;
  readonly data: readonly number[];
}

/** The frame at the beginning of the bytes, whoever sent it. */
function lookFor<Frame>(bytes: Uint8Array, read: (body: Body) => Frame | undefined): Seen<Frame> {
  if (start.some((byte, place) => place < bytes.length && bytes[place] !== byte)) return noise('unknownHeader');
  const length = bytes[4];
  if (length === undefined) return unfinished;
  if (length < bare) return noise('wrongValue');
  if (bytes.length < length) return unfinished;
  if (xorOf(bytes, 0, length) !== 0) return noise('wrongChecksum');
  const [board = 0, order = 0, ...data] = bytes.subarray(5, length - 1);
  const found = read({ board, order, data });
  return found === undefined ? noise('wrongValue') : seen(found, length);
}

export const lookForRequest: Look<WklyRequest | WklyForeign> = (bytes) => lookFor(bytes, requestOf);
export const lookForAnswer: Look<WklyAnswer> = (bytes) => lookFor(bytes, answerOf);

function requestOf({ board, order, data: [first = 0, ...rest], data }: Body): WklyRequest | WklyForeign | undefined {
  if (data.length === 0 && order === command.queryAll) return { ask: 'queryAll', board };
  if (data.length === 0 && order === command.unlockAll) return { ask: 'unlockAll', board };
  if (order === command.unlockTogether || order === command.unlockInTurn) {
    const channels = rest.flatMap((number) => channelsOf(number));
    if (first !== rest.length || channels.length !== rest.length || rest.length === 0) return undefined;
    return { ask: order === command.unlockTogether ? 'unlockTogether' : 'unlockInTurn', board, channels };
  }
  const ask = (['unlock', 'query', 'flash'] as const).find((each) => command[each] === order);
  const channel = channelOf(first);
  return ask === undefined || data.length !== 1 || !channel.ok ? undefined : { ask, board, channel: channel.value };
}

function channelsOf(number: number): readonly Channel[] {
  const channel = channelWithin(number, 255);
  return channel.ok ? [channel.value] : [];
}

function answerOf({ board, order, data }: Body): WklyAnswer | undefined {
  if (order === command.report) return reportOf(board, data);
  const [result = -1, number = 0, ...states] = data;
  if (result !== done && result !== failedResult) return undefined;
  const isDone = result === done;
  if (order === command.unlockAll) return data.length === 1 ? { is: 'unlockedAll', board, done: isDone } : undefined;
  if (states.some((state) => state > 1)) return undefined;
  if (order === command.queryAll) {
    // A board that failed has nothing to count.
    if (data.length < 2 ? isDone : number !== states.length) return undefined;
    return { is: 'contacts', board, done: isDone, states: states.map((state) => state === 1) };
  }
  const channel = channelOf(number);
  if (!channel.ok) return undefined;
  if (order === command.flash && data.length === 2) {
    return { is: 'flashed', board, channel: channel.value, done: isDone };
  }
  if ((order !== command.unlock && order !== command.query) || data.length !== 3) return undefined;
  const is = order === command.unlock ? 'unlocked' : 'contact';
  return { is, board, channel: channel.value, done: isDone, set: states[0] === 1 };
}

function reportOf(board: number, data: readonly number[]): WklyAnswer | undefined {
  const [number = 0, state = 0] = data;
  const channel = channelOf(number);
  if (data.length !== 2 || state > 1 || !channel.ok) return undefined;
  return { is: 'report', board, channel: channel.value, set: state === 1 };
}
