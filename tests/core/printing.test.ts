// Print jobs from the order to paper, to nothing, or to an honest "not confirmed", as lists of events and times.

import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/core/kiosk.ts';
import type { PrintJob } from '../../src/core/print-job.ts';
import { applicant, emptyKiosk, type Play, play, ready, stranger } from '../support/rules.ts';

const receipt = {
  id: 'doc-1',
  kind: 'paymentReceipt',
  title: { zh: '缴费凭证', en: 'Payment receipt' },
  date: '2026-11-20',
  amountFen: 1200,
} as const;
const proof = { ...receipt, id: 'doc-2', kind: 'proof', amountFen: null } as const;
const noPaper: Condition = { word: 'blocked', problem: 'paperOut', detail: 'paperOut' };
const gone: Condition = { word: 'offline', problem: 'printerOffline', detail: '' };
const mark = { cuts: 7 };

function enter(game: Play, holder = applicant): void {
  game.happen({ is: 'centralChanged', online: true });
  game.happen({ is: 'cardRead', holder });
  const { session } = game.kiosk;
  if (session.at === 'fetching')
    game.happen({
      is: 'documentsCame',
      visit: session.visit.id,
      found: { documents: [receipt, proof], elsewhere: [] },
    });
}

function atDocuments(): Play {
  const game = play(emptyKiosk());
  enter(game);
  game.act({ act: 'showDocuments' });
  return game;
}

function ordered(document = 'doc-1'): Play {
  const game = atDocuments();
  game.act({ act: 'print', document });
  return game;
}

function sent(document = 'doc-1'): Play {
  const game = ordered(document);
  game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
  return game;
}

function lastJob(game: Play): string {
  const effect = game.effects.findLast((one) => one.do === 'print');
  return effect?.do === 'print' ? effect.job.id : '';
}

function stateOf(game: Play): PrintJob['state'] | undefined {
  return game.kiosk.jobs.get(lastJob(game))?.state;
}

function stop(game: Play, why: 'paperOut' | 'printerHot' = 'paperOut'): void {
  game.happen({ is: 'printProgress', job: lastJob(game), progress: { is: 'stopped', why } });
}

function end(game: Play, is: 'printed' | 'tooLate' | 'notConfirmed', next: 'record' | 'person' = 'person'): void {
  const outcome = is === 'notConfirmed' ? ({ is, next } as const) : { is };
  game.happen({ is: 'printEnded', job: lastJob(game), outcome });
}

const prints = (game: Play) => game.effects.filter((effect) => effect.do === 'print').length;
const cancels = (game: Play) => game.effects.filter((effect) => effect.do === 'cancelPrint').length;

describe('P3 a print job', () => {
  it('is queued before anything leaves, sent with its mark before the first byte, and done when the printer says so', () => {
    const game = ordered();
    expect(stateOf(game)).toEqual({ is: 'queued' });
    expect(game.kiosk.session.at).toBe('printing');
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: 'a'.repeat(64) });
    expect(stateOf(game)).toMatchObject({ is: 'sent', mark });
    expect(game.is('printSent')).toMatchObject([{ document: 'doc-1', copy: 1, sha256: 'a'.repeat(64) }]);
    game.happen({ is: 'printProgress', job: lastJob(game), progress: { is: 'printing' } });
    expect(stateOf(game)).toMatchObject({ is: 'printing', mark });
    end(game, 'printed');
    expect(stateOf(game)).toMatchObject({ is: 'done', evidence: 'printer' });
    expect(game.kiosk.session.at).toBe('printed');
  });

  it('never goes back, whatever a late driver says', () => {
    const game = sent();
    end(game, 'printed');
    const before = game.kiosk.jobs;
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
    stop(game);
    end(game, 'notConfirmed');
    game.happen({ is: 'printLookedUp', job: lastJob(game), found: 'notPrinted' });
    expect(game.kiosk.jobs).toBe(before);
  });

  it('that fails before anything was sent shows the reason, and the next try is still the original', () => {
    const game = ordered();
    game.happen({ is: 'printEnded', job: lastJob(game), outcome: { is: 'notStarted', why: 'printerCover' } });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'printerCover' });
    game.act({ act: 'back' });
    game.act({ act: 'showDocuments' });
    game.act({ act: 'print', document: 'doc-1' });
    expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { copy: 1, reprintOf: null }]);
  });

  it('of the same document once more is a counted copy, also in the next run', () => {
    const game = sent();
    end(game, 'printed');
    game.act({ act: 'showDocuments' });
    game.act({ act: 'print', document: 'doc-1' });
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
    end(game, 'printed');
    game.crash();
    enter(game);
    game.act({ act: 'showDocuments' });
    game.act({ act: 'print', document: 'doc-1' });
    expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { copy: 2 }, { copy: 3 }]);
  });

  it('is ordered once however often it is tapped', () => {
    const game = ordered();
    expect(game.allowed({ act: 'print', document: 'doc-1' })).toBe(false);
    game.happen({ is: 'act', act: { act: 'print', document: 'doc-1' } });
    expect(prints(game)).toBe(1);
  });
});

