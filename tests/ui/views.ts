// Views for the tests of the window: every screen with synthetic data, ordinary and awkward.

import type { BankPicture, CellPicture, Screen, View, Works } from '../../src/contract/view.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { testLevels } from '../../src/core/device-test.ts';
import type { Ailment, HealthLine } from '../../src/core/health.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { problems } from '../../src/core/problem.ts';
import type { Words } from '../../src/core/words.ts';
import { wiringScreens } from './wiring-views.ts';

export const now = Date.UTC(2026, 10, 23, 15, 4, 0);

const works: Works = { works: true };
const title: Words = { zh: '食品经营许可证', en: 'Food business licence' };
const longTitle: Words = {
  zh: '上海市徐汇区建设项目环境影响评价文件审批决定书（正本与副本）',
  en: 'Decision on the environmental impact assessment of a construction project (original and copy)',
};
const cell = cellIdOf('A07');

function cellName(index: number): ReturnType<typeof cellIdOf> {
  return cellIdOf(`A${String(index + 1).padStart(2, '0')}`);
}

function bank(): BankPicture {
  const sizes = ['small', 'small', 'small', 'small', 'small', 'small', 'medium', 'medium', 'large', 'large'] as const;
  const columns = Array.from({ length: 6 }, (_, column) =>
    sizes.map(
      (size, row): CellPicture => ({
        id: cellName(column * sizes.length + row),
        size,
        looks: column === 0 && row === 6 ? 'lit' : column === 3 && row === 2 ? 'outOfService' : 'plain',
      }),
    ),
  );
  return { id: 'A', columns };
}

const documents = Array.from({ length: 9 }, (_, index) => ({
  id: `document-${index}`,
  kind: index % 2 === 0 ? ('paymentReceipt' as const) : ('proof' as const),
  title: index === 1 ? longTitle : { zh: '城乡居民医疗保险费', en: 'Medical insurance contribution' },
  date: `2026-11-${String(index + 10)}`,
  amountFen: index % 2 === 0 ? 38_000 + index : null,
  printable: index === 3 ? ({ works: false, why: 'paperOut' } as const) : works,
}));

const lines = [longTitle, title, longTitle, title, title].map((name, index) => ({
  item: itemIdOf(`item-${index}`),
  title: name,
  caseNumber: `SP2026110${index}`,
}));
const taken = lines.map((line, index) => ({ ...line, missing: index === 1 }));

const licences = [lines.slice(1, 2), lines.slice(0, 4), lines.slice(3, 4)].map((items, index) => ({
  cell: cellName(6 + index),
  items,
  isOver: index === 1,
  until: now + (index + 2) * 86_400_000,
  extendTo: index === 1 ? null : now + (index + 9) * 86_400_000,
  collectable: index === 2 ? ({ works: false, why: 'notReleased' } as const) : works,
}));

const deposits = Array.from({ length: 14 }, (_, index) => ({
  item: itemIdOf(`item-${index}`),
  title: index === 1 ? longTitle : title,
  caseNumber: `SP202611${String(100 + index)}`,
  maskedName: '张*',
  size: (['small', 'medium', 'large'] as const)[index % 3] ?? 'small',
  kept: index === 1 ? cellName(30) : null,
}));

const instead = {
  places: [
    { name: { zh: '徐家汇商圈自助服务点', en: 'Xujiahui Mall self-service point' }, metres: 850 },
    { name: { zh: '漕河泾开发区自助服务点', en: 'Caohejing Park self-service point' }, metres: 1_900 },
  ],
  windows: ['1', '3'],
};

const dropOffs = [title, longTitle, title, title].map((name, index) => ({
  item: itemIdOf(`envelope-${index}`),
  title: name,
  missing: { zh: '租赁合同复印件、房东身份证复印件', en: 'Copies of the lease and the ID card' },
  caseNumber: `RQ2026110${index}`,
  works: index === 1 ? ({ works: false, why: 'dropOffOver' } as const) : works,
  left:
    index < 2
      ? null
      : {
          at: now - 3_600_000,
          cell,
          slip: index === 2 ? works : ({ works: false, why: 'paperOut' } as const),
        },
}));
const droppedOff = {
  at: 'droppedOff',
  item: itemIdOf('envelope-1'),
  title: longTitle,
  caseNumber: 'RQ20261100',
  cell,
  shutAt: now - 4_000,
  number: 'D-7K3M-9QXA',
  place: { row: 10_412, hash: '9f3a22c1'.repeat(8) },
  slip: works,
} as const;

