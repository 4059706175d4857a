// Door tasks: what staff get of what happened at doors, locks and boards, and of a clock that cannot be trusted. Alarms wait for somebody who has looked; what a
// sensor or a technician ends by itself closes with that.

import type { Fact } from '../core/fact.ts';
import type { Queries } from './database.ts';
import { addTask, closeTasks, isOpen } from './tasks.ts';

interface Happened {
  readonly kiosk: string;
  /** Of the fact. */
  readonly id: string;
  readonly now: number;
}

const faults = {
  sensorStuckOpen: 'the door sensor sticks at open',
  slowLock: 'the lock opens late',
} as const;
const broken = (device: string) => `${device} does not work`;
const stopped = (board: string) => `${board} opens nothing: another door moved than ordered`;
const openedAll = 'two members of staff open every cell: look into each of them';
const wrongClock = 'its clock is wrong';
const restoredWhole = 'its database was damaged and is restored to the last step: look at its disk';
const restoredOlder = 'its database was damaged and an older one is in use: look into every cell, and at its disk';
const stuckLock = 'the door did not open: open it by key and hand over';

export async function noteDoors(queries: Queries, fact: Fact, { kiosk, id, now }: Happened): Promise<void> {
  const task = { kiosk, cause: id, now };
  switch (fact.is) {
    case 'openedWithoutOrder':
      return addTask(queries, { ...task, kind: 'alarm', cell: fact.cell, why: 'opened without an order' });
    case 'wrongDoorOpened':
      return addTask(queries, {
        ...task,
        kind: 'alarm',
        cell: fact.cell,
        why: `opened although ${fact.ordered} was ordered`,
      });
    case 'deviceChanged':
      // One task from the first trouble on, whatever the device says in between, until it works again.
      if (fact.state !== 'offline' && fact.state !== 'fault' && fact.state !== 'ready') return;
      if (fact.state !== 'ready' && (await isOpen(queries, { kiosk, kind: 'repair', why: broken(fact.device) })))
        return;
      return fact.state === 'ready'
        ? closeTasks(queries, { kiosk, kind: 'repair', why: broken(fact.device), now })
        : addTask(queries, { ...task, kind: 'repair', why: broken(fact.device) });
    case 'boardSuspended':
      return addTask(queries, { ...task, kind: 'repair', why: stopped(fact.board) });
    case 'boardResumed':
      return closeTasks(queries, { kiosk, kind: 'repair', why: stopped(fact.board), now });
    case 'cellDoubted':
      // With items inside, each of them makes the task.
      if (fact.items.length > 0) return;
      return addTask(queries, { ...task, kind: 'check', cell: fact.cell, why: fact.why });
    case 'cellOutOfService':
      return fact.why === 'lock'
        ? addTask(queries, { ...task, kind: 'repair', cell: fact.cell, why: stuckLock })
        : addTask(queries, { ...task, kind: 'check', cell: fact.cell, why: 'holds something that nobody knows' });
    case 'openAllBegan':
      return addTask(queries, { ...task, kind: 'alarm', why: openedAll });
    case 'emergencyEnded':
      return closeTasks(queries, { kiosk, kind: 'alarm', why: openedAll, now });
    case 'cellFault':
      return addTask(queries, { ...task, kind: 'repair', cell: fact.cell, why: faults[fact.fault] });
    case 'cellFaultEnded':
      for (const why of Object.values(faults))
        await closeTasks(queries, { kiosk, kind: 'repair', cell: fact.cell, why, now });
      return;
    case 'cellVerified':
      await closeTasks(queries, { kiosk, kind: 'alarm', cell: fact.cell, now });
      return closeTasks(queries, { kiosk, kind: 'repair', cell: fact.cell, why: stuckLock, now });
    case 'clockCompared':
      return fact.isWrong
        ? addTask(queries, { ...task, kind: 'repair', why: wrongClock })
        : closeTasks(queries, { kiosk, kind: 'repair', why: wrongClock, now });
    case 'databaseRestored':
      return addTask(queries, { ...task, kind: 'repair', why: fact.isWhole ? restoredWhole : restoredOlder });
    case 'rightRefused':
      return addTask(queries, { ...task, kind: 'sync', why: `the kiosk refused a right: ${fact.why}` });
    default:
      return;
  }
}
