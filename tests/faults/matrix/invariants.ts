// Invariants: what holds after every fault, read from the kiosk's own files, central's record, the locks and the paper.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { FactLine } from '../../../src/contract/admin.ts';
import { openKeys } from '../../../src/controller/keys.ts';
import { verifyAudit } from '../../../src/controller/store/audit-log.ts';
import type { CellId } from '../../../src/core/cell.ts';
import type { Fact, Recorded } from '../../../src/core/fact.ts';
import type { Bench } from './bench.ts';
import { type Fault, hold } from './fault.ts';
import { pause } from './hands.ts';

interface Kept {
  readonly log: readonly Recorded[];
  readonly outbox: readonly { readonly sequence: number; readonly id: string; readonly state: string }[];
}

/** What the kiosk has on its disk. */
export function keptOf(bench: Bench): Kept {
  const database = new SqliteDatabase(join(bench.dataFolder, 'kiosk.sqlite'), { readonly: true, timeout: 5_000 });
  try {
    const log = database
      .prepare<[], { id: string; at: number; fact: string }>('select id, at, fact from audit_log order by row')
      .all()
      .map(({ id, at, fact }): Recorded => ({ id, at, fact: JSON.parse(fact) as Fact }));
    const outbox = database
      .prepare<[], Kept['outbox'][number]>('select sequence, id, state from outbox order by sequence')
      .all();
    return { log, outbox };
  } finally {
    database.close();
  }
}

export function auditHolds(bench: Bench): void {
  const folder = join(bench.dataFolder, 'keys');
  const keys = existsSync(join(folder, 'keys.json')) ? openKeys(folder) : undefined;
  hold(keys?.ok !== false, 'the keys of the kiosk can be read');
  const verdict = verifyAudit(join(bench.dataFolder, 'kiosk.sqlite'), keys?.value.publicKeys());
  hold(verdict.ok, `audit chain unbroken, but ${JSON.stringify(verdict)}`);
}

function factsAre<Is extends Fact['is']>(log: readonly Recorded[], is: Is): Extract<Fact, { is: Is }>[] {
  return log.flatMap(({ fact }) => (fact.is === is ? [fact as Extract<Fact, { is: Is }>] : []));
}

/** A cell in doubt is nobody's until staff have looked or its addressee has taken what was in it. */
function noDoubtfulCellGivenOut(log: readonly Recorded[]): void {
  const doubted = new Set<CellId>();
  for (const { fact } of log) {
    if (fact.is === 'cellDoubted') doubted.add(fact.cell);
    if (fact.is === 'cellVerified' || fact.is === 'itemHandedOver') doubted.delete(fact.cell);
    if (fact.is === 'openOrdered' && fact.why === 'deposit')
      hold(!doubted.has(fact.cell), `cell ${fact.cell} was given out while in doubt`);
  }
}

/** Sizes of columns are those of the simulated cabinet: bank A is board 1, bank B board 2, numbered from 1. */
function cellOfPulse({ board, channel }: { readonly board: number; readonly channel: number }): string {
  return `${'AB'[board - 1] ?? '?'}${String(channel).padStart(2, '0')}`;
}

/** Every pulse has an order of its own that was on disk before it. */
function noPulseWithoutOrder(bench: Bench, log: readonly Recorded[], clockLies: boolean): number {
  const pulses = bench.ground.pulses.all().slice(bench.pulsesBefore);
  const orders = log.flatMap(({ at, fact }) => (fact.is === 'openOrdered' ? [{ at, cell: fact.cell as string }] : []));
  for (const cell of new Set(pulses.map(cellOfPulse))) {
    const free = orders.filter((order) => order.cell === cell).map(({ at }) => at);
    const fired = pulses.filter((pulse) => cellOfPulse(pulse) === cell);
    hold(fired.length <= free.length, `${fired.length} pulses for ${free.length} orders to open ${cell}`);
    if (clockLies) continue;
    for (const { at } of fired) {
      const place = free.findLastIndex((ordered) => ordered <= at + 5);
      hold(place >= 0, `a pulse of ${cell} before any order for it`);
      free.splice(place, 1);
    }
  }
  const opened = factsAre(log, 'opened').filter(({ evidence }) => evidence === 'sensor');
  hold(pulses.length >= opened.length, `${opened.length} doors seen to open with ${pulses.length} pulses`);
  return pulses.length;
}

async function paperFits(bench: Bench, log: readonly Recorded[]): Promise<void> {
  const papers = (await bench.ground.night.hallState()).papers.length - bench.papersBefore;
  const ordered = factsAre(log, 'printOrdered').length;
  hold(papers <= ordered, `${papers} papers for ${ordered} orders to print`);
  const printed = factsAre(log, 'printed').map(({ job }) => job);
  hold(new Set(printed).size === printed.length, 'no job was told as printed twice');
}

