// Driver of an ESC/POS receipt printer: watches it by polling, prints a slip once and says what the printer itself
// proves about it. Nothing is ever sent twice: what did not come out is forgotten by the printer and told upwards.
// Watching and printing share the line and what is known of it, so they stand in one file.

import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import type { Paper } from '../../../src/base/paper.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState, TestResult } from '../../classes/device.ts';
import type { PrintOutcome, PrintWatch } from '../../classes/printing.ts';
import type { ReceiptPrinter } from '../../classes/receipt-printer.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { createCutCounter } from './cut-counter.ts';
import { cutOffScrap, encodeSlip, type Proof } from './encode.ts';
import { type Following, followSlip, type Seen } from './follow-slip.ts';
import type { Columns } from './layout.ts';
import { processIdsOf } from './process-ids.ts';
import { type LeftSlip, type ProfileName, profiles } from './profiles.ts';
import { createProofs, isPaperAnswer } from './proofs.ts';
import { automaticStatusOn, createReplyDeframer, type Reply, recoverAndClear, resume } from './protocol.ts';
import { createSlipRecords } from './slip-records.ts';
import { holdOf, readPrinterStatus, type StatusBytes, stateOf } from './status.ts';
import { createStatusReader, sameState } from './status-reader.ts';
import { createTurns, type Turn } from './turns.ts';
import { describeState, refusalWords } from './words.ts';

export interface EscposPrinterOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
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
const missesToOffline = 3;
/** The slowest printers in use take 60 ms a line; the rest is for a pause of theirs. */
const printMs = { base: 15_000, perLine: 150 } as const;
/**
 * First what became of a slip gets on disk, then its scrap is cut off: after a crash in between, the cut more would look
 * like the one of the slip.
 */
const scrapRestMs = 2_000;

