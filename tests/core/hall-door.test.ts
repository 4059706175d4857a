// The hall door as lists of events and times: who entered, which alarm began and ended, and what a fire changes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { HallAlarm } from '../../src/core/hall-door.ts';
import { applicant, depositor, emptyKiosk, type Play, play, stranger, technician } from '../support/rules.ts';

const contact = (reads: 'open' | 'closed' | 'unknown', exitPressed = false): Event => ({
  is: 'hallInputs',
  contact: reads,
  exitPressed,
});
const open = contact('open');
const shut = contact('closed');
const card: Event = { is: 'hallCardRead', holder: stranger };
const fire: Event = { is: 'hallAlarms', fire: 'alarm', tamper: 'quiet' };
const quiet: Event = { is: 'hallAlarms', fire: 'quiet', tamper: 'quiet' };

/** Facts of the door in short: kind, and the alarm where there is one. */
function told({ facts }: Play): readonly string[] {
  return facts.flatMap(({ fact }) => {
    if (!fact.is.startsWith('hall')) return [];
    return 'alarm' in fact ? [`${fact.is} ${fact.alarm}`] : [fact.is];
  });
}
const releases = ({ effects }: Play) => effects.filter((effect) => effect.do === 'releaseHallDoor').length;

describe('a grant', () => {
  it('lasts 10 s, and longer where the strike is held free for longer', () => {
    for (const [hallReleaseMs, lastsMs] of [
      [5_000, 10_000],
      [1_000, 10_000],
      [20_000, 25_000],
    ] as const) {
      for (const [afterMs, fact] of [
        [lastsMs, 'hallEntered'],
        [lastsMs + 1, 'hallDoorAlarm forced'],
      ] as const) {
        const start = emptyKiosk();
        const game = play({ ...start, settings: { ...start.settings, hallReleaseMs } });
        game.happen(card);
        game.happen(open, afterMs);
        expect(told(game)).toEqual(['hallEntryGranted', fact]);
      }
    }
  });

  it('that nobody used is told, once', () => {
    const game = play(emptyKiosk());
    game.happen(card);
    game.wait(30_000);
    expect(told(game)).toEqual(['hallEntryGranted', 'hallNotEntered']);
  });

  it('that was not used because nobody could see the door accuses nobody', () => {
    const game = play(emptyKiosk());
    game.happen(contact('unknown'));
    game.happen(card);
    game.wait(30_000);
    game.happen(open);
    expect(told(game)).toEqual(['hallEntryGranted']);
  });

  it('covers a second push and a door that falls shut in between', () => {
    const game = play(emptyKiosk());
    game.happen(card);
    game.happen(open, 1_000);
    game.happen(shut, 1_000);
    game.happen(open, 2_000);
    game.happen(shut, 2_000);
    expect(told(game)).toEqual(['hallEntryGranted', 'hallEntered']);
    game.happen(open, 10_000);
    expect(told(game).slice(2)).toEqual(['hallDoorAlarm forced']);
  });

  it('of the next person, while the door still stands open, is an entry of its own', () => {
    const game = play(emptyKiosk());
    game.happen(card);
    game.happen(open, 1_000);
    game.happen({ is: 'hallCardRead', holder: applicant }, 1_000);
    game.happen(shut, 1_000);
    game.happen(open, 1_000);
    game.wait(20_000);
    expect(game.is('hallEntered')).toEqual([
      { is: 'hallEntered', person: stranger.person },
      { is: 'hallEntered', person: applicant.person },
    ]);
    expect(told(game)).not.toContain('hallDoorAlarm forced');
    expect(releases(game)).toBe(2);
  });
});

describe('an alarm', () => {
  it('begins when the door opens by itself, and ends when it is shut', () => {
    const game = play(emptyKiosk());
    game.happen(open);
    expect(game.kiosk.hallDoor.alarms).toEqual(['forced']);
    game.happen(shut, 5_000);
    expect(told(game)).toEqual(['hallDoorAlarm forced', 'hallDoorAlarmEnded forced']);
  });

  it('is shunted by the exit button', () => {
    const game = play(emptyKiosk());
    game.happen(contact('open', true));
    expect(told(game)).toEqual(['hallExit']);
  });

  it('is not made of a door that nobody saw opening', () => {
    const game = play(emptyKiosk());
    game.happen(contact('unknown'));
    game.happen(open, 60_000);
    expect(told(game)).toEqual([]);
  });

  it('comes after 30 s for an open door, once, and ends when it closes', () => {
    const game = play(emptyKiosk());
    game.happen(contact('open', true));
    game.wait(30_000);
    expect(told(game)).toEqual(['hallExit']);
    game.wait(90_000);
    expect(told(game)).toEqual(['hallExit', 'hallDoorAlarm heldOpen']);
    game.happen(shut);
    game.happen(contact('open', true));
    game.wait(31_000);
    expect(told(game).slice(2)).toEqual(['hallDoorAlarmEnded heldOpen', 'hallExit', 'hallDoorAlarm heldOpen']);
  });

  it('goes on while the board is lost, and is not told twice', () => {
    const game = play(emptyKiosk());
    game.happen(open);
    game.wait(31_000);
    game.happen(contact('unknown'));
    game.wait(60_000);
    game.happen(open);
    game.wait(60_000);
    expect(told(game)).toEqual(['hallDoorAlarm forced', 'hallDoorAlarm heldOpen']);
    game.happen(contact('unknown'));
    game.happen(shut);
    expect(told(game).slice(2)).toEqual(['hallDoorAlarmEnded forced', 'hallDoorAlarmEnded heldOpen']);
  });

  it('of the tamper contact begins and ends with it, and not with a lost or a missing wire', () => {
    const game = play(emptyKiosk());
    for (const tamper of ['absent', 'unknown', 'alarm', 'unknown', 'alarm', 'quiet', 'quiet'] as const) {
      game.happen({ is: 'hallAlarms', fire: 'absent', tamper });
    }
    expect(told(game)).toEqual(['hallDoorAlarm tamper', 'hallDoorAlarmEnded tamper']);
  });
});

