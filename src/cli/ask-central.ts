// Asking central: what central answers anybody who wants to know whether a paper is genuine.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { parseJsonWith } from '../contract/parse.ts';
import { UsageError } from './usage.ts';

const deadlineMs = 10_000;

export type Unreachable = 'noAnswer' | 'busy' | 'notCentral';

const siteFile = v.object({ central: v.object({ url: v.string() }) });

/** Never the address in the paper's own QR code: a forger would put his own there. */
export async function centralOf(data: string): Promise<string> {
  const text = await readFile(join(data, 'site.json'), 'utf8').catch(() => undefined);
  const site = text === undefined ? undefined : parseJsonWith(siteFile, text);
  if (site?.ok !== true) throw new UsageError(`which central? give --central URL, or --data DIR with a site.json`);
  return site.value.central.url;
}

/** `path` begins behind /verify/. */
export async function askCentral<Schema extends v.GenericSchema<unknown, unknown>>(
  central: string,
  path: string,
  schema: Schema,
): Promise<Result<v.InferOutput<Schema>, Unreachable>> {
  if (!/^https?:$/.test(URL.parse(central)?.protocol ?? ''))
    throw new UsageError('--central must be an http(s) address');
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${central.replace(/\/+$/, '')}/verify/${path}`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    status = response.status;
    text = await response.text();
  } catch {
    // Whatever the network says, the paper is neither better nor worse for it.
    return failed('noAnswer');
  }
  if (status === 429 || status >= 500) return failed('busy');
  const parsed = parseJsonWith(schema, text);
  return parsed.ok ? ok(parsed.value) : failed('notCentral');
}
