// Reckoning: everything is mended, central has heard everything, staff have looked into every doubt; then books and truth agree.

import type { Random } from '../../src/base/random.ts';
import { recallList } from '../../src/core/recalling.ts';
import { openDoors, shutStrayDoors } from './at-the-kiosk.ts';
import { doubtfulCells, hasRightTo, itemBeliefOf } from './books.ts';
import { comeAndGo } from './citizen.ts';
import { depositEnvelopes } from './depositor.ts';
import { isPapers } from './paper-office.ts';
import { personBehind } from './people.ts';
import { inspectCells } from './technician.ts';
import { BrokenPromise } from './truth.ts';
import type { World } from './world.ts';

/** A print may stand still for a quarter of an hour before it is given up. */
const longestAloneMs = 1_200_000;
/** So often somebody comes by and shuts what stands open. */
const passerByMs = 300_000;

/** Time alone leads back to the welcome screen, and then the books are right or in doubt. */
export async function leaveAlone(world: World): Promise<void> {
  const isQuiet = () => world.isAlive() && world.kiosk().session.at === 'welcome';
  const endsAt = world.clock.monotonic() + longestAloneMs;
  while (!(await world.until(isQuiet, passerByMs))) {
    if (world.clock.monotonic() >= endsAt)
      throw new BrokenPromise(`nobody touches it for ${longestAloneMs} ms and the screen is ${world.screen().at}`);
    // An emergency opening ends when every door is shut, also those that opened after its people had gone.
    await shutStrayDoors(world);
  }
  world.hall.slips.simulateTakePaper();
  await shutStrayDoors(world);
  await world.pass(3_000);
  if (isQuiet()) world.truth.checkBooks(world.kiosk());
}

/** Everything works again, central has heard everything, and staff have looked into every doubtful cell. */
export async function reckon(
  world: World,
  { random, emptiesCells }: { readonly random: Random; readonly emptiesCells: boolean },
): Promise<void> {
  world.note('-- reckoning');
  world.clock.jumpWall(-world.clock.wallOffset());
  await shutStrayDoors(world);
  await leaveAlone(world);
  // A scanner says nothing of itself before it has been made to look.
  const works = ([device, { word }]: readonly [string, { readonly word: string }]) =>
    word === 'ready' || word === 'low' || (device === 'codeScanner' && word === 'unknown');
  const isWell = () => world.isAlive() && [...world.kiosk().devices].every(works) && world.kiosk().power.is === 'mains';
  if (!(await world.until(isWell, 300_000))) {
    const ill = [...world.kiosk().devices].filter((device) => !works(device));
    throw new BrokenPromise(`everything was mended and is not well: ${JSON.stringify(ill)} ${world.kiosk().power.is}`);
  }
  if (!(await world.until(() => world.centralOnline() && world.ledgerIsEven(), 300_000))) world.checkLedger();
  world.checkLedger();
  for (let round = 0; round < 3 && needsStaff(world); round += 1) {
    await inspectCells(world, { tests: false, leavesAfter: 1_000, opensAll: false, wires: false }, random);
    await leaveAlone(world);
  }
  const doubtful = doubtfulCells(world.kiosk());
  if (doubtful.length > 0) throw new BrokenPromise(`staff looked three times and ${doubtful.join(', ')} stay in doubt`);
  await hearNews(world);
  checkRights(world);
  if (!emptiesCells) return;
  await emptyOfPapers(world, random);
  for (const row of world.office.rows()) {
    world.office.release(row.item);
    world.office.prolong(row.item);
  }
  await hearNews(world);
  await world.until(() => world.ledgerIsEven(), 60_000);
  world.checkLedger();
  await collectAll(world, random);
}

