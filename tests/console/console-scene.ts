// Scene: a centre with two halls in which enough has happened that every list of the console has something on it.

import type { Clock } from '../../src/base/clock.ts';
import type { ConsoleRole } from '../../src/contract/console.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createTestKiosk, createTestOffice, type TestKiosk, type TestOffice } from '../central/kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from '../central/started-central.ts';

export const password = 'a long enough password';
const by = personKeyOf('5'.repeat(64));
export const hostileTitle = '<img src=x onerror=alert(1)>=HYPERLINK("http://evil.example")';

export interface Scene {
  readonly central: StartedCentral;
  readonly office: TestOffice;
  readonly kiosk: TestKiosk;
  readonly names: Readonly<Record<ConsoleRole, string>>;
}

const people = [
  { idNumber: '440524188001010014', name: '李四', phone: '00000000002' },
  { idNumber: '310101190003070018', name: '王五', phone: '00000000003' },
] as const;

export const applicant = people[0];

async function hall(
  office: TestOffice,
  url: string,
  kiosk: string,
  place: { zh: string; en: string },
  now?: () => number,
) {
  await office.post('kiosks', { kiosk, place, phone: '021-0000 0000' });
  const joined = createTestKiosk({ url, kiosk, ...(now === undefined ? {} : { now }) });
  const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk });
  await joined.enrol(code);
  return joined;
}

export async function startScene({
  pages,
  clock,
}: {
  readonly pages?: string;
  readonly clock?: Clock;
} = {}): Promise<Scene> {
  const central = await startedCentral({
    ...(pages === undefined ? {} : { pages }),
    ...(clock === undefined ? {} : { clock }),
  });
  const office = createTestOffice({ url: central.url, adminToken });
  const names = { depositor: '周八', supervisor: '郑十一', technician: '吴九', auditor: '冯十二' } as const;
  for (const role of ['depositor', 'supervisor', 'technician', 'auditor'] as const)
    await office.post('accounts', { account: role, name: names[role], role, password });
  const now = clock === undefined ? undefined : () => clock.now();
  const kiosk = await hall(
    office,
    central.url,
    'hall-1',
    { zh: '示例市政务服务中心24小时自助大厅', en: 'Sample City 24-hour self-service hall' },
    now,
  );
  await hall(office, central.url, 'mall-2', { zh: '商圈自助服务点', en: 'Mall point' }, now);
  for (const person of people) await office.post('people', person);
  return { central, office, kiosk, names };
}

/** Items on their way and in cells, and everything that can be wrong with a cell. */
export async function fillScene({ office, kiosk }: Scene): Promise<void> {
  const titles = [
    ['食品经营许可证', 'Food business licence'],
    ['营业执照', 'Business licence'],
    ['公共场所卫生许可证', 'Public place hygiene licence'],
    ['道路运输经营许可证', 'Road transport licence'],
    ['烟草专卖零售许可证', 'Tobacco retail licence'],
    ['人力资源服务许可证', 'Human resources licence'],
  ] as const;
  const sizes = ['small', 'medium', 'large'] as const;
  for (let number = 0; number < 12; number += 1) {
    const [zh, en] = titles[number % titles.length] ?? titles[0];
    await office.post('items', {
      id: `item-${number}`,
      kiosk: number === 5 ? 'mall-2' : 'hall-1',
      idNumber: people[number % 2]?.idNumber,
      title: { zh, en },
      caseNumber: `XK-2026-00${String(number).padStart(2, '0')}`,
      size: sizes[number % 3],
      lowCell: number === 3,
    });
  }
  await office.post('items', {
    id: 'item-hostile',
    kiosk: 'hall-1',
    idNumber: applicant.idNumber,
    title: { zh: hostileTitle, en: hostileTitle },
    caseNumber: '=1+1',
    size: 'small',
  });
  const cell = (number: number) => cellIdOf(`A${String(number).padStart(2, '0')}`);
  const item = (number: number) => itemIdOf(`item-${number}`);
  await kiosk.send([
    kiosk.message({ is: 'started', version: '0.1.0', openOrdersInDoubt: 0 }),
    ...[6, 7, 8, 9, 10, 11].map((number) =>
      kiosk.message({ is: 'itemDeposited', item: item(number), cell: cell(number - 4), by }),
    ),
    kiosk.message({ is: 'itemExpired', item: item(6), cell: cell(2) }),
    kiosk.message({ is: 'itemExpired', item: item(7), cell: cell(3) }),
    kiosk.message({ is: 'openedWithoutOrder', cell: cell(5) }),
    kiosk.message({ is: 'itemDisputed', item: item(9), cell: cell(5), why: 'openedWithoutOrder' }),
    kiosk.message({ is: 'itemMissing', item: item(10), cell: cell(6) }),
    kiosk.message({ is: 'cellDoubted', cell: cell(12), why: 'restart', items: [] }),
    kiosk.message({ is: 'deviceChanged', device: 'receiptPrinter', state: 'offline' }),
    kiosk.message({ is: 'cellFault', cell: cell(9), fault: 'sensorStuckOpen' }),
    kiosk.message({ is: 'cellOutOfService', cell: cell(15), why: 'lock' }),
    kiosk.message({
      is: 'wrongDoorOpened',
      order: 'a0000000-0000-7000-8000-000000000001',
      ordered: cell(7),
      cell: cell(8),
    }),
  ]);
  await office.post('items/item-8/recall');
}
