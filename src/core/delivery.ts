// Delivery: what a delivery receipt says. The kiosk knows all of it by itself, so the paper needs no network.

import type { CellId } from './cell.ts';
import type { HandOverEvidence } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import type { Visit } from './session.ts';
import type { Words } from './words.ts';

/** Whether the receipt waits for a touch, or comes out by itself after each hand-over. */
export type ReceiptRule = 'offered' | 'printed';

export interface Delivery {
  /** The order to open under which it was handed over: also the name of the document. */
  readonly order: string;
  readonly cell: CellId;
  readonly items: readonly { readonly title: Words; readonly caseNumber: string }[];
  /** Of the addressee, e.g. 张* */
  readonly maskedName: string;
  /** Somebody else took it, by a right of their own. */
  readonly byAgent: boolean;
  readonly takenAt: number;
  readonly evidence: HandOverEvidence;
  readonly isSigned: boolean;
  /** Central could not be reached. */
  readonly isConfirmedLocally: boolean;
}

/** Of what this order handed over; null when that is nothing. A door opened once more belongs to the order before it. */
export function deliveryOf(kiosk: Kiosk, visit: Visit, orderId: string): Delivery | null {
  const order = kiosk.orders.get(orderId);
  if (order === undefined) return null;
  const { cell, by } = order;
  const isOurs = (id: string) => {
    const one = kiosk.orders.get(id);
    return one?.why === 'collect' && one.cell === cell && one.by === by;
  };
  const collecting = [...kiosk.orders.keys()].findLast(isOurs);
  const taken = order.items.flatMap((id) => {
    const item = kiosk.items.get(id);
    return item?.state.is === 'handedOver' ? [{ ...item, state: item.state }] : [];
  });
  const [first] = taken;
  if (first === undefined || collecting === undefined) return null;
  return {
    order: collecting,
    cell,
    items: taken.map(({ title, caseNumber }) => ({ title, caseNumber })),
    maskedName: first.maskedName,
    byAgent: first.addressee !== by,
    takenAt: Math.max(...taken.map(({ state }) => state.at)),
    evidence: taken.every(({ state }) => state.evidence === 'sensor') ? 'sensor' : 'statement',
    isSigned: visit.signed?.includes(cell) === true,
    isConfirmedLocally: !kiosk.centralOnline,
  };
}
