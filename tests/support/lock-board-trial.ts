// A lock board of any family on trial: the driver in memory, the cabinet, and what the driver told since it was ready.

import type { SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import type { OrderResult } from '../../hardware/classes/device.ts';
import type { Channel, DoorChange } from '../../hardware/classes/lock-board.ts';
import { certain } from '../../src/base/result.ts';
import type { MemoryLockBench, Wiring } from './lock-board-bench.ts';

/** How a family's bench is opened; `board` is what differs from the family's usual board. */
export type OpenMemoryBench = (
  board?: Partial<SimulatedBoard>,
  options?: { readonly seed?: number; readonly driver?: Wiring },
) => MemoryLockBench;

export interface LockTrial {
  readonly bench: MemoryLockBench;
  /** Since the board was ready first. */
  readonly changes: DoorChange[];
  channel(number: number): Channel;
  pulse(number: number): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
  /** Numbers of the doors that read open. */
  openDoors(): readonly number[];
  reads(number: number): string;
  untilReady(): Promise<void>;
  until(what: string, condition: () => boolean): Promise<void>;
  /** Counts the requests that leave the computer from now on. */
  countRequests(): () => number;
}

export function startTrial(bench: MemoryLockBench): LockTrial {
  const changes: DoorChange[] = [];
  bench.board.onDoor((change) => changes.push(change));
  bench.board.start();
  const channel = (number: number) => certain(bench.board.channels[number - 1], `channel ${number}`);
  return {
    bench,
    changes,
    channel,
    pulse: (number) => bench.time.settled(bench.board.pulse(channel(number))),
    openDoors: () => bench.board.channels.filter((each) => bench.board.door(each) === 'open'),
    reads: (number) => bench.board.door(channel(number)),
    untilReady: () => bench.time.until('the board is ready', () => bench.board.state().is === 'ready'),
    until: (what, condition) => bench.time.until(what, condition),
    countRequests() {
      let count = 0;
      bench.wire.onBytes(() => {
        count += 1;
      });
      return () => count;
    },
  };
}

export async function startReadyTrial(bench: MemoryLockBench): Promise<LockTrial> {
  const trial = startTrial(bench);
  await trial.untilReady();
  trial.changes.length = 0;
  return trial;
}
