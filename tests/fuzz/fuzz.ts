// Fuzz: feeds noise to every parser, every simulator and every driver conversation, and ends at the first broken promise.
//
//   npm run fuzz -- [--protocol NAME] [--bytes N] [--seed S] [--json]
//
// NAME is a protocol (`lock-board-8a`) or one target of it (`lock-board-8a/answers`). Conversations take a share of the
// bytes, which their line says. A broken promise is printed with what is needed to see it again.

import { parseArgs } from 'node:util';
import { BrokenPromise, createTape } from './tape.ts';
import type { FuzzTarget } from './target.ts';
import { targets } from './targets.ts';
import { startWatchdog } from './watchdog.ts';

const { values } = parseArgs({
  options: {
    protocol: { type: 'string' },
    bytes: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

interface Line {
  readonly protocol: string;
  readonly bytes: number;
  readonly found: number;
  readonly kept: number | null;
  readonly seed: number;
  readonly seconds: number;
}

const seed = wholeNumber('seed', values.seed);
const bytes = wholeNumber('bytes', values.bytes);
const wanted = values.protocol;
const chosen = targets.filter(({ name }) => wanted === undefined || name === wanted || name.startsWith(`${wanted}/`));
if (chosen.length === 0) {
  console.error(`no protocol "${wanted}"; there are ${targets.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

let current = '';
process.on('unhandledRejection', (why) => {
  console.error(`${current}: a promise was rejected and nobody heard it, seed ${seed}: ${String(why)}`);
  process.exit(1);
});

const watchdog = startWatchdog();
const lines: Line[] = [];
let ok = true;
for (const target of chosen) {
  try {
    lines.push(await fuzz(target));
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    console.error(`BROKEN ${error.message}`);
    ok = false;
    break;
  }
}
watchdog.stop();
if (values.json) console.log(JSON.stringify({ protocols: lines, ok }));
process.exitCode = ok ? 0 : 1;

async function fuzz(target: FuzzTarget): Promise<Line> {
  current = target.name;
  const from = performance.now();
  const asked = Math.max(1, Math.round(bytes * target.share));
  watchdog.begin(`${target.name}, seed ${seed} (--protocol ${target.name} --seed ${seed})`);
  const tape = createTape({ target: target.name, seed, bytes: asked, progress: watchdog.progress });
  const { found, kept } = await target.run(tape);
  const seconds = Math.round((performance.now() - from) / 100) / 10;
  const line: Line = { protocol: target.name, bytes: tape.fed(), found, kept, seed, seconds };
  if (!values.json) console.log(told(line, target.share));
  return line;
}

function told({ protocol, bytes: fed, found, kept, seconds }: Line, share: number): string {
  const keeps = kept === null ? '' : `, worst buffer ${kept} bytes`;
  const part = share >= 1 ? '' : ` (${share * 100} % of the bytes asked for: a conversation on a clock)`;
  return `${protocol}: ${fed} bytes${part}, ${found} found${keeps}, seed ${seed}, ${seconds} s`;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) {
    console.error(`--${name} must be a whole number, not ${text}`);
    process.exit(2);
  }
  return number;
}