const recalls = (['cancelled', 'dropOff', 'asked', 'overdue', 'overdue'] as const).map((reason, index) => ({
  cell: cellName(index * 7),
  reason,
  items: deposits.slice(index, index === 1 ? index + 3 : index + 1),
  skipped: index === 4,
  openable: index === 3 ? ({ works: false, why: 'boardOffline' } as const) : works,
}));

const sheet = (['unverified:restart', 'outOfService:lock', 'unverified:wrongDoor'] as const).map((content, index) => ({
  cell: cellName(index * 9),
  content,
  door: (['closed', 'open', 'unknown'] as const)[index] ?? 'closed',
  openable: works,
}));
const allCells = Array.from({ length: 60 }, (_, index) => ({
  cell: cellName(index),
  content: 'unverified:emergency',
  door: 'closed' as const,
  openable: index === 0 ? ({ works: false, why: 'boardOffline' } as const) : works,
}));
const things = deposits.map(({ item, title: name, caseNumber, maskedName }, index) => ({
  item,
  title: name,
  caseNumber,
  maskedName,
  at: index === 5 ? null : cellName(index * 3),
  isSought: index === 4,
}));

const states = ['ready', 'low', 'blocked', 'fault', 'offline', 'unknown', 'ready', 'ready'] as const;
const devices = states.map((state, index) => ({
  name:
    ['cardReader', 'receiptPrinter', 'documentPrinter', 'lockBoardA', 'scanner', 'ups', 'hallDoor', 'lockBoardB'][
      index
    ] ?? '',
  description: 'SAM reader, /dev/serial/by-path/pci-0000:00:14.0-usb-0:3:1.0-port0',
  state,
  detail: 'answers in 12 ms, 0 errors in the last 1000 questions',
  suspended: index === 3,
  tests: testLevels.map((level, place) => ({
    level,
    begins: index === 7 ? null : ({ act: 'testDevice', device: 'boardA' } as const),
    last:
      index + place === 0
        ? null
        : index + place === 1
          ? ('running' as const)
          : {
              at: now - 60_000,
              outcome: (['passed', 'failed', 'abandoned'] as const)[(index + place) % 3] ?? 'passed',
              detail: 'three rounds, all boards answered',
            },
  })),
}));

const lots = Array.from({ length: 12 }, (_, index) => cellName(index * 3));
const health = [
  {
    ...illness('paperOut', 101),
    about: 'receiptPrinter',
    since: now - 900_000,
    caseNumber: 'K7M2QX',
    who: 'staff' as const,
  },
  { ...illness('boardSuspended', 203), about: 'boardA' },
  { ...illness('cellDoubtful', 303), about: lots.join(' '), cells: lots, who: 'staff' as const },
  { ...illness('sensorStuck', 305), when: 'soon' as const, about: 'A04', cells: [cellName(3)] },
  { ...illness('centralOffline', 501), when: 'soon' as const, clearsItself: true, who: 'staffFirst' as const },
  { ...illness('diskLow', 507), when: 'soon' as const },
];
function illness(ailment: Ailment, number: number): HealthLine {
  const nature = { when: 'now', who: 'technician', clearsItself: false } as const;
  return { ailment, number, ...nature, about: '', cells: [], since: null, caseNumber: null };
}
const queue = {
  waiting: 12,
  parked: 1,
  oldestAt: now - 3_600_000,
  lastProblem: 'messages: fetch failed: connect ECONNREFUSED 10.0.0.7:443',
  rightsAsOf: now - 7_200_000,
  clockOffsetMs: -1_240,
  databaseBytes: 48 * 1024 ** 2,
  diskFreeBytes: 93 * 1024 ** 3,
};
const emptyQueue = {
  waiting: 0,
  parked: 0,
  oldestAt: null,
  lastProblem: null,
  rightsAsOf: null,
  clockOffsetMs: null,
  databaseBytes: null,
  diskFreeBytes: null,
};

const contents = ['free', 'occupied', 'unverified:restart', 'outOfService:lock', 'justEmptied', 'reserved'];
const cells = Array.from({ length: 60 }, (_, index) => ({
  cell: cellName(index),
  content: index < 6 ? (contents[index] ?? 'free') : index % 3 === 0 ? 'free' : 'occupied',
  opens: index * 7,
  triedBy: index === 0 || index === 3 ? 'boardA' : null,
  door: index === 9 ? ('open' as const) : index === 10 ? ('unknown' as const) : ('closed' as const),
}));

