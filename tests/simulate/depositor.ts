// Depositor: puts envelopes in, takes back what is wanted elsewhere, and now and then says what is not so.

import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import { type CellId, cellLabel } from '../../src/core/cell.ts';
import { type Next, shutStrayDoors, visit, waitWhile, wave } from './at-the-kiosk.ts';
import type { Doing } from './doings.ts';
import { places } from './hall.ts';
import { isPapers } from './paper-office.ts';
import { depositor } from './people.ts';
import { enterPin } from './staff-pin.ts';
import type { Shown, World } from './world.ts';

type DepositHabits = Extract<Doing, { readonly do: 'deposit' }>;

export async function depositEnvelopes(world: World, habits: DepositHabits, random: Random): Promise<void> {
  await shutStrayDoors(world);
  const todo = { left: habits.most, wrongPin: habits.wrongPin, lies: habits.lies, recalls: habits.recalls };
  const once = {
    larger: habits.tooLarge,
    undoes: habits.undoes,
    cancels: habits.cancels,
    wrongLabel: habits.wrongLabel,
    opensAgain: true,
    keeps: habits.keeps,
    letsGo: habits.letsGo,
  };
  /** Papers that came out of a cell in this visit. */
  const papers = new Set<string>();
  let inHand: string | undefined;
  /** An opening for a recall looks like any other. */
  let recalling = false;
  await visit(world, { person: depositor, leavesAfter: habits.leavesAfter, random, face });
  await shutStrayDoors(world);

  async function face(screen: Shown): Promise<Next> {
    switch (screen.at) {
      case 'pin': {
        const isWrong = todo.wrongPin;
        todo.wrongPin = false;
        return enterPin(world, depositor, isWrong);
      }
      case 'deposit':
        return atDesk(screen);
      case 'worklist': {
        const [first] = screen.recalls;
        recalling = first !== undefined && world.act({ act: 'recall', cell: first.cell });
        if (!recalling) world.act({ act: 'back' });
        return 'goesOn';
      }
      case 'opening':
        await world.pass(400);
        return 'goesOn';
      case 'didItOpen': {
        const isOpen = world.hall.door(screen.cell) === 'open';
        if (isOpen) await handle(screen.cell, false);
        world.act({ act: 'answerOpened', opened: isOpen });
        return 'goesOn';
      }
      case 'putIn':
        await handle(screen.cell, screen.takingBack);
        return 'goesOn';
      case 'takeOut':
        await handle(screen.cell, false);
        return 'goesOn';
      case 'confirmDeposit':
        return confirm(screen);
      case 'leftEmpty':
        world.act({
          act: 'answerLeftEmpty',
          empty: inHand === undefined || !world.truth.isInside(inHand, screen.cell),
        });
        return 'goesOn';
      case 'confirmRecall': {
        if (screen.isDropOff) return handOn(screen);
        const isOut = screen.items.every(({ item }) => !world.truth.isInside(item, screen.cell));
        world.act(
          isOut ? { act: 'recalled', place: { is: 'redeposited' } } : { act: 'notRecalled', why: 'leftInside' },
        );
        return 'goesOn';
      }
      case 'problem':
        if (screen.problem === 'noFreeCell') todo.left = 0;
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

  async function atDesk({ items, recalls, mayUndo }: Extract<Shown, { readonly at: 'deposit' }>): Promise<Next> {
    recalling = false;
    if (once.undoes && mayUndo && world.act({ act: 'undoDeposit' })) {
      once.undoes = false;
      return 'goesOn';
    }
    if (todo.recalls && recalls > 0 && world.act({ act: 'showRecalls' })) {
      todo.recalls = false;
      return 'goesOn';
    }
    const isAbout = once.keeps || once.letsGo ? items.find(({ kept }) => (kept === null) === once.keeps) : undefined;
    if (isAbout !== undefined) {
      const act = once.keeps ? 'keepCell' : 'letCellGo';
      once.keeps = false;
      once.letsGo = false;
      world.act({ act, item: isAbout.item });
      return 'goesOn';
    }
    const here = items.filter(({ item }) => world.truth.envelopes.get(item)?.at.is === 'office');
    const [next, other] = here;
    if (next === undefined || todo.left === 0) return wave(world);
    todo.left -= 1;
    // The envelopes of two people may have got into each other's place before they came here.
    inHand = habits.swaps && other !== undefined ? other.item : next.item;
    if (!habits.scans || !(await scan(world, next.item, () => world.screen().at !== 'deposit')))
      world.act({ act: 'deposit', item: next.item });
    else world.coverage.reach('scan');
    return 'goesOn';
  }

  /** What somebody has left goes to a window. */
  function handOn({ items, cell, counters }: Extract<Shown, { readonly at: 'confirmRecall' }>): Next {
    const isStillInside = items.some(({ item }) => world.truth.isInside(item, cell));
    if (isStillInside) world.act({ act: 'notRecalled', why: 'leftInside' });
    else if (items.some(({ item }) => !papers.has(item))) world.act({ act: 'notRecalled', why: 'notThere' });
    else world.act({ act: 'recalled', place: { is: 'window', window: certain(counters[0], 'a window') } });
    return 'goesOn';
  }

  function confirm({ cell, takingBack }: Extract<Shown, { readonly at: 'confirmDeposit' }>): Next {
    const isInside = inHand !== undefined && world.truth.isInside(inHand, cell);
    if (!takingBack && once.larger && !isInside && world.act({ act: 'largerCell' })) {
      once.larger = false;
      world.coverage.reach('E12');
      return 'goesOn';
    }
    if (!takingBack && todo.lies && !isInside) {
      todo.lies = false;
      world.coverage.reach('E11');
      world.truth.excuses.set(cell, 'lied');
      world.note(`the depositor says that it is in ${cell}, and it is not`);
      world.act({ act: 'confirmDeposit', putIn: true });
      return 'goesOn';
    }
    const cancels = !takingBack && once.cancels;
    if (cancels) once.cancels = false;
    const taken = world.act({ act: 'confirmDeposit', putIn: isInside && !cancels });
    // The label was not read before the door shut: once more, and then not at all.
    if (!taken && once.opensAgain && world.act({ act: 'openAgain' })) once.opensAgain = false;
    else if (!taken) world.act({ act: 'confirmDeposit', putIn: false });
    return 'goesOn';
  }

  /** What the hands do while the door is open. */
  async function handle(cell: CellId, takingBack: boolean): Promise<void> {
    await world.pass(random.between(800, 2_500));
    if (world.hall.door(cell) !== 'open') return;
    if (takingBack || recalling) takeOut(cell);
    else {
      fill(cell);
      await scanLabel(cell);
    }
    await world.pass(random.between(400, 2_000));
    world.hall.pushShut(cell);
    await world.pass(1_200);
  }

  /** Where there are labels inside the cells. */
  async function scanLabel(cell: CellId): Promise<void> {
    if (!world.isAlive() || !world.kiosk().settings.cellLabels) return;
    const other = places.find((place) => place.cell !== cell)?.cell ?? cell;
    const isWrong = once.wrongLabel;
    once.wrongLabel = false;
    const isRead = () => world.screen().at !== 'putIn' || isLabelSeen(world);
    await scan(world, cellLabel(isWrong ? other : cell), isRead);
  }

  function takeOut(cell: CellId): void {
    const wanted = recalling ? world.truth.orderOf(cell)?.items : [inHand ?? ''];
    for (const envelope of world.truth.takeOut(cell, depositor.key, ({ item }) => wanted?.includes(item) === true)) {
      envelope.at = { is: 'office' };
      if (isPapers(envelope.item)) papers.add(envelope.item);
      world.note(`the depositor takes ${envelope.item} out of ${cell}`);
    }
  }

  function fill(cell: CellId): void {
    const envelope = inHand === undefined ? undefined : world.truth.envelopes.get(inHand);
    if (envelope?.at.is !== 'office' || todo.lies || once.larger) return;
    const others = world.hall.inside(cell).map((item) => world.truth.envelopes.get(item)?.addressee);
    // Something of somebody else lies there: nothing is put on top of it.
    if (others.some((addressee) => addressee !== envelope.addressee) && !habits.swaps) return;
    world.truth.putIn(envelope.item, cell);
    if (habits.swaps) world.truth.excuses.set(cell, 'swapped');
    world.note(`${envelope.item} is put into ${cell}`);
  }
}

/** Holds a code before the scanner until it has done something, or for as long as patience lasts. */
async function scan(world: World, text: string, isRead: () => boolean): Promise<boolean> {
  world.note(`${text} is held before the scanner`);
  world.hall.scanner.simulateHoldCode(text);
  const isDone = await world.until(isRead, 3_000);
  world.hall.scanner.simulateTakeCodeAway();
  return isDone;
}

function isLabelSeen(world: World): boolean {
  if (!world.isAlive()) return false;
  const { session } = world.kiosk();
  return session.at === 'doorOpen' && session.labelSeen;
}
