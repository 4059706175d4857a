// Wiring again: which channels are learnt once more after a doubt or a repair, and which cells the acceptance takes.

import type { CellId } from './cell.ts';
import type { Job, LockPlace, WiringState } from './wiring.ts';
import { soundFindings } from './wiring-infer.ts';
import type { Moved } from './wiring-jobs.ts';

function shutFirst(state: WiringState): Moved {
  return { state: { ...state, place: { is: 'shutAll', note: { is: 'first' } } }, effects: [] };
}

/** Every channel that is said to open the cell, and the one where it should hang. */
export function placesOf(state: WiringState, cell: CellId): readonly LockPlace[] {
  const opened = state.findings.filter(({ result }) => result.is === 'learnt' && result.cell === cell);
  const planned = state.plan.flatMap(({ board, cells }) =>
    cells.filter((one) => one.cell === cell).map(({ channel }) => ({ board, channel })),
  );
  const learntElsewhere = (place: LockPlace) =>
    state.findings.some((one) => samePlace(one, place) && one.result.is === 'learnt' && one.result.cell !== cell);
  return [
    ...opened,
    ...planned.filter((place) => !learntElsewhere(place) && !opened.some((one) => samePlace(one, place))),
  ];
}

function samePlace(one: LockPlace, other: LockPlace): boolean {
  return one.board === other.board && one.channel === other.channel;
}

export function relearn(state: WiringState, places: readonly LockPlace[]): Moved {
  if (places.length === 0) return { state, effects: [] };
  const isAgain = (place: LockPlace) => places.some((one) => samePlace(one, place));
  const jobs = places.map(({ board, channel }): Job => ({ is: 'learn', board, channel }));
  return shutFirst({
    ...state,
    jobs,
    findings: state.findings.filter((finding) => !isAgain(finding)),
    trials: state.trials.filter((trial) => !isAgain(trial)),
  });
}

/** Cells that were learnt without contradiction and not accepted yet; those with a broken wire wait for the repair. */
export function accept(state: WiringState): Moved {
  const jobs = soundFindings(state).flatMap(({ board, channel, result }): readonly Job[] => {
    const { cell, sensor } = result;
    const tried = state.trials.some((trial) => trial.cell === cell && trial.result !== 'running');
    return tried || sensor.is === 'broken' ? [] : [{ is: 'accept', cell, board, channel }];
  });
  if (jobs.length === 0) return { state: { ...state, place: { is: 'done' } }, effects: [] };
  const trials = jobs.flatMap((job) =>
    job.is === 'accept' && !state.trials.some(({ cell }) => cell === job.cell)
      ? [{ ...job, at: state.wall, openings: [], troubles: [], result: 'running' as const }]
      : [],
  );
  return shutFirst({ ...state, jobs, trials: [...state.trials, ...trials.map(({ is: _, ...trial }) => trial)] });
}
