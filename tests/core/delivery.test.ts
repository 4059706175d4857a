// The delivery receipt after a hand-over: offered or printed by itself, with no network, by the rules of every print job.

import { expect, it } from 'vitest';
import type { Condition, Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  applicant,
  askForLicence,
  kioskWithLicence,
  kioskWithTwo,
  type Play,
  play,
  stranger,
} from '../support/rules.ts';

const noPaper: Condition = { word: 'blocked', problem: 'paperOut', detail: 'paperOut' };
const mark = { cuts: 7 };

function open(game: Play): void {
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
}

function handedOver(start = kioskWithLicence(), holder = applicant): Play {
  const game = play(start);
  askForLicence(game, holder);
  open(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  return game;
}

function jobOf(game: Play): string {
  const effect = game.effects.findLast((one) => one.do === 'print');
  if (effect?.do !== 'print') throw new Error('nothing is printed');
  return effect.job.id;
}

function printed(game: Play): void {
  game.happen({ is: 'printStarting', job: jobOf(game), mark, sha256: null });
  game.happen({ is: 'printEnded', job: jobOf(game), outcome: { is: 'printed' } });
}

const wanting = (receipt: 'offered' | 'printed', start = kioskWithLicence()): Kiosk => ({
  ...start,
  settings: { ...start.settings, receipt },
});

it('LC6 prints at a touch what the kiosk knows of the hand-over, with no network', () => {
  const game = handedOver(kioskWithTwo());
  const order = game.lastOrder();
  expect([game.kiosk.centralOnline, game.kiosk.session.at, game.is('printOrdered')]).toEqual([false, 'collected', []]);
  const takenAt = game.now;
  game.act({ act: 'printDelivery' });
  expect(game.is('printOrdered')).toMatchObject([{ document: order, kind: 'deliveryReceipt', copy: 1 }]);
  expect(game.kiosk.jobs.get(jobOf(game))).toMatchObject({
    printer: 'receiptPrinter',
    delivery: {
      cell: a01,
      items: [{ caseNumber: 'C-1' }, { caseNumber: 'C-1' }],
      maskedName: '甲*',
      byAgent: false,
      takenAt,
      evidence: 'sensor',
      isSigned: false,
      isConfirmedLocally: true,
    },
  });
  expect(JSON.stringify(game.facts)).not.toContain('甲');
});

it('LC6 goes back to the cell after the paper, which can still be opened once more; a second paper is a marked copy', () => {
  const game = handedOver();
  game.act({ act: 'printDelivery' });
  printed(game);
  expect(game.kiosk.session.at).toBe('printed');
  game.act({ act: 'back' });
  expect(game.kiosk.session).toMatchObject({ at: 'collected', cell: a01 });
  game.act({ act: 'reopen' });
  open(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  game.act({ act: 'printDelivery' });
  const [first, copy] = game.is('printOrdered');
  expect(first).toMatchObject({ copy: 1 });
  expect(copy).toMatchObject({ copy: 2, document: first?.is === 'printOrdered' ? first.document : '' });
  const times = game.effects.flatMap((one) => (one.do === 'print' ? [one.job.delivery?.takenAt] : []));
  expect(times[0]).toBe(times[1]);
});

it('LC6 says that it was signed, and that an agent took it', () => {
  const signed = kioskWithLicence();
  const game = play({ ...signed, settings: { ...signed.settings, signature: 'required' } });
  askForLicence(game);
  game.act({ act: 'sign', strokes: [Array.from({ length: 40 }, (_, index) => index * 10)] });
  open(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 500);
  // Shut at once and opened again: it is still signed for.
  game.act({ act: 'answerTaken', taken: false });
  open(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  expect(game.kiosk.session).toMatchObject({ at: 'collected', delivery: { isSigned: true, byAgent: false } });
  const start = kioskWithLicence();
  const right = { id: 'r9', item: [...start.items.keys()][0], cell: a01, person: stranger.person };
  const known = start.rights.get('r1');
  if (known === undefined) throw new Error('no right');
  const agent = handedOver(
    { ...start, rights: new Map(start.rights).set('r9', { ...known, ...right, item: known.item }) },
    stranger,
  );
  expect(agent.kiosk.session).toMatchObject({ at: 'collected', delivery: { byAgent: true, isSigned: false } });
});

it('LC6 comes out by itself where the site wants that, once, and not from a printer that cannot', () => {
  const game = handedOver(wanting('printed'));
  expect(game.kiosk.session.at).toBe('printing');
  printed(game);
  game.act({ act: 'back' });
  game.act({ act: 'reopen' });
  open(game);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  expect([game.kiosk.session.at, game.is('printOrdered').length]).toEqual(['collected', 1]);
  const start = wanting('printed');
  const empty = handedOver({ ...start, devices: new Map(start.devices).set('receiptPrinter', noPaper) });
  expect([empty.kiosk.session.at, empty.is('printOrdered'), empty.is('problemShown')]).toEqual(['collected', [], []]);
});

it('LC6 keeps the hand-over when the printer fails, says why, and goes back to the cell', () => {
  const game = handedOver();
  game.happen({ is: 'deviceChanged', device: 'receiptPrinter', condition: noPaper });
  game.act({ act: 'printDelivery' });
  expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'paperOut' });
  game.act({ act: 'back' });
  expect([game.kiosk.session.at, game.is('itemHandedOver').length]).toEqual(['collected', 1]);
});

it('LC6 asks about a receipt that a crash left in doubt, and can make its content again', () => {
  const game = handedOver();
  const order = game.lastOrder();
  game.act({ act: 'printDelivery' });
  const job = jobOf(game);
  game.happen({ is: 'printStarting', job, mark, sha256: null });
  game.crash();
  game.happen({ is: 'printLookedUp', job, found: 'unknown' });
  game.happen({ is: 'cardRead', holder: applicant }, 5_000);
  expect(game.kiosk.session).toMatchObject({ at: 'didItPrint', job });
  game.act({ act: 'answerPrinted', printed: false });
  const again = game.kiosk.jobs.get(jobOf(game));
  expect(again).toMatchObject({ document: order, copy: 2, reprintOf: job, delivery: { order, maskedName: '甲*' } });
});
