// Words of help calls, tickets and the hourglass.

import type { ContactOutcome, TicketStep } from '../../contract/console-queue.ts';
import { say, type Words } from './say.ts';

export const queueWords = {
  callHere: say('有人求助', 'Somebody calls for help'),
  waitsLong: say('等候超时', 'Waits too long'),
  alarmHere: say('需要立即到场', 'Go there now'),
  claim: say('我去', 'I go'),
  leave: say('放回', 'Put back'),
  arrived: say('已到现场', 'I am there'),
  there: say('在现场', 'There'),
  coming: say('在路上', 'Coming'),
  onTheWay: say('出发', 'On the way'),
  begin: say('开始接触', 'Contact begins'),
  end: say('结束接触', 'Contact ends'),
  callToWindow: say('叫号', 'Call'),
  hold: say('填表暂停', 'Hold'),
  resume: say('恢复排队', 'Resume'),
  gone: say('已离开', 'Gone'),
  noCalls: say('没有人求助', 'Nobody calls'),
  noTickets: say('没有人在等候', 'Nobody waits'),
  nobodyLong: say('没有人等候超时', 'Nobody waits too long'),
  screen: say('所在画面', 'Screen'),
  since: say('已呼叫', 'Calls since'),
  number: say('号码', 'Number'),
  service: say('事项', 'Service'),
  waited: say('已等候', 'Waited'),
  state: say('状态', 'State'),
  alerts: say('超时提醒', 'Alerts'),
  queue: say('排队', 'Queue'),
  give: say('取号', 'Give a ticket'),
  escalated: say('三分钟无人认领，请主管处理', 'Unclaimed for three minutes: supervisor'),
  figures: say('最近 7 天', 'Last seven days'),
  proactive: say('主动服务时长', 'Proactive hours'),
  proactiveHint: say('所有接触从开始到结束的时间之和', 'Sum of all contacts, from begin to end'),
  inTime: say('三分钟内认领', 'Claimed within three minutes'),
  inTimeHint: say('三分钟内认领的提醒 ÷ 全部提醒', 'Alerts claimed in time, out of all alerts'),
  contacts: say('接触次数', 'Contacts'),
  byHour: say('按小时（提醒数，深色为三分钟内认领）', 'By hour (alerts; dark: claimed in time)'),
  outcome: say('结果', 'Outcome'),
} as const;

export const stepWords: Readonly<Record<TicketStep, Words>> = {
  waiting: say('等候', 'Waiting'),
  held: say('填表中', 'Fills in a form'),
  alerted: say('待认领', 'Unclaimed'),
  claimed: say('已认领', 'Claimed'),
  onTheWay: say('在路上', 'On the way'),
  inContact: say('接触中', 'In contact'),
  attended: say('已接触', 'Attended'),
};

export const outcomeChoices: Readonly<Record<ContactOutcome, Words>> = {
  answered: say('已解答', 'Answered'),
  papers: say('补齐材料', 'Papers completed'),
  window: say('带到窗口', 'Brought to a window'),
  left: say('已离开', 'Had left'),
  other: say('其他', 'Other'),
};

export const helpOutcomeWords = {
  helped: say('已帮助', 'Helped'),
  moved: say('转到窗口', 'Moved to a window'),
  technician: say('交维修员', 'For a technician'),
  nobody: say('没有人', 'Nobody was there'),
} as const;

const screens: Readonly<Record<string, Words>> = {
  welcome: say('首页', 'Welcome'),
  menu: say('菜单', 'Menu'),
  documents: say('文件列表', 'Documents'),
  printing: say('打印中', 'Printing'),
  licences: say('证照列表', 'Licences'),
  doorOpen: say('取件门开着', 'Door open'),
  opening: say('正在开门', 'Opening'),
  problem: say('出错画面', 'A problem'),
  wrongDoor: say('开错门', 'Wrong door'),
  code: say('输入取件码', 'Pickup code'),
  deposit: say('存件', 'Deposit'),
};
export const screenWords = (screen: string): Words => screens[screen] ?? say(screen, screen);
