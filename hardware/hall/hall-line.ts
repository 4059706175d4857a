// Hall line: one cable of the simulated hall, with a plug to pull, faults from a seed and a trace of what goes over it.

import type { Clock } from '../../src/base/clock.ts';
import { createLock } from '../../src/base/lock.ts';
import type { Random } from '../../src/base/random.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { HallLineName, HallLineShown, LineFaults } from '../../src/contract/panel.ts';
import { faultyWire, type WireFaults } from '../transport/faulty-wire.ts';
import { serveTcpWire } from '../transport/tcp-wire.ts';
import type { Simulator, Wire } from '../transport/wire.ts';
import { type BusTrace, traceWire } from './bus-trace.ts';

/** Gives the device its end of a connection: with the faults and the trace of the line. */
export type Join = (wire: Wire) => { readonly wire: Wire; readonly leave: Undo };

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export interface HallLineOptions {
  readonly line: HallLineName;
  /** Listens on that port of this machine (0 = any free one) and joins each computer that connects. */
  readonly serve: (port: number, join: Join) => Promise<Listening>;
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

/** One simulator on a line of one computer, as behind a serial-to-Ethernet server. */
export function serveSimulator(simulator: Simulator): HallLineOptions['serve'] {
  return (port, join) =>
    serveTcpWire({
      port,
      onWire(outer) {
        const { wire, leave } = join(outer);
        const detach = simulator.attach(wire);
        return () => {
          detach();
          leave();
        };
      },
    });
}

export async function openHallLine(options: HallLineOptions): Promise<HallLine> {
  const { line, serve, clock, random, trace, onChange } = options;
  const plugging = createLock();
  const connected = new Set<WireFaults>();
  let settings: LineFaults = {};

  const join: Join = (outer) => {
    const wire = faultyWire(traceWire(outer, { trace, line }), { clock, random });
    applyFaults(wire.faults, settings);
    connected.add(wire.faults);
    onChange();
    return {
      wire,
      leave() {
        // A computer that has gone takes its connection with it, and no late piece of it is delivered.
        wire.faults.dead = true;
        if (connected.delete(wire.faults)) onChange();
      },
    };
  };

  const first = await serve(options.port, join).catch((error: unknown) => {
    if (options.port === 0 || !isPortTaken(error)) throw error;
    return serve(0, join);
  });
  const { port } = first;
  let listening: Listening | undefined = first;

  async function unplug(): Promise<Result<void, never>> {
    const open = listening;
    listening = undefined;
    await open?.close();
    return ok();
  }

  async function replug(): Promise<Result<void, 'portTaken'>> {
    if (listening !== undefined) return ok();
    try {
      listening = await serve(port, join);
      return ok();
    } catch (error) {
      if (!isPortTaken(error)) throw error;
      return failed('portTaken');
    }
  }

  return {
    port,
    shown: () => ({ line, plugged: listening !== undefined, connected: connected.size > 0, faults: settings }),
    plug: (plugged) => plugging.run<Result<void, 'portTaken'>>(plugged ? replug : unplug),
    setFaults(faults) {
      settings = faults;
      for (const wire of connected) applyFaults(wire, faults);
    },
    async close() {
      await plugging.run(unplug);
    },
  };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Everything that the settings leave out is sound again. */
function applyFaults(faults: WireFaults, settings: LineFaults): void {
  if (settings.pieceBytes === undefined) delete faults.pieceBytes;
  else faults.pieceBytes = settings.pieceBytes;
  faults.drop = settings.drop ?? 0;
  faults.flipBit = settings.flipBit ?? 0;
  faults.noise = settings.noise ?? 0;
  faults.repeat = settings.repeat ?? 0;
  faults.glue = settings.glue ?? 0;
  faults.delayMs = settings.delayMs ?? 0;
  faults.echo = settings.echo ?? false;
  faults.dead = settings.dead ?? false;
}
