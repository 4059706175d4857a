// Truth: knows what really happened in the hall, and holds every fact, every pulse and every door against it.

import { certain } from '../../src/base/result.ts';
import type { CellId } from '../../src/core/cell.ts';
import type { Recorded } from '../../src/core/fact.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { beliefOf, itemBeliefOf } from './books.ts';
import { places, type SimulatedHall } from './hall.ts';
import { createPaperPromises } from './paper-promises.ts';

/** A promise that was broken; the run ends with it. */
export class BrokenPromise extends Error {}

/** Where an envelope really is. */
export type Whereabouts =
  | { readonly is: 'office' }
  | { readonly is: 'cell'; readonly cell: CellId }
  | { readonly is: 'hands'; readonly of: string };

export interface Envelope {
  readonly item: string;
  /** Key of the person it is for. */
  readonly addressee: string;
  /** Others who were given leave to fetch it. */
  readonly agents: Set<string>;
  at: Whereabouts;
}

interface Order {
  readonly cell: CellId;
  readonly by: string;
  readonly items: readonly string[];
  readonly why: string;
  readonly at: number;
}

/** What a machine can't see: a person said or did something false at that cell. Ends when staff have looked. */
export type Excuse = 'lied' | 'leftInside' | 'stolen' | 'swapped';

export interface Truth {
  readonly envelopes: Map<string, Envelope>;
  readonly excuses: Map<CellId, Excuse>;
  /** Cells whose sensor is not to be believed now, and what it says. */
  readonly stuckSensors: Map<CellId, 'open' | 'closed'>;
  /** A person or a fault, not the kiosk, opens that door. */
  noteHand(cell: CellId): void;
  /** The kiosk has forgotten what it printed since its last backup, and may print it again. */
  noteRestored(): void;
  fact(recorded: Recorded): void;
  /** Everything that has to hold at any moment. */
  check(): void;
  /** Nobody is at the kiosk: what it believes of its cells has to be so, or be in doubt. */
  checkBooks(kiosk: Kiosk): void;
  putIn(item: string, cell: CellId): void;
  /** Takes out what `who` wants of it. */
  takeOut(cell: CellId, who: string, wants?: (envelope: Envelope) => boolean): readonly Envelope[];
  isInside(item: string, cell: CellId): boolean;
  orderOf(cell: CellId): Order | undefined;
}

export function mayFetch({ addressee, agents }: Envelope, person: string): boolean {
  return addressee === person || agents.has(person);
}

export interface TruthOptions {
  readonly hall: SimulatedHall;
  readonly now: () => number;
  /** How far the wall clock was set off. */
  readonly wallOffset: () => number;
}

