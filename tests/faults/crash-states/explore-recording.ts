// Run as a process of its own, so that several explore at once: records a store and explores it. Arguments: states, steps,
// seed and the names of the source changes; prints the exploration as JSON.

import { explore } from './explore.ts';
import { recordStore } from './write-log.ts';

const [states, steps, seed, ...changes] = process.argv.slice(2);
const recording = recordStore({ steps: Number(steps), changes });
try {
  const found = explore(recording, { states: Number(states), storeEvery: 50, seed: Number(seed) });
  process.stdout.write(JSON.stringify(found));
} finally {
  recording.remove();
}
