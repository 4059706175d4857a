// Who works at the console: signing in, the lockout, what each role may do, and the register that nobody can change.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPassword, passwordHashOf } from '../../src/central/console-password.ts';
import { idleMs, longestMs, waitAfter } from '../../src/central/console-sessions.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';
import { consoleHeader } from '../../src/contract/console-desk.ts';
import { createTestOffice } from '../central/kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from '../central/started-central.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestConsole } from './console-client.ts';

const password = 'a long enough password';
const roles = ['depositor', 'supervisor', 'technician', 'auditor'] as const;

let central: StartedCentral;
const clock = createManualClock();
beforeAll(async () => {
  central = await startedCentral({ clock });
  const office = createTestOffice({ url: central.url, adminToken });
  for (const role of roles) await office.post('accounts', { account: role, name: `名${role}`, role, password });
});
afterAll(() => central.close());
const fresh = () => createTestConsole(central.url);
async function as(role: (typeof roles)[number]) {
  const console = fresh();
  await console.in(role, password);
  return console;
}

describe('passwords', () => {
  it('are kept with their parameters, differently each time', async () => {
    const one = await passwordHashOf(password, new Uint8Array(16).fill(1));
    const two = await passwordHashOf(password, new Uint8Array(16).fill(2));
    expect(one).toMatch(/^argon2id\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await checkPassword(one, password)).toBe('right');
    expect(await checkPassword(one, `${password} `)).toBe('wrong');
  });

  it('that were hashed with less are known as outdated', async () => {
    const weak = 'argon2id$m=1024,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ==$';
    const { argon2Sync } = await import('node:crypto');
    const hash = argon2Sync('argon2id', {
      message: Buffer.from(password),
      nonce: Buffer.alloc(16, 1),
      tagLength: 32,
      memory: 1024,
      passes: 1,
      parallelism: 1,
    });
    expect(await checkPassword(weak + hash.toString('base64'), password)).toBe('outdated');
  });
});

