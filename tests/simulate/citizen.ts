// Citizen: comes for paper or an envelope, with all the habits of people: hurried, honest, forgetful, now and then a thief.

import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import type { CellId } from '../../src/core/cell.ts';
import { type Next, openDoors, shutStrayDoors, visit, waitWhile, wave } from './at-the-kiosk.ts';
import type { CitizenHabits } from './doings.ts';
import { placeOf } from './hall.ts';
import { type Person, personNamed } from './people.ts';
import { mayFetch } from './truth.ts';
import type { Shown, World } from './world.ts';

/** Eight points: fewer are a slip of the finger. */
const signature = [[100, 400, 200, 300, 300, 500, 400, 300, 500, 500, 600, 300, 700, 500, 800, 400]];

type Seen<At extends Shown['at']> = Extract<Shown, { readonly at: At }>;

export async function comeAndGo(world: World, habits: CitizenHabits, random: Random): Promise<void> {
  const person = personNamed(habits.person);
  await helpOneself(world, habits, person);
  await shutStrayDoors(world);
  const todo = {
    prints: habits.wants !== 'licence',
    licence: habits.wants !== 'prints',
    opensAgain: habits.opensAgain,
  };
  const minded = new Set<CellId>();
  const { card, leavesAfter } = habits;
  const code = world.office.codeFor(person);
  const byCode = habits.code === 'none' || code === undefined ? undefined : { code, how: habits.code };
  const letIn = await visit(world, {
    person,
    card,
    byCode,
    leavesAfter,
    random,
    face: (screen) => face(screen),
  });
  if (letIn) await walkOff(world, habits, person);

  async function face(screen: Shown): Promise<Next> {
    switch (screen.at) {
      case 'menu':
        return atMenu(screen);
      case 'documents': {
        todo.prints = false;
        const wanted = screen.documents.find(({ printable }) => printable.works);
        if (wanted !== undefined) world.act({ act: 'print', document: wanted.id });
        else world.act({ act: 'back' });
        return 'goesOn';
      }
      case 'printing':
        await world.pass(2_000);
        if (screen.mayStop && random.chance(0.3)) world.act({ act: 'stopPrinting' });
        return 'goesOn';
      case 'didItPrint':
        return sayWhetherItPrinted();
      case 'printed':
        world.hall.slips.simulateTakePaper();
        return todo.licence && world.act({ act: 'showLicences' }) ? 'goesOn' : wave(world);
      case 'licences':
        return chooseLicence(screen);
      case 'sign':
        if (!screen.mayBeSkipped || random.chance(0.7)) world.act({ act: 'sign', strokes: signature });
        else world.act({ act: 'skipSignature' });
        return 'goesOn';
      case 'opening':
        await world.pass(300);
        // A door that opens late, or another one, is seen by whoever stands there.
        return 'goesOn';
      case 'didItOpen':
        world.act({ act: 'answerOpened', opened: world.hall.door(screen.cell) === 'open' });
        if (world.hall.door(screen.cell) === 'open') await atOpenDoor(screen.cell);
        return 'goesOn';
      case 'takeOut':
        return atOpenDoor(screen.cell);
      case 'didYouTake':
        return sayWhetherTaken(screen.cell);
      case 'collected':
        if (todo.opensAgain) {
          todo.opensAgain = false;
          minded.delete(screen.cell);
          world.act({ act: 'reopen' });
          return 'goesOn';
        }
        return todo.prints && world.act({ act: 'showDocuments' }) ? 'goesOn' : wave(world);
      case 'problem':
        await world.pass(1_000);
        return world.act({ act: 'back' }) ? 'goesOn' : wave(world);
      case 'down':
        // The screen is dark: some wait for it, and a door that stands open is shut when nothing comes.
        await world.pass(3_000);
        return random.chance(0.5) ? 'goesOn' : 'leaves';
      case 'code':
      case 'reading':
      case 'fetching':
        await waitWhile(world, screen.at);
        return 'goesOn';
      default:
        return 'leaves';
    }
  }

  function atMenu({ documents, licences, waiting }: Seen<'menu'>): Next {
    if (todo.licence && licences.works && waiting > 0 && world.act({ act: 'showLicences' })) return 'goesOn';
    if (todo.licence && waiting === 0 && random.chance(0.3)) {
      todo.licence = false;
      world.coverage.reach('E26');
      world.act({ act: 'showLicences' });
      return 'goesOn';
    }
    if (todo.prints && documents.works && world.act({ act: 'showDocuments' })) return 'goesOn';
    return wave(world);
  }

  function chooseLicence({ licences }: Seen<'licences'>): Next {
    todo.licence = false;
    const [first] = licences;
    if (first === undefined) return wave(world);
    if (habits.asksForTime && world.act({ act: 'extendHold', cell: first.cell })) return wave(world);
    if (!world.centralOnline()) world.coverage.reach('E21');
    world.act({ act: 'collect', cell: first.cell });
    return 'goesOn';
  }

  function sayWhetherItPrinted(): Next {
    const [slip] = world.hall.slips.simulateTakePaper();
    const printed = habits.says === 'falselyNoPaper' ? false : slip !== undefined || random.chance(0.5);
    world.act({ act: 'answerPrinted', printed });
    return 'goesOn';
  }

  /** What lies there is in sight: whose it is decides what an honest person does. */
  async function atOpenDoor(cell: CellId): Promise<Next> {
    await world.pass(random.between(700, 2_500));
    const inside = world.hall.inside(cell).map((item) => certain(world.truth.envelopes.get(item), item));
    const mine = inside.filter((envelope) => mayFetch(envelope, person.key));
    if (inside.length > mine.length) {
      world.coverage.reach('E10');
      if (!world.act({ act: 'sayNotMine' })) world.note('nothing on the screen to say that it is not mine');
      return close(cell);
    }
    if (inside.length === 0 && !minded.has(cell)) {
      world.act({ act: 'sayEmpty' });
      return close(cell);
    }
    minded.add(cell);
    if (mine.length > 0 && habits.says === 'falselyEmpty') {
      world.act({ act: 'sayEmpty' });
      return close(cell);
    }
    if (mine.length > 0 && habits.says === 'falselyNotMine') {
      world.act({ act: 'sayNotMine' });
      return close(cell);
    }
    if (mine.length > 0 && habits.takes === 'leavesInside') {
      world.truth.excuses.set(cell, 'leftInside');
      world.coverage.reach('E8');
      world.note(`${person.id} leaves something inside`);
    } else {
      take(cell);
    }
    if (habits.leavesDoorOpen) {
      world.note(`${person.id} leaves ${cell} open`);
      world.coverage.reach('E4');
      return 'leaves';
    }
    return close(cell);
  }

  function take(cell: CellId): void {
    for (const { item } of world.truth.takeOut(cell, person.key, (envelope) => mayFetch(envelope, person.key)))
      world.note(`${person.id} takes ${item} out of ${cell}`);
  }

  async function close(cell: CellId): Promise<Next> {
    await world.pass(habits.slams ? 200 : random.between(300, 2_500));
    if (habits.slams) world.hall.slam(cell);
    else world.hall.pushShut(cell);
    await world.pass(1_500);
    return 'goesOn';
  }

  function sayWhetherTaken(cell: CellId): Next {
    // Where the sensor is blind the question comes while the door is still open.
    if (world.hall.door(cell) === 'open') {
      take(cell);
      world.hall.pushShut(cell);
    }
    world.act({ act: 'answerTaken', taken: world.hall.inside(cell).length === 0 });
    return 'goesOn';
  }
}

