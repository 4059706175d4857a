// What passes between the page and the controller, and what is said for a controller that is not there.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLink } from '../../electron/link.ts';
import { readFromPage, readToWindow } from '../../electron/messages.ts';
import { sessionEnded, standInView } from '../../electron/stand-in.ts';
import type { Ping, ToController, ToWindow } from '../../src/contract/rpc.ts';
import type { View } from '../../src/contract/view.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { screens, viewOf } from '../ui/views.ts';

const menu = viewOf({
  at: 'menu',
  maskedName: '张*',
  documents: { works: true },
  licences: { works: true },
  dropOffs: 0,
  waiting: 1,
  elsewhere: [],
});
const welcome = viewOf({ at: 'welcome' });
const notNow = { ok: false, problem: { problem: 'notNow' } };

function bench() {
  const clock = createManualClock();
  const sent: ToController[] = [];
  const dead: string[] = [];
  const state = { alive: true };
  const link = createLink({
    clock,
    send(message) {
      if (state.alive) sent.push(message);
      return state.alive;
    },
    standIn: (at, last) => standInView({ at, now: clock.now(), last, site: undefined }),
    onView: () => undefined,
    onPageDead: (why) => dead.push(why),
  });
  function page() {
    const got: ToWindow[] = [];
    const port = {
      got,
      closed: false,
      postMessage(message: ToWindow | Ping) {
        if (message.is === 'ping') port.pings += 1;
        else got.push(message);
      },
      pings: 0,
      close: () => {
        port.closed = true;
      },
    };
    return { port, got, say: link.connect(port) };
  }
  return { clock, sent, dead, state, link, page };
}