describe('signing in', () => {
  it('gives a cookie that no script and no other site can use', async () => {
    const console = fresh();
    const answer = await console.login('Depositor ', password);
    expect(answer).toMatchObject({ status: 200, body: { account: 'depositor', role: 'depositor', idleMs } });
    expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=/);
    expect(answer.headers.get('set-cookie')).not.toContain('Secure');
    expect(JSON.stringify(answer.body)).not.toContain(console.cookie()?.split('=')[1]);
  });

  it('marks the cookie secure behind a proxy that speaks TLS', async () => {
    const answer = await fresh().call(
      'POST',
      'login',
      { account: 'depositor', password },
      { [consoleHeader]: '1', 'x-forwarded-proto': 'https' },
    );
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
  });

  it('refuses what another site sends, whatever the cookie', async () => {
    const console = await as('supervisor');
    const act = { act: 'takeTask', task: 1 };
    const others: readonly Record<string, string>[] = [
      {},
      { [consoleHeader]: '1', origin: 'https://evil.example' },
      { [consoleHeader]: '1', 'sec-fetch-site': 'cross-site' },
      { [consoleHeader]: '1', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of others)
      expect(await console.call('POST', 'acts', act, headers)).toMatchObject({ status: 403 });
    expect(await console.call('GET', 'live', undefined, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
      status: 401,
    });
  });

  it('tells an unknown name and a wrong password alike', async () => {
    const unknown = await fresh().login('nobody', 'wrong');
    const wrong = await fresh().login('technician', 'wrong');
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('waits after five wrong ones, longer each time, for names that exist and names that do not', async () => {
    for (const account of ['auditor', 'no-such-account']) {
      for (let wrong = 0; wrong < 5; wrong += 1) expect((await fresh().login(account, 'wrong')).status).toBe(401);
      expect(await fresh().login(account, password)).toMatchObject({ status: 429, body: { detail: 'wait 15 s' } });
    }
    await clock.advance(15_000);
    expect((await fresh().login('auditor', 'wrong')).status).toBe(401);
    expect(await fresh().login('auditor', password)).toMatchObject({ status: 429, body: { detail: 'wait 30 s' } });
    await clock.advance(30_000);
    expect((await fresh().login('auditor', password)).status).toBe(200);
    expect((await fresh().login('auditor', password)).status).toBe(200);
  });

  it('never waits longer than a quarter of an hour', () => {
    expect([0, 4, 5, 6, 7].map(waitAfter)).toEqual([0, 0, 15_000, 30_000, 60_000]);
    expect(waitAfter(1_000)).toBe(900_000);
  });

  it('counts tries at the same time one by one', async () => {
    const before = await Promise.all(Array.from({ length: 12 }, () => fresh().login('at-once', 'wrong')));
    expect(before.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('answers one address only so often', async () => {
    const answers = [];
    for (let times = 0; times < 31; times += 1)
      answers.push(
        (
          await fresh().call(
            'POST',
            'login',
            { account: `name-${times}`, password: 'wrong' },
            {
              [consoleHeader]: '1',
              'x-forwarded-for': '192.0.2.7',
            },
          )
        ).status,
      );
    expect(answers.filter((status) => status === 401)).toHaveLength(30);
    expect(answers.at(-1)).toBe(429);
  });

  it('refuses what is no account name without asking anybody', async () => {
    for (const account of ['', 'x'.repeat(100)]) expect((await fresh().login(account, password)).status).toBe(400);
    expect((await fresh().call('POST', 'login', { account: 'a', password, more: 1 })).status).toBe(400);
  });
});

describe('a session', () => {
  it('ends after a while without a sign of life, and the live feed alone is none', async () => {
    const console = await as('depositor');
    const live = console.live();
    await clock.advance(idleMs - 1_000);
    expect((await console.call('POST', 'stay', {})).status).toBe(200);
    await clock.advance(idleMs - 1_000);
    expect((await console.call('GET', 'me')).status).toBe(200);
    await clock.advance(2_000);
    expect((await console.call('GET', 'me')).status).toBe(401);
    await clock.advance(15_000);
    await live.ended;
    expect(live.isOver()).toBe(true);
  });

  it('ends for good some time, however busy', async () => {
    const console = await as('depositor');
    for (let past = 0; past < longestMs; past += idleMs / 2) {
      expect((await console.call('POST', 'stay', {})).status).toBe(200);
      await clock.advance(idleMs / 2);
    }
    expect((await console.call('POST', 'stay', {})).status).toBe(401);
  });

  it('is over once signed out, and a guessed one was never there', async () => {
    const console = await as('depositor');
    expect((await console.call('POST', 'logout', {})).status).toBe(200);
    expect((await console.call('GET', 'me')).status).toBe(401);
    expect((await fresh().call('GET', 'me', undefined, { cookie: 'nighthall_console=x' })).status).toBe(401);
  });

  it('changes the own password, and the other browser is signed out', async () => {
    const supervisor = await as('supervisor');
    await supervisor.act({ act: 'addAccount', account: 'moving', name: '移', role: 'technician', password });
    const [mine, other] = [fresh(), fresh()];
    await mine.in('moving', password);
    await other.in('moving', password);
    expect((await mine.call('POST', 'password', { password: 'wrong', next: 'another long password' })).status).toBe(
      403,
    );
    expect((await mine.call('POST', 'password', { password, next: 'short' })).status).toBe(400);
    expect((await mine.call('POST', 'password', { password, next: 'another long password' })).status).toBe(200);
    expect((await mine.call('GET', 'me')).status).toBe(200);
    expect((await other.call('GET', 'me')).status).toBe(401);
    expect((await fresh().login('moving', password)).status).toBe(401);
  });
});

describe('roles', () => {
  const acts = {
    freeze: { act: 'freeze', item: 'x', reason: 'wrong paper' },
    recall: { act: 'recall', item: 'x', reason: 'asked for' },
    addAccount: { act: 'addAccount', account: 'new-one', name: '新', role: 'depositor', password },
  };
  it.each([
    ['depositor', 403, 404, 403],
    ['technician', 403, 403, 403],
    ['auditor', 403, 403, 403],
    ['supervisor', 404, 404, 200],
  ] as const)('let a %s do only what is theirs', async (role, freeze, recall, addAccount) => {
    const console = await as(role);
    expect((await console.act(acts.freeze)).status).toBe(freeze);
    expect((await console.act(acts.recall)).status).toBe(recall);
    expect((await console.act(acts.addAccount)).status).toBe(addAccount);
  });

  it('let only an auditor read the register, and a technician find nobody', async () => {
    expect((await (await as('auditor')).call('POST', 'asks', { ask: 'audit', before: null })).status).toBe(200);
    for (const role of ['depositor', 'technician', 'supervisor'] as const)
      expect((await (await as(role)).call('POST', 'asks', { ask: 'audit', before: null })).status).toBe(403);
    expect((await (await as('technician')).call('POST', 'asks', { ask: 'search', text: 'x' })).status).toBe(403);
  });

  it('keep the last supervisor, and nobody closes their own account', async () => {
    const supervisor = await as('supervisor');
    const close = (account: string) => supervisor.act({ act: 'closeAccount', account, reason: 'gone' });
    expect((await close('supervisor')).status).toBe(409);
    await supervisor.act({ act: 'addAccount', account: 'second', name: '二', role: 'supervisor', password });
    const second = fresh();
    await second.in('second', password);
    expect((await close('second')).status).toBe(200);
    expect((await second.call('GET', 'me')).status).toBe(401);
    expect((await fresh().login('second', password)).status).toBe(401);
  });
});

describe('the register', () => {
  it('holds each act with its reason and its outcome, refused ones too', async () => {
    const supervisor = await as('supervisor');
    await supervisor.act({ act: 'freeze', item: 'no-such-item', reason: '证照有误' });
    const auditor = await as('auditor');
    const { acts } = await auditor.ask({ ask: 'audit', before: null });
    expect(acts.find(({ act }) => act === 'freeze')).toMatchObject({
      account: 'supervisor',
      act: 'freeze',
      target: 'item no-such-item',
      reason: '证照有误',
      outcome: 'notFound',
    });
    expect(acts.some(({ act, outcome }) => act === 'signIn' && outcome === 'done')).toBe(true);
  });

  it('takes no reason that names somebody, and none that is empty', async () => {
    const supervisor = await as('supervisor');
    for (const reason of ['11010519491231002X', 'call 13800138000 first', '', ' ', 'x\u0000y'])
      expect((await supervisor.act({ act: 'freeze', item: 'x', reason })).status).toBe(400);
  });

  it('says nothing of who was looked for', async () => {
    const console = await as('depositor');
    await console.ask({ ask: 'person', idNumber: '11010519491231002X' });
    const { acts } = await (await as('auditor')).ask({ ask: 'audit', before: null });
    expect(acts[1] ?? acts[0]).toBeDefined();
    expect(JSON.stringify(acts)).not.toContain('11010519491231002X');
    expect(acts.find(({ act }) => act === 'ask person')).toMatchObject({ account: 'depositor', target: null });
    expect(central.logLines.join('\n')).not.toContain('11010519491231002X');
  });

  it('can only be added to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nighthall-register-'));
    const other = await startedCentral({ dataFolder: folder });
    const office = createTestOffice({ url: other.url, adminToken });
    await office.post('accounts', { account: 'one', name: '一', role: 'auditor', password });
    await createTestConsole(other.url).in('one', password);
    await other.close();
    const database = await openTrialDatabase(join(folder, 'database'));
    for (const text of [
      "update console_acts set reason = 'x'",
      'delete from console_acts',
      'truncate console_acts cascade',
    ])
      await expect(database.query(text)).rejects.toThrow('console_acts is only added to');
    expect(await database.query('select 1 from console_acts')).toHaveLength(2);
    await database.close();
    await rm(folder, { recursive: true });
  });
});

describe('the first account', () => {
  it('is made once, with the code that was printed', async () => {
    const empty = await startedCentral();
    const code = await empty.setupCode();
    expect(code).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);
    const first = { account: 'chief', name: '长', password };
    const console = createTestConsole(empty.url);
    expect((await console.call('POST', 'setup', { code: 'AAAAA-AAAAA-AAAAA-AAAAA', ...first })).status).toBe(403);
    expect(await console.call('POST', 'setup', { code, ...first })).toMatchObject({
      status: 200,
      body: { role: 'supervisor' },
    });
    expect((await console.call('GET', 'me')).status).toBe(200);
    expect((await console.call('POST', 'setup', { code, ...first, account: 'thief' })).status).toBe(403);
    expect(await empty.setupCode()).toBeUndefined();
    await empty.close();
  });
});
