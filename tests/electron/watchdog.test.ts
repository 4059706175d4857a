// What systemd hears of the shell.

import { describe, expect, it } from 'vitest';
import { startWatchdog } from '../../electron/watchdog.ts';
import { createManualClock } from '../support/manual-clock.ts';

function told(environment: NodeJS.ProcessEnv) {
  const clock = createManualClock();
  let words = 0;
  startWatchdog({ clock, environment, tell: () => (words += 1) });
  return async (ms: number) => {
    await clock.advance(ms);
    return words;
  };
}

describe('the watchdog', () => {
  it('is told at once and three times in each span', async () => {
    const words = told({ NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '60000000' });
    expect(await words(0)).toBe(1);
    expect(await words(60_000)).toBe(4);
    expect(await words(600_000)).toBe(34);
  });

  it.each([
    {},
    { NOTIFY_SOCKET: '/run/systemd/notify' },
    { WATCHDOG_USEC: '60000000' },
    { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: 'soon' },
    { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '0' },
  ])('does not exist where nobody asks for it: %j', async (environment) => {
    expect(await told(environment)(600_000)).toBe(0);
  });
});
