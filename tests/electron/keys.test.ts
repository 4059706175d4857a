// What a keyboard plugged into the kiosk can do.

import { describe, expect, it } from 'vitest';
import { isAllowedKey } from '../../electron/keys.ts';

function stroke(text: string): Parameters<typeof isAllowedKey>[0] {
  const parts = text.split(' ');
  return {
    key: parts.at(-1) ?? '',
    control: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    meta: parts.includes('Super'),
  };
}

describe('the keys of the kiosk', () => {
  it.each(['Tab', 'Shift Tab', 'Enter', 'ArrowUp', 'ArrowDown', 'PageDown', 'Home', '7', 'a', 'Ä', '证'])(
    'move and choose with %s',
    (text) => {
      expect(isAllowedKey(stroke(text))).toBe(true);
    },
  );

  it('choose with the space bar', () => {
    expect(isAllowedKey({ key: ' ', control: false, alt: false, meta: false })).toBe(true);
  });

  it.each([
    ...['w', 'q', 'n', 't', 'r', 'p', 's', 'o', 'l', 'u', 'f', 'j', 'h', 'd', 'a', 'c', 'v', 'x', 'z'].map(
      (key) => `Ctrl ${key}`,
    ),
    ...['i', 'j', 'c', 'r', 'n', 'Tab', 'Delete', 'Escape'].map((key) => `Ctrl Shift ${key}`),
    ...['+', '-', '=', '0', 'Tab', 'F4', 'PageUp', 'Enter', 'Backspace'].map((key) => `Ctrl ${key}`),
    ...['F4', 'ArrowLeft', 'ArrowRight', 'Tab', ' Enter', 'Home', 'd', 'f'].map((key) => `Alt ${key}`),
    ...['l', 'r', 'd', 'e', 'x', 'Tab', 'Enter', 'q', 'w'].map((key) => `Super ${key}`),
    ...Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
    'Ctrl Alt Delete',
    'Ctrl Alt t',
    'Ctrl Alt F1',
    'Escape',
    'Backspace',
    'Delete',
    'Insert',
    'ContextMenu',
    'PrintScreen',
    'Meta',
    'Alt',
    'Control',
    'BrowserBack',
    'BrowserForward',
    'BrowserRefresh',
    'BrowserHome',
    'LaunchApplication1',
    'MediaPlayPause',
    'AudioVolumeUp',
    'ZoomIn',
    'Dead',
    'Process',
    'Unidentified',
  ])('do nothing with %s', (text) => {
    expect(isAllowedKey(stroke(text))).toBe(false);
  });
});
