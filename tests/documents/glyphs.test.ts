// Characters: which ones the document font has, by the national sets and by name; and that every template refuses the rest.

import { describe, expect, it } from 'vitest';
import { makeDeliveryReceipt } from '../../src/documents/delivery-receipt.ts';
import { documentFont } from '../../src/documents/font.ts';
import { makeProof, type ProofData } from '../../src/documents/proof.ts';
import { makeReadinessReport } from '../../src/documents/readiness-report.ts';
import { deliverySample, proofSample, readinessSample } from './samples.ts';

const gb18030 = new TextDecoder('gb18030');

/** The characters of that area of two-byte codes, without what is not assigned or is for private use. */
function area([firstLead, lastLead]: readonly [number, number], [firstTail, lastTail]: readonly [number, number]) {
  const found: string[] = [];
  for (let lead = firstLead; lead <= lastLead; lead += 1) {
    for (let tail = firstTail; tail <= lastTail; tail += 1) {
      const text = tail === 0x7f ? '' : gb18030.decode(Uint8Array.of(lead, tail));
      if (/^\P{Co}$/u.test(text) && text !== '\uFFFD') found.push(text);
    }
  }
  return found;
}
const lacking = (characters: readonly string[]) =>
  characters.filter((character) => documentFont().missing(character) !== null);

describe('the document font', () => {
  it('has the whole of GB2312: 6,763 characters, and the signs before them', () => {
    const characters = area([0xb0, 0xf7], [0xa1, 0xfe]);
    expect(characters).toHaveLength(6_763);
    expect(lacking(characters)).toEqual([]);
    expect(lacking(area([0xa1, 0xa9], [0xa1, 0xfe]))).toEqual([]);
  });

  it('has the whole of GBK: 14,234 characters beyond GB2312', () => {
    const characters = [...area([0x81, 0xa0], [0x40, 0xfe]), ...area([0xaa, 0xfe], [0x40, 0xa0])];
    expect(characters).toHaveLength(14_234);
    expect(lacking(characters)).toEqual([]);
    // One sign of the last area: the approximate sign of Japanese texts.
    expect(lacking(area([0xa8, 0xa9], [0x40, 0xa0]))).toEqual(['≒']);
  });

  it.each([...'龘䶮㐂㛃鿏〇㼆龴﨑堃喆赟𬉼𬺈𫓧𬴂𬱖𬬻𨱇𪩘𠅤𠙶𠳐𡐓𡎚'])('has the rare %s', (character) => {
    expect(documentFont().missing(character)).toBeNull();
  });

  // Few of the 60,000 characters beyond the first plane are in it, those of the national table of general characters among
  // them. Noto Sans HK has 1,702 more, but none of these: a second font of 7 MB would help hardly anybody here.
  it.each([...'𠮷𠀀𡈽𣏚𮬡𰀀'])('lacks %s', (character) => {
    expect(documentFont().missing(`甲${character}`)).toBe(character);
  });
});

describe('a character without a glyph stops the document, wherever it stands', () => {
  const rare = '𠮷';
  const words = { zh: rare, en: 'x' };
  const proofs: readonly (readonly [string, Partial<ProofData>])[] = [
    ['title', { title: words }],
    ['number', { number: rare }],
    ['label', { fields: [{ label: words, value: '甲' }] }],
    ['English label', { fields: [{ label: { zh: '姓名', en: rare }, value: '甲' }] }],
    ['value', { fields: [{ label: { zh: '姓名', en: 'Name' }, value: rare }] }],
    ['paragraph', { paragraphs: [`甲${rare}`] }],
    ['issuer', { issuer: words }],
    ['English issuer', { issuer: { zh: '甲', en: rare } }],
    ['code', { verificationCode: rare }],
  ];
  it.each(proofs)('a proof: %s', async (_place, change) => {
    expect(await makeProof({ ...proofSample, ...change })).toEqual({ ok: false, problem: 'missingGlyph' });
  });

  it.each([
    ['item', { items: [{ title: words, caseNumber: 'ABC234' }] }],
    ['addressee', { addressee: `${rare}三` }],
    ['point', { point: words }],
    ['case number', { items: [{ title: { zh: '营业执照', en: 'Business licence' }, caseNumber: rare }] }],
  ])('a delivery receipt: %s', async (_place, change) => {
    expect(await makeDeliveryReceipt({ ...deliverySample, ...change })).toEqual({ ok: false, problem: 'missingGlyph' });
  });

  it.each([
    ['site', { site: words }],
    ['device', { devices: [{ device: words, state: { zh: '正常', en: 'ready' }, lastTest: null }] }],
    ['counter', { counters: [{ label: { zh: '小票', en: 'Slips' }, value: rare }] }],
    ['run by', { ranBy: words }],
  ])('a readiness report: %s', async (_place, change) => {
    expect(await makeReadinessReport({ ...readinessSample, ...change })).toEqual({
      ok: false,
      problem: 'missingGlyph',
    });
  });
});