describe('a fire', () => {
  it('E28 lets nobody be sent in, and puts no pulse on the door', () => {
    const game = play(emptyKiosk());
    game.happen(fire);
    game.happen(card);
    game.happen({ is: 'hallCardRead', holder: technician });
    expect(releases(game)).toBe(0);
    expect(game.is('hallEntryRefused')).toEqual([
      { is: 'hallEntryRefused', why: 'fireAlarm' },
      { is: 'hallEntryRefused', why: 'fireAlarm' },
    ]);
    game.happen(quiet);
    game.happen(card);
    expect(releases(game)).toBe(1);
  });

  it('makes no alarm of the doors that it opens', () => {
    const game = play(emptyKiosk());
    game.happen(fire);
    game.happen(open);
    game.wait(120_000);
    expect(told(game)).toEqual(['hallDoorAlarm fire', 'hallExit']);
    game.happen(quiet);
    game.wait(30_000);
    expect(told(game).slice(2)).toEqual(['hallDoorAlarmEnded fire']);
    game.wait(1_000);
    expect(told(game).slice(3)).toEqual(['hallDoorAlarm heldOpen']);
  });

  it('is not over because the wire was lost', () => {
    const game = play(emptyKiosk());
    game.happen(fire);
    game.happen({ is: 'hallAlarms', fire: 'unknown', tamper: 'unknown' });
    game.happen(card);
    expect(releases(game)).toBe(0);
  });

  it('lets no visit begin at the kiosk but a technician’s, who may find a cut wire', () => {
    const game = play(emptyKiosk());
    game.happen(fire);
    for (const holder of [applicant, depositor]) {
      game.happen({ is: 'cardRead', holder });
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'fireAlarm', visit: null });
    }
    game.happen({ is: 'cardSeen' });
    game.happen({ is: 'cardRead', holder: technician });
    expect(game.kiosk.session).toMatchObject({ at: 'pin', visit: { role: 'technician' } });
  });
});

describe('whatever happens', () => {
  const reading = fc.constantFrom('alarm', 'quiet', 'unknown', 'absent' as const);
  const event: fc.Arbitrary<Event> = fc.oneof(
    fc.constant(card),
    fc
      .tuple(fc.constantFrom('open', 'closed', 'unknown' as const), fc.boolean())
      .map(([reads, exitPressed]) => contact(reads, exitPressed)),
    fc.record({ is: fc.constant('hallAlarms' as const), fire: reading, tamper: reading }),
    fc.constant<Event>({ is: 'tick' }),
  );
  const night = fc.array(fc.tuple(event, fc.constantFrom(0, 100, 2_000, 10_000, 10_001, 35_000)), { maxLength: 60 });

  /** The same rules said once more from outside: only the events and their times, no state of the door. */
  function expected(before: readonly (readonly [Event, number])[], [now, at]: readonly [Event, number]) {
    const contacts = before.flatMap(([one]) => (one.is === 'hallInputs' ? [one.contact] : []));
    const wasClosed = (contacts.at(-1) ?? 'closed') === 'closed';
    const fires = before.flatMap(([one]) => (one.is === 'hallAlarms' ? [one.fire] : []));
    const isFire = fires.findLast((one) => one === 'alarm' || one === 'quiet') === 'alarm';
    const granted = before.some(([one, then], place) => {
      const earlier = before.slice(0, place).flatMap(([each]) => (each.is === 'hallAlarms' ? [each.fire] : []));
      const burnt = earlier.findLast((each) => each === 'alarm' || each === 'quiet') === 'alarm';
      return one.is === 'hallCardRead' && !burnt && at - then <= 10_000;
    });
    const opens = now.is === 'hallInputs' && now.contact === 'open' && wasClosed;
    return { forced: opens && !now.exitPressed && !isFire && !granted, isFire };
  }

  it('forced means just that, no fire is answered with a pulse, and every alarm is told once and ended once', () => {
    fc.assert(
      fc.property(night, (events) => {
        const game = play(emptyKiosk());
        const before: [Event, number][] = [];
        for (const [one, afterMs] of events) {
          const [told, released, wasForced] = [
            game.facts.length,
            releases(game),
            game.kiosk.hallDoor.alarms.includes('forced'),
          ];
          game.happen(one, afterMs);
          const rule = expected(before, [one, game.now]);
          const fresh: readonly Fact[] = game.facts.slice(told).map(({ fact }) => fact);
          const isForced = fresh.some((fact) => fact.is === 'hallDoorAlarm' && fact.alarm === 'forced');
          expect(isForced).toBe(rule.forced && !wasForced);
          expect(releases(game) - released).toBe(one.is === 'hallCardRead' && !rule.isFire ? 1 : 0);
          before.push([one, game.now]);
        }
        const on = new Set<HallAlarm>();
        for (const { fact } of game.facts) {
          if (fact.is !== 'hallDoorAlarm' && fact.is !== 'hallDoorAlarmEnded') continue;
          expect(on.has(fact.alarm)).toBe(fact.is === 'hallDoorAlarmEnded');
          if (fact.is === 'hallDoorAlarm') on.add(fact.alarm);
          else on.delete(fact.alarm);
        }
        expect(new Set(game.kiosk.hallDoor.alarms)).toEqual(on);
        expect(game.is('hallEntered').length + game.is('hallNotEntered').length).toBeLessThanOrEqual(
          game.is('hallEntryGranted').length,
        );
      }),
      { numRuns: 500 },
    );
  });
});
