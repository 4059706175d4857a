// Asking for a person: nothing is promised that nobody has promised, and the number to dial is there when nobody answers.

import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { helpShown } from '../../src/core/help.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import { isAllowed } from '../../src/core/permission.ts';
import { step } from '../../src/core/step.ts';
import { emptyKiosk, night } from '../support/rules.ts';

const idAt = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
function stepAt(kiosk: Kiosk, event: Event, second: number) {
  return step(kiosk, event, { now: night + second * 1_000, id: idAt(second) });
}
const online = { ...emptyKiosk(), centralOnline: true };
const call = { is: 'act', act: { act: 'callHelp' } } as const;
const news = (is: 'helpAnswered' | 'helpEnded', of: string): Event => ({
  is: 'news',
  cursor: 1,
  asOf: night,
  news: { is, call: of },
});
const shownAt = (kiosk: Kiosk, second: number) => helpShown(kiosk, night + second * 1_000);

describe('DA3 a call for help', () => {
  it('is a fact at once, and says what becomes of it', () => {
    const called = stepAt(online, call, 1);
    expect(called.changes.facts.map(({ fact }) => fact)).toEqual([
      { is: 'helpCalled', call: idAt(1), screen: 'welcome', caseNumber: null },
    ]);
    expect([shownAt(called.kiosk, 1), shownAt(called.kiosk, 60), shownAt(called.kiosk, 61)]).toEqual([
      'calling',
      'calling',
      'dial',
    ]);
    const answered = stepAt(called.kiosk, news('helpAnswered', idAt(1)), 5).kiosk;
    expect(shownAt(answered, 300)).toBe('coming');
    expect(shownAt(stepAt(answered, news('helpEnded', idAt(1)), 300).kiosk, 300)).toBe('none');
  });

  it('shows at once what to dial when central cannot be reached', () => {
    expect(shownAt(stepAt(emptyKiosk(), call, 1).kiosk, 1)).toBe('dial');
  });

  it('names the case of the trouble on the screen, and nobody', () => {
    const trouble: Kiosk = {
      ...online,
      session: {
        at: 'problem',
        problem: 'cardUnreadable',
        caseNumber: 'ABC234',
        cell: null,
        visit: null,
        deadline: night + 60_000,
      },
    };
    expect(stepAt(trouble, call, 1).changes.facts[0]?.fact).toMatchObject({ screen: 'problem', caseNumber: 'ABC234' });
  });

  it('is one at a time, can be withdrawn, and is over by itself some time', () => {
    const { kiosk } = stepAt(online, call, 1);
    expect(isAllowed(kiosk, { act: 'callHelp' }, { now: night, id: '' })).toBe(false);
    expect(stepAt(kiosk, call, 2).changes.facts).toEqual([]);
    const withdrawn = stepAt(kiosk, { is: 'act', act: { act: 'withdrawHelp' } }, 3);
    expect(withdrawn.changes.facts.map(({ fact }) => fact)).toEqual([{ is: 'helpWithdrawn', call: idAt(1) }]);
    expect(isAllowed(withdrawn.kiosk, { act: 'withdrawHelp' }, { now: night, id: '' })).toBe(false);
    expect(stepAt(kiosk, { is: 'tick' }, 300).kiosk.help).not.toBeNull();
    expect(stepAt(kiosk, { is: 'tick' }, 301).kiosk.help).toBeNull();
    const coming = stepAt(kiosk, news('helpAnswered', idAt(1)), 5).kiosk;
    expect(stepAt(coming, { is: 'tick' }, 900).kiosk.help).not.toBeNull();
    expect(stepAt(coming, { is: 'tick' }, 901).kiosk.help).toBeNull();
  });

  it('takes no answer to another call', () => {
    const { kiosk } = stepAt(online, call, 1);
    expect(stepAt(kiosk, news('helpAnswered', idAt(9)), 2).kiosk.help?.is).toBe('called');
    expect(stepAt(kiosk, news('helpEnded', idAt(9)), 2).kiosk.help).not.toBeNull();
    expect(stepAt(online, news('helpAnswered', idAt(1)), 2).kiosk.help).toBeNull();
  });
});
