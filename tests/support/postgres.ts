// A PostgreSQL server of a test's own: made by initdb in a temporary folder, on a socket in it, ended with the test.

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pause, systemClock } from '../../src/base/clock.ts';
import { type StartedGroup, startGroup } from './servers.ts';

/** Debian keeps the programs of each version apart, outside PATH. */
function programFolder(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map(Number) : [];
  const folders = versions
    .filter((version) => version >= 15)
    .sort((a, b) => b - a)
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}
const programs = programFolder();

/** Undefined when all is there; else what is missing, for the title of the tests that are skipped. */
export const missingForPostgres = programs === undefined ? 'PostgreSQL 15 or later (Debian postgresql)' : undefined;

/** The server refuses to run as root: then it runs as nobody. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => /^nobody:/.test(one))
    ?.split(':');
  return { uid: Number(line?.[2] ?? 65534), gid: Number(line?.[3] ?? 65534) };
}

export interface RealPostgres {
  /** All its files. */
  readonly folder: string;
  /** Address of a new, empty database; `like` copies one that nobody is connected to. */
  database(like?: string): Promise<string>;
  /** Runs one statement on a database as its owner. */
  run(url: string, statement: string): Promise<readonly Record<string, unknown>[]>;
  /** SIGKILL to every process of it, as a power cut is for what runs on it. */
  kill(): Promise<void>;
  /** After a kill, with the same files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startPostgres({ durable = false }: { readonly durable?: boolean } = {}): Promise<RealPostgres> {
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const bin = programs;
  // The path of a socket has at most 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'nh-pg-'));
  const user = serverUser();
  await chmod(folder, 0o700);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const urlOf = (name: string) => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;

  async function run(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async function start(): Promise<StartedGroup> {
    const settings = [
      ['listen_addresses', ''],
      ['unix_socket_directories', folder],
      ['fsync', durable ? 'on' : 'off'],
      ['max_connections', '100'],
      ['shared_buffers', '64MB'],
    ];
    const server = startGroup(
      join(bin, 'postgres'),
      ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      process.env,
      { ...user, cwd: folder },
    );
    for (let tries = 0; tries < 600; tries += 1) {
      const there = await run(urlOf('postgres'), 'select 1').catch(() => undefined);
      if (there !== undefined) return server;
      await pause(systemClock, 50);
    }
    await server.kill();
    throw new Error('PostgreSQL did not start');
  }

  let server = await start();
  return {
    folder,
    run,
    async database(like) {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      const template = like === undefined ? '' : ` template ${new URL(like).pathname.slice(1)}`;
      await run(urlOf('postgres'), `create database ${name}${template}`);
      return urlOf(name);
    },
    kill: () => server.kill(),
    async restart() {
      server = await start();
    },
    async close() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
