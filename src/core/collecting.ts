// Collecting: the addressee takes a licence out of its cell, and what is said and done around it.

import { cellOf, type ItemId } from './item.ts';
import { itemsWaitingFor } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import { checkRight } from './right.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil, showProblem } from './visit.ts';

export function showLicences(turn: Turn, visit: Visit): void {
  if (itemsWaitingFor(turn.kiosk, visit.holder.person).length === 0) {
    turn.record({ is: 'collectRefused', item: null, person: visit.holder.person, why: 'noLicence' });
    return showProblem(turn, 'noLicence', { visit });
  }
  turn.go({ at: 'licences', visit, deadline: idleUntil(turn) });
}

/** The decision is made here, at the moment of the pulse, whatever the screen showed before. */
export function collect(turn: Turn, visit: Visit, itemId: ItemId): void {
  const { person } = visit.holder;
  const item = itemsWaitingFor(turn.kiosk, person).find((one) => one.id === itemId);
  const cell = item === undefined ? null : cellOf(item);
  const refusal =
    item === undefined || cell === null
      ? 'noLicence'
      : checkRight(
          [...turn.kiosk.rights.values()].find(
            (right) => right.item === itemId && right.person === person && right.cell === cell,
          ),
          { item: itemId, cell, person },
          { now: turn.now, rightsAsOf: turn.kiosk.rightsAsOf, maxAgeMs: turn.kiosk.settings.rightsAgeMs },
        );
  if (refusal !== null || cell === null) {
    turn.record({ is: 'collectRefused', item: itemId, person, why: refusal ?? 'noLicence' });
    return showProblem(turn, refusal ?? 'noLicence', { visit });
  }
  orderOpen(turn, visit, { cell, item: itemId, why: 'collect' });
}

type AtCell = Extract<Session, { at: 'doorOpen' | 'didYouTake' | 'collected' }>;

/** The door shut. A slam within two seconds is not yet a hand-over. */
export function doorShut(turn: Turn, session: Extract<Session, { at: 'doorOpen' }>, slamMs = 2_000): void {
  const { visit, order, cell } = session;
  const { why } = turn.order(order);
  if (why === 'collect' && turn.now - session.openedAt < slamMs) {
    return turn.go({ at: 'didYouTake', visit, order, cell, deadline: idleUntil(turn) });
  }
  handOver(turn, session);
}

export function handOver(turn: Turn, { visit, order, cell }: AtCell): void {
  const { item, state, why } = turn.order(order);
  if (item === null) return;
  if (why === 'collect') {
    const evidence = state.is === 'opened' ? state.evidence : 'statement';
    turn.setItem(item, { is: 'handedOver', cell, at: turn.now, evidence });
    turn.record({ is: 'itemHandedOver', item, cell, person: visit.holder.person, evidence });
  }
  const reopenUntil = turn.now + turn.kiosk.settings.reopenMs;
  turn.setCell(cell, { is: 'justEmptied', item, until: reopenUntil });
  turn.go({ at: 'collected', visit, order, cell, reopenUntil, closedAt: turn.now, deadline: idleUntil(turn) });
}

export function answerTaken(turn: Turn, taken: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'didYouTake') return;
  if (taken) return handOver(turn, session);
  orderOpen(turn, session.visit, { cell: session.cell, item: turn.order(session.order).item, why: 'collect' });
}

/** The same person may open the emptied cell again for a while: something may have been left behind. */
export function reopen(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'collected' || turn.now > session.reopenUntil) return;
  orderOpen(turn, session.visit, { cell: session.cell, item: turn.order(session.order).item, why: 'reopen' });
}

export function sayEmpty(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'doorOpen' && session.at !== 'collected' && session.at !== 'didYouTake') return;
  const { item } = turn.order(session.order);
  if (item === null) return;
  turn.setItem(item, { is: 'missing', cell: session.cell, at: turn.now });
  turn.record({ is: 'itemMissing', item, cell: session.cell });
  turn.doubtCell(session.cell, 'saidEmpty', item, 'notMine');
  showProblem(turn, 'cellEmpty', { visit: session.visit, cell: session.cell });
}

export function sayNotMine(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'doorOpen' && session.at !== 'collected' && session.at !== 'didYouTake') return;
  const { item } = turn.order(session.order);
  if (item === null) return;
  turn.setItem(item, { is: 'disputed', cell: session.cell, why: 'notMine' });
  turn.record({ is: 'itemDisputed', item, cell: session.cell, why: 'notMine' });
  turn.setCell(session.cell, { is: 'unverified', why: 'notMine', item });
  turn.record({ is: 'cellDoubted', cell: session.cell, why: 'notMine', item });
  showProblem(turn, 'notYourItem', { visit: session.visit, cell: session.cell });
}
