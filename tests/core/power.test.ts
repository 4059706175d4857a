// Power: lists of what the supply says and when, and what the kiosk makes of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PowerEvent, type PowerReading, type PowerState, powerUnasked, stepPower } from '../../src/core/power.ts';
import { a01, applicant, askForLicence, emptyKiosk, kioskWithLicence, play } from '../support/rules.ts';

const mains: PowerReading = { is: 'mains' };
const unknown: PowerReading = { is: 'unknown' };
const battery: PowerReading = { is: 'battery', charge: 90, low: false };
const low: PowerReading = { is: 'battery', charge: 90, low: true };
const empty: PowerReading = { is: 'battery', charge: 39, low: false };
const tick = 'tick' as const;

type Said = PowerReading | typeof tick;
const eventOf = (said: Said): PowerEvent => (said === tick ? { is: 'tick' } : { is: 'power', power: said });

/** The level after each entry; times in seconds. */
function levels(story: readonly (readonly [number, Said])[]): readonly string[] {
  let state = powerUnasked;
  return story.map(([seconds, said]) => {
    state = stepPower(state, eventOf(said), seconds * 1_000);
    return state.is;
  });
}

describe('a power cut', () => {
  it.each<[string, readonly (readonly [number, Said, PowerState['is']])[]]>([
    [
      'counts after five seconds',
      [
        [0, mains, 'mains'],
        [10, battery, 'mains'],
        [14.9, tick, 'mains'],
        [15, tick, 'onBattery'],
      ],
    ],
    [
      'of four seconds is none',
      [
        [0, battery, 'mains'],
        [4, mains, 'mains'],
        [5, battery, 'mains'],
        [9, tick, 'mains'],
      ],
    ],
    [
      'of more than a minute ends service',
      [
        [0, battery, 'mains'],
        [5, tick, 'onBattery'],
        [60, tick, 'onBattery'],
        [60.1, tick, 'leaving'],
      ],
    ],
    [
      'with a low battery ends it as soon as it counts',
      [
        [0, low, 'mains'],
        [4, tick, 'mains'],
        [5, tick, 'leaving'],
      ],
    ],
    [
      'with less than 40 % as well',
      [
        [0, empty, 'mains'],
        [5, tick, 'leaving'],
      ],
    ],
    [
      'whose battery runs low ends it then',
      [
        [0, battery, 'mains'],
        [5, tick, 'onBattery'],
        [20, low, 'leaving'],
      ],
    ],
    [
      'with 40 % or an unknown charge goes on',
      [
        [0, { is: 'battery', charge: 40, low: false }, 'mains'],
        [6, { is: 'battery', charge: null, low: false }, 'onBattery'],
      ],
    ],
    [
      'is over after a minute of mains',
      [
        [0, battery, 'mains'],
        [5, tick, 'onBattery'],
        [10, mains, 'onBattery'],
        [69.9, tick, 'onBattery'],
        [70, tick, 'mains'],
      ],
    ],
    [
      'is over after a minute of mains, also for one that leaves',
      [
        [0, low, 'mains'],
        [5, tick, 'leaving'],
        [10, mains, 'leaving'],
        [70, tick, 'mains'],
      ],
    ],
    [
      'that comes back within the minute begins a new count',
      [
        [0, battery, 'mains'],
        [50, tick, 'onBattery'],
        [51, mains, 'onBattery'],
        [60, battery, 'onBattery'],
        [100, tick, 'onBattery'],
        [120.1, tick, 'leaving'],
      ],
    ],
    [
      'does not become less by a better charge',
      [
        [0, empty, 'mains'],
        [5, tick, 'leaving'],
        [6, battery, 'leaving'],
        [30, tick, 'leaving'],
      ],
    ],
  ])('%s', (_, story) => {
    expect(levels(story.map(([seconds, said]) => [seconds, said]))).toEqual(story.map(([, , level]) => level));
  });
});

