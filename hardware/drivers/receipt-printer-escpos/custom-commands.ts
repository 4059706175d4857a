// Commands of CUSTOM alone: the presenter and its counters, whose codes mean other things on Chinese firmware.

import { type ReadCommand, setting, unknown, whole } from './command.ts';

/** FS P a b c d of CUSTOM: a steps out, blinking or not, `E` eject or `R` retract after d seconds. */
export function readPresent(bytes: Uint8Array): ReadCommand | undefined {
  return whole(bytes, 6, (all) => {
    const [, , , , end, seconds = 0] = all;
    if (end !== 0x45 && end !== 0x52) return unknown(all);
    return { is: 'present', left: end === 0x45 ? 'eject' : 'retract', seconds };
  });
}

export function isCustomGroup(code: number): boolean {
  return code === 0x65 || (code >= 0xe1 && code <= 0xe4);
}

export function readCustomGroup(bytes: Uint8Array): ReadCommand | undefined {
  const [, code = 0, what] = bytes;
  if (code !== 0x65) return { command: { is: 'counterRequest', n: code }, length: 2 };
  switch (what) {
    case undefined:
      return undefined;
    case 0x02:
      return { command: { is: 'retract' }, length: 3 };
    case 0x03:
      return whole(bytes, 4, () => ({ is: 'present', left: 'hold', seconds: 0 }));
    case 0x05:
      return { command: { is: 'eject' }, length: 3 };
    case 0x20:
      return whole(bytes, 5, (all) => ({ is: 'present', left: 'retract', seconds: all[4] ?? 0 }));
    default:
      return whole(bytes, 3, setting);
  }
}
