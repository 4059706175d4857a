// Scene: a centre with two halls in which enough has happened that every list of the console has something on it.

import type { Clock } from '../../src/base/clock.ts';
import type { ConsoleRole } from '../../src/contract/console.ts';
import type { KioskStatus, StatusShown } from '../../src/contract/status.ts';
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

/** A kiosk with two cabinets of the usual mixture; `more` says what is not as it should be. */
export function statusOf(now: number, more: Partial<StatusShown> = {}): KioskStatus {
  const contents = [
    'occupied',
    'over',
    'occupied',
    'unverified',
    'unverified',
    'occupied',
    'free',
    'occupied',
  ] as const;
  const sizes = ['small', 'small', 'medium', 'small', 'medium', 'large'] as const;
  const bank = (name: string) => ({
    bank: name,
    columns: [0, 1, 2, 3].map((column) =>
      sizes.map((size, row) => {
        const number = column * sizes.length + row + 1;
        return {
          cell: cellIdOf(`${name}${String(number).padStart(2, '0')}`),
          size,
          content: number === 15 ? ('out' as const) : (contents[number - 2] ?? 'free'),
          door: number === 9 ? ('open' as const) : ('closed' as const),
          items: number === 7 ? 2 : contents[number - 2] === 'occupied' ? 1 : 0,
          reachable: name === 'A' || column < 3,
          fault: number === 9,
        };
      }),
    ),
  });
  return {
    at: now,
    shown: {
      software: '0.1.0',
      serves: 'nobody',
      functions: { pickup: null, receipts: 'printerOffline', proofs: null, entry: null },
      devices: [
        { name: 'boardA', word: 'ready', required: true },
        { name: 'boardB', word: 'ready', required: true },
        { name: 'codeScanner', word: 'ready', required: false },
        { name: 'documentPrinter', word: 'low', required: true },
        { name: 'hallReader', word: 'ready', required: true },
        { name: 'kioskReader', word: 'ready', required: true },
        { name: 'receiptPrinter', word: 'offline', required: true },
      ],
      power: 'mains',
      clockWrong: false,
      emergency: false,
      stoppedBoards: 0,
      banks: [bank('A'), bank('B')],
      ...more,
    },
    figures: {
      startedAt: now - 86_400_000,
      queueWaiting: 2,
      queueParked: 0,
      queueOldestAt: now - 4_000,
      rightsAsOf: now - 2_000,
      clockOffsetMs: 340,
      rights: 11,
      jobsOpen: 0,
      memoryBytes: 148_000_000,
      freeMemoryBytes: 5_100_000_000,
      totalMemoryBytes: 8_200_000_000,
      load: 0.42,
      processors: 4,
      diskFreeBytes: 91_000_000_000,
      diskTotalBytes: 120_000_000_000,
      databaseBytes: 12_400_000,
      machineUpMs: 9 * 86_400_000,
    },
  };
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
  await kiosk.request('POST', '/kiosk/v1/status', statusOf(Date.now()));
}
