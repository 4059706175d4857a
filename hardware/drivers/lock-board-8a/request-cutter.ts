// Request cutter: how a simulated 8A/80 board finds the requests in what the computer sends.

import { joinBytes, xorOf } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { decodeRequest, header } from './protocol.ts';

/** Bytes further apart than this do not belong to one request. */
const requestGapMs = 100;

/** Takes bytes in any pieces and returns whole requests of five bytes with a good checksum; passes over all else. */
export function createRequestCutter(clock: Clock): (bytes: Uint8Array) => readonly Uint8Array[] {
  let buffer: Uint8Array = new Uint8Array();
  let lastAt = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    if (clock.monotonic() - lastAt > requestGapMs) buffer = new Uint8Array();
    lastAt = clock.monotonic();
    buffer = joinBytes(buffer, bytes);
    const requests: Uint8Array[] = [];
    while (buffer.length >= 5) {
      const first = buffer.slice(0, 5);
      const isRequest = decodeRequest(first).ok || isUnlockAll(first);
      if (isRequest) requests.push(first);
      buffer = buffer.slice(isRequest ? 5 : 1);
    }
    return requests;
  };
}

function isUnlockAll(bytes: Uint8Array): boolean {
  return bytes[0] === header.unlock && bytes[2] === 0 && bytes[3] === 0x11 && xorOf(bytes) === 0;
}
