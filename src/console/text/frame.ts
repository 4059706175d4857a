// Words of the frame: signing in, the pages, buttons, and why something was not done.

import type { ConsoleRole } from '../../contract/console.ts';
import type { Trouble } from '../link.ts';
import type { Page } from '../place.ts';
import { say, type Words } from './say.ts';

export const words = {
  title: say('工作台', 'Staff console'),
  product: say('夜间政务大厅', 'Nighthall'),
  trial: say('试用', 'Trial'),
  trialHint: say('试用数据，没有真实的人', 'Trial data; nobody here is real'),
  signIn: say('登录', 'Sign in'),
  account: say('账号', 'Account'),
  password: say('密码', 'Password'),
  firstTime: say('首次设置', 'First set-up'),
  haveAccount: say('已有账号', 'I have an account'),
  setupCode: say('设置码', 'Set-up code'),
  setupHint: say('设置码在启动中心服务的终端上显示', 'It stands on the terminal where central was started'),
  name: say('姓名', 'Name'),
  passwordHint: say('至少 12 个字符', 'At least 12 characters'),
  makeFirst: say('建立主管账号', 'Make the supervisor account'),
  signOut: say('退出', 'Sign out'),
  changePassword: say('修改密码', 'Change password'),
  oldPassword: say('现在的密码', 'Present password'),
  newPassword: say('新密码', 'New password'),
  changed: say('已修改', 'Changed'),
  live: say('实时', 'Live'),
  notLive: say('连接中断，正在重连', 'Connection lost, trying again'),
  asOf: say('截至', 'as of'),
  allHalls: say('全部大厅', 'All halls'),
  hall: say('大厅', 'Hall'),
  today: say('今日工作', 'Today'),
  here: say('现场', 'On site'),
  look: say('查询', 'Look up'),
  manage: say('管理', 'Manage'),
  print: say('打印', 'Print'),
  keys: say('快捷键', 'Keys'),
  close: say('关闭', 'Close'),
  cancel: say('取消', 'Cancel'),
  reason: say('原因', 'Reason'),
  reasonHint: say('会写入操作记录，不要写姓名和号码', 'Kept in the register; no names, no numbers'),
  confirm: say('确认', 'Confirm'),
  asking: say('正在查询…', 'Asking…'),
  nothing: say('没有', 'None'),
  cut: say('只显示前 500 条', 'Only the first 500 are shown'),
  more: say('更早的', 'Older'),
  skip: say('跳到内容', 'Skip to content'),
} as const;

export const pageWords: Readonly<Record<Page, Words>> = {
  deposit: say('待存件', 'To deposit'),
  recall: say('待清退', 'To recall'),
  check: say('待核查', 'To check'),
  repair: say('待维修', 'To repair'),
  help: say('求助呼叫', 'Help calls'),
  hourglass: say('时间沙漏', 'Hourglass'),
  bank: say('柜位图', 'Cabinets'),
  fleet: say('终端', 'Kiosks'),
  search: say('查找证照', 'Find an item'),
  messages: say('短信', 'Messages'),
  reports: say('统计报表', 'Reports'),
  accounts: say('账号', 'Accounts'),
  audit: say('操作记录', 'Register'),
};

export const roleWords: Readonly<Record<ConsoleRole, Words>> = {
  depositor: say('存件员', 'Depositor'),
  supervisor: say('主管', 'Supervisor'),
  technician: say('维修员', 'Technician'),
  auditor: say('审计员', 'Auditor'),
};

const troubles: Readonly<Record<string, Words>> = {
  gone: say('连不上中心，请稍后再试', 'Central does not answer; try again shortly'),
  notSignedIn: say('账号或密码不对', 'The account or the password is wrong'),
  tooManyTries: say('错误次数过多，请稍后再试', 'Too many wrong tries; wait a little'),
  noSession: say('登录已失效，请重新登录', 'You are signed out; sign in again'),
  otherSite: say('请求不是从工作台发出的', 'The request did not come from the console'),
  notAllowed: say('您的角色没有这项功能', 'Your role has no such function'),
  wrongPassword: say('密码不对', 'The password is wrong'),
  codeWrong: say('设置码不对', 'The set-up code is wrong'),
  codeUsed: say('设置码已用过', 'The set-up code was used already'),
  codeExpired: say('设置码已过期，请重启中心取得新码', 'The code has expired; restart central for a new one'),
  takenByOther: say('已有同事在处理', 'A colleague sees to it already'),
  notNow: say('现在的状态不能这样做', 'That cannot be done in its present state'),
  notFound: say('找不到', 'Not found'),
  taken: say('这个名称已被使用', 'That name is taken'),
  malformed: say('内容不符合要求，请检查', 'Something is not as it must be; please check'),
  noPhone: say('没有电话号码', 'There is no phone number'),
};

const details: readonly (readonly [RegExp, Words])[] = [
  [/^wait (\d+) s$/, say('请等待 $1 秒', 'wait $1 s')],
  [/at least 12 characters/, say('密码至少 12 个字符', 'a password has at least 12 characters')],
  [/five different characters/, say('密码至少要有五种不同字符', 'a password needs five different characters')],
  [/must not hold an ID number/, say('原因里不能有证件号码或电话号码', 'no ID or phone number in the reason')],
  [/must say why/, say('请写明原因', 'please say why')],
  [/idNumber/, say('证件号码不对', 'that is no ID number')],
  [/lower-case letters/, say('账号用小写字母、数字', 'an account is lower-case letters and digits')],
  [/it is the last supervisor/, say('这是最后一个主管账号', 'it is the last supervisor')],
  [/it is your own account/, say('不能关闭自己的账号', 'it is your own account')],
  [/it ends at the kiosk/, say('要在终端现场核查后结束', 'it ends at the kiosk, once somebody has looked')],
  [/line (\d+): must be/, say('第 $1 行不对', 'line $1 is wrong')],
  [/it is handedOver/, say('已经取走', 'it was handed over')],
  [/it is cancelled/, say('已经作废', 'it is cancelled')],
  [/it is frozen/, say('已经冻结', 'it is frozen')],
  [/it is recalled/, say('已经清退', 'it was taken out')],
  [/it is expected/, say('还没有存入', 'it was not put in yet')],
  [/it is done/, say('已经结束', 'it is done already')],
  [/it is the addressee/, say('这就是领取人本人', 'that is the addressee')],
  [/an agent for it already/, say('这个人已经是代领人', 'this person is an agent for it already')],
];

export function troubleWords({ problem, detail }: Trouble): Words {
  const main = troubles[problem] ?? say('中心出错了，请联系维护', 'Something is wrong at central');
  const found = detail === null ? undefined : details.find(([pattern]) => pattern.test(detail));
  if (detail === null || found === undefined) return main;
  const [pattern, { zh, en }] = found;
  const number = pattern.exec(detail)?.[1] ?? '';
  return say(`${main.zh}：${zh.replace('$1', number)}`, `${main.en}: ${en.replace('$1', number)}`);
}
