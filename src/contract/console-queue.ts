// Console queue: calls for help, tickets and the hourglass, as the console acts on them and draws them.

import * as v from 'valibot';
import type { Words } from '../core/words.ts';
import { plainText } from './admin.ts';
import { uuid, whole, words } from './fields.ts';
import { kioskId } from './sync.ts';

export const helpOutcomes = ['helped', 'moved', 'technician', 'nobody'] as const;
export type HelpOutcome = (typeof helpOutcomes)[number] | 'withdrawn';

/** What a contact came to: told what to do, papers completed, brought to a window, had left, something else. */
export const contactOutcomes = ['answered', 'papers', 'window', 'left', 'other'] as const;
export type ContactOutcome = (typeof contactOutcomes)[number];

const service = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be lower-case letters, digits, hyphens'));
export const serviceRequest = v.strictObject({
  service,
  title: v.pipe(
    words,
    v.check(({ zh, en }) => !/\p{Cc}/u.test(zh + en), 'must not hold control characters'),
  ),
  prefix: v.pipe(v.string(), v.regex(/^[A-Z]{1,2}$/, 'must be one or two capital letters')),
  /** After so long somebody is to come. */
  limitMinutes: whole(1, 240),
  open: v.boolean(),
});
export type ServiceRequest = v.InferOutput<typeof serviceRequest>;
/** Of a queue machine: the same `id` again takes no second number. */
export const ticketRequest = v.strictObject({ id: v.optional(uuid), kiosk: kioskId, service });
export interface TicketAnswer {
  readonly id: string;
  readonly added: boolean;
  /** As it is called and printed, e.g. B012. */
  readonly number: string;
  readonly ahead: number;
}

const ticket = uuid;
export const queueActs = [
  v.strictObject({ act: v.picklist(['claimCall', 'leaveCall', 'arriveCall']), call: uuid }),
  v.strictObject({ act: v.literal('endCall'), call: uuid, outcome: v.picklist(helpOutcomes) }),
  v.strictObject({ act: v.literal('takeTicket'), kiosk: kioskId, service }),
  v.strictObject({
    act: v.picklist([
      'holdTicket',
      'resumeTicket',
      'callTicket',
      'goneTicket',
      'claimAlert',
      'leaveAlert',
      'onTheWay',
      'beginContact',
    ]),
    ticket,
  }),
  v.strictObject({ act: v.literal('endContact'), ticket, outcome: v.picklist(contactOutcomes) }),
  v.strictObject({ act: v.literal('setService'), ...serviceRequest.entries, reason: plainText(200) }),
] as const;

interface Owner {
  readonly account: string;
  readonly name: string;
}

export interface CallLine {
  readonly call: string;
  readonly kiosk: string;
  /** UTC ms here. */
  readonly since: number;
  readonly screen: string;
  readonly caseNumber: string | null;
  readonly owner: Owner | null;
  readonly arrived: boolean;
}
/** Unanswered for so long, a call rings for the next in line, then for everybody. */
export const ringsNextMs = 30_000;
export const ringsAllMs = 60_000;

export interface ServiceLine {
  readonly service: string;
  readonly title: Words;
  readonly prefix: string;
  readonly limitMinutes: number;
  readonly open: boolean;
}

export type TicketStep = 'waiting' | 'held' | 'alerted' | 'claimed' | 'onTheWay' | 'inContact' | 'attended';
export interface TicketLine {
  readonly ticket: string;
  readonly number: string;
  readonly kiosk: string;
  readonly service: string;
  readonly step: TicketStep;
  /** On the clock of the queue. */
  readonly takenAt: number;
  /** When somebody is to come; null while a form is being filled in. */
  readonly limitAt: number | null;
  readonly alertedAt: number | null;
  /** Nobody has claimed it in time: the supervisor is to see to it. */
  readonly escalated: boolean;
  readonly owner: Owner | null;
  readonly beganAt: number | null;
}
export interface QueueShown {
  readonly services: readonly ServiceLine[];
  readonly tickets: readonly TicketLine[];
}

export const queueAsk = v.strictObject({ ask: v.literal('hourglass'), days: whole(1, 31) });
export interface HourglassAnswer {
  readonly alerts: number;
  /** Claimed within three minutes. */
  readonly inTime: number;
  readonly contacts: number;
  /** Sum of all contacts: the proactive hours. */
  readonly contactMs: number;
  /** By hour of the day in the hall, 0 to 23; hours without an alert are left out. */
  readonly byHour: readonly { readonly hour: number; readonly alerts: number; readonly inTime: number }[];
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
}
export const answersInMs = 180_000;
