// Status reader: the questions that a printer answers at once whatever it is doing, one after the other on its line.

import { joinBytes } from '../../../src/base/bytes.ts';
import { type Clock, pause } from '../../../src/base/clock.ts';
import type { DeviceState } from '../../classes/device.ts';
import type { Line } from '../../transport/line.ts';
import type { StatusQuirks } from './profiles.ts';
import { type Reply, type StatusNumber, statusRequest } from './protocol.ts';
import { type StatusBytes, stateOf } from './status.ts';

export interface StatusReader {
  /**
   * Four status bytes; undefined when one does not come. What differs from `expected` is believed when it was read
   * twice, since one spoilt bit must neither stop a good slip nor start one on an open printer.
   */
  read(expected: DeviceState): Promise<StatusBytes | undefined>;
  /** Sends commands that have no answer of their own; true when a status behind them shows that they arrived. */
  tell(command: Uint8Array): Promise<boolean>;
}

const statusReplyMs = 500;
/** Late answers arrive in this silence and are not taken for answers to the next question. */
const settleMs = 100;

export function createStatusReader(line: Line<Reply>, clock: Clock, quirks: StatusQuirks): StatusReader {
  async function askByte(n: StatusNumber): Promise<number | undefined> {
    const answer = await line.request({
      bytes: statusRequest(n),
      priority: 'active',
      replyMs: statusReplyMs,
      match: (reply) => (reply.is === 'status' ? reply.byte : undefined),
    });
    return answer.ok ? answer.value : undefined;
  }

  async function readOnce(): Promise<StatusBytes | undefined> {
    const first = await askByte(1);
    const second = first === undefined ? undefined : await askByte(2);
    const third = second === undefined ? undefined : await askByte(3);
    const fourth = third === undefined ? undefined : await askByte(4);
    if (first === undefined || second === undefined || third === undefined || fourth === undefined) return undefined;
    return { 1: first, 2: second, 3: third, 4: fourth };
  }

  return {
    async read(expected) {
      const seen = await readOnce();
      if (seen === undefined || sameState(stateOf(seen, quirks), expected)) return seen;
      await pause(clock, settleMs);
      const again = await readOnce();
      return again !== undefined && sameState(stateOf(seen, quirks), stateOf(again, quirks)) ? again : undefined;
    },
    async tell(command) {
      const answer = await line.request({
        bytes: joinBytes(command, statusRequest(1)),
        priority: 'active',
        replyMs: statusReplyMs,
        match: (reply) => (reply.is === 'status' ? true : undefined),
      });
      return answer.ok;
    },
  };
}

export function sameState(one: DeviceState, other: DeviceState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
