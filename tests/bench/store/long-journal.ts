// Run as a process of its own and killed: fills the journal of a store to so many megabytes, as a reader that never ends
// makes it grow, and tells when it is full.

import { statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { silentLog } from '../../../src/base/log.ts';
import { certain } from '../../../src/base/result.ts';
import { openKeys } from '../../../src/controller/keys.ts';
import { openStore } from '../../../src/controller/store/store.ts';
import { migrationsFolder, night, valueIn } from '../../controller/store/fresh-store.ts';
import { longFacts } from './filled-store.ts';

const folder = certain(process.argv[2], 'folder');
const bytes = Number(process.argv[3]) * 1_000_000;
const file = join(folder, 'kiosk.sqlite');
const keys = valueIn(openKeys(join(folder, 'keys')));
const options = { file, migrations: migrationsFolder, clock: { now: () => night }, log: silentLog };
const store = valueIn(openStore({ ...options, seal: keys, sign: keys.sign, headEveryRows: 10_000 }));
const reader = new SqliteDatabase(file, { readonly: true });
reader.exec('begin; select count(*) from kiosk');
while (statSync(`${file}-wal`).size < bytes) store.commit({ facts: longFacts(store.audit.head().rows + 1, 20) });
writeSync(1, 'full\n');
setInterval(() => undefined, 60_000);
