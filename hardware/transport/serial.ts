// Serial transport: a UART, a USB adapter or a pseudo-terminal, through the only import of `serialport`.
//
// What `serialport` 13 does on Linux (measured), and what follows here:
// - a write to a closed port is kept and sent at the next open: nothing is written unless the port is open, and every
//   open gets a new SerialPort;
// - `close` is emitted only while a `data` listener is attached: there always is one;
// - the callback of a write after a hang-up never fires: every write has its own deadline;
// - a write that waits for room goes on as soon as a flush makes some: a stuck port is flushed until nothing waits.

import { SerialPort } from 'serialport';
import type { Clock } from '../../src/base/clock.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { createListeners } from '../../src/base/undo.ts';
import { describeUsb, findPort, type SerialPortEntry, type UsbIdentity } from './serial-ports.ts';
import type { LinkProblem, Transport } from './transport.ts';

type Parity = 'none' | 'even';

/** Where the port is: by its name, or by the identity of the adapter, which is looked for at each open. */
export type SerialPlace =
  /** `/dev/serial/by-id/…`, `/dev/ttyS0`, `COM3`. A number at the end changes when a plug moves. */
  | { readonly path: string; readonly usb?: never; readonly listPorts?: never }
  | {
      readonly usb: UsbIdentity;
      readonly path?: never;
      /** Default: what the operating system lists. */
      readonly listPorts?: () => Promise<readonly SerialPortEntry[]>;
    };

export type SerialOptions = SerialPlace & {
  /** Bits per second; always 8 data bits and 1 stop bit. */
  readonly speed: number;
  /** Default `none`. */
  readonly parity?: Parity;
  readonly clock: Clock;
  readonly log?: Log;
};

/** A missing plug costs nothing to look for, and somebody stands there and waits for it. */
const reopen = { firstMs: 100, maxMs: 400 } as const;
/** Each look for an adapter starts a program of the operating system. */
const reopenUsb = { firstMs: 250, maxMs: 2_000 } as const;
/** How long a write may take beyond the time of its bytes on the wire. */
const writeSlackMs = 500;
/** A port that does not even close is left to the operating system after this time. */
const closeMs = 2_000;
/** Each flush makes room for about 4 KB of what waits. */
const mostFlushes = 500;

