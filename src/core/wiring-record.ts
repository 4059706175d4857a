// Wiring record: what the wizard ends in. For each cell whether it is accepted and what to do if not; for each board what
// the site file is to say. Only accepted cells come into the site file.

import type { CellId } from './cell.ts';
import { keyOf, type Trial, type Trouble, type WiringState } from './wiring.ts';
import {
  type BoardWiring,
  bitOf,
  contradictions,
  inferBoard,
  isOnOtherBoard,
  type SoundFinding,
  soundFindings,
  straightOrder,
} from './wiring-infer.ts';
import { openWithinMs } from './wiring-opening.ts';

export type Verdict = 'accepted' | 'acceptedWithRemarks' | 'notAccepted';

/** Why a cell is not accepted, or accepted with a remark; each has its words and what to do about it. */
export type Reason =
  | Trouble
  | 'sensorNone'
  | 'sensorBroken'
  | 'sensorOnOtherBoard'
  | 'namedTwice'
  | 'sensorShared'
  /** No channel opened this door. */
  | 'notFound'
  | 'notTried'
  | 'slow'
  /** Its sensor or its lock hangs on another place than its number says; it is written down so. */
  | 'crossed';

export interface CellRecord {
  readonly cell: CellId;
  /** Name of the board in the site file, or null when no channel is known. */
  readonly board: string | null;
  readonly channel: number | null;
  readonly openings: number;
  readonly sensor: 'bothWays' | 'none' | 'broken' | 'notSeen';
  /** From the order to the first reading that shows the door open: at most so long, the board's answer included. */
  readonly openingMs: { readonly median: number; readonly least: number; readonly most: number } | null;
  readonly feedback: 'closedWhenSet' | 'openWhenSet' | 'none' | null;
  /** UTC ms */
  readonly at: number | null;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

export interface BoardRecord extends BoardWiring {
  readonly name: string;
  readonly model: string;
  readonly address: number;
}

export interface AcceptanceRecord {
  readonly verdict: Verdict;
  readonly at: number;
  readonly cells: readonly CellRecord[];
  readonly boards: readonly BoardRecord[];
  /** Addresses at which two boards seem to answer: their switches are alike. */
  readonly disturbed: readonly { readonly model: string; readonly address: number }[];
}

function spread(trial: Trial | undefined): CellRecord['openingMs'] {
  const times = (trial?.openings ?? []).flatMap(({ openingMs }) => (openingMs === null ? [] : [openingMs]));
  const sorted = times.sort((one, other) => one - other);
  const [least, most, median] = [sorted[0], sorted.at(-1), sorted[Math.floor((sorted.length - 1) / 2)]];
  return least === undefined || most === undefined || median === undefined ? null : { median, least, most };
}

function sensorWord(finding: SoundFinding, trial: Trial | undefined): CellRecord['sensor'] {
  const { sensor } = finding.result;
  if (sensor.is !== 'seen') return sensor.is;
  return trial?.result === 'passed' ? 'bothWays' : 'notSeen';
}

function reasonsOf(
  state: WiringState,
  cell: CellId,
  finding: SoundFinding | undefined,
  trial: Trial | undefined,
): { readonly against: readonly Reason[]; readonly remarks: readonly Reason[] } {
  if (finding === undefined) {
    const named = state.findings.filter(({ result }) => result.is === 'learnt' && result.cell === cell);
    const doubts = contradictions(state).flatMap((one): readonly Reason[] =>
      (one.is === 'namedTwice' ? one.cell === cell : one.cells.includes(cell)) ? [one.is] : [],
    );
    const elsewhere = named.some((one) => one.result.is === 'learnt' && isOnOtherBoard(one as SoundFinding));
    const planned = state.plan.flatMap(({ board, cells }) =>
      cells.filter((one) => one.cell === cell).map(({ channel }) => ({ board, channel })),
    )[0];
    const there = state.findings.find(({ board, channel }) => board === planned?.board && channel === planned?.channel);
    const failure: readonly Reason[] = there?.result.is === 'failed' ? [there.result.why] : [];
    const missing: readonly Reason[] = named.length > 0 ? [] : there === undefined ? ['notTried'] : ['notFound'];
    return {
      against: [...doubts, ...(elsewhere ? (['sensorOnOtherBoard'] as const) : []), ...missing, ...failure],
      remarks: [],
    };
  }
  if (finding.result.sensor.is === 'broken') return { against: ['sensorBroken'], remarks: [] };
  if (trial === undefined || trial.result === 'running') return { against: ['notTried'], remarks: [] };
  if (trial.result !== 'passed')
    return { against: [...new Set([trial.result.failed, ...trial.troubles])], remarks: [] };
  const times = spread(trial);
  return {
    against: [],
    remarks: [
      ...new Set<Reason>([
        ...(finding.result.sensor.is === 'none' ? (['sensorNone'] as const) : []),
        ...(times !== null && times.median > openWithinMs ? (['slow'] as const) : []),
        ...trial.troubles,
      ]),
    ],
  };
}

export function acceptanceOf(state: WiringState): AcceptanceRecord {
  const sound = soundFindings(state);
  const draft = state.plan.flatMap(({ board: home, cells }) =>
    cells.map(
      ({ cell, channel: planned }): { readonly record: CellRecord; readonly finding: SoundFinding | undefined } => {
        const finding = sound.find(({ result }) => result.cell === cell);
        const trial = state.trials.find((one) => one.cell === cell);
        const { against, remarks } = reasonsOf(state, cell, finding, trial);
        const moved = finding !== undefined && (finding.board !== home || finding.channel !== planned);
        const board = state.plan.find((one) => one.board === finding?.board)?.name ?? null;
        const sensor = finding?.result.sensor;
        return {
          finding,
          record: {
            cell,
            board,
            channel: finding?.channel ?? null,
            openings: trial?.openings.length ?? 0,
            sensor: finding === undefined ? 'notSeen' : sensorWord(finding, trial),
            openingMs: spread(trial),
            feedback: sensor === undefined ? null : sensor.is === 'seen' ? sensor.feedback : 'none',
            at: trial?.at ?? finding?.at ?? null,
            verdict:
              against.length > 0 ? 'notAccepted' : remarks.length > 0 || moved ? 'acceptedWithRemarks' : 'accepted',
            reasons: [...against, ...remarks, ...(moved ? (['crossed'] as const) : [])],
          },
        };
      },
    ),
  );
  const kept = draft.flatMap(({ record, finding }) =>
    record.verdict === 'notAccepted' || finding === undefined ? [] : [finding],
  );
  const boards = state.plan.flatMap(({ board, name }): readonly BoardRecord[] => {
    const here = state.boards.find((one) => keyOf(one) === board);
    const own = kept.filter((finding) => finding.board === board);
    if (here === undefined || own.length === 0) return [];
    return [{ ...inferBoard(here, own), name, model: here.model, address: here.address }];
  });
  const cells = draft.map(({ record, finding }) => withCrossing(state, record, finding, boards));
  const disturbed = state.boards.filter((board) => board.disturbed).map(({ model, address }) => ({ model, address }));
  return { verdict: overall(cells, boards, disturbed.length > 0), at: state.wall, cells, boards, disturbed };
}

/** A crossed sensor wire serves well once it is written down, and still is told: the next repair must know. */
function withCrossing(
  state: WiringState,
  record: CellRecord,
  finding: SoundFinding | undefined,
  boards: readonly BoardRecord[],
): CellRecord {
  const board = boards.find((one) => one.board === finding?.board);
  const bits = state.boards.find((one) => keyOf(one) === finding?.board)?.bits ?? 0;
  if (record.verdict === 'notAccepted' || finding?.result.sensor.is !== 'seen' || board === undefined) return record;
  const straight = bitOf(finding.channel, bits, straightOrder(board)) === finding.result.sensor.bit;
  if (straight || record.reasons.includes('crossed')) return record;
  return { ...record, verdict: 'acceptedWithRemarks', reasons: [...record.reasons, 'crossed'] };
}

function overall(cells: readonly CellRecord[], boards: readonly BoardRecord[], disturbed: boolean): Verdict {
  if (cells.length === 0 || cells.some(({ verdict }) => verdict === 'notAccepted')) return 'notAccepted';
  const remarks = disturbed || boards.some((board) => board.orderUnclear);
  return remarks || cells.some(({ verdict }) => verdict !== 'accepted') ? 'acceptedWithRemarks' : 'accepted';
}
