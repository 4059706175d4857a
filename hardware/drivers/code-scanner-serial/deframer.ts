// Deframer: parts what comes from a scanner into codes and into answers to orders, which share the line without a mark.
//
// An answer begins with STX and a byte that no text has there, so it is taken out wherever it stands. One that is broken
// is never read as a code, nor what is glued to it; one that has lost its front holds bytes that text.ts refuses.

import { longestCode } from '../../classes/code-scanner.ts';
import type { Deframer } from '../../transport/line.ts';
import type { ScannerReply, TriggerDialect } from './dialect.ts';
import { decodeNewlandReply, newlandEnd, newlandReplyHeader } from './newland.ts';
import { decodeZoneReply, zoneReplyFrame } from './zone-frames.ts';

/** `none`: only silence ends a code, for scanners that send no terminator. */
export type Terminator = 'CR' | 'LF' | 'CRLF' | 'none';

export type ScannerFrame =
  | { readonly is: 'code'; readonly bytes: Uint8Array }
  | { readonly is: 'reply'; readonly answer: ScannerReply }
  /** `unfinished`: the line fell silent before the terminator; half a code is no code. */
  | { readonly is: 'dropped'; readonly why: 'tooLong' | 'unfinished' | 'brokenReply' };

const stx = 0x02;
const cr = 0x0d;
const lf = 0x0a;
const longestNewlandReply = 256;

export function createScannerDeframer(options: {
  readonly trigger: TriggerDialect;
  readonly terminator: Terminator;
}): Deframer<ScannerFrame> {
  const { trigger, terminator } = options;
  let code: number[] = [];
  /** Until the next terminator: what follows is the rest of a code that was too long, or of a broken answer. */
  let dropping = false;
  /** Bytes from an STX on that may become an answer. */
  let reply: number[] = [];

  function reset(): void {
    code = [];
    reply = [];
    dropping = false;
  }

  function take(byte: number): readonly ScannerFrame[] {
    if (reply.length > 0) {
      reply.push(byte);
      return takeReply();
    }
    if (byte === stx && (trigger === 'newland' || trigger === '7e00')) {
      reply = [byte];
      return [];
    }
    return takeCode(byte);
  }

  function takeReply(): readonly ScannerFrame[] {
    const second = trigger === 'newland' ? newlandReplyHeader[1] : 0x00;
    if (reply[1] !== second) {
      // Only an STX in a code: what came after it is looked at again.
      const [, next = 0] = reply;
      reply = [];
      return [...takeCode(stx), ...take(next)];
    }
    if (!isReplyWhole()) return [];
    const bytes = Uint8Array.from(reply);
    reply = [];
    if (trigger === 'newland') {
      const decoded = decodeNewlandReply(bytes);
      return decoded.ok ? [{ is: 'reply', answer: { is: 'newland', reply: decoded.value } }] : breakOff();
    }
    const decoded = decodeZoneReply(bytes);
    return decoded.ok ? [{ is: 'reply', answer: { is: 'zone', reply: decoded.value } }] : breakOff();
  }

  /** Nobody knows where a broken answer ends: a code that is glued to it may lack its front, and is lost with it. */
  function breakOff(): readonly ScannerFrame[] {
    code = [];
    dropping = true;
    return [broken];
  }

  function isReplyWhole(): boolean {
    if (trigger === '7e00') return reply.length > 3 && reply.length >= (reply[3] ?? 0) + zoneReplyFrame;
    const isEnd = newlandEnd.every((byte, place) => reply[reply.length - newlandEnd.length + place] === byte);
    return isEnd || reply.length >= longestNewlandReply;
  }

  function takeCode(byte: number): readonly ScannerFrame[] {
    if (endsCode(byte)) return endCode();
    // A line end that is left over from the code before.
    if (
      code.length === 0 &&
      !dropping &&
      terminator !== 'none' &&
      terminator !== 'CRLF' &&
      (byte === cr || byte === lf)
    )
      return [];
    if (dropping) {
      code = [byte];
      return [];
    }
    code.push(byte);
    if (code.length <= longestCode + (terminator === 'CRLF' ? 1 : 0)) return [];
    dropping = true;
    code = [byte];
    return [{ is: 'dropped', why: 'tooLong' }];
  }

  function endsCode(byte: number): boolean {
    switch (terminator) {
      case 'none':
        return false;
      case 'CR':
        return byte === cr;
      case 'LF':
        return byte === lf;
      case 'CRLF':
        return byte === lf && code.at(-1) === cr;
    }
  }

  function endCode(): readonly ScannerFrame[] {
    const bytes = Uint8Array.from(terminator === 'CRLF' ? code.slice(0, -1) : code);
    const wasDropped = dropping;
    code = [];
    dropping = false;
    return wasDropped || bytes.length === 0 ? [] : [{ is: 'code', bytes }];
  }

  return {
    push: (bytes) => [...bytes].flatMap(take),
    silence() {
      const frames: ScannerFrame[] = reply.length > 0 ? [broken] : [];
      if (code.length > 0 && !dropping) {
        const whole = terminator === 'none' && reply.length === 0;
        frames.push(whole ? { is: 'code', bytes: Uint8Array.from(code) } : { is: 'dropped', why: 'unfinished' });
      }
      reset();
      return frames;
    },
    reset,
  };
}

const broken: ScannerFrame = { is: 'dropped', why: 'brokenReply' };
