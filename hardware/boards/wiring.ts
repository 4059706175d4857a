// Wiring of one wire for commissioning: looks for boards of every family with questions that move nothing, reads their
// sensor bits as sent, and fires one lock when it is told to.

import { type Clock, pause } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { certain, failed, ok } from '../../src/base/result.ts';
import type { Channel } from '../classes/lock-board.ts';
import type { BoardModel, FoundBoard, Wiring } from '../classes/wiring.ts';
import type { Transport } from '../transport/transport.ts';
import type { LockFamily, LockLine } from './lock-line.ts';

export interface WiringOptions {
  readonly description: string;
  readonly families: readonly LockFamily[];
  /** A new transport to the wire; the speed is only of use on a serial line. */
  openTransport(speed: number): Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A board in the field answers within 200 ms. */
const searchReplyMs = 250;
const readReplyMs = 500;
/** Asked so often, a wire on which two boards speak at once shows broken answers. */
const looks = 3;
const openMs = 3_000;
const openStepMs = 20;
/** As long as a coil must rest: a second pulse in that time is refused here whoever orders it. */
const coilRestMs = 3_000;

export function createWiring({ description, families, openTransport, clock, log, random }: WiringOptions): Wiring {
  const firedAt = new Map<string, number>();
  /** Boards met so far: their addresses and bits, by family. */
  const met = new Map<BoardModel, Map<number, number>>();
  let current: { readonly model: BoardModel; readonly line: LockLine } | undefined;

  /** Only one family can speak at a time: their speeds differ, and each takes the others' answers for noise. */
  async function lineOf(model: BoardModel, boards: ReadonlyMap<number, number>): Promise<LockLine> {
    if (current?.model === model) return current.line;
    await close();
    const family = certain(
      families.find((one) => one.model === model),
      `family ${model}`,
    );
    const line = family.open({ transport: openTransport(family.usualSpeed), boards, clock, log, random });
    current = { model, line };
    line.start();
    for (let waited = 0; !line.isOpen() && waited < openMs; waited += openStepMs) await pause(clock, openStepMs);
    return line;
  }

  async function close(): Promise<void> {
    const open = current;
    current = undefined;
    await open?.line.stop();
  }

  async function look(
    line: LockLine,
    { model, askable }: LockFamily,
    address: number,
  ): Promise<FoundBoard | undefined> {
    let bits = 0;
    let broken = 0;
    for (const asked of askable) {
      let isSilent = false;
      for (let turn = 0; turn < looks && !isSilent; turn += 1) {
        const answer = await line.read(address, { bits: asked, replyMs: searchReplyMs });
        if (answer.ok) bits = Math.max(bits, answer.value.length);
        else if (answer.problem === 'brokenAnswer') broken += 1;
        else if (answer.problem === 'refused') break;
        else isSilent = true;
      }
      // A board that refuses so many bits may have fewer; where nobody answers, nobody will.
      if (bits > 0 || isSilent) break;
    }
    return bits === 0 && broken < looks ? undefined : { model, address, bits, disturbed: broken > 0 };
  }

  async function findFamily(
    family: LockFamily,
    asked: (what: { readonly model: BoardModel; readonly address: number }) => void,
  ): Promise<readonly FoundBoard[]> {
    const [from, to] = family.searched;
    const addresses = Array.from({ length: to - from + 1 }, (_, place) => from + place);
    // A new line each time, so that what was learnt from the last search does not colour this one.
    await close();
    const line = await lineOf(family.model, new Map(addresses.map((address) => [address, 1])));
    if (!line.isOpen()) return [];
    const found: FoundBoard[] = [];
    for (const address of addresses) {
      asked({ model: family.model, address });
      const board = await look(line, family, address);
      if (board !== undefined) found.push(board);
    }
    return found;
  }

  async function lineFor({ model, address, bits }: FoundBoard): Promise<LockLine> {
    const boards = met.get(model) ?? new Map<number, number>();
    // The line knows the boards that it was opened for: a new one means a new line.
    if (boards.get(address) !== bits && current?.model === model) await close();
    boards.set(address, bits);
    met.set(model, boards);
    return lineOf(model, new Map(boards));
  }

  return {
    description,
    async find(asked = () => undefined) {
      const found: FoundBoard[] = [];
      for (const family of families) found.push(...(await findFamily(family, asked)));
      await close();
      return found;
    },
    async read(board) {
      const line = await lineFor(board);
      const answer = await line.read(board.address, { bits: board.bits, replyMs: readReplyMs });
      if (answer.ok) return ok(answer.value);
      return failed(answer.problem === 'notSent' ? 'notSent' : 'noAnswer');
    },
    async fire(board: FoundBoard, channel: Channel) {
      const lock = `${board.model} ${board.address} ${channel}`;
      const before = firedAt.get(lock);
      if (before !== undefined && clock.monotonic() - before < coilRestMs) return failed('refused');
      const line = await lineFor(board);
      firedAt.set(lock, clock.monotonic());
      return line.fire(board.address, channel);
    },
    close,
  };
}
