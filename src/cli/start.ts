// nighthall start: the whole hall on one machine, in Electron where it can run, else for any browser.

import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findElectron } from '../../electron/find.ts';
import { type Child, startChild } from './children.ts';
import { root, startTrial, type Trial } from './trial.ts';

const reasons = {
  noBinary: 'Electron is not installed here (node_modules/.bin/install-electron fetches it)',
  noDisplay: 'there is no display (a graphical session, or: apt-get install xvfb and xvfb-run -a npm start)',
} as const;

function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export async function start(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: 'data' }, browser: { type: 'boolean', default: false } },
  });
  const data = resolve(values.data);
  const known = existsSync(join(data, 'site.json'));
  mkdirSync(data, { recursive: true, mode: 0o700 });
  say(`Nighthall: data in ${data}${known ? ' (going on with what is there)' : ''}`);

  const electron = await findElectron();
  const browser = values.browser || !electron.ok;
  const trial = await startTrial(data, { browser });
  if (!trial.ok) {
    say(`Nighthall could not start: ${trial.problem}`);
    return 1;
  }
  const shell = await (electron.ok && !browser
    ? startShell(electron.value, trial.value)
    : startController(trial.value));
  if (!shell.ok) {
    say(`Nighthall could not start: ${shell.problem}`);
    await trial.value.end();
    return 1;
  }
  say(`central (trial database)   ${trial.value.centralUrl}`);
  say(`the staff console          ${trial.value.centralUrl}/console/`);
  say(`the simulated hall         ${trial.value.panel}`);
  if (browser) {
    say(`the kiosk, in any browser  ${String(shell.value.ready['window'])}`);
    if (!values.browser && !electron.ok) say(`  not in its own window: ${reasons[electron.problem]}`);
  } else say('the kiosk                  in its own window');
  say('Ctrl-C ends everything.');
  return untilEnd(trial.value, shell.value);
}

function startController(trial: Trial) {
  return startChild({
    name: 'the controller',
    command: process.execPath,
    args: [join(root, 'src/cli/nighthall.ts'), 'controller', '--site', trial.siteFile, '--data', trial.kioskFolder],
  });
}

function startShell(electron: { readonly command: string; readonly args: readonly string[] }, trial: Trial) {
  return startChild({
    name: 'the kiosk window',
    command: electron.command,
    args: [
      ...electron.args,
      join(root, 'build/electron/main.cjs'),
      // A trial on a desk leaves the desk its keys and its other windows.
      '--windowed',
      '--site',
      trial.siteFile,
      '--data',
      trial.kioskFolder,
      '--pages',
      join(root, 'build/pages'),
    ],
    env: { NIGHTHALL_NODE: process.execPath },
  });
}

/** Ends when somebody asks for it or when a part has died; no process is left behind either way. */
async function untilEnd(trial: Trial, shell: Child): Promise<number> {
  const asked = new Promise<'asked'>((resolveAsked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolveAsked('asked'));
  });
  const parts = [shell, trial.central, trial.hall];
  const first = await Promise.race([
    asked,
    ...parts.map((part) => part.ended.then((how) => `${part.name} ended (${how})`)),
  ]);
  if (first !== 'asked') say(first);
  await shell.end();
  await trial.end();
  return first === 'asked' || first.includes('(0)') ? 0 : 1;
}