describe('the link between page and controller', () => {
  it('carries a call and its answer, each page with numbers of its own', () => {
    const { sent, link, page } = bench();
    const first = page();
    first.say({ is: 'call', number: 1, act: { act: 'stay' } });
    const second = page();
    second.say({ is: 'call', number: 1, act: { act: 'back' } });
    expect(sent).toEqual([
      { is: 'call', number: 1, act: { act: 'stay' } },
      { is: 'call', number: 2, act: { act: 'back' } },
    ]);
    link.fromController({ is: 'answer', number: 2, answer: { ok: true } });
    link.fromController({ is: 'answer', number: 1, answer: notNow });
    expect(first.port.closed).toBe(true);
    expect(first.got).toEqual([]);
    expect(second.got).toEqual([{ is: 'answer', number: 1, answer: { ok: true } }]);
  });

  it('shows a new page what the one before showed, and asks the controller for the latest', () => {
    const { sent, link, page } = bench();
    link.fromController({ is: 'view', view: menu });
    const { got, say } = page();
    say({ is: 'hello' });
    expect(got).toEqual([{ is: 'view', view: menu }]);
    expect(sent).toEqual([{ is: 'hello' }]);
  });

  it('answers calls that are on their way and takes the person from the screen when the controller dies', () => {
    const { link, page, state } = bench();
    const { got, say } = page();
    link.fromController({ is: 'view', view: menu });
    say({ is: 'call', number: 7, act: { act: 'stay' } });
    state.alive = false;
    link.controllerDown('starting');
    expect(got[1]).toEqual({ is: 'answer', number: 7, answer: notNow });
    expect(got[2]).toMatchObject({ is: 'view', view: { screen: { at: 'starting' }, phone: menu.phone, banks: [] } });
    expect(JSON.stringify(got.slice(2))).not.toContain('张');
    say({ is: 'call', number: 8, act: { act: 'stay' } });
    expect(got.at(-1)).toEqual({ is: 'answer', number: 8, answer: notNow });
  });

  it('says at once what to do with an open cell and whom to call when the controller keeps dying', () => {
    const { link, page } = bench();
    const { got } = page();
    link.fromController({ is: 'view', view: menu });
    link.controllerDown('outOfService');
    expect(got.at(-1)).toMatchObject({
      is: 'view',
      view: { screen: { at: 'outOfService', why: 'recovering' }, phone: menu.phone },
    });
    expect(JSON.stringify(got.at(-1))).not.toContain('张');
  });

  it('keeps the out-of-service words until a controller shows something', () => {
    const { link, page } = bench();
    const { got } = page();
    const shown = () => got.flatMap((message) => (message.is === 'view' ? [message.view.screen.at] : []));
    link.controllerDown('outOfService');
    link.controllerDown('starting');
    expect(shown()).toEqual(['outOfService', 'outOfService']);
    link.fromController({ is: 'view', view: welcome });
    link.controllerDown('starting');
    expect(shown()).toEqual(['outOfService', 'outOfService', 'welcome', 'starting']);
  });

  it('answers for a controller that stays silent for 10 s, once', async () => {
    const { clock, link, page } = bench();
    const { got, say } = page();
    say({ is: 'call', number: 1, act: { act: 'stay' } });
    await clock.advance(10_000);
    link.fromController({ is: 'answer', number: 1, answer: { ok: true } });
    expect(got).toEqual([{ is: 'answer', number: 1, answer: notNow }]);
  });

  it('lets no more than 20 calls a second through', async () => {
    const { clock, sent, link, page } = bench();
    const { got, say } = page();
    for (let number = 1; number <= 100; number += 1) say({ is: 'call', number, act: { act: 'stay' } });
    expect([sent.length, got.length]).toEqual([20, 80]);
    for (let number = 1; number <= 20; number += 1) link.fromController({ is: 'answer', number, answer: { ok: true } });
    await clock.advance(1_000);
    say({ is: 'call', number: 101, act: { act: 'stay' } });
    expect(sent).toHaveLength(21);
  });

  it('refuses acts that are far too long or no plain data', () => {
    const { sent, page } = bench();
    const { got, say } = page();
    const round: { self?: unknown } = {};
    round.self = round;
    for (const act of ['x'.repeat(10_001), round, 1n, undefined, () => undefined]) say({ is: 'call', number: 1, act });
    expect(sent).toEqual([]);
    expect(
      got.map((message) => (message.is === 'answer' && !message.answer.ok ? message.answer.problem.problem : '')),
    ).toEqual(Array.from({ length: 5 }, () => 'badCall'));
  });

  it('is not moved by garbage from either side', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { maxLength: 20 }), (garbage) => {
        const { sent, link, page } = bench();
        const { got, say } = page();
        for (const message of garbage) {
          if (!readFromPage(message).ok) say(message);
          if (!readToWindow(message).ok) link.fromController(message);
        }
        expect([sent, got]).toEqual([[], []]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the shape of a message', () => {
  it.each([
    null,
    undefined,
    'hello',
    [],
    {},
    { is: 'call' },
    { is: 'call', number: 0 },
    { is: 'call', number: 1.5 },
    { is: 'call', number: '1' },
    { is: 'view' },
    { is: 'HELLO' },
  ])('towards the controller is not %j', (data) => {
    expect(readFromPage(data).ok).toBe(false);
  });

  it('towards the controller keeps nothing beside its own fields', () => {
    expect(readFromPage({ is: 'hello', more: 1 })).toEqual({ ok: true, value: { is: 'hello' } });
  });

  it.each([
    { is: 'view', view: {} },
    { is: 'view', view: { sequence: 1, screen: 'welcome' } },
    { is: 'answer', number: 1 },
    { is: 'answer', number: 1, answer: { ok: false } },
    { is: 'answer', number: 1, answer: { ok: false, problem: { problem: 'other' } } },
    { is: 'answer', number: -1, answer: { ok: true } },
    { is: 'hello' },
  ])('towards the window is not %j', (data) => {
    expect(readToWindow(data).ok).toBe(false);
  });

  it('towards the window is every view there is', () => {
    for (const screen of screens) expect(readToWindow({ is: 'view', view: viewOf(screen) }).ok).toBe(true);
  });
});

describe('a page that hangs or shows nothing', () => {
  it('is told within 5 s of silence, once', async () => {
    const { clock, dead, page } = bench();
    const { port, say } = page();
    for (let beat = 0; beat < 20; beat += 1) {
      await clock.advance(1_200);
      say({ is: 'alive', drawn: true });
    }
    expect([port.pings, dead]).toEqual([20, []]);
    await clock.advance(5_000);
    expect(dead).toEqual(['hangs']);
    await clock.advance(60_000);
    expect(dead).toEqual(['hangs']);
  });

  it('is told when it answers and nothing is drawn on it', async () => {
    const { clock, dead, page } = bench();
    const { say } = page();
    for (let beat = 0; beat < 5; beat += 1) {
      await clock.advance(1_200);
      say({ is: 'alive', drawn: false });
    }
    expect(dead).toEqual(['blank']);
  });

  it('is forgotten when another page has come', async () => {
    const { clock, dead, page } = bench();
    const old = page();
    await clock.advance(3_000);
    const fresh = page();
    for (let beat = 0; beat < 20; beat += 1) {
      await clock.advance(1_200);
      old.say({ is: 'alive', drawn: false });
      fresh.say({ is: 'alive', drawn: true });
    }
    expect(dead).toEqual([]);
  });
});

describe('the view of the shell itself', () => {
  const site = { point: { name: { zh: '大厅', en: 'Hall' }, phone: '12345' }, languages: ['en'], trial: true } as const;

  it('has name and duty phone from the site file when no controller ever spoke', () => {
    const view = standInView({ at: 'outOfService', now: 5, last: undefined, site: { ...site, languages: ['en'] } });
    expect(view).toMatchObject({ pointName: site.point.name, phone: '12345', language: 'en', trial: true, madeAt: 5 });
    expect(view.screen).toEqual({ at: 'outOfService', why: 'recovering', codeHelps: false });
  });

  it('says nothing of what was on the screen before', () => {
    for (const screen of screens) {
      const last: View = viewOf(screen, { endsAt: 9 });
      const view = standInView({ at: 'starting', now: 5, last, site: undefined });
      expect([view.screen, view.banks, view.endsAt, view.sequence]).toEqual([
        { at: 'starting' },
        [],
        null,
        last.sequence + 1,
      ]);
    }
  });

  it('tells when a session has ended', () => {
    expect(sessionEnded(menu, welcome)).toBe(true);
    expect(sessionEnded(menu, viewOf({ at: 'starting' }))).toBe(true);
    expect(sessionEnded(menu, menu)).toBe(false);
    expect(sessionEnded(welcome, welcome)).toBe(false);
    expect(sessionEnded(undefined, welcome)).toBe(false);
    expect(sessionEnded(viewOf({ at: 'starting' }), welcome)).toBe(false);
  });
});