const plain: readonly Screen[] = [
  { at: 'starting' },
  { at: 'outOfService', why: 'outOfService', codeHelps: false },
  { at: 'outOfService', why: 'recovering', codeHelps: false },
  { at: 'welcome' },
  { at: 'reading' },
  { at: 'code', wrong: 0, lockedUntil: null, checking: false },
  { at: 'menu', maskedName: '欧阳**', documents: works, licences: works, dropOffs: 0, waiting: 2, elsewhere: [] },
  { at: 'fetching' },
  { at: 'documents', documents },
  { at: 'printing', title: longTitle, kind: 'proof', stage: { is: 'preparing' }, mayStop: false, caseNumber: 'K7M2QX' },
  { at: 'printing', title: longTitle, kind: 'proof', stage: { is: 'printing' }, mayStop: true, caseNumber: 'K7M2QX' },
  {
    at: 'printing',
    title: longTitle,
    kind: 'proof',
    stage: { is: 'stopped', why: 'paperOut' },
    mayStop: true,
    caseNumber: 'K7M2QX',
  },
  { at: 'printing', title: longTitle, kind: 'proof', stage: { is: 'stopping' }, mayStop: false, caseNumber: 'K7M2QX' },
  { at: 'didItPrint', title: longTitle, caseNumber: 'K7M2QX' },
  { at: 'printed', title, kind: 'paymentReceipt' },
  { at: 'printed', title: { zh: '送达回证', en: 'Delivery receipt' }, kind: 'deliveryReceipt' },
  { at: 'licences', licences },
  { at: 'sign', cell, items: lines.slice(0, 1), mayBeSkipped: false },
  { at: 'opening', cell, attempt: 1 },
  { at: 'didItOpen', cell },
  { at: 'takeOut', cell, items: taken.slice(0, 1), openTooLong: false },
  { at: 'didYouTake', cell },
  { at: 'collected', cell, items: taken.slice(0, 1), reopenUntil: now + 170_000, receipt: { works: true } },
  { at: 'closeDoor', cell },
  { at: 'wrongDoor', cells: [cell, cellName(20)], caseNumber: 'K7M2QX' },
  { at: 'thanks' },
  { at: 'pin', role: 'technician', wrong: 0, lockedUntil: null },
  {
    at: 'deposit',
    items: deposits,
    freeCells: 12,
    instead: null,
    recalls: 3,
    toCheck: 12,
    batch: [],
    mayUndo: false,
    scanner: false,
  },
  { at: 'putIn', cell, title: longTitle, takingBack: false, label: 'none' },
  { at: 'worklist', recalls },
  { at: 'restarted', cells: [cell] },
  { at: 'worksheet', cells: sheet, things, print: { doubtful: true, all: true }, emergency: null },
  { at: 'secondPerson', refused: false },
  { at: 'openingAll', opened: 12, of: 60, failed: [cellName(3)], toShut: null, mayStop: true },
  { at: 'confirmRecall', cell, items: recalls[1]?.items ?? [], isDropOff: false, counters: ['1', '3'] },
  { at: 'confirmDeposit', cell, title: longTitle, takingBack: false, labelMissing: false },
  { at: 'leftEmpty', cell, others: 0 },
  { at: 'dropOffs', lines: dropOffs },
  { at: 'confirmDropOff', cell, title, slammed: false },
  droppedOff,
  {
    at: 'technician',
    health,
    devices,
    cells,
    toCheck: 12,
    queue,
    lines: ['127.0.0.1:4001'],
  },
];

