// Simulated SAM card reader: the module, its antenna and the cards that people lay on it.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import type { Undo } from '../../../src/base/undo.ts';
import type { Card } from '../../classes/card-reader.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { encodeCardText } from './card.ts';
import { blankText, writeField } from './card-text.ts';
import { createScanner } from './frames.ts';
import { type CommandName, commandName, encodeReply, photoBytes, readCommand, writeCardBlocks } from './protocol.ts';
import { status } from './status.ts';

/**
 * How a card behaves after it was read and while it lies there: `silent` to 20 01 (usual), `repeats` its answer to
 * 20 01 (other firmware), or `silentUntilReset`: its chip hangs and answers nothing until it loses the field.
 */
type AfterRead = 'silent' | 'repeats' | 'silentUntilReset';

export interface SamReaderSimulatorOptions {
  readonly clock: Clock;
  /** Spreads the times by a tenth either way. */
  readonly random: Random;
  readonly afterRead?: AfterRead;
  readonly findMs?: number;
  readonly selectMs?: number;
  readonly readMs?: number;
  readonly readWithFingerprintsMs?: number;
}

interface LaidCard {
  readonly card: Card;
  /** Fingers whose templates are on the card; default 0. */
  readonly fingers?: 0 | 1 | 2;
  /** At most four; default none. */
  readonly newAddresses?: readonly string[];
}

export interface SamReaderSimulator extends Simulator {
  simulateLayCard(card: Card, more?: Omit<LaidCard, 'card'>): void;
  /** Both answer at once: the module finds neither. */
  simulateLayTwoCards(): void;
  /** Lays a card with this text block (256 bytes), right or wrong. */
  simulateLayText(text: Uint8Array): void;
  simulateTakeCard(): void;
  /** Answers the next `times` commands of that name with this status (SW3) instead of doing them. */
  simulateStatus(forced: { readonly command: CommandName; readonly status: number; readonly times?: number }): void;
  /** 60 = self-test fails, 66 = not authorised: the answer to every command. Undefined = well again. */
  simulateModuleFault(sw3: 0x60 | 0x66 | undefined): void;
  /** Neither hears nor answers. */
  simulateDead(dead: boolean): void;
}

interface CardOnAntenna {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  readonly fingers: number;
  readonly newAddresses: readonly string[];
  state: 'idle' | 'found' | 'selected' | 'hanging';
}

const quickMs = 20;
/** Deaf after a reset, as after power-on. */
const bootMs = 1_500;
/** 05.01-20250101-0001234567-0987654321 */
const samId = Uint8Array.of(5, 0, 1, 0, 0xf5, 0xfd, 0x34, 1, 0x87, 0xd6, 0x12, 0, 0xb1, 0x68, 0xde, 0x3a);

