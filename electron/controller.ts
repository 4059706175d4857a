// Controller: keeps the controller program alive. It is started again for ever, with growing pauses; it is never given up.

import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import type { ToController } from '../src/contract/rpc.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { afterDeath, controllerRestarts, noRestarts, type RestartPolicy } from './restarts.ts';

/** One run of the program, however it is started. */
export interface ControllerRun {
  send(message: ToController): void;
  /** Asks it to end in its own time. */
  end(): void;
  kill(): void;
}

export interface RunListener {
  readonly onMessage: (message: unknown) => void;
  /** Once, with an exit code, a signal or the reason why it could not be started. Nothing comes from this run afterwards. */
  readonly onDeath: (how: string) => void;
}

export interface ControllerKeeper {
  /** False when no controller runs: the message is gone, not kept. */
  send(message: ToController): boolean;
  /** Ends the controller for good: asks, waits, kills. */
  stop(): Promise<void>;
}

export interface KeeperOptions {
  readonly start: (listener: RunListener) => ControllerRun;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly policy?: RestartPolicy;
  readonly onMessage: (message: unknown) => void;
  /** A run has died; `hopeless` when it keeps dying. */
  readonly onDown: (hopeless: boolean) => void;
}

/** A controller that hangs is killed 10 s after its last word; a very slow disk may keep a beginning one for longer. */
const beatMs = 2_500;
const missedBeats = 3;
const firstWordMs = 120_000;
/** Less than the 10 s that whoever ends the shell gives it. */
const endMs = 8_000;

export function keepController(options: KeeperOptions): ControllerKeeper {
  const { start, clock, random, log, policy = controllerRestarts, onMessage, onDown } = options;
  let restarts = noRestarts;
  let run: ControllerRun | undefined;
  let cancelRestart: (() => void) | undefined;
  let stopping: (() => void) | undefined;

  function begin(): void {
    const startedAt = clock.monotonic();
    cancelRestart = undefined;
    let alive = true;
    // A run that can't even be started may say so before `start` returns.
    let died = false;
    let heartbeat: Heartbeat | undefined;
    const giveUp = (why: string) => {
      log.error('controller hangs and is killed', { why });
      run?.kill();
    };
    const cancelFirstWord = clock.after(firstWordMs, () => giveUp('no first word'));
    const begun = start({
      onMessage: (message) => {
        if (!alive) return;
        cancelFirstWord();
        heartbeat ??= startHeartbeat({
          clock,
          everyMs: beatMs,
          missed: missedBeats,
          ask: () => run?.send({ is: 'ping' }),
          onDead: () => giveUp('no answer'),
        });
        heartbeat.heard();
        onMessage(message);
      },
      onDeath(how) {
        if (!alive) return;
        alive = false;
        died = true;
        run = undefined;
        cancelFirstWord();
        heartbeat?.stop();
        if (stopping !== undefined) return stopping();
        const next = afterDeath(restarts, { life: { startedAt, diedAt: clock.monotonic() }, policy, random: random() });
        restarts = next.restarts;
        log.error('controller died', { how, waitMs: next.waitMs, hopeless: next.hopeless });
        cancelRestart = clock.after(next.waitMs, begin);
        onDown(next.hopeless);
      },
    });
    if (!died) run = begun;
  }
  begin();

  return {
    send(message) {
      if (run === undefined || stopping !== undefined) return false;
      run.send(message);
      return true;
    },
    stop() {
      cancelRestart?.();
      const last = run;
      if (last === undefined) {
        stopping ??= () => undefined;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const cancelKill = clock.after(endMs, () => {
          log.warn('controller did not end and is killed');
          last.kill();
        });
        stopping = () => {
          cancelKill();
          resolve();
        };
        last.end();
      });
    },
  };
}
