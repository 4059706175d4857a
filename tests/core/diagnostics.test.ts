// Diagnostics: entered by card and PIN, never into somebody's visit, left when the devices have been through their tests.

import { describe, expect, it } from 'vitest';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  applicant,
  askForLicence,
  emptyKiosk,
  kioskWithLicence,
  night,
  type Play,
  play,
  signIn,
  technician,
} from '../support/rules.ts';

const mode = (game: Play) => game.kiosk.diagnostics.is;
const by = technician.person;

function technicianAt(start: Kiosk = emptyKiosk()): Play {
  const game = play(start);
  signIn(game, technician);
  game.devicesAnswer = false;
  return game;
}

/** A print job of the visit before that the printer is still at. */
function withPaperUnderWay(): Kiosk {
  const job = {
    id: '0'.repeat(8),
    document: 'D-1',
    kind: 'paymentReceipt',
    printer: 'receiptPrinter',
    person: applicant.person,
    copy: 1,
    reprintOf: null,
    at: night,
    expiresAt: night + 120_000,
    state: { is: 'sent', at: night, mark: { cuts: null } },
  } as const;
  return { ...emptyKiosk(), jobs: new Map([[job.id, job]]) };
}

describe('diagnostics', () => {
  it('DI1 begins with card and PIN and is a fact with the role', () => {
    const game = technicianAt();
    expect([game.kiosk.session.at, mode(game)]).toEqual(['technician', 'active']);
    expect(game.is('diagnosticsBegan')).toEqual([{ is: 'diagnosticsBegan', by, role: 'technician' }]);
  });

  it('DI1 is refused while a citizen is served: the card changes nothing', () => {
    const game = play(kioskWithLicence());
    askForLicence(game);
    const { session } = game.kiosk;
    game.happen({ is: 'cardSeen' });
    game.happen({ is: 'cardRead', holder: technician });
    expect(game.kiosk.session).toEqual(session);
    expect(mode(game)).toBe('inactive');
  });

  it('DI1 waits for the paper of the visit before, and not for ever', () => {
    const game = technicianAt(withPaperUnderWay());
    expect([game.kiosk.session.at, mode(game)]).toEqual(['entering', 'enterPending']);
    expect(game.is('diagnosticsBegan')).toEqual([]);
    game.happen({ is: 'printEnded', job: '0'.repeat(8), outcome: { is: 'printed' } });
    game.wait(250);
    expect([game.kiosk.session.at, mode(game)]).toEqual(['technician', 'active']);

    const other = technicianAt(withPaperUnderWay());
    other.wait(30_000);
    expect(mode(other)).toBe('active');
  });

  it('DI1 that is left before it began leaves no trace', () => {
    const game = technicianAt(withPaperUnderWay());
    game.act({ act: 'back' });
    expect(mode(game)).toBe('inactive');
    expect([game.is('diagnosticsBegan'), game.is('diagnosticsEnded')]).toEqual([[], []]);
  });

  it('DI1 ends when every device has been tested, and serves nobody before', () => {
    const game = technicianAt(kioskWithLicence());
    game.act({ act: 'finish' });
    expect(mode(game)).toBe('exitPending');
    const devices = [...game.kiosk.devices.keys()];
    game.wait(9_000);
    expect(game.kiosk.session.at).toBe('welcome');
    expect(game.allowed({ act: 'useCode' })).toBe(false);
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'maintenance' });
    game.act({ act: 'back' });
    for (const device of devices)
      game.happen({ is: 'deviceTested', device, passed: device !== 'boardB', detail: 'as it is' });
    expect(mode(game)).toBe('inactive');
    expect(game.is('diagnosticsEnded')).toEqual([
      { is: 'diagnosticsEnded', by, role: 'technician', failed: ['boardB'] },
    ]);
    askForLicence(game);
    expect(game.kiosk.session.at).toBe('opening');
  });

  it('DI1 a device that never answers is named and keeps nobody out', () => {
    const game = technicianAt();
    game.act({ act: 'finish' });
    game.wait(30_250);
    expect(mode(game)).toBe('inactive');
    expect(game.is('diagnosticsEnded')).toMatchObject([{ failed: [...game.kiosk.devices.keys()] }]);
  });

  it('DI1 leaves by itself when nobody touches it, but not while a door is open', () => {
    const game = technicianAt();
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    game.wait(10 * 60_000 + 1_000);
    expect(game.kiosk.session.at).toBe('technician');
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    game.wait(250);
    expect([game.kiosk.session.at, mode(game)]).toEqual(['welcome', 'exitPending']);
  });

  it('DI1 is not left to the next person by a door that nobody shuts', () => {
    const game = technicianAt();
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    game.wait(15 * 60_000 - 1_000);
    expect(game.kiosk.session.at).toBe('technician');
    game.wait(2_000);
    expect([game.kiosk.session.at, mode(game)]).toEqual(['welcome', 'exitPending']);
    expect(game.kiosk.doors.get(a01)?.told).toBe('alarm');
  });

  it('DI1 leaves the hall door alone', () => {
    const game = technicianAt();
    game.happen({ is: 'hallCardRead', holder: applicant });
    expect(game.is('hallEntryGranted')).toMatchObject([{ person: applicant.person }]);
    expect(game.kiosk.session.at).toBe('technician');
  });

  it('DI3 an internal test is a fact, and one that nobody ordered is none', () => {
    const game = technicianAt();
    game.happen({ is: 'deviceTested', device: 'boardA', passed: true, detail: 'late' });
    expect(game.is('deviceTested')).toEqual([]);
    game.act({ act: 'testDevice', device: 'boardA' });
    expect(game.allowed({ act: 'testDevice', device: 'boardA' })).toBe(false);
    game.happen({ is: 'deviceTested', device: 'boardA', passed: false, detail: 'no answer' });
    expect(game.changes.tests).toMatchObject([{ device: 'boardA', level: 'internal', outcome: 'failed' }]);
    expect(game.is('deviceTested')).toEqual([
      { is: 'deviceTested', device: 'boardA', level: 'internal', outcome: 'failed', detail: 'no answer' },
    ]);
  });

  it('SY9 asks central at once when the technician wishes it, and for nobody else', () => {
    const game = technicianAt();
    game.act({ act: 'retrySync' });
    expect(game.effects.filter((effect) => effect.do === 'retrySync')).toHaveLength(1);
    game.act({ act: 'finish' });
    expect(game.allowed({ act: 'retrySync' })).toBe(false);
  });
});
