// News: changes that central announced, applied in order; each can come again without doing anything twice.

import { newDropOff } from './dropping-off.ts';
import type { News } from './event.ts';
import { helpAnswered, helpEnded } from './help.ts';
import { type ItemId, newHold } from './item.ts';
import { giveBackKept, keepForNews } from './keeping.ts';
import { type GrantRefusal, isSameRight, type Right } from './right.ts';
import type { Turn } from './turn.ts';

export function applyNews(turn: Turn, news: News): void {
  switch (news.is) {
    case 'itemExpected':
      if (!turn.kiosk.items.has(news.item.id))
        turn.addItem({ ...news.item, hold: newHold(), state: { is: 'expected' } });
      return;
    case 'dropOffAsked':
      if (!turn.kiosk.items.has(news.item.id))
        turn.addItem({ ...news.item, dropOff: newDropOff(news.dropOff), hold: newHold(), state: { is: 'expected' } });
      return;
    case 'itemCancelled':
      return withdraw(turn, news.item, 'cancelled');
    case 'itemFrozen':
      return withdraw(turn, news.item, 'frozen');
    case 'itemReleased':
      return release(turn, news.item);
    case 'itemRecalled':
      return turn.kiosk.items.has(news.item) ? turn.setHold(news.item, { isRecalled: true }) : undefined;
    case 'cellWanted':
      return keepForNews(turn, news.item);
    case 'holdDays':
      return turn.kiosk.items.has(news.item) ? turn.setHold(news.item, { days: news.days }) : undefined;
    case 'holdExtended':
      return extend(turn, news);
    case 'extensionUsed':
      return turn.kiosk.items.has(news.item) ? turn.setHold(news.item, { isExtended: true }) : undefined;
    case 'rightGranted':
      return grant(turn, news.right);
    case 'codeIssued': {
      const right = turn.kiosk.rights.get(news.right);
      return right === undefined ? undefined : turn.setRight({ ...right, pickup: news.pickup });
    }
    case 'lowCellNeeded': {
      const item = turn.kiosk.items.get(news.item);
      return item === undefined ? undefined : turn.addItem({ ...item, lowCell: true });
    }
    case 'rightRefused':
      return turn.record({ is: 'rightRefused', right: news.right, why: news.why });
    case 'rightRevoked':
      return turn.revokeRight(news.right);
    case 'staffAdded':
      return turn.setStaff(news.staff);
    case 'staffRemoved':
      return turn.removeStaff(news.person);
    case 'helpAnswered':
      return helpAnswered(turn, news.call);
    case 'helpEnded':
      return helpEnded(turn, news.call);
    case 'unreadable':
      return turn.record({ is: 'newsRefused', why: 'unreadable' });
    case 'superseded':
      return;
  }
}

/** A right that can open nothing here, or that would change another one, moves nothing and is noted. */
function grant(turn: Turn, right: Right): void {
  const why = grantRefusal(turn, right);
  if (why !== null) return turn.record({ is: 'rightRefused', right: right.id, why });
  // The same again would lose the pickup code that came after it.
  if (!turn.kiosk.rights.has(right.id)) turn.setRight(right);
}

function grantRefusal({ kiosk }: Turn, right: Right): GrantRefusal | null {
  const known = kiosk.rights.get(right.id);
  if (known !== undefined && !isSameRight(known, right)) return 'idTaken';
  // One that came after its end is kept: by a clock that is wrong today it opens nothing, by the right one it may.
  return kiosk.cells.has(right.cell) ? null : 'unknownCell';
}

/**
 * What is already in somebody's hands stays what it is; central learns of it by the facts. What is in doubt, or at an open
 * door, stays so too, but is handed out to nobody afterwards.
 */
function withdraw(turn: Turn, id: ItemId, to: 'cancelled' | 'frozen'): void {
  const state = turn.kiosk.items.get(id)?.state;
  if (state === undefined) return;
  turn.setHold(id, { withdrawn: to });
  giveBackKept(turn, id, 'released');
  if (state.is === 'expected')
    turn.setItem(id, to === 'cancelled' ? { is: 'cancelled' } : { is: 'frozen', cell: null });
  if (state.is === 'inCell') turn.layIn(id, state.cell);
}

function release(turn: Turn, id: ItemId): void {
  const state = turn.kiosk.items.get(id)?.state;
  if (state === undefined) return;
  turn.setHold(id, { withdrawn: null });
  if (state.is !== 'frozen') return;
  if (state.cell === null) return turn.setItem(id, { is: 'expected' });
  // What became of its cell while it was frozen stays in doubt: nothing is handed out of a cell that nobody has looked into.
  const cell = turn.cell(state.cell);
  if (cell.state.is === 'occupied') turn.layIn(id, state.cell);
  else turn.setItem(id, { is: 'disputed', cell: state.cell, why: 'openedWithoutOrder' });
}

/** Only ever later: an extension that comes again, or after a longer one, changes nothing. */
function extend(turn: Turn, { item, until }: Extract<News, { is: 'holdExtended' }>): void {
  for (const { id, hold } of turn.kiosk.items.values()) {
    if (item !== null && id !== item) continue;
    if (hold.until !== null && until > hold.until) turn.setHold(id, { until, isOver: false });
  }
}
