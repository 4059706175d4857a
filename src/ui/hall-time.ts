// Hall time: how times of the hall are written on the screen.

// China keeps one time in all its provinces, so the zone of the machine is not asked.
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** The day in the hall at that UTC ms, month and day with two digits. */
export function hallDay(now: number): { readonly year: string; readonly month: string; readonly day: string } {
  const [year = '', month = '', day = ''] = days.format(now).split('-');
  return { year, month, day };
}

/** HH:MM in the hall at that UTC ms. */
export function hallTime(now: number): string {
  return clock.format(now);
}

const moment = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Shanghai',
});

/** YYYY-MM-DD HH:MM:SS in the hall: where the moment itself counts. */
export function hallMoment(at: number): string {
  const parts = new Map(moment.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/** M:SS of whole seconds. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
