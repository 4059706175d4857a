// Hall visitor: lets themselves in at the hall door by card, or does what one should not do with a door.

import type { Doing } from './doings.ts';
import { personNamed } from './people.ts';
import type { World } from './world.ts';

type Entering = Extract<Doing, { readonly do: 'enterHall' }>;

export async function enterHall(world: World, { person, how }: Entering): Promise<void> {
  const { hall } = world;
  if (how === 'forces') {
    hall.hallDoor.simulateForce();
    await world.pass(2_000);
    hall.hallDoor.simulateLetFall();
    return;
  }
  const before = hall.hallDoor.releases.length;
  hall.hallReader.simulateLayCard(personNamed(person).card);
  await world.until(() => hall.hallDoor.releases.length > before, 6_000);
  hall.hallReader.simulateTakeCard();
  if (how === 'staysOut') return world.pass(15_000);
  await world.pass(800);
  if (hall.hallDoor.simulatePushOpen()) {
    await world.pass(how === 'holdsDoor' ? 40_000 : 3_000);
    hall.hallDoor.simulateLetFall();
  }
  await world.pass(2_000);
  hall.hallDoor.simulatePressExit();
  await world.pass(700);
  if (hall.hallDoor.simulatePushOpen()) {
    await world.pass(2_000);
    hall.hallDoor.simulateSlam();
  }
  await world.pass(1_000);
}
