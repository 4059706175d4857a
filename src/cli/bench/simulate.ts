// Simulate: a device without hardware, on a TCP port or on a serial line, for anyone who writes to such devices.

import { createInterface } from 'node:readline/promises';
import { cardOf } from '../../../hardware/hall/person-card.ts';
import { simulatorOf, type WiredSimulator } from '../../../hardware/registry/simulators.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import { systemClock } from '../../base/clock.ts';
import { seededRandom } from '../../base/random.ts';
import type { DeviceConfig } from '../../contract/devices.ts';
import { syntheticPeople } from '../../contract/synthetic-people.ts';
import { UsageError } from '../usage.ts';

export interface Simulated {
  readonly where: string;
  /** What hands can do at this device, one word a line on standard input. */
  readonly hands: readonly string[];
  /** False when there is no such thing to do. */
  do(words: readonly string[]): boolean;
  close(): Promise<void>;
}

/** The device end of the port that the configuration names: its TCP port is listened to, its serial port is opened. */
export async function simulate(config: DeviceConfig, seed: number): Promise<Simulated> {
  const wired = simulatorOf(config, { clock: systemClock, random: seededRandom(seed) });
  if (wired === undefined || !('port' in config)) throw new UsageError(`${config.driver} is not simulated on a wire`);
  const { port } = config;
  const { simulator } = wired;
  const hands = handsOf(wired);
  if (port.kind === 'tcp') {
    const server = await serveTcpWire({ host: port.host, port: port.port, onWire: (wire) => simulator.attach(wire) });
    return { where: `tcp ${port.host}:${server.port}`, ...hands, close: () => server.close() };
  }
  if (port.kind !== 'serial') throw new UsageError('a simulator needs serial:PATH or tcp:HOST:PORT');
  const line = await openSerialWire(port);
  simulator.attach(line.wire);
  return { where: `serial ${port.path} ${port.speed}`, ...hands, close: () => line.close() };
}

function handsOf(wired: WiredSimulator): Pick<Simulated, 'hands' | 'do'> {
  switch (wired.is) {
    case 'cardReader':
      return {
        hands: [`card ${syntheticPeople.map(({ id }) => id).join('|')}`, 'take'],
        do([word, id]) {
          const person = syntheticPeople.find((one) => one.id === id);
          if (word === 'card' && person !== undefined) wired.simulator.simulateLayCard(cardOf(person));
          else if (word === 'take') wired.simulator.simulateTakeCard();
          else return false;
          return true;
        },
      };
    case 'cabinet': {
      const { simulator, address } = wired;
      return {
        hands: ['shut CHANNEL', 'key CHANNEL', 'jam CHANNEL', 'dead', 'alive'],
        do([word = '', channel]) {
          const acts: Readonly<Record<string, () => void>> = {
            shut: () => simulator.simulatePushShut(address, Number(channel)),
            key: () => simulator.simulateKeyOpen(address, Number(channel)),
            jam: () => simulator.simulateJam(address, Number(channel)),
            dead: () => simulator.simulateBoardDead(address, true),
            alive: () => simulator.simulateBoardDead(address, false),
          };
          const act = Object.hasOwn(acts, word) ? acts[word] : undefined;
          act?.();
          return act !== undefined;
        },
      };
    }
    case 'scanner':
      return {
        hands: ['show TEXT'],
        do([word, ...text]) {
          if (word === 'show') wired.simulator.simulateHoldCode(text.join(' '));
          return word === 'show';
        },
      };
    case 'other':
      return { hands: [], do: () => false };
  }
}

/** Runs until standard input or a signal ends it. */
export async function serveUntilEnd(simulated: Simulated, tell: (line: Readonly<Record<string, unknown>>) => void) {
  tell({ simulating: simulated.where, hands: simulated.hands });
  const lines = createInterface({ input: process.stdin });
  process.once('SIGTERM', () => lines.close());
  process.once('SIGINT', () => lines.close());
  for await (const line of lines) {
    const words = line.trim().split(/\s+/);
    if (words[0] !== '') tell({ did: line.trim(), ok: simulated.do(words) });
  }
  await simulated.close();
}
