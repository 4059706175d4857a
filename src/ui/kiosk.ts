// Kiosk: the last view, the hall's time and one call at a time. All the state the window has; nothing of it is stored.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../base/clock.ts';
import type { View } from '../contract/view.ts';
import type { Act } from '../core/act.ts';
import { firstView } from './first-view.ts';
import type { WindowPort } from './port.ts';

export interface WindowState {
  readonly view: View;
  /** UTC ms in the hall: the view's own time plus what has passed since it came. */
  readonly now: number;
  /** False while no views arrive. */
  readonly connected: boolean;
  /** True from a call to its answer or the next view, so that a double tap is one call. */
  readonly sending: boolean;
}

export interface Kiosk {
  readonly state: StoreApi<WindowState>;
  /** `ignored` when another call is still on its way; `refused` when nothing was done. */
  send(act: Act): Promise<'done' | 'refused' | 'ignored'>;
}

const tickMs = 500;

export function createKiosk({
  port,
  clock,
  first = firstView,
}: {
  readonly port: WindowPort;
  readonly clock: Clock;
  readonly first?: View;
}): Kiosk {
  const state = createStore<WindowState>(() => ({ view: first, now: first.madeAt, connected: true, sending: false }));
  let cameAt = clock.monotonic();
  let turn = 0;
  let drawnOnce = false;

  port.onView((view) => {
    cameAt = clock.monotonic();
    turn += 1;
    drawnOnce = true;
    state.setState({ view, now: view.madeAt, sending: false });
  });
  port.onLink((connected) => state.setState({ connected }));

  function tick(): void {
    state.setState(({ view }) => ({ now: view.madeAt + clock.monotonic() - cameAt }));
    // React keeps what it drew before for comparison. Drawn a second time, nothing of the last person stays in memory.
    if (drawnOnce) state.setState(({ view }) => ({ view: { ...view } }));
    drawnOnce = false;
    clock.after(tickMs, tick);
  }
  clock.after(tickMs, tick);

  return {
    state,
    async send(act) {
      if (state.getState().sending) return 'ignored';
      turn += 1;
      const mine = turn;
      state.setState({ sending: true });
      try {
        const answer = await port.call(act);
        return answer.ok ? 'done' : 'refused';
      } finally {
        if (turn === mine) state.setState({ sending: false });
      }
    },
  };
}
