// Lock: one at a time, in order of arrival; released however the work ends.

export interface Lock {
  run<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const mine = last.then(work, work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
