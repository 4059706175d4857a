// Link: carries messages between the one page and the controller, and answers for a controller that is not there.

import type { Clock } from '../src/base/clock.ts';
import { failed } from '../src/base/result.ts';
import type { CallAnswer, Ping, ToController, ToWindow } from '../src/contract/rpc.ts';
import type { View } from '../src/contract/view.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { type PageAlive, plainAct, readFromPage, readToWindow } from './messages.ts';
import type { StandInScreen } from './stand-in.ts';

/** The shell's end of a page's message port. */
export interface PagePort {
  postMessage(message: ToWindow | Ping): void;
  close(): void;
}

export interface Link {
  /** A new page has come; the one before is forgotten. The returned function takes its messages. */
  connect(port: PagePort): (message: unknown) => void;
  fromController(message: unknown): void;
  /** No controller lives: calls on their way are answered, and the window shows that. */
  controllerDown(screen: StandInScreen): void;
}

export interface LinkOptions {
  readonly clock: Clock;
  /** False when there is no controller. */
  readonly send: (message: ToController) => boolean;
  readonly standIn: (at: StandInScreen, last: View | undefined) => View;
  readonly onView: (view: View, before: View | undefined) => void;
  /** The page hangs or has gone white: it is to be thrown away and opened again. */
  readonly onPageDead: (why: 'hangs' | 'blank') => void;
}

/** People tap a few times a second at most; a page gone mad does not reach the rules. */
const maxCallsPerSecond = 20;
const answerMs = 10_000;
/** A page that hangs is thrown away within 5 s; one that shows nothing gets as long to begin. */
const beatMs = 1_200;
const missedBeats = 3;
const notNow: CallAnswer = failed({ problem: 'notNow' });

interface Waiting {
  readonly port: PagePort;
  /** The page's own number of this call; the numbers towards the controller never repeat. */
  readonly number: number;
  readonly cancel: () => void;
}

export function createLink({ clock, send, standIn, onView, onPageDead }: LinkOptions): Link {
  const waiting = new Map<number, Waiting>();
  let page: PagePort | undefined;
  let shown: View | undefined;
  let down: StandInScreen | undefined = 'starting';
  let lastNumber = 0;
  let callTimes: readonly number[] = [];
  let heartbeat: Heartbeat | undefined;
  let blankBeats = 0;

  function show(view: View): void {
    const before = shown;
    shown = view;
    page?.postMessage({ is: 'view', view });
    onView(view, before);
  }

  function answer(ours: number, given: CallAnswer): void {
    const call = waiting.get(ours);
    if (call === undefined) return;
    waiting.delete(ours);
    call.cancel();
    if (call.port === page) call.port.postMessage({ is: 'answer', number: call.number, answer: given });
  }

  function isTooFast(): boolean {
    const now = clock.monotonic();
    callTimes = callTimes.filter((at) => now - at < 1_000);
    if (callTimes.length >= maxCallsPerSecond) return true;
    callTimes = [...callTimes, now];
    return false;
  }

  function call(port: PagePort, number: number, data: unknown): void {
    const act = plainAct(data);
    lastNumber += 1;
    const ours = lastNumber;
    waiting.set(ours, { port, number, cancel: clock.after(answerMs, () => answer(ours, notNow)) });
    if (!act.ok) answer(ours, failed({ problem: 'badCall', detail: act.problem }));
    else if (isTooFast() || !send({ is: 'call', number: ours, act: act.value })) answer(ours, notNow);
  }

  function dead(why: 'hangs' | 'blank'): void {
    heartbeat?.stop();
    heartbeat = undefined;
    onPageDead(why);
  }

  function watch(port: PagePort): void {
    heartbeat?.stop();
    blankBeats = 0;
    heartbeat = startHeartbeat({
      clock,
      everyMs: beatMs,
      missed: missedBeats,
      ask: () => port.postMessage({ is: 'ping' }),
      onDead: () => dead('hangs'),
    });
  }

  function alive({ drawn }: PageAlive): void {
    if (heartbeat === undefined) return;
    heartbeat.heard();
    blankBeats = drawn ? 0 : blankBeats + 1;
    if (blankBeats > missedBeats) dead('blank');
  }

  return {
    connect(port) {
      page?.close();
      page = port;
      watch(port);
      if (shown !== undefined) port.postMessage({ is: 'view', view: shown });
      return (message) => {
        const read = readFromPage(message);
        if (!read.ok || port !== page) return;
        if (read.value.is === 'alive') return alive(read.value);
        if (read.value.is === 'call') call(port, read.value.number, read.value.act);
        else if (!send({ is: 'hello' })) show(standIn(down ?? 'starting', shown));
      };
    },
    fromController(message) {
      const read = readToWindow(message);
      if (!read.ok) return;
      if (read.value.is === 'answer') return answer(read.value.number, read.value.answer);
      down = undefined;
      show(read.value.view);
    },
    controllerDown(screen) {
      for (const ours of [...waiting.keys()]) answer(ours, notNow);
      // Once hopeless, the words stay until a controller shows something.
      down = down === 'outOfService' ? down : screen;
      show(standIn(down, shown));
    },
  };
}
