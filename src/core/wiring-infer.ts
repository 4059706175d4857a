// Wiring infer: from the channels one by one to what the site file says of a board: byte order, polarity, and every
// channel that differs. Nothing is averaged: what contradicts itself is left out and named.

import type { CellId } from './cell.ts';
import {
  type BoardHere,
  type BoardKey,
  type Finding,
  keyOf,
  type SeenFeedback,
  type Sensor,
  type WiringState,
} from './wiring.ts';
import { sameBit } from './wiring-look.ts';

type Learnt = Extract<Finding['result'], { is: 'learnt' }>;
export type SoundFinding = Finding & { readonly result: Learnt };
export type StatusOrder = 'highFirst' | 'lowFirst';

export type Contradiction =
  /** More than one channel is said to open this door. */
  | { readonly is: 'namedTwice'; readonly cell: CellId; readonly channels: readonly number[] }
  /** One bit moved for the locks of several cells. */
  | { readonly is: 'sensorShared'; readonly cells: readonly CellId[] };

export interface BoardWiring {
  readonly board: BoardKey;
  /** Locks in use, from channel 1 on. */
  readonly channels: number;
  /** null: the order makes no difference (one byte, no sensor seen), or boards of this family have but one. */
  readonly statusOrder: StatusOrder | null;
  readonly feedback: SeenFeedback | 'none';
  readonly feedbackByChannel: readonly { readonly channel: number; readonly feedback: SeenFeedback | 'none' }[];
  /** Crossed wires. */
  readonly sensorByChannel: readonly { readonly channel: number; readonly bit: number }[];
  /** As many channels speak for one order as for the other. */
  readonly orderUnclear: boolean;
}

function learnt(state: WiringState): readonly SoundFinding[] {
  return state.findings.filter((finding): finding is SoundFinding => finding.result.is === 'learnt');
}

export function contradictions(state: WiringState): readonly Contradiction[] {
  const all = learnt(state);
  const cells = [...new Set(all.map(({ result }) => result.cell))];
  const twice = cells.flatMap((cell): readonly Contradiction[] => {
    const channels = all.filter(({ result }) => result.cell === cell).map(({ channel }) => channel);
    return channels.length > 1 ? [{ is: 'namedTwice', cell, channels }] : [];
  });
  const shared = all.flatMap((finding, place): readonly Contradiction[] => {
    const same = all.filter((other) => sharesSensor(finding.result.sensor, other.result.sensor));
    const isFirst = all.findIndex((other) => same.includes(other)) === place;
    return same.length > 1 && isFirst ? [{ is: 'sensorShared', cells: same.map(({ result }) => result.cell) }] : [];
  });
  return [...twice, ...shared];
}

function sharesSensor(one: Sensor, other: Sensor): boolean {
  return one.is === 'seen' && other.is === 'seen' && sameBit(one, other);
}

/** A sensor on another board can be read and can't be written into the site file: the plug has to move. */
export function isOnOtherBoard({ board, result }: SoundFinding): boolean {
  return result.sensor.is === 'seen' && result.sensor.board !== board;
}

/** What was learnt and contradicts nothing. */
export function soundFindings(state: WiringState): readonly SoundFinding[] {
  const doubted = new Set(contradictions(state).flatMap((one) => (one.is === 'namedTwice' ? [one.cell] : one.cells)));
  return learnt(state).filter((finding) => !doubted.has(finding.result.cell) && !isOnOtherBoard(finding));
}

/** Where a channel's bit stands among `bits` when no wire is crossed. */
export function bitOf(channel: number, bits: number, order: StatusOrder): number {
  if (order === 'lowFirst') return channel - 1;
  const group = Math.ceil(bits / 8) - 1 - Math.floor((channel - 1) / 8);
  return group * 8 + ((channel - 1) % 8);
}

/** Families of which boards with either order exist; the others send the lowest channels first. */
const wiredOrders: readonly string[] = ['lock-board-8a'];

/** The order from which crossed wires are told. */
export function straightOrder({
  model,
  statusOrder,
}: {
  readonly model: string;
  readonly statusOrder: StatusOrder | null;
}): StatusOrder {
  return wiredOrders.includes(model) ? (statusOrder ?? 'highFirst') : 'lowFirst';
}

/** `findings`: the sound ones of this board that are to stand in the site file. */
export function inferBoard({ model, address, bits }: BoardHere, findings: readonly SoundFinding[]): BoardWiring {
  const seen = findings.flatMap(({ channel, result }) =>
    result.sensor.is === 'seen' ? [{ channel, bit: result.sensor.bit, feedback: result.sensor.feedback }] : [],
  );
  const fits = (order: StatusOrder) => seen.filter(({ channel, bit }) => bitOf(channel, bits, order) === bit).length;
  const [high, low] = [fits('highFirst'), fits('lowFirst')];
  const noDifference = bits <= 8 || seen.length === 0 || !wiredOrders.includes(model);
  const order = straightOrder({ model, statusOrder: low > high ? 'lowFirst' : 'highFirst' });
  const closed = seen.filter(({ feedback }) => feedback === 'closedWhenSet').length;
  const common = seen.length === 0 ? 'none' : 2 * closed >= seen.length ? 'closedWhenSet' : 'openWhenSet';
  return {
    board: keyOf({ model, address }),
    channels: Math.max(0, ...findings.map(({ channel }) => channel)),
    statusOrder: noDifference ? null : order,
    feedback: common,
    feedbackByChannel: findings.flatMap(({ channel, result }) => {
      const feedback = result.sensor.is === 'seen' ? result.sensor.feedback : 'none';
      return feedback === common ? [] : [{ channel, feedback }];
    }),
    sensorByChannel: seen
      .filter(({ channel, bit }) => bitOf(channel, bits, order) !== bit)
      .map(({ channel, bit }) => ({ channel, bit })),
    orderUnclear: !noDifference && high === low,
  };
}
