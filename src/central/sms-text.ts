// SMS text: the words of the message "ready". Masked name, item, place, until when and phone; never an ID number.

import { localTime } from '../core/calendar.ts';

export interface ReadyMessage {
  readonly maskedName: string;
  readonly title: string;
  readonly place: string;
  /** UTC ms. */
  readonly until: number;
  readonly timeZone: string;
  /** Duty phone; null when the kiosk was registered without one. */
  readonly phone: string | null;
}

export function readyText({ maskedName, title, place, until, timeZone, phone }: ReadyMessage): string {
  const { date, time } = localTime(until, timeZone);
  const [year, month, day] = date.split('-').map(Number);
  const ask = phone === null ? '' : `咨询电话：${phone}。`;
  return (
    `【${place}】${maskedName}，您好：您的“${title}”已可领取。` +
    `请于${year}年${month}月${day}日${time}前，凭本人身份证到${place}自助领取，24小时开放。${ask}`
  );
}
