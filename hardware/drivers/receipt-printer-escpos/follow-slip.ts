// Following a slip: sends it in one piece, watches the printer while it prints and while it stands still, and ends with
// what the printer itself proves. The printer keeps what it has and goes on after a repair: the slip is waited for, or it
// is forgotten and told as not confirmed, never both.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { DeviceState } from '../../classes/device.ts';
import type { PrintOutcome, PrintProgress, PrintTrouble } from '../../classes/printing.ts';
import type { Line } from '../../transport/line.ts';
import type { Proofs } from './proofs.ts';
import { paperRequest, type Reply, statusRequest } from './protocol.ts';
import type { Hold } from './status.ts';
import type { Turn } from './turns.ts';

/** What one look at the printer has found. */
export interface Seen {
  readonly state: DeviceState;
  readonly hold: Hold;
}

export interface FollowOptions {
  readonly line: Line<Reply>;
  readonly clock: Clock;
  /** Undefined when there was no answer to be trusted. */
  readonly look: () => Promise<Seen | undefined>;
  readonly proofs: Proofs;
  /** The process id says by itself that the slip is out, whatever the printer says of its state. */
  readonly believesAlone: boolean;
  readonly turn: Turn;
  readonly onProgress: (progress: PrintProgress) => void;
}

export interface Following {
  /** A reply that answered no question. */
  heard(reply: Reply): void;
  /** Something may have changed. */
  wake(): void;
  lineLost(): void;
  readonly end: Promise<PrintOutcome>;
}

const printingPollMs = 400;
const replyMs = 500;
/** How long a slip may wait for the line and, when sent, for the first sign of life. */
const slipWaitMs = 5_000;
const slipReplyMs = 3_000;
/** A printer that prints can't be told to forget: a slip that is taken back then is nearly always out within this time. */
const takenBackMs = 5_000;
/** The last net: whoever ordered the slip takes it back long before. */
const mostStoppedMs = 600_000;

/** `allowedMs`: how long it may print, anew after each stop. */
export function followSlip(bytes: Uint8Array, allowedMs: number, options: FollowOptions): Following {
  const { line, clock, look, proofs, believesAlone, turn } = options;
  let isLost = false;
  let wake: () => void = () => undefined;
  let told: PrintTrouble | 'printing' | undefined;

  function tell(progress: PrintProgress): void {
    const word = progress.is === 'stopped' ? progress.why : progress.is;
    if (word === told) return;
    told = word;
    options.onProgress(progress);
  }

  async function askAgain(): Promise<void> {
    await line.request({
      bytes: paperRequest,
      priority: 'active',
      replyMs,
      match: (reply) => (proofs.hear(reply) ? true : undefined),
    });
  }

  async function follow(): Promise<PrintOutcome> {
    const sent = await line.request({
      bytes: joinBytes(bytes, statusRequest(1)),
      priority: 'active',
      replyMs: slipReplyMs,
      waitMs: slipWaitMs,
      match: (reply) => (reply.is === 'status' ? true : undefined),
    });
    if (!sent.ok && sent.problem === 'notSent') return { is: 'notStarted', why: 'offline' };
    if (sent.ok) tell({ is: 'printing' });

    let deadline = clock.monotonic() + allowedMs;
    let takenBackAt: number | undefined;
    let stopped: { readonly why: PrintTrouble; readonly since: number } | undefined;
    let stoppedMs = 0;
    for (;;) {
      if (proofs.wantsAnother()) await askAgain();
      const seen = await look();
      const hold = seen?.hold ?? { is: 'unseen' };
      const now = clock.monotonic();
      if (proofs.complete() && (believesAlone || hold.is === 'none')) return { is: 'printed' };
      if (isLost || !line.isOpen()) return { is: 'notConfirmed', why: 'offline' };
      if (hold.is === 'ended') return { is: 'notConfirmed', why: hold.why };

      if (hold.is === 'stopped') stopped = { why: hold.why, since: stopped?.since ?? now };
      if (hold.is === 'none' && stopped !== undefined) {
        stoppedMs += now - stopped.since;
        stopped = undefined;
      }
      if (hold.is === 'stopped' || (hold.is === 'passing' && stopped !== undefined)) deadline = now + allowedMs;

      if (turn.isCancelled()) {
        takenBackAt ??= now;
        const stands = hold.is === 'stopped' || hold.is === 'passing';
        if (stands || now - takenBackAt >= takenBackMs) return { is: 'notConfirmed', why: 'cancelled' };
      } else if (hold.is === 'stopped') tell(hold);
      else if (hold.is === 'none') tell({ is: 'printing' });

      if (stopped !== undefined && stoppedMs + now - stopped.since >= mostStoppedMs)
        return { is: 'notConfirmed', why: stopped.why };
      if (now >= deadline) return { is: 'notConfirmed', why: hold.is === 'passing' ? 'printerError' : 'noAnswer' };
      await new Promise<void>((resolve) => {
        wake = resolve;
        clock.after(printingPollMs, resolve);
      });
    }
  }

  turn.onCancel(() => wake());
  return {
    heard: (reply) => proofs.hear(reply) && wake(),
    wake: () => wake(),
    lineLost() {
      isLost = true;
      wake();
    },
    end: follow(),
  };
}
