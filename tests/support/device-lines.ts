// Lines between a driver and its simulated device: in memory, over TCP and over a pseudo-terminal, each with a plug to pull.

import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink, type MemoryLink } from '../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../hardware/transport/serial.ts';
import { openSerialWire } from '../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Simulator, Wire } from '../../hardware/transport/wire.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { startPseudoTerminal } from './pseudo-terminal.ts';
import type { TestTime } from './test-time.ts';

export interface Plug {
  pullPlug(): Promise<void>;
  putPlugBack(): Promise<void>;
  /** Stops the driver and takes the line down. */
  close(): Promise<void>;
}

interface Driven {
  stop(): Promise<void>;
}

export interface DeviceLine {
  readonly transport: Transport;
  plugOf(driven: Driven): Plug;
}

export interface MemoryDeviceLine extends DeviceLine {
  readonly link: MemoryLink;
  /** The device's end of the line, to see what is sent and to send what no device would. */
  readonly wire: Wire;
  readonly faults: WireFaults;
}

export interface MemoryLineOptions {
  readonly device: Simulator;
  readonly time: TestTime;
  /** Of the faults. */
  readonly random: Random;
  readonly speed?: number;
}

export function openMemoryLine({ device, time, random, ...speed }: MemoryLineOptions): MemoryDeviceLine {
  const { clock } = time;
  const link = createMemoryLink({ clock, ...speed });
  const faulty = faultyWire(link.wire, { clock, random });
  device.attach(faulty);
  return {
    transport: link.transport,
    link,
    wire: link.wire,
    faults: faulty.faults,
    plugOf: (driven) => ({
      pullPlug: async () => link.unplug(),
      putPlugBack: async () => link.replug(),
      close: () => time.settled(driven.stop()),
    }),
  };
}

export interface RealLineOptions {
  readonly device: Simulator;
  readonly clock: Clock;
}

export async function openTcpLine({ device, clock }: RealLineOptions): Promise<DeviceLine> {
  const onWire = (wire: Wire) => device.attach(wire);
  let server = await serveTcpWire({ onWire });
  const { port } = server;
  return {
    transport: createTcpTransport({ host: '127.0.0.1', port, clock }),
    plugOf: (driven) => ({
      pullPlug: () => server.close(),
      async putPlugBack() {
        server = await serveTcpWire({ port, onWire });
      },
      async close() {
        await driven.stop();
        await server.close();
      },
    }),
  };
}

export async function openPseudoTerminalLine({
  device,
  clock,
  speed,
}: RealLineOptions & { readonly speed: number }): Promise<DeviceLine> {
  const terminal = await startPseudoTerminal();
  const openWire = () => openSerialWire({ path: terminal.devicePath, speed });
  let port = await openWire();
  let takeOff = device.attach(port.wire);
  return {
    transport: createSerialTransport({ path: terminal.computerPath, speed, clock }),
    plugOf: (driven) => ({
      async pullPlug() {
        takeOff();
        await port.close();
        await terminal.cut();
      },
      async putPlugBack() {
        await terminal.restart();
        port = await openWire();
        takeOff = device.attach(port.wire);
      },
      async close() {
        await driven.stop();
        takeOff();
        await port.close();
        await terminal.kill();
      },
    }),
  };
}
