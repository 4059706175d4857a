// Remembered: what is physical in the simulated hall and therefore still so after a restart, kept in one small file.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../src/base/log.ts';
import { hallLines, hallReaders, thingKinds } from '../../src/contract/panel.ts';
import { parseJsonWith } from '../../src/contract/parse.ts';

const thing = v.strictObject({ id: v.string(), kind: v.picklist(thingKinds) });

const rememberedSchema = v.strictObject({
  /** Port of each line, so that a computer finds its devices again. */
  ports: v.record(v.picklist(hallLines), v.number()),
  /** Person whose card lies on a reader. */
  cards: v.record(v.picklist(hallReaders), v.string()),
  openCells: v.array(v.string()),
  jammedCells: v.array(v.string()),
  /** Thing in each cell. */
  things: v.record(v.string(), thing),
  hands: v.array(thing),
  hallDoor: v.picklist(['open', 'shut']),
  roll: v.picklist(['full', 'low', 'out']),
  cover: v.picklist(['open', 'shut']),
  tray: v.picklist(['full', 'out', 'jam']),
  /** Oldest first. */
  papers: v.array(
    v.strictObject({
      number: v.number(),
      is: v.picklist(['slip', 'document']),
      at: v.number(),
      taken: v.boolean(),
    }),
  ),
});
export type Remembered = v.InferOutput<typeof rememberedSchema>;

/** Everything shut, full and empty; people hold five things. */
export function freshHall(): Remembered {
  return {
    ports: {},
    cards: {},
    openCells: [],
    jammedCells: [],
    things: {},
    hands: thingKinds.map((kind, place) => ({ id: `T${place + 1}`, kind })),
    hallDoor: 'shut',
    roll: 'full',
    cover: 'shut',
    tray: 'full',
    papers: [],
  };
}

const fileName = 'hall.json';

/** A file that can't be read is put aside, and the hall begins afresh. */
export function readRemembered(folder: string, log: Log): Remembered {
  const path = join(folder, fileName);
  if (!existsSync(path)) return freshHall();
  const parsed = parseJsonWith(rememberedSchema, readFileSync(path, 'utf8'));
  if (parsed.ok) return parsed.value;
  log.warn('hall file not readable, put aside', { why: parsed.problem.lines });
  renameSync(path, `${path}.unreadable`);
  return freshHall();
}

export function writeRemembered(folder: string, remembered: Remembered): void {
  const path = join(folder, fileName);
  writeFileSync(`${path}.new`, JSON.stringify(remembered, null, 2));
  renameSync(`${path}.new`, path);
}