describe('not knowing', () => {
  it.each<[string, readonly (readonly [number, Said, PowerState['is']])[]]>([
    [
      'is no power cut',
      [
        [0, unknown, 'mains'],
        [3_600, tick, 'mains'],
      ],
    ],
    [
      'stops the count of a cut',
      [
        [0, battery, 'mains'],
        [4, unknown, 'mains'],
        [60, tick, 'mains'],
        [61, battery, 'mains'],
        [65, tick, 'mains'],
        [66, tick, 'onBattery'],
      ],
    ],
    [
      'does not end service',
      [
        [0, battery, 'mains'],
        [5, tick, 'onBattery'],
        [10, unknown, 'onBattery'],
        [3_600, tick, 'onBattery'],
      ],
    ],
    [
      'does not bring it back',
      [
        [0, battery, 'mains'],
        [5, tick, 'onBattery'],
        [10, mains, 'onBattery'],
        [60, unknown, 'onBattery'],
        [3_600, tick, 'onBattery'],
        [3_601, mains, 'onBattery'],
        [3_661, tick, 'mains'],
      ],
    ],
  ])('%s', (_, story) => {
    expect(levels(story.map(([seconds, said]) => [seconds, said]))).toEqual(story.map(([, , level]) => level));
  });
});

describe('over any story', () => {
  const said = fc.constantFrom<Said>(mains, unknown, battery, low, empty, tick);
  const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 70_000 }), said), { maxLength: 80 });

  it('leaves mains only after five seconds of battery, and comes back only after a minute of mains', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let now = 0;
        let state = powerUnasked;
        let lastWord: { is: string; since: number } = { is: 'unknown', since: 0 };
        for (const [passed, what] of steps) {
          now += passed;
          if (what !== tick && what.is !== lastWord.is) lastWord = { is: what.is, since: now };
          const next = stepPower(state, eventOf(what), now);
          if (next.is !== state.is) {
            const lasted = now - lastWord.since;
            expect([lastWord.is, lasted >= (next.is === 'mains' ? 60_000 : 5_000)]).toEqual([
              next.is === 'mains' ? 'mains' : 'battery',
              true,
            ]);
            if (state.is === 'leaving') expect(next.is).toBe('mains');
          }
          if (what !== tick && what.is === 'unknown') expect(next.is).toBe(state.is);
          expect(stepPower(next, { is: 'tick' }, now)).toBe(next);
          state = next;
        }
      }),
    );
  });
});

describe('the kiosk', () => {
  it('E17 begins no visit on battery, says why, and begins again after a minute of mains', () => {
    const game = play(emptyKiosk());
    game.happen({ is: 'power', power: battery });
    game.wait(5_500);
    game.happen({ is: 'cardSeen' });
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'onBattery', visit: null });
    expect(game.is('visitBegan')).toEqual([]);
    game.act({ act: 'back' });
    game.happen({ is: 'power', power: mains });
    game.wait(60_500);
    game.happen({ is: 'cardRead', holder: applicant });
    expect(game.is('visitBegan')).toHaveLength(1);
    expect(game.is('powerChanged')).toEqual([
      { is: 'powerChanged', to: 'onBattery' },
      { is: 'powerChanged', to: 'mains' },
    ]);
  });

  it('E17 lets a visit that has begun go on to its end', () => {
    const game = play(kioskWithLicence());
    game.happen({ is: 'power', power: battery });
    askForLicence(game);
    game.wait(6_000);
    expect(game.kiosk.power.is).toBe('onBattery');
    expect(game.kiosk.session.at).not.toBe('problem');
    expect(game.pulses()).toBeGreaterThan(0);
  });

  it('E17 ends a visit that only rests when the battery ends, and first lets one finish that has a door open', () => {
    const resting = play(kioskWithLicence());
    resting.happen({ is: 'cardRead', holder: applicant });
    expect(resting.kiosk.session.at).toBe('menu');
    resting.happen({ is: 'power', power: low });
    resting.wait(5_500);
    expect(resting.kiosk.session.at).toBe('welcome');
    expect(resting.is('visitEnded')).toEqual([{ is: 'visitEnded', how: 'problem' }]);

    const busy = play(kioskWithLicence());
    askForLicence(busy);
    busy.happen({ is: 'pulsed', order: busy.lastOrder(), outcome: 'acknowledged' });
    busy.happen({ is: 'doorChanged', cell: a01, reads: 'open' });
    busy.happen({ is: 'power', power: low });
    busy.wait(6_000);
    expect(busy.kiosk.power.is).toBe('leaving');
    expect(busy.kiosk.session.at).toBe('doorOpen');
    busy.happen({ is: 'doorChanged', cell: a01, reads: 'closed' });
    expect(busy.is('itemHandedOver')).toHaveLength(1);
  });
});
