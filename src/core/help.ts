// Help: somebody at the kiosk asks for a person. Central rings for staff; until one of them says "coming", the screen shows
// what to dial instead of promising what nobody has promised.

import type { Kiosk } from './kiosk.ts';
import type { Turn } from './turn.ts';

export interface HelpCall {
  readonly call: string;
  readonly since: number;
  readonly is: 'called' | 'coming';
}

/** Unanswered for so long: the number to dial is shown. Central has told the next in line after 30 s. */
const unansweredMs = 60_000;
/** Nobody has ended it: whoever called has long gone or been helped, and the next may call. */
const forgottenMs = { called: 5 * 60_000, coming: 15 * 60_000 } as const;

export type HelpShown = 'none' | 'calling' | 'coming' | 'dial';

export function helpShown({ help, centralOnline }: Pick<Kiosk, 'help' | 'centralOnline'>, now: number): HelpShown {
  if (help === null) return 'none';
  if (help.is === 'coming') return 'coming';
  return !centralOnline || now - help.since >= unansweredMs ? 'dial' : 'calling';
}

/** On every screen but that of a technician, who needs none. */
export function mayCallHelp({ help, session }: Pick<Kiosk, 'help' | 'session'>): boolean {
  return help === null && session.at !== 'technician' && session.at !== 'wiring';
}

export function callHelp(turn: Turn): void {
  const { session } = turn.kiosk;
  turn.set({ help: { call: turn.id, since: turn.now, is: 'called' } });
  const caseNumber = session.at === 'problem' ? session.caseNumber : null;
  turn.record({ is: 'helpCalled', call: turn.id, screen: session.at, caseNumber });
}

export function withdrawHelp(turn: Turn): void {
  const { help } = turn.kiosk;
  if (help === null) return;
  turn.set({ help: null });
  turn.record({ is: 'helpWithdrawn', call: help.call });
}

/** News of a call that this run of the program does not know is of no use to whoever stands there now. */
export function helpAnswered(turn: Turn, call: string): void {
  const { help } = turn.kiosk;
  if (help?.call === call) turn.set({ help: { ...help, is: 'coming' } });
}

export function helpEnded(turn: Turn, call: string): void {
  if (turn.kiosk.help?.call === call) turn.set({ help: null });
}

export function helpTick(turn: Turn): void {
  const { help } = turn.kiosk;
  if (help !== null && turn.now - help.since >= forgottenMs[help.is]) turn.set({ help: null });
}
