// The state of the window: one call at a time, and the hall's time between two views.

import { describe, expect, it } from 'vitest';
import type { CallAnswer } from '../../src/contract/rpc.ts';
import type { View } from '../../src/contract/view.ts';
import type { Act } from '../../src/core/act.ts';
import { createKiosk } from '../../src/ui/kiosk.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { now, viewOf } from './views.ts';

function createDesk() {
  const clock = createManualClock();
  const calls: { readonly act: Act; readonly answer: (answer: CallAnswer) => void }[] = [];
  let tell: (view: View) => void = () => undefined;
  let tellLink: (connected: boolean) => void = () => undefined;
  const kiosk = createKiosk({
    clock,
    port: {
      call: (act) => new Promise((resolve) => calls.push({ act, answer: resolve })),
      onView(listener) {
        tell = listener;
        return () => undefined;
      },
      onLink(listener) {
        tellLink = listener;
        return () => undefined;
      },
    },
  });
  return {
    clock,
    kiosk,
    calls,
    show: (change: Partial<View> = {}) => tell(viewOf({ at: 'welcome' }, change)),
    link: (connected: boolean) => tellLink(connected),
  };
}

const done: CallAnswer = { ok: true, value: undefined };

describe('the state of the window', () => {
  it('counts the time of the hall on from each view, whatever the own clock says', async () => {
    const { clock, kiosk, show } = createDesk();
    show();
    await clock.advance(2_000);
    clock.jumpWall(-86_400_000);
    await clock.advance(3_000);
    expect(kiosk.state.getState().now).toBe(now + 5_000);
    show({ madeAt: now + 90_000 });
    expect(kiosk.state.getState().now).toBe(now + 90_000);
  });

  it('ignores a second call until the first is answered', async () => {
    const { kiosk, calls, show } = createDesk();
    show();
    const first = kiosk.send({ act: 'showDocuments' });
    expect(await kiosk.send({ act: 'showDocuments' })).toBe('ignored');
    calls[0]?.answer(done);
    expect(await first).toBe('done');
    void kiosk.send({ act: 'finish' });
    expect(calls.map(({ act }) => act.act)).toEqual(['showDocuments', 'finish']);
  });

  it('says when nothing was done', async () => {
    const { kiosk, calls } = createDesk();
    const sent = kiosk.send({ act: 'back' });
    calls[0]?.answer({ ok: false, problem: { problem: 'notNow' } });
    expect(await sent).toBe('refused');
    expect(kiosk.state.getState().sending).toBe(false);
  });

  it('takes calls again after a new view, and a late answer does not free the next call', async () => {
    const { kiosk, calls, show } = createDesk();
    const first = kiosk.send({ act: 'showDocuments' });
    show();
    expect(kiosk.state.getState().sending).toBe(false);
    void kiosk.send({ act: 'back' });
    calls[0]?.answer(done);
    await first;
    expect(kiosk.state.getState().sending).toBe(true);
  });

  it('keeps the last view while nothing arrives', () => {
    const { kiosk, show, link } = createDesk();
    show({ sequence: 7 });
    link(false);
    expect(kiosk.state.getState()).toMatchObject({ connected: false, view: { sequence: 7 } });
  });

  it('keeps nothing of the view before', () => {
    const { kiosk, show } = createDesk();
    show({ pointName: { zh: '甲', en: 'A' } });
    show({ pointName: { zh: '乙', en: 'B' } });
    expect(JSON.stringify(kiosk.state.getState())).not.toContain('甲');
  });
});
