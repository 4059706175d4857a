// Pulses: every unlock frame that the computer sent to the simulated lock boards, as the hall's own trace has it.

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { type BusFrame, panelEvents } from '../../../src/contract/panel.ts';

export interface Pulse {
  /** Address of the board and number of the lock, as in the frame. */
  readonly board: number;
  readonly channel: number;
  /** UTC ms on the hall's clock. */
  readonly at: number;
}

export interface Pulses {
  all(): readonly Pulse[];
  stop(): Promise<void>;
}

/** `8A board channel 11 check` from the computer. */
const unlock = /^8a([0-9a-f]{2})([0-9a-f]{2})11/;

export async function watchPulses(panel: string): Promise<Pulses> {
  const pulses: Pulse[] = [];
  let last = 0;

  /** The stream says some pieces twice when it begins; the number on its line keeps each once. */
  function take({ line, number, to, hex, at }: BusFrame): void {
    if (line !== 'cabinet' || number <= last) return;
    last = number;
    const found = to === 'device' ? unlock.exec(hex) : null;
    if (found === null) return;
    const [, board = '', channel = ''] = found;
    pulses.push({ board: Number.parseInt(board, 16), channel: Number.parseInt(channel, 16), at });
  }

  // Not `fetch`, which gives up on a hall in which nothing happens for five minutes.
  const request = get(new URL('/events', panel));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (piece: string) => {
    const events = (text + piece).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [head, data = ''] = event.split('\n');
      if (head !== `event: ${panelEvents.frames}`) continue;
      for (const frame of JSON.parse(data.slice('data: '.length)) as readonly BusFrame[]) take(frame);
    }
  });
  response.on('error', () => undefined);
  return {
    all: () => pulses,
    async stop() {
      request.destroy();
    },
  };
}
