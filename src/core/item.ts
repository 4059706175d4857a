// Item: one licence, certificate or envelope and its life from announcement to hand-over.

import type { CellId, CellSize } from './cell.ts';
import type { DropOff } from './drop-off.ts';
import type { PersonKey } from './person.ts';
import type { Words } from './words.ts';

declare const isItemId: unique symbol;
export type ItemId = string & { readonly [isItemId]: true };

export function itemIdOf(text: string): ItemId {
  if (!/^[0-9A-Za-z-]{1,40}$/.test(text)) throw new Error('an item id has 1 to 40 letters, digits or hyphens');
  return text as ItemId;
}

/** What made the hand-over a fact: the sensor saw the door open and shut, or the person said so. */
export type HandOverEvidence = 'sensor' | 'statement';

/** Where staff brought it. `redeposited`: it is put into another cell at once. */
export type RecallPlace =
  | { readonly is: 'window'; readonly window: string }
  | { readonly is: 'mailed'; readonly number: string }
  | { readonly is: 'redeposited' };

/** How long it waits in its cell, and what central has decided meanwhile. */
export interface Hold {
  /** From the deposit on. */
  readonly days: number;
  /** UTC ms; null before the deposit. Afterwards it stays collectable until staff have taken it out. */
  readonly until: number | null;
  /** Staff have been told that its time is over. */
  readonly isOver: boolean;
  /** Its addressee has asked for more time; that can be done once. */
  readonly isExtended: boolean;
  /** Central wants it taken out. Collectable until then. */
  readonly isRecalled: boolean;
  /** Wherever it is found, it is not handed out. */
  readonly withdrawn: 'frozen' | 'cancelled' | null;
}

/** Where central says nothing else. */
export const usualHoldDays = 7;

export function newHold(days = usualHoldDays): Hold {
  return { days, until: null, isOver: false, isExtended: false, isRecalled: false, withdrawn: null };
}

export type ItemState =
  /** Announced by central, not yet in the hall. */
  | { readonly is: 'expected' }
  /** A cell is kept for it while staff put it in. */
  | { readonly is: 'assigned'; readonly cell: CellId }
  | { readonly is: 'inCell'; readonly cell: CellId; readonly since: number }
  /** An open was ordered for its addressee; where it is now is not certain before the door has shut again. */
  | { readonly is: 'collecting'; readonly cell: CellId; readonly since: number }
  /** Its door was ordered to open for staff, who take it out: not for its addressee any more. */
  | { readonly is: 'recalling'; readonly cell: CellId; readonly since: number }
  | { readonly is: 'recalled'; readonly at: number; readonly place: Exclude<RecallPlace, { is: 'redeposited' }> }
  | { readonly is: 'handedOver'; readonly cell: CellId; readonly at: number; readonly evidence: HandOverEvidence }
  /** Not to be handed out until staff have looked: the reason says what happened. */
  | { readonly is: 'disputed'; readonly cell: CellId; readonly why: Dispute }
  | { readonly is: 'frozen'; readonly cell: CellId | null }
  | { readonly is: 'missing'; readonly cell: CellId; readonly at: number }
  /** Staff looked: it is in no cell and nobody may have taken it. */
  | { readonly is: 'lost'; readonly at: number }
  | { readonly is: 'cancelled' };

export type Dispute =
  | 'restart'
  | 'doorLeftOpen'
  | 'openedWithoutOrder'
  | 'wrongDoor'
  | 'openedLate'
  | 'notMine'
  | 'leftInside'
  | 'boardLost'
  | 'foundElsewhere'
  | 'emergency'
  /** The door was opened to put something in, and nobody said how that ended. */
  | 'deposit'
  /** Staff were taking it out, and nobody said how that ended. */
  | 'recall';

export interface Item {
  readonly id: ItemId;
  readonly title: Words;
  /** Number of the case at the back office; shown to the addressee. */
  readonly caseNumber: string;
  readonly size: CellSize;
  readonly addressee: PersonKey;
  /** For staff who put it in, e.g. 张* */
  readonly maskedName: string;
  readonly hold: Hold;
  /** The addressee reaches only what is between 38 and 122 cm. */
  readonly lowCell?: true;
  /** An envelope that comes from its addressee instead of going there: nothing to be collected, ever. */
  readonly dropOff?: DropOff;
  readonly state: ItemState;
}

/** The cell an item is in or on its way to or from; null when it is in none. */
export function cellOf(item: Item): CellId | null {
  switch (item.state.is) {
    case 'assigned':
    case 'inCell':
    case 'collecting':
    case 'recalling':
    case 'disputed':
    case 'missing':
      return item.state.cell;
    case 'frozen':
      return item.state.cell;
    case 'expected':
    case 'handedOver':
    case 'recalled':
    case 'lost':
    case 'cancelled':
      return null;
  }
}
