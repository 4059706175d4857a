// Trying: tests in which something moves go the ways of earnest, and each leaves exactly one result.

import { describe, expect, it } from 'vitest';
import type { CellId } from '../../src/core/cell.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { levelsOf, type TriedLevel } from '../../src/core/trying.ts';
import {
  a01,
  a02,
  applicant,
  b01,
  emptyKiosk,
  kioskWithLicence,
  type Play,
  play,
  ready,
  signIn,
  technician,
} from '../support/rules.ts';

function technicianAt(start: Kiosk = emptyKiosk()): Play {
  const game = play(start);
  signIn(game, technician);
  return game;
}

const tries = (device: string, level: TriedLevel, cell: CellId | null = null, times = 1) =>
  ({ act: 'tryDevice', device, level, cell, times }) as const;
const results = (game: Play) =>
  game.is('deviceTested').flatMap((fact) => (fact.is === 'deviceTested' && fact.level !== 'internal' ? [fact] : []));

/** The paper of the last job comes out, and the technician takes it. */
function takePaper(game: Play): void {
  const job = [...game.kiosk.jobs.keys()].at(-1) ?? '';
  game.happen({ is: 'printStarting', job, mark: { cuts: null }, sha256: null });
  game.happen({ is: 'printEnded', job, outcome: { is: 'printed' } });
  game.act({ act: 'back' });
}

function doorGoesRound(game: Play, cell: CellId): void {
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 4_000);
}

describe('a printer', () => {
  it('DI3 prints a test slip or a test page as a job like any other', () => {
    for (const [device, kind] of [
      ['receiptPrinter', 'testSlip'],
      ['documentPrinter', 'testPage'],
    ] as const) {
      const game = technicianAt();
      game.act(tries(device, 'external'));
      expect(game.is('printOrdered')).toMatchObject([{ kind, person: technician.person }]);
      takePaper(game);
      expect(game.kiosk.session.at).toBe('technician');
      expect(results(game)).toMatchObject([{ device, level: 'external', outcome: 'passed' }]);
    }
  });

  it('DI3 is judged by the technician, who may find it bad', () => {
    for (const good of [true, false]) {
      const game = technicianAt();
      game.act(tries('receiptPrinter', 'interactive'));
      takePaper(game);
      expect(game.kiosk.session.at).toBe('judging');
      expect(results(game)).toEqual([]);
      game.act({ act: 'judgeTest', good });
      expect(results(game)).toMatchObject([{ level: 'interactive', outcome: good ? 'passed' : 'failed' }]);
      expect(game.kiosk.session).toMatchObject({ at: 'technician' });
      expect('trial' in (game.kiosk.session.at === 'technician' ? game.kiosk.session.visit : {})).toBe(false);
    }
  });

  it('DI3 that cannot print has failed, and says why', () => {
    const game = technicianAt();
    game.happen({
      is: 'deviceChanged',
      device: 'receiptPrinter',
      condition: { word: 'blocked', problem: 'paperOut', detail: 'paperOut' },
    });
    game.act(tries('receiptPrinter', 'external'));
    game.act({ act: 'back' });
    expect(results(game)).toMatchObject([{ outcome: 'failed' }]);

    const other = technicianAt();
    other.act(tries('receiptPrinter', 'external'));
    const job = [...other.kiosk.jobs.keys()].at(-1) ?? '';
    other.happen({ is: 'printEnded', job, outcome: { is: 'notStarted', why: 'paperJam' } });
    other.act({ act: 'back' });
    expect(results(other)).toMatchObject([{ outcome: 'failed', detail: 'paperJam' }]);
  });

  it('DI3 whose paper nobody saw is not printed once more: the answer is the result', () => {
    const game = technicianAt();
    game.act(tries('receiptPrinter', 'external'));
    const job = [...game.kiosk.jobs.keys()].at(-1) ?? '';
    game.happen({ is: 'printStarting', job, mark: { cuts: null }, sha256: null });
    game.happen({ is: 'printEnded', job, outcome: { is: 'notConfirmed', next: 'person' } });
    game.act({ act: 'answerPrinted', printed: false });
    expect(game.kiosk.session.at).toBe('technician');
    expect(results(game)).toMatchObject([{ outcome: 'failed', detail: 'saidNoPaper' }]);
    expect(game.is('printOrdered')).toHaveLength(1);
  });

  it('DI3 left before the end counts as not finished', () => {
    const game = technicianAt();
    game.act(tries('documentPrinter', 'interactive'));
    takePaper(game);
    game.act({ act: 'finish' });
    expect(results(game)).toMatchObject([{ device: 'documentPrinter', outcome: 'abandoned' }]);
    expect(game.kiosk.tests.get('interactive documentPrinter')?.outcome).toBe('abandoned');
  });
});

