// SMS outbox: waiting → sending → sent. The intent is committed before the gateway is asked, the outcome after; whatever
// was "sending" when the process ended is sent again under its id, which the gateway takes for the same message.

import { backoffMs } from '../base/backoff.ts';
import { type Result, unreachable } from '../base/result.ts';
import type { Undo } from '../base/undo.ts';
import type { SmsLine } from '../contract/admin.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { afterQuietHours } from './quiet-hours.ts';
import { isReminder } from './reminder-days.ts';
import { climbOnce, nextReceiptDue, receiptDue } from './sms-receipts.ts';
import { addTask } from './tasks.ts';

const wakeChannel = 'nighthall_sms';
const retry = { firstMs: 5_000, maxMs: 10 * 60_000 };

export interface SmsMessage {
  /** UUID; the gateway delivers one message for one id, however often it gets it. */
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}

export interface SmsGateway {
  /** It tells later what became of each message (sms-receipts.ts). */
  readonly givesReceipts?: boolean;
  /** `refused`: it will never be delivered. `unreachable`: it may or may not have arrived; asked again later. */
  send(message: SmsMessage): Promise<Result<void, 'refused' | 'unreachable'>>;
}

export interface NewSms extends SmsMessage {
  /** The same kind about the same cause is sent once. */
  readonly kind: string;
  readonly cause: string;
  /** SMS when left out. */
  readonly channel?: 'sms' | 'portal';
  /** Takes the place of {code} in the text as it is sent; kept sealed. */
  readonly code?: string;
  readonly kiosk: string;
  readonly item: string;
  readonly now: number;
}

export const codePlace = (id: string) => `sms.code:${id}`;
export const phonePlace = (id: string) => `sms.phone:${id}`;
const maskPhone = (phone: string) => '*'.repeat(Math.max(0, phone.length - 4)) + phone.slice(-4);

/** One message of one kind for one cause: one "ready" for one right, and so for each deposit. */
export async function queueSms({ keys }: Pick<Office, 'keys'>, queries: Queries, sms: NewSms): Promise<void> {
  await queries.query(
    `insert into sms (id, kind, cause, kiosk, item, sealed_phone, masked_phone, text, sealed_code, state, next_at,
       queued_at, channel)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $10, $11)`,
    [
      sms.id,
      sms.kind,
      sms.cause,
      sms.kiosk,
      sms.item,
      keys.seal(sms.phone, phonePlace(sms.id)),
      maskPhone(sms.phone),
      sms.text,
      sms.code === undefined ? null : keys.seal(sms.code, codePlace(sms.id)),
      sms.now,
      sms.channel ?? 'sms',
    ],
  );
  await wakeSender(queries);
}

export async function wakeSender(queries: Queries): Promise<void> {
  await queries.query('select pg_notify($1, $2)', [wakeChannel, '']);
}

export async function listSms(queries: Queries): Promise<readonly SmsLine[]> {
  return queries.query<SmsLine>(
    `select id, kiosk, item, state, replace(text, '{code}', '******') as text, masked_phone as "maskedPhone", queued_at as "queuedAt", sent_at as "sentAt", receipt,
       receipt_at as "receiptAt"
     from sms order by queued_at desc, id limit 500`,
  );
}

interface Claimed {
  readonly id: string;
  readonly kiosk: string;
  readonly kind: string;
  readonly item: string;
  readonly sealed_phone: string;
  readonly text: string;
  readonly sealed_code: string | null;
  readonly attempts: number;
  readonly channel: keyof Channels;
}

export interface SmsSender {
  /** Resolves when the message in hand has its outcome. */
  stop(): Promise<void>;
}

export interface Channels {
  readonly sms: SmsGateway;
  readonly portal?: SmsGateway | undefined;
}

