// Fire: a visit ends as soon as nothing of it is open or on its way, so that nobody stays at the screen and nothing of a
// person comes back on it when the alarm is over.

import type { Moment } from '../core/event.ts';
import { isAlarmed } from '../core/hall-door.ts';
import type { Kiosk } from '../core/kiosk.ts';
import { isAllowed } from '../core/permission.ts';
import { visitOf } from '../core/session.ts';

/** A technician stays: somebody must be able to find a cut wire of the fire input. */
export function endsInFire(kiosk: Kiosk, moment: Moment): boolean {
  const visit = visitOf(kiosk.session);
  if (!isAlarmed(kiosk, 'fire') || visit === null || visit.role === 'technician') return false;
  return isAllowed(kiosk, { act: 'finish' }, moment);
}
