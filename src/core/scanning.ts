// Scanning: while staff put things in, the code scanner looks for the bar code of an item, or for the label inside a cell.

import { cellOfLabel } from './cell.ts';
import { deposit, wrongLabel } from './depositing.ts';
import type { Item } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import { readInTrial } from './trying.ts';
import type { Turn } from './turn.ts';
import { showProblem } from './visit.ts';

/** The longest that a scanner looks; it is armed again as long as a code is wanted. */
const armMs = 60_000;
const armAgainMs = 5_000;

function wantsCode({ session, orders, settings }: Kiosk): boolean {
  if (session.at === 'deposit' || (session.at === 'trying' && session.device === 'codeScanner')) return true;
  return (
    session.at === 'doorOpen' &&
    settings.cellLabels &&
    !session.labelSeen &&
    orders.get(session.order)?.why === 'deposit'
  );
}

/** After each step: the scanner looks when a code is wanted, and at no other time. */
export function followScanner(turn: Turn): void {
  const { scanner } = turn.kiosk;
  if (turn.kiosk.devices.get('codeScanner')?.problem !== null) return;
  const wants = wantsCode(turn.kiosk);
  if (wants && turn.now >= scanner.armedUntil) {
    turn.set({ scanner: { armedUntil: turn.now + armMs } });
    turn.ask({ do: 'armScanner', ms: armMs });
  }
  if (!wants && turn.now < scanner.armedUntil) {
    turn.set({ scanner: { armedUntil: 0 } });
    turn.ask({ do: 'disarmScanner' });
  }
}

/** Whatever it was told before, after a lost line it looks no more. */
export function scannerLost(turn: Turn): void {
  turn.set({ scanner: { armedUntil: 0 } });
}

/** Tried again soon, not at once: its line may be on the way. */
export function scannerNotArmed(turn: Turn): void {
  turn.set({ scanner: { armedUntil: turn.now + armAgainMs } });
}

/** The bar code is the id of the item, or the number of its case where only one item has it. */
function itemOfCode(kiosk: Kiosk, text: string): Item | undefined {
  const items = [...kiosk.items.values()];
  const byId = items.find((item) => item.id === text);
  if (byId !== undefined) return byId;
  const [first, other] = items.filter((item) => item.caseNumber === text && item.state.is === 'expected');
  return other === undefined ? first : undefined;
}

/** One code for one arming: the scanner has stopped looking. */
export function codeScanned(turn: Turn, text: string): void {
  turn.set({ scanner: { armedUntil: 0 } });
  const { session } = turn.kiosk;
  if (session.at === 'deposit') {
    const item = itemOfCode(turn.kiosk, text);
    if (item === undefined) return showProblem(turn, 'codeUnknown', { visit: session.visit });
    return deposit(turn, session.visit, item.id);
  }
  if (session.at === 'trying' && session.device === 'codeScanner') return readInTrial(turn, session, 'came');
  if (session.at !== 'doorOpen' || !wantsCode(turn.kiosk)) return;
  const cell = cellOfLabel(text);
  // Whatever else is held before the scanner says nothing about the door.
  if (cell === null || !turn.kiosk.cells.has(cell)) return;
  if (cell !== session.cell) return wrongLabel(turn, session, cell);
  turn.go({ ...session, labelSeen: true });
}
