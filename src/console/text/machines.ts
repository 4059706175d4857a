// Words of cabinets and kiosks: contents of cells, doors, devices, functions and figures.

import type { FunctionName, HallLine, KioskAnswer, Problem } from '../../contract/console-desk.ts';
import { say, type Words } from './say.ts';

type Shown = NonNullable<KioskAnswer['status']>['shown'];
type Cell = Shown['banks'][number]['columns'][number][number];

export const contentWords: Readonly<Record<Cell['content'], Words>> = {
  free: say('空闲', 'Free'),
  busy: say('使用中', 'In use'),
  occupied: say('有件', 'Occupied'),
  over: say('超期', 'Overdue'),
  unverified: say('待核查', 'To check'),
  out: say('停用', 'Out of service'),
};

export const doorWords: Readonly<Record<Cell['door'], Words>> = {
  open: say('门开着', 'Door open'),
  closed: say('门关着', 'Door shut'),
  unknown: say('门状态不明', 'Door not known'),
};

export const machineWords = {
  unreachable: say('锁控板不应答', 'Its board does not answer'),
  fault: say('格口有故障', 'Fault of the cell'),
  never: say('还没有报告过', 'It has not reported yet'),
  asOf: say('报告时间', 'Reported'),
  silent: say('没有消息', 'Silent'),
  devices: say('设备', 'Devices'),
  functions: say('功能', 'Functions'),
  figures: say('数据', 'Figures'),
  availability: say('各功能每小时可用率（最近 7 天）', 'What worked, by hour (seven days)'),
  availabilityHint: say(
    '每格一小时：颜色表示这一小时里能用的时间占听到报告时间的比例；空白表示没有报告。',
    'One box an hour: how much of the time in which it reported that function worked; empty where it did not report.',
  ),
  works: say('正常', 'Works'),
  required: say('必需', 'required'),
  optional: say('非必需', 'optional'),
  cells: say('格口', 'Cells'),
  free: say('空闲', 'free'),
  serves: say('正在服务', 'Serves'),
  notJoined: say('还没有接入', 'Has not joined'),
} as const;

export const functionWords: Readonly<Record<FunctionName, Words>> = {
  pickup: say('取件', 'Pickup'),
  receipts: say('打印凭条', 'Receipts'),
  proofs: say('打印证明', 'Proofs'),
  entry: say('刷卡进门', 'Entry'),
};

export const deviceStateWords: Readonly<Record<Shown['devices'][number]['word'], Words>> = {
  ready: say('正常', 'Ready'),
  low: say('快用完', 'Low'),
  blocked: say('要处理', 'Blocked'),
  fault: say('故障', 'Fault'),
  offline: say('不应答', 'Offline'),
  unknown: say('不明', 'Unknown'),
};

export const servesWords: Readonly<Record<Shown['serves'], Words>> = {
  nobody: say('无人', 'Nobody'),
  citizen: say('市民', 'A citizen'),
  staff: say('工作人员', 'Staff'),
  technician: say('维修员', 'A technician'),
};

export const lightWords: Readonly<Record<NonNullable<HallLine['light']>, Words>> = {
  green: say('正常', 'Well'),
  yellow: say('需留意', 'Watch'),
  red: say('有故障', 'Down'),
};

const problems: Readonly<Partial<Record<Problem, Words>>> = {
  readerFault: say('读卡器故障', 'Card reader'),
  paperOut: say('缺纸', 'Out of paper'),
  paperNotTaken: say('纸没有取走', 'Paper not taken'),
  outputFull: say('出纸口满', 'Output full'),
  printerCover: say('盖子开着', 'Cover open'),
  tonerOut: say('缺墨粉', 'Out of toner'),
  printerHot: say('打印头过热', 'Too hot'),
  paperJam: say('卡纸', 'Paper jam'),
  printerOffline: say('打印机不应答', 'Printer offline'),
  printerFault: say('打印机故障', 'Printer fault'),
  boardOffline: say('锁控板不应答', 'Lock boards offline'),
  centralOffline: say('连不上中心', 'No central'),
  outOfService: say('停止服务', 'Out of service'),
  onBattery: say('电池供电', 'On battery'),
};

export function problemWords(problem: Problem): Words {
  return problems[problem] ?? say(problem, problem);
}

export const figureWords = {
  software: say('软件版本', 'Software'),
  startedAt: say('程序启动', 'Started'),
  machineUp: say('主机运行', 'Machine up'),
  clock: say('时钟偏差', 'Clock offset'),
  queue: say('待发消息', 'Messages waiting'),
  parked: say('无法处理的消息', 'Messages parked'),
  oldest: say('最早一条', 'Oldest'),
  rights: say('取件权限', 'Rights'),
  rightsAsOf: say('权限截至', 'Rights as of'),
  jobs: say('打印任务', 'Print jobs'),
  memory: say('程序内存', 'Memory'),
  freeMemory: say('可用内存', 'Free memory'),
  disk: say('可用磁盘', 'Free disk'),
  database: say('数据库', 'Database'),
  load: say('负载', 'Load'),
  power: say('供电', 'Power'),
  stopped: say('已停用锁控板', 'Stopped boards'),
} as const;

export const powerWords: Readonly<Record<Shown['power'], Words>> = {
  mains: say('市电', 'Mains'),
  onBattery: say('电池', 'Battery'),
  leaving: say('电池将尽', 'Battery low'),
};