describe('P6 before anything is asked', () => {
  it('a document whose printer has no paper is refused with the reason', () => {
    const game = atDocuments();
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: noPaper });
    game.act({ act: 'print', document: 'doc-1' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'paperOut' });
    expect(game.is('printOrdered')).toEqual([]);
  });

  it('one printer in trouble leaves the other alone', () => {
    const game = atDocuments();
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: noPaper });
    game.act({ act: 'print', document: 'doc-2' });
    expect(game.kiosk.session.at).toBe('printing');
  });
});

describe('P4 time', () => {
  it('lets nothing start after 120 s, and says that nothing came', () => {
    const game = ordered();
    game.wait(121_000);
    expect(cancels(game)).toBe(1);
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
    expect(stateOf(game)).toEqual({ is: 'queued' });
    end(game, 'tooLate');
    expect(stateOf(game)).toMatchObject({ is: 'expired' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'printExpired' });
    expect(game.is('printSent')).toEqual([]);
  });

  it('takes a job back that stands in a stopped printer when its time is over, so that a refill brings no old paper', () => {
    const game = sent();
    stop(game);
    game.wait(119_000);
    expect(cancels(game)).toBe(0);
    game.wait(2_000);
    expect(cancels(game)).toBe(1);
    end(game, 'notConfirmed');
    expect(game.kiosk.session.at).toBe('didItPrint');
  });

  it('gives whoever puts in paper half a minute, also late in the life of the job', () => {
    const game = sent();
    game.wait(118_000);
    stop(game);
    game.wait(29_000);
    expect(cancels(game)).toBe(0);
    game.wait(2_000);
    expect(cancels(game)).toBe(1);
  });

  it('leaves a long print alone as long as the printer works', () => {
    const game = sent('doc-2');
    game.happen({ is: 'printProgress', job: lastJob(game), progress: { is: 'printing' } });
    game.wait(300_000);
    expect(cancels(game)).toBe(0);
    end(game, 'printed');
    expect(game.kiosk.session.at).toBe('printed');
  });

  it('does not wait for ever for a driver that never comes back', () => {
    const game = sent();
    game.wait(15 * 60_000 + 21_000);
    expect(cancels(game)).toBe(1);
    expect(game.kiosk.session.at).toBe('didItPrint');
  });
});

