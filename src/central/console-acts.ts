// Console acts: each one checked against the role, written down before and after, and done by the same functions that the
// back office's own API uses.

import { failed, type Result, unreachable } from '../base/result.ts';
import type { Made } from '../contract/admin.ts';
import { type ConsoleAct, functionOfAct, may } from '../contract/console.ts';
import { addAccount, setAccountState, setPassword } from './console-accounts.ts';
import { beginAct } from './console-audit.ts';
import type { Session } from './console-sessions.ts';
import { closeTask, leaveTask, takeTask } from './console-tasks.ts';
import { addDelegation, revokeDelegation } from './delegations.ts';
import { endCall, moveCall } from './help-calls.ts';
import { extendAllHolds, extendHold } from './holds.ts';
import { orderItem } from './items.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { moveTicket, setService, takeTicket } from './tickets.ts';
import { setWindowTotals, windowTotalsOf } from './window-totals.ts';

/** What the act was done to, as the register names it. */
function targetOf(act: ConsoleAct): string {
  if ('task' in act) return `task ${act.task}`;
  if ('call' in act) return `call ${act.call}`;
  if ('ticket' in act) return `ticket ${act.ticket}`;
  if ('service' in act) return `service ${act.service}`;
  if ('item' in act) return `item ${act.item}`;
  if ('kiosk' in act) return `kiosk ${act.kiosk}`;
  return 'delegation' in act ? `delegation ${act.delegation}` : `account ${act.account}`;
}

/** `work` between two rows of the register; one that throws is a bug, and the register says so. */
export async function written<Value>(
  office: Office,
  about: Parameters<typeof beginAct>[1],
  work: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const end = await beginAct(office, about);
  try {
    const result = await work();
    await end(result.ok ? 'done' : result.problem.problem);
    return result;
  } catch (error) {
    await end('internal');
    throw error;
  }
}

export async function perform(office: Office, session: Session, act: ConsoleAct): Promise<Result<Made, Refusal>> {
  const { account, role } = session;
  const about = {
    account,
    act: act.act,
    target: targetOf(act),
    reason: 'reason' in act ? act.reason : undefined,
  };
  return written(office, about, async () => {
    if (!may(role, functionOfAct[act.act])) return failed(refusal('notAllowed'));
    return run(office, session, act);
  });
}

const plainEvents = { holdTicket: 'hold', resumeTicket: 'resume', callTicket: 'call', goneTicket: 'gone' } as const;
const ownEvents = { claimAlert: 'claim', leaveAlert: 'leave', onTheWay: 'go', beginContact: 'begin' } as const;

async function run(office: Office, session: Session, act: ConsoleAct): Promise<Result<Made, Refusal>> {
  switch (act.act) {
    case 'takeTask':
      return takeTask(office, act.task, session);
    case 'leaveTask':
      return leaveTask(office, act.task, session);
    case 'closeTask':
      return closeTask(office, act.task, session);
    case 'freeze':
    case 'release':
    case 'cancel':
    case 'recall':
      return orderItem(office, { item: act.item, order: act.act });
    case 'extend':
      return extendHold(office, act);
    case 'extendAll': {
      const done = await extendAllHolds(office, act);
      return done.ok ? { ok: true, value: { id: act.kiosk, added: done.value.added } } : done;
    }
    case 'addAgent':
      return addDelegation(office, { ...act, id: undefined });
    case 'revokeAgent':
      return revokeDelegation(office, act.delegation);
    case 'addWindowTotals': {
      const days = windowTotalsOf(act.csv);
      if (!days.ok) return days;
      const done = await setWindowTotals(office, { kiosk: act.kiosk, days: [...days.value] });
      return done.ok ? { ok: true, value: { id: act.kiosk, added: done.value.added } } : done;
    }
    case 'claimCall':
    case 'leaveCall':
    case 'arriveCall':
      return moveCall(office, act.call, act.act, session);
    case 'endCall':
      return endCall(office, act, session);
    case 'takeTicket':
      return takeTicket(office, act);
    case 'holdTicket':
    case 'resumeTicket':
    case 'callTicket':
    case 'goneTicket':
      return moveTicket(office, act.ticket, { is: plainEvents[act.act] });
    case 'claimAlert':
    case 'leaveAlert':
    case 'onTheWay':
    case 'beginContact':
      return moveTicket(office, act.ticket, { is: ownEvents[act.act], by: session.account });
    case 'endContact':
      return moveTicket(office, act.ticket, { is: 'end', by: session.account, outcome: act.outcome });
    case 'setService':
      return setService(office, act);
    case 'addAccount':
      return addAccount(office, act);
    case 'closeAccount':
    case 'openAccount':
      // Nobody shuts the door behind themselves by mistake.
      if (act.account === session.account) return failed(refusal('notNow', { detail: 'it is your own account' }));
      return setAccountState(office, {
        account: act.account,
        state: act.act === 'closeAccount' ? 'closed' : 'open',
      });
    case 'resetPassword':
      return setPassword(office, act);
    default:
      return unreachable(act);
  }
}
