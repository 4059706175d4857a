// Button: everything that can be touched. `Button` sends one act to the controller, `Tap` changes the page alone.

import { type ReactNode, useState } from 'react';
import type { Act } from '../../core/act.ts';
import { useKiosk, useSending } from '../shown.ts';

/** `main` is the one thing to do here; `choice` is a row of a list. */
type ButtonLook = 'main' | 'plain' | 'choice' | 'key' | 'small';

export function Tap({
  onTap,
  look = 'plain',
  label,
  pressed,
  children,
}: {
  readonly onTap: () => void;
  readonly look?: ButtonLook;
  /** Name for those who hear the page, where the face shows a sign only. */
  readonly label?: string;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className={`button button-${look}`} aria-label={label} aria-pressed={pressed} onClick={onTap}>
      {children}
    </button>
  );
}

export function Button({
  act,
  look = 'plain',
  children,
}: {
  readonly act: Act;
  readonly look?: ButtonLook;
  readonly children: ReactNode;
}) {
  const kiosk = useKiosk();
  const sending = useSending();
  const [refused, setRefused] = useState(false);

  async function send(): Promise<void> {
    if ((await kiosk.send(act)) === 'refused') setRefused(true);
  }

  return (
    <button
      type="button"
      className={`button button-${look}${refused ? ' refused' : ''}`}
      aria-disabled={sending}
      onClick={send}
      onAnimationEnd={() => setRefused(false)}
    >
      {children}
    </button>
  );
}