function onceEach(log: readonly Recorded[]): void {
  hold(new Set(log.map(({ id }) => id)).size === log.length, 'no event stands in the log twice');
  for (const is of ['openOrdered', 'opened'] as const) {
    const orders = factsAre(log, is).map(({ order }) => order);
    hold(new Set(orders).size === orders.length, `no order was told as ${is} twice`);
  }
  const ordered = new Set(factsAre(log, 'openOrdered').map(({ order }) => order));
  for (const { order } of factsAre(log, 'opened')) hold(ordered.has(order), 'nothing was opened that nobody ordered');
}

function outboxFits({ log, outbox }: Kept, clockLies: boolean): void {
  const ids = outbox.map(({ id }) => id);
  if (clockLies) {
    // What central has is forgotten after 90 days, and a clock that leaps makes them pass at once.
    const here = new Set(ids);
    const left = log.filter(({ id }) => here.has(id)).map(({ id }) => id);
    hold(JSON.stringify(ids) === JSON.stringify(left), 'the outbox has its events once and in order');
    return;
  }
  hold(JSON.stringify(ids) === JSON.stringify(log.map(({ id }) => id)), 'the outbox has every event once and in order');
  const first = outbox[0]?.sequence ?? 0;
  hold(
    outbox.every(({ sequence }, index) => sequence === first + index),
    'the numbers of the outbox have no gap',
  );
}

function isPrefix(short: readonly string[], long: readonly string[]): boolean {
  return short.every((id, index) => long[index] === id);
}

/** Waits for central to have what the kiosk has. The controller must be running. */
export async function centralHasAll(bench: Bench): Promise<readonly FactLine[]> {
  const end = Date.now() + 90_000;
  for (;;) {
    const { facts, parked } = await bench.ground.facts(bench.name);
    const { log } = keptOf(bench);
    hold(parked.length === 0, `central reads every message, but: ${parked[0]?.why}`);
    const ids = facts.map(({ id }) => id);
    if (JSON.stringify(ids) === JSON.stringify(log.map(({ id }) => id))) return facts;
    hold(
      isPrefix(
        ids,
        log.map(({ id }) => id),
      ) || log.length < ids.length,
      'central has the events in their order',
    );
    hold(Date.now() < end, `central has all ${log.length} events after 90 s, but it has ${facts.length}`);
    await pause(200);
  }
}

/** Central has facts that the kiosk lost with its database; those that both have stand in one order, each once. */
async function centralHasMore(bench: Bench): Promise<readonly FactLine[]> {
  const end = Date.now() + 90_000;
  for (;;) {
    const { facts, parked } = await bench.ground.facts(bench.name);
    const ids = facts.map(({ id }) => id);
    const own = keptOf(bench).log.map(({ id }) => id);
    const known = new Set(ids);
    if (own.every((id) => known.has(id))) {
      hold(parked.length === 0, `central reads every message, but: ${parked[0]?.why}`);
      hold(known.size === ids.length, 'central has no event twice');
      hold(
        facts.every(({ sequence }, index) => index === 0 || sequence > (facts[index - 1]?.sequence ?? 0)),
        'no number is used twice at central',
      );
      const places = own.map((id) => ids.indexOf(id));
      hold(
        places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1)),
        'central has the events in their order',
      );
      return facts;
    }
    hold(Date.now() < end, 'central has all events of the kiosk after 90 s');
    await pause(200);
  }
}

/** While the controller runs: everything that does not depend on its end. The number of pulses is part of the note. */
export async function checkInvariants(bench: Bench, fault: Pick<Fault, 'central' | 'clockLies'>): Promise<string> {
  const { central = 'equal', clockLies = false } = fault;
  if (central === 'equal') {
    const facts = await centralHasAll(bench);
    hold(
      facts.every(({ sequence }, index) => sequence === index + 1),
      'central has the numbers 1, 2, 3 … without a gap',
    );
  }
  const kept = keptOf(bench);
  // What the kiosk has lost on purpose, central still knows.
  const log: readonly Recorded[] = central === 'more' ? await centralHasMore(bench) : kept.log;
  onceEach(kept.log);
  if (central === 'equal') outboxFits(kept, clockLies);
  noDoubtfulCellGivenOut(log);
  // The hall tells its frames every 250 ms.
  await pause(300);
  const pulses = noPulseWithoutOrder(bench, log, clockLies || central === 'more');
  await paperFits(bench, log);
  auditHolds(bench);
  const orders = factsAre(log, 'openOrdered').length;
  return `${log.length} events, ${pulses} pulses for ${orders} orders`;
}
