// Wiring session: the wizard in the technician's visit. While it runs it owns the wire, nobody is served, and everything
// that the technician says and every pulse is a fact.

import type { CellId } from './cell.ts';
import { itemsIn } from './cell.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { endVisit, goHome } from './visit.ts';
import { beginWiring, keyOf, type WiringState } from './wiring.ts';
import type { WiringAct, WiringEvent } from './wiring-event.ts';
import { planBoard } from './wiring-plan.ts';
import { acceptanceOf } from './wiring-record.ts';
import { boardsToPlace, isMoving, stepWiring } from './wiring-step.ts';

/** A line that the wizard may take, and what the site file says of it. */
export type WiringLine = Pick<WiringState, 'expected' | 'layout'> & { readonly line: string };

type InWizard = Extract<Session, { readonly at: 'wiring' }>;

export function mayWire(turn: Pick<Turn, 'kiosk'>, line: string): boolean {
  const { session, settings } = turn.kiosk;
  return session.at === 'technician' && (settings.wiring ?? []).some((one) => one.line === line);
}

/** The line's devices are stopped first; the wizard begins when the wire is free. */
export function beginWizard(turn: Turn, visit: Visit, line: string): void {
  turn.record({ is: 'wiringBegan', line, by: visit.holder.person });
  turn.go({ at: 'wiring', visit, line, wizard: null, deadline: Number.MAX_SAFE_INTEGER });
  turn.ask({ do: 'openWiring', line });
}

/** `saved`: a wizard on this line that was left before its end. */
export function wizardOpened(turn: Turn, line: string, saved: WiringState | null): void {
  const { session, settings } = turn.kiosk;
  if (session.at !== 'wiring' || session.line !== line || session.wizard !== null) return;
  const expected = settings.wiring?.find((one) => one.line === line);
  const fresh = beginWiring(turn.now, { expected: expected?.expected ?? [], layout: expected?.layout ?? [] });
  turn.go({ ...session, wizard: saved ?? fresh });
}

export function wizardNotOpened(turn: Turn, line: string): void {
  const { session } = turn.kiosk;
  if (session.at !== 'wiring' || session.line !== line || session.wizard !== null) return;
  turn.record({ is: 'wiringEnded', line, by: session.visit.holder.person, how: 'notOpened', verdict: null });
  goHome(turn, session.visit);
}

/** Whether the wizard would take this word now. */
export function takesWord({ session }: Turn['kiosk'], act: WiringAct, now: number): boolean {
  if (session.at !== 'wiring' || session.wizard === null) return false;
  return stepWiring(session.wizard, { is: 'said', act }, now).state.place !== session.wizard.place;
}

/** The plan for a board of which the technician only says the bank and the number of cells. */
export function placingOf(
  { session }: Turn['kiosk'],
  { board, bank, count }: { readonly board: string; readonly bank: string; readonly count: number },
): WiringAct | undefined {
  const wizard = session.at === 'wiring' ? session.wizard : null;
  const here = wizard === null ? undefined : boardsToPlace(wizard).find((one) => keyOf(one) === board);
  return wizard === null || here === undefined ? undefined : planBoard(wizard, here, { bank, count });
}

export function wizardHappens(turn: Turn, event: WiringEvent): void {
  const { session } = turn.kiosk;
  if (session.at !== 'wiring' || session.wizard === null) return;
  const by = session.visit.holder.person;
  const before = session.wizard;
  if (event.is === 'said' && takesWord(turn.kiosk, event.act, turn.now)) recordWord(turn, session, event.act);
  const { state, effects } = stepWiring(before, event, turn.now);
  turn.go({ ...session, wizard: state });
  const isNews = (['plan', 'jobs', 'findings', 'trials', 'pulses'] as const).some((key) => before[key] !== state[key]);
  if (isNews) turn.ask({ do: 'keepWiring', line: session.line, state });
  for (const effect of effects) {
    if (effect.do === 'fire') {
      // Whatever the wires are, any door of this line may open now.
      doubtCells(turn, session.line);
      turn.record({ is: 'wiringFired', by, board: keyOf(effect.board), channel: effect.channel });
    }
    turn.ask({ do: 'wiring', effect });
  }
  if (state.place.is === 'stopped') ended(turn, { ...session, wizard: state }, state.place.why);
}

function recordWord(turn: Turn, { visit, wizard }: InWizard, act: WiringAct): void {
  const job = wizard?.place.is === 'opening' ? wizard.place.opening.job : null;
  const place = 'channel' in act ? act : job;
  const cell = act.is === 'door' ? act.opened : act.is === 'repeat' ? act.cell : null;
  turn.record({
    is: 'wiringSaid',
    by: visit.holder.person,
    said: act.is,
    board: place?.board ?? null,
    channel: place?.channel ?? null,
    cell,
  });
}

/** What was in these cells is not known any more once a lock of the line was fired without knowing which door it opens. */
function doubtCells(turn: Turn, line: string): void {
  const cells = turn.kiosk.settings.wiring?.find((one) => one.line === line)?.expected.flatMap((board) => board.cells);
  for (const { cell } of cells ?? []) doubtCell(turn, cell);
}

function doubtCell(turn: Turn, id: CellId): void {
  const cell = turn.kiosk.cells.get(id);
  if (cell === undefined) return;
  const { is } = cell.state;
  if (is === 'free' || is === 'unverified' || is === 'outOfService') return;
  turn.doubtCell(id, 'openedWithoutOrder', itemsIn(cell), 'openedWithoutOrder');
}

/** Leaves the wizard on the technician's wish; not while a coil is at work. */
export function leaveWizard(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'wiring') return;
  if (session.wizard !== null) return wizardHappens(turn, { is: 'said', act: { is: 'stop' } });
}

/** Nobody is there any more. */
export function abandonWizard(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at === 'wiring') ended(turn, session, 'abandoned');
}

export function mayLeaveWizard({ session }: Turn['kiosk']): boolean {
  return session.at === 'wiring' && session.wizard !== null && !isMoving(session.wizard);
}

function ended(turn: Turn, { visit, line, wizard }: InWizard, how: 'stopped' | 'abandoned'): void {
  const verdict = wizard === null || wizard.plan.length === 0 ? null : acceptanceOf(wizard).verdict;
  turn.record({ is: 'wiringEnded', line, by: visit.holder.person, how, verdict });
  turn.ask({ do: 'closeWiring', line, state: wizard });
  if (how === 'abandoned') endVisit(turn, 'timeOut');
  else goHome(turn, visit);
}
