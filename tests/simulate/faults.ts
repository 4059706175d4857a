// Faults: breaks a thing of the hall and puts it right again.

import { unreachable } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import { type CellId, cellIdOf } from '../../src/core/cell.ts';
import type { Blow, Fault } from './doings.ts';
import { boards, placeOf, places } from './hall.ts';
import { isPapers } from './paper-office.ts';
import type { World } from './world.ts';

const addressOf = (name: string) => boards.find((board) => board.name === name)?.address ?? 0;

/** Returns the repair. */
export function breakThing(world: World, fault: Fault): Undo {
  const { hall, truth, central } = world;
  world.note(`broken: ${JSON.stringify(fault)}`);
  switch (fault.is) {
    case 'network':
      central.network = fault.how;
      if (fault.how === 'doubles') world.coverage.reach('E23');
      central.hangUp();
      return () => {
        central.network = 'up';
      };
    case 'repeatedNews':
      central.repeatsNews = true;
      world.coverage.reach('E23');
      return () => {
        central.repeatsNews = false;
      };
    case 'boardDead':
      hall.cabinets[fault.board].simulateBoardDead(addressOf(fault.board));
      return () => hall.cabinets[fault.board].simulateBoardDead(addressOf(fault.board), false);
    case 'sensorStuck': {
      const cell = aimed(world, fault.cell);
      const { board, address, channel } = placeOf(cell);
      truth.stuckSensors.set(cell, fault.at);
      hall.cabinets[board].simulateStuckSensor(address, channel, fault.at);
      return () => {
        hall.cabinets[board].simulateStuckSensor(address, channel, undefined);
        truth.stuckSensors.delete(cell);
      };
    }
    case 'doorJams': {
      const { board, address, channel } = placeOf(aimed(world, fault.cell));
      hall.cabinets[board].simulateJam(address, channel);
      return () => hall.cabinets[board].simulateJam(address, channel, false);
    }
    case 'slowLock': {
      const { board, address, channel } = placeOf(aimed(world, fault.cell));
      hall.cabinets[board].simulateSlowLock(address, channel, fault.ms);
      return () => hall.cabinets[board].simulateSlowLock(address, channel, undefined);
    }
    case 'noisyWire': {
      const { drop, flipBit, pieceBytes } = fault;
      hall.setFaults(fault.wire, { drop, flipBit, pieceBytes });
      return () => hall.setFaults(fault.wire, {});
    }
    case 'deadWire':
      hall.setFaults(fault.wire, { dead: true });
      return () => hall.setFaults(fault.wire, {});
    case 'paperOut':
      hall.slips.simulatePaperOut(2);
      return () => hall.slips.simulateRefill();
    case 'cutterJam':
      hall.slips.simulateJamCutter();
      return () => hall.slips.simulateClearCutter();
    case 'coverOpen':
      hall.slips.simulateOpenCover();
      return () => hall.slips.simulateCloseCover();
    case 'receiptPower':
      hall.slips.simulatePowerOff();
      return () => hall.slips.simulatePowerOn();
    case 'documentReason':
      hall.sheets.simulateReason(fault.reason, true);
      return () => hall.sheets.simulateReason(fault.reason, false);
    case 'documentPower':
      hall.sheets.powerOff();
      return () => hall.sheets.powerOn();
    case 'readerDead':
      hall.kioskReader.simulateDead(true);
      return () => hall.kioskReader.simulateDead(false);
    case 'mainsCut':
      hall.supply.simulatePowerCut({ charge: fault.charge, runtimeSeconds: fault.charge * 12 });
      return () => hall.supply.simulateMainsBack();
    case 'fire':
      hall.hallDoor.simulateFire(true);
      return () => hall.hallDoor.simulateFire(false);
    case 'tamper':
      hall.hallDoor.simulateTamper(true);
      return () => hall.hallDoor.simulateTamper(false);
    case 'crossedDoors':
      return crossDoors(world, fault);
    default:
      return unreachable(fault);
  }
}

/** Mostly the cell that somebody is about to use, else one where something lies: there it matters. */
function aimed(world: World, drawn: string): CellId {
  const index = places.findIndex(({ cell }) => cell === drawn);
  if (index % 3 === 0) return cellIdOf(drawn);
  const full = places.filter(({ cell }) => world.hall.inside(cell).length > 0);
  return cellOnScreen(world) ?? full[index % Math.max(1, full.length)]?.cell ?? cellIdOf(drawn);
}