describe('a printer that stops in the middle', () => {
  it('is shown with its reason, told once, and goes on when it is repaired', () => {
    const game = sent();
    stop(game);
    stop(game);
    expect(game.is('printStopped')).toMatchObject([{ why: 'paperOut' }]);
    game.happen({ is: 'printProgress', job: lastJob(game), progress: { is: 'printing' } });
    end(game, 'printed');
    expect(game.kiosk.session.at).toBe('printed');
  });

  it('may be stopped by the person at once, who is asked only when paper may be out', () => {
    const game = sent();
    expect(game.allowed({ act: 'stopPrinting' })).toBe(false);
    stop(game);
    game.act({ act: 'stopPrinting' });
    expect(cancels(game)).toBe(1);
    expect(game.allowed({ act: 'stopPrinting' })).toBe(false);
    game.happen({ is: 'printEnded', job: lastJob(game), outcome: { is: 'notStarted', why: 'printCancelled' } });
    expect(game.kiosk.session.at).toBe('menu');
    expect(stateOf(game)).toMatchObject({ is: 'failed', why: 'printCancelled' });
  });

  it('shows what was wrong when the time, not the person, stopped it', () => {
    const game = sent();
    stop(game);
    game.wait(121_000);
    game.happen({ is: 'printEnded', job: lastJob(game), outcome: { is: 'notStarted', why: 'printCancelled' } });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'paperOut' });
  });

  it('UX5 offers a way out after ten seconds in any case', () => {
    const game = sent();
    game.wait(9_000);
    expect(game.allowed({ act: 'stopPrinting' })).toBe(false);
    game.wait(1_000);
    expect(game.allowed({ act: 'stopPrinting' })).toBe(true);
  });
});

describe('a print that nobody can confirm', () => {
  it('is asked about once; "no" brings one marked reprint, after that staff', () => {
    const game = sent();
    end(game, 'notConfirmed');
    expect(game.kiosk.session.at).toBe('didItPrint');
    const first = lastJob(game);
    game.act({ act: 'answerPrinted', printed: false });
    expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { copy: 2, reprintOf: first }]);
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
    end(game, 'notConfirmed');
    game.act({ act: 'answerPrinted', printed: false });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'printNotConfirmed' });
    expect(prints(game)).toBe(2);
  });

  it('is done by the word of the person', () => {
    const game = sent();
    end(game, 'notConfirmed');
    game.act({ act: 'answerPrinted', printed: true });
    expect(stateOf(game)).toMatchObject({ is: 'done', evidence: 'statement' });
    expect(game.kiosk.session.at).toBe('printed');
  });

  it('is settled by the record of a printer that was out of reach and answers again, while the person is being asked', () => {
    const game = sent();
    end(game, 'notConfirmed', 'record');
    expect(game.kiosk.session.at).toBe('didItPrint');
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: gone });
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: ready });
    expect(game.effects.at(-1)).toMatchObject({ do: 'lookUpPrint', mark });
    game.happen({ is: 'printLookedUp', job: lastJob(game), found: 'printed' });
    expect(game.kiosk.session.at).toBe('printed');
    expect(stateOf(game)).toMatchObject({ is: 'done', evidence: 'record' });
  });

  it('is left to staff when the person goes without an answer, and not asked again', () => {
    const game = sent();
    end(game, 'notConfirmed');
    game.wait(61_000);
    expect(stateOf(game)).toMatchObject({ is: 'notConfirmed', next: 'staff' });
    enter(game);
    expect(game.kiosk.session.at).toBe('menu');
  });
});

