// The wire in the hands of the technician page: taken, kept, and given back in every way that a session can end.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { parseSite, type Site } from '../../src/contract/config.ts';
import { createWiringLines, type WiringSurrounding } from '../../src/controller/wiring-lines.ts';
import { wiringScreen } from '../../src/controller/wiring-view.ts';
import type { Event } from '../../src/core/event.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { beginWiring, type WiringState } from '../../src/core/wiring.ts';
import { createFakeCabinet, noFaults } from '../support/fake-cabinet.ts';
import { createFakeWiring } from '../support/fake-wiring.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { emptyKiosk, technician } from '../support/rules.ts';
import { playWizard } from '../support/wiring-play.ts';
import { createTechnician } from '../support/wiring-technician.ts';

const line = '/dev/ttyUSB0';
const serial = { kind: 'serial', path: line, speed: 9_600 };

function site(): Site {
  const parsed = parseSite(
    JSON.stringify({
      kiosk: 'hall-1',
      point: { name: { zh: '大厅', en: 'Hall' }, phone: '021' },
      hours: { office: [] },
      devices: {
        kioskReader: { driver: 'card-reader-sam', port: { kind: 'tcp', host: '127.0.0.1', port: 4_000 } },
        boards: [{ name: 'boardA', driver: 'lock-board-8a', port: serial, address: 1, channels: 6 }],
      },
      central: { url: 'http://127.0.0.1:1' },
    }),
  );
  if (!parsed.ok) throw new Error(parsed.problem.lines.join('; '));
  return parsed.value;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-wiring-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function bench(open?: WiringSurrounding['open']) {
  const clock = createManualClock();
  const wiring = createFakeWiring(createFakeCabinet(1, noFaults), { clock });
  const events: Event[] = [];
  let kiosk: Kiosk = emptyKiosk();
  const lines = createWiringLines({
    surrounding: { lines: [line], open: open ?? (async () => wiring) },
    site: site(),
    folder,
    clock,
    log: silentLog,
    kiosk: () => kiosk,
    dispatch: (event) => events.push(event),
  });
  function sessionWith(wizard: WiringState | null): void {
    const visit = {
      id: 'v',
      holder: technician,
      role: 'technician' as const,
      documents: [],
      elsewhere: [],
      batch: [],
      proof: { is: 'card' as const },
    };
    kiosk = { ...kiosk, session: { at: 'wiring', line, wizard, visit, deadline: Number.MAX_SAFE_INTEGER } };
  }
  return { clock, wiring, events, lines, sessionWith, kiosk: () => kiosk, emptied: () => (kiosk = emptyKiosk()) };
}

function doneWizard(): WiringState {
  const cabinet = createFakeCabinet(7, noFaults);
  return playWizard(cabinet, createTechnician(cabinet, 'honest', 7)).state;
}

describe('the wire of a line', () => {
  it('is taken for the wizard and given back when the session is over in another way', async () => {
    const { clock, wiring, events, lines, sessionWith, kiosk, emptied } = bench();
    sessionWith(null);
    lines.run({ do: 'openWiring', line });
    await clock.advance(10);
    expect(events).toContainEqual({ is: 'wiringOpened', line, saved: null });
    sessionWith(beginWiring(clock.now()));
    lines.follow(kiosk());
    await clock.advance(500);
    expect(wiring.closed()).toBe(false);
    emptied();
    lines.follow(kiosk());
    await clock.advance(500);
    expect(wiring.closed()).toBe(true);
  });

  it('is told as not to be had when it cannot be opened', async () => {
    const { clock, events, lines } = bench(async () => {
      throw new Error('no such port');
    });
    lines.run({ do: 'openWiring', line });
    await clock.advance(10);
    expect(events).toEqual([{ is: 'wiringNotOpened', line }]);
    await lines.stop();
  });

  it('keeps the state for the next time, and leaves record and entries at the end', async () => {
    const first = bench();
    const state = doneWizard();
    first.lines.run({ do: 'keepWiring', line, state });
    first.lines.run({ do: 'closeWiring', line, state });
    await first.lines.stop();
    expect(readdirSync(folder).map((file) => file.replace(/-2026.*Z/, ''))).toEqual([
      '-dev-ttyUSB0.json',
      'acceptance--dev-ttyUSB0.json',
      'boards--dev-ttyUSB0.json',
    ]);
    const second = bench();
    second.lines.run({ do: 'openWiring', line });
    await second.clock.advance(10);
    const [opened] = second.events;
    expect(opened?.is === 'wiringOpened' && opened.saved?.place).toEqual({ is: 'done' });
    await Promise.all([second.lines.stop(), second.clock.advance(500)]);
    expect(second.wiring.closed()).toBe(true);
  });
});

describe('the screen of the wizard', () => {
  it('tells the verdict at the end, and does not tell which door should open in the acceptance', () => {
    const done = doneWizard();
    expect(wiringScreen(line, done)).toMatchObject({ question: { ask: 'done', verdict: 'accepted' } });
    const [trial] = done.trials;
    if (trial === undefined) throw new Error('there is a trial');
    const { cell, board, channel } = trial;
    const job = { is: 'accept', cell, board, channel } as const;
    const asking: WiringState = {
      ...done,
      place: { is: 'opening', opening: { job, stage: { is: 'asking', pulled: false }, firedAt: 0, edges: [] } },
    };
    const screen = wiringScreen(line, asking);
    expect(screen.question).toEqual({ ask: 'door', cell: null, pulled: false });
    expect(screen.cells.some(({ looks }) => looks === 'now')).toBe(false);
  });
});
