// Driver of an ESC/POS receipt printer: watches it by polling, prints a slip once and says what the printer itself
// proves about it. Nothing is ever sent twice: what did not come out is forgotten by the printer and told upwards.
// Watching and printing share the line and what is known of it, so they stand in one file.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import type { Paper } from '../../../src/base/paper.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState, TestResult } from '../../classes/device.ts';
import type { PrintOutcome, ReceiptPrinter } from '../../classes/receipt-printer.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { cutOffScrap, encodeSlip, type Proof } from './encode.ts';
import type { Columns, LayoutProblem } from './layout.ts';
import { type LeftSlip, type ProfileName, profiles } from './profiles.ts';
import { createProofs } from './proofs.ts';
import {
  createReplyDeframer,
  paperRequest,
  processIdOf,
  type Reply,
  recoverAndClear,
  resume,
  statusRequest,
} from './protocol.ts';
import { readPrinterStatus, type StatusBytes, stateOf } from './status.ts';
import { createStatusReader, sameState } from './status-reader.ts';

export interface EscposPrinterOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); chooses process ids and spreads the reopening of lines. */
  readonly random: () => number;
  /** What the printer is known to do; default `generic`. */
  readonly profile?: ProfileName;
  /** Default: those of the profile on 80 mm paper. */
  readonly columns?: Columns;
  /** GS ( H fn 48. Only for models that are known to have it: others print it as text. Default: as the profile says. */
  readonly processId?: boolean;
  /** For profiles with a presenter; default `retract`. */
  readonly leftSlip?: LeftSlip;
}

const pollMs = 2_000;
const printingPollMs = 400;
const statusReplyMs = 500;
/** How long a slip may wait for its turn and, when sent, for the first sign of life. */
const slipWaitMs = 5_000;
const slipReplyMs = 3_000;
const missesToOffline = 3;
/** The slowest printers in use take 60 ms a line; the rest is for a cool-down pause of the head. */
const printMs = { base: 15_000, perRow: 150 } as const;

