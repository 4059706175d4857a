// Hands: what people do at a kiosk of the matrix: a deposit, a pickup, a print, and a look whether it serves at all.

import { certain } from '../../../src/base/result.ts';
import { type Kiosk, waitFor } from '../../../src/cli/night.ts';
import type { CallAnswer } from '../../../src/contract/rpc.ts';
import type { DocumentChoice } from '../../../src/contract/view.ts';
import type { Act } from '../../../src/core/act.ts';
import type { CellId } from '../../../src/core/cell.ts';
import type { ItemId } from '../../../src/core/item.ts';
import type { DocumentKind } from '../../../src/core/print-job.ts';
import { openCells, signing } from '../../support/trial-pickup.ts';
import type { Bench } from './bench.ts';

export type Role = 'citizen' | 'applicant' | 'depositor' | 'technician' | 'stranger';

export interface Place {
  readonly item: ItemId;
  readonly cell: CellId;
}

/** A door that shuts sooner is not yet a hand-over. */
const slamMs = 2_200;

/** No coil is fired twice in 3 s, and nobody comes back for the same door so soon. */
const coilRestMs = 2_700;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function personOf(bench: Bench, role: Role) {
  const { people } = await bench.ground.night.hallState();
  return certain(
    people.find((one) => one.role === role && !one.expired),
    role,
  );
}

/** Like `waitFor`, with a patience of its own. */
export async function within(
  ms: number,
  what: string,
  look: () => Promise<true | undefined> | true | undefined,
): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(50))
    if ((await look()) === true) return;
  throw new Error(`waited ${ms / 1_000} s in vain for ${what}`);
}

export { signing };

/** A kiosk that takes the next card, with every door shut. */
export async function atWelcome(bench: Bench): Promise<void> {
  const { night } = bench.ground;
  await waitFor(`the welcome screen instead of ${bench.kiosk().view()?.screen.at}`, async () => {
    const at = bench.kiosk().view()?.screen.at;
    if (at === 'collected' || at === 'didYouTake' || at === 'problem') {
      await tryCall(bench.kiosk(), { act: 'answerTaken', taken: true });
      await tryCall(bench.kiosk(), { act: 'finish' });
    }
    if (at === 'closeDoor') for (const cell of await openCells(night)) await pushShut(bench, cell);
    return at === 'welcome' || at === 'restarted' || at === 'thanks' ? true : undefined;
  });
}

/** Somebody else may have been quicker. */
export async function pushShut(bench: Bench, cell: CellId): Promise<void> {
  const { night } = bench.ground;
  if ((await openCells(night)).includes(cell)) await night.hall({ do: 'pushShut', cell });
}

/** Whoever was cut short may have taken it already. */
async function takeCard({ ground }: Bench): Promise<void> {
  await ground.night.hall({ do: 'takeCard', reader: 'kioskReader' }).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.includes('noCard'))) throw error;
  });
}

/** A card that comes back at once has never left, as far as a reader can tell. */
const cardGoneMs = 1_300;
const cardTakenAt = new Map<string, number>();

/** Lays the card down until the screen has changed, and takes it away again. */
export async function layCard(bench: Bench, role: Role, until: (at: string) => boolean): Promise<void> {
  const { night } = bench.ground;
  const { id, at } = await personOf(bench, role);
  await pause(Math.max(0, (cardTakenAt.get(bench.name) ?? 0) + cardGoneMs - performance.now()));
  if (at !== 'hand') await night.hall({ do: 'takeCard', reader: at });
  const { people } = await night.hallState();
  if (people.some((one) => one.at === 'kioskReader')) await takeCard(bench);
  await night.hall({ do: 'layCard', person: id, reader: 'kioskReader' });
  try {
    await bench.kiosk().until(`the card of a ${role} to be read`, ({ screen }) => until(screen.at));
  } finally {
    await takeCard(bench);
    cardTakenAt.set(bench.name, performance.now());
  }
}

export async function centralThere(bench: Bench): Promise<void> {
  await bench.kiosk().until('central', ({ centralOnline, rightsAsOf }) => centralOnline && rightsAsOf !== null);
}

export async function signIn(bench: Bench, role: 'depositor' | 'technician'): Promise<void> {
  await atWelcome(bench);
  await layCard(bench, role, (at) => at === 'pin');
  const { pin } = await personOf(bench, role);
  await bench.kiosk().call({ act: 'pin', digits: certain(pin, 'PIN') });
  await bench.kiosk().screen(role === 'depositor' ? 'deposit' : 'technician');
}

export async function leave(kiosk: Kiosk): Promise<void> {
  await kiosk.call({ act: 'finish' });
  const free = ['thanks', 'welcome', 'restarted', 'closeDoor'];
  await kiosk.until('the end of the visit', ({ screen }) => free.includes(screen.at));
}

export async function doorOpen(bench: Bench, cell: CellId): Promise<void> {
  await waitFor(`door ${cell} to open`, async () =>
    (await openCells(bench.ground.night)).includes(cell) ? true : undefined,
  );
}

