// Watch: turns what devices tell into events for the rules. Card data ends here; only hash and mask go on.

import type { Card, CardEvent, ReadFailure } from '../../hardware/classes/card-reader.ts';
import type { DoorReading } from '../../hardware/classes/lock-board.ts';
import type { Clock } from '../base/clock.ts';
import type { Undo } from '../base/undo.ts';
import type { CellId } from '../core/cell.ts';
import type { Event } from '../core/event.ts';
import type { Holder } from '../core/person.ts';
import type { Problem } from '../core/problem.ts';
import { conditionOf, type DeviceKind } from './conditions.ts';
import type { KioskDevices } from './effects.ts';

export interface WatchOptions {
  readonly devices: KioskDevices;
  readonly places: ReadonlyMap<CellId, { readonly board: string; readonly channel: number }>;
  /** Undefined while this kiosk has no hash key yet (not enrolled): then no card can be used. */
  readonly holderOf: (card: Card) => Holder | undefined;
  readonly dispatch: (event: Event) => void;
  readonly clock: Clock;
}

/** Somebody who let go of the exit button is still on the way out for this long. */
const exitMs = 5_000;

const failureWords: Record<ReadFailure, Problem> = {
  moved: 'cardMoved',
  unreadable: 'cardUnreadable',
  wrongCard: 'cardWrongKind',
  readerFault: 'readerFault',
};

export function watchDevices({ devices, places, holderOf, dispatch, clock }: WatchOptions): Undo {
  const undos: Undo[] = [];
  const { kioskReader, hallReader, receiptPrinter, documentPrinter, hallDoor, codeScanner, powerSupply, boards } =
    devices;

  function watchState(
    device: {
      name: string;
      state(): Parameters<typeof conditionOf>[0];
      onState: (listener: (state: Parameters<typeof conditionOf>[0]) => void) => Undo;
    },
    kind: DeviceKind,
    name: string,
  ): void {
    const tell = (state: Parameters<typeof conditionOf>[0]) =>
      dispatch({ is: 'deviceChanged', device: name, condition: conditionOf(state, kind) });
    tell(device.state());
    undos.push(device.onState(tell));
  }

  watchState(kioskReader, 'reader', 'kioskReader');
  undos.push(kioskReader.onCard((event) => kioskCard(event)));
  if (hallReader !== undefined) {
    watchState(hallReader, 'reader', 'hallReader');
    undos.push(hallReader.onCard((event) => hallCard(event)));
  }
  if (receiptPrinter !== undefined) watchState(receiptPrinter, 'printer', 'receiptPrinter');
  if (documentPrinter !== undefined) watchState(documentPrinter, 'printer', 'documentPrinter');
  for (const board of boards.values()) watchState(board, 'board', board.name);

  if (hallDoor !== undefined) {
    watchState(hallDoor, 'hallDoor', 'hallDoor');
    let exitAt = Number.NEGATIVE_INFINITY;
    const tell = ({ contact, exitButton, fire, tamper }: ReturnType<typeof hallDoor.inputs>) => {
      // First: a door that opens because it burns is not forced.
      dispatch({ is: 'hallAlarms', fire, tamper });
      if (exitButton === 'pressed') exitAt = clock.monotonic();
      dispatch({ is: 'hallInputs', contact, exitPressed: clock.monotonic() - exitAt <= exitMs });
    };
    tell(hallDoor.inputs());
    undos.push(hallDoor.onInputs(tell));
  }

  if (codeScanner !== undefined) {
    watchState(codeScanner, 'scanner', 'codeScanner');
    undos.push(codeScanner.onCode(({ text }) => dispatch({ is: 'codeScanned', text })));
  }

  if (powerSupply !== undefined) {
    watchState(powerSupply, 'powerSupply', 'powerSupply');
    dispatch({ is: 'power', power: powerSupply.power() });
    undos.push(powerSupply.onPower((power) => dispatch({ is: 'power', power })));
  }

  const cellAt = new Map([...places].map(([cell, { board, channel }]) => [`${board}/${channel}`, cell]));
  for (const board of boards.values()) {
    const tell = (channel: number, reads: DoorReading) => {
      const cell = cellAt.get(`${board.name}/${channel}`);
      if (cell !== undefined) dispatch({ is: 'doorChanged', cell, reads });
    };
    for (const channel of board.channels) tell(channel, board.door(channel));
    undos.push(board.onDoor(({ channel, reads }) => tell(channel, reads)));
  }

  function kioskCard(event: CardEvent): void {
    if (event.is === 'seen') dispatch({ is: 'cardSeen' });
    if (event.is === 'failed') dispatch({ is: 'cardFailed', why: failureWords[event.why] });
    if (event.is !== 'read') return;
    const holder = holderOf(event.card);
    dispatch(holder === undefined ? { is: 'cardFailed', why: 'outOfService' } : { is: 'cardRead', holder });
  }

  function hallCard(event: CardEvent): void {
    if (event.is === 'failed') dispatch({ is: 'hallCardFailed', why: failureWords[event.why] });
    if (event.is !== 'read') return;
    const holder = holderOf(event.card);
    dispatch(holder === undefined ? { is: 'hallCardFailed', why: 'outOfService' } : { is: 'hallCardRead', holder });
  }

  return () => {
    for (const undo of undos) undo();
  };
}
