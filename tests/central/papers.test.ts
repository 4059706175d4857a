// Papers that the back office asks of central: the signed delivery receipt of a collected item, read back as another program
// reads it, and the worksheet of a kiosk.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureDigest } from '../../src/controller/signature-digest.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import type { Fact } from '../../src/core/fact.ts';
import { type ItemId, itemIdOf } from '../../src/core/item.ts';
import { type PersonKey, personKeyOf } from '../../src/core/person.ts';
import { signatureText } from '../../src/core/signature.ts';
import { createTestOffice, type TestOffice } from './kiosk-client.ts';
import { sealedForCentral } from './sealed-for-central.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const clerk = personKeyOf('5'.repeat(64));
const [a02, a10, b01] = [cellIdOf('A02'), cellIdOf('A10'), cellIdOf('B01')];
const order = '01920000-0000-7000-8000-000000000001';
const earlier = '01920000-0000-7000-8000-000000000000';
const strokes = [Array.from({ length: 80 }, (_, index) => (index % 2 === 0 ? 100 + 10 * index : (index * 37) % 370))];
const place = { zh: '示例大厅', en: 'Sample hall' };

let central: StartedCentral;
let office: TestOffice;
let addressee = personKeyOf('0'.repeat(64));
let folder = '';
beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  addressee = personKeyOf((await office.post<{ person: string }>('people', applicant)).person);
  folder = mkdtempSync(join(tmpdir(), 'nighthall-papers-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await central.close();
});

async function fileAt(path: string) {
  const answer = await fetch(`${central.url}/admin/v1/${path}`, { headers: { authorization: `Bearer ${adminToken}` } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

async function hall() {
  const { kiosk, keys } = await office.joined();
  await office.post('kiosks', { kiosk: kiosk.kiosk, place });
  return {
    kiosk,
    tell: (...facts: Fact[]) => kiosk.send(facts.map((fact) => kiosk.message(fact))),
    signed: (items: readonly ItemId[], person: PersonKey) =>
      kiosk.send([
        {
          ...kiosk.message({
            is: 'deliverySigned',
            order,
            cell: a02,
            items,
            person,
            sha256: signatureDigest(strokes),
          }),
          sealed: sealedForCentral(keys.personHashKey, signatureText(strokes), `signature/${order}`),
        },
      ]),
    async inCell(caseNumber: string, cell = a02) {
      const title = { zh: '食品经营许可证', en: 'Food business licence' };
      const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber, size: 'small' };
      const item = itemIdOf((await office.post<{ id: string }>('items', body)).id);
      await kiosk.send([kiosk.message({ is: 'itemDeposited', item, cell, by: clerk })]);
      return item;
    },
  };
}
const opened = (id: string, items: readonly ItemId[], by = addressee): Fact => ({
  is: 'openOrdered',
  order: id,
  cell: a02,
  items,
  why: 'collect',
  by,
});
const handedOver = (item: ItemId, person = addressee): Fact => ({
  is: 'itemHandedOver',
  item,
  cell: a02,
  person,
  addressee,
  proof: 'card',
  evidence: 'sensor',
});

const hasPoppler = ['pdftotext', 'pdftoppm'].every((one) => spawnSync(one, ['-v']).status === 0);

describe.skipIf(!hasPoppler)(`the delivery receipt${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`, () => {
  async function receiptOf(item: ItemId) {
    const file = join(folder, 'one.pdf');
    const { status, headers, bytes } = await fileAt(`items/${item}/delivery-receipt`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/pdf',
      'no-store',
    ]);
    writeFileSync(file, bytes);
    const words = execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s+/g, '');
    execFileSync('pdftoppm', ['-r', '72', '-png', '-singlefile', file, join(folder, 'page')]);
    const { data, width } = PNG.sync.read(readFileSync(join(folder, 'page.png')));
    let ink = 0;
    // Right of the middle nothing else is drawn as dense as a signature: its box begins at 271.
    for (let at = 0; at < data.length; at += 4)
      if ((data[at] ?? 255) < 160 && (at / 4) % width > 271 && Math.floor(at / 4 / width) > 200) ink += 1;
    return { words, ink };
  }

  it('LC6 names all that was handed over with one opening, when and where, and bears the signature of that opening', async () => {
    const { tell, signed, inCell } = await hall();
    const [first, second] = [await inCell('SP-1'), await inCell('SP-2')];
    // A try before, at which the door did not open.
    await tell(opened(earlier, [first, second]), { is: 'notOpened', order: earlier, cell: a02, why: 'notDetected' });
    await tell(opened(order, [first, second]));
    await signed([first, second], addressee);
    await tell(handedOver(first), handedOver(second));
    const { words, ink } = await receiptOf(second);
    for (const word of ['送达回证', 'SP-1', 'SP-2', '食品经营许可证', '李*', '示例大厅', 'A02', '柜门传感器确认'])
      expect(words).toContain(word);
    for (const hidden of ['李四', '未签名', '委托代领人', applicant.idNumber]) expect(words).not.toContain(hidden);
    const unsigned = await hall();
    const item = await unsigned.inCell('SP-3');
    await unsigned.tell(opened(order, [item]), handedOver(item));
    const without = await receiptOf(item);
    expect(without.words).toContain('未签名');
    expect(ink).toBeGreaterThan(without.ink + 300);
  });

  it('LC6 says that an agent took it, and there is none of what was not collected', async () => {
    const { tell, inCell } = await hall();
    const item = await inCell('SP-4');
    expect((await fileAt(`items/${item}/delivery-receipt`)).status).toBe(409);
    expect((await fileAt('items/none/delivery-receipt')).status).toBe(404);
    const agent = personKeyOf('7'.repeat(64));
    await tell(opened(order, [item], agent), handedOver(item, agent));
    expect((await receiptOf(item)).words).toContain('委托代领人');
  });
});

describe('the worksheet of a kiosk', () => {
  it('LE9 shows in walking order what should lie where and why to look, without a name, each with a box to tick', async () => {
    const { kiosk, tell, inCell } = await hall();
    const frozen = await inCell('SP-7', a10);
    await inCell('SP-8', a02);
    await office.post(`items/${frozen}/freeze`);
    await tell({ is: 'openedWithoutOrder', cell: b01 });
    const { status, headers, bytes } = await fileAt(`kiosks/${kiosk.kiosk}/worksheet`);
    const page = bytes.toString('utf8');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const rows = [...page.matchAll(/<tr><td class="tick">□<\/td><th scope="row">(\w+)<\/th>(.*?)<\/tr>/g)];
    expect(rows.map(([, cell]) => cell)).toEqual(['A02', 'A10', 'B01']);
    expect(rows[0]?.[2]).toContain('SP-8');
    expect(rows[1]?.[2]).toMatch(/SP-7.*冻结.*frozen/);
    expect(rows[2]?.[2]).toMatch(/空.*opened without an order/);
    expect(page).toContain('@media print');
    expect(page).not.toMatch(/李|<script/);
    expect((await fileAt('kiosks/hall-none/worksheet')).status).toBe(404);
  });
});
