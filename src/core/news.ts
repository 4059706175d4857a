// News: changes that central announced, applied in order; each can come again without doing anything twice.

import type { News } from './event.ts';
import type { ItemId } from './item.ts';
import type { Turn } from './turn.ts';

export function applyNews(turn: Turn, news: News): void {
  switch (news.is) {
    case 'itemExpected':
      if (!turn.kiosk.items.has(news.item.id)) turn.addItem({ ...news.item, state: { is: 'expected' } });
      return;
    case 'itemCancelled':
      return withdraw(turn, news.item, 'cancelled');
    case 'itemFrozen':
      return withdraw(turn, news.item, 'frozen');
    case 'itemReleased':
      return release(turn, news.item);
    case 'rightGranted':
      return turn.setRight(news.right);
    case 'codeIssued': {
      const right = turn.kiosk.rights.get(news.right);
      return right === undefined ? undefined : turn.setRight({ ...right, pickup: news.pickup });
    }
    case 'lowCellNeeded': {
      const item = turn.kiosk.items.get(news.item);
      return item === undefined ? undefined : turn.addItem({ ...item, lowCell: true });
    }
    case 'rightRevoked':
      return turn.revokeRight(news.right);
    case 'staffAdded':
      return turn.setStaff(news.staff);
    case 'staffRemoved':
      return turn.removeStaff(news.person);
    case 'unreadable':
      return;
  }
}

/** What is already in somebody's hands or in doubt stays what it is; central learns of it by the facts. */
function withdraw(turn: Turn, id: ItemId, to: 'cancelled' | 'frozen'): void {
  const state = turn.kiosk.items.get(id)?.state;
  if (state?.is === 'expected')
    turn.setItem(id, to === 'cancelled' ? { is: 'cancelled' } : { is: 'frozen', cell: null });
  if (state?.is === 'inCell') turn.setItem(id, { is: 'frozen', cell: state.cell });
}

function release(turn: Turn, id: ItemId): void {
  const state = turn.kiosk.items.get(id)?.state;
  if (state?.is !== 'frozen') return;
  turn.setItem(id, state.cell === null ? { is: 'expected' } : { is: 'inCell', cell: state.cell, since: turn.now });
}
