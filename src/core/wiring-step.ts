// Wiring step: the wizard's course. (state, event, now) → the next state and what to do. It fires nothing by itself: each
// pulse has its own word of the technician for that very channel.

import { unreachable } from '../base/result.ts';
import type { CellId } from './cell.ts';
import {
  type BoardHere,
  type BoardKey,
  beginWiring,
  type Job,
  keyOf,
  type LockPlace,
  type PlannedBoard,
  type WiringPlace,
  type WiringState,
} from './wiring.ts';
import { accept, placesOf, relearn } from './wiring-again.ts';
import type { WiringAct, WiringEvent } from './wiring-event.ts';
import { type Moved, readyFor } from './wiring-jobs.ts';
import { afterRead, isFresh, isSteady } from './wiring-look.ts';
import { openingStep } from './wiring-opening.ts';

/** A wizard that nobody touches gives the wire back. */
const abandonedMs = 10 * 60_000;
const baselineMs = 4_000;
/** More than this between two events is a clock that was set or a process that slept; nothing rested meanwhile for sure. */
const longestGapMs = 1_000;

export function stepWiring(before: WiringState, event: WiringEvent, now: number): Moved {
  const passed = Math.min(Math.max(now - before.wall, 0), longestGapMs);
  const ms = before.ms + passed;
  let state: WiringState = { ...before, wall: now, ms, ...(event.is === 'said' ? { touched: ms } : {}) };
  if (state.place.is === 'stopped') return { state, effects: [] };
  if (event.is === 'said' && event.act.is === 'stop') return at(state, { is: 'stopped', why: 'stopped' });
  if (event.is === 'tick' && ms - state.touched >= abandonedMs && !isMoving(state))
    return at(state, { is: 'stopped', why: 'abandoned' });
  if (event.is === 'read' && event.bits !== null) {
    const latest = afterRead(before.latest[event.board], event.bits, ms);
    state = { ...state, latest: { ...state.latest, [event.board]: latest } };
  }
  if (state.place.is === 'opening') return openingStep(state, state.place.opening, event, before);
  switch (event.is) {
    case 'tick':
    case 'read':
      return state.place.is === 'baseline' ? baseline(state, state.place) : still(state);
    case 'found':
      return state.place.is === 'searching' ? found(state, event.boards) : still(state);
    case 'fired':
      return still(state);
    case 'said':
      return said(state, event.act);
    default:
      return unreachable(event);
  }
}

/** In the middle of a pulse: nothing may take the wire away now. */
export function isMoving({ place }: WiringState): boolean {
  if (place.is !== 'opening') return false;
  const { is } = place.opening.stage;
  return is === 'resting' || is === 'firing' || is === 'watching';
}

/** Boards that the wizard wants to have read now, the one at hand first. */
export function boardsToRead({ place, plan, boards }: WiringState): readonly BoardHere[] {
  if (place.is !== 'opening' && place.is !== 'baseline') return [];
  const first = place.is === 'opening' ? place.opening.job.board : null;
  return boards
    .filter((board) => plan.some((planned) => planned.board === keyOf(board)))
    .sort((one, other) => Number(keyOf(other) === first) - Number(keyOf(one) === first));
}

/** Boards that have no place in the site yet. */
export function boardsToPlace({ boards, plan, leftOut }: WiringState): readonly BoardHere[] {
  return boards.filter((board) => {
    const key = keyOf(board);
    return !leftOut.includes(key) && !plan.some((planned) => planned.board === key);
  });
}

function still(state: WiringState): Moved {
  return { state, effects: [] };
}

function at(state: WiringState, place: WiringPlace): Moved {
  return { state: { ...state, place }, effects: [] };
}

function found(state: WiringState, boards: readonly BoardHere[]): Moved {
  const keys = boards.map(keyOf);
  const known = state.plan.filter(({ board }) => keys.includes(board));
  const planned = state.expected.filter(({ board }) => {
    const here = boards.find((one) => keyOf(one) === board);
    return here !== undefined && !here.disturbed && !known.some((one) => one.board === board);
  });
  const leftOut = state.leftOut.filter((board) => keys.includes(board));
  return placedOr({ ...state, boards, plan: [...known, ...planned], leftOut });
}

/** A disturbed board can't be placed; it is left out, or its switch is put right and the search repeated. */
function placedOr(state: WiringState): Moved {
  if (state.boards.length === 0 || boardsToPlace(state).length > 0 || state.plan.length === 0)
    return at(state, { is: 'placing' });
  const jobs = state.plan.flatMap(({ board, cells }) =>
    cells
      .filter(({ channel }) => !state.findings.some((one) => one.board === board && one.channel === channel))
      .map(({ channel }): Job => ({ is: 'learn', board, channel })),
  );
  return at({ ...state, jobs, baseline: {} }, { is: 'shutAll', note: { is: 'first' } });
}

