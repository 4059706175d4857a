// The simulated hall as a process: its devices on TCP ports of this machine, and its panel in the browser.
// node hardware/hall/main.ts --folder DIR --pages DIR [--port N]
// Prints one JSON line when it is ready: {"ready":true,"panel":url,"site":{devices, cabinet}}. Ends on SIGTERM and SIGINT.

import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { trialCabinet } from './cabinet.ts';
import { startHall } from './hall.ts';
import { startPanelServer } from './panel-server.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    pages: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
});

if (values.folder === undefined || values.pages === undefined || !/^\d{1,5}$/.test(values.port)) {
  process.stderr.write('usage: main.ts --folder DIR --pages DIR [--port N]\n');
  process.exit(2);
}

const log = createLog((line) => process.stderr.write(`${line}\n`), systemClock, 'hall');
mkdirSync(values.folder, { recursive: true });

const hall = await startHall({
  folder: values.folder,
  clock: systemClock,
  log,
  seed: process.pid,
  cabinet: trialCabinet(),
  people: syntheticPeople,
});
const panel = await startPanelServer({
  hall,
  pages: values.pages,
  port: Number(values.port),
  clock: systemClock,
  log: log.part('panel'),
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await panel.close();
    await hall.close();
    process.exit(0);
  });
}
process.stdout.write(`${JSON.stringify({ ready: true, panel: panel.url, site: hall.site })}\n`);
