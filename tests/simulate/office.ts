// Office: the back office behind central. Announces envelopes, gives rights for those that were put in, takes them back.

import { certain } from '../../src/base/result.ts';
import type { CellId } from '../../src/core/cell.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { citizens, depositor, type Person, technician } from './people.ts';
import { type SimulatedCentral, staffOf } from './simulated-central.ts';
import type { Truth } from './truth.ts';

type OfficeState = 'recalled' | 'expected' | 'inCell' | 'disputed' | 'missing' | 'handedOver' | 'frozen' | 'cancelled';

interface Row {
  readonly item: string;
  readonly person: Person;
  state: OfficeState;
  cell: CellId | null;
  right: string | null;
  readonly agents: Person[];
  /** Its right was taken back on purpose. */
  isRevoked: boolean;
  /** The pickup code of the last message. */
  code: string;
}

export interface Office {
  /** What central does with a fact (src/central/effects.ts), as far as the kiosk can tell. */
  onFact(fact: Fact): void;
  welcomeStaff(): void;
  announceItem(person: Person, size: 'small' | 'medium' | 'large'): string;
  withdraw(item: string, how: 'itemCancelled' | 'itemFrozen'): void;
  release(item: string): void;
  /** The hold time is prolonged: a new right for what lies in its cell. */
  prolong(item: string): void;
  revoke(item: string): void;
  /** Staff are to take it out. */
  recall(item: string): void;
  /** It is on its way: a cell is to be kept for it. */
  wantCell(item: string): void;
  /** Somebody else may fetch it, once. */
  delegate(item: string, agent: Person): void;
  offerDocument(person: Person, kind: 'paymentReceipt' | 'proof'): void;
  /** What the message said that this person got. */
  codeFor(person: Person): string | undefined;
  /** It was taken back, or the right to it was. */
  isWithdrawn(item: string): boolean;
  rows(): readonly Readonly<Row>[];
}

const dayMs = 86_400_000;
/** Short, so that it is over now and then before somebody comes; for some longer than a kiosk trusts its news. */
const holdsMs = [3 * dayMs, 3 * dayMs, 9 * dayMs] as const;

function holdOf({ item }: Row): number {
  return holdsMs[Number(item.slice(2)) % holdsMs.length] ?? holdsMs[0];
}

