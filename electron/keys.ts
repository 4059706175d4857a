// Keys: what a keyboard plugged in by anybody can do. The page works by touch; keys may only move about and choose.

export interface KeyInput {
  /** `KeyboardEvent.key` */
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

const movingKeys: ReadonlySet<string> = new Set([
  'Tab',
  'Enter',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/**
 * True for keys that reach the page. A list of what may pass, not of what may not: browsers and desktops keep adding
 * shortcuts. So nothing with Ctrl, Alt or the system key, and no Escape, Backspace, F1 to F24, menu, print or media key.
 */
export function isAllowedKey({ key, control, alt, meta }: KeyInput): boolean {
  if (control || alt || meta) return false;
  return movingKeys.has(key) || [...key].length === 1;
}
