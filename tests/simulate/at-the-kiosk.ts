// At the kiosk: what every person does there alike: lays the card down, reads the screen, thinks, touches, and goes.

import type { Random } from '../../src/base/random.ts';
import type { CellId } from '../../src/core/cell.ts';
import { places } from './hall.ts';
import type { Person } from './people.ts';
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

export interface Visitor {
  readonly person: Person;
  readonly card?: 'lies' | 'nudged' | 'taken';
  readonly leavesAfter: number;
  readonly random: Random;
  /** What the person does at that screen. */
  face(screen: Shown): Promise<Next>;
}

/** From the card to the moment at which the person goes. Returns whether the kiosk let them in at all. */
export async function visit(
  world: World,
  { person, card = 'lies', leavesAfter, random, face }: Visitor,
): Promise<boolean> {
  const { at } = world.screen();
  if (!idle.includes(at)) return false;
  if (!(await layCard(world, person, card))) return false;
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
