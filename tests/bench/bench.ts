// Benchmarks: `npm run bench -- AREA [--json] [--full]` measures the goals of one area and says which are met.

import { parseArgs } from 'node:util';
import { benchCentral } from './central/central.ts';
import { type Bench, goalJson, goalTable } from './goals.ts';
import { benchHardware } from './hardware/hardware.ts';
import { benchPrinting } from './printing/printing.ts';
import { benchStore } from './store/store.ts';

const areas: Readonly<Record<string, Bench>> = {
  central: benchCentral,
  hardware: benchHardware,
  printing: benchPrinting,
  store: benchStore,
};

const usage = `usage: npm run bench -- ${Object.keys(areas).join('|')} [--json] [--full]`;

function readArguments() {
  try {
    return parseArgs({
      options: { json: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const given = readArguments();
const [area = '', ...others] = given?.positionals ?? [];
const bench = Object.hasOwn(areas, area) ? areas[area] : undefined;
if (given === undefined || bench === undefined || others.length > 0) {
  console.error(usage);
  process.exit(2);
}
const goals = await bench({ scale: given.values.full ? 'full' : 'usual', say: (line) => console.log(line) });
console.log(`\n${goalTable(goals)}\n`);
console.log(`${goals.filter(({ met }) => met).length} of ${goals.length} goals met`);
if (given.values.json) console.log(goalJson(goals));
