// The worksheet on paper: printed by staff where they stand, of what is booked at that moment.

import { describe, expect, it } from 'vitest';
import { cellIdOf } from '../../src/core/cell.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { isOpenJob } from '../../src/core/print-job.ts';
import { mostSheetLines } from '../../src/core/sheet.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  depositor,
  kioskWithTwo,
  licence,
  type Play,
  play,
  second,
  signIn,
} from '../support/rules.ts';

const mark = { cuts: null };
const all = { act: 'printSheet', which: 'all' } as const;
const doubtful = { act: 'printSheet', which: 'doubtful' } as const;

/** Two licences lie in A01, and nobody knows what is in A02. */
function withDoubt(): Kiosk {
  const start = kioskWithTwo();
  const cell = start.cells.get(a02);
  if (cell === undefined) throw new Error('no cell');
  return {
    ...start,
    cells: new Map(start.cells).set(a02, { ...cell, state: { is: 'unverified', why: 'restart', items: [] } }),
  };
}

function atSheet(start = withDoubt()): Play {
  const game = play(start);
  signIn(game, depositor);
  game.act({ act: 'showWorksheet' });
  return game;
}

const jobs = (game: Play) => [...game.kiosk.jobs.values()];
const last = (game: Play) => {
  const job = jobs(game).at(-1);
  if (job === undefined) throw new Error('no job');
  return job;
};
function started(game: Play): void {
  game.happen({ is: 'printStarting', job: last(game).id, mark, sha256: null });
}

describe('the worksheet on paper', () => {
  it('LE9 holds every cell in walking order with what is booked there, or only those in doubt, and no name', () => {
    const game = atSheet();
    game.act(all);
    const { sheet, printer, kind } = last(game);
    expect([printer, kind]).toEqual(['receiptPrinter', 'worksheet']);
    expect(sheet?.cells.map(({ cell, state, items }) => [cell, state, items.length])).toEqual([
      [a01, 'occupied', 2],
      [a02, 'unverified', 0],
      [b01, 'free', 0],
    ]);
    expect(JSON.stringify(sheet)).not.toContain('甲');
    expect(game.effects.at(-1)).toMatchObject({ do: 'print', job: { kind: 'worksheet', sheet } });
    started(game);
    game.happen({ is: 'printEnded', job: last(game).id, outcome: { is: 'printed' } });
    expect(game.kiosk.session.at).toBe('printed');
    game.act({ act: 'back' });
    expect(game.kiosk.session.at).toBe('worksheet');
    game.act(doubtful);
    expect(last(game).sheet?.cells.map(({ cell }) => cell)).toEqual([a02]);
    // Neither is a copy of the other.
    expect(jobs(game).map(({ copy }) => copy)).toEqual([1, 1]);
  });

  it('LE9 is for staff at their list alone, works with no network, and is not begun without paper', () => {
    const game = play(withDoubt());
    game.happen({ is: 'cardRead', holder: applicant }, 5_000);
    expect(game.allowed(all)).toBe(false);
    const offline = atSheet({ ...withDoubt(), centralOnline: false });
    const out = { word: 'blocked', problem: 'paperOut', detail: '' } as const;
    offline.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: out });
    offline.act(all);
    expect([offline.kiosk.session, jobs(offline)]).toMatchObject([{ at: 'problem', problem: 'paperOut' }, []]);
    offline.act({ act: 'back' });
    expect(offline.kiosk.session.at).toBe('worksheet');
  });

  it('LE9 with nothing in doubt has no sheet of that, and one that is too long for a slip is left to central', () => {
    const game = atSheet(kioskWithTwo());
    expect([game.allowed(doubtful), game.allowed(all)]).toEqual([false, true]);
    const start = withDoubt();
    const cell = start.cells.get(b01);
    if (cell === undefined) throw new Error('no cell');
    const many = Array.from({ length: mostSheetLines }, (_, index) => cellIdOf(`C${index + 1}`));
    const large = atSheet({
      ...start,
      cells: new Map([...start.cells, ...many.map((id) => [id, { ...cell, id }] as const)]),
    });
    expect([large.allowed(doubtful), large.allowed(all)]).toEqual([true, false]);
  });

  it('LE9 that did not come out is made anew, of what is booked by then', () => {
    const game = atSheet();
    game.act(all);
    const first = last(game);
    started(game);
    game.happen({ is: 'printEnded', job: first.id, outcome: { is: 'notConfirmed', next: 'person' } });
    game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'itemFrozen', item: licence } });
    game.act({ act: 'answerPrinted', printed: false });
    expect(last(game)).toMatchObject({ reprintOf: first.id, kind: 'worksheet', sheet: { which: 'all' } });
    expect(last(game).sheet?.at).toBeGreaterThan(first.sheet?.at ?? 0);
    expect(game.kiosk.items.get(second)?.state.is).toBe('inCell');
  });

  it('LE9 under way in a power cut is asked about of nobody', () => {
    const game = atSheet();
    game.act(all);
    started(game);
    game.crash();
    expect(jobs(game).filter(isOpenJob)).toEqual([]);
    expect(game.is('printNotConfirmed')).toHaveLength(1);
  });
});
