// What the shell may be told when it starts.

import { describe, expect, it } from 'vitest';
import { readArguments } from '../../electron/arguments.ts';
import { forcedSwitches } from '../../electron/switches.ts';

const needed = ['--site', '/etc/site.json', '--data', '/var/kiosk'];
const onDesk = { packaged: false, pages: '/app/pages' };
const packaged = { packaged: true, pages: '/app/pages' };

describe('the command line of the shell', () => {
  it('names site file, data folder and pages in either way of writing', () => {
    const plain = { site: '/etc/site.json', data: '/var/kiosk', pages: '/app/pages', windowed: false, devTools: false };
    expect(readArguments(needed, packaged)).toEqual({ ok: true, value: plain });
    expect(readArguments(['--site=/etc/site.json', '--data=/var/kiosk', '--pages=/p'], packaged)).toEqual({
      ok: true,
      value: { ...plain, pages: '/p' },
    });
  });

  it('leaves the switches of Electron and the path of the app to Electron on a desk', () => {
    const args = ['--no-sandbox', '/app/main.cjs', '--inspect=0', ...needed, '--windowed', '--dev-tools'];
    expect(readArguments(args, onDesk)).toMatchObject({
      ok: true,
      value: { site: '/etc/site.json', windowed: true, devTools: true },
    });
  });

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--inspect-publish-uid=http',
    '--js-flags=--expose-gc',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--proxy-server=evil.example',
    '--user-data-dir=/tmp',
    '--dev-tools',
    '--windowed',
    '-r',
    '/tmp/other-app',
    'app://kiosk/ui/kiosk.html',
  ])('does not start a packaged kiosk with %s, wherever it stands', (arg) => {
    const name = arg.split('=')[0];
    expect(readArguments([arg, ...needed], packaged)).toEqual({ ok: false, problem: { problem: 'refused', name } });
    expect(readArguments([...needed, arg], packaged)).toEqual({ ok: false, problem: { problem: 'refused', name } });
  });

  it.each([
    [['--data', '/d'], 'site'],
    [['--site', '/s'], 'data'],
    [['--site', '--data', '/d'], 'site'],
    [['--data', '/d', '--site'], 'site'],
    [['--site=', '--data', '/d'], 'site'],
  ])('asks for what is missing in %j', (args, name) => {
    expect(readArguments(args, onDesk)).toEqual({ ok: false, problem: { problem: 'missing', name } });
  });
});

describe('the switches given to Chromium', () => {
  it('close gestures and dialogs and open nothing', () => {
    const names = forcedSwitches.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['disable-pinch', 'overscroll-history-navigation', 'noerrdialogs']));
    expect(names.filter((name) => /debug|inspect|no-sandbox|allow|disable-web-security|js-flags/.test(name))).toEqual(
      [],
    );
    expect(Object.isFrozen(forcedSwitches)).toBe(true);
  });
});