describe('after a crash', () => {
  it('a job that was never sent has expired: nobody is asked, nothing is printed', () => {
    const game = ordered();
    game.crash();
    expect(game.is('printExpired')).toHaveLength(1);
    enter(game);
    expect(game.kiosk.session.at).toBe('menu');
    expect(prints(game)).toBe(1);
  });

  it('the record of the printer is asked as soon as it answers, with the mark from before', () => {
    const game = sent();
    const job = lastJob(game);
    game.crash();
    expect(game.effects.at(-1)).not.toMatchObject({ do: 'print' });
    expect(game.effects.filter((effect) => effect.do === 'lookUpPrint')).toEqual([
      { do: 'lookUpPrint', job, printer: 'receiptPrinter', mark },
    ]);
    game.happen({ is: 'printLookedUp', job, found: 'printed' });
    expect(game.is('printed')).toMatchObject([{ evidence: 'record' }]);
    enter(game);
    expect(game.kiosk.session.at).toBe('menu');
  });

  it('a record that says "none" brings no question, and the next print is the original again', () => {
    const game = sent();
    const job = lastJob(game);
    game.crash();
    game.happen({ is: 'printLookedUp', job, found: 'notPrinted' });
    enter(game);
    game.act({ act: 'showDocuments' });
    game.act({ act: 'print', document: 'doc-1' });
    expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { copy: 1 }]);
  });

  it('the person is asked first thing when the record cannot tell, or has not told yet; nobody else is', () => {
    for (const found of ['unknown', null] as const) {
      const game = sent();
      const job = lastJob(game);
      game.crash();
      if (found !== null) game.happen({ is: 'printLookedUp', job, found });
      enter(game, stranger);
      expect(game.kiosk.session.at).toBe('menu');
      game.act({ act: 'finish' });
      enter(game);
      expect(game.kiosk.session).toMatchObject({ at: 'didItPrint', job });
      game.act({ act: 'answerPrinted', printed: false });
      expect(game.is('printOrdered')).toMatchObject([{ copy: 1 }, { copy: 2, reprintOf: job }]);
    }
  });

  it('a record that comes while the question stands answers it', () => {
    const game = sent();
    const job = lastJob(game);
    game.crash();
    enter(game);
    game.happen({ is: 'printLookedUp', job, found: 'printed' });
    expect(game.kiosk.session.at).toBe('printed');
  });

  it('the next slip asks for the head to be freed first when nobody knows whether the last one was cut, once', () => {
    for (const [evidence, isFreed] of [
      ['statement', true],
      ['printer', false],
    ] as const) {
      const game = sent();
      if (evidence === 'printer') end(game, 'printed');
      else {
        end(game, 'notConfirmed');
        game.act({ act: 'answerPrinted', printed: true });
      }
      game.act({ act: 'finish' });
      const freed = () => game.effects.filter((effect) => effect.do === 'freeHead').length;
      game.crash();
      game.crash();
      expect(freed()).toBe(0);
      enter(game, stranger);
      game.act({ act: 'showDocuments' });
      game.act({ act: 'print', document: 'doc-1' });
      const [before, last] = game.effects.slice(-2);
      expect(last).toMatchObject({ do: 'print' });
      expect(before?.do === 'freeHead').toBe(isFreed);
      game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
      end(game, 'printed');
      game.act({ act: 'back' });
      game.act({ act: 'showDocuments' });
      game.act({ act: 'print', document: 'doc-1' });
      expect(freed()).toBe(isFreed ? 1 : 0);
    }
  });

  it('a sheet asks for no head to be freed, and a slip that never started leaves the doubt as it is', () => {
    const game = sent();
    end(game, 'notConfirmed');
    game.act({ act: 'answerPrinted', printed: true });
    game.crash();
    enter(game, stranger);
    game.act({ act: 'showDocuments' });
    game.act({ act: 'print', document: 'doc-2' });
    const freed = () => game.effects.filter((effect) => effect.do === 'freeHead').length;
    expect(freed()).toBe(0);
    game.happen({ is: 'printStarting', job: lastJob(game), mark, sha256: null });
    end(game, 'printed');
    for (const times of [1, 2]) {
      game.act({ act: 'back' });
      game.act({ act: 'showDocuments' });
      game.act({ act: 'print', document: 'doc-1' });
      expect(freed()).toBe(times);
      game.happen({ is: 'printEnded', job: lastJob(game), outcome: { is: 'notStarted', why: 'printerOffline' } });
    }
  });

  it('a printer that was away is asked when it is back, once', () => {
    const game = sent();
    game.crash();
    const asked = () => game.effects.filter((effect) => effect.do === 'lookUpPrint').length;
    const before = asked();
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: noPaper });
    expect(asked()).toBe(before);
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: gone });
    game.happen({ is: 'deviceChanged', device: 'documentPrinter', condition: gone });
    game.happen({ is: 'deviceChanged', device: 'documentPrinter', condition: ready });
    expect(asked()).toBe(before);
    game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: noPaper });
    expect(asked()).toBe(before + 1);
  });
});
