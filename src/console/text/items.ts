// Words of items, their history, messages, accounts and the register.

import type { ItemStateAtCentral } from '../../contract/admin.ts';
import type { History } from '../../contract/console-desk.ts';
import { say, type Words } from './say.ts';
import { deviceWords } from './tasks.ts';

export const itemWords = {
  state: say('状态', 'State'),
  cell: say('格口', 'Cell'),
  place: say('去向', 'Now at'),
  history: say('经过', 'History'),
  agents: say('代领人', 'Agents'),
  addAgent: say('添加代领人', 'Add an agent'),
  agentNumber: say('代领人证件号码', 'ID number of the agent'),
  agentName: say('代领人姓名', 'Name of the agent'),
  days: say('天数', 'Days'),
  revoke: say('取消代领', 'Revoke'),
  freeze: say('冻结', 'Freeze'),
  release: say('解冻', 'Release'),
  cancel: say('作废', 'Cancel item'),
  recall: say('要求取出', 'Want it back'),
  extend: say('延长保管', 'Extend'),
  extendAll: say('延长全厅保管', 'Extend everything in a hall'),
  clockWrong: say('终端时钟当时不准', 'The clock there was wrong'),
  searchLabel: say('证照编号、办件编号或名称', 'Item number, case number or title'),
  personLabel: say('证件号码', 'ID number'),
  byPerson: say('按证件号码', 'By ID number'),
  byText: say('按编号或名称', 'By number or title'),
  find: say('查找', 'Find'),
  foundNone: say('没有找到', 'Nothing found'),
  personHint: say('号码只用于查找，不会留下', 'The number is used to look and is not kept'),
  inside: say('里面', 'Inside'),
  emptyCell: say('没有登记的证照', 'Nothing is booked here'),
  until: say('到', 'until'),
} as const;

export const stateWords: Readonly<Record<ItemStateAtCentral, Words>> = {
  expected: say('待存件', 'To deposit'),
  inCell: say('在柜中', 'In its cell'),
  handedOver: say('已取走', 'Handed over'),
  disputed: say('待核查', 'To check'),
  missing: say('不在格口', 'Missing'),
  frozen: say('已冻结', 'Frozen'),
  cancelled: say('已作废', 'Cancelled'),
  recalled: say('已清退', 'Taken out'),
  received: say('材料已收', 'Papers received'),
};

export const agentWords = {
  active: say('有效', 'Active'),
  used: say('已用', 'Used'),
  revoked: say('已取消', 'Revoked'),
} as const;

export const smsStateWords = {
  waiting: say('等待发送', 'Waiting'),
  sending: say('发送中', 'Sending'),
  sent: say('已发送', 'Sent'),
  refused: say('发不出去', 'Refused'),
  dropped: say('不再需要', 'No longer needed'),
} as const;

const smsKinds: Readonly<Record<string, Words>> = {
  ready: say('可以领取', 'Ready'),
  moved: say('已转到窗口', 'Moved'),
  delegated: say('已委托代领', 'Agent named'),
  collectedByAgent: say('已由代领人取走', 'Collected by the agent'),
  reminder1: say('第1天提醒', 'Reminder, day 1'),
  reminder3: say('第3天提醒', 'Reminder, day 3'),
  reminder6: say('第6天提醒', 'Reminder, day 6'),
};
export const smsKindWords = (kind: string): Words => smsKinds[kind] ?? say(kind, kind);

const acts: Readonly<Record<string, Words>> = {
  signIn: say('登录', 'Signed in'),
  signOut: say('退出', 'Signed out'),
  setUp: say('首次设置', 'Set up'),
  changePassword: say('修改密码', 'Changed password'),
  takeTask: say('接手任务', 'Took a task'),
  leaveTask: say('放回任务', 'Put a task back'),
  closeTask: say('结束任务', 'Closed a task'),
  freeze: itemWords.freeze,
  release: itemWords.release,
  cancel: itemWords.cancel,
  recall: itemWords.recall,
  extend: itemWords.extend,
  extendAll: itemWords.extendAll,
  addAgent: itemWords.addAgent,
  revokeAgent: itemWords.revoke,
  addWindowTotals: say('导入窗口办件数', 'Brought in window totals'),
  exportReport: say('下载报表', 'Downloaded a report'),
  addAccount: say('建立账号', 'Added an account'),
  closeAccount: say('停用账号', 'Closed an account'),
  openAccount: say('启用账号', 'Opened an account'),
  resetPassword: say('重设密码', 'Reset a password'),
  claimCall: say('认领求助', 'Claimed a call'),
  leaveCall: say('放回求助', 'Put a call back'),
  arriveCall: say('到达现场', 'Arrived at a call'),
  endCall: say('结束求助', 'Ended a call'),
  takeTicket: say('取号', 'Gave a ticket'),
  holdTicket: say('暂停排队', 'Held a ticket'),
  resumeTicket: say('恢复排队', 'Resumed a ticket'),
  callTicket: say('叫号', 'Called a ticket'),
  goneTicket: say('号已离开', 'Ticket gone'),
  claimAlert: say('认领提醒', 'Claimed an alert'),
  leaveAlert: say('放回提醒', 'Put an alert back'),
  onTheWay: say('出发', 'On the way'),
  beginContact: say('开始接触', 'Contact began'),
  endContact: say('结束接触', 'Contact ended'),
  setService: say('设置事项', 'Set a service'),
  'ask search': say('查找', 'Looked for an item'),
  'ask person': say('按人查找', 'Looked for a person'),
  'ask item': say('查看证照', 'Looked at an item'),
  'ask bank': say('查看柜位图', 'Looked at a cabinet'),
  'ask kiosk': say('查看终端', 'Looked at a kiosk'),
  'ask cell': say('查看格口', 'Looked at a cell'),
  'ask messages': say('查看短信', 'Looked at messages'),
  'ask accounts': say('查看账号', 'Looked at accounts'),
  'ask report': say('查看报表', 'Looked at a report'),
  'ask audit': say('查看操作记录', 'Looked at the register'),
};
export const actWords = (act: string): Words => acts[act] ?? say(act, act);

