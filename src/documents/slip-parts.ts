// Slip parts: what several slips have in common: their head, the reprint mark, the English line below a field.

import type { PaperBlock } from '../base/paper.ts';
import type { Words } from '../core/words.ts';

/** Nothing on an original. */
export function slipReprintMark(copy: number): readonly PaperBlock[] {
  if (copy <= 1) return [];
  return [
    { is: 'text', text: `补打 第${copy}份`, align: 'centre', bold: true, size: 2 },
    { is: 'text', text: `Reprint, copy ${copy}`, align: 'centre' },
  ];
}

export function slipHead(title: Words, point: Words, mark: readonly PaperBlock[] = []): readonly PaperBlock[] {
  return [
    { is: 'text', text: title.zh, align: 'centre', bold: true, size: 2 },
    { is: 'text', text: title.en, align: 'centre' },
    ...mark,
    { is: 'space', lines: 1 },
    { is: 'text', text: point.zh, align: 'centre' },
    ...(point.en === '' ? [] : [{ is: 'text', text: point.en, align: 'centre' } as const]),
    { is: 'rule' },
  ];
}

/** Below the Chinese value of a field. */
export function englishLine({ en }: Words): readonly PaperBlock[] {
  return en === '' ? [] : [{ is: 'text', text: en, align: 'right' }];
}
