// Cabinet: which cells the simulated hall has, how big they are, and which lock of which board holds each door.

import * as v from 'valibot';
import { certain } from '../../src/base/result.ts';
import type { Site } from '../../src/contract/config.ts';
import { cellId } from '../../src/contract/fields.ts';

export type Cabinet = Site['cabinet'];
export type CabinetCell = Cabinet[number]['columns'][number][number];

export interface BoardOfCabinet {
  readonly name: string;
  /** As set on its switch; all boards of the cabinet hang on one line. */
  readonly address: number;
  readonly channels: number;
}

/** Columns of one bank: all are equally high, because two small doors are as high as one and a half medium ones. */
const bankColumns: readonly { readonly size: CabinetCell['size']; readonly cells: number }[] = [
  { size: 'small', cells: 12 },
  { size: 'medium', cells: 8 },
  { size: 'large', cells: 4 },
];

/** Banks A and B with 24 cells each, A01 to B24; one board for each bank. */
export function trialCabinet(): Cabinet {
  return ['A', 'B'].map((bank, place) => {
    let channel = 0;
    const columns = bankColumns.map(({ size, cells }) =>
      Array.from({ length: cells }, () => {
        channel += 1;
        const cell = v.parse(cellId, `${bank}${String(channel).padStart(2, '0')}`);
        return { cell, board: `board${place + 1}`, channel, size };
      }),
    );
    return { bank, columns };
  });
}

export function cellsOf(cabinet: Cabinet): readonly CabinetCell[] {
  return cabinet.flatMap(({ columns }) => columns.flat());
}

/** Boards in the order in which the cabinet names them, with addresses from 1 on and as many channels as are used. */
export function boardsOf(cabinet: Cabinet): readonly BoardOfCabinet[] {
  const channels = new Map<string, number>();
  for (const { board, channel } of cellsOf(cabinet)) {
    channels.set(board, Math.max(channel, channels.get(board) ?? 0));
  }
  return [...channels.keys()].map((name, place) => ({
    name,
    address: place + 1,
    channels: certain(channels.get(name), 'channels of a board'),
  }));
}