/** A clerk puts in one licence. */
export async function depositOne(bench: Bench): Promise<Place> {
  const { night } = bench.ground;
  await signIn(bench, 'depositor');
  const kiosk = bench.kiosk();
  const { screen } = await kiosk.until(
    'a licence to put in',
    (view) => view.screen.at === 'deposit' && view.screen.items.length > 0,
  );
  const { item } = certain(screen.at === 'deposit' ? screen.items[0] : undefined, 'a licence to put in');
  await kiosk.call({ act: 'deposit', item });
  const { cell } = await kiosk.screen('putIn');
  await doorOpen(bench, cell);
  const { hands, banks } = await night.hallState();
  // A second licence of one person goes into the same cell; the hall shows one thing in each.
  const isEmpty = banks.flatMap(({ columns }) => columns.flat()).some((one) => one.cell === cell && one.thing === null);
  if (isEmpty) await night.hall({ do: 'putIn', cell, thing: certain(hands[0], 'a licence in the hand').id });
  await night.hall({ do: 'pushShut', cell });
  await kiosk.screen('confirmDeposit');
  await kiosk.call({ act: 'confirmDeposit', putIn: true });
  await kiosk.screen('deposit');
  await leave(kiosk);
  return { item, cell };
}

/** The applicant comes and sees what waits; all that is left is to sign for it. */
export async function choose(bench: Bench): Promise<Place> {
  await atWelcome(bench);
  await layCard(bench, 'applicant', (at) => at === 'menu' || at === 'problem');
  const kiosk = bench.kiosk();
  await kiosk.call({ act: 'showLicences' });
  const { screen } = await kiosk.until(
    'a licence that can be collected',
    (view) => view.screen.at === 'licences' && view.screen.licences.some(({ collectable }) => collectable.works),
  );
  const licences = screen.at === 'licences' ? screen.licences : [];
  const { items, cell } = certain(
    licences.find(({ collectable }) => collectable.works),
    'a licence',
  );
  await kiosk.call({ act: 'collect', cell });
  await kiosk.screen('sign');
  return { item: certain(items[0], 'what lies in it').item, cell };
}

/** From the open door to the shut one. */
export async function takeOut(bench: Bench, { cell }: Place): Promise<void> {
  const { night } = bench.ground;
  await bench.kiosk().screen('takeOut');
  await doorOpen(bench, cell);
  await night.hall({ do: 'takeOut', cell });
  await pause(slamMs);
  await night.hall({ do: 'pushShut', cell });
  await bench.kiosk().screen('collected');
  await leave(bench.kiosk());
}

export async function collectOne(bench: Bench): Promise<Place> {
  const place = await choose(bench);
  await bench.kiosk().call(signing);
  await takeOut(bench, place);
  return place;
}

/** The right to collect comes back from central after the deposit. */
export async function depositedAndReady(bench: Bench): Promise<Place> {
  await centralThere(bench);
  const place = await depositOne(bench);
  const coilRests = pause(coilRestMs);
  await waitFor('the right to collect', async () => {
    const { facts } = await bench.ground.facts(bench.name);
    return facts.some(({ fact }) => fact.is === 'itemDeposited') ? true : undefined;
  });
  // News of the right is on its way the moment central has the deposit.
  await pause(300);
  await coilRests;
  return place;
}

/** Someone with papers to print, up to the list of them. */
export async function chooseDocument(bench: Bench, kind: DocumentKind): Promise<string> {
  await atWelcome(bench);
  await centralThere(bench);
  await layCard(bench, 'citizen', (at) => at === 'menu');
  await bench.kiosk().call({ act: 'showDocuments' });
  // Right after a start its printer may still have to answer.
  const isIt = (one: DocumentChoice) => one.kind === kind && one.printable.works;
  const { screen } = await bench
    .kiosk()
    .until(`${kind} that can be printed`, (view) => view.screen.at === 'documents' && view.screen.documents.some(isIt));
  const found = screen.at === 'documents' ? screen.documents.find(isIt) : undefined;
  return certain(found, kind).id;
}

export async function printOne(bench: Bench, kind: DocumentKind): Promise<void> {
  const { night } = bench.ground;
  const before = (await night.hallState()).papers.length;
  const document = await chooseDocument(bench, kind);
  await bench.kiosk().call({ act: 'print', document });
  await bench.kiosk().screen('printed');
  const { papers } = await night.hallUntil('paper', (state) => state.papers.length > before);
  await night.hall({ do: 'takePaper', number: certain(papers[0], 'paper').number });
  await leave(bench.kiosk());
}

/** One person is served: card, own menu, good-bye. */
export async function serves(bench: Bench): Promise<void> {
  await atWelcome(bench);
  await layCard(bench, 'citizen', (at) => at === 'menu' || at === 'problem');
  await leave(bench.kiosk());
}

/** A call whose answer may be a refusal: the screen may have changed meanwhile. */
export function tryCall(kiosk: Kiosk, act: Act): Promise<boolean> {
  return kiosk.call(act).then(
    () => true,
    () => false,
  );
}

/** Sends a call without waiting for what becomes of it. */
export function say(kiosk: Kiosk, number: number, act: Act): void {
  if (kiosk.child.process.connected) kiosk.child.process.send({ is: 'call', number, act }, () => undefined);
}

export type Answer = CallAnswer;
