// When a kiosk begins anew by itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRestartDue, type Quiet } from '../../src/core/nightly-restart.ts';

const nightly = { from: '23:30', timeZone: 'Asia/Shanghai' };
/** 2026-11-25 in Shanghai, eight hours ahead of UTC. */
const at = (hour: number, minute: number) => Date.UTC(2026, 10, 25, hour - 8, minute);
const quiet: Quiet = { now: at(23, 30), upMs: 24 * 3_600_000, idleMs: 3_600_000 };
const due = (changed: Partial<Quiet>) => isRestartDue(nightly, { ...quiet, ...changed });

describe('the nightly restart', () => {
  it('is due from its time on for three hours, over midnight', () => {
    expect([at(23, 29), at(23, 30), at(24, 0), at(26, 29), at(26, 30), at(12, 0)].map((now) => due({ now }))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('never takes the kiosk from somebody, nor from somebody who has just left', () => {
    expect(due({ idleMs: undefined })).toBe(false);
    expect(due({ idleMs: 299_999 })).toBe(false);
    expect(due({ idleMs: 300_000 })).toBe(true);
  });

  it('happens once a night, whatever the wall clock does', () => {
    expect(due({ upMs: 6 * 3_600_000 - 1 })).toBe(false);
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.integer({ min: 0, max: 6 * 3_600_000 - 1 }), (date, upMs) => {
        expect(due({ now: date.getTime(), upMs })).toBe(false);
      }),
    );
  });
});
