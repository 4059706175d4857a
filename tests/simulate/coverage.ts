// Coverage: how often each exception of the reference (E1 to E30) was reached, and some other ways through the hall.

export const exceptions = {
  E1: 'door did not open',
  E2: 'opens late',
  E3: 'door held open',
  E4: 'person left, door open',
  E5: 'wrong door opened',
  E6: 'several doors opened',
  E7: 'opened without command',
  E8: 'item left behind',
  E9: 'cell empty at pickup',
  E10: 'wrong licence inside',
  E11: 'staff closed without putting in',
  E12: 'does not fit',
  E13: 'bank full',
  E14: 'hold time over',
  E15: 'recall races pickup',
  E16: 'power cut with door in motion',
  E17: 'supply on battery',
  E18: 'board silent',
  E19: 'sensor stuck open',
  E20: 'sensor stuck closed',
  E21: 'central offline',
  E22: 'revoked or too old while offline',
  E23: 'duplicate or late command',
  E24: 'card unreadable or reader dead',
  E25: 'agent comes',
  E26: 'message not received: asks by card',
  E27: 'withdrawn after deposit',
  E28: 'fire',
  E29: 'emergency open all',
  E30: 'clock wrong',
  code: 'came in by a pickup code',
  codeWrong: 'pickup code wrong',
  codeLocked: 'pickup code tried too often',
  extended: 'kept longer at the kiosk',
  papers: 'papers left and received by what the sensor saw',
  papersNotIn: 'opened for papers, nothing put in',
  papersDoubt: 'papers in doubt: slammed, or nobody said',
  papersFound: 'papers received by staff who looked',
  papersOut: 'papers taken out by staff',
  papersWithdrawn: 'permission for papers withdrawn',
  papersSlip: 'slip for papers ordered',
  kept: 'cell kept for what is on its way',
  keptUsed: 'kept cell used for it',
  keptEnded: 'kept cell let go or its hours over',
  scan: 'deposit by scanner',
  wrongLabel: 'label of another cell scanned',
  wiring: 'wizard fired a lock',
  restored: 'database restored from a backup',
} as const;
export type Exception = keyof typeof exceptions;

export interface Coverage {
  reach(exception: Exception): void;
  counts(): Readonly<Record<Exception, number>>;
  add(other: Coverage): void;
}

export function createCoverage(): Coverage {
  const counts = new Map<Exception, number>();
  const add = (exception: Exception, by: number) => counts.set(exception, (counts.get(exception) ?? 0) + by);
  const names = Object.keys(exceptions) as Exception[];
  return {
    reach: (exception) => {
      add(exception, 1);
    },
    counts: () => Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0])) as Record<Exception, number>,
    add(other) {
      for (const [name, count] of Object.entries(other.counts())) add(name as Exception, count);
    },
  };
}

export function coverageTable(coverage: Coverage): readonly string[] {
  return Object.entries(coverage.counts()).map(([name, count]) => {
    const line = `${name.padEnd(10)} ${String(count).padStart(6)}  ${exceptions[name as Exception]}`;
    return count === 0 ? `${line} (not reached in this run)` : line;
  });
}
