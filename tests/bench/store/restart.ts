// Restart (G4): from the kill of a controller with a long journal to the first message that can be sent, and how long the
// whole check of the file and of its audit log takes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { certain } from '../../../src/base/result.ts';
import { median, msText } from '../figures.ts';
import { atMost, type Bench, type Scale } from '../goals.ts';
import { makeFilledPlace } from './filled-store.ts';

const rows: Readonly<Record<Scale, number>> = { tiny: 500, usual: 100_000, full: 1_000_000 };
const journalMegabytes: Readonly<Record<Scale, number>> = { tiny: 1, usual: 64, full: 64 };
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 3, full: 5 };

async function fillAndKill(folder: string, megabytes: number): Promise<void> {
  const program = join(import.meta.dirname, 'long-journal.ts');
  const child = spawn(process.execPath, [program, folder, String(megabytes)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error('the filling of the journal failed');
}

export const benchRestart: Bench = async ({ scale, say }) => {
  const place = makeFilledPlace(rows[scale]);
  const opens: number[] = [];
  const audits: number[] = [];
  const files: number[] = [];
  let journal = 0;
  try {
    for (let round = 0; round < rounds[scale]; round += 1) {
      await fillAndKill(place.folder, journalMegabytes[scale]);
      journal = statSync(`${place.file}-wal`).size;
      const from = performance.now();
      const store = place.opened({ headEveryRows: 10_000 });
      certain(store.outbox.peek(1)[0], 'a message that waits');
      opens.push(performance.now() - from);

      const before = performance.now();
      const verdict = store.audit.verify();
      if (!verdict.ok) throw new Error(`the audit log does not verify: ${verdict.why}`);
      audits.push((100_000 * (performance.now() - before)) / verdict.rows);
      const file = new SqliteDatabase(place.file, { readonly: true });
      const checking = performance.now();
      file.pragma('quick_check(3)');
      files.push((100_000 * (performance.now() - checking)) / verdict.rows);
      file.close();
      store.close();
    }
  } finally {
    place.remove();
  }
  const check = median(audits) + median(files);
  say(`Restart: ${rows[scale]} rows, killed with a journal of ${(journal / 1_000_000).toFixed(0)} MB`);
  say(`  open, recover and read the first message: ${msText(median(opens))} (median)`);
  say(`  for each 100,000 rows: audit log verified ${msText(median(audits))}, file checked ${msText(median(files))}`);
  return [
    atMost(
      {
        id: 'G4.first',
        what: `ms from start to first message, ${rows[scale]} rows and a long journal`,
        value: median(opens),
      },
      60,
    ),
    atMost({ id: 'G4.check', what: 'ms of file check and audit check for 100,000 rows', value: check }, 1_000),
  ];
};
