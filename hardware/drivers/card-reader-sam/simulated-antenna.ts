// Simulated antenna: the cards that lie on a reader, and what each answers to find, select and read.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Card } from '../../classes/card-reader.ts';
import { encodeCardText } from './card.ts';
import { writeNewAddresses } from './card-text.ts';
import { type CommandName, photoBytes, writeCardBlocks } from './protocol.ts';
import { status } from './status.ts';

/**
 * How a card behaves after it was read and while it lies there: `silent` to 20 01 (usual), `repeats` its answer to
 * 20 01 (other firmware), `silentUntilReset`: its chip hangs and answers nothing until it loses the field, or
 * `fieldDrops`: the reader switches its antenna off after each read, so that the card is found anew (MIAXIS).
 */
export type AfterRead = 'silent' | 'repeats' | 'silentUntilReset' | 'fieldDrops';

/** What a card holds besides its text and photo. */
export interface MoreOfCard {
  /** Fingers whose templates are on the card; default 0. */
  readonly fingers?: 0 | 1 | 2;
  /** At most four; default none. */
  readonly newAddresses?: readonly string[];
}

interface CardOnAntenna {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  readonly more: MoreOfCard;
  state: 'idle' | 'found' | 'selected' | 'hanging';
}

/** Status (SW3) and data of the module's reply. */
export interface CardAnswer {
  readonly status: number;
  readonly data?: Uint8Array;
}

/** The commands that the antenna answers. */
export type CardCommand = Extract<
  CommandName,
  'find' | 'select' | 'read' | 'readWithFingerprints' | 'readNewAddress' | 'readChipNumber'
>;

export interface SimulatedAntenna {
  layCard(card: Card, more?: MoreOfCard): void;
  layText(text: Uint8Array): void;
  /** Both answer at once: the module finds neither. */
  layTwo(): void;
  take(): void;
  /** Changes whenever something is laid or taken: an exchange that it happens in fails. */
  placement(): number;
  /** The field was off for a moment: a card can be found again. */
  dropField(): void;
  /** After a failed exchange the module drops the field, which does not wake a chip that hangs. */
  letGo(): void;
  answer(command: CardCommand, placementBefore: number): CardAnswer;
}

export function createSimulatedAntenna({ afterRead }: { readonly afterRead: AfterRead }): SimulatedAntenna {
  let laid: CardOnAntenna | 'two' | undefined;
  let placement = 0;

  function put(next: CardOnAntenna | 'two' | undefined): void {
    placement += 1;
    laid = next;
  }

  function find(card: CardOnAntenna | undefined): CardAnswer {
    const answers =
      card?.state === 'idle' || card?.state === 'found' || (card?.state === 'selected' && afterRead === 'repeats');
    if (card === undefined || !answers) return { status: status.noCard };
    if (card.state === 'idle') card.state = 'found';
    return { status: status.found, data: new Uint8Array(4) };
  }

  function select(card: CardOnAntenna | undefined): CardAnswer {
    // A card that repeats may be selected again.
    if (card === undefined || card.state === 'idle' || card.state === 'hanging') return { status: status.selectFailed };
    card.state = 'selected';
    return { status: status.good, data: new Uint8Array(8) };
  }

  function read(command: CardCommand, card: CardOnAntenna | undefined): CardAnswer {
    if (card?.state !== 'selected') return { status: status.readFailed };
    switch (command) {
      case 'readNewAddress': {
        const { newAddresses = [] } = card.more;
        if (newAddresses.length === 0) return { status: status.notOnCard };
        return { status: status.good, data: writeNewAddresses(newAddresses) };
      }
      case 'readChipNumber':
        return { status: status.good, data: Uint8Array.from({ length: 28 }, (_, index) => index) };
      default:
        if (afterRead === 'silentUntilReset') card.state = 'hanging';
        if (afterRead === 'fieldDrops') card.state = 'idle';
        return { status: status.good, data: cardData(card, command === 'readWithFingerprints') };
    }
  }

  return {
    layCard: (card, more = {}) => put({ text: encodeCardText(card), photo: photoOf(card), more, state: 'idle' }),
    layText: (text) => put({ text: Uint8Array.from(text), photo: specimenPhoto(), more: {}, state: 'idle' }),
    layTwo: () => put('two'),
    take: () => put(undefined),
    placement: () => placement,
    dropField() {
      if (typeof laid === 'object') laid.state = 'idle';
    },
    letGo() {
      if (typeof laid === 'object' && laid.state !== 'hanging') laid.state = 'idle';
    },
    answer(command, placementBefore) {
      const card = laid === 'two' || placementBefore !== placement ? undefined : laid;
      if (command === 'find') return find(card);
      return command === 'select' ? select(card) : read(command, card);
    },
  };
}

function cardData({ text, photo, more }: CardOnAntenna, withFingerprints: boolean): Uint8Array {
  if (!withFingerprints) return writeCardBlocks(text, photo);
  return writeCardBlocks(text, photo, joinBytes(...[11, 16].slice(0, more.fingers ?? 0).map(template)));
}

/** 512 bytes without a real finger in them; byte 5 says which finger it would be (11 right thumb, 16 left thumb). */
function template(finger: number): Uint8Array {
  const bytes = new Uint8Array(512);
  bytes[5] = finger;
  return bytes;
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
