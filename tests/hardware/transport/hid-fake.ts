// A stand-in for `node-hid` with one device: behaves as node-hid 3.4 does, where that matters, also where it bites.

import { EventEmitter } from 'node:events';
import type { HidAccess, HidHandle, HidListing } from '../../../hardware/transport/hid.ts';

export interface FakeHid {
  readonly access: HidAccess;
  /** Output reports as written, id in front. */
  readonly written: readonly Uint8Array[];
  /** What node-hid would have thrown where nobody can catch it. */
  readonly crashes: readonly string[];
  opened(): number;
  closed(): number;
  /** The device sends an input report. */
  say(report: Uint8Array): void;
  unplug(): void;
  plug(listings?: readonly HidListing[]): void;
  /** Writes never end, and so neither does closing. */
  stick(): void;
  unstick(): void;
  /** The next openings fail with this text. */
  refuse(why: string | undefined): void;
}

export const fakeListing: HidListing = {
  vendorId: 0x2b8b,
  productId: 0x2721,
  interface: 0,
  path: '/dev/hidraw0',
  product: 'reader',
  usagePage: 0xff00,
  usage: 1,
};

export function createFakeHid(): FakeHid {
  const written: Uint8Array[] = [];
  const crashes: string[] = [];
  const open = new Set<FakeHandle>();
  let listings: readonly HidListing[] = [fakeListing];
  let counts = { opened: 0, closed: 0 };
  let refusal: string | undefined;
  let jobs: (() => void)[] | undefined;

  /** Each job of a device waits for the one before it. */
  function job<Value>(act: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      const run = () => {
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      };
      if (jobs === undefined) setImmediate(run);
      else jobs.push(run);
    });
  }

  class FakeHandle extends EventEmitter implements HidHandle {
    reading = false;
    isGone = false;
    isClosed = false;

    constructor() {
      super();
      this.on('newListener', (event) => {
        if (event !== 'data') return;
        process.nextTick(() => {
          if (this.isClosed) crashes.push('device has been closed');
          this.reading = true;
        });
      });
    }

    async write(report: number[]): Promise<number> {
      if (this.isClosed) throw new Error('device has been closed');
      return job(() => {
        if (this.isGone) throw new Error('cannot write to hid device');
        written.push(Uint8Array.from(report));
        return report.length;
      });
    }

    async close(): Promise<void> {
      this.isClosed = true;
      await job(() => undefined);
      this.removeAllListeners();
      open.delete(this);
      counts = { ...counts, closed: counts.closed + 1 };
    }
  }

  return {
    access: {
      list: async () => listings,
      async open(path) {
        if (refusal !== undefined) throw new Error(refusal);
        if (!listings.some((listing) => listing.path === path)) throw new Error(`cannot open device with path ${path}`);
        counts = { ...counts, opened: counts.opened + 1 };
        const handle = new FakeHandle();
        open.add(handle);
        return handle;
      },
    },
    written,
    crashes,
    opened: () => counts.opened,
    closed: () => counts.closed,
    say(report) {
      for (const handle of open) if (handle.reading && !handle.isGone) handle.emit('data', Buffer.from(report));
    },
    unplug() {
      listings = [];
      for (const handle of open) {
        handle.isGone = true;
        setImmediate(() => {
          if (!handle.isClosed) handle.emit('error', 'could not read from HID device');
        });
      }
    },
    plug(present = [fakeListing]) {
      listings = present;
    },
    stick() {
      jobs ??= [];
    },
    unstick() {
      const waiting = jobs ?? [];
      jobs = undefined;
      for (const run of waiting) run();
    },
    refuse(why) {
      refusal = why;
    },
  };
}
