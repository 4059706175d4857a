// Wiring view: what the technician's screen shows of the wizard: the question at hand and what is known of each cell.

import { unreachable } from '../base/result.ts';
import type { Screen, WiringCell, WiringOutcome, WiringQuestion } from '../contract/view.ts';
import type { CellId } from '../core/cell.ts';
import { keyOf, type Opening, type WiringState } from '../core/wiring.ts';
import { astray, isFresh } from '../core/wiring-look.ts';
import { type AcceptanceRecord, acceptanceOf } from '../core/wiring-record.ts';
import { boardsToPlace } from '../core/wiring-step.ts';

export function wiringScreen(line: string, wizard: WiringState | null): Extract<Screen, { readonly at: 'wiring' }> {
  if (wizard === null) return { at: 'wiring', line, question: { ask: 'wait', what: 'line' }, cells: [] };
  const record = acceptanceOf(wizard);
  const question = questionOf(wizard, record);
  const at = 'cell' in question ? question.cell : null;
  return { at: 'wiring', line, question, cells: record.cells.map((cell) => pictureOf(wizard, cell, at)) };
}

function pictureOf(wizard: WiringState, record: AcceptanceRecord['cells'][number], at: CellId | null): WiringCell {
  const { cell, verdict } = record;
  if (cell === at) return { cell, looks: 'now' };
  const learnt = wizard.findings.some(({ result }) => result.is === 'learnt' && result.cell === cell);
  if (verdict === 'accepted') return { cell, looks: 'accepted' };
  if (verdict === 'acceptedWithRemarks') return { cell, looks: 'remarks' };
  if (record.reasons[0] !== 'notTried') return { cell, looks: 'failed' };
  return { cell, looks: learnt ? 'learnt' : 'unknown' };
}

/** Cells that need a look, and nothing of those that simply were not reached yet. */
function outcomes({ cells }: AcceptanceRecord): readonly WiringOutcome[] {
  return cells
    .filter(({ reasons }) => reasons.length > 0 && reasons[0] !== 'notTried')
    .map(({ cell, verdict, reasons }) => ({ cell, verdict, reasons }));
}

function questionOf(wizard: WiringState, record: AcceptanceRecord): WiringQuestion {
  const { place } = wizard;
  switch (place.is) {
    case 'begin':
      return { ask: 'begin' };
    case 'searching':
      return { ask: 'wait', what: 'search' };
    case 'placing': {
      const [board] = boardsToPlace(wizard);
      if (board === undefined) return { ask: 'noBoards' };
      const { model, address, bits, disturbed } = board;
      return { ask: 'place', board: keyOf(board), name: `${model} ${address}`, bits, disturbed };
    }
    case 'shutAll':
      return { ask: 'shutAll', note: place.note };
    case 'baseline':
      return { ask: 'wait', what: 'baseline' };
    case 'opening':
      return openingQuestion(wizard, place.opening);
    case 'review': {
      const learnt = wizard.findings.filter(({ result }) => result.is === 'learnt').length;
      return { ask: 'review', learnt, of: record.cells.length, outcomes: outcomes(record) };
    }
    case 'done':
    case 'stopped':
      return { ask: 'done', verdict: record.verdict, outcomes: outcomes(record) };
    default:
      return unreachable(place);
  }
}

function openingQuestion(wizard: WiringState, { job, stage }: Opening): WiringQuestion {
  const planned = wizard.plan
    .find(({ board }) => board === job.board)
    ?.cells.find(({ channel }) => channel === job.channel)?.cell;
  const cell = job.is === 'learn' ? (planned ?? null) : null;
  switch (stage.is) {
    case 'ready': {
      const blocked = !isFresh(wizard, job.board) ? 'boardSilent' : astray(wizard).length > 0 ? 'doorOpen' : null;
      const { board, channel } = job;
      return { ask: 'go', board, channel, cell, trouble: stage.trouble, blocked, left: wizard.jobs.length };
    }
    case 'resting':
      return { ask: 'rest', seconds: Math.max(1, Math.ceil((stage.until - wizard.ms) / 1_000)) };
    case 'firing':
    case 'watching':
      return { ask: 'wait', what: 'pulse' };
    case 'asking':
      return { ask: 'door', cell: stage.pulled ? null : cell, pulled: stage.pulled };
    case 'noFlip':
      return { ask: 'sensor', cell: stage.cell };
    case 'shutting':
      return { ask: 'shut', cell: stage.cell, bySensor: stage.sensor.is === 'seen' };
    default:
      return unreachable(stage);
  }
}