const outcomes: Readonly<Record<string, Words>> = {
  done: say('完成', 'Done'),
  notAllowed: say('无权限', 'Not allowed'),
  notFound: say('找不到', 'Not found'),
  notNow: say('状态不允许', 'Not now'),
  takenByOther: say('别人在处理', 'Taken'),
  taken: say('已存在', 'Taken'),
  wrongPassword: say('密码不对', 'Wrong password'),
  internal: say('出错', 'Failed'),
};
export function outcomeWords(outcome: string | null): Words {
  return outcome === null ? say('没有结果', 'No outcome') : (outcomes[outcome] ?? say(outcome, outcome));
}

type Told = Extract<History, { readonly is: 'fact' }>['fact'];

const facts: Readonly<Partial<Record<Told['is'], Words>>> = {
  itemDeposited: say('存入格口', 'Put in'),
  depositCancelled: say('存件取消', 'Deposit undone'),
  itemHandedOver: say('已取走', 'Handed over'),
  itemExpired: say('保管期满', 'Its time was over'),
  itemExtended: say('领取人要求延期', 'Kept longer at the wish of its addressee'),
  itemRecalled: say('工作人员取出', 'Taken out by staff'),
  recallNotDone: say('没有取出', 'Not taken out'),
  dropOffReceived: say('投件收到', 'Papers received'),
  cellKept: say('留了格口', 'Cell kept'),
  cellNotKept: say('没有格口可留', 'No cell to keep'),
  cellKeptEnded: say('不再留格口', 'Cell kept no longer'),
  itemMissing: say('说里面没有', 'Said to be missing'),
  itemDisputed: say('需要核查', 'To be checked'),
  itemFound: say('在格口里找到', 'Found'),
  collectRefused: say('取件被拒', 'Pickup refused'),
  openOrdered: say('下令开门', 'Ordered to open'),
  deliverySigned: say('签名', 'Signed'),
  opened: say('门打开', 'Opened'),
  notOpened: say('门没有打开', 'Did not open'),
  doorClosed: say('门关上', 'Shut'),
  openedWithoutOrder: say('无指令打开', 'Opened without an order'),
  doorHeldOpen: say('门没有关', 'Held open'),
  doorAlarm: say('门一直没关', 'Still open'),
  openedLate: say('很晚才打开', 'Opened late'),
  wrongDoorOpened: say('开错了门', 'Another door opened'),
  saidShut: say('有人说门已关', 'Said to be shut'),
  cellFault: say('格口故障', 'Fault of the cell'),
  cellFaultEnded: say('故障消除', 'Fault ended'),
  cellDoubted: say('需要核查', 'To be checked'),
  wrongLabel: say('扫到别的标签', 'Wrong label scanned'),
  cellClosed: say('停用格口', 'Taken out of service'),
  cellOutOfService: say('格口停用', 'Out of service'),
  cellVerified: say('现场核查', 'Looked into'),
  codeLocked: say('取件码锁定', 'Pickup code locked'),
};

const whys: Readonly<Record<string, Words>> = {
  deposit: say('存件', 'deposit'),
  dropOff: say('投件', 'drop-off'),
  collect: say('取件', 'pickup'),
  reopen: say('再次打开', 'opened again'),
  takeBack: say('撤回存件', 'deposit undone'),
  recall: say('清退', 'recall'),
  look: say('查看', 'look'),
  test: say('测试', 'test'),
  emergency: say('应急', 'emergency'),
};

export function factWords(fact: Told): Words {
  return facts[fact.is] ?? say(fact.is, fact.is);
}

/** What belongs to the line beside its name: cell, reason, evidence. */
export function factDetail(fact: Told): Words | null {
  switch (fact.is) {
    case 'openOrdered': {
      const why = whys[fact.why] ?? say(fact.why, fact.why);
      return say(`${fact.cell} · ${why.zh}`, why.en);
    }
    case 'opened':
    case 'itemHandedOver':
      return fact.evidence === 'sensor'
        ? say(fact.cell, 'by the sensor')
        : say(`${fact.cell} · 凭口述`, 'by statement');
    case 'itemRecalled':
      if (fact.place.is === 'window') return say(`${fact.place.window} 号窗口`, `window ${fact.place.window}`);
      return fact.place.is === 'mailed'
        ? say(`邮寄 ${fact.place.number}`, 'mailed')
        : say('放入别的格口', 'into another cell');
    case 'cellVerified':
      return {
        empty: say('是空的', 'empty'),
        item: say('东西在', 'it is there'),
        other: say('别的东西', 'something else'),
      }[fact.found];
    case 'deviceChanged':
      return deviceWords(fact.device);
    default:
      return 'cell' in fact && typeof fact.cell === 'string' ? say(fact.cell, '') : null;
  }
}
