// Attention: what rings for whom. A call rings first for whoever is nearest, then for the next, then for all; an alarm and a
// person who has waited too long ring until somebody has claimed them.

import { functionsOf, type MeAnswer } from '../contract/console.ts';
import type { Desk } from '../contract/console-desk.ts';
import { ringsAllMs, ringsNextMs } from '../contract/console-queue.ts';

export type Ringing =
  | {
      readonly is: 'call';
      readonly id: string;
      readonly kiosk: string;
      readonly since: number;
      readonly detail: string;
    }
  | {
      readonly is: 'alert';
      readonly id: string;
      readonly kiosk: string;
      readonly since: number;
      readonly detail: string;
    }
  | {
      readonly is: 'alarm';
      readonly id: number;
      readonly kiosk: string;
      readonly since: number;
      readonly detail: string;
    };

/** Most urgent first. `now` is central's clock. */
export function ringingFor({ role }: Pick<MeAnswer, 'role'>, desk: Desk, now: number): readonly Ringing[] {
  const queueNow = desk.queueTime - desk.serverTime + now;
  const ringsAfter = role === 'depositor' ? 0 : role === 'supervisor' ? ringsNextMs : ringsAllMs;
  const calls = (desk.calls ?? [])
    .filter(({ owner, since }) => owner === null && now - since >= ringsAfter)
    .map(({ call, kiosk, since, screen }) => ({ is: 'call', id: call, kiosk, since, detail: screen }) as const);
  const alarms = functionsOf[role].includes('check')
    ? (desk.check ?? [])
        .filter(({ urgency, owner }) => urgency === 'now' && owner === null)
        .map(({ task, kiosk, since, cell }) => ({ is: 'alarm', id: task, kiosk, since, detail: cell ?? '' }) as const)
    : [];
  const alerts = (desk.queue?.tickets ?? [])
    .filter(({ step, escalated }) => step === 'alerted' && (role === 'depositor' || escalated))
    .map(
      ({ ticket, kiosk, takenAt, number }) =>
        ({ is: 'alert', id: ticket, kiosk, since: now - (queueNow - takenAt), detail: number }) as const,
    );
  return [...calls, ...alarms, ...alerts];
}