export function createOffice({
  central,
  truth,
  now,
}: {
  readonly central: () => SimulatedCentral;
  readonly truth: Truth;
  readonly now: () => number;
}): Office {
  const rows = new Map<string, Row>();
  let rights = 0;
  let codes = 0;
  let documents = 0;

  function makeReady(row: Row, cell: CellId): void {
    if (row.right !== null) central().announce({ is: 'rightRevoked', right: row.right });
    row.isRevoked = false;
    row.right = grant(row, cell, row.person);
    codes += 1;
    row.code = String(100_000 + ((codes * 7_919) % 900_000));
    central().issueCode(row.right, { code: row.code, phone: row.person.phone });
    for (const agent of row.agents) grant(row, cell, agent);
  }

  function grant(row: Row, cell: CellId, person: Person): string {
    rights += 1;
    const id = `right-${rights}`;
    const [validFrom, validTo] = [now() - dayMs, now() + holdOf(row)];
    central().grant({ id, item: itemIdOf(row.item), cell, person: person.key, validFrom, validTo });
    return id;
  }

  function deposited(row: Row, cell: CellId): void {
    row.cell = cell;
    if (row.state === 'cancelled' || row.state === 'frozen') return;
    row.state = 'inCell';
    makeReady(row, cell);
  }

  return {
    onFact(fact) {
      if (fact.is === 'cellVerified') {
        for (const row of rows.values()) {
          if (row.cell !== fact.cell || (row.state !== 'disputed' && row.state !== 'missing')) continue;
          const isInside = fact.found === 'item' && fact.inside.some((item) => item === row.item);
          if (isInside) row.state = 'inCell';
          if (isInside && row.right === null && !row.isRevoked) makeReady(row, fact.cell);
          else if (row.state === 'disputed' && row.right === null) row.state = 'expected';
        }
        return;
      }
      if (!('item' in fact) || fact.item === null) return;
      const row = rows.get(fact.item);
      if (row === undefined) return;
      const stays = row.state === 'cancelled' || row.state === 'frozen';
      switch (fact.is) {
        case 'itemDeposited':
          return deposited(row, fact.cell);
        case 'depositCancelled':
          if (row.right !== null) central().announce({ is: 'rightRevoked', right: row.right });
          Object.assign(row, { right: null, cell: null, ...(stays ? {} : { state: 'expected' }) });
          return;
        case 'itemHandedOver':
          Object.assign(row, { state: 'handedOver', cell: null, right: null });
          return;
        case 'itemRecalled':
          if (row.right !== null) central().announce({ is: 'rightRevoked', right: row.right });
          Object.assign(row, { right: null, cell: null });
          if (!stays || fact.place.is !== 'redeposited')
            row.state = fact.place.is === 'redeposited' ? 'expected' : 'recalled';
          return;
        case 'itemExtended':
          return row.state === 'inCell' ? makeReady(row, fact.cell) : undefined;
        case 'itemFound':
          row.cell = fact.cell;
          if (stays) return;
          row.state = 'inCell';
          return makeReady(row, fact.cell);
        case 'itemMissing':
        case 'itemDisputed':
          row.cell = fact.cell;
          if (!stays) row.state = fact.is === 'itemMissing' ? 'missing' : 'disputed';
          return;
        default:
          return;
      }
    },
    welcomeStaff() {
      for (const person of [depositor, technician]) central().announce({ is: 'staffAdded', staff: staffOf(person) });
    },
    announceItem(person, size) {
      const item = `L-${rows.size + 1}`;
      rows.set(item, {
        item,
        person,
        state: 'expected',
        cell: null,
        right: null,
        agents: [],
        isRevoked: false,
        code: '',
      });
      truth.envelopes.set(item, { item, addressee: person.key, agents: new Set(), at: { is: 'office' } });
      central().announce({
        is: 'itemExpected',
        item: {
          id: itemIdOf(item),
          title: { zh: '营业执照', en: 'Business licence' },
          caseNumber: `C-${rows.size}`,
          size,
          addressee: person.key,
          maskedName: person.maskedName,
        },
      });
      return item;
    },
    withdraw(item, how) {
      const row = certain(rows.get(item), item);
      row.state = how === 'itemCancelled' ? 'cancelled' : 'frozen';
      central().announce({ is: how, item: itemIdOf(item) });
    },
    release(item) {
      const row = certain(rows.get(item), item);
      if (row.state !== 'frozen' && row.state !== 'cancelled') return;
      row.state = row.cell === null ? 'expected' : 'inCell';
      central().announce({ is: 'itemReleased', item: itemIdOf(item) });
      if (row.cell !== null && row.right === null) makeReady(row, row.cell);
    },
    prolong(item) {
      const row = certain(rows.get(item), item);
      if (row.cell === null || row.state !== 'inCell') return;
      central().announce({ is: 'holdExtended', item: itemIdOf(item), until: now() + holdOf(row) });
      makeReady(row, row.cell);
    },
    revoke(item) {
      const row = certain(rows.get(item), item);
      if (row.right !== null) central().announce({ is: 'rightRevoked', right: row.right });
      Object.assign(row, { right: null, isRevoked: true });
    },
    recall(item) {
      central().announce({ is: 'itemRecalled', item: itemIdOf(item) });
    },
    wantCell(item) {
      central().announce({ is: 'cellWanted', item: itemIdOf(item) });
    },
    delegate(item, agent) {
      const row = certain(rows.get(item), item);
      if (agent.key === row.person.key) return;
      row.agents.push(agent);
      truth.envelopes.get(item)?.agents.add(agent.key);
      if (row.cell !== null && row.state === 'inCell') grant(row, row.cell, agent);
    },
    offerDocument(person, kind) {
      documents += 1;
      const list = central().documentsOf(person.key);
      // Nobody has a list without an end; the oldest is no longer offered.
      if (list.length >= 3) list.shift();
      const title = { zh: '凭证', en: 'Document' };
      list.push({ id: `D-${documents}`, kind, title, date: '2026-11-20', amountFen: kind === 'proof' ? null : 100 });
    },
    codeFor: (person) =>
      [...rows.values()].findLast((row) => row.person === person && row.state === 'inCell' && row.right !== null)?.code,
    isWithdrawn(item) {
      const row = rows.get(item);
      return row !== undefined && (row.isRevoked || row.state === 'frozen' || row.state === 'cancelled');
    },
    rows: () => [...rows.values()],
  };
}

export const applicants: readonly Person[] = citizens.filter(({ isExpired }) => !isExpired);
