// What a kiosk says of itself can be read by central, is about nobody, and is told soon after it changes, no more often.

import { describe, expect, it } from 'vitest';
import { ok } from '../../src/base/result.ts';
import { parseWith } from '../../src/contract/parse.ts';
import { type KioskStatus, kioskStatus, lightOf } from '../../src/contract/status.ts';
import { shownStatus, statusFigures } from '../../src/controller/status.ts';
import { createBell } from '../../src/controller/sync/bell.ts';
import { keepReporting } from '../../src/controller/sync/report.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { a01, emptyKiosk, kioskWithLicence, licence } from '../support/rules.ts';

const fitted = (cell: string, channel: number) =>
  ({ cell: cellIdOf(cell), board: 'boardA', channel, size: 'small' }) as const;
const site = { cabinet: [{ bank: 'A', columns: [[fitted('A01', 1), fitted('A02', 2)]] }] };
const statusOf = (kiosk: Kiosk): KioskStatus => ({
  at: 1,
  shown: shownStatus({ kiosk, site }),
  figures: statusFigures({
    kiosk,
    queue: { waiting: 3, parked: 0, oldestAt: null },
    startedAt: 1,
    offsetMs: -12,
    databaseFile: '/nowhere/at/all',
  }),
});

describe('the status of a kiosk', () => {
  it('is what central reads, with every cell where it stands', () => {
    const status = statusOf(kioskWithLicence());
    expect(parseWith(kioskStatus, JSON.parse(JSON.stringify(status)))).toEqual(ok(status));
    expect(status.shown.banks).toMatchObject([
      {
        bank: 'A',
        columns: [
          [
            { cell: 'A01', content: 'occupied', items: 1, door: 'closed', reachable: true },
            { cell: 'A02', content: 'free', items: 0 },
          ],
        ],
      },
    ]);
    expect(status.figures).toMatchObject({ queueWaiting: 3, diskFreeBytes: null, databaseBytes: null });
  });

  it('says that something waits too long, and that nobody knows what is inside', () => {
    const kiosk = kioskWithLicence();
    const item = kiosk.items.get(licence);
    if (item === undefined) throw new Error('no item');
    const over = { ...kiosk, items: new Map([[licence, { ...item, hold: { ...item.hold, isOver: true } }]]) };
    expect(shownStatus({ kiosk: over, site }).banks[0]?.columns[0]?.[0]?.content).toBe('over');
    const cell = kiosk.cells.get(a01);
    if (cell === undefined) throw new Error('no cell');
    const doubted = {
      ...kiosk,
      cells: new Map([[a01, { ...cell, state: { is: 'unverified', why: 'restart', items: [] } } as const]]),
    };
    expect(shownStatus({ kiosk: doubted, site }).banks[0]?.columns[0]?.map(({ content }) => content)).toEqual([
      'unverified',
    ]);
  });

  it('holds nothing of a person', () => {
    const kiosk = kioskWithLicence();
    const text = JSON.stringify(statusOf(kiosk));
    for (const { addressee, maskedName, caseNumber } of kiosk.items.values())
      for (const secret of [addressee, maskedName, caseNumber]) expect(text).not.toContain(secret);
  });

  it('is red without a device that must be there, yellow when one runs low, and green otherwise', () => {
    const shown = { ...statusOf({ ...emptyKiosk(), centralOnline: true }).shown };
    const withWord = (name: string, word: 'low' | 'offline') => ({
      ...shown,
      devices: [...shown.devices, { name, word, required: name !== 'codeScanner' }],
    });
    expect(lightOf(shown)).toBe('green');
    expect(lightOf(withWord('receiptPrinter2', 'low'))).toBe('yellow');
    expect(lightOf(withWord('hallReader', 'offline'))).toBe('red');
    expect(lightOf(withWord('codeScanner', 'offline'))).toBe('yellow');
    expect(lightOf({ ...shown, emergency: true })).toBe('red');
    expect(lightOf({ ...shown, clockWrong: true })).toBe('yellow');
  });
});

describe('reports', () => {
  function reporting(answer: 'there' | 'unknown' = 'there') {
    const clock = createManualClock();
    const bell = createBell(clock);
    const times: number[] = [];
    let kiosk = emptyKiosk();
    let isStopped = false;
    const ended = keepReporting({
      central: {
        async ask({ answer: schema }) {
          times.push(clock.monotonic());
          if (answer === 'unknown')
            return { ok: false, problem: { is: 'refused', status: 404, detail: 'There is no such thing here' } };
          const parsed = parseWith(schema, { serverTime: 1 });
          return parsed.ok ? parsed : { ok: false, problem: { is: 'unreadable', detail: '' } };
        },
      },
      bell,
      status: () => statusOf(kiosk),
      clock,
      deadlineMs: 1_000,
      isStopped: () => isStopped,
    });
    return {
      clock,
      times,
      change(next: Kiosk) {
        kiosk = next;
        bell.ring();
      },
      ring: () => bell.ring(),
      async stop() {
        isStopped = true;
        bell.ring();
        await clock.advance(1_000);
        await ended;
      },
    };
  }

  it('come every half minute, and a second after a change', async () => {
    const hall = reporting();
    await hall.clock.advance(60_000);
    expect(hall.times).toEqual([0, 30_000, 60_000]);
    hall.change({ ...emptyKiosk(), isClockWrong: true });
    await hall.clock.advance(900);
    expect(hall.times).toHaveLength(3);
    await hall.clock.advance(200);
    expect(hall.times.slice(3)).toEqual([61_000]);
    await hall.stop();
  });

  it('do not come for what changes nothing that is shown', async () => {
    const hall = reporting();
    await hall.clock.advance(1_000);
    for (let times = 0; times < 20; times += 1) {
      hall.ring();
      await hall.clock.advance(500);
    }
    expect(hall.times).toEqual([0]);
    await hall.stop();
  });

  it('are given up for a while by a central that does not know them', async () => {
    const hall = reporting('unknown');
    await hall.clock.advance(9 * 60_000);
    expect(hall.times).toEqual([0]);
    await hall.clock.advance(60_000);
    expect(hall.times).toEqual([0, 600_000]);
    await hall.stop();
  });
});