export function createEscposPrinter(options: EscposPrinterOptions): ReceiptPrinter {
  const { name, clock, random } = options;
  const profile = profiles[options.profile ?? 'generic'];
  const { columns = profile.columns.mm80, processId = profile.processId, leftSlip = 'retract' } = options;
  const log = options.log.part(name);
  const line = createLine<Reply>({
    transport: options.transport,
    deframer: createReplyDeframer(profile.statusQuirks),
    clock,
    log,
    random,
    quietMs: 0,
    gapMs: 200,
  });
  const reader = createStatusReader(line, clock, profile.statusQuirks);
  const stateChanged = createListeners<DeviceState>();
  const oneSlip = createLock();
  const oneLook = createLock();

  let state: DeviceState = { is: 'unknown' };
  let running = false;
  let misses = 0;
  let slips = 0;
  let polls = 0;
  let cancelPoll: Undo = () => undefined;
  let undoLine: Undo = () => undefined;
  /** The printer may still hold a job that nobody waits for: it must not come out, whoever puts in new paper. */
  let holdsOldJob = true;
  /** A piece of an interrupted slip may hang at the head. */
  let holdsScrap = false;
  /** Who is told what the printer says while a slip is being printed; undefined when none is. */
  let evidence: { readonly heard: (reply: Reply) => void; readonly lineLost: () => void } | undefined;

  function setState(next: DeviceState): void {
    if (sameState(next, state)) return;
    state = next;
    log.info('receipt printer state', { ...next });
    stateChanged.tell(next);
  }

  /** Asks, puts in order and tells; undefined when there was no answer to be trusted. */
  function look(): Promise<DeviceState | undefined> {
    return oneLook.run(async () => {
      const status = await reader.read(state);
      if (status === undefined) {
        misses += 1;
        if (misses >= missesToOffline) {
          // It may have been switched off and hold nothing, or come back with all it had: the next look cleans up.
          holdsOldJob = true;
          setState({ is: 'offline' });
        }
        return undefined;
      }
      misses = 0;
      const looked = stateOf(status, profile.statusQuirks);
      await tidy(status, looked);
      setState(looked);
      return looked;
    });
  }

  /** Puts the printer in order between jobs. While it prints, nothing is touched. */
  async function tidy(status: StatusBytes, looked: DeviceState): Promise<void> {
    if (evidence !== undefined) return;
    const usable = looked.is === 'ready' || looked.is === 'low';
    // In trouble the job is forgotten at each look: the printer goes on by itself the moment the trouble is over.
    if ((holdsOldJob || !usable) && (await reader.tell(recoverAndClear)) && usable) holdsOldJob = false;
    if (readPrinterStatus(status[1]).waitingOnlineRecovery) await reader.tell(resume);
    if (usable && holdsScrap && (await reader.tell(cutOffScrap(profile)))) holdsScrap = false;
  }

  async function poll(): Promise<void> {
    polls += 1;
    const mine = polls;
    cancelPoll();
    if (evidence === undefined) await look();
    if (running && mine === polls) cancelPoll = clock.after(pollMs, () => void poll());
  }

  async function printOne(paper: Paper): Promise<PrintOutcome> {
    const proof = nextProof();
    const slip = encodeSlip(paper, { columns, proof, profile, leftSlip });
    if (!slip.ok) {
      log.warn('slip refused before anything was sent', { why: refusals[slip.problem] });
      return { is: 'notStarted', why: 'other' };
    }
    const before = await look();
    const refusal = refusalOf(before);
    if (refusal !== undefined) return { is: 'notStarted', why: refusal };
    if (!running) return { is: 'notStarted', why: 'offline' };

    const outcome = await follow(slip.value.bytes, proof, printMs.base + slip.value.rows * printMs.perRow);
    log.info('slip', { outcome: outcome.is, ...(outcome.is === 'printed' ? {} : { why: outcome.why }) });
    if (outcome.is === 'notConfirmed') {
      holdsOldJob = true;
      holdsScrap = true;
      await look();
    }
    return outcome;
  }

  function refusalOf(looked: DeviceState | undefined) {
    if (looked === undefined) return line.isOpen() && state.is !== 'offline' ? 'unknown' : 'offline';
    if (looked.is === 'blocked') return looked.why;
    return looked.is === 'fault' ? looked.what : undefined;
  }

  function nextProof(): Proof {
    if (!processId) return { by: 'paperRequest' };
    slips += 1;
    const number = Math.floor(random() * 94 ** 4) + 2 * slips;
    return { by: 'processId', beforeCut: processIdOf(number), afterCut: processIdOf(number + 1) };
  }

  /** Sends the slip in one go and waits for what proves it, watching the printer all the while. */
  async function follow(bytes: Uint8Array, proof: Proof, allowedMs: number): Promise<PrintOutcome> {
    const proofs = createProofs(proof);
    let lost = false;
    let wake: () => void = () => undefined;
    evidence = {
      lineLost() {
        lost = true;
        wake();
      },
      heard: (reply) => proofs.hear(reply) && wake(),
    };
    try {
      const sent = await line.request({
        bytes: joinBytes(bytes, statusRequest(1)),
        priority: 'active',
        replyMs: slipReplyMs,
        waitMs: slipWaitMs,
        match: (reply) => (reply.is === 'status' ? true : undefined),
      });
      if (!sent.ok && sent.problem === 'notSent') return { is: 'notStarted', why: 'offline' };
      const deadline = clock.monotonic() + allowedMs;
      for (;;) {
        if (proofs.wantsSecond()) {
          await line.request({
            bytes: paperRequest,
            priority: 'active',
            replyMs: statusReplyMs,
            match: (reply) => (proofs.hear(reply) ? true : undefined),
          });
        }
        const looked = await look();
        const clean = looked?.is === 'ready' || looked?.is === 'low';
        if (proofs.complete() && (clean || proof.by === 'processId')) return { is: 'printed' };
        if (lost || !line.isOpen()) return { is: 'notConfirmed', why: 'offline' };
        if (looked?.is === 'blocked') return { is: 'notConfirmed', why: looked.why };
        if (looked?.is === 'fault' && looked.what !== 'headHot') return { is: 'notConfirmed', why: looked.what };
        if (clock.monotonic() >= deadline)
          return { is: 'notConfirmed', why: looked?.is === 'fault' ? looked.what : 'noAnswer' };
        await new Promise<void>((resolve) => {
          wake = resolve;
          clock.after(printingPollMs, resolve);
        });
      }
    } finally {
      evidence = undefined;
    }
  }

  return {
    name,
    description: `receipt-printer-escpos on ${line.description}`,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    start() {
      if (running) return;
      running = true;
      const undoOpen = line.onOpen((open) => {
        if (!open) return evidence?.lineLost();
        holdsOldJob = true;
        void poll();
      });
      const undoUnasked = line.onUnasked((reply) => evidence?.heard(reply));
      undoLine = () => {
        undoOpen();
        undoUnasked();
      };
      line.start();
      void poll();
    },
    async stop() {
      running = false;
      cancelPoll();
      await line.stop();
      evidence?.lineLost();
      undoLine();
      setState({ is: 'unknown' });
    },
    print: (paper) => oneSlip.run(() => printOne(paper)),
    async test(): Promise<TestResult> {
      const looked = await look();
      if (looked === undefined) return { passed: false, detail: 'no answer to the status requests' };
      const passed = looked.is === 'ready' || looked.is === 'low';
      return { passed, detail: describe(looked) };
    },
  };
}

/** In the log only, and without the character: it may be part of a name. */
const refusals: Record<LayoutProblem, string> = {
  noGlyph: 'a character that neither the printer nor the bundled font has',
  qrText: 'a QR text that is empty or too long',
};

function describe(state: DeviceState): string {
  switch (state.is) {
    case 'low':
      return `works; ${state.what} runs low`;
    case 'blocked':
      return `blocked: ${state.why}`;
    case 'fault':
      return `fault: ${state.detail}`;
    default:
      return state.is;
  }
}
