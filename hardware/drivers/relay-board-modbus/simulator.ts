// Simulator of the hall door: a Modbus relay board, the strike on one of its relays, the leaf, and the exit button and
// the fire panel, which are wired to the strike and not to any software.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { createRequestCutter } from '../../boards/frame-cutter.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { HallDoorWiring } from './hall-door-inputs.ts';
import { encodeReply, type ModbusReply } from './protocol.ts';
import { answerTo, lookForRequest } from './simulated-board.ts';
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
  readonly fire: boolean;
  /** The box of the electronics is open. */
  readonly tampered: boolean;
}

export interface HallDoorSimulator extends Simulator {
  /** Every timed pulse of the strike's relay, in order; `at` is monotonic. */
  readonly releases: readonly { readonly at: number; readonly ms: number }[];
  door(): SimulatedHallDoor;
  onDoor(listener: (door: SimulatedHallDoor) => void): Undo;
  /** Pushes the leaf open; false when the strike holds it. */
  simulatePushOpen(): boolean;
  simulateLetFall(): void;
  /** Falls shut so hard that the contact opens and closes once more: three edges in 120 ms. */
  simulateSlam(): void;
  /** Presses the exit button for that long (default 1,000 ms): releases the strike even when the board is dead. */
  simulatePressExit(heldMs?: number): void;
  /** Opens the leaf against the strike. */
  simulateForce(): void;
  /** The fire panel cuts the strike for as long as the alarm lasts, whatever the board does. */
  simulateFire(alarm?: boolean): void;
  simulateTamper(open?: boolean): void;
  simulateStuckContact(at: 'open' | 'closed' | undefined): void;
  /** The board without power: says nothing, and its relays drop. */
  simulateBoardDead(dead?: boolean): void;
}

const bounceMs = 60;

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
    onSwitchOn(number, ms) {
      if (number === relay && ms !== undefined) releases.push({ at: clock.monotonic(), ms });
      return true;
    },
  });
  let leaf: SimulatedHallDoor['leaf'] = 'closed';
  let pressed = false;
  let exitReleased = false;
  let cancelExit: Undo = () => undefined;
  let stuck: 'open' | 'closed' | undefined;
  let dead = false;
  let fire = false;
  let tampered = false;
  let told = JSON.stringify(door());

  function door(): SimulatedHallDoor {
    const isReleased = relays.isOn(relay) || exitReleased || fire;
    const strike = isReleased ? 'released' : 'locked';
    return { leaf, strike, exitButton: pressed ? 'pressed' : 'released', fire, tampered };
  }

  function tellIfChanged(): void {
    const now = JSON.stringify(door());
    if (now === told) return;
    told = now;
    changed.tell(door());
  }

  function moveLeaf(next: SimulatedHallDoor['leaf']): void {
    leaf = next;
    tellIfChanged();
  }

  function inputValues(): readonly boolean[] {
    const values = Array.from({ length: channels }, () => false);
    const set = (number: number | undefined, on: boolean) => {
      if (number !== undefined && number <= channels) values[number - 1] = on;
    };
    const { contact, exitButton } = wiring;
    set(contact.number, ((stuck ?? leaf) === 'closed') === (contact.closedWhen === 'on'));
    set(exitButton.number, pressed === (exitButton.pressedWhen === 'on'));
    set(wiring.fire?.number, fire === (wiring.fire?.alarmWhen === 'on'));
    set(wiring.tamper?.number, tampered === (wiring.tamper?.alarmWhen === 'on'));
    return values;
  }

  return {
    attach(wire: Wire) {
      let attached = true;
      const cut = createRequestCutter(clock, lookForRequest);
      const send = (answer: ModbusReply) => {
        if (attached && !dead) wire.send(encodeReply(answer));
      };
      const undo = wire.onBytes((bytes) => {
        for (const request of cut(bytes)) {
          if (request.unit !== unit || dead) continue;
          const answer = answerTo(request, { relays, inputs: inputValues });
          clock.after(random.between(latencyFrom, latencyTo), () => send(answer));
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
    simulateSlam() {
      moveLeaf('closed');
      clock.after(bounceMs, () => moveLeaf('open'));
      clock.after(2 * bounceMs, () => moveLeaf('closed'));
    },
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
    simulateFire(alarm = true) {
      fire = alarm;
      tellIfChanged();
    },
    simulateTamper(open = true) {
      tampered = open;
      tellIfChanged();
    },
    simulateStuckContact(at) {
      stuck = at;
    },
    simulateBoardDead(now = true) {
      dead = now;
      if (dead) relays.drop();
    },
  };
}
