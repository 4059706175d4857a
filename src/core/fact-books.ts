// Fact books: where every item is by the facts alone, folded one after another, to be held against what the tables say.
//
// Facts do not say: what central alone decides (a new item, its words and addressee, freeze, release, recall, rights) and how
// long an item waits; that an item of which nobody knows whether it was put in is expected again; that a door is being opened
// for an item. So an item without a fact is not compared, and within its cell any state is right that leaves it there.

import type { CellId } from './cell.ts';
import type { Fact } from './fact.ts';
import { cellOf, type Item, type ItemId } from './item.ts';
import type { Kiosk } from './kiosk.ts';

type Place =
  | { readonly is: 'inCell'; readonly cell: CellId }
  | { readonly is: 'handedOver' }
  | { readonly is: 'recalled' }
  | { readonly is: 'missing' }
  /** In somebody's hands or on its way. */
  | { readonly is: 'outside' };

export interface FactBooks {
  readonly places: ReadonlyMap<ItemId, Place>;
  /** Cells of which a door was seen or said to have opened for an order. */
  readonly opened: ReadonlySet<CellId>;
  /** Cells that somebody has looked into. */
  readonly looked: ReadonlySet<CellId>;
  /** Cells whose door shut after the last order for them. */
  readonly shut: ReadonlySet<CellId>;
}

export const emptyBooks: FactBooks = { places: new Map(), opened: new Set(), looked: new Set(), shut: new Set() };

export function noteFact(books: FactBooks, fact: Fact): FactBooks {
  const put = (...entries: readonly (readonly [ItemId, Place])[]): FactBooks => ({
    ...books,
    places: new Map([...books.places, ...entries]),
  });
  switch (fact.is) {
    case 'itemDeposited':
    case 'itemFound':
    case 'itemDisputed':
    case 'dropOffReceived':
      return put([fact.item, { is: 'inCell', cell: fact.cell }]);
    case 'depositCancelled':
      return put([fact.item, { is: 'outside' }]);
    case 'itemHandedOver':
      return put([fact.item, { is: 'handedOver' }]);
    case 'itemRecalled':
      return put([fact.item, { is: fact.place.is === 'redeposited' ? 'outside' : 'recalled' }]);
    case 'itemMissing':
      return put([fact.item, { is: 'missing' }]);
    case 'recallNotDone':
      return fact.why === 'leftInside'
        ? put(...fact.items.map((item) => [item, { is: 'inCell', cell: fact.cell } as const] as const))
        : books;
    case 'cellVerified': {
      const places = new Map(books.places);
      // What was booked here and was not seen: the next fact says what became of it, or nobody had put it in.
      for (const [item, place] of places) if (place.is === 'inCell' && place.cell === fact.cell) places.delete(item);
      for (const item of fact.inside) places.set(item, { is: 'inCell', cell: fact.cell });
      return { ...books, places, looked: new Set(books.looked).add(fact.cell) };
    }
    case 'openOrdered':
      return { ...books, shut: new Set([...books.shut].filter((cell) => cell !== fact.cell)) };
    case 'doorClosed':
      return { ...books, shut: new Set(books.shut).add(fact.cell) };
    case 'opened':
      return { ...books, opened: new Set(books.opened).add(fact.cell) };
    default:
      return books;
  }
}

export function booksOf(facts: readonly Fact[]): FactBooks {
  return facts.reduce(noteFact, emptyBooks);
}

/**
 * Nos. 4 and 5. A hand-over, a deposit, a drop-off and a recall rest on an order of that cell that was seen, or said, to have opened, or on
 * staff who looked. `books`: up to the fact.
 */
export function restsOnEvidence({ opened, looked, shut }: FactBooks, fact: Fact): readonly string[] {
  switch (fact.is) {
    case 'itemHandedOver':
      return opened.has(fact.cell) || looked.has(fact.cell)
        ? []
        : [`handed over out of ${fact.cell} that never opened`];
    case 'itemDeposited':
      return opened.has(fact.cell) ? [] : [`put into ${fact.cell} that never opened`];
    case 'dropOffReceived':
      if (fact.evidence === 'staff')
        return looked.has(fact.cell) ? [] : [`received in ${fact.cell} into which nobody looked`];
      return opened.has(fact.cell) && shut.has(fact.cell)
        ? []
        : [`received in ${fact.cell} that was not seen to open and shut`];
    case 'itemRecalled':
      return opened.has(fact.cell) ? [] : [`taken out of ${fact.cell} that never opened`];
    default:
      return [];
  }
}

/** No. 9. What was recorded leads to where the tables say each item is. */
export function booksAgree(books: FactBooks, kiosk: Kiosk): readonly string[] {
  return [...books.places].flatMap(([id, place]) => {
    const item = kiosk.items.get(id);
    if (item !== undefined && agrees(place, item)) return [];
    const where = place.is === 'inCell' ? `in ${place.cell}` : place.is;
    return [`by the facts an item is ${where}, by the tables ${item?.state.is}`];
  });
}

function agrees(place: Place, item: Item): boolean {
  const { is } = item.state;
  switch (place.is) {
    case 'inCell':
      return cellOf(item) === place.cell && is !== 'missing';
    case 'handedOver':
      return is === 'handedOver';
    case 'recalled':
      return is === 'recalled';
    case 'missing':
      return is === 'missing' || is === 'lost';
    case 'outside':
      return is === 'expected' || is === 'assigned' || is === 'cancelled' || (is === 'frozen' && cellOf(item) === null);
  }
}
