// A controller for the tests of the shell: speaks the message port and keeps its view in a file, as the real one keeps
// its session in the database. Folder and first view come from FAKE_FOLDER.

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ToController, ToWindow } from '../../src/contract/rpc.ts';
import type { View } from '../../src/contract/view.ts';

const folder = process.env['FAKE_FOLDER'] ?? '';
const viewFile = join(folder, 'view.json');

function send(message: ToWindow): void {
  process.send?.(message);
}

function readView(): View {
  return JSON.parse(readFileSync(viewFile, 'utf8')) as View;
}

function note(what: object): void {
  appendFileSync(join(folder, 'notes.jsonl'), `${JSON.stringify(what)}\n`);
}

process.on('message', (message: ToController) => {
  if (message.is === 'ping') return process.send?.({ is: 'pong' });
  note(message);
  if (message.is === 'hello') return send({ is: 'view', view: readView() });
  const act = message.act as { readonly act: string; readonly on?: boolean; readonly screen?: View['screen'] };
  // No act of the contract: a test says what the window is to show next.
  if (act.act === 'show' && act.screen !== undefined) {
    const shown: View = { ...readView(), sequence: readView().sequence + 1, screen: act.screen };
    writeFileSync(viewFile, JSON.stringify(shown));
    send({ is: 'answer', number: message.number, answer: { ok: true, value: undefined } });
    return send({ is: 'view', view: shown });
  }
  if (act.act !== 'elder') {
    return send({ is: 'answer', number: message.number, answer: { ok: false, problem: { problem: 'notNow' } } });
  }
  const view: View = { ...readView(), elder: act.on === true };
  writeFileSync(viewFile, JSON.stringify(view));
  send({ is: 'answer', number: message.number, answer: { ok: true, value: undefined } });
  send({ is: 'view', view });
});
process.once('SIGTERM', () => {
  note({ is: 'ended' });
  process.exit(0);
});
process.once('disconnect', () => process.exit(0));
note({ is: 'started', process: process.pid, args: process.argv.slice(2) });
send({ is: 'view', view: readView() });