describe('a lock board', () => {
  it('DI3 opens the chosen cell by an order with its intent, and counts it', () => {
    const game = technicianAt();
    game.act(tries('boardA', 'external', a01));
    expect(game.is('openOrdered')).toMatchObject([{ cell: a01, why: 'test', items: [], by: technician.person }]);
    doorGoesRound(game, a01);
    expect(results(game)).toMatchObject([{ device: 'boardA', level: 'external', outcome: 'passed' }]);
    expect(game.kiosk.cells.get(a01)).toMatchObject({ state: { is: 'free' }, opens: 1 });
  });

  it('DI6 opens a cell again and again, one order for each, with the counts in the result', () => {
    const game = technicianAt();
    game.act(tries('boardA', 'external', a02, 3));
    for (let round = 1; round <= 3; round += 1) {
      expect(game.kiosk.session.at).toBe('opening');
      doorGoesRound(game, a02);
    }
    expect(game.kiosk.session.at).toBe('technician');
    expect(game.pulses()).toBe(3);
    expect(results(game)).toMatchObject([{ outcome: 'passed', detail: 'A02 opened 3 of 3 times, pulses: 3' }]);
    expect(game.kiosk.cells.get(a02)?.opens).toBe(3);
  });

  it('DI6 a lock that does not open ends the rounds and is taken out of use', () => {
    const game = technicianAt();
    game.act(tries('boardA', 'external', a01, 3));
    doorGoesRound(game, a01);
    for (let time = 1; time <= 3; time += 1) {
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      game.wait(5_000);
    }
    game.act({ act: 'answerOpened', opened: false });
    game.act({ act: 'back' });
    expect(results(game)).toMatchObject([{ outcome: 'failed', detail: 'A01 opened 1 of 3 times, pulses: 4' }]);
    expect(game.kiosk.cells.get(a01)?.state).toEqual({ is: 'outOfService', why: 'lock', items: [] });
    expect(game.allowed(tries('boardA', 'external', a01))).toBe(true);
  });

  it('DI6 opens nothing in which something lies or may lie, nothing of another board, and nothing without a cell', () => {
    const game = technicianAt(kioskWithLicence());
    expect(game.allowed(tries('boardA', 'external', a01))).toBe(false);
    expect(game.allowed(tries('boardA', 'external', b01))).toBe(false);
    expect(game.allowed(tries('boardA', 'external'))).toBe(false);
    expect(game.allowed(tries('receiptPrinter', 'external', a02))).toBe(false);
    expect(game.allowed(tries('boardA', 'external', a02))).toBe(true);
    game.happen({ is: 'doorChanged', cell: a02, reads: 'open' });
    expect(game.kiosk.cells.get(a02)?.state.is).toBe('unverified');
    expect(game.allowed(tries('boardA', 'external', a02))).toBe(false);
  });

  it('DI6 a crash between the order and the door leaves nothing to be repeated', () => {
    const game = technicianAt();
    game.act(tries('boardA', 'external', a01, 3));
    const pulses = game.pulses();
    game.crash();
    game.wait(10_000);
    expect(game.pulses()).toBe(pulses);
    expect(game.is('notOpened')).toMatchObject([{ cell: a01, why: 'unknown' }]);
    expect(game.kiosk.diagnostics.is).toBe('inactive');
  });
});

describe('what reads', () => {
  it('DI3 a card that is read passes, whoever it is of, and begins no visit', () => {
    const game = technicianAt();
    const visits = game.is('visitBegan').length;
    game.act(tries('kioskReader', 'external'));
    game.happen({ is: 'cardRead', holder: applicant });
    expect(results(game)).toMatchObject([{ device: 'kioskReader', outcome: 'passed', detail: 'read' }]);
    expect(game.is('visitBegan')).toHaveLength(visits);
    expect(JSON.stringify(results(game))).not.toContain(applicant.person);
  });

  it('DI3 a card that cannot be read, none in time, and going back each have their result', () => {
    const game = technicianAt();
    game.act(tries('kioskReader', 'external'));
    game.happen({ is: 'cardFailed', why: 'cardUnreadable' });
    game.act(tries('kioskReader', 'interactive'));
    game.wait(30_000);
    game.act(tries('kioskReader', 'external'));
    game.act({ act: 'back' });
    expect(results(game).map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'abandoned']);
    expect(game.kiosk.session.at).toBe('technician');
  });

  it('DI3 the scanner looks for any code and keeps none', () => {
    const start = emptyKiosk();
    const game = technicianAt({ ...start, devices: new Map(start.devices).set('codeScanner', ready) });
    game.act(tries('codeScanner', 'interactive'));
    expect(game.effects.at(-1)).toMatchObject({ do: 'armScanner' });
    game.happen({ is: 'codeScanned', text: 'SECRET-9' });
    game.act({ act: 'judgeTest', good: true });
    expect(results(game)).toMatchObject([{ device: 'codeScanner', outcome: 'passed' }]);
    expect(JSON.stringify(game.facts)).not.toContain('SECRET');
  });

  it('DI3 what has nothing to show has its internal test alone', () => {
    expect(levelsOf(emptyKiosk(), 'powerSupply')).toEqual(['internal']);
    expect(levelsOf(emptyKiosk(), 'boardB')).toEqual(['internal', 'external', 'interactive']);
  });
});
