// Words of the panel: Chinese first, English beside it.

import type { HallLineName, HallReaderName, ThingKind } from '../contract/panel.ts';
import type { HallSeen } from './hall-link.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

const say = (zh: string, en: string): Words => ({ zh, en });

export const words = {
  title: say('模拟大厅', 'Simulated hall'),
  notReal: say('这里没有真实的人和证件', 'Nobody and nothing here is real'),
  gone: say('大厅没有应答', 'The hall does not answer'),
  door: say('大厅门', 'Hall door'),
  doorHeld: say('锁住', 'locked'),
  doorReleased: say('已放行', 'released'),
  push: say('推门', 'Push'),
  letShut: say('放手关门', 'Let it shut'),
  exit: say('出门按钮', 'Exit button'),
  fire: say('火警', 'Fire alarm'),
  tamper: say('门控盒打开', 'Door box open'),
  layHere: say('放在这里', 'Lay it here'),
  empty: say('没有卡', 'No card'),
  tapToTake: say('点一下拿走', 'Tap to take away'),
  people: say('人和卡', 'People and cards'),
  peopleHint: say('点一张卡，再点读卡器；也可以拖过去', 'Tap a card, then a reader; or drag it there'),
  hands: say('手里的东西', 'In hand'),
  handsEmpty: say('手里没有东西', 'Nothing in hand'),
  cabinet: say('证照柜', 'Cabinet'),
  cellHint: say('点一个格口', 'Tap a cell'),
  open: say('开着', 'open'),
  shut: say('关着', 'shut'),
  nothingInside: say('空的', 'empty'),
  pushShut: say('推上门', 'Push shut'),
  takeOut: say('取出', 'Take out'),
  putIn: say('放入', 'Put in'),
  pull: say('拉门', 'Pull'),
  key: say('钥匙开', 'Open by key'),
  jam: say('卡住锁', 'Jam the lock'),
  unjam: say('修好锁', 'Free the lock'),
  jammed: say('锁卡住', 'jammed'),
  scanner: say('扫码器', 'Code scanner'),
  codeHint: say('办件编号或格口标签，如 CELL:A01', 'A case number, or a label such as CELL:A01'),
  holdCode: say('放到扫码器前', 'Hold it there'),
  receipts: say('凭条打印机', 'Receipt printer'),
  documents: say('A4 打印机', 'A4 printer'),
  full: say('有纸', 'Full'),
  low: say('快没了', 'Low'),
  out: say('没纸', 'Out'),
  paperJam: say('卡纸', 'Jam'),
  cover: say('打开上盖', 'Open cover'),
  coverShut: say('合上上盖', 'Shut cover'),
  take: say('取走', 'Take'),
  noPaper: say('出纸口没有纸', 'No paper at the exit'),
  taken: say('已取走', 'Taken'),
  page: say('证明', 'Document'),
  lines: say('线路', 'Lines'),
  board: say('锁控板', 'board'),
  unplug: say('拔掉', 'Unplug'),
  replug: say('插上', 'Plug in'),
  power: say('通电', 'Turn on'),
  powerOff: say('断电', 'Turn off'),
  connected: say('在用', 'in use'),
  waiting: say('空闲', 'idle'),
  unplugged: say('已拔', 'out'),
  trace: say('总线记录', 'Bus trace'),
  hidden: say('已隐去', 'hidden'),
  bytes: say('字节', 'bytes'),
  toDevice: say('发往设备', 'to the device'),
  toComputer: say('来自设备', 'from the device'),
  expired: say('已过期', 'expired'),
} as const;

export const readerWords: Readonly<Record<HallReaderName, Words>> = {
  hallReader: say('门口读卡器', 'Door reader'),
  kioskReader: say('终端读卡器', 'Kiosk reader'),
};

export const lineWords: Readonly<Record<HallLineName, Words>> = {
  hallReader: readerWords.hallReader,
  kioskReader: readerWords.kioskReader,
  cabinet: words.cabinet,
  hallDoor: words.door,
  receiptPrinter: say('凭条打印机', 'Receipts'),
  documentPrinter: words.documents,
  codeScanner: words.scanner,
};

export const thingWords: Readonly<Record<ThingKind, Words>> = {
  businessLicence: say('营业执照', 'Business licence'),
  foodLicence: say('食品经营许可证', 'Food licence'),
  approval: say('批复', 'Approval'),
  certificate: say('证书', 'Certificate'),
  envelope: say('信封', 'Envelope'),
};

export const roleWords: Readonly<Record<string, Words>> = {
  citizen: say('市民', 'citizen'),
  applicant: say('申请人', 'applicant'),
  depositor: say('存件员', 'depositor'),
  technician: say('维修员', 'technician'),
  stranger: say('没有办件', 'no business here'),
};

export const kindWords = {
  resident: say('居民身份证', 'Resident ID'),
  hongKongMacaoTaiwan: say('港澳台居住证', 'HK, MO, TW'),
  foreigner2017: say('永久居留证 2017', 'Residence'),
  foreigner2023: say('永久居留证 2023', 'Residence'),
} as const;

export const refusalWords: Readonly<Record<NonNullable<HallSeen['refusal']>, Words>> = {
  noSuchPerson: say('没有这个人', 'There is no such person'),
  noSuchCell: say('没有这个格口', 'There is no such cell'),
  noSuchBoard: say('没有这块锁控板', 'There is no such board'),
  noSuchPaper: say('这张纸已经不在了', 'That paper is gone'),
  readerTaken: say('读卡器上已经有卡', 'Another card lies on that reader'),
  noCard: say('读卡器上没有卡', 'There is no card on that reader'),
  locked: say('锁住了，打不开', 'It is locked'),
  doorShut: say('门关着', 'The door is shut'),
  cellFull: say('格口里已经有东西', 'There is something in that cell'),
  cellEmpty: say('格口是空的', 'The cell is empty'),
  notInHand: say('手里没有这件东西', 'Nobody holds that'),
  portTaken: say('端口已被别的程序占用', 'Another program took that port'),
  hallGone: words.gone,
};

/** Faults that are offered for a line, each with what it sets. */
export const faultChoices = [
  { name: 'sound', faults: {}, ...say('正常', 'sound') },
  { name: 'pieces', faults: { pieceBytes: 3 }, ...say('碎片', '3-byte pieces') },
  { name: 'drop', faults: { drop: 0.3 }, ...say('丢应答', 'loses 30 %') },
  { name: 'flip', faults: { flipBit: 0.2 }, ...say('位翻转', 'bit errors 20 %') },
  { name: 'noise', faults: { noise: 0.3 }, ...say('杂波', 'noise 30 %') },
  { name: 'repeat', faults: { repeat: 0.5 }, ...say('重复', 'repeats 50 %') },
  { name: 'glue', faults: { glue: 0.3 }, ...say('粘连', 'glues 30 %') },
  { name: 'late', faults: { delayMs: 800 }, ...say('迟 0.8 秒', '0.8 s late') },
  { name: 'echo', faults: { echo: true }, ...say('回声', 'echo') },
  { name: 'dead', faults: { dead: true }, ...say('无声', 'silent') },
] as const;
