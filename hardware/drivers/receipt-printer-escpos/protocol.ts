// Protocol of ESC/POS printers: the requests this product sends and every kind of reply, as pure functions.
// Sources: Epson ESC/POS command reference (DLE EOT, DLE ENQ, GS r, GS ( H), TM-T88III specification appendix G
// ("Transmission status identification"), manuals of Chinese printers that follow them.

import type { Deframer } from '../../transport/line.ts';
import { createCountText } from './count-text.ts';

/** The four status bytes that every model answers. */
export type StatusNumber = 1 | 2 | 3 | 4;
export const statusNumbers: readonly StatusNumber[] = [1, 2, 3, 4];

/** DLE EOT n: answered at once with one byte, even offline and with a full buffer. */
export function statusRequest(n: StatusNumber): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n);
}

/** DLE ENQ 0: goes on after a paper change that waits for the FEED button. */
export const resume: Uint8Array = Uint8Array.of(0x10, 0x05, 0x00);
/** DLE ENQ 2: leaves an error whose cause is gone and forgets all that was not printed yet. */
export const recoverAndClear: Uint8Array = Uint8Array.of(0x10, 0x05, 0x02);
/** GS r 1: answered when everything before it has been executed, and not while the printer is offline. */
export const paperRequest: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x01);

/** GS g 2, B2: cuts in the life of the printer, answered in turn with what it has to print. */
export const cutCountRequest: Uint8Array = Uint8Array.of(0x1d, 0x67, 0x32, 0x00, 0xb2, 0x00);
/** GS a: tells at once when "online", an error or the paper changes. The drawer is of no interest. */
export const automaticStatusOn: Uint8Array = Uint8Array.of(0x1d, 0x61, 0x0e);
export const automaticStatusOff: Uint8Array = Uint8Array.of(0x1d, 0x61, 0x00);

/** GS ( H fn 48: answered with the same four characters (20 to 7E) when everything before it has been printed. */
export function processIdRequest(id: string): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...[...id].map((char) => char.charCodeAt(0)));
}

/** One of the 78,074,896 process ids. */
export function processIdOf(number: number): string {
  let rest = Math.floor(number);
  let id = '';
  for (let place = 0; place < 4; place += 1) {
    id += String.fromCharCode(0x21 + (rest % 94));
    rest = Math.floor(rest / 94);
  }
  return id;
}

export type Reply =
  /** DLE EOT; carries no n: only the order of the requests tells which of the four it is. */
  | { readonly is: 'status'; readonly byte: number }
  /** GS r, ESC v or a one-byte GS I. */
  | { readonly is: 'executed'; readonly byte: number }
  | { readonly is: 'processId'; readonly id: string }
  | { readonly is: 'offlineCause'; readonly causes: readonly number[] }
  | { readonly is: 'bufferCleared' }
  /** A 37…00 block with an identifier that is not known here. */
  | { readonly is: 'response'; readonly bytes: Uint8Array }
  /** GS I and GS g: name, serial number, counters. */
  | { readonly is: 'information'; readonly text: string }
  | { readonly is: 'powerOff' }
  | { readonly is: 'inkStatus'; readonly bytes: Uint8Array }
  /** Automatic status back, four bytes without being asked. */
  | { readonly is: 'automaticStatus'; readonly bytes: Uint8Array }
  | { readonly is: 'flow'; readonly may: 'send' | 'wait' }
  | { readonly is: 'noise'; readonly byte: number };

export type ByteClass = 'xon' | 'xoff' | 'status' | 'automaticStatus' | 'response' | 'information' | 'powerOff' | 'ink';

/** What the first byte of a reply says; the classes do not overlap. */
export function classOf(byte: number): ByteClass | 'executed' | 'noise' {
  switch (byte) {
    case 0x11:
      return 'xon';
    case 0x13:
      return 'xoff';
    case 0x37:
      return 'response';
    case 0x5f:
      return 'information';
    case 0x3b:
      return 'powerOff';
    case 0x35:
      return 'ink';
  }
  if ((byte & 0x93) === 0x12) return 'status';
  if ((byte & 0x93) === 0x10) return 'automaticStatus';
  if ((byte & 0x90) === 0x00) return 'executed';
  return 'noise';
}

/** Blocks end in 00; a longer one is noise that looked like a header. */
const longestBlock = 100;

/**
 * Cuts what a printer sends into replies. After a request `10 04 04` the next byte is its answer even when it looks like
 * the head of an automatic status: Masung printers use bit 1 for "paper at the exit" (`10`, `1C`: slip taken). Printers
 * that are known to have no such sensor (`slipAtExitBit` false) are taken by the letter.
 */
export function createReplyDeframer({ slipAtExitBit } = { slipAtExitBit: true }): Deframer<Reply> {
  const countText = createCountText();
  let block: number[] = [];
  let paperStatusAsked = false;

  function takeAny(byte: number): readonly Reply[] {
    const { text, rest } = countText.push(byte);
    return text === undefined ? takeAll(rest) : [{ is: 'information', text }];
  }

  function takeAll(bytes: readonly number[]): readonly Reply[] {
    return bytes.map(take).filter((reply) => reply !== undefined);
  }

  function take(byte: number): Reply | undefined {
    const kind = classOf(byte);
    // Flow control may fall inside any block.
    if (kind === 'xon') return { is: 'flow', may: 'send' };
    if (kind === 'xoff') return { is: 'flow', may: 'wait' };
    if (block.length > 0) return takeInBlock(byte);
    switch (kind) {
      case 'status':
        paperStatusAsked = false;
        return { is: 'status', byte };
      case 'executed':
        return { is: 'executed', byte };
      case 'noise':
        return { is: 'noise', byte };
      case 'automaticStatus':
        if (paperStatusAsked) {
          paperStatusAsked = false;
          return { is: 'status', byte };
        }
    }
    block = [byte];
    return undefined;
  }

  function takeInBlock(byte: number): Reply | undefined {
    block.push(byte);
    const head = block[0] ?? 0;
    const complete = classOf(head) === 'automaticStatus' ? block.length === 4 : byte === 0;
    if (!complete && block.length < longestBlock) return undefined;
    const bytes = Uint8Array.from(block);
    block = [];
    return complete ? readBlock(bytes) : { is: 'noise', byte: head };
  }

  return {
    push: (bytes) => [...bytes].flatMap(takeAny),
    silence: () => takeAll(countText.release()),
    reset() {
      block = [];
      paperStatusAsked = false;
    },
    expect(request) {
      countText.expect(request);
      const [first, second, third] = request;
      paperStatusAsked = slipAtExitBit && request.length === 3 && first === 0x10 && second === 0x04 && third === 4;
    },
  };
}

function readBlock(bytes: Uint8Array): Reply {
  const body = bytes.subarray(1, -1);
  switch (classOf(bytes[0] ?? 0)) {
    case 'automaticStatus':
      return { is: 'automaticStatus', bytes };
    case 'information':
      return { is: 'information', text: textOf(body) };
    case 'powerOff':
      return { is: 'powerOff' };
    case 'ink':
      return { is: 'inkStatus', bytes };
    default:
      return readResponse(bytes);
  }
}

function readResponse(bytes: Uint8Array): Reply {
  const body = bytes.subarray(2, -1);
  if (bytes[1] === 0x22 && bytes.length === 7) return { is: 'processId', id: textOf(body) };
  if (bytes[1] === 0x23) return { is: 'offlineCause', causes: [...body] };
  if (bytes[1] === 0x25 && bytes.length === 3) return { is: 'bufferCleared' };
  return { is: 'response', bytes };
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
