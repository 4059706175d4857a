// Wiring opening: one lock fired once, from the technician's word to the door shut again. What it proves is judged in
// wiring-learn.ts and wiring-accept.ts.

import { unreachable } from '../base/result.ts';
import type { CellId } from './cell.ts';
import { type BitPlace, type Job, keyOf, type Opening, type Stage, type Trouble, type WiringState } from './wiring.ts';
import { acceptStep } from './wiring-accept.ts';
import type { WiringAct, WiringEvent } from './wiring-event.ts';
import { giveUp, type Moved, nextJob, readyFor, withFinding, withTrial } from './wiring-jobs.ts';
import { learnStep } from './wiring-learn.ts';
import { afterEdges, astray, flips, isBack, isFresh, isSettling } from './wiring-look.ts';
import { mayFireAt, pulsesWith } from './wiring-pulse.ts';

/** A healthy lock shows "open" within 0.5 s; after 1.5 s somebody must press the door or look. */
export const openWithinMs = 1_500;
/** What moves late gets this much more to come to rest. */
const settleMs = 500;
/** An answer to a pulse is never waited for longer. */
const orderLostMs = 12_000;

/** What an opening came to, as the judges see it. */
export interface Seen {
  /** Bits that are out now: a sensor and its door are open at the same time, or it is not that door's sensor. */
  readonly flips: readonly (BitPlace & { readonly openingMs: number | null })[];
  /** Some bit went out and came back before the answer. */
  readonly cameBack: boolean;
}

/** What a judge says to an answer. */
export type Verdict =
  | { readonly is: 'stage'; readonly stage: Stage }
  | { readonly is: 'trouble'; readonly why: Trouble }
  /** Contradicts what was learnt: repeating until it fits would prove nothing, the channel has to be learnt again. */
  | { readonly is: 'failed'; readonly why: Trouble };

/**
 * Boards answer a pulse after its end (300 ms and more) and can't be read before: the time to the sensor is known to that,
 * which is enough to tell a lock that is slow. One that could be shorter by more is not written down.
 */
const openingGapMs = 700;

function still(state: WiringState): Moved {
  return { state, effects: [] };
}

function at(state: WiringState, opening: Opening, stage: Stage): Moved {
  return still({ ...state, place: { is: 'opening', opening: { ...opening, stage } } });
}

/** A bit that has just moved counts as well: an answer must not overtake a second door. */
function seen(state: WiringState, opening: Opening): Seen {
  const out = opening.edges.filter(({ until }) => until === null);
  return {
    flips: out.map(({ board, bit, at: seenAt, gapMs }) => ({
      board,
      bit,
      openingMs: gapMs <= openingGapMs ? Math.round(seenAt - opening.firedAt) : null,
    })),
    cameBack: flips(opening.edges, state.ms).some(({ until }) => until !== null),
  };
}

export function openingStep(state: WiringState, opening: Opening, event: WiringEvent, before: WiringState): Moved {
  switch (event.is) {
    case 'tick':
      return passing(state, opening);
    case 'read': {
      if (event.bits === null || opening.stage.is === 'ready' || opening.stage.is === 'resting') return still(state);
      const edges = afterEdges(opening.edges, { before, after: state, firedAt: opening.firedAt }, event.board);
      const watched = { ...opening, edges };
      return passing({ ...state, place: { is: 'opening', opening: watched } }, watched);
    }
    case 'fired':
      return fired(state, opening, event);
    case 'said':
      return said(state, opening, event.act);
    case 'found':
      return still(state);
    default:
      return unreachable(event);
  }
}

/** What time alone, or a reading, changes. */
function passing(state: WiringState, opening: Opening): Moved {
  const { stage, job } = opening;
  switch (stage.is) {
    case 'resting':
      if (state.ms < stage.until) return still(state);
      // A door that was opened meanwhile takes the word back.
      return mayGo(state, job) ? fire(state, opening) : at(state, opening, { is: 'ready', trouble: null });
    case 'firing':
      return state.ms - opening.firedAt > orderLostMs ? trouble(state, opening, 'boardSilent') : still(state);
    case 'watching':
      return watched(state, opening, stage.until);
    case 'shutting': {
      const { sensor } = stage;
      if (sensor.is !== 'seen') return stage.saidAt === null ? still(state) : shut(state, opening, stage);
      if (isBack(state, sensor)) return shut(state, opening, stage);
      const late = stage.saidAt !== null && state.ms - stage.saidAt > openWithinMs;
      return late ? trouble(state, opening, 'sensorNotBack') : still(state);
    }
    case 'ready':
    case 'asking':
    case 'noFlip':
      return still(state);
    default:
      return unreachable(stage);
  }
}

function fire(state: WiringState, { job }: Opening): Moved {
  const board = state.boards.find((one) => keyOf(one) === job.board);
  if (board === undefined) return still(state);
  const opening: Opening = { job, stage: { is: 'firing' }, firedAt: state.ms, edges: [] };
  return {
    state: { ...state, pulses: pulsesWith(state, job), place: { is: 'opening', opening } },
    effects: [{ do: 'fire', board, channel: job.channel }],
  };
}

