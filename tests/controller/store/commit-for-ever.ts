// Run as a process of its own and killed: commits one fact after another and tells each one that is on disk.

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { silentLog } from '../../../src/base/log.ts';
import { certain } from '../../../src/base/result.ts';
import { openKeys } from '../../../src/controller/keys.ts';
import { openStore } from '../../../src/controller/store/store.ts';
import { cellA1, fact, migrationsFolder, night, valueIn } from './fresh-store.ts';

const folder = certain(process.argv[2], 'folder');
const keys = valueIn(openKeys(join(folder, 'keys')));
const store = valueIn(
  openStore({
    file: join(folder, 'kiosk.sqlite'),
    migrations: migrationsFolder,
    clock: { now: () => night },
    log: silentLog,
    seal: keys,
    sign: keys.sign,
    headEveryRows: 7,
  }),
);
for (let row = store.audit.head().rows + 1; ; row += 1) {
  store.commit({
    cells: [{ id: cellA1, size: 'small', heightCm: null, state: { is: 'free' }, opens: row }],
    facts: [fact(row)],
  });
  writeSync(1, `${row}\n`);
}