/** Staff take out all papers; then they have each of which central says so, and each person was told so once. */
async function emptyOfPapers(world: World, random: Random): Promise<void> {
  const lying = () =>
    recallList(world.kiosk()).filter(({ cell, items }) => !world.truth.excuses.has(cell) && items.some(isPapers));
  for (let visit = 0; visit < 3 && lying().length > 0; visit += 1) {
    await depositEnvelopes(world, onlyRecalls, random);
    await leaveAlone(world);
  }
  const [left] = lying();
  if (left !== undefined && doubtfulCells(world.kiosk()).length === 0)
    throw new BrokenPromise(`staff came three times and papers stay in ${left.cell}`);
  await world.until(() => world.ledgerIsEven(), 60_000);
  world.checkLedger();
  for (const { item, state, messages } of world.papers.rows()) {
    const at = world.truth.envelopes.get(item)?.at;
    const isOut = itemBeliefOf(world.kiosk(), item)?.is === 'recalled';
    if (isOut && state !== 'cancelled' && (state !== 'collected' || messages !== 1))
      throw new BrokenPromise(`staff have ${item}, central says ${state} and sent ${messages} messages`);
    if (messages > 0 && at?.is !== 'office')
      throw new BrokenPromise(`a person was told that staff have ${item}, and it is ${at?.is}`);
  }
}

function needsStaff(world: World): boolean {
  const { suspended, emergency } = world.kiosk();
  return doubtfulCells(world.kiosk()).length > 0 || suspended.size > 0 || emergency !== null;
}

/** Everything that central has announced so far is known at the kiosk. */
async function hearNews(world: World): Promise<void> {
  const since = world.clock.now();
  if (!(await world.until(() => (world.kiosk().rightsAsOf ?? 0) > since, 180_000)))
    throw new BrokenPromise('the network is well and no news reaches the kiosk');
}

/** What lies in its cell, as the books say, can be had by somebody. */
function checkRights(world: World): void {
  for (const { item, isRevoked } of world.office.rows()) {
    const believed = itemBeliefOf(world.kiosk(), item);
    if (isRevoked || believed?.is !== 'inCell' || believed.cell === null) continue;
    if (!hasRightTo(world.kiosk(), item, believed.cell))
      throw new BrokenPromise(`${item} lies in ${believed.cell} and nobody has a right to it`);
  }
}

/** Whoever has an envelope here gets it: nobody loses a right by anything that went wrong before. */
async function collectAll(world: World, random: Random): Promise<void> {
  for (const { item, addressee } of [...world.truth.envelopes.values()]) {
    if (isPapers(item)) continue;
    const believed = itemBeliefOf(world.kiosk(), item);
    const person = personBehind(addressee);
    if (believed?.is !== 'inCell' || believed.cell === null || person === undefined) continue;
    const { cell } = believed;
    if (!world.truth.isInside(item, cell) || world.truth.excuses.has(cell)) continue;
    for (let visit = 0; visit < 4 && world.truth.isInside(item, cell); visit += 1) {
      await comeAndGo(world, { ...patient, person: person.id }, random);
      await leaveAlone(world);
      if (doubtfulCells(world.kiosk()).length > 0) break;
    }
    if (world.truth.isInside(item, cell) && doubtfulCells(world.kiosk()).length === 0)
      throw new BrokenPromise(`${person.id} came four times and did not get ${item} out of ${cell}`);
  }
  const open = openDoors(world);
  if (open.length > 0) throw new BrokenPromise(`${open.join(', ')} stand open after all have gone`);
}

const onlyRecalls = {
  do: 'deposit',
  most: 0,
  lies: false,
  cancels: false,
  leavesAfter: 1_000,
  swaps: false,
  wrongPin: false,
  tooLarge: false,
  undoes: false,
  recalls: true,
  scans: false,
  wrongLabel: false,
  keeps: false,
  letsGo: false,
} as const;

const patient = {
  invited: null,
  wants: 'licence',
  card: 'lies',
  code: 'none',
  leavesAfter: 1_000,
  leavesDoorOpen: false,
  slams: false,
  takes: 'takes',
  says: 'true',
  opensAgain: false,
  asksForTime: false,
  steals: false,
} as const;
