// Hourglass: the rules of a ticket. Somebody who has waited too long gets a visit: an alert at the limit, one member of staff
// who claims it, goes, talks, and says what came of it. Unclaimed for three minutes it is the supervisor's.

import { failed, ok, type Result, unreachable } from '../base/result.ts';
import type { ContactOutcome } from '../contract/console-queue.ts';

export const unclaimedMs = 180_000;

interface Claimed {
  readonly alertedAt: number;
  readonly by: string;
  readonly claimedAt: number;
}

export type OpenTicket =
  /** `heldMs`: how long a form was being filled in; that is no waiting. */
  | { readonly is: 'waiting'; readonly heldMs: number }
  | { readonly is: 'held'; readonly heldMs: number; readonly since: number }
  | { readonly is: 'alerted'; readonly alertedAt: number; readonly escalatedAt: number | null }
  | ({ readonly is: 'claimed' | 'onTheWay' } & Claimed)
  | ({ readonly is: 'inContact'; readonly beganAt: number } & Claimed)
  /** Somebody was there; the place in the queue stays. */
  | ({
      readonly is: 'attended';
      readonly beganAt: number;
      readonly endedAt: number;
      readonly outcome: ContactOutcome;
    } & Claimed);

export type TicketState =
  | OpenTicket
  /** Called to a window, or gone; `was` keeps what had happened until then. */
  | { readonly is: 'closed'; readonly how: 'called' | 'gone'; readonly at: number; readonly was: OpenTicket };

export interface Ticket {
  readonly takenAt: number;
  readonly limitMs: number;
  readonly state: TicketState;
}

export type TicketEvent =
  | { readonly is: 'tick' | 'hold' | 'resume' | 'call' | 'gone' }
  | { readonly is: 'claim'; readonly by: string }
  | { readonly is: 'leave' | 'go' | 'begin'; readonly by: string }
  | { readonly is: 'end'; readonly by: string; readonly outcome: ContactOutcome };

export type TicketProblem = 'notNow' | 'takenByOther';

/** When time alone changes it next. */
export function dueAt({ takenAt, limitMs, state }: Ticket): number | null {
  if (state.is === 'waiting') return takenAt + limitMs + state.heldMs;
  return state.is === 'alerted' && state.escalatedAt === null ? state.alertedAt + unclaimedMs : null;
}

function ticked(ticket: Ticket, now: number): TicketState {
  const { state } = ticket;
  const due = dueAt(ticket);
  if (due === null || now < due) return state;
  if (state.is === 'waiting') return { is: 'alerted', alertedAt: due, escalatedAt: null };
  return state.is === 'alerted' ? { ...state, escalatedAt: due } : state;
}

/** The next state at `now`; what time has done by then comes first, so that no event overtakes an alert. */
export function stepTicket(ticket: Ticket, event: TicketEvent, now: number): Result<Ticket, TicketProblem> {
  const state = ticked(ticket, now);
  const next = after(state, event, now);
  return next.ok ? ok({ ...ticket, state: next.value }) : next;
}

function after(state: TicketState, event: TicketEvent, now: number): Result<TicketState, TicketProblem> {
  if (event.is === 'tick') return ok(state);
  if (state.is === 'closed') return failed('notNow');
  switch (event.is) {
    case 'hold':
      return state.is === 'waiting' ? ok({ is: 'held', heldMs: state.heldMs, since: now }) : failed('notNow');
    case 'resume':
      return state.is === 'held'
        ? ok({ is: 'waiting', heldMs: state.heldMs + Math.max(0, now - state.since) })
        : failed('notNow');
    case 'call':
    case 'gone':
      return ok({ is: 'closed', how: event.is === 'call' ? 'called' : 'gone', at: now, was: withEnd(state, now) });
    case 'claim':
      if (state.is === 'alerted')
        return ok({ is: 'claimed', alertedAt: state.alertedAt, by: event.by, claimedAt: now });
      if (!('by' in state)) return failed('notNow');
      return state.by === event.by && state.is !== 'attended' ? ok(state) : failed('takenByOther');
    case 'leave':
    case 'go':
    case 'begin':
    case 'end':
      if (!('by' in state)) return failed('notNow');
      return state.by === event.by ? byOwner(state, event, now) : failed('takenByOther');
    default:
      return unreachable(event.is);
  }
}

type OwnerEvent = Extract<TicketEvent, { readonly is: 'leave' | 'go' | 'begin' | 'end' }>;

function byOwner(
  state: Extract<OpenTicket, { readonly by: string }>,
  event: OwnerEvent,
  now: number,
): Result<TicketState, TicketProblem> {
  const { alertedAt, by, claimedAt } = state;
  const isOnItsWay = state.is === 'claimed' || state.is === 'onTheWay';
  switch (event.is) {
    case 'leave':
      return isOnItsWay ? ok({ is: 'alerted', alertedAt, escalatedAt: null }) : failed('notNow');
    case 'go':
      return isOnItsWay ? ok({ is: 'onTheWay', alertedAt, by, claimedAt }) : failed('notNow');
    case 'begin':
      return isOnItsWay ? ok({ is: 'inContact', alertedAt, by, claimedAt, beganAt: now }) : failed('notNow');
    case 'end':
      return state.is === 'inContact'
        ? ok({ ...state, is: 'attended', endedAt: now, outcome: event.outcome })
        : failed('notNow');
  }
}

/** Called in the middle of a contact: that brought them to the window. */
function withEnd(state: OpenTicket, now: number): OpenTicket {
  return state.is === 'inContact' ? { ...state, is: 'attended', endedAt: now, outcome: 'window' } : state;
}
