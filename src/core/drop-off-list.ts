// Drop-off list: what a person may leave here, what they have left, and why something of it cannot be done now.

import type { DropOff } from './drop-off.ts';
import type { Item } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import type { Problem } from './problem.ts';
import type { Visit } from './session.ts';

export type Envelope = Item & { readonly dropOff: DropOff };

export function isEnvelope(item: Item): item is Envelope {
  return item.dropOff !== undefined;
}

/** Whoever says so often that nothing was put in sets one cell aside after the other. */
const mostGivenUp = 3;

/** Whoever lost the slip gets another one for so long. */
const shownMs = 30 * 86_400_000;

/** Those of this person, by card only: a pickup code opens nothing else. */
export function dropOffsOf(kiosk: Kiosk, { holder, proof }: Visit, now: number): readonly Envelope[] {
  if (proof.is !== 'card') return [];
  return [...kiosk.items.values()].filter(isEnvelope).filter((item) => {
    if (item.addressee !== holder.person) return false;
    const { receipt } = item.dropOff;
    if (receipt !== null) return now - receipt.at <= shownMs;
    if (item.state.is === 'disputed') return true;
    return item.state.is === 'expected' && item.hold.withdrawn === null;
  });
}

/** Why this cannot be left here now; null when it can, as long as a cell is free. */
export function dropOffProblem({ state, dropOff, hold }: Envelope, now: number): Problem | null {
  if (state.is === 'disputed') return 'dropOffUnsure';
  if (state.is !== 'expected' || hold.withdrawn !== null) return 'notNow';
  if (now < dropOff.validFrom || now > dropOff.validTo) return 'dropOffOver';
  return dropOff.givenUp >= mostGivenUp ? 'dropOffTooOften' : null;
}

/** The envelope whose slip is that document. */
export function envelopeOfSlip(kiosk: Kiosk, document: string): Envelope | undefined {
  return [...kiosk.items.values()].filter(isEnvelope).find(({ dropOff }) => dropOff.receipt?.fact === document);
}
