// Staff PIN: typed in at the screen that asks for it, by whoever's card it asks about.

import type { Next } from './at-the-kiosk.ts';
import type { Person } from './people.ts';
import type { World } from './world.ts';

export async function enterPin(world: World, person: Person, isWrong = false): Promise<Next> {
  const before = world.kiosk().pins.get(person.key);
  if (!world.act({ act: 'pin', digits: isWrong ? '000000' : person.pin })) {
    await world.pass(5_000);
    return 'goesOn';
  }
  // The hash is made in a thread, and time stands still for it.
  await world.untilThread(() => !world.isAlive() || world.kiosk().pins.get(person.key) !== before);
  return 'goesOn';
}