export function createSerialTransport(options: SerialOptions): Transport {
  const { speed, parity = 'none', clock, log = silentLog } = options;
  const place = options.usb === undefined ? options.path : describeUsb(options.usb);
  const received = createListeners<Uint8Array>();
  const closed = createListeners<void>();
  /** The port in use; a port that is no longer this one is dead, whatever it still says. */
  let current: SerialPort | undefined;
  let opening: Promise<Result<void, LinkProblem>> | undefined;
  /** Settled when the last port has been let go; the next one must not be opened before. */
  let released: Promise<void> = Promise.resolve();
  /** When the bytes given to the port so far have left, in monotonic ms. */
  let freeAt = 0;
  /** Ends the sends that are still waiting for the operating system. */
  const sends = new Set<(problem: LinkProblem) => void>();
  /** Why it did not open the last time: told once, not with each of many tries. */
  let toldWhy: string | undefined;

  function tellWhy(why: string): void {
    if (why !== toldWhy) log.warn('serial port did not open', { port: place, why });
    toldWhy = why;
  }

  async function findPath(): Promise<Result<string, LinkProblem>> {
    if (options.usb === undefined) return ok(options.path);
    let ports: readonly SerialPortEntry[];
    try {
      ports = await (options.listPorts ?? listSerialPorts)();
    } catch (error) {
      tellWhy(`ports cannot be listed: ${error instanceof Error ? error.message : String(error)}`);
      return failed('notFound');
    }
    const found = findPort(ports, options.usb);
    if (found.ok) return ok(found.value.path);
    if (found.problem.is === 'several') {
      tellWhy(`${found.problem.paths.join(' and ')} are the same kind: a serial number is needed to tell them apart`);
    } else {
      tellWhy('no such adapter is plugged in');
    }
    return failed('notFound');
  }

  /** The link is over: told once, and whatever still waits is told so. */
  function forget(port: SerialPort, problem: LinkProblem): void {
    if (current !== port) return;
    current = undefined;
    for (const end of [...sends]) end(problem);
    closed.tell();
  }

  async function openPort(): Promise<Result<void, LinkProblem>> {
    await released;
    const found = await findPath();
    if (!found.ok) return found;
    const path = found.value;
    return new Promise((resolve) => {
      const port = new SerialPort({ path, baudRate: speed, dataBits: 8, stopBits: 1, parity, autoOpen: false });
      port.on('data', (bytes: Uint8Array) => {
        if (current === port) received.tell(Uint8Array.from(bytes));
      });
      port.on('close', () => forget(port, 'lost'));
      port.on('error', (error) => {
        log.warn('serial port error', { port: place, why: error.message });
        abandon(port, 'lost');
      });
      port.open((error) => {
        if (error) {
          tellWhy(error.message);
          return resolve(failed(openProblem(error.message)));
        }
        current = port;
        freeAt = 0;
        toldWhy = undefined;
        resolve(ok());
      });
    });
  }

  /** Ends the link at once, and lets the port go with nothing left in it that could leave later. */
  function abandon(port: SerialPort, problem: LinkProblem): void {
    const isStuck = sends.size > 0;
    forget(port, problem);
    released = new Promise((resolve) => {
      const cancel = clock.after(closeMs, resolve);
      async function letGo(): Promise<void> {
        if (isStuck) await empty(port);
        if (port.isOpen) await finished('close', (done) => port.close(done));
        cancel();
        resolve();
      }
      void letGo();
    });
  }

  async function empty(port: SerialPort): Promise<void> {
    for (let flushes = 0; port.isOpen && flushes < mostFlushes; flushes += 1) {
      const isLast = port.writableLength === 0;
      await finished('flush', (done) => port.flush(done));
      if (isLast) return;
    }
  }

  function finished(what: 'flush' | 'close', act: (done: (error: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve) => {
      act((error) => {
        if (error) log.debug('serial port did not let go', { port: place, step: what, why: error.message });
        resolve();
      });
    });
  }

  return {
    description: `serial ${place} ${speed}`,
    speed,
    reopen: options.usb === undefined ? reopen : reopenUsb,
    open() {
      if (current !== undefined) return Promise.resolve(ok());
      opening ??= openPort().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    isOpen: () => current?.isOpen === true,
    send(bytes) {
      const port = current;
      if (port?.isOpen !== true) return Promise.resolve(failed('notOpen'));
      return new Promise((resolve) => {
        function end(result: Result<void, LinkProblem>): void {
          cancel();
          sends.delete(endLost);
          resolve(result);
        }
        const endLost = (problem: LinkProblem) => end(failed(problem));
        const now = clock.monotonic();
        freeAt = Math.max(freeAt, now) + (bytes.length * 10_000) / speed;
        const cancel = clock.after(freeAt - now + writeSlackMs, () => {
          log.warn('serial write stuck', { port: place });
          abandon(port, 'stuck');
        });
        sends.add(endLost);
        port.write(Buffer.from(bytes), (error) => {
          if (!error) return end(ok());
          end(failed('lost'));
          abandon(port, 'lost');
        });
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

/** `serialport` tells the cause only in words: those of the operating system, in its own order. */
function openProblem(message: string): LinkProblem {
  if (/cannot lock|busy|temporarily unavailable/i.test(message)) return 'inUse';
  if (/access denied/i.test(message)) return 'inUse'; // Windows, when another program holds the port
  if (/permission denied|not permitted/i.test(message)) return 'notAllowed';
  return 'notFound';
}

/** What the operating system lists now. On Linux this asks `udevadm` and throws where that is missing. */
export async function listSerialPorts(): Promise<readonly SerialPortEntry[]> {
  const ports = await SerialPort.list();
  return ports.map(({ path, manufacturer = null, vendorId, productId, serialNumber }) => ({
    path,
    manufacturer,
    usb:
      vendorId === undefined || productId === undefined
        ? null
        : { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) },
  }));
}
