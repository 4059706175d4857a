// Fire: a visit ends as soon as nothing of it is open or on its way, so that nobody stays at the screen and nothing of a
// person comes back on it when the alarm is over.

import { isAlarmed } from './hall-door.ts';
import { isAllowed } from './permission.ts';
import { visitOf } from './session.ts';
import type { Turn } from './turn.ts';

/** A technician stays: somebody must be able to find a cut wire of the fire input. */
export function endsInFire(turn: Turn): boolean {
  const visit = visitOf(turn.kiosk.session);
  if (!isAlarmed(turn.kiosk, 'fire') || visit === null || visit.role === 'technician') return false;
  return isAllowed(turn.kiosk, { act: 'finish' }, turn);
}
