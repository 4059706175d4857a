// Locker laws: what must hold of everything that was ever recorded, whatever the order of events. Each names its breaches.

import type { Fact } from '../../src/core/fact.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';

/** How a door that was seen to open is explained in the records; one movement has one of these. */
function explanationsIn(facts: readonly Fact[], cell: string): readonly string[] {
  const kinds = facts.flatMap((fact) => {
    switch (fact.is) {
      case 'opened':
        return fact.cell === cell && fact.evidence === 'sensor' ? ['ordered'] : [];
      case 'openedLate':
        return fact.cell === cell ? ['late'] : [];
      case 'wrongDoorOpened':
        return fact.cell === cell ? ['wrong'] : [];
      case 'openedWithoutOrder':
        return fact.cell === cell ? ['none'] : [];
      default:
        return [];
    }
  });
  // A late opening that goes on is the old order fulfilled.
  return kinds.includes('late') ? kinds.filter((kind) => kind !== 'ordered') : kinds;
}

/** Invariant 11: a door that was shut and opens has exactly one explanation; a bounce belongs to the one before. */
export function movementLaw(before: Kiosk, cell: string, facts: readonly Fact[]): readonly string[] {
  const { session } = before;
  const isBounce = ('cell' in session && session.cell === cell) || session.at === 'openingAll';
  const found = explanationsIn(facts, cell);
  if (found.length > 1) return [`door ${cell} moved with two explanations: ${found.join(', ')}`];
  return found.length === 0 && !isBounce ? [`door ${cell} moved without an explanation`] : [];
}

/**
 * Invariants 4 and 5: a hand-over, a deposit and what a person leaves rest on an order of that cell that was seen, or said, to have opened; or on
 * staff who looked.
 */
export function evidenceLaw(facts: readonly Fact[]): readonly string[] {
  const opened = new Set<string>();
  const looked = new Set<string>();
  const shut = new Set<string>();
  const lines: string[] = [];
  for (const fact of facts) {
    if (fact.is === 'opened') opened.add(fact.cell);
    // A receipt rests on a door that shut after the last order for its cell.
    if (fact.is === 'openOrdered') shut.delete(fact.cell);
    if (fact.is === 'cellVerified') looked.add(fact.cell);
    if (fact.is === 'itemHandedOver' && !opened.has(fact.cell) && !looked.has(fact.cell))
      lines.push(`handed over out of ${fact.cell} that never opened`);
    if (fact.is === 'itemDeposited' && !opened.has(fact.cell)) lines.push(`put into ${fact.cell} that never opened`);
    if (fact.is === 'doorClosed') shut.add(fact.cell);
    if (fact.is === 'dropOffReceived' && fact.evidence === 'sensor' && !(opened.has(fact.cell) && shut.has(fact.cell)))
      lines.push(`received in ${fact.cell} that was not seen to open and shut`);
    if (fact.is === 'dropOffReceived' && fact.evidence === 'staff' && !looked.has(fact.cell))
      lines.push(`received in ${fact.cell} into which nobody looked`);
    if (fact.is === 'itemRecalled' && !opened.has(fact.cell)) lines.push(`taken out of ${fact.cell} that never opened`);
  }
  return lines;
}
