// Emergency end: after an emergency opening nobody is served before every cell has been looked into, or a technician says
// that those which have been may be used.

import type { Kiosk } from './kiosk.ts';
import type { PersonKey } from './person.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';

export interface Emergency {
  readonly since: number;
  /** The two members of staff who opened everything. */
  readonly by: readonly [PersonKey, PersonKey];
  /** A technician lets the cells be used that have been looked into. */
  readonly isServing: boolean;
}

export function isClosedByEmergency({ emergency }: Pick<Kiosk, 'emergency'>): boolean {
  return emergency !== null && !emergency.isServing;
}

/** The last of its cells has been looked into. */
export function settleEmergency(turn: Turn): void {
  const { emergency, cells } = turn.kiosk;
  if (emergency === null) return;
  const isOpen = [...cells.values()].some(({ state }) => state.is === 'unverified' && state.why === 'emergency');
  if (isOpen) return;
  turn.setEmergency(null);
  turn.record({ is: 'emergencyEnded' });
}

export function mayServeVerified({ session, emergency }: Kiosk): boolean {
  const isThere = session.at === 'technician' || session.at === 'worksheet';
  return isThere && session.visit.role === 'technician' && emergency !== null && !emergency.isServing;
}

export function serveVerified(turn: Turn, visit: Visit): void {
  const { emergency } = turn.kiosk;
  if (emergency === null) return;
  turn.setEmergency({ ...emergency, isServing: true });
  turn.record({ is: 'emergencyServing', by: visit.holder.person });
}
