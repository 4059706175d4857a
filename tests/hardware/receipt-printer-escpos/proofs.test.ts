// Proofs: which answers say that a slip is out, among late ones, noise and those of other slips.

import { describe, expect, test } from 'vitest';
import { createProofs } from '../../../hardware/drivers/receipt-printer-escpos/proofs.ts';
import type { Reply } from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';

const answer: Reply = { is: 'executed', byte: 0x00 };
const byPaper = { by: 'paperRequest' } as const;
const byId = { by: 'processId', beforeCut: 'AAAA', afterCut: 'BBBB' } as const;

describe('by GS r 1', () => {
  test('the first answer may be noise: another is asked for, and believed', () => {
    const proofs = createProofs(byPaper, 0);
    expect(proofs.wantsAnother()).toBe(false);
    expect(proofs.hear(answer)).toBe(true);
    expect([proofs.complete(), proofs.wantsAnother(), proofs.wantsAnother()]).toEqual([false, true, false]);
    proofs.hear(answer);
    expect([proofs.complete(), proofs.owed()]).toEqual([true, 0]);
  });

  test.each([2, 3, 4])('%i answers that are still owed for earlier slips prove nothing', (owed) => {
    const proofs = createProofs(byPaper, owed);
    for (let heard = 0; heard < owed; heard += 1) {
      expect(proofs.hear(answer)).toBe(true);
      expect(proofs.complete()).toBe(false);
      expect(proofs.wantsAnother()).toBe(true);
    }
    proofs.hear(answer);
    expect(proofs.complete()).toBe(true);
  });

  test('what nobody asked for is not counted', () => {
    const proofs = createProofs(byPaper, 0);
    expect([proofs.hear(answer), proofs.hear(answer), proofs.hear(answer)]).toEqual([true, false, false]);
    expect(proofs.complete()).toBe(false);
  });

  test.each([0x01, 0x02, 0x40, 0x0d])('%i is no answer to it', (byte) => {
    expect(createProofs(byPaper, 0).hear({ is: 'executed', byte })).toBe(false);
  });

  test('a slip that ends unproved leaves its answers owed, as many as a printer may hold', () => {
    expect(createProofs(byPaper, 0).owed()).toBe(1);
    expect(createProofs(byPaper, 2).owed()).toBe(3);
    expect(createProofs(byPaper, 9).owed()).toBe(4);
  });
});

describe('by process id', () => {
  test('only the one behind the cut of this slip counts', () => {
    const proofs = createProofs(byId, 0);
    expect(proofs.hear({ is: 'processId', id: 'AAAA' })).toBe(false);
    expect(proofs.hear({ is: 'processId', id: 'XXXX' })).toBe(false);
    expect(proofs.hear(answer)).toBe(false);
    expect(proofs.complete()).toBe(false);
    expect(proofs.hear({ is: 'processId', id: 'BBBB' })).toBe(true);
    expect([proofs.complete(), proofs.owed()]).toEqual([true, 0]);
  });
});
