// Trial: central on its embedded database and the simulated hall, as processes on this machine, with a site file for both.

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import type { CodeAnswer } from '../contract/admin.ts';
import { type Child, startChild } from './children.ts';

export const root = resolve(import.meta.dirname, '../..');
export const trialKiosk = 'hall-1';

export interface Trial {
  readonly central: Child;
  readonly hall: Child;
  readonly centralUrl: string;
  readonly adminToken: string;
  readonly panel: string;
  readonly siteFile: string;
  readonly kioskFolder: string;
  end(): Promise<void>;
}

export interface CentralOrder {
  readonly data: string;
  /** 0 for any free one; a restarted central keeps the address that the site file names. */
  readonly port: number;
  readonly tokenFile: string;
}

export function startCentralProcess({ data, port, tokenFile }: CentralOrder): Promise<Result<Child, string>> {
  const args = ['src/central/main.ts', '--data', join(data, 'central'), '--port', String(port), '--mode', 'trial'];
  return startChild({
    name: 'central',
    command: process.execPath,
    args: [
      ...args.map((arg, index) => (index === 0 ? join(root, arg) : arg)),
      '--admin-token-file',
      tokenFile,
      '--pages',
      join(root, 'build/pages'),
      '--seed',
      'synthetic',
      '--seed-kiosk',
      trialKiosk,
    ],
    errorsTo: join(data, 'central.log'),
  });
}

function tokenFrom(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const token = randomBytes(24).toString('base64url');
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
    return token;
  }
}

/** Calls central as the back office would. Anything but success is a bug of the trial. */
export async function askCentral(url: string, token: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`central answered ${response.status} to ${path}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

export async function startTrial(
  data: string,
  { browser }: { readonly browser: boolean },
): Promise<Result<Trial, string>> {
  const kioskFolder = join(data, 'kiosk');
  mkdirSync(kioskFolder, { recursive: true, mode: 0o700 });
  const tokenFile = join(data, 'central-admin.token');
  const adminToken = tokenFrom(tokenFile);
  const [central, hall] = await Promise.all([
    startCentralProcess({ data, port: 0, tokenFile }),
    startChild({
      name: 'the simulated hall',
      command: process.execPath,
      args: [join(root, 'hardware/hall/main.ts'), '--folder', join(data, 'hall'), '--pages', join(root, 'build/pages')],
      errorsTo: join(data, 'hall.log'),
    }),
  ]);
  const children = [central, hall].flatMap((child) => (child.ok ? [child.value] : []));
  const end = async () => {
    await Promise.all(children.map((child) => child.end()));
  };
  if (!central.ok || !hall.ok) {
    await end();
    return failed(!central.ok ? central.problem : !hall.ok ? hall.problem : '');
  }
  const centralUrl = String(central.value.ready['url']);
  const code = (await askCentral(centralUrl, adminToken, '/admin/v1/kiosks/codes', {
    kiosk: trialKiosk,
  })) as CodeAnswer;
  const siteFile = join(data, 'site.json');
  const site = {
    kiosk: trialKiosk,
    point: {
      name: { zh: '二十四小时自助服务大厅', en: '24-hour Self-service Hall' },
      phone: '021-0000 0000',
    },
    trial: true,
    hours: { office: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] },
    ...(hall.value.ready['site'] as object),
    central: { url: centralUrl, enrolmentCode: code.code },
    ...(browser ? { window: { port: 0 } } : {}),
  };
  writeFileSync(siteFile, `${JSON.stringify(site, null, 2)}\n`, { mode: 0o600 });
  return ok({
    central: central.value,
    hall: hall.value,
    centralUrl,
    adminToken,
    panel: String(hall.value.ready['panel']),
    siteFile,
    kioskFolder,
    end,
  });
}
