// Figures: medians, percentiles and ratios of what was measured in one run.

/** NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The worst of them; NaN when there are none, for nothing was measured then. */
export function most(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((one, other) => Math.max(one, other));
}

/** Runs all contestants in turn, `rounds` times after one round to warm up; one list of times in ms for each. */
export async function timeInTurn(
  contestants: readonly (() => unknown)[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [place, run] of contestants.entries()) {
      const from = performance.now();
      await run();
      if (round > 0) times[place]?.push(performance.now() - from);
    }
  }
  return times;
}

export function msText(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}
