// Whose visit ends when it burns, and when.

import { expect, it } from 'vitest';
import { endsInFire } from '../../src/controller/fire.ts';
import { a01, applicant, kioskWithLicence, play, ready, technician } from '../support/rules.ts';
import { signing } from '../support/trial-pickup.ts';

function burning() {
  const game = play({ ...kioskWithLicence(), doors: new Map() });
  game.happen({ is: 'deviceChanged', device: 'boardA', condition: ready });
  return game;
}
const fire = { is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' } as const;
const ends = ({ kiosk, now }: ReturnType<typeof play>) => endsInFire(kiosk, { now, id: '' });

it('ends the visit of a citizen once it burns, and not before', () => {
  const game = burning();
  game.happen({ is: 'cardRead', holder: applicant });
  expect(ends(game)).toBe(false);
  game.happen(fire);
  expect(ends(game)).toBe(true);
  game.happen({ is: 'act', act: { act: 'finish' } });
  expect(ends(game)).toBe(false);
});

it('waits for a door that is being opened', () => {
  const game = burning();
  game.happen({ is: 'cardRead', holder: applicant });
  game.happen({ is: 'act', act: { act: 'showLicences' } });
  game.happen({ is: 'act', act: { act: 'collect', cell: a01 } });
  game.happen({ is: 'act', act: signing });
  expect(game.kiosk.session.at).toBe('opening');
  game.happen(fire);
  expect(ends(game)).toBe(false);
});

it('leaves the technician alone, and a kiosk at which nobody stands', () => {
  const game = burning();
  game.happen(fire);
  expect(ends(game)).toBe(false);
  game.happen({ is: 'cardSeen' });
  game.happen({ is: 'cardRead', holder: technician });
  game.happen({ is: 'pinChecked', person: technician.person, right: true });
  expect(game.kiosk.session.at).toBe('technician');
  expect(ends(game)).toBe(false);
});
