// Technician: looks into what is in doubt, tests devices, lets a board open again, and in an emergency opens everything.

import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import type { CellId } from '../../src/core/cell.ts';
import { candidatesFor } from '../../src/core/checking.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { type Next, openDoors, shutStrayDoors, visit, waitWhile, wave } from './at-the-kiosk.ts';
import { doubtfulCells } from './books.ts';
import type { Doing } from './doings.ts';
import { depositor, technician } from './people.ts';
import { enterPin } from './staff-pin.ts';
import { createWiringActor } from './wiring-actor.ts';
import type { Shown, World } from './world.ts';

type InspectHabits = Omit<Extract<Doing, { readonly do: 'inspect' }>, 'do'>;

/** Looks into every doubtful cell, says what is inside, and takes back what no book explains. */
export async function inspectCells(world: World, habits: InspectHabits, random: Random): Promise<void> {
  await shutStrayDoors(world);
  const looked = new Set<CellId>();
  const found = new Map<CellId, readonly string[]>();
  const todo = { tests: habits.tests, opensAll: habits.opensAll, wires: habits.wires };
  const wizard = createWiringActor(world);
  let pinOf = technician;
  await visit(world, { person: technician, leavesAfter: habits.leavesAfter, random, face });
  await shutStrayDoors(world);

  async function face(screen: Shown): Promise<Next> {
    switch (screen.at) {
      case 'pin':
        return enterPin(world, pinOf);
      case 'technician':
        return atDesk(screen);
      case 'worksheet':
        return lookInto();
      case 'wiring':
        await wizard.face(screen);
        return 'goesOn';
      case 'secondPerson':
        return bringSecond();
      case 'openingAll':
        return openEverything(screen);
      case 'opening':
        await world.pass(400);
        return 'goesOn';
      case 'didItOpen': {
        const isOpen = world.hall.door(screen.cell) === 'open';
        if (isOpen) await look(screen.cell);
        world.act({ act: 'answerOpened', opened: isOpen });
        return 'goesOn';
      }
      case 'takeOut':
        await look(screen.cell);
        return 'goesOn';
      case 'problem':
        await world.pass(1_000);
        return world.act({ act: 'back' }) ? 'goesOn' : wave(world);
      case 'down':
        await world.pass(3_000);
        return 'leaves';
      case 'reading':
      case 'fetching':
        await waitWhile(world, screen.at);
        return 'goesOn';
      default:
        return wave(world);
    }
  }

  async function atDesk({ devices, lines }: Extract<Shown, { readonly at: 'technician' }>): Promise<Next> {
    const suspended = devices.find((device) => device.suspended);
    if (suspended !== undefined && world.act({ act: 'resumeBoard', board: suspended.name })) return 'goesOn';
    if (todo.tests) {
      todo.tests = false;
      world.act({
        act: 'testDevice',
        device: certain(devices[random.between(0, devices.length - 1)], 'a device').name,
      });
      await world.pass(4_000);
      return 'goesOn';
    }
    if (todo.wires) {
      todo.wires = false;
      if (world.act({ act: 'beginWiring', line: random.pick(lines) })) return 'goesOn';
    }
    if (todo.opensAll && world.act({ act: 'askOpenAll' })) {
      todo.opensAll = false;
      return 'goesOn';
    }
    return lookInto();
  }

  async function bringSecond(): Promise<Next> {
    world.hall.kioskReader.simulateLayCard(depositor.card);
    await world.until(() => world.screen().at !== 'secondPerson', 6_000);
    world.hall.kioskReader.simulateTakeCard();
    if (world.screen().at === 'pin') pinOf = depositor;
    return 'goesOn';
  }

  async function openEverything({ toShut }: Extract<Shown, { readonly at: 'openingAll' }>): Promise<Next> {
    await world.pass(1_500);
    if (toShut === null) return 'goesOn';
    for (const cell of openDoors(world)) {
      world.hall.pushShut(cell);
      await world.pass(400);
    }
    await world.pass(2_000);
    if (world.screen().at === 'openingAll') world.act({ act: 'sayAllShut' });
    return 'goesOn';
  }

  async function lookInto(): Promise<Next> {
    const doubtful = doubtfulCells(world.kiosk());
    const ready = doubtful.find((cell) => found.has(cell));
    if (ready !== undefined) {
      const items = certain(found.get(ready), ready).map(itemIdOf);
      found.delete(ready);
      world.act(
        items.length === 0
          ? { act: 'verifyCell', cell: ready, found: 'empty' }
          : { act: 'foundItems', cell: ready, items },
      );
      return 'goesOn';
    }
    const next = doubtful.find((cell) => !looked.has(cell));
    if (next === undefined) return wave(world);
    looked.add(next);
    if (!world.act({ act: 'openForLook', cell: next })) return 'goesOn';
    await world.until(() => world.screen().at !== 'opening', 20_000);
    // A door that its lock does not move is opened by the key that staff have.
    if (world.hall.door(next) === 'closed' && !found.has(next)) {
      world.truth.noteHand(next);
      world.hall.openByKey(next);
      await look(next);
    }
    return 'goesOn';
  }

  /** What the kiosk can be told of stays; everything else is taken back to the office. */
  async function look(cell: CellId): Promise<void> {
    await world.pass(random.between(700, 1_500));
    if (world.hall.door(cell) !== 'open') return;
    const known = world.isAlive() ? candidatesFor(world.kiosk(), cell) : [];
    const first = known.find(({ id }) => world.truth.isInside(id, cell));
    const stays = (item: string) => known.some(({ id, addressee }) => id === item && addressee === first?.addressee);
    for (const envelope of world.truth.takeOut(cell, technician.key, ({ item }) => !stays(item))) {
      envelope.at = { is: 'office' };
      world.note(`the technician takes ${envelope.item} out of ${cell}, where it can't be booked`);
    }
    found.set(cell, world.hall.inside(cell));
    world.hall.pushShut(cell);
    await world.pass(1_200);
  }
}
