// Speeds of a SAM module, and one port that can be opened at each of them.

import { certain } from '../../../src/base/result.ts';
import type { Transport } from '../../transport/transport.ts';
import type { CommandName } from './protocol.ts';

/** Bits per second, in the order in which they are tried. */
export const samSpeeds = [115_200, 57_600, 38_400, 19_200, 9_600] as const;

export type SamSpeed = (typeof samSpeeds)[number];

/** The module answers at its old speed, then both sides change. */
export const speedCommand: Readonly<Record<SamSpeed, CommandName>> = {
  115200: 'speed115200',
  57600: 'speed57600',
  38400: 'speed38400',
  19200: 'speed19200',
  9600: 'speed9600',
};

export interface SpeedChoice {
  /** The port at the speed chosen last. */
  readonly transport: Transport;
  /** How many speeds there are to choose from. */
  readonly count: number;
  has(speed: SamSpeed): boolean;
  /** Goes on to the next speed, after the last to the first. Only while the port is closed. */
  next(): void;
  choose(speed: SamSpeed): void;
}

/** `transports` are the same port at different speeds; at most one of them is ever open. */
export function createSpeedChoice(transports: readonly [Transport, ...Transport[]]): SpeedChoice {
  let place = 0;
  const current = () => certain(transports[place], 'a transport');

  function moveTo(next: number): void {
    if (current().isOpen()) throw new Error('the speed of an open port can not be changed');
    place = next;
  }

  return {
    count: transports.length,
    transport: {
      get description() {
        return current().description;
      },
      get speed() {
        return current().speed;
      },
      open: () => current().open(),
      isOpen: () => current().isOpen(),
      send: (bytes) => current().send(bytes),
      onBytes: (listener) => undoAll(transports.map((transport) => transport.onBytes(listener))),
      onClosed: (listener) => undoAll(transports.map((transport) => transport.onClosed(listener))),
      close: () => current().close(),
    },
    has: (speed) => transports.some((transport) => transport.speed === speed),
    next: () => moveTo((place + 1) % transports.length),
    choose(speed) {
      moveTo(
        certain(
          [...transports.keys()].find((at) => transports[at]?.speed === speed),
          'that speed',
        ),
      );
    },
  };
}

function undoAll(undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of undos) undo();
  };
}
