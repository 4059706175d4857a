// Ports: a port of the site file → the transport that carries it.

import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import type { HidPortConfig, PortConfig } from '../../src/contract/devices.ts';
import { createHidTransport } from '../transport/hid.ts';
import { createSerialTransport } from '../transport/serial.ts';
import { createTcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** Put around every transport that is opened: for traces. */
  readonly tap?: (transport: Transport) => Transport;
}

/** Boards answer within a second; a card reader takes up to five for a card with fingerprints. */
export const boardSilenceMs = 2_000;
export const readerSilenceMs = 8_000;

/**
 * Devices that answer everything they are asked are given `answerMs`: a network line that stays silent for longer is
 * reset, so that the network cannot deliver an old order when it comes back.
 */
export function openPort(port: PortConfig, { clock, log, tap = asItIs }: Surroundings, answerMs?: number): Transport {
  switch (port.kind) {
    case 'serial':
      return tap(createSerialTransport({ path: port.path, speed: port.speed, clock, log }));
    case 'usbSerial':
      return tap(createSerialTransport({ usb: identityOf(port), speed: port.speed, clock, log }));
    case 'tcp': {
      const { host, port: number } = port;
      return tap(createTcpTransport({ host, port: number, clock, ...(answerMs === undefined ? {} : { answerMs }) }));
    }
  }
}

function asItIs(transport: Transport): Transport {
  return transport;
}

function identityOf({ vendorId, productId, serialNumber }: Extract<PortConfig, { kind: 'usbSerial' }>) {
  return { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
}

/** `frame` puts what a driver says into reports; traces show what it says, not the reports. */
export function openHidPort(
  port: HidPortConfig,
  { clock, log, tap = asItIs }: Surroundings,
  frame: (reports: Transport) => Transport = asItIs,
): Transport {
  return tap(frame(createHidTransport({ ...hidIdentityOf(port), clock, log })));
}

export function hidIdentityOf({ vendorId, productId, serialNumber }: HidPortConfig) {
  return {
    vendorId: Number.parseInt(vendorId, 16),
    productId: Number.parseInt(productId, 16),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}
