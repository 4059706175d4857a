// Windows: every screen that shows this kiosk gets the same view; every call from one is parsed and checked here.

import type { Clock } from '../base/clock.ts';
import { failed, ok } from '../base/result.ts';
import { type CallAnswer, type Pong, parseAct, type ToWindow } from '../contract/rpc.ts';
import type { View } from '../contract/view.ts';
import type { Act } from '../core/act.ts';

export interface WindowLink {
  /** A message from the window, not yet trusted. */
  receive(message: unknown): void;
  detach(): void;
}

export interface Windows {
  attach(send: (message: ToWindow | Pong) => void): WindowLink;
  /** One call from outside a message port, e.g. over HTTP. */
  call(act: unknown): CallAnswer;
  push(view: Omit<View, 'sequence' | 'madeAt'>): void;
}

export interface WindowsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly isAllowed: (act: Act) => boolean;
  readonly take: (act: Act) => void;
}

export function createWindows({ clock, isAllowed, take }: WindowsOptions): Windows {
  const sends = new Set<(message: ToWindow | Pong) => void>();
  let sequence = 0;
  let last: { readonly text: string; readonly view: View } | undefined;

  function call(data: unknown): CallAnswer {
    const parsed = parseAct(data);
    if (!parsed.ok) return parsed;
    if (!isAllowed(parsed.value)) return failed({ problem: 'notNow' });
    take(parsed.value);
    return ok();
  }

  return {
    call,
    attach(send) {
      sends.add(send);
      if (last !== undefined) send({ is: 'view', view: last.view });
      return {
        receive(message) {
          if (typeof message !== 'object' || message === null) return;
          if ('is' in message && message.is === 'ping') send({ is: 'pong' });
          if ('is' in message && message.is === 'hello' && last !== undefined) send({ is: 'view', view: last.view });
          if ('is' in message && message.is === 'call' && 'number' in message && typeof message.number === 'number') {
            send({ is: 'answer', number: message.number, answer: call('act' in message ? message.act : undefined) });
          }
        },
        detach() {
          sends.delete(send);
        },
      };
    },
    push(picture) {
      const text = JSON.stringify(picture);
      if (text === last?.text) return;
      sequence += 1;
      last = { text, view: { ...picture, sequence, madeAt: clock.now() } };
      for (const send of [...sends]) send({ is: 'view', view: last.view });
    },
  };
}
