// Paper office: the part of the back office that asks for missing papers, and hears which of them the kiosk has received.

import { certain } from '../../src/base/result.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf } from '../../src/core/item.ts';
import type { Person } from './people.ts';
import type { SimulatedCentral } from './simulated-central.ts';
import type { Truth } from './truth.ts';

interface PaperRow {
  readonly item: string;
  readonly person: Person;
  state: 'asked' | 'received' | 'collected' | 'cancelled';
  /** Messages that staff have the papers. */
  messages: number;
}

export interface PaperOffice {
  /** What central does with a fact (src/central/drop-offs.ts), as far as anybody can tell. */
  onFact(fact: Fact): void;
  ask(person: Person): void;
  /** The case is closed: nothing more is taken in for it. */
  withdraw(item: string): void;
  rows(): readonly Readonly<PaperRow>[];
}

const dayMs = 86_400_000;
/** Short, so that it is over now and then before somebody comes. */
const validMs = 6 * dayMs;

export function isPapers(item: string): boolean {
  return item.startsWith('P-');
}

export function createPaperOffice({
  central,
  truth,
  now,
}: {
  readonly central: () => SimulatedCentral;
  readonly truth: Truth;
  readonly now: () => number;
}): PaperOffice {
  const rows = new Map<string, PaperRow>();
  return {
    onFact(fact) {
      if (!('item' in fact) || fact.item === null) return;
      const row = rows.get(fact.item);
      if (row === undefined) return;
      const isCancelled = row.state === 'cancelled';
      if (fact.is === 'dropOffReceived' && !isCancelled) row.state = 'received';
      if (fact.is !== 'itemRecalled' || isCancelled) return;
      row.state = 'collected';
      if (row.messages === 0) row.messages += 1;
    },
    ask(person) {
      const item = `P-${rows.size + 1}`;
      rows.set(item, { item, person, state: 'asked', messages: 0 });
      const at = { is: 'hands', of: person.key } as const;
      truth.envelopes.set(item, { item, addressee: person.key, agents: new Set(), at });
      const { key: addressee, maskedName } = person;
      const title = { zh: '开办企业', en: 'Starting a business' };
      const missing = { zh: '场地合同', en: 'Lease' };
      const verify = 'https://central.example/verify';
      central().askDropOff(
        { id: itemIdOf(item), title, caseNumber: `C-${item}`, size: 'small', addressee, maskedName },
        { missing, validFrom: now() - dayMs, validTo: now() + validMs, verify },
      );
    },
    withdraw(item) {
      certain(rows.get(item), item).state = 'cancelled';
      central().announce({ is: 'itemCancelled', item: itemIdOf(item) });
    },
    rows: () => [...rows.values()],
  };
}