function said(state: WiringState, act: WiringAct): Moved {
  const { place } = state;
  switch (act.is) {
    case 'search':
      if (canChoose(place)) return { state: anew(state), effects: [{ do: 'find' }] };
      return place.is === 'begin' || place.is === 'placing'
        ? { state: { ...state, place: { is: 'searching' } }, effects: [{ do: 'find' }] }
        : still(state);
    case 'placed':
      return place.is === 'placing' && isPlaceable(state, act.plan)
        ? placedOr({
            ...state,
            plan: [...state.plan, act.plan],
            layout: [...state.layout, { bank: act.bank, columns: act.columns }],
          })
        : still(state);
    case 'leftOut':
      return place.is === 'placing' && boardsToPlace(state).some((board) => keyOf(board) === act.board)
        ? placedOr({ ...state, leftOut: [...state.leftOut, act.board] })
        : still(state);
    case 'allShut': {
      if (place.is !== 'shutAll') return still(state);
      const insisted = place.note.is === 'open' ? place.note.cells : [];
      return at(state, { is: 'baseline', since: state.ms, insisted });
    }
    case 'learn':
      return canChoose(place) && isChannel(state, act) ? relearn(state, [act]) : still(state);
    case 'repeat':
      return canChoose(place) ? relearn(state, placesOf(state, act.cell)) : still(state);
    case 'accept':
      return canChoose(place) ? accept(state) : still(state);
    default:
      return still(state);
  }
}

/** Forgets what was learnt, and not how lately a coil was fired. */
function anew(state: WiringState): WiringState {
  const drawn = new Set(state.expected.flatMap(({ cells }) => cells.map(({ cell }) => cell)));
  const layout = state.layout.filter(({ columns }) => columns.flat().every((cell) => drawn.has(cell)));
  const { expected, ms, touched, pulses } = state;
  return { ...beginWiring(state.wall, { expected, layout }), ms, touched, pulses, place: { is: 'searching' } };
}

function canChoose({ is }: WiringPlace): boolean {
  return is === 'review' || is === 'done';
}

function isPlaceable(state: WiringState, { board, name, cells }: PlannedBoard): boolean {
  const here = boardsToPlace(state).find((one) => keyOf(one) === board);
  const names = new Set<string>(state.plan.flatMap((one) => one.cells.map(({ cell }) => cell)));
  const fresh =
    new Set(cells.map(({ cell }) => cell)).size === cells.length && cells.every(({ cell }) => !names.has(cell));
  const channels = new Set(cells.map(({ channel }) => channel));
  return (
    here !== undefined &&
    !here.disturbed &&
    cells.length > 0 &&
    fresh &&
    channels.size === cells.length &&
    !state.plan.some((one) => one.name === name) &&
    cells.every(({ channel }) => isChannel(state, { board, channel }))
  );
}

/** A channel that the board can have: it sends at least one bit for each of its locks. */
function isChannel(state: WiringState, { board, channel }: LockPlace): boolean {
  const here = state.boards.find((one) => keyOf(one) === board);
  return here !== undefined && Number.isInteger(channel) && channel >= 1 && channel <= here.bits;
}

/** With all doors shut: bits that two readings agree on, and that contradict nothing that was learnt. */
function baseline(state: WiringState, { since, insisted }: Extract<WiringPlace, { is: 'baseline' }>): Moved {
  const keys = boardsToRead(state).map(keyOf);
  const waiting = keys.filter((key) => !isSteady(state, key, since));
  if (waiting.length > 0) {
    if (state.ms - since < baselineMs) return still(state);
    const silent = waiting.filter((key) => !isFresh(state, key));
    const note = silent.length > 0 ? ({ is: 'silent', boards: silent } as const) : ({ is: 'unsteady' } as const);
    return at(state, { is: 'shutAll', note });
  }
  const bits = Object.fromEntries(
    keys.map((key): [BoardKey, readonly boolean[]] => [key, state.latest[key]?.bits ?? []]),
  );
  const open = state.findings.flatMap(({ result }) => {
    if (result.is !== 'learnt' || result.sensor.is !== 'seen') return [];
    const { board, bit, feedback } = result.sensor;
    return (bits[board]?.[bit] === true) === (feedback === 'closedWhenSet') ? [] : [result.cell];
  });
  const told = open.filter((cell) => !insisted.includes(cell));
  if (told.length > 0) return at(state, { is: 'shutAll', note: { is: 'open', cells: open } });
  return begin(distrust({ ...state, baseline: bits }, open));
}

/** The technician says for the second time that these doors are shut: then what was learnt of them is wrong. */
function distrust(state: WiringState, cells: readonly CellId[]): WiringState {
  if (cells.length === 0) return state;
  const isWrong = (cell: CellId) => cells.includes(cell);
  return {
    ...state,
    findings: state.findings.map((finding) =>
      finding.result.is === 'learnt' && isWrong(finding.result.cell)
        ? { ...finding, result: { is: 'failed', why: 'sensorChanged' } }
        : finding,
    ),
    trials: state.trials.map((trial) =>
      isWrong(trial.cell) ? { ...trial, result: { failed: 'sensorChanged' } } : trial,
    ),
    jobs: state.jobs.filter((job) => job.is === 'learn' || !isWrong(job.cell)),
  };
}

function begin(state: WiringState): Moved {
  const [job] = state.jobs;
  return at(state, job === undefined ? { is: 'review' } : { is: 'opening', opening: readyFor(job) });
}
