// Wiring jobs: what becomes of an opening that is over, and which one is next.

import type { CellId } from './cell.ts';
import type { Job, Opening, Trouble, WiringState } from './wiring.ts';
import type { WiringEffect } from './wiring-event.ts';

export interface Moved {
  readonly state: WiringState;
  readonly effects: readonly WiringEffect[];
}

function standing(state: WiringState): Moved {
  return { state, effects: [] };
}

export function readyFor(job: Job, trouble: Trouble | null = null): Opening {
  return { job, stage: { is: 'ready', trouble }, firedAt: 0, edges: [] };
}

export function withTrial(
  state: WiringState,
  cell: CellId,
  result: 'passed' | { readonly failed: Trouble },
): WiringState {
  return {
    ...state,
    trials: state.trials.map((trial) => (trial.cell === cell ? { ...trial, result, at: state.wall } : trial)),
  };
}

export function withFinding(
  state: WiringState,
  { board, channel }: Job,
  result: WiringState['findings'][number]['result'],
): WiringState {
  const others = state.findings.filter((one) => one.board !== board || one.channel !== channel);
  return { ...state, findings: [...others, { board, channel, at: state.wall, result }] };
}

export function giveUp(state: WiringState, job: Job, why: Trouble): Moved {
  if (job.is === 'accept') return nextJob(withTrial(state, job.cell, { failed: why }));
  return nextJob(withFinding(state, job, { is: 'failed', why }));
}

export function nextJob(state: WiringState): Moved {
  const [done, ...jobs] = state.jobs;
  const [next] = jobs;
  if (next !== undefined) return standing({ ...state, jobs, place: { is: 'opening', opening: readyFor(next) } });
  return standing({ ...state, jobs, place: { is: done?.is === 'accept' ? 'done' : 'review' } });
}
