// Bench: one kiosk of the matrix: its site file and folder, its controller as a real process, and how that is ended.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certain } from '../../../src/base/result.ts';
import { type Child, startChild } from '../../../src/cli/children.ts';
import { type Kiosk, watchKiosk } from '../../../src/cli/night.ts';
import { root } from '../../../src/cli/trial.ts';
import { atEnd } from './ends.ts';
import { NotHeld } from './fault.ts';
import type { Ground } from './ground.ts';

export interface StartHow {
  /** Comes before the program, e.g. `strace …`. */
  readonly wrap?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another data folder, e.g. on a small disk. */
  readonly data?: string;
  /** Another form of the program than the files of the source. */
  readonly file?: string;
}

/** A start that came to nothing, or a program that has ended: how, and what it wrote on its standard error meanwhile. */
export interface Ended {
  readonly how: string;
  readonly words: string;
}

export interface Bench {
  readonly ground: Ground;
  readonly name: string;
  readonly folder: string;
  readonly siteFile: string;
  /** Data folder of the controller; a fault may move it. */
  dataFolder: string;
  /** How many pulses the hall had seen before. */
  readonly pulsesBefore: number;
  readonly papersBefore: number;
  /** Times that a controller came up. */
  starts(): number;
  kiosk(): Kiosk;
  isRunning(): boolean;
  changeSite(change: (site: SiteText) => void): void;
  start(how?: StartHow): Promise<Kiosk>;
  /** Starts it and waits until it has ended by itself. */
  startInVain(how?: StartHow): Promise<Ended>;
  /** A second controller on the same folder, beside the one that runs. It must not come up. */
  secondStart(): Promise<Ended>;
  /** The process of the program itself, not of what was put before it. */
  pid(): number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  ended(): Promise<Ended>;
  /** Asks it to end; not held when it ends badly. */
  end(): Promise<void>;
  words(): string;
  /** What the run has put up around this kiosk is taken down with it. */
  undoLater(undo: () => Promise<unknown> | unknown): void;
  undoAll(): Promise<void>;
}

/** The site file as text has it; the program parses it, not the test. */
export interface SiteText {
  // biome's rule of literal keys is off, and the tests write into what they know to be there.
  devices: Record<string, { port: { kind: string; host: string; port: number } } & Record<string, unknown>> & {
    boards: ({ port: { kind: string; host: string; port: number } } & Record<string, unknown>)[];
  };
  central: { url: string; enrolmentCode: string };
  limits?: Record<string, number>;
  log?: Record<string, number>;
  window?: { port: number };
  hours: Record<string, unknown>;
}

interface BenchOptions {
  readonly ground: Ground;
  readonly name: string;
  readonly folder: string;
  readonly siteFile: string;
}

const endMs = 20_000;

/** The one child of a program that runs another, e.g. of strace; the process itself where it has none. */
export function innermost(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const [only = ''] = children;
  return only === '' || children.length > 1 ? pid : innermost(Number(only));
}

export async function createBench({ ground, name, folder, siteFile }: BenchOptions): Promise<Bench> {
  const errors = join(folder, 'controller.err');
  let kiosk: Kiosk | undefined;
  let child: Child | undefined;
  let isWrapped = false;
  let starts = 0;
  let wordsFrom = 0;
  const undos: (() => Promise<unknown> | unknown)[] = [];
  writeFileSync(errors, '');
  const papers = (await ground.night.hallState()).papers.length;

  const isAlive = () => child !== undefined && child.process.exitCode === null && child.process.signalCode === null;

  const words = () => readFileSync(errors, 'utf8').slice(wordsFrom);

  function launch({ wrap = [], env = {}, data, file = join(root, 'src/cli/nighthall.ts') }: StartHow) {
    wordsFrom = readFileSync(errors, 'utf8').length;
    if (data !== undefined) bench.dataFolder = data;
    const program = [process.execPath, file, 'controller'];
    const [command = '', ...args] = [...wrap, ...program, '--site', siteFile, '--data', bench.dataFolder];
    return startChild({ name: 'the controller', command, args, env, channel: true, errorsTo: errors });
  }

  const bench: Bench = {
    ground,
    name,
    folder,
    siteFile,
    dataFolder: join(folder, 'kiosk'),
    pulsesBefore: ground.pulses.all().length,
    papersBefore: papers,
    starts: () => starts,
    kiosk: () => certain(kiosk, 'a kiosk that was started'),
    isRunning: isAlive,
    changeSite(change) {
      const site = JSON.parse(readFileSync(siteFile, 'utf8')) as SiteText;
      change(site);
      writeFileSync(siteFile, JSON.stringify(site, null, 2));
    },
    async start(how = {}) {
      if (isAlive()) throw new Error('a controller runs already');
      const started = await launch(how);
      if (!started.ok) throw new NotHeld(`${started.problem}: ${words().slice(-300)}`);
      child = started.value;
      isWrapped = how.wrap !== undefined;
      starts += 1;
      kiosk = watchKiosk(child);
      return kiosk;
    },
    async startInVain(how = {}) {
      const started = await launch(how);
      if (!started.ok) return { how: started.problem, words: words() };
      child = started.value;
      isWrapped = how.wrap !== undefined;
      kiosk = watchKiosk(child);
      return bench.ended();
    },
    async secondStart() {
      const second = await launch({});
      if (!second.ok) return { how: second.problem, words: words() };
      await second.value.end();
      throw new NotHeld('a second controller came up on the same data folder');
    },
    pid() {
      const { pid } = certain(child, 'a controller').process;
      return isWrapped ? innermost(certain(pid, 'pid')) : certain(pid, 'pid');
    },
    async kill(signal = 'SIGKILL') {
      if (!isAlive()) return;
      process.kill(bench.pid(), signal);
      await certain(child, 'a controller').ended;
    },
    async ended() {
      const running = certain(child, 'a controller');
      const late = new Promise<string>((resolve) => setTimeout(resolve, endMs, 'late').unref());
      const how = await Promise.race([running.ended, late]);
      if (how === 'late') throw new NotHeld(`the controller did not end within ${endMs / 1000} s`);
      return { how, words: words() };
    },
    async end() {
      if (!isAlive()) return;
      process.kill(bench.pid(), 'SIGTERM');
      const { how, words: said } = await bench.ended();
      if (how !== '0') throw new NotHeld(`the controller ended with ${how}: ${said.slice(-300)}`);
    },
    words,
    undoLater(undo) {
      undos.push(undo);
    },
    async undoAll() {
      await bench.kill();
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) await undo();
    },
  };
  atEnd(() => bench.undoAll());
  return bench;
}
