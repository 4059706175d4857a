// Misbehaviours of a simulated SAM module: replies that real readers spoil, each for so many times or for good.

import { joinBytes, xorOf } from '../../../src/base/bytes.ts';
import type { Random } from '../../../src/base/random.ts';
import { type CommandName, encodeReply } from './protocol.ts';
import { status } from './status.ts';

/** What goes wrong with one answer. */
export type Misbehaviour =
  /** Does nothing and answers with this status (SW3). */
  | { readonly is: 'status'; readonly status: number }
  /** Does it, and answers nothing. */
  | { readonly is: 'silent' }
  /** Takes so much longer over it, deaf to everything else meanwhile. */
  | { readonly is: 'late'; readonly ms: number }
  | { readonly is: 'wrongChecksum' }
  /** The answer breaks off. */
  | { readonly is: 'truncated' }
  /** The answer to some other command comes in its place. */
  | { readonly is: 'otherAnswer' }
  /** LEN does not count the XOR byte, as in acknowledgements of one maker (Telpo). */
  | { readonly is: 'lengthWithoutChecksum' }
  /** Bytes that belong to nothing follow the answer. */
  | { readonly is: 'strayBytes' }
  /** Falls silent from here on, until it is reset. */
  | { readonly is: 'hangs' };

export interface Misbehaving {
  /** Default: any command. */
  readonly command?: CommandName;
  /** Default 1; Infinity for as long as it is not made well again. */
  readonly times?: number;
}

export interface Misbehaviours {
  add(misbehaviour: Misbehaviour, when?: Misbehaving): void;
  clear(): void;
  /** What goes wrong with this command: the oldest that fits, and one of its times is used up. */
  take(command: CommandName): Misbehaviour | undefined;
}

export function createMisbehaviours(): Misbehaviours {
  let all: { readonly what: Misbehaviour; readonly command: CommandName | undefined; times: number }[] = [];
  return {
    add(what, { command, times = 1 } = {}) {
      all.push({ what, command, times });
    },
    clear() {
      all = [];
    },
    take(command) {
      const entry = all.find((candidate) => candidate.command === undefined || candidate.command === command);
      if (entry === undefined) return undefined;
      entry.times -= 1;
      all = all.filter(({ times }) => times > 0);
      return entry.what;
    },
  };
}

/** The bytes that leave the module instead of `reply`. */
export function spoil(reply: Uint8Array, misbehaviour: Misbehaviour, random: Random): Uint8Array {
  const spoilt = Uint8Array.from(reply);
  const last = spoilt.length - 1;
  switch (misbehaviour.is) {
    case 'wrongChecksum':
      spoilt[last] = (spoilt[last] ?? 0) ^ random.between(1, 255);
      return spoilt;
    case 'truncated':
      return spoilt.slice(0, random.between(0, last));
    case 'otherAnswer':
      return otherThan(reply, random);
    case 'lengthWithoutChecksum': {
      const length = (spoilt[5] ?? 0) * 256 + (spoilt[6] ?? 0) - 1;
      spoilt[5] = length >> 8;
      spoilt[6] = length & 0xff;
      spoilt[last] = xorOf(spoilt, 5, last);
      return spoilt;
    }
    case 'strayBytes':
      return joinBytes(
        reply,
        Uint8Array.from({ length: random.between(1, 5) }, () => random.between(0, 255)),
      );
    default:
      return reply;
  }
}

/** Never one that a read would take: modules mix up acknowledgements, not the cards of two people. */
function otherThan(reply: Uint8Array, random: Random): Uint8Array {
  const others = [
    encodeReply(status.good),
    encodeReply(status.good, new Uint8Array(8)),
    encodeReply(status.found, new Uint8Array(4)),
    encodeReply(status.wrongCommand),
  ].filter((other) => other.length !== reply.length);
  return random.pick(others);
}
