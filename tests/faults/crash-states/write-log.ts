// Write log: what a process did to the files of one database and when it told that something is on disk, from strace.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certain } from '../../../src/base/result.ts';
import { openKeys } from '../../../src/controller/keys.ts';

/** Files are numbered: a name can come to mean another file. */
export type Operation =
  | { readonly is: 'write'; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly is: 'cutTo'; readonly file: number; readonly length: number }
  | { readonly is: 'name'; readonly name: string; readonly file: number }
  | { readonly is: 'move'; readonly from: string; readonly to: string }
  | { readonly is: 'remove'; readonly name: string }
  | { readonly is: 'syncFile'; readonly file: number }
  | { readonly is: 'syncFolder' }
  /** A line that the process printed after it believed something to be on disk. */
  | { readonly is: 'told'; readonly line: string };

export const databaseName = 'kiosk.sqlite';
/** All that survives a power cut; the shared memory beside the journal is made anew by whoever opens first. */
export const keptNames = ['', '-wal', '-journal', '.head', '.head.new'].map((end) => databaseName + end);

export interface Recording {
  readonly operations: readonly Operation[];
  /** Holds the keys and the database as the process left it. */
  readonly folder: string;
  remove(): void;
}

export interface RecordingOptions {
  readonly steps: number;
  /** Names in source-changes.ts. */
  readonly changes: readonly string[];
}

export function recordStore({ steps, changes }: RecordingOptions): Recording {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nighthall-crash-')));
  const log = join(folder, 'strace');
  const printed = join(folder, 'printed');
  const program = join(import.meta.dirname, 'recorded-store.ts');
  const sourceChanger = new URL('source-changes.ts', import.meta.url).href;
  // Made before: a kiosk has had its keys since it was enrolled.
  if (!openKeys(join(folder, 'keys')).ok) throw new Error('no keys');
  const output = openSync(printed, 'w');
  const run = spawnSync(
    'strace',
    [
      ...['-f', '-qq', '-y', '-xx', '-s', '1000000', '-o', log],
      ...['-e', `trace=${calls.join(',')}`],
      ...[folder, printed, ...keptNames.map((name) => join(folder, name))].flatMap((path) => ['-P', path]),
      ...[process.execPath, '--import', sourceChanger, program, folder, String(steps), ...changes],
    ],
    { stdio: ['ignore', output, 'pipe'], encoding: 'utf8' },
  );
  closeSync(output);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (run.status !== 0) {
    remove();
    throw new Error(`the recorded store failed: ${run.stderr}`);
  }
  return { operations: readLog(readFileSync(log, 'latin1'), folder), folder, remove };
}

const calls = [
  ...['openat', 'pwrite64', 'write', 'writev', 'pwritev', 'ftruncate', 'fallocate'],
  ...['unlink', 'unlinkat', 'rename', 'renameat', 'renameat2', 'fsync', 'fdatasync', 'sync_file_range'],
];

/** `pid call(arguments) = result`; a call that another thread interrupted stands in two lines. */
function wholeCalls(
  text: string,
): readonly { readonly call: string; readonly given: string; readonly result: number }[] {
  const begun = new Map<string, string>();
  const whole: { call: string; given: string; result: number }[] = [];
  for (const line of text.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(rest);
    if (unfinished !== null) {
      begun.set(pid, rest.slice(0, unfinished.index));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const all = resumed === null ? rest : (begun.get(pid) ?? '') + (resumed[1] ?? '');
    const [, call, given = '', result] = /^(\w+)\((.*)\) += (-?\d+)/.exec(all) ?? [];
    if (call !== undefined) whole.push({ call, given, result: Number(result) });
  }
  return whole;
}

/** The text in quotes or angle brackets, which strace gives in hex throughout. */
function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

function readLog(text: string, folder: string): readonly Operation[] {
  const operations: Operation[] = [];
  const names = new Map<string, number>();
  /** Where the next plain write goes: those who use it write from the start and do not seek. */
  const ends = new Map<number, number>();
  let files = 0;
  const shortName = (path: string) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
  const fileOf = (name: string) => certain(names.get(name), `a file behind ${name}`);
  let printed = '';

  for (const { call, given, result } of wholeCalls(text)) {
    if (result < 0) continue;
    const paths = [...given.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((match) => bytesOf(match[1] ?? ''));
    const opened = /^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(given)?.[1];
    const name = opened === undefined ? '' : shortName(bytesOf(opened).toString());
    switch (call) {
      case 'openat': {
        const path = shortName(certain(paths.at(-1), 'a path').toString());
        if (!keptNames.includes(path)) break;
        if (given.includes('O_CREAT') && !names.has(path)) {
          files += 1;
          names.set(path, files);
          operations.push({ is: 'name', name: path, file: files });
        }
        if (given.includes('O_TRUNC')) {
          operations.push({ is: 'cutTo', file: fileOf(path), length: 0 });
          ends.set(fileOf(path), 0);
        }
        break;
      }
      case 'pwrite64': {
        const at = Number(/, (\d+)$/.exec(given)?.[1]);
        operations.push({ is: 'write', file: fileOf(name), at, bytes: wholeWrite(paths[0], result) });
        break;
      }
      case 'write': {
        const bytes = wholeWrite(paths[0], result);
        if (name === 'printed') {
          printed += bytes.toString();
          for (let end = printed.indexOf('\n'); end >= 0; end = printed.indexOf('\n')) {
            operations.push({ is: 'told', line: printed.slice(0, end) });
            printed = printed.slice(end + 1);
          }
          break;
        }
        const file = fileOf(name);
        const at = ends.get(file) ?? 0;
        operations.push({ is: 'write', file, at, bytes });
        ends.set(file, at + bytes.length);
        break;
      }
      case 'ftruncate':
        operations.push({ is: 'cutTo', file: fileOf(name), length: Number(/, (\d+)$/.exec(given)?.[1]) });
        break;
      case 'fsync':
      case 'fdatasync':
        operations.push(name === folder ? { is: 'syncFolder' } : { is: 'syncFile', file: fileOf(name) });
        break;
      case 'unlink': {
        const path = shortName(certain(paths[0], 'a path').toString());
        if (!names.delete(path)) break;
        operations.push({ is: 'remove', name: path });
        break;
      }
      case 'rename': {
        const [from = '', to = ''] = paths.map((path) => shortName(path.toString()));
        names.set(to, fileOf(from));
        names.delete(from);
        operations.push({ is: 'move', from, to });
        break;
      }
      default:
        throw new Error(`a store that calls ${call} needs a disk that knows it`);
    }
  }
  return operations;
}

function wholeWrite(bytes: Buffer | undefined, written: number): Buffer {
  if (bytes?.length !== written) throw new Error(`of ${written} bytes written, ${bytes?.length} are in the log`);
  return bytes;
}