export function createSamReaderSimulator(options: SamReaderSimulatorOptions): SamReaderSimulator {
  const { clock, random, afterRead = 'silent' } = options;
  const usualMs: Readonly<Partial<Record<CommandName, number>>> = {
    find: options.findMs ?? 60,
    select: options.selectMs ?? 120,
    read: options.readMs ?? 600,
    readWithFingerprints: options.readWithFingerprintsMs ?? 900,
  };
  let onAntenna: CardOnAntenna | 'two' | undefined;
  let forced: { command: CommandName; status: number; times: number }[] = [];
  let moduleFault: number | undefined;
  let dead = false;
  let busy = false;

  function lay(text: Uint8Array, photo: Uint8Array, more: Omit<LaidCard, 'card'> = {}): void {
    onAntenna = { text, photo, fingers: more.fingers ?? 0, newAddresses: more.newAddresses ?? [], state: 'idle' };
  }

  function takeForced(name: CommandName): number | undefined {
    const entry = forced.find((candidate) => candidate.command === name);
    if (entry === undefined) return undefined;
    entry.times -= 1;
    forced = forced.filter(({ times }) => times > 0);
    return entry.status;
  }

  /** Works on one command at a time and is deaf meanwhile. */
  function work(ms: number, finish: () => void): void {
    busy = true;
    clock.after(Math.round(ms * (0.9 + random.next() / 5)), () => {
      busy = false;
      finish();
    });
  }

  function obey(code: number, answer: (bytes: Uint8Array) => void): void {
    const name = commandName(code);
    if (name === undefined) {
      work(quickMs, () => answer(encodeReply(status.wrongCommand)));
      return;
    }
    const card = onAntenna;
    work(usualMs[name] ?? quickMs, () => {
      if (dead) return;
      const status3 = moduleFault ?? takeForced(name);
      if (status3 !== undefined) {
        if (name !== 'readNewAddress') letGo();
        return answer(encodeReply(status3));
      }
      answer(perform(name, onAntenna === card ? card : undefined));
    });
  }

  /** After a failed exchange the module drops the field: the card can be found again. */
  function letGo(): void {
    if (typeof onAntenna === 'object' && onAntenna.state !== 'hanging') onAntenna.state = 'idle';
  }

  function perform(name: CommandName, laid: CardOnAntenna | 'two' | undefined): Uint8Array {
    const card = laid === 'two' ? undefined : laid;
    switch (name) {
      case 'reset':
        if (typeof onAntenna === 'object') onAntenna.state = 'idle';
        work(bootMs, () => undefined);
        return encodeReply(status.good);
      case 'samId':
        return encodeReply(status.good, samId);
      case 'find': {
        const answers =
          card?.state === 'idle' || card?.state === 'found' || (card?.state === 'selected' && afterRead === 'repeats');
        if (card === undefined || !answers) return encodeReply(status.noCard);
        if (card.state === 'idle') card.state = 'found';
        return encodeReply(status.found, new Uint8Array(4));
      }
      case 'select':
        // A card that repeats may be selected again.
        if (card === undefined || card.state === 'idle' || card.state === 'hanging')
          return encodeReply(status.selectFailed);
        card.state = 'selected';
        return encodeReply(status.good, new Uint8Array(8));
      case 'read':
      case 'readWithFingerprints':
        if (card?.state !== 'selected') return encodeReply(status.readFailed);
        if (afterRead === 'silentUntilReset') card.state = 'hanging';
        return encodeReply(status.good, cardData(card, name === 'readWithFingerprints'));
      case 'readNewAddress':
        if (card?.state !== 'selected') return encodeReply(status.readFailed);
        if (card.newAddresses.length === 0) return encodeReply(status.notOnCard);
        return encodeReply(status.good, addressData(card.newAddresses));
      case 'readChipNumber':
        if (card?.state !== 'selected') return encodeReply(status.readFailed);
        return encodeReply(
          status.good,
          Uint8Array.from({ length: 28 }, (_, index) => index),
        );
      default:
        return encodeReply(status.good);
    }
  }

  function attach(wire: Wire): Undo {
    const scanner = createScanner('host');
    let attached = true;
    const answer = (bytes: Uint8Array) => {
      if (attached && !dead) wire.send(bytes);
    };
    const stopHearing = wire.onBytes((bytes) => {
      if (dead) return;
      for (const piece of scanner.push(bytes)) {
        if (busy || piece.is === 'noise') continue;
        if (piece.is === 'frame') obey(toCode(piece.body), answer);
        else if (piece.problem === 'checksum') answer(encodeReply(status.hostChecksum));
        else answer(encodeReply(status.hostLength));
      }
    });
    return () => {
      attached = false;
      stopHearing();
    };
  }

  return {
    attach,
    simulateLayCard: (card, more) => lay(encodeCardText(card), photoOf(card), more),
    simulateLayText: (text) => lay(Uint8Array.from(text), specimenPhoto()),
    simulateLayTwoCards() {
      onAntenna = 'two';
    },
    simulateTakeCard() {
      onAntenna = undefined;
    },
    simulateStatus({ times = 1, ...which }) {
      forced.push({ ...which, times });
    },
    simulateModuleFault(sw3) {
      moduleFault = sw3;
    },
    simulateDead(isDead) {
      dead = isDead;
    },
  };
}

function toCode(body: Uint8Array): number {
  return readCommand(body).code;
}

function cardData(card: CardOnAntenna, withFingerprints: boolean): Uint8Array {
  if (!withFingerprints) return writeCardBlocks(card.text, card.photo);
  return writeCardBlocks(card.text, card.photo, joinBytes(...[11, 16].slice(0, card.fingers).map(template)));
}

/** 512 bytes without a real finger in them; byte 5 says which finger it would be (11 right thumb, 16 left thumb). */
function template(finger: number): Uint8Array {
  const bytes = new Uint8Array(512);
  bytes[5] = finger;
  return bytes;
}

/** Records of 35 characters. */
function addressData(addresses: readonly string[]): Uint8Array {
  const records = addresses.map((address) => {
    const record = blankText().slice(0, 70);
    writeField(record, [0, 35], address);
    return record;
  });
  return joinBytes(...records);
}

/** A card made without a photo gets the mark of a WLT picture (102 x 126) and filler that no decoder takes for a face. */
function photoOf(card: Card): Uint8Array {
  return card.photo.length === photoBytes ? card.photo : specimenPhoto();
}

function specimenPhoto(): Uint8Array {
  const photo = Uint8Array.from({ length: photoBytes }, (_, index) => (index * 7) % 256);
  photo.set([0x57, 0x4c, 0x66, 0, 0x7e, 0, 0x32, 0, 0]);
  return photo;
}
