// Preload: the page's only way out. It holds the message port and gives the page two functions, `call` and `onView`.

import { contextBridge, ipcRenderer } from 'electron';
import type { CallAnswer, KioskPort, ToWindow } from '../src/contract/rpc.ts';
import type { View } from '../src/contract/view.ts';
import { isOwnAddress } from './address.ts';
import { type FromPage, isPing, readToWindow } from './messages.ts';
import { portChannel } from './port-channel.ts';

/** The browser's MessagePort; this file alone of the shell runs in a page. */
interface Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: FromPage): void;
}

declare const location: { readonly href: string };
declare const document: { getElementById(id: string): { readonly childElementCount: number } | null };

/** A page whose script has died leaves its frame empty; the page itself can no longer tell. */
function isDrawn(): boolean {
  return (document.getElementById('window')?.childElementCount ?? 0) > 0;
}

const answers = new Map<number, (answer: CallAnswer) => void>();
const listeners = new Set<(view: View) => void>();
let lastNumber = 0;
let lastView: View | undefined;

function take(message: ToWindow): void {
  if (message.is === 'view') {
    lastView = message.view;
    for (const listener of [...listeners]) listener(message.view);
    return;
  }
  answers.get(message.number)?.(message.answer);
  answers.delete(message.number);
}

async function openPort(): Promise<Port> {
  const port = await new Promise<Port>((resolve) => {
    ipcRenderer.once(portChannel, (event) => {
      const given = event.ports[0] as Port | undefined;
      if (given !== undefined) resolve(given);
    });
    ipcRenderer.send(portChannel);
  });
  port.onmessage = ({ data }) => {
    if (isPing(data)) return port.postMessage({ is: 'alive', drawn: isDrawn() });
    const message = readToWindow(data);
    if (message.ok) take(message.value);
  };
  port.postMessage({ is: 'hello' });
  return port;
}

function kioskOn(port: Promise<Port>): KioskPort {
  return {
    async call(act) {
      const open = await port;
      lastNumber += 1;
      const number = lastNumber;
      return new Promise((resolve) => {
        answers.set(number, resolve);
        open.postMessage({ is: 'call', number, act });
      });
    },
    onView(listener) {
      listeners.add(listener);
      if (lastView !== undefined) listener(lastView);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

// Chromium may run this late in the empty document that every window begins with, beside the page. It gets nothing, and
// must not ask: the shell can't tell its question from the page's.
if (isOwnAddress(location.href)) contextBridge.exposeInMainWorld('kiosk', kioskOn(openPort()));
