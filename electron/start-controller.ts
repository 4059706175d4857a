// Start: runs the controller program once, in Electron's utility process or, under an old Electron, on a Node of its own.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { ControllerRun, RunListener } from './controller.ts';
import { controllerEnvironment, wayToRun } from './ways-to-run.ts';

export interface StartOptions {
  /** Folder that holds build, src and node_modules. */
  readonly root: string;
  readonly packaged: boolean;
  readonly site: string;
  readonly data: string;
}

export function startController({ root, packaged, site, data }: StartOptions, listener: RunListener): ControllerRun {
  const args = ['controller', '--site', site, '--data', data];
  const bundle = join(root, 'build/controller/src/cli/nighthall.mjs');
  const way = wayToRun({ electron: process.versions['electron'] ?? '', packaged, bundled: existsSync(bundle) });
  return way === 'utility' ? startUtility(bundle, args, listener) : startNode(root, args, listener);
}

function startUtility(bundle: string, args: readonly string[], { onMessage, onDeath }: RunListener): ControllerRun {
  const child = utilityProcess.fork(bundle, [...args], {
    serviceName: 'Nighthall controller',
    stdio: 'inherit',
    env: controllerEnvironment(process.env),
  });
  child.on('message', onMessage);
  child.once('exit', (code) => onDeath(`code ${code}`));
  return {
    send: (message) => child.postMessage(message),
    end: () => {
      child.kill();
    },
    kill() {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}

function startNode(root: string, args: readonly string[], { onMessage, onDeath }: RunListener): ControllerRun {
  const node = process.env['NIGHTHALL_NODE'] ?? join(root, 'node_modules/node/bin/node');
  const child = spawn(node, [join(root, 'src/cli/nighthall.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: controllerEnvironment(process.env),
  });
  child.on('message', onMessage);
  child.once('exit', (code, signal) => onDeath(signal ?? `code ${code}`));
  child.once('error', (error) => onDeath(error.message));
  return {
    send(message) {
      // A message to a child that is just dying fails; its death is what counts and is told by `exit`.
      if (child.connected) child.send(message, () => undefined);
    },
    end: () => {
      child.kill('SIGTERM');
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
