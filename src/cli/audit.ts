// nighthall audit verify: proves that no row of the audit log was changed, removed, added or moved.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openKeys } from '../controller/keys.ts';
import { verifyAudit } from '../controller/store/audit-log.ts';
import { UsageError } from './usage.ts';

export async function audit(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string', default: 'data' } },
  });
  if (positionals.join(' ') !== 'verify') throw new UsageError('audit knows one thing: verify');
  const own = join(values.data, 'kiosk.sqlite');
  const file = existsSync(own) ? own : join(values.data, 'kiosk', 'kiosk.sqlite');
  if (!existsSync(file)) throw new UsageError(`there is no kiosk database in ${values.data}`);
  // Without the kiosk's own keys, e.g. on a copy of the database, the chain is checked and the head's signature is not.
  const keysFolder = join(dirname(file), 'keys');
  const keys = existsSync(join(keysFolder, 'keys.json')) ? openKeys(keysFolder) : undefined;
  if (keys?.ok === false) throw new Error(`the kiosk's keys cannot be read: ${JSON.stringify(keys.problem)}`);
  const verdict = verifyAudit(file, keys?.value.publicKeys());
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return verdict.ok ? 0 : 1;
}
