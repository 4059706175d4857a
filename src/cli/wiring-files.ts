// Wiring files: what the wizard leaves behind. It never writes over a file of somebody else: new names, or the terminal.

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PortConfig } from '../contract/devices.ts';
import { siteEntriesOf } from '../controller/wiring-site.ts';
import type { WiringState } from '../core/wiring.ts';
import { acceptanceOf } from '../core/wiring-record.ts';
import { reasons } from './wiring-words.ts';

export const stateFile = 'wizard-state.json';

/** The record with, for each cell, what to do in words. */
export function acceptanceJson(state: WiringState, line: string): string {
  const { cells, at, ...record } = acceptanceOf(state);
  const written = {
    line,
    at: new Date(at).toISOString(),
    ...record,
    cells: cells.map((cell) => ({
      ...cell,
      at: cell.at === null ? null : new Date(cell.at).toISOString(),
      todo: cell.reasons.map((why) => reasons[why]),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

export function boardsJson(state: WiringState, portOf: (model: string) => PortConfig): string {
  return `${JSON.stringify(siteEntriesOf(state, portOf), null, 2)}\n`;
}

/** The wizard's own file, replaced whole, so that a power cut leaves the one before. */
export function keepState(folder: string, state: WiringState): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, stateFile);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** Writes under the first free name: `boards.json`, `boards-2.json` … and returns it. */
export function writeNew(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  for (let number = 1; ; number += 1) {
    const file = join(folder, number === 1 ? `${name}.json` : `${name}-${number}.json`);
    if (existsSync(file)) continue;
    writeFileSync(file, text, { flag: 'wx' });
    return file;
  }
}
