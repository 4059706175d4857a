// Simulator of the hall door: a Modbus relay board, the strike on one of its relays, the leaf, and the exit button that
// is wired to the strike and not to any software.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { HallDoorWiring } from './hall-door.ts';
import {
  bitsFrom,
  decodeRequest,
  encodeReply,
  exceptionCode,
  type ModbusFrame,
  type ModbusRequest,
  readRelays,
  writeRelay,
} from './protocol.ts';
import { createSimulatedRelays } from './simulated-relays.ts';

export interface HallDoorSimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly unit: number;
  /** Relay of the strike, from 1. */
  readonly relay: number;
  readonly inputs: HallDoorWiring;
  /** Relays and inputs of the board. Default 8 of each. */
  readonly channels?: number;
  /** Default true; some clones lack the timed registers and answer exception 2. */
  readonly timedPulses?: boolean;
  /** How long the strike stays released after the exit button was let go, by its own relay. Default 3,000. */
  readonly exitReleaseMs?: number;
  /** Shortest and longest time to an answer. Default 5 to 20 ms. */
  readonly latencyMs?: readonly [number, number];
}

/** What a person in front of the door sees. */
export interface SimulatedHallDoor {
  readonly leaf: 'open' | 'closed';
  readonly strike: 'released' | 'locked';
  readonly exitButton: 'pressed' | 'released';
}

export interface HallDoorSimulator extends Simulator {
  /** Every timed pulse of the strike's relay, in order; `at` is monotonic. */
  readonly releases: readonly { readonly at: number; readonly ms: number }[];
  door(): SimulatedHallDoor;
  onDoor(listener: (door: SimulatedHallDoor) => void): Undo;
  /** Pushes the leaf open; false when the strike holds it. */
  simulatePushOpen(): boolean;
  simulateLetFall(): void;
  /** Presses the exit button for that long (default 1,000 ms): releases the strike even when the board is dead. */
  simulatePressExit(heldMs?: number): void;
  /** Opens the leaf against the strike. */
  simulateForce(): void;
  simulateStuckContact(at: 'open' | 'closed' | undefined): void;
  /** The board without power: says nothing, and its relays drop. */
  simulateBoardDead(dead?: boolean): void;
}

export function createHallDoorSimulator(options: HallDoorSimulatorOptions): HallDoorSimulator {
  const { clock, random, unit, relay, inputs: wiring } = options;
  const { channels = 8, exitReleaseMs = 3_000 } = options;
  const [latencyFrom, latencyTo] = options.latencyMs ?? [5, 20];
  const releases: { readonly at: number; readonly ms: number }[] = [];
  const changed = createListeners<SimulatedHallDoor>();
  const relays = createSimulatedRelays({
    clock,
    count: channels,
    timedPulses: options.timedPulses ?? true,
    onChange: tellIfChanged,
    onTimedOn(number, ms) {
      if (number === relay) releases.push({ at: clock.monotonic(), ms });
    },
  });
  let leaf: SimulatedHallDoor['leaf'] = 'closed';
  let pressed = false;
  let exitReleased = false;
  let cancelExit: Undo = () => undefined;
  let stuck: 'open' | 'closed' | undefined;
  let dead = false;
  let told: SimulatedHallDoor = { leaf: 'closed', strike: 'locked', exitButton: 'released' };

  function door(): SimulatedHallDoor {
    const isReleased = relays.isOn(relay) || exitReleased;
    return { leaf, strike: isReleased ? 'released' : 'locked', exitButton: pressed ? 'pressed' : 'released' };
  }

  function tellIfChanged(): void {
    const now = door();
    if (now.leaf === told.leaf && now.strike === told.strike && now.exitButton === told.exitButton) return;
    told = now;
    changed.tell(now);
  }

  function moveLeaf(next: SimulatedHallDoor['leaf']): void {
    leaf = next;
    tellIfChanged();
  }

  function inputValues(): readonly boolean[] {
    return Array.from({ length: channels }, (_, place) => {
      if (place + 1 === wiring.contact.number) {
        return ((stuck ?? leaf) === 'closed') === (wiring.contact.closedWhen === 'on');
      }
      return place + 1 === wiring.exitButton.number && pressed === (wiring.exitButton.pressedWhen === 'on');
    });
  }

  function answerTo(request: ModbusRequest): Exclude<ModbusFrame, { readonly is: 'echo' }> {
    const code = request.ask === 'bits' ? request.of : request.ask === 'write' ? writeRelay : request.function;
    const refusal = (why: number) => ({ is: 'exception', unit, function: code, code: why }) as const;
    switch (request.ask) {
      case 'bits': {
        const values = request.of === readRelays ? relays.all() : inputValues();
        const wanted = values.slice(request.first, request.first + request.count);
        if (request.count === 0) return refusal(exceptionCode.illegalValue);
        if (wanted.length < request.count) return refusal(exceptionCode.illegalAddress);
        return { is: 'bits', unit, of: request.of, bits: bitsFrom(wanted) };
      }
      case 'write': {
        const { address, value } = request;
        const done = relays.write(address, value);
        return done.ok ? { is: 'written', unit, address, value } : refusal(exceptionCode[done.problem]);
      }
      case 'other':
        return refusal(exceptionCode.illegalFunction);
    }
  }

  return {
    attach(wire: Wire) {
      let attached = true;
      let buffer: Uint8Array = new Uint8Array();
      const undo = wire.onBytes((bytes) => {
        buffer = joinBytes(buffer, bytes);
        while (buffer.length >= 8) {
          const request = decodeRequest(buffer.slice(0, 8));
          buffer = buffer.slice(request.ok ? 8 : 1);
          if (!request.ok || request.value.unit !== unit || dead) continue;
          const answer = encodeReply(answerTo(request.value));
          clock.after(random.between(latencyFrom, latencyTo), () => {
            if (attached && !dead) wire.send(answer);
          });
        }
      });
      return () => {
        attached = false;
        undo();
      };
    },
    releases,
    door,
    onDoor: (listener) => changed.add(listener),
    simulatePushOpen() {
      if (leaf === 'closed' && door().strike === 'locked') return false;
      moveLeaf('open');
      return true;
    },
    simulateLetFall: () => moveLeaf('closed'),
    simulatePressExit(heldMs = 1_000) {
      cancelExit();
      pressed = true;
      exitReleased = true;
      tellIfChanged();
      cancelExit = clock.after(heldMs, () => {
        pressed = false;
        tellIfChanged();
        cancelExit = clock.after(exitReleaseMs, () => {
          exitReleased = false;
          tellIfChanged();
        });
      });
    },
    simulateForce: () => moveLeaf('open'),
    simulateStuckContact(at) {
      stuck = at;
    },
    simulateBoardDead(now = true) {
      dead = now;
      if (dead) relays.drop();
    },
  };
}
