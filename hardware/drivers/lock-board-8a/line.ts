// Line of 8A/80 lock boards: cuts what comes from the boards into frames, and keeps the pauses that the boards need.

import { sameBytes } from '../../../src/base/bytes.ts';
import { noise, type Seen, seen, unfinished } from '../../boards/frame-cutter.ts';
import { createFrameStream } from '../../boards/frame-stream.ts';
import type { LockLineOptions } from '../../boards/lock-dialect.ts';
import { createLine, type Deframer, type Line } from '../../transport/line.ts';
import {
  decodeContacts,
  decodeRequest,
  decodeSingle,
  header,
  type LockFrame,
  type LockRequest,
  statusBytes,
} from './protocol.ts';

export interface Lock8aBoards {
  /** Number of sensor bits in use, by board address. Frames of other addresses are noise. */
  readonly boards: ReadonlyMap<number, number>;
}

/**
 * One line for all its boards. 20 ms of silence before each write; 500 ms between the end of one unlock and the next:
 * the pulse of 300 ms and a rest for the supply, even when the board answers at the start of its pulse.
 */
export function createLock8aLine({ boards, ...options }: LockLineOptions): Line<LockFrame> {
  return createLine({
    ...options,
    deframer: createLock8aDeframer({ boards }),
    quietMs: 20,
    gapMs: 80,
    unlockGapMs: 500,
  });
}

/** On a line nobody asks why. */
const noFrame = noise('wrongValue');

/**
 * The frames carry neither length nor end: `80 01 00 00 81 33 33` is a reply to query-all whose first five bytes are a
 * valid reply to query-one. So an `80` is read as the answer to the question that is out, and as query-all otherwise.
 */
export function createLock8aDeframer({ boards }: Lock8aBoards): Deframer<LockFrame> {
  let asked: { readonly bytes: Uint8Array; readonly request: LockRequest } | undefined;
  /** Whether the adapter gives back what is sent: learnt from query-all, whose echo can be no reply. */
  let echoes = false;
  let echoSeen = false;

  function beginsFrame(bytes: Uint8Array): boolean {
    const [kind, board] = bytes;
    return Object.values(header).some((known) => known === kind) && (board === undefined || boards.has(board));
  }

  function look(bytes: Uint8Array, atEnd: boolean): Seen<LockFrame> {
    if (!beginsFrame(bytes)) return noFrame;
    if (bytes.length < 5) return unfinished;
    if (asked !== undefined && !echoSeen && sameBytes(bytes.subarray(0, 5), asked.bytes)) {
      const echo = lookForEcho(bytes, atEnd);
      if (echo !== undefined) return echo;
    }
    const single = decodeSingle(bytes.subarray(0, 5));
    if (bytes[0] !== header.query || isAnswerToOne(single.ok ? single.value : undefined)) {
      return single.ok ? seen(single.value, 5) : noFrame;
    }
    return lookForContacts(bytes, atEnd);
  }

  /** Undefined when the bytes are an answer that looks like the request. */
  function lookForEcho(bytes: Uint8Array, atEnd: boolean): Seen<LockFrame> | undefined {
    const isUnlock = bytes[0] === header.unlock;
    if (!echoes) {
      // The answer "shorted" to an unlock is the request itself, byte for byte: nothing can be learnt from it.
      if (isUnlock) return undefined;
      // A reply may begin like its request (`80 01 00 33 B2 33 33`): only another frame behind it makes it an echo.
      if (bytes.length < 7 && !atEnd) return unfinished;
      if (bytes.length > 5 && !beginsFrame(bytes.subarray(5))) return undefined;
    }
    echoes = true;
    echoSeen = true;
    return seen({ is: 'echo' }, 5);
  }

  function isAnswerToOne(frame: LockFrame | undefined): boolean {
    const request = asked?.request;
    return (
      frame?.is === 'contact' &&
      request?.ask === 'contact' &&
      frame.board === request.board &&
      frame.channel === request.channel
    );
  }

  function lookForContacts(bytes: Uint8Array, atEnd: boolean): Seen<LockFrame> {
    // The count of status bytes is the board's own affair, but it must cover the channels that are in use.
    const covering = Math.ceil((boards.get(bytes[1] ?? 0) ?? 0) / 8);
    const least = Math.min(Math.max(covering, statusBytes.least), statusBytes.most);
    for (let count = atEnd ? statusBytes.least : least; count <= statusBytes.most; count += 1) {
      const length = count + 4;
      if (bytes.length < length) return unfinished;
      const decoded = decodeContacts(bytes.subarray(0, length));
      if (decoded.ok) {
        if (asked?.request.ask === 'contacts' && asked.request.board === bytes[1] && !echoSeen) echoes = false;
        return seen(decoded.value, length);
      }
    }
    return noFrame;
  }

  return {
    ...createFrameStream(look),
    expect(bytes) {
      const request = decodeRequest(bytes);
      asked = request.ok ? { bytes: Uint8Array.from(bytes), request: request.value } : undefined;
      echoSeen = false;
    },
  };
}
