// What a window gets and may ask: the last view, answers, and nothing from a call that is wrong or too late.

import { describe, expect, it } from 'vitest';
import type { Pong, ToWindow } from '../../src/contract/rpc.ts';
import type { View } from '../../src/contract/view.ts';
import { createWindows } from '../../src/controller/windows.ts';
import type { Act } from '../../src/core/act.ts';

const picture = { screen: { at: 'welcome' } } as unknown as Omit<View, 'sequence' | 'madeAt'>;
const other = { screen: { at: 'thanks' } } as unknown as Omit<View, 'sequence' | 'madeAt'>;

function setUp(isAllowed: (act: Act) => boolean = () => true) {
  const taken: Act[] = [];
  const windows = createWindows({ clock: { now: () => 7 }, isAllowed, take: (act) => taken.push(act) });
  const sent: (ToWindow | Pong)[] = [];
  return { windows, taken, sent, attach: () => windows.attach((message) => sent.push(message)) };
}

describe('windows', () => {
  it('answer the shell that asks whether they still turn', () => {
    const { sent, attach } = setUp();
    attach().receive({ is: 'ping' });
    expect(sent).toEqual([{ is: 'pong' }]);
  });

  it('show a late or reloaded window the same view', () => {
    const { windows, sent, attach } = setUp();
    windows.push(picture);
    const link = attach();
    link.receive({ is: 'hello' });
    const view = { ...picture, sequence: 1, madeAt: 7 };
    expect(sent).toEqual([
      { is: 'view', view },
      { is: 'view', view },
    ]);
  });

  it('get a view only when something on it changed', () => {
    const { windows, sent, attach } = setUp();
    attach();
    windows.push(picture);
    windows.push({ ...picture });
    windows.push(other);
    expect(sent.map((message) => (message.is === 'view' ? message.view.sequence : 0))).toEqual([1, 2]);
  });

  it('are told what was wrong with a call, and nothing is done', () => {
    const { windows, taken } = setUp();
    const wrong = [
      undefined,
      null,
      7,
      'stay',
      {},
      { act: 'openAllDoors' },
      { act: 'pin', digits: '12' },
      { act: 'collect' },
      { act: 'stay', more: 1 },
      { act: 'collect', item: '../../etc' },
      { act: 'openForLook', cell: '0' },
    ];
    for (const call of wrong) expect(windows.call(call)).toMatchObject({ ok: false, problem: { problem: 'badCall' } });
    expect(taken).toEqual([]);
  });

  it('are told that a call came too late, and nothing is done', () => {
    const { windows, taken } = setUp(() => false);
    expect(windows.call({ act: 'stay' })).toEqual({ ok: false, problem: { problem: 'notNow' } });
    expect(taken).toEqual([]);
  });

  it('pair each answer with its call', () => {
    const { sent, taken, attach } = setUp();
    attach().receive({ is: 'call', number: 41, act: { act: 'stay' } });
    expect(sent).toEqual([{ is: 'answer', number: 41, answer: { ok: true, value: undefined } }]);
    expect(taken).toEqual([{ act: 'stay' }]);
  });

  it('ignore what is no message', () => {
    const { sent, taken, attach } = setUp();
    const link = attach();
    for (const message of [undefined, null, 'x', { is: 'call' }, { is: 'call', number: 'x' }, { is: 'reboot' }])
      link.receive(message);
    expect([sent, taken]).toEqual([[], []]);
  });
});
