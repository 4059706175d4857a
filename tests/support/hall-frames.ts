// Hall frames: every piece of bytes that went over the lines of a simulated hall, as its panel server tells them.

import { type BusFrame, panelEvents } from '../../src/contract/panel.ts';

export interface HallFrames {
  all(): readonly BusFrame[];
  stop(): Promise<void>;
}

/** The panel's stream says some pieces twice when it begins; line and number keep each once. */
export async function watchHallFrames(panel: string): Promise<HallFrames> {
  const frames = new Map<string, BusFrame>();
  const quit = new AbortController();
  const response = await fetch(new URL('/events', panel), { signal: quit.signal });
  if (!response.ok || response.body === null) throw new Error(`the panel's events answered ${response.status}`);
  const body = response.body;

  function take(event: string): void {
    const [head, data] = event.split('\n');
    if (head !== `event: ${panelEvents.frames}` || data === undefined) return;
    for (const frame of JSON.parse(data.slice('data: '.length)) as readonly BusFrame[])
      frames.set(`${frame.line} ${frame.number}`, frame);
  }

  async function read(): Promise<void> {
    let text = '';
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const events = (text + piece).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) take(event);
    }
  }
  const reading = read().catch((error: unknown) => {
    if (!quit.signal.aborted) throw error;
  });

  return {
    all: () => [...frames.values()],
    async stop() {
      quit.abort();
      await reading;
    },
  };
}
