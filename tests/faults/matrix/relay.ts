// Relay: a TCP line through the test's own hands: it passes bytes on, or loses, delays, repeats, spoils or cuts them.

import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import type { Bench } from './bench.ts';

export interface Pair {
  readonly caller: Socket;
  readonly target: Socket;
  /** For the behaviour of the moment to remember things about this connection. */
  readonly notes: Map<string, number>;
}

/** What is done with bytes; without an entry they are passed on. */
export interface Behaviour {
  /** From the kiosk towards the device or central. */
  up?: (bytes: Buffer, pair: Pair) => void;
  /** Back to the kiosk. */
  down?: (bytes: Buffer, pair: Pair) => void;
}

export interface Relay {
  readonly port: number;
  /** Changed at any time; counts from the next bytes on. */
  behaviour: Behaviour;
  connections(): number;
  /** Cuts all connections with a reset. */
  cut(): void;
}

export async function startRelay(bench: Bench, to: { readonly port: number }): Promise<Relay> {
  const pairs = new Set<Pair>();
  let connections = 0;
  const server = createServer({ noDelay: true }, (caller) => {
    connections += 1;
    const target = createConnection({ host: '127.0.0.1', port: to.port, noDelay: true });
    const pair: Pair = { caller, target, notes: new Map() };
    pairs.add(pair);
    caller.on('data', (bytes: Buffer) => (relay.behaviour.up ?? passUp)(bytes, pair));
    target.on('data', (bytes: Buffer) => (relay.behaviour.down ?? passDown)(bytes, pair));
    for (const [one, other] of [
      [caller, target],
      [target, caller],
    ] as const) {
      one.on('end', () => other.end());
      one.on('error', () => other.destroy());
      one.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const relay: Relay = {
    port: (server.address() as AddressInfo).port,
    behaviour: {},
    connections: () => connections,
    cut() {
      for (const pair of pairs) reset(pair);
    },
  };
  bench.undoLater(() => {
    relay.cut();
    server.close();
  });
  return relay;
}

export function passUp(bytes: Buffer, { target }: Pair): void {
  if (!target.destroyed) target.write(bytes);
}

export function passDown(bytes: Buffer, { caller }: Pair): void {
  if (!caller.destroyed) caller.write(bytes);
}

export function reset({ caller, target }: Pair): void {
  caller.resetAndDestroy();
  target.destroy();
}

/** Passes bytes at that speed, one after another, each after a wait of `lateMs`. */
export function paced(pass: (bytes: Buffer, pair: Pair) => void, bytesPerSecond: number, lateMs = 0) {
  return (bytes: Buffer, pair: Pair): void => {
    const key = pass === passUp ? 'up' : 'down';
    const step = Math.max(1, Math.floor(bytesPerSecond / 20));
    for (let from = 0; from < bytes.length; from += step) {
      const piece = bytes.subarray(from, from + step);
      const freeAt = Math.max(performance.now() + lateMs, pair.notes.get(key) ?? 0);
      pair.notes.set(key, freeAt + (piece.length * 1_000) / bytesPerSecond);
      setTimeout(() => pass(piece, pair), freeAt - performance.now()).unref();
    }
  };
}

/** Puts a relay between the kiosk and central. The controller is started afterwards. */
export async function relayToCentral(bench: Bench): Promise<Relay> {
  const relay = await startRelay(bench, { port: Number(new URL(bench.ground.trial.centralUrl).port) });
  bench.changeSite((site) => {
    site.central.url = `http://127.0.0.1:${relay.port}`;
  });
  return relay;
}

/** Puts a relay into the cable of the lock boards. */
export async function relayToBoards(bench: Bench): Promise<Relay> {
  let port = 0;
  bench.changeSite((site) => {
    port = site.devices.boards[0]?.port.port ?? 0;
  });
  const relay = await startRelay(bench, { port });
  bench.changeSite((site) => {
    for (const board of site.devices.boards) board.port.port = relay.port;
  });
  return relay;
}

export async function relayToDevice(
  bench: Bench,
  device: 'receiptPrinter' | 'kioskReader' | 'hallDoor',
): Promise<Relay> {
  let port = 0;
  bench.changeSite((site) => {
    port = site.devices[device]?.port.port ?? 0;
  });
  const relay = await startRelay(bench, { port });
  bench.changeSite((site) => {
    const own = site.devices[device];
    if (own !== undefined) own.port.port = relay.port;
  });
  return relay;
}
