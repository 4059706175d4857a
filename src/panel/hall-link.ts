// Hall link: what the simulated hall tells the page, kept for drawing, and the acts that the page sends back.

import { createListeners } from '../base/undo.ts';
import {
  type BusFrame,
  type HallAct,
  type HallAnswer,
  type HallLineName,
  type HallProblem,
  type HallState,
  panelEvents,
} from '../contract/panel.ts';

export interface HallSeen {
  readonly state: HallState | null;
  readonly frames: Readonly<Partial<Record<HallLineName, readonly BusFrame[]>>>;
  /** Whether the hall still tells. */
  readonly live: boolean;
  /** Why the last act was refused; null after one that was done. */
  readonly refusal: HallProblem | 'hallGone' | null;
}

export interface HallLink {
  seen(): HallSeen;
  subscribe(listener: () => void): () => void;
  do(act: HallAct): void;
}

const keptFrames = 200;

export function connectHall(): HallLink {
  const changed = createListeners<void>();
  let seen: HallSeen = { state: null, frames: {}, live: false, refusal: null };

  function become(next: Partial<HallSeen>): void {
    seen = { ...seen, ...next };
    changed.tell();
  }

  const events = new EventSource('/events');
  // After a pause the hall tells all it has kept: what was drawn before would be there twice.
  events.addEventListener('open', () => become({ live: true, frames: {} }));
  events.addEventListener('error', () => become({ live: false }));
  events.addEventListener(panelEvents.state, (event) => become({ state: JSON.parse(event.data) as HallState }));
  events.addEventListener(panelEvents.frames, (event) =>
    become({ frames: withFrames(seen.frames, JSON.parse(event.data) as readonly BusFrame[]) }),
  );

  async function send(act: HallAct): Promise<HallSeen['refusal']> {
    try {
      const response = await fetch('/do', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(act),
      });
      const answer = (await response.json()) as HallAnswer;
      return answer.ok ? null : answer.problem;
    } catch {
      // The process has ended or the machine is asleep; the page says so and goes on listening.
      return 'hallGone';
    }
  }

  return {
    seen: () => seen,
    subscribe: (listener) => changed.add(listener),
    do(act) {
      void send(act).then((refusal) => become({ refusal }));
    },
  };
}

function withFrames(before: HallSeen['frames'], more: readonly BusFrame[]): HallSeen['frames'] {
  const frames: Partial<Record<HallLineName, readonly BusFrame[]>> = { ...before };
  for (const frame of more) frames[frame.line] = [...(frames[frame.line] ?? []), frame].slice(-keptFrames);
  return frames;
}
