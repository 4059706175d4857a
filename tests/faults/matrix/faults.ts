// Faults: breaks one thing after another around the real processes of a hall, and looks at what must hold all the same.
//
//   npm run faults [-- --json] [--only ID,…] [--quick] [--runs N] [--kills N] [--seed N] [--lanes N] [--seconds N]
//                  [--record FILE]
//
// An ID is a row (`17`) or one injection of it (`17-wal`). `--record` writes down what held, and a run with the same file
// goes on where that one was. Nothing else is left behind, also on Ctrl-C. The exit code is 1 when anything was not held.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { atEnd, endAll } from './ends.ts';
import { runMatrix } from './matrix-run.ts';
import { notInjected } from './not-injected.ts';
import { openRecord } from './record.ts';
import { faults } from './table.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string' },
    kills: { type: 'string' },
    record: { type: 'string' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '3' },
    seconds: { type: 'string' },
  },
});

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} must be a whole number, not ${text}\n`);
  process.exit(2);
}

const only = values.only?.split(',');
const isWanted = ({ id }: { readonly id: string }) =>
  only?.some((one) => id === one || id.split('-')[0] === one) ?? true;
const chosen = faults.filter(isWanted);
if (chosen.length === 0) {
  process.stderr.write(`no such fault; there are ${faults.map(({ id }) => id).join(', ')}\n`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.stderr.write('ending what was started …\n');
    endAll().then(() => process.exit(130));
  });
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
  process.once(fault, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    endAll().then(() => process.exit(1));
  });
}

// Controllers start hundreds of times: what Node has compiled once it need not compile again.
const compiled = mkdtempSync(join(tmpdir(), 'nighthall-compiled-'));
process.env['NODE_COMPILE_CACHE'] = compiled;
atEnd(() => rmSync(compiled, { recursive: true, force: true }));

const from = performance.now();
const outcomes = await runMatrix({
  faults: chosen,
  quick: values.quick,
  seed: wholeNumber('seed', values.seed),
  lanes: wholeNumber('lanes', values.lanes),
  ...(values.seconds === undefined ? {} : { seconds: wholeNumber('seconds', values.seconds) }),
  ...(values.runs === undefined ? {} : { runs: wholeNumber('runs', values.runs) }),
  ...(values.kills === undefined ? {} : { kills: wholeNumber('kills', values.kills) }),
  ...(values.record === undefined ? {} : { record: openRecord(values.record) }),
  tell({ id, how }, { runs, held, note }, seconds) {
    const word = runs === 0 ? 'not run' : held ? 'held' : 'NOT HELD';
    process.stdout.write(`${id.padEnd(18)} ${word.padEnd(8)} ${runs} × ${how} (${seconds.toFixed(1)} s): ${note}\n`);
  },
});
const leftovers = await endAll();
for (const line of leftovers) process.stderr.write(`not ended cleanly: ${line}\n`);
if (!values.quick) {
  for (const { id, title, why } of notInjected.filter(isWanted))
    process.stdout.write(`${id.padEnd(18)} ${'-'.padEnd(8)} ${title}: ${why}\n`);
}
const ran = outcomes.filter(({ runs }) => runs > 0);
const ok = ran.length > 0 && ran.every(({ held }) => held) && leftovers.length === 0;
const minutes = ((performance.now() - from) / 60_000).toFixed(1);
process.stdout.write(`${ran.filter(({ held }) => held).length} of ${ran.length} faults held, in ${minutes} minutes\n`);
if (values.json) process.stdout.write(`${JSON.stringify({ ok, faults: outcomes })}\n`);
process.exit(ok ? 0 : 1);
