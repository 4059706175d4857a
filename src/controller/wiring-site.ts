// Wiring site: between the wizard and the site file. What a site file expects on a line, and what the wizard's result adds
// to one. It never changes a site file: a person compares and puts it in.

import type { Site } from '../contract/config.ts';
import { type PortConfig, wireOf } from '../contract/devices.ts';
import type { CellId } from '../core/cell.ts';
import { type BankLayout, keyOf, type PlannedBoard, type WiringState } from '../core/wiring.ts';
import { acceptanceOf, type BoardRecord } from '../core/wiring-record.ts';

/** Boards that the site file has on this line, with their cells, and how the banks look from the front. */
export function expectedOn(site: Site, line: string): Pick<WiringState, 'expected' | 'layout'> {
  const boards = site.devices.boards.filter(({ port }) => wireOf(port) === line);
  const cells = site.cabinet.flatMap(({ columns }) => columns.flat());
  const expected = boards.map(
    ({ name, driver: model, address }): PlannedBoard => ({
      board: keyOf({ model, address }),
      name,
      cells: cells.filter(({ board }) => board === name).map(({ cell, size, channel }) => ({ cell, size, channel })),
    }),
  );
  const names = new Set(boards.map(({ name }) => name));
  const layout = site.cabinet.map(
    ({ bank, columns }): BankLayout => ({
      bank,
      columns: columns.map((column) => column.filter(({ board }) => names.has(board)).map(({ cell }) => cell)),
    }),
  );
  return {
    expected: expected.filter((board) => board.cells.length > 0),
    layout: layout.filter(({ columns }) => columns.some((column) => column.length > 0)),
  };
}

/** One of `devices.boards`, as the site file wants it. */
interface BoardEntry extends Pick<BoardRecord, 'name' | 'address' | 'channels' | 'feedback'> {
  readonly driver: string;
  readonly port: PortConfig;
  readonly statusOrder?: BoardRecord['statusOrder'];
  readonly feedbackByChannel?: BoardRecord['feedbackByChannel'];
  readonly sensorByChannel?: BoardRecord['sensorByChannel'];
}

interface CellEntry {
  readonly cell: CellId;
  readonly board: string;
  readonly channel: number;
  readonly size: string;
}

export interface SiteEntries {
  readonly devices: { readonly boards: readonly BoardEntry[] };
  readonly cabinet: readonly { readonly bank: string; readonly columns: readonly (readonly CellEntry[])[] }[];
}

/** Only cells that were accepted; the others come after their repair. `portOf`: the line at the speed of that family. */
export function siteEntriesOf(state: WiringState, portOf: (model: string) => PortConfig): SiteEntries {
  const { cells, boards } = acceptanceOf(state);
  const sizes = new Map(state.plan.flatMap((board) => board.cells.map(({ cell, size }) => [cell, size] as const)));
  const entry = (id: CellId): readonly CellEntry[] => {
    const record = cells.find(({ cell }) => cell === id);
    if (record === undefined || record.verdict === 'notAccepted') return [];
    const { board, channel } = record;
    return board === null || channel === null ? [] : [{ cell: id, board, channel, size: sizes.get(id) ?? 'small' }];
  };
  const banks = [...new Set(state.layout.map(({ bank }) => bank))];
  return {
    devices: {
      boards: boards.map(
        ({ name, model, address, channels, statusOrder, feedback, feedbackByChannel, sensorByChannel }) => ({
          name,
          driver: model,
          port: portOf(model),
          address,
          channels,
          feedback,
          ...(statusOrder === null ? {} : { statusOrder }),
          ...(feedbackByChannel.length === 0 ? {} : { feedbackByChannel }),
          ...(sensorByChannel.length === 0 ? {} : { sensorByChannel }),
        }),
      ),
    },
    cabinet: banks.flatMap((bank) => {
      const columns = state.layout
        .filter((one) => one.bank === bank)
        .flatMap((one) => one.columns.map((column) => column.flatMap(entry)))
        .filter((column) => column.length > 0);
      return columns.length === 0 ? [] : [{ bank, columns }];
    }),
  };
}
