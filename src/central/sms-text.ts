// SMS text: the words of the messages. Masked names, item, place, until when and phone; never an ID number, and {code}
// where a pickup code is put in as it is sent.

import { localTime } from '../core/calendar.ts';

export interface AboutItem {
  readonly maskedName: string;
  readonly title: string;
  readonly place: string;
  readonly timeZone: string;
  /** Duty phone; null when the kiosk was registered without one. */
  readonly phone: string | null;
}

export interface ReadyMessage extends AboutItem {
  /** UTC ms. */
  readonly until: number;
}

function chineseDay(at: number, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日${time}`;
}

export function readyText({ maskedName, title, place, until, timeZone, phone }: ReadyMessage): string {
  const ask = phone === null ? '' : `咨询电话：${phone}。`;
  return (
    `【${place}】${maskedName}，您好：您的“${title}”已可领取。` +
    `请于${chineseDay(until, timeZone)}前，凭本人身份证到${place}自助领取，24小时开放。` +
    `身份证读不出时可用取件码{code}。${ask}`
  );
}

/** Not collected yet. `extendTo`: until when the link {code} would have it kept; null when that was used. */
export function reminderText({
  maskedName,
  title,
  place,
  until,
  extendTo,
  timeZone,
  phone,
}: ReadyMessage & { readonly extendTo: number | null }): string {
  const ask = phone === null ? '' : `咨询电话：${phone}。`;
  const longer =
    extendTo === null ? '' : `不能按时来？打开{code} 确认，可延期到${chineseDay(extendTo, timeZone)}，限一次。`;
  return (
    `【${place}】${maskedName}，您好：您的“${title}”还在${place}等您领取，` +
    `请于${chineseDay(until, timeZone)}前，凭本人身份证自助领取，24小时开放。${longer}${ask}`
  );
}

/** Staff took it out of its cell. */
export function movedText(
  { maskedName, title, place, phone }: AboutItem,
  to: { readonly is: 'window'; readonly window: string } | { readonly is: 'mailed'; readonly number: string },
): string {
  const now =
    to.is === 'window'
      ? `已转到${place}${to.window}号窗口，请在办公时间凭本人身份证领取。`
      : `已邮寄给您，邮件单号${to.number}。`;
  const ask = phone === null ? '' : `咨询电话：${phone}。`;
  return `【${place}】${maskedName}，您好：您的“${title}”${now}${ask}`;
}

/** Staff have the papers that were left. */
export function papersText({ maskedName, title, place, phone }: AboutItem): string {
  const ask = phone === null ? '' : `咨询电话：${phone}。`;
  return `【${place}】${maskedName}，您好：您为“${title}”补交的材料，工作人员已从柜中取出，按投件时间受理。${ask}`;
}

export interface AgentMessage extends AboutItem {
  /** Masked. */
  readonly agent: string;
}

export function delegatedText({
  maskedName,
  title,
  place,
  until,
  timeZone,
  phone,
  agent,
}: AgentMessage & Pick<ReadyMessage, 'until'>): string {
  const ask = phone === null ? '' : `如非本人委托，请拨打：${phone}。`;
  return `【${place}】${maskedName}，您好：您已委托${agent}在${chineseDay(until, timeZone)}前代领“${title}”，限一次。${ask}`;
}

export function collectedByAgentText({ maskedName, title, place, phone, agent }: AgentMessage): string {
  const ask = phone === null ? '' : `如有疑问，请拨打：${phone}。`;
  return `【${place}】${maskedName}，您好：您的“${title}”已由受托人${agent}凭身份证领取。${ask}`;
}
