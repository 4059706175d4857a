// Paper bringer: a person whose case waits for papers leaves them in an envelope, forgets to, slams the door or walks off.

import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import type { CellId } from '../../src/core/cell.ts';
import { type Next, openDoors, shutStrayDoors, visit, waitWhile, wave } from './at-the-kiosk.ts';
import type { PaperHabits } from './doings.ts';
import type { Person } from './people.ts';
import type { Shown, World } from './world.ts';

type Seen<At extends Shown['at']> = Extract<Shown, { readonly at: At }>;

export async function bringPapers(world: World, person: Person, habits: PaperHabits, random: Random): Promise<void> {
  await shutStrayDoors(world);
  const todo = { envelopes: habits.envelopes, tries: 4, opensAgain: habits.slams, slams: habits.slams, slip: true };
  let inHand: string | undefined;
  const { leavesAfter } = habits;
  const letIn = await visit(world, { person, leavesAfter, random, face });
  if (!letIn) return;
  world.hall.kioskReader.simulateTakeCard();
  if (!habits.leavesDoorOpen) await shutMine();

  async function face(screen: Shown): Promise<Next> {
    switch (screen.at) {
      case 'menu':
        return screen.dropOffs > 0 && todo.tries > 0 && world.act({ act: 'showDropOffs' }) ? 'goesOn' : wave(world);
      case 'dropOffs':
        return chooseCase(screen);
      case 'opening':
        await world.pass(200);
        return 'goesOn';
      case 'didItOpen': {
        const isOpen = world.hall.door(screen.cell) === 'open';
        if (isOpen && (await atOpenDoor(screen.cell)) === 'leaves') return 'leaves';
        world.act({ act: 'answerOpened', opened: isOpen });
        return 'goesOn';
      }
      case 'putIn':
        return atOpenDoor(screen.cell);
      case 'confirmDropOff':
        return confirm(screen);
      case 'droppedOff':
        world.coverage.reach('papers');
        if (todo.slip && habits.prints && screen.slip.works && world.act({ act: 'printDropOff', item: screen.item })) {
          todo.slip = false;
          return 'goesOn';
        }
        return todo.envelopes > 0 && world.act({ act: 'back' }) ? 'goesOn' : wave(world);
      case 'printing':
        await world.pass(2_000);
        return 'goesOn';
      case 'didItPrint': {
        const [slip] = world.hall.slips.simulateTakePaper();
        world.act({ act: 'answerPrinted', printed: slip !== undefined });
        return 'goesOn';
      }
      case 'printed':
        world.hall.slips.simulateTakePaper();
        return todo.envelopes > 0 && world.act({ act: 'back' }) ? 'goesOn' : wave(world);
      case 'problem':
        await world.pass(1_000);
        return world.act({ act: 'back' }) ? 'goesOn' : wave(world);
      case 'down':
        await world.pass(3_000);
        return random.chance(0.5) ? 'goesOn' : 'leaves';
      case 'reading':
      case 'fetching':
        await waitWhile(world, screen.at);
        return 'goesOn';
      default:
        return 'leaves';
    }
  }

  function chooseCase({ lines }: Seen<'dropOffs'>): Next {
    todo.tries -= 1;
    const open = lines.find(({ item, left, works }) => left === null && works.works && item !== inHand);
    if (open !== undefined && todo.envelopes > 0 && todo.tries > 0) {
      inHand = open.item;
      world.act({ act: 'dropOff', item: open.item });
      return 'goesOn';
    }
    const left = lines.find((one) => one.left?.slip.works === true);
    if (left !== undefined && todo.slip && habits.prints) {
      todo.slip = false;
      world.act({ act: 'printDropOff', item: left.item });
      return 'goesOn';
    }
    return wave(world);
  }

  async function atOpenDoor(cell: CellId): Promise<Next> {
    await world.pass(todo.slams ? 100 : random.between(1_200, 4_000));
    if (world.hall.door(cell) !== 'open') return 'goesOn';
    const envelope = inHand === undefined ? undefined : world.truth.envelopes.get(inHand);
    const isMine = envelope?.at.is === 'hands' && envelope.at.of === person.key;
    // Nothing is put on top of what is somebody else's.
    if (envelope !== undefined && isMine && habits.puts === 'in' && world.hall.inside(cell).length === 0) {
      world.truth.putIn(envelope.item, cell);
      world.note(`${person.id} puts ${envelope.item} into ${cell}`);
    }
    if (habits.leavesDoorOpen) {
      world.note(`${person.id} leaves ${cell} open`);
      world.coverage.reach('E4');
      return 'leaves';
    }
    await world.pass(todo.slams ? 100 : random.between(1_000, 3_000));
    todo.slams = false;
    world.hall.pushShut(cell);
    await world.pass(1_200);
    return 'goesOn';
  }

  function confirm({ cell, slammed }: Seen<'confirmDropOff'>): Next {
    const isInside = inHand !== undefined && world.truth.isInside(inHand, cell);
    if (slammed && todo.opensAgain && world.act({ act: 'openAgain' })) {
      todo.opensAgain = false;
      return 'goesOn';
    }
    todo.envelopes -= 1;
    if (!isInside && habits.puts === 'lies') {
      world.truth.excuses.set(cell, 'lied');
      world.note(`${person.id} says that ${certain(inHand, 'an envelope')} is in ${cell}, and it is not`);
    }
    world.act({ act: 'confirmDropOff', putIn: isInside || habits.puts === 'lies' });
    return 'goesOn';
  }

  async function shutMine(): Promise<void> {
    for (const cell of openDoors(world)) {
      world.hall.pushShut(cell);
      await world.pass(1_200);
    }
  }
}
