// A proof as the kiosk prints it, with nobody's data: one page of A4.

import { makeProof, type ProofData } from '../../src/documents/proof.ts';

const data: ProofData = {
  title: { zh: '无欠税证明', en: 'Certificate of no tax arrears' },
  number: 'ZM-1',
  fields: [{ label: { zh: '纳税人', en: 'Taxpayer' }, value: '示例甲' }],
  paragraphs: ['未发现上述纳税人有欠税情形。'],
  issuer: { zh: '示例区税务服务中心', en: 'Sample District Tax Service' },
  issuedOn: '2026-11-01',
  verificationCode: '7K2M-9QXA',
  link: 'https://verify.example/p/1',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
};

export async function specimenProof(): Promise<Uint8Array> {
  const proof = await makeProof(data);
  if (!proof.ok) throw new Error(proof.problem);
  return proof.value.pdf;
}