const awkward: readonly Screen[] = [
  { at: 'outOfService', why: 'readerFault', codeHelps: true },
  { at: 'code', wrong: 2, lockedUntil: null, checking: false },
  { at: 'code', wrong: 6, lockedUntil: now + 30_000, checking: false },
  { at: 'code', wrong: 1, lockedUntil: null, checking: true },
  { at: 'sign', cell: cellIdOf('AB123'), items: lines, mayBeSkipped: true },
  {
    at: 'menu',
    maskedName: '张*',
    documents: { works: false, why: 'printerCover' },
    licences: { works: false, why: 'noLicence' },
    dropOffs: 2,
    waiting: 0,
    elsewhere: [
      { place: { zh: '漕河泾开发区自助服务点', en: 'Caohejing Park self-service point' }, count: 2 },
      { place: { zh: '徐家汇商圈自助服务点', en: 'Xujiahui Mall self-service point' }, count: 1 },
    ],
  },
  { at: 'opening', cell, attempt: 2 },
  { at: 'takeOut', cell: cellIdOf('AB123'), items: taken, openTooLong: true },
  { at: 'collected', cell, items: taken, reopenUntil: now + 170_000, receipt: { works: false, why: 'paperOut' } },
  { at: 'pin', role: 'depositor', wrong: 2, lockedUntil: null },
  { at: 'pin', role: 'depositor', wrong: 5, lockedUntil: now + 15_000 },
  { at: 'worklist', recalls: [] },
  { at: 'restarted', cells: [cell, cellName(11), cellName(40)] },
  {
    at: 'worksheet',
    cells: allCells,
    things: [],
    print: { doubtful: true, all: true },
    emergency: { mayServe: true },
  },
  { at: 'worksheet', cells: [], things: [], print: { doubtful: false, all: true }, emergency: { mayServe: false } },
  { at: 'secondPerson', refused: true },
  {
    at: 'openingAll',
    opened: 56,
    of: 60,
    failed: [cellName(3), cellName(9), cellName(12), cellName(33)],
    toShut: allCells.map((line) => line.cell),
    mayStop: false,
  },
  { at: 'confirmRecall', cell, items: recalls[0]?.items ?? [], isDropOff: false, counters: ['1', '2', '3', '4'] },
  {
    at: 'deposit',
    items: [],
    freeCells: 0,
    instead,
    recalls: 0,
    toCheck: 0,
    batch: [],
    mayUndo: false,
    scanner: false,
  },
  {
    at: 'deposit',
    items: deposits,
    freeCells: 5,
    instead: null,
    recalls: 0,
    toCheck: 0,
    batch: [{ title: longTitle, cell }],
    mayUndo: true,
    scanner: true,
  },
  { at: 'putIn', cell, title: longTitle, takingBack: false, label: 'wanted' },
  { at: 'putIn', cell, title: longTitle, takingBack: false, label: 'seen' },
  { at: 'putIn', cell, title: longTitle, takingBack: true, label: 'none' },
  { at: 'confirmDeposit', cell, title: longTitle, takingBack: false, labelMissing: true },
  { at: 'confirmDeposit', cell, title: longTitle, takingBack: true, labelMissing: false },
  { at: 'leftEmpty', cell, others: 2 },
  { at: 'dropOffs', lines: dropOffs.slice(1, 2) },
  { at: 'confirmDropOff', cell, title: longTitle, slammed: true },
  { ...droppedOff, place: null, slip: { works: false, why: 'printerOffline' } },
  { at: 'confirmRecall', cell, items: lines.slice(0, 1), isDropOff: true, counters: ['1', '3'] },
  {
    at: 'deposit',
    items: deposits,
    freeCells: 0,
    instead,
    recalls: 0,
    toCheck: 0,
    batch: [],
    mayUndo: false,
    scanner: true,
  },
  { at: 'entering' },
  { at: 'trying', device: 'kioskReader' },
  { at: 'trying', device: 'codeScanner' },
  { at: 'judging', device: 'receiptPrinter' },
  { at: 'technician', health: [], devices: [], cells: [], toCheck: 0, queue: emptyQueue, lines: [] },
  {
    at: 'technician',
    health: health.slice(0, 1),
    devices: [],
    cells: [],
    toCheck: 0,
    queue: { ...queue, refused: 'kioskRevoked' },
    lines: [],
  },
];

const troubles: readonly Screen[] = problems.map((problem, index) => ({
  at: 'problem',
  problem,
  caseNumber: 'K7M2QX',
  cell: index % 2 === 0 ? cell : null,
  codeHelps: problem === 'cardUnreadable',
  instead: problem === 'bankFull' || problem === 'noFreeCell' ? instead : null,
}));

/** Every screen at least once; every problem once. */
export const screens: readonly Screen[] = [...plain, ...awkward, ...troubles, ...wiringScreens];

export function viewOf(screen: Screen, change: Partial<View> = {}): View {
  return {
    sequence: 1,
    language: 'zh',
    elder: false,
    pointName: { zh: '徐汇区政务服务中心24小时自助大厅', en: 'Xuhui Service Centre, 24-hour hall' },
    phone: '021-12345678',
    trial: true,
    languages: ['zh', 'en'],
    now: { receipts: works, proofs: { works: false, why: 'paperOut' }, pickup: works },
    help: 'none',
    centralOnline: false,
    rightsAsOf: now - 1_800_000,
    banks: [bank()],
    screen,
    endsAt: null,
    madeAt: now,
    ...change,
  };
}

/** A short name for pictures and messages, unique among `screens`. */
export function screenName(screen: Screen): string {
  return `${String(screens.indexOf(screen)).padStart(2, '0')}-${screen.at}${screen.at === 'problem' ? `-${screen.problem}` : ''}`;
}
