// HID transport: USB devices that speak in reports, through the only import of `node-hid`.
//
// What `node-hid` 3.4 does (read in its source), and what follows here:
// - its Linux builds need libusb-1.0.so.0, also for hidraw; it is loaded at the first call, which then throws;
// - there is no event for a device that went away: its reading ends with `error`, which brings a text and no Error;
// - reading starts a turn after the first `data` listener; when the device was closed before that turn, it throws where
//   nobody can catch it: a device counts as open only after that turn;
// - a write is not taken back, and `close` waits for it: every write has its own deadline, and after a stuck one the
//   device is opened again only when the write has ended or the kernel has given it up.

import { devicesAsync, HIDAsync } from 'node-hid';
import { type Clock, pause } from '../../src/base/clock.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { createListeners } from '../../src/base/undo.ts';
import type { LinkProblem, Transport } from './transport.ts';

/** One way in to a HID device: a device with several interfaces is listed once for each. */
export interface HidListing {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
  readonly interface: number;
  readonly path?: string | undefined;
}

/** What is used of an open device of `node-hid`. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  on(event: 'error', listener: (why: unknown) => void): unknown;
  write(report: number[]): Promise<number>;
  close(): Promise<void>;
}

/** What is used of `node-hid` itself. */
export interface HidAccess {
  list(): Promise<readonly HidListing[]>;
  open(path: string): Promise<HidHandle>;
}

const nodeHid: HidAccess = {
  list: () => devicesAsync(),
  open: (path) => HIDAsync.open(path),
};

export interface HidOptions {
  /** USB identity; the device is looked for by it at each opening, since paths change when a plug moves. */
  readonly vendorId: number;
  readonly productId: number;
  /** Tells two devices of one model apart. Many have none. */
  readonly serialNumber?: string;
  /** Chooses among the interfaces of one device, e.g. 8Ch = bar code scanner. */
  readonly usagePage?: number;
  /** For devices with numbered reports: put in front of each report sent. Without it 00, which does not leave here. */
  readonly reportId?: number;
  readonly clock: Clock;
  readonly log?: Log;
  /** Default: the real `node-hid`. */
  readonly access?: HidAccess;
}

const writeMs = 2_000;
/** The kernel gives up a USB transfer after five seconds; `close` waits for it. */
const closeMs = 6_000;

/**
 * Each `send` is one output report, without its id and of the length that the device has declared; each input report is
 * one call of `onBytes`, as it comes.
 */
export function createHidTransport(options: HidOptions): Transport {
  const { vendorId, productId, serialNumber, usagePage, reportId = 0, clock } = options;
  const { log = silentLog, access = nodeHid } = options;
  const description = `hid ${hex4(vendorId)}:${hex4(productId)}${serialNumber === undefined ? '' : ` ${serialNumber}`}`;
  const received = createListeners<Uint8Array>();
  const closed = createListeners<void>();
  /** The device in use; what another one still says is not listened to. */
  let current: HidHandle | undefined;
  let opening: Promise<Result<void, LinkProblem>> | undefined;
  let released: Promise<void> = Promise.resolve();
  /** It is opened again for ever: the same reason is told once. */
  let lastWhy: string | undefined;
  /** Ends the sends that are still under way. */
  const sends = new Set<(problem: LinkProblem) => void>();

  async function openDevice(): Promise<Result<void, LinkProblem>> {
    await released;
    try {
      const listing = (await access.list()).find(isWanted);
      if (listing?.path === undefined) return failed('notFound');
      const handle = await access.open(listing.path);
      let isLost = false;
      handle.on('error', (why) => {
        isLost = true;
        log.warn('hid device lost', { device: description, why: wordsOf(why) });
        abandon(handle, 'lost');
      });
      handle.on('data', (report) => {
        if (current === handle) received.tell(Uint8Array.from(report));
      });
      await pause(clock, 0);
      if (isLost) {
        await letGo(handle);
        return failed('lost');
      }
      current = handle;
      lastWhy = undefined;
      return ok();
    } catch (error) {
      const why = wordsOf(error);
      if (why !== lastWhy) log.warn('hid device did not open', { device: description, why });
      lastWhy = why;
      return failed(openProblem(why));
    }
  }

  function isWanted(listing: HidListing): boolean {
    return (
      listing.vendorId === vendorId &&
      listing.productId === productId &&
      (serialNumber === undefined || listing.serialNumber === serialNumber) &&
      (usagePage === undefined || listing.usagePage === usagePage)
    );
  }

  /** The link is over: told once, and whatever still waits is told so. */
  function abandon(handle: HidHandle, problem: LinkProblem): void {
    if (current !== handle) return;
    current = undefined;
    for (const end of [...sends]) end(problem);
    released = letGo(handle);
    closed.tell();
  }

  function letGo(handle: HidHandle): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(closeMs, resolve);
      function end(): void {
        cancel();
        resolve();
      }
      handle.close().then(end, (error: unknown) => {
        log.debug('hid device did not close', { device: description, why: wordsOf(error) });
        end();
      });
    });
  }

  return {
    description,
    speed: undefined,
    open() {
      if (current !== undefined) return Promise.resolve(ok());
      opening ??= openDevice().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    isOpen: () => current !== undefined,
    send(bytes) {
      const handle = current;
      if (handle === undefined) return Promise.resolve(failed('notOpen'));
      return new Promise((resolve) => {
        function end(result: Result<void, LinkProblem>): void {
          cancel();
          sends.delete(endLost);
          resolve(result);
        }
        const endLost = (problem: LinkProblem) => end(failed(problem));
        const cancel = clock.after(writeMs, () => {
          log.warn('hid write stuck', { device: description });
          abandon(handle, 'stuck');
        });
        sends.add(endLost);
        handle.write([reportId, ...bytes]).then(
          () => end(ok()),
          (error: unknown) => {
            log.warn('hid write failed', { device: description, why: wordsOf(error) });
            end(failed('lost'));
            abandon(handle, 'lost');
          },
        );
      });
    },
    onBytes: (listener) => received.add(listener),
    onClosed: (listener) => closed.add(listener),
    async close() {
      if (opening !== undefined) await opening;
      if (current !== undefined) abandon(current, 'lost');
      await released;
    },
  };
}

/** What is plugged in, for the technician; fails with the reason in words, e.g. when a system library is missing. */
export async function listHidDevices(access: HidAccess = nodeHid): Promise<Result<readonly HidListing[], string>> {
  try {
    return ok(
      (await access.list()).map(
        ({ vendorId, productId, serialNumber, product, usagePage, usage, interface: number }) => ({
          vendorId,
          productId,
          serialNumber,
          product,
          usagePage,
          usage,
          interface: number,
        }),
      ),
    );
  } catch (error) {
    return failed(wordsOf(error));
  }
}

function hex4(id: number): string {
  return id.toString(16).padStart(4, '0');
}

/** `node-hid` tells some errors as a text. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The cause is told only in words, those of the operating system in them. */
function openProblem(message: string): LinkProblem {
  if (/permission denied|not permitted|access is denied/i.test(message)) return 'notAllowed';
  if (/busy|sharing violation|being used/i.test(message)) return 'inUse';
  return 'notFound';
}
