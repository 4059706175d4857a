// Pickup code: six digits from the message and the last four of the phone, for whoever's card cannot be read. The kiosk
// holds check values only; both are bound to one right, so that a code opens nothing else.

export interface PickupCheck {
  /** Keyed hash of `phoneText`, 64 hex digits: says whose code is being tried. */
  readonly phone: string;
  /** Slow salted hash of the keyed hash of `codeText`, in the form of a PIN hash. */
  readonly code: string;
}

export function phoneText(right: string, lastFour: string): string {
  return `pickup phone|${right}|${lastFour}`;
}

export function codeText(right: string, digits: string): string {
  return `pickup code|${right}|${digits}`;
}

/** What central signs when it issues a code for a right. */
export function issuedText(right: string, { phone, code }: PickupCheck, kiosk: string): string {
  return ['pickup-code', '1', kiosk, right, phone, code].join('|');
}

/** Tries that failed, for one right or for the kiosk as a whole. */
export interface CodeTries {
  /** Id of a right, or `kiosk`. */
  readonly subject: string;
  readonly wrong: number;
  readonly lastAt: number;
}

/** After these a code is of no use any more; central makes another one with the next message. */
export const triesPerCode = 5;
const freeTries = 5;
const firstPauseMs = 15_000;
export const longestPauseMs = 10 * 60_000;

export function isCodeLocked(tries: CodeTries | undefined): boolean {
  return tries !== undefined && tries.wrong >= triesPerCode;
}

/** The kiosk as a whole: a pause after the fifth wrong try, doubling with each further one; null when another may be made. */
export function codeEntryLockedUntil(tries: CodeTries | undefined, now: number): number | null {
  if (tries === undefined || tries.wrong < freeTries) return null;
  const until = tries.lastAt + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries.wrong - freeTries, 10));
  return now < until ? until : null;
}
