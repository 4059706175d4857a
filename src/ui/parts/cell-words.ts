// Cell words: how the state of a cell and the reason of a doubt are said to staff.

import type { CellState, Doubt } from '../../core/cell.ts';
import type { TextKey } from '../text/line.ts';

/** The controller names the content by the state of the cell, with a reason behind a colon where there is doubt. */
const contents: Readonly<Record<CellState['is'], TextKey>> = {
  free: 'cellFree',
  reserved: 'cellReserved',
  kept: 'cellKept',
  openDeposit: 'cellOpenDeposit',
  occupied: 'cellOccupied',
  openCollect: 'cellOpenCollect',
  openRecall: 'cellOpenRecall',
  justEmptied: 'cellJustEmptied',
  openService: 'cellOpenService',
  unverified: 'cellUnverified',
  outOfService: 'cellOutOfService',
};

const reasons: Readonly<Record<Doubt | 'lock' | 'staff', TextKey>> = {
  restart: 'whyRestart',
  doorLeftOpen: 'whyDoorLeftOpen',
  openedWithoutOrder: 'whyOpenedWithoutOrder',
  wrongDoor: 'whyWrongDoor',
  openedLate: 'whyOpenedLate',
  depositCancelled: 'whyDepositCancelled',
  dropOff: 'whyDropOff',
  notMine: 'whyNotMine',
  leftInside: 'whyLeftInside',
  recall: 'whyRecall',
  saidEmpty: 'whySaidEmpty',
  boardLost: 'whyBoardLost',
  wrongLabel: 'whyWrongLabel',
  foundElsewhere: 'whyFoundElsewhere',
  emergency: 'whyEmergency',
  lock: 'whyLock',
  staff: 'whyStaff',
};

export function contentKey(content: string): TextKey | undefined {
  const [word = ''] = content.split(':');
  return Object.hasOwn(contents, word) ? contents[word as CellState['is']] : undefined;
}

export function reasonKey(content: string): TextKey | undefined {
  const [, why = ''] = content.split(':');
  return Object.hasOwn(reasons, why) ? reasons[why as Doubt] : undefined;
}
