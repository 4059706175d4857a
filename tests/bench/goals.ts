// Goals: what a benchmark measured, beside what was asked of it.

/** `npm run bench -- AREA --json` prints these. */
export interface Goal {
  /** Goal of the reference and the part of it, e.g. `G9.speed.lock-board-8a`. */
  readonly id: string;
  readonly what: string;
  readonly value: number;
  /** With its direction, e.g. `<= 1.15`. */
  readonly target: string;
  readonly met: boolean;
}

/** How much is measured: `tiny` only tries the harness, `full` takes as many rounds as the goals name. */
export type Scale = 'tiny' | 'usual' | 'full';

export interface BenchOptions {
  readonly scale: Scale;
  /** One line for the person who watches. */
  readonly say: (line: string) => void;
}

/** One area of `npm run bench`. */
export type Bench = (options: BenchOptions) => Promise<readonly Goal[]>;

interface Measured {
  readonly id: string;
  readonly what: string;
  readonly value: number;
}

/** A value that could not be measured is NaN, and then the goal is not met. */
export function atMost({ id, what, value }: Measured, limit: number): Goal {
  return { id, what, value: rounded(value), target: `<= ${limit}`, met: value <= limit };
}

export function atLeast({ id, what, value }: Measured, limit: number): Goal {
  return { id, what, value: rounded(value), target: `>= ${limit}`, met: value >= limit };
}

/** Seven digits: a share of good frames that is not quite 1 must not look like 1. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ id, value, target, met, what }) => [
    met ? 'met' : 'NOT MET',
    id,
    shown(value),
    target,
    what,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** The last line of `--json`. JSON has no NaN: what was not measured is null. */
export function goalJson(goals: readonly Goal[]): string {
  return JSON.stringify({ goals });
}

function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 1 && value > 0.9 ? value.toFixed(6) : String(Number(value.toPrecision(4)));
}
