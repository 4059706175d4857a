// nighthall controller: the program of one kiosk. Electron's shell runs it beside its window; without a screen it runs alone.

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevices } from '../../hardware/registry.ts';
import project from '../../package.json' with { type: 'json' };
import { systemClock } from '../base/clock.ts';
import { createLog, type Log } from '../base/log.ts';
import { failed, ok, type Result } from '../base/result.ts';
import type { Undo } from '../base/undo.ts';
import { parseSite, type Site } from '../contract/config.ts';
import { type Controller, compose } from '../controller/compose.ts';
import { createLogFile } from '../controller/log-file.ts';
import { createPapers } from '../controller/make-papers.ts';
import { startWindowServer } from '../controller/window-server.ts';
import { UsageError } from './usage.ts';

const root = resolve(import.meta.dirname, '../..');

/** Ends with 3 when the disk failed while running: the shell starts the program again, with a growing pause. */
const brokenCode = 3;

function readSite(file: string): Result<Site, readonly string[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return failed([
      `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`,
    ]);
  }
  const site = parseSite(text);
  return site.ok ? ok(site.value) : failed(site.problem.lines);
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
}

/**
 * Electron's utility process and a plain child process have different doors for the same messages. The answer shuts the
 * door: a channel that somebody listens to keeps a plain child alive after its work has ended.
 */
function linkParent({ windows }: Controller): Undo {
  const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    const link = windows.attach((message) => port.postMessage(message));
    port.on('message', ({ data }) => link.receive(data));
    return () => link.detach();
  }
  if (process.send !== undefined) {
    const link = windows.attach((message) => {
      // A parent that dies in this moment closes the channel; `disconnect` follows and ends this program in order.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    });
    process.on('message', (message) => link.receive(message));
    process.on('disconnect', () => link.detach());
    return () => {
      if (process.connected) process.disconnect();
    };
  }
  return () => undefined;
}

function logTo(folder: string, site: Site): Log {
  const file = createLogFile({ folder, ...site.log });
  return createLog((line) => file.write(line), systemClock);
}

export async function controller(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      site: { type: 'string' },
      data: { type: 'string' },
      pages: { type: 'string', default: join(root, 'build/pages') },
    },
  });
  if (values.site === undefined || values.data === undefined)
    throw new UsageError('controller needs --site FILE and --data DIR');
  const site = readSite(values.site);
  if (!site.ok) {
    for (const line of site.problem) process.stderr.write(`${values.site}: ${line}\n`);
    return 1;
  }
  const dataFolder = resolve(values.data);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const log = logTo(join(dataFolder, 'log'), site.value);
  const random = Math.random;
  const devices = openDevices(site.value.devices, { clock: systemClock, log: log.part('devices'), random });

  return new Promise((resolveCode) => {
    let ending = false;
    const composed = compose({
      site: site.value,
      dataFolder,
      migrations: join(root, 'migrations/kiosk'),
      version: project.version,
      devices,
      wiring: { lines: devices.boardWires, open: (line) => devices.lendWire(line) },
      papers: createPapers({
        kiosk: site.value.kiosk,
        timeZone: site.value.hours.timeZone,
        point: site.value.point,
        clock: systemClock,
      }),
      clock: systemClock,
      sinceBootMs: () => uptime() * 1_000,
      log,
      random,
      randomBytes: (count) => randomBytes(count),
      onBroken(error) {
        log.error('stopped for safety', { error });
        process.stderr.write('nighthall: the controller cannot go on and is to be started again; the log says why\n');
        process.exit(brokenCode);
      },
    });
    if (!composed.ok) {
      process.stderr.write(
        `nighthall: the ${composed.problem.part} in ${dataFolder} cannot be used: ${JSON.stringify(composed.problem.problem)}\n`,
      );
      log.error('cannot start', { part: composed.problem.part, problem: composed.problem.problem });
      return resolveCode(1);
    }
    const running = composed.value;
    const unlinkParent = linkParent(running);
    const served =
      site.value.window === undefined
        ? Promise.resolve(undefined)
        : startWindowServer({
            pages: resolve(values.pages),
            port: site.value.window.port,
            token: randomBytes(24).toString('base64url'),
            windows: running.windows,
            log: log.part('window'),
          });
    served.then(
      (server) => {
        const stop = () => {
          if (ending) return;
          ending = true;
          Promise.all([server?.close(), running.stop()]).then(
            () => {
              unlinkParent();
              resolveCode(0);
            },
            (error: unknown) => {
              log.error('did not stop cleanly', { error });
              unlinkParent();
              resolveCode(1);
            },
          );
        };
        process.once('SIGTERM', stop);
        process.once('SIGINT', stop);
        process.once('disconnect', stop);
        // Last: whoever reads it may ask for the end at once.
        process.stdout.write(`${JSON.stringify({ ready: true, window: server?.address ?? null })}\n`);
      },
      (error: unknown) => {
        process.stderr.write(
          `nighthall: the window's address cannot be opened: ${error instanceof Error ? error.message : 'unknown reason'}\n`,
        );
        running.stop().then(() => {
          unlinkParent();
          resolveCode(1);
        });
      },
    );
  });
}
