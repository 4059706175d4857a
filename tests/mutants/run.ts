// `npm run mutants [-- --only ID,...] [--json]`: every deliberate mistake must be noticed by the tests (goal G23).

import { parseArgs } from 'node:util';
import { hunt } from './hunt.ts';
import { mutants } from './mutants.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const only = values.only?.split(',');
const chosen = mutants.filter(({ id }) => only === undefined || only.includes(id));
if (chosen.length === 0) {
  console.error(`no such mutant; there are ${mutants.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
let caught = 0;
for (const mutant of chosen) {
  const found = await hunt(mutant);
  if (found.is === 'caught') caught += 1;
  const tail = found.is === 'caught' ? found.by : found.is === 'notTried' ? found.why : mutant.what;
  console.log(
    `${found.is === 'caught' ? 'caught  ' : found.is === 'survived' ? 'SURVIVED' : 'NOT TRIED'} ${mutant.id}: ${tail}`,
  );
}
console.log(`${caught} of ${chosen.length} mutants caught`);
if (values.json)
  console.log(
    JSON.stringify({
      goals: [
        {
          id: 'G23',
          what: 'deliberate mistakes caught',
          value: caught,
          target: `>= ${chosen.length}`,
          met: caught === chosen.length,
        },
      ],
    }),
  );
process.exitCode = caught === chosen.length ? 0 : 1;
