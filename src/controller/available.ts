// Available: whether something can be had now, and if not, why.

import type { Works } from '../contract/view.ts';
import { diagnosticsProblem } from '../core/diagnostics.ts';
import { isClosedByEmergency } from '../core/emergency-end.ts';
import { boardWorks, type Kiosk } from '../core/kiosk.ts';
import type { Problem } from '../core/problem.ts';

export function works(problem: Problem | null): Works {
  return problem === null ? { works: true } : { works: false, why: problem };
}

export function pickupProblem(kiosk: Kiosk): Problem | null {
  const closed = diagnosticsProblem(kiosk);
  if (closed !== null) return closed;
  const cells = [...kiosk.cells.keys()];
  if (cells.length === 0 || isClosedByEmergency(kiosk)) return 'outOfService';
  if (!cells.some((cell) => boardWorks(kiosk, cell))) return 'boardOffline';
  return null;
}