/** Somebody who finds a door open and is no honest person. */
async function helpOneself(world: World, { steals }: CitizenHabits, person: Person): Promise<void> {
  if (!steals) return;
  for (const cell of openDoors(world)) {
    const stolen = world.truth.takeOut(cell, person.key);
    if (stolen.length === 0) continue;
    world.note(`${person.id} steals ${stolen.map(({ item }) => item).join(', ')} out of ${cell}`);
    // Nobody could see it: the screen is dark, the board is silent or the sensor sticks.
    const isSeen = world.isAlive() && world.kiosk().devices.get(placeOf(cell).board)?.word === 'ready';
    if (!isSeen || world.truth.stuckSensors.has(cell)) world.truth.excuses.set(cell, 'stolen');
    await world.pass(500);
  }
}

async function walkOff(world: World, habits: CitizenHabits, person: Person): Promise<void> {
  world.hall.kioskReader.simulateTakeCard();
  if (habits.leavesDoorOpen) return;
  for (const cell of openDoors(world)) {
    // Whoever is left before an open door with their own envelope inside takes it, dark screen or not.
    if (habits.takes === 'takes' && world.truth.orderOf(cell)?.by === person.key)
      world.truth.takeOut(cell, person.key, (envelope) => mayFetch(envelope, person.key));
    world.hall.pushShut(cell);
    await world.pass(1_200);
  }
}
