// Every screen drawn without a browser, in both languages and both modes.

import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Screen, View } from '../../src/contract/view.ts';
import { createKiosk } from '../../src/ui/kiosk.ts';
import { sentenceOf } from '../../src/ui/sentence.ts';
import { say } from '../../src/ui/text/line.ts';
import { zh } from '../../src/ui/text/zh.ts';
import { KioskWindow } from '../../src/ui/window.tsx';
import { createManualClock } from '../support/manual-clock.ts';
import { now, screenName, screens, viewOf } from './views.ts';

const silentPort = {
  call: async () => ({ ok: true, value: undefined }) as const,
  onView: () => () => undefined,
  onLink: () => () => undefined,
};

function draw(view: View): string {
  return renderToStaticMarkup(
    <KioskWindow kiosk={createKiosk({ port: silentPort, clock: createManualClock(), first: view })} />,
  );
}

/** React writes these signs as entities. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#x27;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe.each(screens.map((screen): [string, Screen] => [screenName(screen), screen]))('screen %s', (_, screen) => {
  it('says its sentence in both languages, with the chosen one first', () => {
    for (const language of ['zh', 'en'] as const) {
      const html = draw(viewOf(screen, { language }));
      const other = language === 'zh' ? 'en' : 'zh';
      const first = html.indexOf(escaped(say(sentenceOf(screen).line, language)));
      const second = html.indexOf(escaped(say(sentenceOf(screen).line, other)));
      expect(first).toBeGreaterThan(-1);
      expect(second).toBeGreaterThan(first);
    }
  });

  it('leaves no blank unfilled and shows no value that is missing', () => {
    for (const language of ['zh', 'en'] as const) {
      for (const elder of [false, true]) {
        const words = draw(viewOf(screen, { language, elder })).replace(/<[^>]+>/g, ' ');
        expect(words).not.toMatch(/\{\w+\}|undefined|\bnull\b|NaN|\[object/);
      }
    }
  });

  it('keeps to one language in elder mode', () => {
    expect(draw(viewOf(screen, { elder: true }))).not.toContain('two-second');
  });

  it('has no inline style or script, which the content policy would refuse', () => {
    expect(draw(viewOf(screen))).not.toMatch(/ style=|<script|<style/);
  });
});

describe('the window', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'{cell}$1';

  it('takes hostile text as text wherever text comes from outside', () => {
    const words = { zh: hostile, en: hostile };
    for (const screen of screens) {
      const poisoned = JSON.parse(
        JSON.stringify(screen, (key, value: unknown) =>
          key === 'title'
            ? words
            : ['maskedName', 'caseNumber', 'detail', 'description', 'content'].includes(key)
              ? hostile
              : value,
        ),
      ) as Screen;
      const html = draw(viewOf(poisoned, { pointName: words, phone: hostile }));
      expect(html).not.toContain('<img');
      expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    }
  });

  it('shows the number to call and the case number on every problem', () => {
    for (const screen of screens.filter((one) => one.at === 'problem')) {
      const html = draw(viewOf(screen));
      expect(html).toMatch(/<main.*021-12345678.*<\/main>/s);
      expect(html).toMatch(/<main.*K7M2QX.*<\/main>/s);
    }
  });

  it('asks whether the person is still there with the seconds left by the time of the hall', () => {
    const html = draw(
      viewOf(
        {
          at: 'menu',
          maskedName: '张*',
          documents: { works: true },
          licences: { works: true },
          dropOffs: 0,
          waiting: 0,
          elsewhere: [],
        },
        { endsAt: now + 12_000 },
      ),
    );
    expect(html).toContain('还在吗？');
    expect(html).toMatch(/idle-seconds[^>]*>12</);
  });

  it('LC10 says that a collection is recorded here when central cannot be reached', () => {
    const collected = screens.find((one) => one.at === 'collected');
    if (collected === undefined) throw new Error('no such screen');
    expect(draw(viewOf(collected, { centralOnline: false }))).toContain(zh.confirmedLocally);
    expect(draw(viewOf(collected, { centralOnline: true }))).not.toContain(zh.confirmedLocally);
  });

  it('LC6 offers the delivery receipt, or says why there is none now', () => {
    const collected = screens.find((one) => one.at === 'collected');
    if (collected?.at !== 'collected') throw new Error('no such screen');
    expect(draw(viewOf(collected))).toContain(zh.printDelivery);
    expect(draw(viewOf({ ...collected, receipt: { works: false, why: 'paperOut' } }))).toContain(
      zh.problems.paperOut.what,
    );
    expect(draw(viewOf({ ...collected, receipt: null }))).not.toContain(zh.printDelivery);
  });

  it('says "trial" only where the view says so', () => {
    expect(draw(viewOf({ at: 'welcome' }, { trial: true }))).toContain('试用');
    expect(draw(viewOf({ at: 'welcome' }, { trial: false }))).not.toContain('试用');
  });

  it('never shows a digit of a PIN', () => {
    const html = draw(viewOf({ at: 'pin', role: 'depositor', wrong: 0, lockedUntil: null }));
    expect(html).not.toMatch(/<input/);
  });
});
