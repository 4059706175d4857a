// Record: a file of what has held so far, so that a long run that was cut short goes on where it was.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What one kiosk went through: the batch `number` of a fault, `times` in a row. */
export interface HeldBatch {
  readonly id: string;
  readonly seed: number;
  readonly number: number;
  readonly times: number;
  readonly note: string;
}

export interface HeldRecord {
  /** The same batch as it held before. */
  find(batch: Omit<HeldBatch, 'note'>): HeldBatch | undefined;
  keep(batch: HeldBatch): void;
}

const keyOf = ({ id, seed, number, times }: Omit<HeldBatch, 'note'>) => [id, seed, number, times].join(' ');

export function openRecord(file: string): HeldRecord {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const held = new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as HeldBatch)
      .map((batch) => [keyOf(batch), batch]),
  );
  return {
    find: (batch) => held.get(keyOf(batch)),
    keep(batch) {
      held.set(keyOf(batch), batch);
      appendFileSync(file, `${JSON.stringify(batch)}\n`);
    },
  };
}