function cellOnScreen(world: World): CellId | undefined {
  const screen = world.screen();
  if (screen.at === 'licences') return screen.licences[0]?.cell;
  return 'cell' in screen ? (screen.cell ?? undefined) : undefined;
}

/** The pulse for one door lets another go: by a wire in the wrong place, or with both on one. */
function crossDoors(world: World, { cell, other, alsoRight }: Extract<Fault, { is: 'crossedDoors' }>): Undo {
  const { hall, truth } = world;
  const right = aimed(world, cell);
  const beside = places
    .filter((place) => place.cell[0] === right[0] && place.cell !== right)
    .map((place) => place.cell);
  const wrong = beside.find((one) => one === other) ?? beside[0] ?? right;
  const { board, address, channel } = placeOf(right);
  if (!alsoRight) hall.cabinets[board].simulateJam(address, channel);
  let seen = hall.pulses(right);
  let over = false;
  const look = () => {
    if (over) return;
    if (hall.pulses(right) > seen) {
      seen = hall.pulses(right);
      world.coverage.reach(alsoRight ? 'E6' : 'E5');
      if (hall.door(wrong) === 'closed') {
        truth.noteHand(wrong);
        hall.openByKey(wrong);
      }
    }
    world.clock.after(50, look);
  };
  look();
  return () => {
    over = true;
    if (!alsoRight) hall.cabinets[board].simulateJam(address, channel, false);
  };
}

/** What happens in one moment. The returned end comes with the visit, where its own time has not ended it before. */
export function strike(world: World, blow: Blow): Undo {
  world.note(`now: ${JSON.stringify(blow)}`);
  switch (blow.is) {
    case 'kill':
      world.kill(blow.downMs);
      return nothing;
    case 'killAtStep':
      return world.killAtStep(blow.steps, blow.downMs);
    case 'powerLoss':
      losePower(world, blow.downMs);
      return nothing;
    case 'databaseSpoilt':
      world.spoil(blow.downMs);
      return nothing;
    case 'clockJump':
      world.clock.jumpWall(blow.ms);
      world.coverage.reach('E30');
      return () => world.clock.jumpWall(-blow.ms);
    case 'prised': {
      const cell = aimed(world, blow.cell);
      world.truth.noteHand(cell);
      world.hall.openByKey(cell);
      return nothing;
    }
    case 'withdrawn':
      withdrawOnScreen(world, blow.how);
      return nothing;
    case 'fault': {
      const repair = once(breakThing(world, blow.fault));
      world.clock.after(blow.forMs, repair);
      return repair;
    }
    default:
      return unreachable(blow);
  }
}

const nothing: Undo = () => undefined;

function once(undo: Undo): Undo {
  let done = false;
  return () => {
    if (!done) undo();
    done = true;
  };
}

/** The office takes back the very envelope that somebody is about to take out. */
function withdrawOnScreen(world: World, how: 'itemCancelled' | 'itemFrozen'): void {
  const screen = world.screen();
  const shown = 'cell' in screen ? screen.cell : null;
  const cell = shown ?? places.find((place) => world.hall.inside(place.cell).length > 0)?.cell;
  if (cell === undefined) return;
  // Papers are withdrawn while the door is open for them and they are still in somebody's hands.
  const coming = shown === null ? undefined : world.truth.orderOf(cell)?.items.find(isPapers);
  const item = world.hall.inside(cell)[0] ?? coming;
  if (item === undefined) return;
  if (isPapers(item)) {
    world.coverage.reach('papersWithdrawn');
    return world.papers.withdraw(item);
  }
  if (screen.at === 'opening' || screen.at === 'takeOut') world.coverage.reach('E15');
  world.office.withdraw(item, how);
}

/** Everything in the hall loses its supply and comes back with it. */
function losePower(world: World, downMs: number): void {
  const { hall } = world;
  world.kill(downMs + 5_000);
  hall.slips.simulatePowerOff();
  hall.sheets.powerOff();
  for (const { name, address } of boards) hall.cabinets[name].simulateBoardDead(address);
  world.clock.after(downMs, () => {
    hall.slips.simulatePowerOn();
    hall.sheets.powerOn();
    for (const { name, address } of boards) hall.cabinets[name].simulateBoardDead(address, false);
  });
}
