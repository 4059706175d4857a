// Pulses: every unlock frame that the computer sent to the simulated lock boards, as the hall's own trace has it.

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
  const quit = new AbortController();
  const response = await fetch(new URL('/events', panel), { signal: quit.signal });
  if (!response.ok || response.body === null) throw new Error(`the panel's events answered ${response.status}`);
  const { body } = response;
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

  async function read(): Promise<void> {
    let text = '';
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const events = (text + piece).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [head, data = ''] = event.split('\n');
        if (head !== `event: ${panelEvents.frames}`) continue;
        for (const frame of JSON.parse(data.slice('data: '.length)) as readonly BusFrame[]) take(frame);
      }
    }
  }
  const reading = read().catch((error: unknown) => {
    if (!quit.signal.aborted) throw error;
  });
  return {
    all: () => pulses,
    async stop() {
      quit.abort();
      await reading;
    },
  };
}
