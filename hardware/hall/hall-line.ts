// Hall line: one simulator behind a TCP port on this machine, with a plug to pull, faults from a seed and a trace.

import type { Clock } from '../../src/base/clock.ts';
import { createLock } from '../../src/base/lock.ts';
import type { Random } from '../../src/base/random.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { HallLineName, HallLineShown, LineFaults } from '../../src/contract/panel.ts';
import { faultyWire, type WireFaults } from '../transport/faulty-wire.ts';
import { serveTcpWire, type TcpWire } from '../transport/tcp-wire.ts';
import type { Simulator, Wire } from '../transport/wire.ts';
import { type BusTrace, traceWire } from './bus-trace.ts';

export interface HallLineOptions {
  readonly line: HallLineName;
  readonly simulator: Simulator;
  /** Tried first, so that a computer finds the device again after a restart of the hall; 0 = any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: BusTrace;
  readonly onChange: () => void;
}

export interface HallLine {
  readonly port: number;
  shown(): HallLineShown;
  /** Pulled out, the port refuses every connection, as an address without a device does. */
  plug(plugged: boolean): Promise<Result<void, 'portTaken'>>;
  setFaults(faults: LineFaults): void;
  close(): Promise<void>;
}

export async function openHallLine(options: HallLineOptions): Promise<HallLine> {
  const { line, simulator, clock, random, trace, onChange } = options;
  const plugging = createLock();
  let settings: LineFaults = {};
  let connection: { readonly faults: WireFaults } | undefined;
  let server: TcpWire | undefined;

  function connect(wire: Wire): Undo {
    const faulty = faultyWire(traceWire(wire, { trace, line }), { clock, random });
    applyFaults(faulty.faults, settings);
    connection = faulty;
    const detach = simulator.attach(faulty);
    onChange();
    return () => {
      detach();
      if (connection !== faulty) return;
      connection = undefined;
      onChange();
    };
  }

  const first = await listenOn(options.port, connect).catch((error: unknown) => {
    if (options.port === 0 || !isPortTaken(error)) throw error;
    return listenOn(0, connect);
  });
  server = first;
  const { port } = first;

  async function unplug(): Promise<Result<void, never>> {
    const open = server;
    server = undefined;
    await open?.close();
    return ok();
  }

  async function replug(): Promise<Result<void, 'portTaken'>> {
    if (server !== undefined) return ok();
    try {
      server = await listenOn(port, connect);
      return ok();
    } catch (error) {
      if (!isPortTaken(error)) throw error;
      return failed('portTaken');
    }
  }

  return {
    port,
    shown: () => ({ line, plugged: server !== undefined, connected: connection !== undefined, faults: settings }),
    plug: (plugged) => plugging.run(plugged ? replug : unplug),
    setFaults(faults) {
      settings = faults;
      if (connection !== undefined) applyFaults(connection.faults, faults);
    },
    async close() {
      await plugging.run(unplug);
    },
  };
}

function listenOn(port: number, onWire: (wire: Wire) => Undo): Promise<TcpWire> {
  return serveTcpWire({ port, onWire });
}

export function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Everything that the settings leave out is sound again. */
function applyFaults(faults: WireFaults, { pieceBytes, drop, flipBit, noise, repeat, glue, ...rest }: LineFaults): void {
  if (pieceBytes === undefined) delete faults.pieceBytes;
  else faults.pieceBytes = pieceBytes;
  faults.drop = drop ?? 0;
  faults.flipBit = flipBit ?? 0;
  faults.noise = noise ?? 0;
  faults.repeat = repeat ?? 0;
  faults.glue = glue ?? 0;
  faults.delayMs = rest.delayMs ?? 0;
  faults.echo = rest.echo ?? false;
  faults.dead = rest.dead ?? false;
}
