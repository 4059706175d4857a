// Run as a process of its own under strace: commits steps to the real store and tells on stdout what is on disk.

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { silentLog } from '../../../src/base/log.ts';
import { certain } from '../../../src/base/result.ts';
import { openKeys } from '../../../src/controller/keys.ts';
import { openStore } from '../../../src/controller/store/store.ts';
import { cellA1, facts, item, migrationsFolder, night, valueIn } from '../../controller/store/fresh-store.ts';

const folder = certain(process.argv[2], 'folder');
const steps = Number(process.argv[3]);
const keys = valueIn(openKeys(join(folder, 'keys')));
const tell = (text: string) => writeSync(1, `${text}\n`);

function open() {
  const store = openStore({
    file: join(folder, 'kiosk.sqlite'),
    migrations: migrationsFolder,
    clock: { now: () => night },
    log: silentLog,
    seal: keys,
    sign: keys.sign,
    headEveryRows: 7,
  });
  return valueIn(store);
}

let store = open();
for (let step = 1; step <= steps; step += 1) {
  const before = store.audit.head().rows;
  store.commit({
    items: [item(step % 9, { is: 'inCell', cell: cellA1, since: night + step })],
    cells: [{ id: cellA1, size: 'small', heightCm: null, state: { is: 'free' }, opens: step }],
    facts: facts(before + 1, before + 1 + (step % 3)),
  });
  tell(`committed ${step} ${store.audit.head().rows}`);
  if (step % 5 === 0) {
    const upTo = store.audit.head().rows - 3;
    store.outbox.acknowledge(upTo, night);
    tell(`acknowledged ${upTo}`);
  }
  // A restart in the midst: the journal is emptied into the database, and begun anew.
  if (step === Math.floor(steps / 2)) {
    store.close();
    store = open();
  }
}
// No close: what a power cut finds is a journal that is still in use.
process.exit(0);