function fired(state: WiringState, opening: Opening, event: Extract<WiringEvent, { is: 'fired' }>): Moved {
  const { job, stage } = opening;
  if (stage.is !== 'firing' || event.board !== job.board || event.channel !== job.channel) return still(state);
  if (event.outcome === 'notSent' || event.outcome === 'refused') return trouble(state, opening, event.outcome);
  return at(state, opening, { is: 'watching', until: state.ms + openWithinMs });
}

function watched(state: WiringState, opening: Opening, until: number): Moved {
  const settling = isSettling(opening.edges, state.ms);
  const some = flips(opening.edges, state.ms).length > 0;
  if (some && !settling) return at(state, opening, { is: 'asking', pulled: false });
  if (state.ms < until || (settling && state.ms < until + settleMs)) return still(state);
  // Silence of the board is no proof that nothing moved.
  const wasRead = (state.latest[opening.job.board]?.at ?? 0) > opening.firedAt;
  return wasRead ? at(state, opening, { is: 'asking', pulled: false }) : trouble(state, opening, 'boardSilent');
}

/** Back to the start of this opening; only the technician's next word fires again. */
function trouble(state: WiringState, { job }: Opening, why: Trouble): Moved {
  const trials =
    job.is !== 'accept'
      ? state.trials
      : state.trials.map((trial) =>
          trial.cell === job.cell ? { ...trial, openings: [], troubles: [...trial.troubles, why] } : trial,
        );
  return still({ ...state, trials, place: { is: 'opening', opening: readyFor(job, why) } });
}

function shut(state: WiringState, opening: Opening, stage: Extract<Stage, { is: 'shutting' }>): Moved {
  const { job } = opening;
  // What moved after the answer counts as well: a slow second lock, or a wire that woke up.
  const moved = flips(opening.edges, state.ms).length;
  if (moved > 1) return trouble(state, opening, 'twoSensors');
  if (moved > 0 && stage.sensor.is !== 'seen') return trouble(state, opening, 'sensorLate');
  if (job.is === 'accept') {
    const trials = state.trials.map((trial) =>
      trial.cell === job.cell ? { ...trial, openings: [...trial.openings, { openingMs: stage.openingMs }] } : trial,
    );
    const counted = trials.find(({ cell }) => cell === job.cell);
    const passed = counted !== undefined && counted.openings.length >= openingsToAccept;
    if (!passed) return still({ ...state, trials, place: { is: 'opening', opening: readyFor(job) } });
    return nextJob(withTrial({ ...state, trials }, job.cell, 'passed'));
  }
  const { cell, sensor, openingMs } = stage;
  return nextJob(withFinding(state, job, { is: 'learnt', cell, sensor, openingMs }));
}

/** So often is each cell opened and shut before it is accepted. */
export const openingsToAccept = 3;

/** Whether a lock may be fired now: its board answers and no sensor says that a door is open. */
export function mayGo(state: WiringState, job: Job): boolean {
  return isFresh(state, job.board) && astray(state).length === 0;
}

function said(state: WiringState, opening: Opening, act: WiringAct): Moved {
  const { stage, job } = opening;
  switch (act.is) {
    case 'go': {
      if (stage.is !== 'ready' || act.board !== job.board || act.channel !== job.channel || !mayGo(state, job))
        return still(state);
      const until = mayFireAt(state, job);
      return until <= state.ms ? fire(state, opening) : at(state, opening, { is: 'resting', until });
    }
    case 'allShut':
      return stage.is === 'ready'
        ? still({ ...state, place: { is: 'baseline', since: state.ms, insisted: [] } })
        : still(state);
    case 'door':
      return stage.is === 'asking' ? answered(state, opening, act.opened, stage.pulled) : still(state);
    case 'sensor': {
      if (stage.is !== 'noFlip') return still(state);
      if (flips(opening.edges, state.ms).length > 0) return trouble(state, opening, 'sensorLate');
      const sensor = { is: act.has } as const;
      return at(state, opening, { is: 'shutting', cell: stage.cell, sensor, openingMs: null, saidAt: null });
    }
    case 'shut': {
      if (stage.is !== 'shutting' || stage.saidAt !== null) return still(state);
      const told: Opening = { ...opening, stage: { ...stage, saidAt: state.ms } };
      return passing({ ...state, place: { is: 'opening', opening: told } }, told);
    }
    case 'giveUp': {
      // Never in the middle of a pulse: what the lock does next is watched first.
      if (stage.is === 'firing' || stage.is === 'watching') return still(state);
      const why = (stage.is === 'ready' ? stage.trouble : null) ?? 'interrupted';
      return giveUp(state, job, why);
    }
    default:
      return still(state);
  }
}

function answered(state: WiringState, opening: Opening, opened: CellId | 'none' | 'several', pulled: boolean): Moved {
  const { job } = opening;
  const known = state.plan.some(({ cells }) => cells.some(({ cell }) => cell === opened));
  if (opened !== 'none' && opened !== 'several' && !known) return still(state);
  const answer = { opened, pulled };
  const what = seen(state, opening);
  const verdict = job.is === 'learn' ? learnStep(state, what, answer) : acceptStep(state, job, what, answer);
  switch (verdict.is) {
    case 'stage':
      return at(state, opening, verdict.stage);
    case 'trouble':
      return trouble(state, opening, verdict.why);
    case 'failed':
      return giveUp(state, job, verdict.why);
  }
}
