// Words for the log and for technicians, without anything of what stands on a slip: it may be part of a name.

import { paperLimits } from '../../../src/base/paper.ts';
import type { DeviceState } from '../../classes/device.ts';
import { type LayoutProblem, mostLines } from './layout.ts';

export const refusalWords: Record<LayoutProblem, string> = {
  noGlyph: 'a character that neither the printer nor the bundled font has',
  qrText: `a QR text that is empty or longer than ${paperLimits.qrCharacters} characters`,
  tooManyBlocks: `more than ${paperLimits.blocks} blocks`,
  textTooLong: `a text of more than ${paperLimits.characters} characters`,
  tooManyLines: `more than ${mostLines} lines on the paper`,
};

export function describeState(state: DeviceState): string {
  switch (state.is) {
    case 'low':
      return `works; ${state.what} runs low`;
    case 'blocked':
      return `blocked: ${state.why}`;
    case 'fault':
      return `fault: ${state.detail}`;
    default:
      return state.is;
  }
}
