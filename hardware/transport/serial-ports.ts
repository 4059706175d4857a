// Serial ports by what is plugged in: a USB adapter is known by its numbers, not by the order in which plugs were pushed in.

import { failed, ok, type Result } from '../../src/base/result.ts';

/** What an adapter tells about itself. Numbers are four hex digits, e.g. `1a86` and `7523`. */
export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
  /** Needed when two of the same kind are plugged in; cheap adapters have none. */
  readonly serialNumber?: string;
}

/** A port that the operating system knows; a UART on the board has no USB identity. */
export interface SerialPortEntry {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly usb: UsbIdentity | null;
}

export type PortChoiceProblem =
  | { readonly is: 'none' }
  /** Nobody can tell which one is meant; taking the first would talk to the wrong device. */
  | { readonly is: 'several'; readonly paths: readonly string[] };

export function describeUsb({ vendorId, productId, serialNumber }: UsbIdentity): string {
  const kind = `${vendorId}:${productId}`.toLowerCase();
  return serialNumber === undefined ? `usb ${kind}` : `usb ${kind} ${serialNumber}`;
}

export function findPort(
  ports: readonly SerialPortEntry[],
  wanted: UsbIdentity,
): Result<SerialPortEntry, PortChoiceProblem> {
  const matching = ports.filter(({ usb }) => usb !== null && isSame(usb, wanted));
  const [first] = matching;
  if (first === undefined) return failed({ is: 'none' });
  return matching.length === 1 ? ok(first) : failed({ is: 'several', paths: matching.map(({ path }) => path) });
}

/** Operating systems write the hex digits in either case. */
function isSame(usb: UsbIdentity, wanted: UsbIdentity): boolean {
  return (
    usb.vendorId.toLowerCase() === wanted.vendorId.toLowerCase() &&
    usb.productId.toLowerCase() === wanted.productId.toLowerCase() &&
    (wanted.serialNumber === undefined || usb.serialNumber === wanted.serialNumber)
  );
}
