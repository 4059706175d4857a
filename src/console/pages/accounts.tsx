// Accounts: who may sign in. An account is closed, never deleted: the register names it.

import { useState } from 'react';
import { type ConsoleRole, consoleRoles } from '../../contract/console.ts';
import type { AccountLine } from '../../contract/console-desk.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useAnswer, useMe, useNow } from '../shown.ts';
import { accountWords } from '../text/accounts.ts';
import { roleWords, words } from '../text/frame.ts';
import { momentText } from '../text/time.ts';

type Open = { readonly is: 'add' } | { readonly is: 'close' | 'open' | 'reset'; readonly account: string };

function Dialog({ open, onEnd }: { readonly open: Open; readonly onEnd: () => void }) {
  if (open.is === 'add')
    return (
      <ActDialog
        title={accountWords.add}
        about={<Say text={accountWords.addHint} />}
        withReason={false}
        actOf={({ account = '', name = '', role = 'depositor', password = '' }) => ({
          act: 'addAccount',
          account,
          name,
          role: role as ConsoleRole,
          password,
        })}
        onEnd={onEnd}
      >
        <Field name="account" label={words.account} most={30} first />
        <Field name="name" label={words.name} most={40} />
        <div className="field">
          <label htmlFor="new-role">
            <Say text={accountWords.role} />
          </label>
          <select id="new-role" name="role">
            {consoleRoles.map((role) => (
              <option key={role} value={role}>{`${roleWords[role].zh} ${roleWords[role].en}`}</option>
            ))}
          </select>
        </div>
        <Field
          name="password"
          label={accountWords.firstPassword}
          hint={words.passwordHint}
          type="password"
          complete="new-password"
          least={12}
          most={128}
        />
      </ActDialog>
    );
  const { account } = open;
  if (open.is === 'reset')
    return (
      <ActDialog
        title={accountWords.reset}
        about={<strong>{account}</strong>}
        actOf={({ password = '', reason = '' }) => ({ act: 'resetPassword', account, password, reason })}
        onEnd={onEnd}
      >
        <Field
          name="password"
          label={words.newPassword}
          hint={words.passwordHint}
          type="password"
          complete="new-password"
          least={12}
          most={128}
          first
        />
      </ActDialog>
    );
  const act = open.is === 'close' ? 'closeAccount' : 'openAccount';
  return (
    <ActDialog
      title={open.is === 'close' ? accountWords.close : accountWords.open}
      about={<strong>{account}</strong>}
      grave={open.is === 'close'}
      actOf={({ reason = '' }) => ({ act, account, reason })}
      onEnd={onEnd}
    />
  );
}

function Line({ of: line, onOpen }: { readonly of: AccountLine; readonly onOpen: (open: Open) => void }) {
  const now = useNow();
  const { account } = useMe();
  return (
    <tr className="line">
      <td>
        <strong>{line.name}</strong>
      </td>
      <td className="figures">{line.account}</td>
      <td>
        <Say text={roleWords[line.role]} />
      </td>
      <td>
        <span className={line.state === 'open' ? 'chip chip-inCell' : 'chip'}>
          <Say text={line.state === 'open' ? accountWords.isOpen : accountWords.isClosed} />
        </span>
      </td>
      <td className="figures">{line.lastSeenAt === null ? '—' : momentText(line.lastSeenAt, now)}</td>
      <td className="col-owner">
        {line.account === account ? null : (
          <>
            <button type="button" className="small" onClick={() => onOpen({ is: 'reset', account: line.account })}>
              <Say text={accountWords.reset} />
            </button>
            <button
              type="button"
              className="small"
              onClick={() => onOpen({ is: line.state === 'open' ? 'close' : 'open', account: line.account })}
            >
              <Say text={line.state === 'open' ? accountWords.close : accountWords.open} />
            </button>
          </>
        )}
      </td>
    </tr>
  );
}

export function AccountsPage() {
  const asked = useAnswer({ ask: 'accounts' });
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <section className="list">
      <header className="list-head">
        <button type="button" className="main" onClick={() => setOpen({ is: 'add' })}>
          <Say text={accountWords.add} />
        </button>
      </header>
      {asked.is === 'refused' ? <TroubleLine of={asked.trouble} /> : null}
      {asked.is === 'there' ? (
        <div className="table-room">
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">
                  <Say text={words.name} />
                </th>
                <th scope="col">
                  <Say text={words.account} />
                </th>
                <th scope="col">
                  <Say text={accountWords.role} />
                </th>
                <th scope="col">
                  <Say text={accountWords.state} />
                </th>
                <th scope="col">
                  <Say text={accountWords.lastSeen} />
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {asked.answer.accounts.map((line) => (
                <Line key={line.account} of={line} onOpen={setOpen} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {open === null ? null : <Dialog key={JSON.stringify(open)} open={open} onEnd={() => setOpen(null)} />}
    </section>
  );
}
