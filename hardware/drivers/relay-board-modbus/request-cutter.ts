// Request cutter: how a simulated Modbus board finds the requests in what the computer sends.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { decodeRequest, type ModbusRequest, requestLength } from './protocol.ts';

/** Bytes further apart than this do not belong to one request. */
const requestGapMs = 100;
/** The longest frame that there can be. */
const mostBytes = 264;

/** Takes bytes in any pieces and returns whole requests with a good CRC, of any unit; passes over all else. */
export function createRequestCutter(clock: Clock): (bytes: Uint8Array) => readonly ModbusRequest[] {
  let buffer: Uint8Array = new Uint8Array();
  let lastAt = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    if (clock.monotonic() - lastAt > requestGapMs) buffer = new Uint8Array();
    lastAt = clock.monotonic();
    buffer = joinBytes(buffer, bytes);
    const requests: ModbusRequest[] = [];
    for (let at = 0; at < buffer.length; at += 1) {
      const length = requestLength(buffer.subarray(at));
      if (length === undefined || at + length > buffer.length) continue;
      const request = decodeRequest(buffer.slice(at, at + length));
      if (!request.ok) continue;
      requests.push(request.value);
      buffer = buffer.slice(at + length);
      at = -1;
    }
    buffer = buffer.slice(-mostBytes);
    return requests;
  };
}
