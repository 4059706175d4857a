// Words of the accounts and of the register.

import { say } from './say.ts';

export const accountWords = {
  add: say('新建账号', 'Add an account'),
  addHint: say('请让本人登录后立即修改密码', 'Have them change the password at once'),
  role: say('角色', 'Role'),
  state: say('状态', 'State'),
  isOpen: say('启用', 'Open'),
  isClosed: say('停用', 'Closed'),
  close: say('停用', 'Close'),
  open: say('启用', 'Open'),
  reset: say('重设密码', 'Reset password'),
  firstPassword: say('初始密码', 'First password'),
  lastSeen: say('最近活动', 'Last seen'),
  when: say('时间', 'When'),
  who: say('谁', 'Who'),
  act: say('做了什么', 'What'),
  target: say('对象', 'On what'),
  reason: say('原因', 'Reason'),
  outcome: say('结果', 'Outcome'),
} as const;
