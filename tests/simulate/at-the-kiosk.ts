// At the kiosk: what every person does there alike: lays the card down, reads the screen, thinks, touches, and goes.

import type { Random } from '../../src/base/random.ts';
import type { CellId } from '../../src/core/cell.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { isCodeLocked } from '../../src/core/pickup-code.ts';
import { places } from './hall.ts';
import type { Person } from './people.ts';
import { BrokenPromise } from './truth.ts';
import type { Shown, World } from './world.ts';

/** `goesOn`: the person stays; `leaves`: the person has had enough. */
export type Next = 'goesOn' | 'leaves';

/** Nobody is being served. A sensor that sticks keeps the screen at `closeDoor`; cards are read all the same. */
const idle: readonly Shown['at'][] = ['welcome', 'thanks', 'closeDoor', 'restarted', 'outOfService', 'starting'];
const patienceMs = 90_000;
/** Time runs out on every screen by itself; nobody has to be asked for more. */
const longestVisitMs = 480_000;

/** Doors that stand open, whoever opened them. */
export function openDoors(world: World): readonly CellId[] {
  return places.map(({ cell }) => cell).filter((cell) => world.hall.door(cell) === 'open');
}

/** Whoever comes first shuts what stands open. */
export async function shutStrayDoors(world: World): Promise<void> {
  for (const cell of openDoors(world)) {
    world.note(`a passer-by shuts ${cell}`);
    world.hall.pushShut(cell);
    await world.pass(1_200);
  }
  // A sensor that sticks: whoever stands there sees that the door is shut, and says so.
  const screen = world.screen();
  if (screen.at === 'closeDoor' && world.hall.door(screen.cell) === 'closed')
    world.act({ act: 'sayShut', cell: screen.cell });
}

/** As the screen asks: nothing is taken out of them. */
async function shutWrongDoors(world: World, cells: readonly CellId[]): Promise<void> {
  await world.pass(1_500);
  for (const cell of cells) if (world.hall.door(cell) === 'open') world.hall.pushShut(cell);
  await world.pass(2_000);
}

async function layCard(world: World, person: Person, card: 'lies' | 'nudged' | 'taken'): Promise<boolean> {
  world.note(`${person.id} lays the card down`);
  world.hall.kioskReader.simulateLayCard(person.card);
  if (card === 'nudged') {
    await world.pass(250);
    world.hall.kioskReader.simulateNudge();
  }
  if (card === 'taken') {
    await world.pass(300);
    world.hall.kioskReader.simulateTakeCard();
  }
  const isRead = await world.until(() => !idle.includes(world.screen().at) && world.screen().at !== 'reading', 8_000);
  if (card !== 'taken') world.hall.kioskReader.simulateTakeCard();
  return isRead;
}

/** Types the digits in and waits for the answer. False: a pause is on, or nobody may try now. */
async function enterCode(world: World, code: string, phone: string): Promise<boolean> {
  if (!world.act({ act: 'enterCode', code, phone })) return false;
  // The hash is made in a thread, and time stands still for it.
  const isChecking = () => world.isAlive() && world.kiosk().session.at === 'code' && isBeingChecked(world.kiosk());
  await world.untilThread(() => !isChecking());
  await world.pass(300);
  return true;
}

function isBeingChecked({ session }: Kiosk): boolean {
  return session.at === 'code' && session.checking;
}

/** By the code of the message. Whoever tries too often is not let in by the right one either. */
async function comeByCode(
  world: World,
  { person, code, how }: CodeInHand & { readonly person: Person },
): Promise<boolean> {
  world.note(`${person.id} has a code: ${how}`);
  if (!world.act({ act: 'useCode' })) return false;
  await world.pass(500);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  for (let tries = how === 'guesses' ? 6 : how === 'mistyped' ? 1 : 0; tries > 0; tries -= 1) {
    if (!(await enterCode(world, wrong, person.phone))) await world.pass(16_000);
    if (world.screen().at !== 'code') break;
  }
  const isLocked = how === 'guesses' && world.isAlive() && isCodeOfNoUse(world.kiosk(), person);
  if (world.screen().at === 'code') await enterCode(world, code, person.phone);
  if (isLocked && !['code', 'down', ...idle].includes(world.screen().at))
    throw new BrokenPromise(`${person.id} was let in by a code that had been tried too often`);
  if (world.screen().at === 'code') world.act({ act: 'back' });
  return !idle.includes(world.screen().at) && world.screen().at !== 'code';
}

/** Every code that this person has here. */
function isCodeOfNoUse({ rights, codeTries }: Kiosk, { key }: Person): boolean {
  const own = [...rights.values()].filter((right) => right.person === key && right.pickup !== undefined);
  return own.every(({ id }) => isCodeLocked(codeTries.get(id)));
}

export interface CodeInHand {
  readonly code: string;
  readonly how: 'right' | 'mistyped' | 'guesses';
}

export interface Visitor {
  readonly person: Person;
  /** Comes in by this instead of the card. */
  readonly byCode?: CodeInHand | undefined;
  readonly card?: 'lies' | 'nudged' | 'taken';
  readonly leavesAfter: number;
  readonly random: Random;
  /** What the person does at that screen. */
  face(screen: Shown): Promise<Next>;
}

/** From the card to the moment at which the person goes. Returns whether the kiosk let them in at all. */
export async function visit(
  world: World,
  { person, card = 'lies', byCode, leavesAfter, random, face }: Visitor,
): Promise<boolean> {
  const { at } = world.screen();
  if (!idle.includes(at)) return false;
  const isIn =
    byCode === undefined ? await layCard(world, person, card) : await comeByCode(world, { ...byCode, person });
  if (!isIn) return false;
  const endsAt = world.clock.monotonic() + longestVisitMs;
  for (let screens = 0; world.clock.monotonic() < endsAt; screens += 1) {
    const screen = world.screen();
    if (screens >= leavesAfter) {
      world.note(`${person.id} walks away at ${screen.at}`);
      return true;
    }
    if (idle.includes(screen.at)) return true;
    if (screen.at === 'wrongDoor') await shutWrongDoors(world, screen.cells);
    else if ((await face(screen)) === 'leaves') return true;
    await world.pass(random.between(400, 1_500));
  }
  return true;
}

/** Waits until the screen says something else. */
export async function waitWhile(world: World, at: Shown['at']): Promise<void> {
  await world.until(() => world.screen().at !== at, patienceMs);
}

/** Presses what leads away; a question that may not be skipped is left to the time. */
export function wave(world: World): Next {
  return world.act({ act: 'finish' }) ? 'goesOn' : 'leaves';
}