export function createTruth({ hall, now, wallOffset }: TruthOptions): Truth {
  const envelopes = new Map<string, Envelope>();
  const excuses = new Map<CellId, Excuse>();
  const stuckSensors = new Map<CellId, 'open' | 'closed'>();
  const orders = new Map<string, Order>();
  const ordersAt = new Map<CellId, number>();
  const lastOrder = new Map<CellId, Order>();
  const openedAt = new Map<CellId, number>();
  const hands = new Set<CellId>();
  const jobs = new Map<
    string,
    { readonly copy: string; readonly person: string; verdict: 'open' | 'printed' | 'none'; isForgotten: boolean }
  >();
  let papersSeen = 0;
  const papersOf = new Map<string, number>();

  function broken(what: string): never {
    throw new BrokenPromise(what);
  }

  const papers = createPaperPromises({ hall, excuses, stuckSensors, now, wallOffset, broken });

  hall.onDoor(({ cell, door }) => {
    if (door !== 'open') return;
    openedAt.set(cell, now());
    if (hands.delete(cell)) return;
    pulseOpened(cell);
  });

  let opened: { readonly cell: CellId; readonly envelopes: readonly Envelope[] }[] = [];
  /** Judged when the facts are read: the order is among those that were written before the pulse. */
  function pulseOpened(cell: CellId): void {
    opened.push({ cell, envelopes: envelopesIn(cell) });
  }

  function envelopesIn(cell: CellId): readonly Envelope[] {
    return hall.inside(cell).map((item) => certain(envelopes.get(item), item));
  }

  function holdsExactly(cell: CellId, items: readonly string[]): boolean {
    return items.toSorted().join() === hall.inside(cell).toSorted().join();
  }

  function judgeOpened(): void {
    for (const { cell, envelopes: inside } of opened) {
      const order = lastOrder.get(cell) ?? broken(`door ${cell} was opened by its lock and no order is on record`);
      if (!['collect', 'reopen', 'dropOff'].includes(order.why)) continue;
      const other = inside.find((envelope) => !mayFetch(envelope, order.by));
      if (other !== undefined && !excuses.has(cell))
        broken(`door ${cell} was opened for somebody with ${other.item} inside, which is not theirs`);
    }
    opened = [];
  }

  function judgePapers(): void {
    for (; papersSeen < hall.papers.length; papersSeen += 1) {
      const id = certain(hall.papers[papersSeen], 'a paper');
      const job = jobs.get(id) ?? broken(`a paper of job ${id} came out and no order is on record`);
      // What the kiosk has forgotten may still be coming out, and does not count.
      if (job.isForgotten) continue;
      const count = (papersOf.get(job.copy) ?? 0) + 1;
      papersOf.set(job.copy, count);
      if (count > 1) broken(`${job.copy} came out twice`);
      if (job.verdict === 'none') broken(`${job.copy} came out after it was said that none would`);
    }
  }

  /** Whoever takes the one takes the other along. */
  function judgeJoined(): void {
    for (const together of hall.joined) {
      const people = new Set(together.map((id) => jobs.get(id)?.person));
      if (people.size > 1) broken(`slips of ${people.size} people hang together on one paper`);
    }
  }

  function judgeJob(id: string, verdict: 'printed' | 'none', evidence: string): void {
    const job = jobs.get(id) ?? broken(`job ${id} ended and was never ordered`);
    job.verdict = verdict;
    const isOut = hall.papers.includes(id);
    if (verdict === 'printed' && !isOut) broken(`${job.copy} counts as printed (${evidence}) and no paper is out`);
    if (verdict === 'none' && isOut) broken(`${job.copy} is out and counts as not printed (${evidence})`);
  }

  return {
    envelopes,
    excuses,
    stuckSensors,
    noteHand: (cell) => {
      if (hall.door(cell) === 'closed') hands.add(cell);
    },
    noteRestored() {
      for (const job of jobs.values()) job.isForgotten = true;
      papersOf.clear();
      papers.noteRestored();
    },
    fact({ fact, at }) {
      papers.fact(fact);
      switch (fact.is) {
        case 'openOrdered': {
          const order = { cell: fact.cell, by: fact.by, items: fact.items, why: fact.why, at };
          if (orders.has(fact.order)) broken(`order ${fact.order} is on record twice`);
          orders.set(fact.order, order);
          lastOrder.set(fact.cell, order);
          ordersAt.set(fact.cell, (ordersAt.get(fact.cell) ?? 0) + 1);
          return;
        }
        case 'wiringFired': {
          // The wizard has no orders: each of its pulses has this fact.
          const place = places.find((one) => one.wizardKey === fact.board && one.channel === fact.channel);
          const { cell } = certain(place, `lock ${fact.channel} of ${fact.board}`);
          lastOrder.set(cell, { cell, by: fact.by, items: [], why: 'wiring', at });
          ordersAt.set(cell, (ordersAt.get(cell) ?? 0) + 1);
          return;
        }
        case 'opened': {
          const order = orders.get(fact.order) ?? broken(`door ${fact.cell} opened for an order that is not on record`);
          const isOpen = hall.door(fact.cell) === 'open' || (openedAt.get(fact.cell) ?? 0) >= order.at;
          if (fact.evidence === 'sensor' && !isOpen && !stuckSensors.has(fact.cell))
            broken(`door ${fact.cell} counts as opened by its sensor and has not moved`);
          return;
        }
        case 'itemHandedOver': {
          const envelope = envelopes.get(fact.item);
          if (envelope !== undefined && !mayFetch(envelope, fact.person))
            broken(`${fact.item} was handed over to somebody it is not for`);
          if (fact.evidence === 'sensor' && (openedAt.get(fact.cell) ?? 0) === 0 && !stuckSensors.has(fact.cell))
            broken(`${fact.item} counts as handed over at a door that never opened`);
          return;
        }
        case 'cellVerified':
          // Who has put nothing in calls it as it was before, and that may have been wrong already.
          if (holdsExactly(fact.cell, fact.inside)) excuses.delete(fact.cell);
          return;
        case 'printOrdered':
          jobs.set(fact.job, {
            copy: `${fact.document} copy ${fact.copy}`,
            person: fact.person,
            verdict: 'open',
            isForgotten: false,
          });
          return;
        case 'printed':
          if (fact.evidence !== 'statement') judgeJob(fact.job, 'printed', fact.evidence);
          return;
        case 'printNotStarted':
          return judgeJob(fact.job, 'none', fact.why);
        case 'printExpired':
          return judgeJob(fact.job, 'none', 'expired');
        default:
          return;
      }
    },
    check() {
      judgeOpened();
      judgePapers();
      judgeJoined();
      papers.watch();
      for (const { cell } of places) {
        if (hall.pulses(cell) > (ordersAt.get(cell) ?? 0)) broken(`lock ${cell} was pulsed more often than ordered`);
      }
    },
    checkBooks(kiosk) {
      papers.checkBooks(kiosk);
      for (const { cell } of places) {
        const belief = beliefOf(kiosk, cell);
        const inside = hall.inside(cell);
        if (belief.is === 'doubtful' || excuses.has(cell)) continue;
        if (belief.is === 'empty' && inside.length > 0)
          broken(`${cell} counts as empty and holds ${inside.join(', ')}`);
        if (belief.is === 'holds' && !holdsExactly(cell, belief.items))
          broken(`${cell} counts as holding ${belief.items.join(', ')} and holds ${inside.join(', ') || 'nothing'}`);
      }
      for (const { item, at } of envelopes.values()) {
        const believed = itemBeliefOf(kiosk, item);
        if (believed?.is === 'inCell' && believed.cell !== null && beliefOf(kiosk, believed.cell).is === 'doubtful')
          broken(`${item} can be had and its cell ${believed.cell} is in doubt`);
        if (believed?.is === 'inCell' && believed.cell !== null && !excuses.has(believed.cell)) {
          if (at.is !== 'cell' || at.cell !== believed.cell)
            broken(`${item} counts as lying in ${believed.cell} and is ${at.is === 'cell' ? `in ${at.cell}` : at.is}`);
        }
      }
    },
    putIn(item, cell) {
      const envelope = certain(envelopes.get(item), item);
      envelope.at = { is: 'cell', cell };
      hall.contents.set(cell, [...hall.inside(cell), item]);
    },
    takeOut(cell, who, wants = () => true) {
      const taken = envelopesIn(cell).filter(wants);
      hall.contents.set(
        cell,
        hall.inside(cell).filter((item) => !taken.some((envelope) => envelope.item === item)),
      );
      for (const envelope of taken) envelope.at = { is: 'hands', of: who };
      return taken;
    },
    isInside: (item, cell) => hall.inside(cell).includes(item),
    orderOf: (cell) => lastOrder.get(cell),
  };
}