export async function startSmsSender(office: Office, channels: Channels): Promise<SmsSender> {
  const { database, keys, clock } = office;
  const log = office.log.part('sms');
  let stopped = false;
  let again = false;
  let running: Promise<void> | undefined;
  let cancelTimer: Undo = () => undefined;

  async function claim(): Promise<Claimed | undefined> {
    const [row] = await database.query<Claimed>(
      `update sms set state = 'sending', attempts = attempts + 1 where id = (
         select id from sms where state = 'waiting' and next_at <= $1
         order by queued_at, id limit 1 for update skip locked)
       returning id, kiosk, kind, item, sealed_phone, text, sealed_code, attempts, channel`,
      [clock.now()],
    );
    return row;
  }

  /** It may have waited for a gateway that was away: for what is not there any more, or into the night. */
  async function mayRemind({ id, kiosk, item }: Pick<Claimed, 'id' | 'kiosk' | 'item'>): Promise<boolean> {
    const [still] = await database.query<{ time_zone: string }>(
      "select time_zone from items join kiosks on kiosks.kiosk = $2 where item = $1 and state = 'inCell'",
      [item, kiosk],
    );
    if (still === undefined) {
      await database.query("update sms set state = 'dropped' where id = $1", [id]);
      return false;
    }
    const now = clock.now();
    const at = afterQuietHours(now, still.time_zone);
    if (at > now) await database.query("update sms set state = 'waiting', next_at = $2 where id = $1", [id, at]);
    return at === now;
  }

  async function sendOne({
    id,
    kiosk,
    kind,
    item,
    sealed_phone,
    text,
    sealed_code,
    attempts,
    channel,
  }: Claimed): Promise<void> {
    if (isReminder(kind) && !(await mayRemind({ id, kiosk, item }))) return;
    const whole = sealed_code === null ? text : text.replace('{code}', keys.unseal(sealed_code, codePlace(id)));
    const gateway = channels[channel] ?? channels.sms;
    const sent = await gateway.send({ id, phone: keys.unseal(sealed_phone, phonePlace(id)), text: whole });
    const now = clock.now();
    if (sent.ok) {
      const due = receiptDue(kind, gateway.givesReceipts === true, now);
      // The receipt may have been faster than the answer.
      await database.query(
        `update sms set state = 'sent', sent_at = $2, receipt_due_at = case when receipt is null then $3::bigint end
         where id = $1`,
        [id, now, due],
      );
      office.figures.count('nighthall_sms_total', { outcome: 'sent' });
      log.info('message sent', { id });
      return;
    }
    office.figures.count('nighthall_sms_total', { outcome: sent.problem });
    switch (sent.problem) {
      case 'refused':
        await database.transaction(async (queries) => {
          await queries.query("update sms set state = 'refused' where id = $1", [id]);
          await addTask(queries, { kiosk, kind: 'sms', cause: id, item, why: 'the gateway refused the message', now });
        });
        log.error('message refused by the gateway', { id });
        return;
      case 'unreachable': {
        const [byte = 0] = office.random(1);
        const waitMs = backoffMs(attempts, retry, byte / 256);
        await database.query("update sms set state = 'waiting', next_at = $2 where id = $1", [id, now + waitMs]);
        log.warn('gateway not reached', { id, waitMs });
        return;
      }
      default:
        return unreachable(sent.problem);
    }
  }

  async function sendAll(): Promise<void> {
    do {
      again = false;
      while (!stopped && (await climbOnce(office, { hasPortal: channels.portal !== undefined })));
      for (let row = await claim(); row !== undefined; row = stopped ? undefined : await claim()) await sendOne(row);
    } while (again && !stopped);
    const [next] = await database.query<{ at: number | null }>(
      "select min(next_at) as at from sms where state = 'waiting'",
    );
    cancelTimer();
    const at = Math.min(
      next?.at ?? Number.POSITIVE_INFINITY,
      (await nextReceiptDue(database)) ?? Number.POSITIVE_INFINITY,
    );
    if (!stopped && at < Number.POSITIVE_INFINITY) cancelTimer = clock.after(Math.max(100, at - clock.now()), wake);
  }

  function wake(): void {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = sendAll()
      .catch((error: unknown) => {
        log.error('sending stopped by an error', { error });
        cancelTimer = clock.after(retry.firstMs, wake);
      })
      .finally(() => {
        running = undefined;
        if (again) wake();
      });
  }

  await database.query("update sms set state = 'waiting' where state = 'sending'");
  const unlisten = await database.listen(wakeChannel, wake);
  wake();
  return {
    async stop() {
      stopped = true;
      cancelTimer();
      await unlisten();
      await running;
    },
  };
}
