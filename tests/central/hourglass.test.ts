// The hourglass as rules: what time does to a ticket, and what staff do, in every order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAt, stepTicket, type Ticket, type TicketEvent, type TicketState } from '../../src/central/hourglass.ts';

const minute = 60_000;
const fresh: Ticket = { takenAt: 0, limitMs: 20 * minute, state: { is: 'waiting', heldMs: 0 } };

/** Every event at its time; what is refused changes nothing. */
function played(events: readonly (readonly [number, TicketEvent])[], ticket = fresh): Ticket {
  return events.reduce((before, [at, event]) => {
    const next = stepTicket(before, event, at);
    return next.ok ? next.value : before;
  }, ticket);
}
const tick = (at: number) => [at, { is: 'tick' }] as const;
const claim = (at: number, by: string) => [at, { is: 'claim', by }] as const;

describe('QH2 the limit', () => {
  it('is reached at 20 min 00 s, not a moment before', () => {
    expect(dueAt(fresh)).toBe(20 * minute);
    expect(played([tick(20 * minute - 1)]).state.is).toBe('waiting');
    expect(played([tick(20 * minute)]).state).toEqual({ is: 'alerted', alertedAt: 20 * minute, escalatedAt: null });
  });

  it('is the same moment for whoever looks late', () => {
    expect(played([tick(95 * minute)]).state).toEqual(played([tick(20 * minute)]).state);
    expect(played([tick(95 * minute), tick(95 * minute)]).state).toMatchObject({ escalatedAt: 23 * minute });
  });

  it('waits while a form is being filled in, and the place stays', () => {
    const held = played([
      [5 * minute, { is: 'hold' }],
      [15 * minute, { is: 'resume' }],
    ]);
    expect(dueAt(held)).toBe(30 * minute);
    expect(held.takenAt).toBe(0);
    expect(dueAt(played([[5 * minute, { is: 'hold' }]]))).toBeNull();
  });
});

describe('QH4 a visit', () => {
  const at20 = tick(20 * minute);

  it('is claimed by one, who goes, talks, and says what came of it', () => {
    const done = played([
      at20,
      claim(21 * minute, 'a'),
      [22 * minute, { is: 'go', by: 'a' }],
      [23 * minute, { is: 'begin', by: 'a' }],
      [30 * minute, { is: 'end', by: 'a', outcome: 'papers' }],
    ]);
    expect(done.state).toEqual({
      is: 'attended',
      alertedAt: 20 * minute,
      by: 'a',
      claimedAt: 21 * minute,
      beganAt: 23 * minute,
      endedAt: 30 * minute,
      outcome: 'papers',
    });
  });

  it('is not claimed by a second, nor moved by anybody else', () => {
    const claimed = played([at20, claim(21 * minute, 'a')]);
    const others: readonly TicketEvent[] = [
      { is: 'claim', by: 'b' },
      { is: 'leave', by: 'b' },
      { is: 'go', by: 'b' },
      { is: 'begin', by: 'b' },
      { is: 'end', by: 'b', outcome: 'left' },
    ];
    for (const event of others)
      expect(stepTicket(claimed, event, 22 * minute)).toEqual({ ok: false, problem: 'takenByOther' });
  });

  it("is the supervisor's when nobody has claimed it for three minutes, and again after it was put back", () => {
    expect(played([at20, tick(23 * minute - 1)]).state).toMatchObject({ escalatedAt: null });
    expect(played([at20, tick(23 * minute)]).state).toMatchObject({ escalatedAt: 23 * minute });
    const back = played([at20, claim(21 * minute, 'a'), [22 * minute, { is: 'leave', by: 'a' }], tick(24 * minute)]);
    expect(back.state).toMatchObject({ is: 'alerted', escalatedAt: 23 * minute });
  });

  it('ends at the window when the number is called in the middle of it', () => {
    const called = played([
      at20,
      claim(21 * minute, 'a'),
      [22 * minute, { is: 'begin', by: 'a' }],
      [25 * minute, { is: 'call' }],
    ]);
    expect(called.state).toMatchObject({
      is: 'closed',
      was: { is: 'attended', endedAt: 25 * minute, outcome: 'window' },
    });
    expect(stepTicket(called, { is: 'claim', by: 'b' }, 26 * minute).ok).toBe(false);
  });
});

describe('whatever happens, in whatever order', () => {
  const by = fc.constantFrom('a', 'b');
  const event: fc.Arbitrary<TicketEvent> = fc.oneof(
    fc.record({
      is: fc.constantFrom('tick' as const, 'hold' as const, 'resume' as const, 'call' as const, 'gone' as const),
    }),
    fc.record({ is: fc.constantFrom('leave' as const, 'go' as const, 'begin' as const), by }),
    fc.record({ is: fc.constant('claim' as const), by }),
    fc.record({ is: fc.constant('end' as const), by, outcome: fc.constantFrom('papers' as const, 'left' as const) }),
  );
  const alertedAt = (state: TicketState): number | undefined => {
    const open = state.is === 'closed' ? state.was : state;
    return 'alertedAt' in open ? open.alertedAt : undefined;
  };

  it('a ticket is alerted at most once, at its limit, and by one owner at a time', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4 * minute), event), { maxLength: 40 }), (steps) => {
        let now = 0;
        let ticket = fresh;
        let first: number | undefined;
        for (const [wait, what] of steps) {
          now += wait;
          const next = stepTicket(ticket, what, now);
          if (!next.ok) continue;
          const alert = alertedAt(next.value.state);
          if (first !== undefined) expect(alert).toBe(first);
          first ??= alert;
          if (alert !== undefined) expect(alert).toBeLessThanOrEqual(now);
          const due = dueAt(next.value);
          if (due !== null && what.is !== 'leave') expect(due).toBeGreaterThan(now - 4 * minute);
          ticket = next.value;
        }
      }),
    );
  });
});
