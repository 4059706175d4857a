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

/** M:SS of whole seconds. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
