// Simulated SAM card reader: the module, its antenna, the cards that people lay on it, and how modules misbehave.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import type { Undo } from '../../../src/base/undo.ts';
import type { Card } from '../../classes/card-reader.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { createScanner } from './frames.ts';
import { createMisbehaviours, type Misbehaving, type Misbehaviour, spoil } from './misbehaviour.ts';
import { type CommandName, commandName, encodeReply, readCommand } from './protocol.ts';
import { type AfterRead, createSimulatedAntenna, type MoreOfCard } from './simulated-antenna.ts';
import { type SamSpeed, samSpeeds, speedCommand } from './speeds.ts';
import { status } from './status.ts';

export interface SamReaderSimulatorOptions {
  readonly clock: Clock;
  /** Spreads the times by a tenth either way. */
  readonly random: Random;
  readonly afterRead?: AfterRead;
  readonly findMs?: number;
  readonly selectMs?: number;
  readonly readMs?: number;
  readonly readWithFingerprintsMs?: number;
  /** How long it is deaf after a reset, as after power-on; default 1,500. */
  readonly bootMs?: number;
  /** The speed at which the module talks; matters on wires that are attached with theirs. Default 115,200. */
  readonly speed?: SamSpeed;
}

export interface SamReaderSimulator extends Simulator {
  /** `speed` is the one at which the computer opened this wire: at any other the module understands nothing. */
  attach(wire: Wire, speed?: number): Undo;
  simulateLayCard(card: Card, more?: MoreOfCard): void;
  /** Both answer at once: the module finds neither. */
  simulateLayTwoCards(): void;
  /** Lays a card with this text block (256 bytes), right or wrong. */
  simulateLayText(text: Uint8Array): void;
  simulateTakeCard(): void;
  /** The card is nudged: it loses the field for a moment. */
  simulateNudge(): void;
  simulateMisbehaviour(misbehaviour: Misbehaviour, when?: Misbehaving): void;
  /** Ends every misbehaviour, also a hang. */
  simulateWell(): void;
  /** 60 = self-test fails, 66 = not authorised: the answer to every command. Undefined = well again. */
  simulateModuleFault(sw3: 0x60 | 0x66 | undefined): void;
  /** Neither hears nor answers. */
  simulateDead(dead: boolean): void;
}

const quickMs = 20;
/** 05.01-20250101-0001234567-0987654321 */
const samId = Uint8Array.of(5, 0, 1, 0, 0xf5, 0xfd, 0x34, 1, 0x87, 0xd6, 0x12, 0, 0xb1, 0x68, 0xde, 0x3a);

type Answer = (bytes: Uint8Array) => void;

export function createSamReaderSimulator(options: SamReaderSimulatorOptions): SamReaderSimulator {
  const { clock, random } = options;
  const usualMs: Readonly<Partial<Record<CommandName, number>>> = {
    find: options.findMs ?? 60,
    select: options.selectMs ?? 120,
    read: options.readMs ?? 600,
    readWithFingerprints: options.readWithFingerprintsMs ?? 900,
  };
  const antenna = createSimulatedAntenna({ afterRead: options.afterRead ?? 'silent' });
  const misbehaviours = createMisbehaviours();
  let speed: number = options.speed ?? 115_200;
  let moduleFault: number | undefined;
  let dead = false;
  let hanging = false;
  let busy = false;

  /** Works on one command at a time and is deaf meanwhile. */
  function work(ms: number, finish: () => void): void {
    busy = true;
    clock.after(Math.round(ms * (0.9 + random.next() / 5)), () => {
      busy = false;
      finish();
    });
  }

  function obey(name: CommandName | undefined, answer: Answer): void {
    if (hanging && name !== 'reset') return;
    if (name === undefined) return work(quickMs, () => answer(encodeReply(status.wrongCommand)));
    const placement = antenna.placement();
    const wrong = moduleFault === undefined ? misbehaviours.take(name) : undefined;
    if (wrong?.is === 'hangs') {
      hanging = true;
      return;
    }
    const lateMs = wrong?.is === 'late' ? wrong.ms : 0;
    work((usualMs[name] ?? quickMs) + lateMs, () => {
      if (dead) return;
      const forced = moduleFault ?? (wrong?.is === 'status' ? wrong.status : undefined);
      if (forced !== undefined) {
        if (name !== 'readNewAddress') antenna.letGo();
        return answer(encodeReply(forced));
      }
      const reply = perform(name, placement);
      if (wrong?.is !== 'silent') answer(wrong === undefined ? reply : spoil(reply, wrong, random));
      changeSpeed(name);
    });
  }

  function perform(name: CommandName, placement: number): Uint8Array {
    switch (name) {
      case 'reset':
        hanging = false;
        antenna.dropField();
        work(options.bootMs ?? 1_500, () => undefined);
        return encodeReply(status.good);
      case 'samId':
        return encodeReply(status.good, samId);
      case 'find':
      case 'select':
      case 'read':
      case 'readWithFingerprints':
      case 'readNewAddress':
      case 'readChipNumber': {
        const { status: sw3, data } = antenna.answer(name, placement);
        return encodeReply(sw3, data);
      }
      default:
        return encodeReply(status.good);
    }
  }

  /** After the answer, which still leaves at the old speed. */
  function changeSpeed(name: CommandName): void {
    speed = samSpeeds.find((candidate) => speedCommand[candidate] === name) ?? speed;
  }

  function attach(wire: Wire, lineSpeed?: number): Undo {
    const scanner = createScanner('host');
    let attached = true;
    const understands = () => lineSpeed === undefined || lineSpeed === speed;
    const answer: Answer = (bytes) => {
      if (attached && !dead && bytes.length > 0 && understands()) wire.send(bytes);
    };
    const stopHearing = wire.onBytes((bytes) => {
      if (dead || !understands()) return;
      for (const piece of scanner.push(bytes)) {
        if (busy || piece.is === 'noise') continue;
        if (piece.is === 'frame') obey(commandName(readCommand(piece.body).code), answer);
        else if (!hanging) answer(encodeReply(piece.problem === 'checksum' ? status.hostChecksum : status.hostLength));
      }
    });
    return () => {
      attached = false;
      stopHearing();
    };
  }

  return {
    attach,
    simulateLayCard: antenna.layCard,
    simulateLayText: antenna.layText,
    simulateLayTwoCards: antenna.layTwo,
    simulateTakeCard: antenna.take,
    simulateNudge: antenna.letGo,
    simulateMisbehaviour: misbehaviours.add,
    simulateWell() {
      misbehaviours.clear();
      hanging = false;
    },
    simulateModuleFault(sw3) {
      moduleFault = sw3;
    },
    simulateDead(isDead) {
      dead = isDead;
    },
  };
}
