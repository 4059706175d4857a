// Night: the hands and eyes of the demo. People act at the simulated hall's panel and at the window; nothing is reached into.

import { join } from 'node:path';
import type { BusFrame, HallAct, HallState } from '../contract/panel.ts';
import type { CallAnswer, ToWindow } from '../contract/rpc.ts';
import type { Screen, View } from '../contract/view.ts';
import type { Act } from '../core/act.ts';
import { type Child, startChild } from './children.ts';
import { root, type Trial } from './trial.ts';

const patienceMs = 30_000;
const lookAgainMs = 50;

export type ScreenAt<At extends Screen['at']> = Extract<Screen, { at: At }>;

export interface Kiosk {
  readonly child: Child;
  view(): View | null;
  /** Waits for that screen. Fails with the screen that is there instead. */
  screen<At extends Screen['at']>(at: At): Promise<ScreenAt<At>>;
  until(what: string, test: (view: View) => boolean): Promise<View>;
  call(act: Act): Promise<void>;
}

export interface Night {
  readonly trial: Trial;
  hall(act: HallAct): Promise<void>;
  hallState(): Promise<HallState>;
  hallUntil(what: string, test: (state: HallState) => boolean): Promise<HallState>;
  paper(number: number, kind: 'png' | 'pdf'): Promise<Uint8Array>;
  startKiosk(): Promise<Kiosk>;
}

export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> {
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  throw new Error(`waited in vain for ${what}`);
}

export function createNight(trial: Trial): Night {
  const panel = new URL(trial.panel);
  const at = (path: string) => new URL(path, panel.origin);

  async function hallState(): Promise<HallState> {
    const response = await fetch(at('/state'));
    if (!response.ok) throw new Error(`the simulated hall answered ${response.status}`);
    return (await response.json()) as HallState;
  }

  const night: Night = {
    trial,
    hallState,
    async hall(act) {
      const response = await fetch(at('/do'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(act),
      });
      const answer = (await response.json()) as { readonly ok?: boolean; readonly problem?: unknown };
      if (answer.ok !== true)
        throw new Error(`cannot ${act.do} in the hall: ${JSON.stringify(answer.problem ?? answer)}`);
    },
    hallUntil: (what, test) =>
      waitFor(what, async () => {
        const state = await hallState();
        return test(state) ? state : undefined;
      }),
    async paper(number, kind) {
      const response = await fetch(at(`/papers/${number}.${kind}`));
      if (!response.ok) throw new Error(`paper ${number} is not there (${response.status})`);
      return new Uint8Array(await response.arrayBuffer());
    },
    async startKiosk() {
      const child = await startChild({
        name: 'the controller',
        command: process.execPath,
        args: [join(root, 'src/cli/nighthall.ts'), 'controller', '--site', trial.siteFile, '--data', trial.kioskFolder],
        channel: true,
      });
      if (!child.ok) throw new Error(child.problem);
      return watchKiosk(child.value);
    },
  };
  return night;
}

/** The screen of a controller that was started with a message channel, and the hands at it. */
export function watchKiosk(child: Child): Kiosk {
  let view: View | null = null;
  let number = 0;
  const waiting = new Map<number, (answer: CallAnswer) => void>();
  child.process.on('message', (message: ToWindow) => {
    if (message.is === 'view') view = message.view;
    else waiting.get(message.number)?.(message.answer);
  });
  if (child.process.connected) child.process.send({ is: 'hello' }, () => undefined);

  async function until(what: string, test: (view: View) => boolean): Promise<View> {
    try {
      return await waitFor(what, () => {
        if (view !== null && test(view)) return view;
        const { exitCode, signalCode } = child.process;
        if (exitCode === null && signalCode === null) return undefined;
        throw new Error(`the controller ended (${signalCode ?? exitCode}) before ${what}`);
      });
    } catch (error) {
      throw new Error(
        `${error instanceof Error ? error.message : String(error)}; the screen is ${JSON.stringify(view?.screen ?? null)}`,
      );
    }
  }

  return {
    child,
    view: () => view,
    until,
    async screen<At extends Screen['at']>(at: At) {
      const seen = await until(`the screen "${at}"`, ({ screen }) => screen.at === at);
      return seen.screen as ScreenAt<At>;
    },
    async call(act) {
      number += 1;
      const mine = number;
      const asked = new Promise<CallAnswer>((resolve) => {
        waiting.set(mine, resolve);
        // A controller that has just died is told by its end.
        if (child.process.connected) child.process.send({ is: 'call', number: mine, act }, () => undefined);
      });
      const answer = await Promise.race([asked, child.ended]);
      waiting.delete(mine);
      if (typeof answer === 'string') throw new Error(`the controller ended (${answer}) before it answered ${act.act}`);
      if (!answer.ok)
        throw new Error(`the kiosk refused ${act.act}: ${answer.problem.problem}; the screen is ${view?.screen.at}`);
    },
  };
}

/** Pulses of one lock as they went over the wire: `8A board channel 11 …` from the computer. */
export function unlockFrames(frames: readonly BusFrame[]): number {
  return frames.filter((frame) => frame.to === 'device' && frame.line === 'cabinet' && frame.hex.startsWith('8a'))
    .length;
}
