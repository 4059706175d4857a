// Words of time: in the zone of the hall, short enough for a column.

import { say, type Words } from './say.ts';

const zone = 'Asia/Shanghai';

/** 11-25 21:04, or 21:04 when it is today. */
export function momentText(at: number, now: number, timeZone = zone): string {
  const parts = (time: number) => {
    const format = new Intl.DateTimeFormat('zh-CN', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const found = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return { day: `${found['year']}-${found['month']}-${found['day']}`, clock: `${found['hour']}:${found['minute']}` };
  };
  const then = parts(at);
  return then.day === parts(now).day ? then.clock : `${then.day.slice(5)} ${then.clock}`;
}

export function dayText(at: number, timeZone = zone): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

export function secondsText(at: number, timeZone = zone): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
}

/** How long ago, in one unit. */
export function spanWords(ms: number): Words {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return say('刚刚', 'just now');
  if (minutes < 60) return say(`${minutes} 分钟`, `${minutes} min`);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return say(`${hours} 小时`, `${hours} h`);
  const days = Math.floor(hours / 24);
  return say(`${days} 天`, `${days} d`);
}

/** 03:07, or 1:03:07 after an hour. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (number: number) => String(number).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3_600 ? rest : `${Math.floor(seconds / 3_600)}:${rest}`;
}
