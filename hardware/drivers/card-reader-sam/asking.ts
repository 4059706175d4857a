// Asking the module: one command, its deadline, and the reply that can be its answer.

import { failed, ok, type Result } from '../../../src/base/result.ts';
import type { Line } from '../../transport/line.ts';
import { longestFrame } from './frames.ts';
import type { Health } from './health.ts';
import { type CommandName, canAnswer, command, encodeCommand, type Reply } from './protocol.ts';
import { status } from './status.ts';

/** One command to the module and its answer, whatever its status says. */
export type Ask = (what: CommandName) => Promise<Result<Reply, 'silent' | 'closed'>>;

/** How long each command may take, beyond the time of the longest answer on the wire. */
const replyMs: Readonly<Partial<Record<CommandName, number>>> = {
  read: 3_000,
  readWithFingerprints: 5_000,
  readNewAddress: 2_000,
};
const usualReplyMs = 1_000;

/** Longest reply in bytes; the others are told in a few. */
const longestReply: Readonly<Partial<Record<CommandName, number>>> = {
  read: 1_295,
  readWithFingerprints: longestFrame,
  readNewAddress: 291,
};
const usualReply = 40;

export interface Asked {
  readonly line: Line<Reply>;
  readonly health: Health;
  /** Bits per second of the line now, where they are known. */
  readonly speed: () => number | undefined;
}

export function createAsk({ line, health, speed }: Asked): Ask {
  async function askOnce(what: CommandName): ReturnType<Ask> {
    const bitsPerSecond = speed();
    const wireMs = bitsPerSecond === undefined ? 0 : ((longestReply[what] ?? usualReply) * 10_000) / bitsPerSecond;
    const answer = await line.request({
      bytes: encodeCommand(command[what]),
      priority: 'active',
      replyMs: (replyMs[what] ?? usualReplyMs) + wireMs,
      match: (reply) => (canAnswer(what, reply) ? reply : undefined),
    });
    if (!answer.ok) return failed(answer.problem === 'notSent' || !line.isOpen() ? 'closed' : 'silent');
    health.noteReply(what, answer.value);
    return ok(answer.value);
  }

  /** A module that heard us badly (10, 11) is asked once more. */
  return async (what) => {
    const first = await askOnce(what);
    const heardBadly =
      first.ok && (first.value.status === status.hostChecksum || first.value.status === status.hostLength);
    return heardBadly ? askOnce(what) : first;
  };
}
