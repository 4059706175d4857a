// Shrink: leaves out decisions of a failing year as long as the same promise is broken, and returns what is left.

import { playYear, type Year, type YearOptions } from './days.ts';
import { decisionsOf, type Pace } from './decisions.ts';

export interface Shrunk {
  readonly year: Year;
  /** Names of the decisions that are enough. */
  readonly only: readonly string[];
  readonly replays: number;
}

/** The promise without the names of this case: a shorter list may break it at another door. */
function kindOf(what: string): string {
  return what.replaceAll(/[A-Z]-?\d+|\b[0-9a-f-]{36}\b|\d+|\{.*\}/g, '#').slice(0, 120);
}

export async function shrink(
  failing: Year,
  options: Pick<YearOptions, 'pace'> & { readonly isOver: () => boolean },
): Promise<Shrunk> {
  if (failing.broken === null) throw new Error('nothing was broken');
  const { pace, isOver } = options;
  const kind = kindOf(failing.broken.what);
  let replays = 0;
  let best = failing;
  let names = failing.broken.played;

  async function stillBreaks(only: readonly string[]): Promise<boolean> {
    if (isOver()) return false;
    replays += 1;
    const days = best.broken?.day ?? failing.days;
    const year = await playYear({
      seed: failing.seed,
      days,
      only: new Set(only),
      ...(pace === undefined ? {} : { pace }),
    });
    if (year.broken === null || kindOf(year.broken.what) !== kind) return false;
    best = year;
    names = year.broken.played;
    return true;
  }

  // What breaks a promise is mostly near the end.
  for (let count = 1; count < names.length; count *= 2) {
    if (await stillBreaks(names.slice(-count))) break;
  }
  for (const groupOf of [kindGroups, dayGroups]) {
    for (const group of groupOf(failing.seed, names, pace)) {
      const without = names.filter((name) => !group.has(name));
      if (without.length < names.length) await stillBreaks(without);
    }
  }
  for (let size = Math.ceil(names.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < names.length && !isOver(); ) {
      const without = [...names.slice(0, from), ...names.slice(from + size)];
      if (!(await stillBreaks(without))) from += size;
    }
  }
  return { year: best, only: names, replays };
}

/** All decisions of one kind: mostly the hall door has nothing to do with a lock. */
function kindGroups(seed: number, names: readonly string[], pace: Pace | undefined): readonly ReadonlySet<string>[] {
  const groups = new Map<string, Set<string>>();
  for (const day of new Set(names.map(dayOf))) {
    for (const { name, what } of decisionsOf(seed, day, pace))
      groups.set(what.do, (groups.get(what.do) ?? new Set()).add(name));
  }
  return [...groups.values()];
}

function dayGroups(_: number, names: readonly string[]): readonly ReadonlySet<string>[] {
  return [...new Set(names.map(dayOf))].map((day) => new Set(names.filter((name) => dayOf(name) === day)));
}

const dayOf = (name: string) => Number(name.split('.')[0]);