export function createEscposPrinter(options: EscposPrinterOptions): ReceiptPrinter {
  const { name, clock, random } = options;
  const profile = profiles[options.profile ?? 'generic'];
  const { columns = profile.columns.mm80, processId = profile.processId, leftSlip = 'retract' } = options;
  // The end of a torn automatic status looks like answers to GS r, so that it is used beside process ids only.
  const automaticStatus = profile.automaticStatus && processId;
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
  const counter = createCutCounter(line, clock, profile.cutCount);
  const records = createSlipRecords({
    clock,
    counter,
    evidence: { processId, cuts: profile.cutCount !== null },
    canGoOn: async () => (await look())?.hold.is === 'none',
  });
  const stateChanged = createListeners<DeviceState>();
  const turns = createTurns();
  const oneLook = createLock();

  let state: DeviceState = { is: 'unknown' };
  let running = false;
  let misses = 0;
  let polls = 0;
  let isHinted = false;
  let cancelPoll: Undo = () => undefined;
  let undoLine: Undo = () => undefined;
  /** The printer may still hold a job that nobody waits for: it must not come out, whoever puts in new paper. */
  let holdsOldJob = true;
  /** From when on a piece of an interrupted slip may be cut off at the head; undefined when none hangs there. */
  let scrapFrom: number | undefined;
  /** Something was sent or cut since this driver was made: from then on it knows by itself what hangs at the head. */
  let knowsHead = false;
  /** Automatic status is on since the line was opened and the printer heard from. */
  let tellsChanges = false;
  /** Questions about earlier slips that are not answered yet: a cut would spoil what they stand on. */
  let lookUps = 0;
  /** Answers to GS r 1 that may still come for slips that are over. */
  let owedAnswers = 0;
  /** The slip that is being printed, and whether it is still wanted. */
  let current: { readonly following: Following; readonly turn: Turn } | undefined;

  function setState(next: DeviceState): void {
    if (sameState(next, state)) return;
    state = next;
    log.info('receipt printer state', { ...next });
    stateChanged.tell(next);
  }

  /** Asks, puts in order and tells; undefined when there was no answer to be trusted. */
  function look(): Promise<Seen | undefined> {
    return oneLook.run(async () => {
      isHinted = false;
      const status = await reader.read(state);
      if (status === undefined) {
        misses += 1;
        // Whoever waits for the printer to answer again asks it first what became of the slip.
        if (scrapFrom !== undefined) leaveScrap();
        if (misses >= missesToOffline) {
          // It may have been switched off and hold nothing, or come back with all it had: the next look cleans up.
          holdsOldJob = true;
          tellsChanges = false;
          setState({ is: 'offline' });
        }
        return undefined;
      }
      misses = 0;
      const looked = stateOf(status, profile.statusQuirks);
      await tidy(status, looked);
      setState(looked);
      return { state: looked, hold: holdOf(status, profile.statusQuirks) };
    });
  }

  /** Puts the printer in order between jobs. While it prints, it is only told to go on where it waits for that. */
  async function tidy(status: StatusBytes, looked: DeviceState): Promise<void> {
    const waits = readPrinterStatus(status[1]).waitingOnlineRecovery;
    if (current !== undefined) {
      if (waits && !current.turn.isCancelled()) await reader.tell(resume);
      return;
    }
    const usable = looked.is === 'ready' || looked.is === 'low';
    // In trouble the job is forgotten at each look: the printer goes on by itself the moment the trouble is over.
    if ((holdsOldJob || !usable) && (await reader.tell(recoverAndClear)) && usable) holdsOldJob = false;
    if (waits) await reader.tell(resume);
    if (usable && automaticStatus && !tellsChanges) tellsChanges = await reader.tell(automaticStatusOn);
    const mayCut = scrapFrom !== undefined && clock.monotonic() >= scrapFrom && lookUps === 0;
    if (usable && mayCut) await cutOff();
  }

  async function cutOff(): Promise<boolean> {
    await records.readBeforeCut();
    if (current !== undefined) return false;
    const isCut = await reader.tell(cutOffScrap(profile, automaticStatus));
    if (isCut) {
      scrapFrom = undefined;
      knowsHead = true;
    }
    return isCut;
  }

  async function poll(): Promise<void> {
    polls += 1;
    const mine = polls;
    cancelPoll();
    if (current === undefined) await look();
    if (running && mine === polls) cancelPoll = clock.after(pollMs, () => void poll());
  }

  /** An automatic status is no evidence, only a reason to look at once. */
  function hint(): void {
    if (current !== undefined) return current.following.wake();
    if (isHinted) return;
    isHinted = true;
    void poll();
  }

  function hear(reply: Reply): void {
    records.hear(reply);
    counter.hear(reply);
    if (current !== undefined) current.following.heard(reply);
    else if (isPaperAnswer(reply)) owedAnswers = Math.max(0, owedAnswers - 1);
    if (reply.is === 'automaticStatus' && automaticStatus) hint();
  }

  async function printOne(paper: Paper, watch: PrintWatch | undefined, turn: Turn): Promise<PrintOutcome> {
    const proof: Proof = processId ? { by: 'processId', ...processIdsOf(paper.job) } : { by: 'paperRequest' };
    const slip = encodeSlip(paper, { columns, proof, profile, leftSlip, automaticStatus });
    if (!slip.ok) {
      log.warn('slip refused before anything was sent', { why: refusalWords[slip.problem] });
      return { is: 'notStarted', why: 'unprintable' };
    }
    const refusal = refusalOf(await look());
    if (turn.isCancelled()) return { is: 'notStarted', why: 'cancelled' };
    if (refusal !== undefined) return { is: 'notStarted', why: refusal };
    if (!running) return { is: 'notStarted', why: 'offline' };
    if (scrapFrom !== undefined && !(await cutOff())) return { is: 'notStarted', why: silence() };
    const cuts = await records.readBeforeCut();
    if (turn.isCancelled()) return { is: 'notStarted', why: 'cancelled' };
    if (watch?.mayStart({ cuts }) === false) return { is: 'notStarted', why: 'tooLate' };

    knowsHead = true;
    const outcome = await send(slip.value, proof, watch, turn);
    log.info('slip', { outcome: outcome.is, ...(outcome.is === 'printed' ? {} : { why: outcome.why }) });
    if (outcome.is === 'notConfirmed') {
      holdsOldJob = true;
      records.leaveInDoubt(paper.job);
      leaveScrap();
      await look();
    }
    return outcome;
  }

  function leaveScrap(): void {
    scrapFrom = clock.monotonic() + scrapRestMs;
  }

  async function send(
    { bytes, lines }: { readonly bytes: Uint8Array; readonly lines: number },
    proof: Proof,
    watch: PrintWatch | undefined,
    turn: Turn,
  ): Promise<PrintOutcome> {
    const proofs = createProofs(proof, owedAnswers);
    const following = followSlip(bytes, printMs.base + lines * printMs.perLine, {
      line,
      clock,
      look,
      proofs,
      believesAlone: proof.by === 'processId',
      turn,
      onProgress: (progress) => watch?.onProgress(progress),
    });
    current = { following, turn };
    try {
      return await following.end;
    } finally {
      current = undefined;
      owedAnswers = proofs.owed();
    }
  }

  function refusalOf(seen: Seen | undefined) {
    if (seen === undefined) return silence();
    if (seen.state.is === 'blocked') return seen.state.why;
    return seen.state.is === 'fault' ? seen.state.what : undefined;
  }

  /** Why there is no answer. */
  function silence(): 'unknown' | 'offline' {
    return line.isOpen() && state.is !== 'offline' ? 'unknown' : 'offline';
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
        if (!open) return current?.following.lineLost();
        holdsOldJob = true;
        tellsChanges = false;
        void poll();
      });
      const undoUnasked = line.onUnasked(hear);
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
      current?.following.lineLost();
      undoLine();
      setState({ is: 'unknown' });
    },
    print: (paper, watch) => turns.run(paper.job, (turn) => printOne(paper, watch, turn)),
    cancel: (job) => turns.cancel(job),
    freeHead() {
      if (!knowsHead) scrapFrom ??= clock.monotonic();
    },
    async lookUp(sent) {
      lookUps += 1;
      try {
        const record = await records.recordOf(sent);
        if (records.mayHang(sent.job)) {
          if (record === 'unknown') leaveScrap();
          else scrapFrom = undefined;
        }
        return record;
      } finally {
        lookUps -= 1;
      }
    },
    async purge() {
      await turns.cancel();
      holdsOldJob = true;
      await look();
    },
    async test(): Promise<TestResult> {
      const seen = await look();
      if (seen === undefined) return { passed: false, detail: 'no answer to the status requests' };
      const passed = seen.state.is === 'ready' || seen.state.is === 'low';
      return { passed, detail: describeState(seen.state) };
    },
  };
}
