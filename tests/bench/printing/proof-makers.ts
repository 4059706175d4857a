// Proof makers: our proof, and the least that pdfkit needs for the same words. Run as a program with the name of one of
// them, it prints how many milliseconds the first one took.

import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { makeProof, type ProofData } from '../../../src/documents/proof.ts';

export const benchProof: ProofData = {
  title: { zh: '无欠税证明', en: 'Certificate of no tax arrears' },
  number: 'ZM-2026-1123-000017',
  fields: [
    { label: { zh: '纳税人名称', en: 'Taxpayer' }, value: '示例市晨光文具经营部' },
    { label: { zh: '统一社会信用代码', en: 'Credit code' }, value: '91350100M000100Y43' },
    { label: { zh: '法定代表人', en: 'Representative' }, value: '示例甲' },
    { label: { zh: '注册地址', en: 'Registered address' }, value: '示例省示例市示例区人民路一百二十八号二层' },
    { label: { zh: '税款所属期', en: 'Tax period' }, value: '2025-01-01 至 2026-10-31' },
  ],
  paragraphs: [
    '经查询税收征收管理信息系统，截至本证明开具之日，未发现上述纳税人有欠税情形。本证明依据纳税人申请开具，仅反映查询时点的税收征收管理信息，不作为税务机关对纳税人以后期间纳税情况的认定，也不影响税务机关依法进行的检查、评估与追缴。',
    '本证明自开具之日起三十日内有效。',
  ],
  issuer: { zh: '示例区税务服务中心', en: 'Sample District Tax Service' },
  issuedOn: '2026-11-23',
  verificationCode: '7K2M-9QXA-3TPW',
  link: 'https://zwfw.example.gov.cn/v/7K2M9QXA3TPW?n=ZM-2026-1123-000017&t=tax',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
};

const fontFile = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);

/** As the manual of pdfkit shows it: no archival form, no table, no code, and the font by its file. */
async function bare(): Promise<Uint8Array> {
  const sheet = new PDFDocument({ size: 'A4' });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    sheet.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    sheet.on('end', resolve);
    sheet.on('error', reject);
  });
  const { title, number, fields, paragraphs, issuer, verificationCode } = benchProof;
  sheet.font(fontFile);
  sheet.fontSize(24).text(title.zh).fontSize(12).text(title.en).text(`编号 No. ${number}`);
  for (const { label, value } of fields) sheet.text(label.zh).text(label.en).text(value);
  for (const text of paragraphs) sheet.text(text);
  sheet.text('验证码 Verification code').text(verificationCode);
  sheet.text('扫描二维码或输入验证码核验真伪').text('Scan the code or enter it on the site to verify.');
  sheet.text('（电子印章）').text(issuer.zh).text(issuer.en).text('2026年11月23日');
  sheet.text('第 1 页 共 1 页  Page 1 of 1');
  sheet.end();
  await ended;
  return Buffer.concat(chunks);
}

async function ours(): Promise<Uint8Array> {
  const made = await makeProof(benchProof);
  if (!made.ok) throw new Error(made.problem);
  return made.value.pdf;
}

export const proofMakers = { ours, bare };

if (import.meta.main) {
  const maker = process.argv[2] === 'ours' ? ours : bare;
  const from = performance.now();
  await maker();
  process.stdout.write(String(performance.now() - from));
}
