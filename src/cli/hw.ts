// nighthall hw: the bench tool. Talks to any device of a site file, or to one on any line, with the drivers of the hall.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Wiring } from '../../hardware/classes/wiring.ts';
import { openForBench, usualSpeeds } from '../../hardware/registry/bench.ts';
import { openWiring } from '../../hardware/registry/boards.ts';
import { simulatorOf } from '../../hardware/registry/simulators.ts';
import { listHidDevices } from '../../hardware/transport/hid.ts';
import { listSerialPorts } from '../../hardware/transport/serial.ts';
import { type TraceEntry, tracedTransport } from '../../hardware/transport/traced.ts';
import { systemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { type PortConfig, portSchema } from '../contract/devices.ts';
import { parseWith } from '../contract/parse.ts';
import { type Act, open, printTest, read, status, test, watch } from './bench/acts.ts';
import { type Choice, chooseDevice } from './bench/choose.ts';
import { portFrom } from './bench/port.ts';
import { replay } from './bench/replay.ts';
import { serveUntilEnd, simulate } from './bench/simulate.ts';
import { lineFrom, readTrace, recordTo, showLine } from './bench/trace.ts';
import { UsageError } from './usage.ts';
import { runWizard } from './wiring.ts';

interface Options extends Choice {
  readonly seconds?: string | undefined;
  readonly trace?: boolean | undefined;
  readonly record?: string | undefined;
  readonly unmasked?: boolean | undefined;
  readonly seed?: string | undefined;
}

function openWire(port: PortConfig): Wiring {
  return openWiring(port, { clock, log: silentLog, random });
}

function usualSpeedOf(model: string): number | undefined {
  return (usualSpeeds as Readonly<Record<string, number>>)[model];
}

const deviceActs: Readonly<Record<string, (act: Act, word: string | undefined) => Promise<boolean>>> = {
  status,
  test,
  watch,
  read,
  open,
  'print-test': printTest,
};

const clock = systemClock;
/** Spreads the reopening of lines; nothing else here is left to chance. */
const random = () => Math.random();

function tell(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export async function hw(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  if (command === 'wizard') return runWizard(rest, { openWiring: openWire, speedOf: usualSpeedOf });
  const { positionals, values } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      site: { type: 'string' },
      device: { type: 'string' },
      driver: { type: 'string' },
      port: { type: 'string' },
      set: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      trace: { type: 'boolean' },
      record: { type: 'string' },
      unmasked: { type: 'boolean' },
      seed: { type: 'string' },
    },
  });
  const act = Object.hasOwn(deviceActs, command) ? deviceActs[command] : undefined;
  if (act !== undefined) return runAct(act, positionals[0], values);
  switch (command) {
    case 'list':
      return list();
    case 'find':
      return find(values.port);
    case 'replay':
      return replayFile(positionals[0]);
    case 'simulate':
      await serveUntilEnd(await simulate(chooseDevice(values), Number(values.seed ?? 1)), tell);
      return 0;
    default:
      throw new UsageError(
        `hw does ${[...Object.keys(deviceActs), 'list', 'find', 'replay', 'simulate', 'wizard'].join(', ')}`,
      );
  }
}

function secondsOf(options: Options, usual: number): number {
  const seconds = Number(options.seconds ?? usual);
  if (!(seconds > 0 && seconds <= 86_400)) throw new UsageError('--seconds is a number from 1 to 86400');
  return seconds * 1_000;
}

async function runAct(
  act: (act: Act, word: string | undefined) => Promise<boolean>,
  word: string | undefined,
  options: Options,
): Promise<number> {
  const config = chooseDevice(options);
  const waitMs = secondsOf(options, 30);
  const unmasked = options.unmasked === true;
  const keep = options.record === undefined ? undefined : recordTo(options.record, config);
  function noteEntry(entry: TraceEntry): void {
    keep?.(entry);
    if (options.trace === true) process.stderr.write(`${showLine(lineFrom(entry, config.driver, unmasked))}\n`);
  }
  const bench = openForBench(config, {
    clock,
    log: silentLog,
    random,
    tap: (transport) => tracedTransport(transport, { clock, tell: noteEntry }),
  });
  const line = bench.is === 'lockBoard' ? bench.line : undefined;
  line?.start();
  bench.device.start();
  try {
    return (await act({ bench, clock, tell, waitMs, unmasked }, word)) ? 0 : 1;
  } finally {
    await bench.device.stop();
    await line?.stop();
  }
}

async function list(): Promise<number> {
  const serial = await listSerialPorts().catch((error: unknown) => ({
    problem: error instanceof Error ? error.message : String(error),
  }));
  const hid = await listHidDevices();
  tell({ serial, hid: hid.ok ? hid.value : { problem: hid.problem } });
  return 0;
}

async function find(portText: string | undefined): Promise<number> {
  if (portText === undefined) throw new UsageError('find needs --port PORT');
  const port = parseWith(portSchema, portFrom(portText, undefined));
  if (!port.ok) throw new UsageError(port.problem.lines.join('; '));
  const wiring = openWire(port.value);
  function showAsked({ model, address }: { readonly model: string; readonly address: number }): void {
    if (process.stderr.isTTY) process.stderr.write(`\rasking ${model} ${address}        `);
  }
  const found = await wiring.find(showAsked);
  await wiring.close();
  for (const board of found) tell(board);
  if (found.length === 0) tell({ found: 0, on: wiring.description });
  return found.length > 0 ? 0 : 1;
}

async function replayFile(file: string | undefined): Promise<number> {
  if (file === undefined) throw new UsageError('replay needs the file of a trace');
  const trace = readTrace(readFileSync(file, 'utf8'));
  if (!trace.ok) throw new UsageError(`${file}: ${trace.problem}`);
  const wired = simulatorOf(trace.value.device, { clock, random: seededRandom(1) });
  if (wired === undefined) throw new UsageError(`${trace.value.device.driver} has no simulator on a wire`);
  const exchanges = await replay(trace.value, wired.simulator, clock);
  for (const exchange of exchanges) tell(exchange);
  const differing = exchanges.filter(({ verdict }) => verdict === 'different').length;
  tell({ exchanges: exchanges.length, different: differing });
  return differing === 0 ? 0 : 1;
}
