// nighthall hw wizard: learns the wiring of a line in an interview on the terminal and writes the acceptance record.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Wiring } from '../../hardware/classes/wiring.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { type Log, silentLog } from '../base/log.ts';
import { parseSite } from '../contract/config.ts';
import { type PortConfig, portSchema, wireOf } from '../contract/devices.ts';
import { parseWith } from '../contract/parse.ts';
import { createWiringRun } from '../controller/wiring.ts';
import { readWiring } from '../controller/wiring-saved.ts';
import { expectedOn } from '../controller/wiring-site.ts';
import { beginWiring, type WiringState } from '../core/wiring.ts';
import type { WiringEvent } from '../core/wiring-event.ts';
import { acceptanceOf } from '../core/wiring-record.ts';
import { stepWiring } from '../core/wiring-step.ts';
import { portFrom } from './bench/port.ts';
import { UsageError } from './usage.ts';
import { acceptanceJson, boardsJson, keepState, writeNew } from './wiring-files.ts';
import { answerOf, questionOf, summaryOf } from './wiring-interview.ts';
import { words } from './wiring-words.ts';

export interface Terminal {
  say(text: string): void;
  /** Each line that is typed, and null when there will be none any more. */
  onLine(listener: (line: string | null) => void): void;
  close(): void;
}

export interface WizardSurroundings {
  readonly openWiring: (port: PortConfig) => Wiring;
  /** Speed of a family's boards; a port in the site file needs it. */
  readonly speedOf: (model: string) => number | undefined;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly terminal?: Terminal;
}

function realTerminal(): Terminal {
  const lines = createInterface({ input: process.stdin });
  return {
    say: (text) => void process.stdout.write(`${text}\n`),
    onLine(listener) {
      lines.on('line', listener);
      lines.on('close', () => listener(null));
    },
    close: () => lines.close(),
  };
}

function firstState(
  { site, resume }: { readonly site?: string | undefined; readonly resume?: string | undefined },
  { line, now }: { readonly line: string; readonly now: number },
): WiringState {
  if (resume !== undefined) {
    const saved = readWiring(resume, now);
    if (!saved.ok) throw new UsageError(saved.problem.map((problem) => `${resume}: ${problem}`).join('\n'));
    return saved.value;
  }
  if (site === undefined) return beginWiring(now);
  const parsed = parseSite(readFileSync(site, 'utf8'));
  if (!parsed.ok) throw new UsageError(parsed.problem.lines.map((problem) => `${site}: ${problem}`).join('\n'));
  return beginWiring(now, expectedOn(parsed.value, line));
}

export async function runWizard(args: readonly string[], surroundings: WizardSurroundings): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      site: { type: 'string' },
      resume: { type: 'string' },
      out: { type: 'string' },
    },
  });
  if (values.port === undefined) throw new UsageError('wizard needs --port serial:/dev/ttyUSB0 or tcp:HOST:PORT');
  const parsed = parseWith(portSchema, portFrom(values.port, undefined));
  if (!parsed.ok) throw new UsageError(parsed.problem.lines.join('; '));
  const port = parsed.value;
  const clock = surroundings.clock ?? systemClock;
  const start = firstState(values, { line: wireOf(port), now: clock.now() });
  const folder = values.out ?? (values.resume === undefined ? undefined : dirname(values.resume));
  const terminal = surroundings.terminal ?? realTerminal();
  try {
    const state = await interview(start, { surroundings, terminal, clock, port, folder });
    return finish(state, { surroundings, terminal, port, folder });
  } finally {
    terminal.close();
  }
}

interface Around {
  readonly surroundings: WizardSurroundings;
  readonly terminal: Terminal;
  readonly port: PortConfig;
  readonly folder: string | undefined;
}

async function interview(
  start: WiringState,
  { surroundings, terminal, clock, port, folder }: Around & { readonly clock: Clock },
): Promise<WiringState> {
  let state = start;
  let said = '';
  const wiring = surroundings.openWiring(port);
  const run = createWiringRun({
    wiring,
    clock,
    log: surroundings.log ?? silentLog,
    state: () => state,
    dispatch: happen,
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  function happen(event: WiringEvent): void {
    if (state.place.is === 'stopped') return;
    const before = state;
    const moved = stepWiring(state, event, clock.now());
    state = moved.state;
    // Before the wire moves: what is lost in a power cut is at most a question.
    const isNews = (['plan', 'jobs', 'findings', 'trials', 'pulses'] as const).some(
      (key) => before[key] !== state[key],
    );
    if (folder !== undefined && isNews) keepState(folder, state);
    for (const effect of moved.effects) run.run(effect);
    show();
    if (state.place.is === 'stopped') end();
  }

  function show(): void {
    const question = questionOf(state);
    if (question !== '' && question !== said) terminal.say(question);
    if (question !== '') said = question;
  }

  terminal.say(`Line ${wiring.description}`);
  show();
  terminal.onLine((line) => {
    if (line === null) return happen({ is: 'said', act: { is: 'stop' } });
    const act = answerOf(state, line);
    if (act === undefined) return terminal.say(words.notUnderstood);
    // The same question may be asked again, e.g. the next try of the same channel.
    said = '';
    happen({ is: 'said', act });
  });
  run.start();
  await ended;
  await run.stop();
  return state;
}

/** Exit code 0 when the cabinet is accepted, with or without remarks. */
function finish(state: WiringState, { surroundings, terminal, port, folder }: Around): number {
  const portOf = (model: string): PortConfig => {
    const speed = surroundings.speedOf(model);
    if (port.kind === 'tcp' || speed === undefined) return port;
    const known = parseWith(portSchema, { ...port, speed });
    return known.ok ? known.value : port;
  };
  const record = acceptanceJson(state, wireOf(port));
  const boards = boardsJson(state, portOf);
  terminal.say(summaryOf(state));
  if (folder === undefined) {
    terminal.say(record);
    terminal.say(boards);
  } else {
    terminal.say(writeNew(folder, 'acceptance', record));
    terminal.say(writeNew(folder, 'boards', boards));
  }
  return acceptanceOf(state).verdict === 'notAccepted' ? 1 : 0;
}
