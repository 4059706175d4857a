// Device test: what became of a device's last test, on each of three levels.

import type { Turn } from './turn.ts';

/** internal: nothing moves. external: paper comes, a door opens, a card or code is read. interactive: and the technician judges it. */
export const testLevels = ['internal', 'external', 'interactive'] as const;
export type TestLevel = (typeof testLevels)[number];

export interface DeviceTest {
  readonly device: string;
  readonly level: TestLevel;
  readonly at: number;
  /** `abandoned`: left before its end, which counts as failed. */
  readonly outcome: 'passed' | 'failed' | 'abandoned';
  /** For the technician, in plain words, without personal data. */
  readonly detail: string;
}

/** The log keeps no more of it. */
const longestDetail = 300;

export function testKey({ device, level }: Pick<DeviceTest, 'device' | 'level'>): string {
  return `${level} ${device}`;
}

/** The last of each device and level is kept; every one is a fact. */
export function noteTest(turn: Turn, { detail, ...test }: Omit<DeviceTest, 'at'>): DeviceTest {
  const noted = { ...test, detail: detail.slice(0, longestDetail), at: turn.now };
  turn.set({ tests: new Map(turn.kiosk.tests).set(testKey(test), noted) });
  turn.record({ is: 'deviceTested', ...test, detail: noted.detail });
  return noted;
}
