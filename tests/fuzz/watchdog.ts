// Watchdog: a thread that ends the process when a parser hangs, because nothing in the hanging thread can.

import { Worker } from 'node:worker_threads';

export interface Watchdog {
  /** What is fuzzed from now on, in words. */
  begin(what: string): void;
  progress(fed: number): void;
  stop(): void;
}

/** No chunk of bytes takes nearly so long, also on a slow machine. */
const patienceMs = 20_000;

const watch = `
  const { parentPort, workerData } = require('node:worker_threads');
  const fed = new Int32Array(workerData.fed);
  let what = '', last = -1, since = Date.now();
  parentPort.on('message', (next) => { what = next; since = Date.now(); });
  setInterval(() => {
    const now = Atomics.load(fed, 0);
    if (now !== last) { last = now; since = Date.now(); return; }
    if (Date.now() - since < workerData.patienceMs) return;
    require('node:fs').writeSync(2, 'BROKEN ' + what + ': it hangs in the bytes that end at offset ' + now + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }, 1000).unref();
`;

export function startWatchdog(): Watchdog {
  const fed = new SharedArrayBuffer(4);
  const told = new Int32Array(fed);
  const worker = new Worker(watch, { eval: true, workerData: { fed, patienceMs } });
  worker.unref();
  return {
    begin: (what) => worker.postMessage(what),
    progress(now) {
      Atomics.store(told, 0, now);
    },
    stop: () => void worker.terminate(),
  };
}
