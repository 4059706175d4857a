// Port: the page's way to the controller. The preload's `window.kiosk`, or its stand-in over HTTP in a plain browser.

import { failed } from '../base/result.ts';
import type { CallAnswer, KioskPort } from '../contract/rpc.ts';
import type { View } from '../contract/view.ts';
import type { Act } from '../core/act.ts';

declare global {
  interface Window {
    readonly kiosk?: KioskPort;
  }
}

/** A kiosk port that also says when news stop coming; what was shown last stays valid to look at. */
export interface WindowPort extends KioskPort {
  /** Told at every change whether views arrive. */
  onLink(listener: (connected: boolean) => void): () => void;
}

const reopenMs = 2_000;

export function connectKiosk(): WindowPort {
  return window.kiosk === undefined ? connectOverHttp() : fromPreload(window.kiosk);
}

/** The shell watches its own port and starts the controller again, so there is no link to speak of. */
function fromPreload(kiosk: KioskPort): WindowPort {
  return {
    call: (act) => kiosk.call(act),
    onView: (listener) => kiosk.onView(listener),
    onLink: () => () => undefined,
  };
}

/**
 * Views as server-sent events from `./view`, calls as JSON to `./call`. The token is what follows `#` in the address:
 * a fragment is never sent by itself, so it is in no server's log.
 */
function connectOverHttp(): WindowPort {
  const token = location.hash.slice(1);
  const viewListeners = new Set<(view: View) => void>();
  const linkListeners = new Set<(connected: boolean) => void>();
  let last: View | undefined;

  function tellLink(connected: boolean): void {
    for (const listener of linkListeners) listener(connected);
  }

  function open(): void {
    const events = new EventSource(token === '' ? './view' : `./view?token=${encodeURIComponent(token)}`);
    events.onopen = () => tellLink(true);
    events.onmessage = (message: MessageEvent<string>) => {
      const view = JSON.parse(message.data) as View;
      last = view;
      tellLink(true);
      for (const listener of viewListeners) listener(view);
    };
    events.onerror = () => {
      tellLink(false);
      // The browser comes back by itself after a lost line, but gives up for good on an error page.
      if (events.readyState === EventSource.CLOSED) setTimeout(open, reopenMs);
    };
  }
  open();

  return {
    call: (act) => post(act, token),
    onView(listener) {
      viewListeners.add(listener);
      if (last !== undefined) listener(last);
      return () => viewListeners.delete(listener);
    },
    onLink(listener) {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
  };
}

async function post(act: Act, token: string): Promise<CallAnswer> {
  try {
    const response = await fetch('./call', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === '' ? {} : { 'x-nighthall-token': token }) },
      body: JSON.stringify(act),
    });
    return (await response.json()) as CallAnswer;
  } catch {
    // Nobody answered. The next view says what is really so.
    return failed({ problem: 'notNow' });
  }
}
