// Wiring interview: the question that belongs to a state of the wizard, and what a typed line says to it.

import { type CellId, cellIdOf } from '../core/cell.ts';
import { type BoardHere, keyOf, type Opening, type WiringState } from '../core/wiring.ts';
import type { WiringAct } from '../core/wiring-event.ts';
import { astray, isFresh } from '../core/wiring-look.ts';
import { planBoard } from '../core/wiring-plan.ts';
import { acceptanceOf } from '../core/wiring-record.ts';
import { boardsToPlace } from '../core/wiring-step.ts';
import { reasons, shutAllWords, troubleWords, verdicts, words } from './wiring-words.ts';

function boardWords({ model, address }: BoardHere): string {
  return `${model} at address ${address}`;
}

/** The cell that should hang on the channel at hand. */
function expectedCell(state: WiringState, { job }: Opening): CellId | undefined {
  return state.plan.find(({ board }) => board === job.board)?.cells.find(({ channel }) => channel === job.channel)
    ?.cell;
}

/** What is to be said now; the same text means that nothing new is asked. */
export function questionOf(state: WiringState): string {
  const { place } = state;
  switch (place.is) {
    case 'begin':
      return `${words.begin}\n${words.help}`;
    case 'searching':
      return words.searching;
    case 'placing': {
      const [board] = boardsToPlace(state);
      if (state.boards.length === 0) return words.nothingFound;
      if (board === undefined) return words.allLeftOut;
      return board.disturbed ? words.disturbed(boardWords(board)) : words.place(boardWords(board), board.bits);
    }
    case 'shutAll':
      return shutAllWords(place.note);
    case 'baseline':
      return '';
    case 'opening':
      return openingQuestion(state, place.opening);
    case 'review':
      return `${summaryOf(state)}\n${words.review}`;
    case 'done':
      return `${summaryOf(state)}\n${words.done}`;
    case 'stopped':
      return words.stopped[place.why];
  }
}

function openingQuestion(state: WiringState, opening: Opening): string {
  const { stage, job } = opening;
  switch (stage.is) {
    case 'ready': {
      const trouble = troubleWords(stage.trouble);
      if (!isFresh(state, job.board)) return `${trouble}${words.silent(job.board)}`;
      if (astray(state).length > 0) return `${trouble}${words.doorAstray}`;
      const expected = job.is === 'learn' ? expectedCell(state, opening) : undefined;
      const channel = `Channel ${job.channel} of ${job.board}${expected === undefined ? '' : ` (should be ${expected})`}`;
      const left = `[${state.jobs.length} to go]`;
      return `${trouble}${words.ready(channel, left)}`;
    }
    case 'resting':
      return words.resting(Math.max(1, Math.ceil((stage.until - state.ms) / 5_000) * 5));
    case 'firing':
    case 'watching':
      return '';
    case 'asking': {
      const expected = job.is === 'learn' ? expectedCell(state, opening) : undefined;
      if (stage.pulled) return words.pull;
      return expected === undefined ? words.whichBlind : words.whichExpected(expected);
    }
    case 'noFlip':
      return words.noFlip(stage.cell);
    case 'shutting':
      return stage.sensor.is === 'seen' ? words.shut(stage.cell) : words.shutBlind(stage.cell);
  }
}

/** One line for each cell that is not simply accepted, and the verdict. */
export function summaryOf(state: WiringState): string {
  const { cells, verdict, disturbed } = acceptanceOf(state);
  const learnt = state.findings.filter(({ result }) => result.is === 'learnt').length;
  const lines = cells
    .filter((cell) => cell.reasons.length > 0 && !(state.trials.length === 0 && cell.reasons[0] === 'notTried'))
    .map((cell) => `  ${cell.cell}: ${verdicts[cell.verdict]}. ${cell.reasons.map((why) => reasons[why]).join(' ')}`);
  const twice = disturbed.map(
    ({ model, address }) => `  ${model} at address ${address}: two boards with the same switch?`,
  );
  const whole = state.trials.length === 0 ? `${learnt} of ${cells.length} cells learnt` : verdicts[verdict];
  return [`Cabinet: ${whole}`, ...lines, ...twice].join('\n');
}

/** undefined: the line is no answer to the question at hand. */
export function answerOf(state: WiringState, typed: string): WiringAct | undefined {
  const text = typed.trim();
  if (text === 'stop') return { is: 'stop' };
  const { place } = state;
  switch (place.is) {
    case 'begin':
      return text === '' ? { is: 'search' } : undefined;
    case 'placing':
      return placingAnswer(state, text);
    case 'shutAll':
      return text === '' ? { is: 'allShut' } : undefined;
    case 'opening':
      return openingAnswer(state, place.opening, text);
    case 'review':
    case 'done':
      return choiceAnswer(state, text);
    case 'searching':
    case 'baseline':
    case 'stopped':
      return undefined;
  }
}

function placingAnswer(state: WiringState, text: string): WiringAct | undefined {
  const [board] = boardsToPlace(state);
  if (text === 'again' || (text === '' && state.boards.length === 0)) return { is: 'search' };
  if (board === undefined) return undefined;
  if (text === '-') return { is: 'leftOut', board: keyOf(board) };
  const [bank = '', count = ''] = text.toUpperCase().split(/\s+/);
  return planBoard(state, board, { bank, count: Number(count) });
}

function cellOf(text: string): CellId | undefined {
  const name = text.toUpperCase();
  return /^[A-Z]{1,2}\d{1,3}$/.test(name) ? cellIdOf(name) : undefined;
}

function openingAnswer(state: WiringState, opening: Opening, text: string): WiringAct | undefined {
  const { stage, job } = opening;
  switch (stage.is) {
    case 'ready':
      if (text === 'skip') return { is: 'giveUp' };
      if (text === 'shut') return { is: 'allShut' };
      return text === '' ? { is: 'go', board: job.board, channel: job.channel } : undefined;
    case 'asking': {
      if (text === 'none' || text === 'several') return { is: 'door', opened: text };
      const expected = job.is === 'learn' && !stage.pulled ? expectedCell(state, opening) : undefined;
      const opened = text === '' ? expected : cellOf(text);
      const known = state.plan.some(({ cells }) => cells.some(({ cell }) => cell === opened));
      return opened === undefined || !known ? undefined : { is: 'door', opened };
    }
    case 'noFlip':
      return text === 'none' || text === 'broken' ? { is: 'sensor', has: text } : undefined;
    case 'shutting':
      return text === '' ? { is: 'shut' } : undefined;
    case 'resting':
    case 'firing':
    case 'watching':
      return undefined;
  }
}

function choiceAnswer(state: WiringState, text: string): WiringAct | undefined {
  if (text === '') return state.place.is === 'done' ? { is: 'stop' } : { is: 'accept' };
  if (text === 'anew') return { is: 'search' };
  const [word, first = '', second = ''] = text.split(/\s+/);
  if (word === 'repeat') {
    const cell = cellOf(first);
    return cell === undefined ? undefined : { is: 'repeat', cell };
  }
  const board = state.plan[Number(first) - 1]?.board;
  return word === 'try' && board !== undefined ? { is: 'learn', board, channel: Number(second) } : undefined;
}
