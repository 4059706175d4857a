// Words of the four lists: what is to be done and why, for whoever reads only one line.

import type { TaskShown, Urgency } from '../../contract/console-desk.ts';
import { say, type Words } from './say.ts';

export const taskWords = {
  cell: say('格口', 'Cell'),
  anyCell: say('全厅', 'Hall'),
  what: say('事项', 'What'),
  item: say('证照', 'Item'),
  caseNumber: say('办件编号', 'Case number'),
  addressee: say('领取人', 'Addressee'),
  size: say('大小', 'Size'),
  since: say('已等', 'Waits'),
  until: say('保管到', 'Held until'),
  owner: say('处理人', 'Owner'),
  take: say('我来处理', 'Take it'),
  mine: say('我在处理', 'Mine'),
  leave: say('放回', 'Put back'),
  done: say('已处理', 'Done'),
  lowCell: say('要低位格口', 'Low cell'),
  tick: say('完成', 'Done'),
  urgency: say('紧急', 'Urgency'),
  emptyDeposit: say('没有要存的证照', 'Nothing to put in'),
  emptyRecall: say('没有要清退的证照', 'Nothing to take out'),
  emptyCheck: say('没有要核查的地方', 'Nothing to check'),
  emptyRepair: say('设备都正常', 'Nothing to repair'),
  emptyHint: say('有新的会立刻出现在这里', 'What comes up appears here at once'),
  extendAll: say('全厅延期', 'Extend all'),
} as const;

export const urgencyWords: Readonly<Record<Urgency, Words>> = {
  now: say('立即', 'Now'),
  today: say('今天', 'Today'),
  round: say('巡检时', 'On the round'),
};

export const sizeWords = {
  small: say('小', 'S'),
  medium: say('中', 'M'),
  large: say('大', 'L'),
} as const;

const devices: readonly (readonly [RegExp, Words])[] = [
  [/^kioskReader/, say('读卡器', 'The card reader')],
  [/^hallReader/, say('门口读卡器', 'The reader at the door')],
  [/^receiptPrinter/, say('凭条打印机', 'The receipt printer')],
  [/^documentPrinter/, say('A4 打印机', 'The A4 printer')],
  [/^hallDoor/, say('大厅门', 'The hall door')],
  [/^codeScanner/, say('扫码器', 'The code scanner')],
  [/^powerSupply/, say('不间断电源', 'The power supply')],
];

export function deviceWords(name: string): Words {
  return devices.find(([pattern]) => pattern.test(name))?.[1] ?? say(`锁控板 ${name}`, `Lock board ${name}`);
}

const fixed: Readonly<Record<string, Words>> = {
  'opened without an order': say('门无指令打开，请立即到场', 'Opened without an order: go there now'),
  'two members of staff open every cell: look into each of them': say(
    '正在应急全开，逐格核查',
    'Every cell is being opened: look into each',
  ),
  'its clock is wrong': say('终端时钟不准', 'The clock of the kiosk is wrong'),
  'the door did not open: open it by key and hand over': say(
    '门打不开，用钥匙打开并交付',
    'The door did not open: open it by key and hand over',
  ),
  'holds something that nobody knows': say('格口里有不明物品', 'Something that nobody knows is inside'),
  'the door sensor sticks at open': say('门传感器一直显示打开', 'The door sensor sticks at open'),
  'the lock opens late': say('锁开得慢', 'The lock opens late'),
  'door held open': say('门没有关', 'The door stands open'),
  'alarm: door still open': say('门一直没关，请立即到场', 'The door still stands open: go there now'),
  'put in after it was cancelled': say('作废之后又存入', 'Put in after it was cancelled'),
  'handed to somebody else than its addressee': say('交给了不是领取人的人', 'Handed to somebody else'),
  'said to be missing': say('取件人说里面没有', 'Said to be missing'),
  'its time is over': say('保管期已满', 'Its time is over'),
  asked: say('要求取出', 'Wanted back'),
  cancelled: say('已作废', 'Cancelled'),
  frozen: say('已冻结，请取出', 'Frozen: take it out'),
  'a signature came that is not the one that was signed with': say(
    '收到的签名与签名时的不符',
    'The signature that came is not the one that was given',
  ),
  'kept longer at the wish of somebody else than its addressee': say(
    '不是领取人的人要求了延期',
    'Kept longer at the wish of somebody else',
  ),
  'pickup code tried too often': say('取件码试错次数过多', 'The pickup code was tried too often'),
  'the gateway refused the message': say('短信发不出去，请电话通知', 'The message cannot be sent: call'),
  // doubts of a cell
  restart: say('开门途中断电，请看一下', 'The power failed while it was open'),
  doorLeftOpen: say('人走了门没关', 'Left with the door open'),
  openedWithoutOrder: say('门无指令打开过', 'It opened without an order'),
  wrongDoor: say('开错了门', 'Another door opened'),
  openedLate: say('门很晚才打开', 'It opened late'),
  depositCancelled: say('存件没有完成', 'The deposit was not finished'),
  deposit: say('存件没有完成', 'The deposit was not finished'),
  dropOff: say('投件没有看清', 'A drop-off was not seen'),
  'no free cell to keep for it': say('没有空格口可以留', 'No free cell to keep for it'),
  notMine: say('取件人说不是自己的', 'Said to be not theirs'),
  leftInside: say('可能没有取走', 'It may have been left inside'),
  recall: say('清退没有完成', 'The recall was not finished'),
  saidEmpty: say('有人说里面是空的', 'Said to be empty'),
  boardLost: say('锁控板失联过', 'The lock board was away'),
  wrongLabel: say('扫到了别的格口的标签', 'The label of another cell was scanned'),
  foundElsewhere: say('在别的格口找到', 'Found in another cell'),
  emergency: say('应急全开之后要核查', 'To be checked after the emergency'),
};

const patterns: readonly (readonly [RegExp, (found: readonly string[]) => Words])[] = [
  [
    /^opened although (\S+) was ordered$/,
    ([, ordered = '']) => say(`要开 ${ordered}，它却开了`, `Opened although ${ordered} was ordered`),
  ],
  [
    /^(.+) does not work$/,
    ([, device = '']) => {
      const { zh, en } = deviceWords(device);
      return say(`${zh}不工作`, `${en} does not work`);
    },
  ],
  [
    /^(\S+) opens nothing: another door moved than ordered$/,
    ([, board = '']) => say(`锁控板 ${board} 已停用：开错了门`, `Board ${board} is stopped: another door moved`),
  ],
  [/^handed over although (\w+)$/, () => say('冻结或作废之后被取走', 'Handed over although it was withdrawn')],
  [
    /^(\d+) attempts of one person/,
    ([, times = '']) =>
      say(`同一人 ${times} 次想取不属于自己的证照`, `${times} tries of one person for what is not theirs`),
  ],
  [
    /^papers of case (.+), since (\S+)$/,
    ([, number = '', since = '']) =>
      say(`有人投了材料，办件 ${number}`, `Papers of case ${number} were left, ${since}`),
  ],
  [/^the kiosk refused a right/, () => say('终端拒绝了一项取件权限', 'The kiosk refused a right')],
];

export function whyWords({ why, kind }: Pick<TaskShown, 'why' | 'kind'>): Words {
  const known = fixed[why];
  if (known !== undefined) return known;
  for (const [pattern, make] of patterns) {
    const found = pattern.exec(why);
    if (found !== null) return make(found);
  }
  return kind === 'sync'
    ? say('终端发来的消息无法处理', `A message of the kiosk cannot be used: ${why}`)
    : say(why, why);
}
