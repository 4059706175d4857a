// Frame: the pages of one role at the side with what waits on each, the state of the connection above, one page.

import { useMemo, useState } from 'react';
import { type ConsoleFunction, functionsOf } from '../contract/console.ts';
import type { Desk } from '../contract/console-desk.ts';
import { useKeys } from './keys.ts';
import { AccountsPage } from './pages/accounts.tsx';
import { AuditPage } from './pages/audit.tsx';
import { BankPage } from './pages/bank.tsx';
import { DepositPage } from './pages/deposit.tsx';
import { FleetPage } from './pages/fleet.tsx';
import { HelpPage } from './pages/help.tsx';
import { HourglassPage } from './pages/hourglass.tsx';
import { MessagesPage } from './pages/messages.tsx';
import { ReportsPage } from './pages/reports.tsx';
import { SearchPage } from './pages/search.tsx';
import { TaskPage } from './pages/tasks.tsx';
import { Attention } from './parts/attention.tsx';
import { HallContext } from './parts/hall-choice.tsx';
import { Icon } from './parts/icons.tsx';
import { OwnPassword } from './parts/own-password.tsx';
import { Say } from './parts/say.tsx';
import { addressOf, type Page, usePlace } from './place.ts';
import { useLink, useMe, useNow, useSeen } from './shown.ts';
import { pageWords, roleWords, words } from './text/frame.ts';
import type { Words } from './text/say.ts';
import { momentText, secondsText } from './text/time.ts';

const groups: readonly { readonly title: Words; readonly pages: readonly Page[] }[] = [
  { title: words.today, pages: ['deposit', 'recall', 'check', 'repair'] },
  { title: words.here, pages: ['help', 'hourglass'] },
  { title: words.look, pages: ['bank', 'search', 'messages'] },
  { title: words.manage, pages: ['fleet', 'reports', 'accounts', 'audit'] },
];

/** Each page is a function of its own; the hourglass is that of the queue. */
const functionOf = (page: Page): ConsoleFunction => (page === 'hourglass' ? 'queue' : page);

function waitingOn(desk: Desk | null, page: Page): { readonly count: number; readonly isUrgent: boolean } | null {
  if (page === 'help') {
    const calls = desk?.calls ?? [];
    return { count: calls.length, isUrgent: calls.some(({ owner }) => owner === null) };
  }
  if (page === 'hourglass') {
    const tickets = desk?.queue?.tickets ?? [];
    return { count: tickets.length, isUrgent: tickets.some(({ step }) => step === 'alerted') };
  }
  if (page !== 'deposit' && page !== 'recall' && page !== 'check' && page !== 'repair') return null;
  if (page === 'deposit') return { count: desk?.deposit?.length ?? 0, isUrgent: false };
  const tasks = desk?.[page] ?? [];
  return { count: tasks.length, isUrgent: tasks.some(({ urgency, owner }) => urgency === 'now' && owner === null) };
}

function Navigation({ at }: { readonly at: Page }) {
  const { role } = useMe();
  const { desk } = useSeen();
  return (
    <nav className="nav" aria-label={words.title.zh}>
      <p className="nav-product">
        <svg viewBox="0 0 24 24" className="nav-moon" aria-hidden="true" focusable="false">
          <path d="M15.500 3.500a9 9 0 1 0 5 12.500A7.500 7.500 0 0 1 15.500 3.500z" />
        </svg>
        <Say text={words.product} />
      </p>
      {groups.map(({ title, pages }) => {
        const mine = pages.filter((page) => functionsOf[role].includes(functionOf(page)));
        return mine.length === 0 ? null : (
          <section key={title.en}>
            <h2>
              <Say text={title} />
            </h2>
            <ul>
              {mine.map((page) => {
                const waiting = waitingOn(desk, page);
                return (
                  <li key={page}>
                    <a href={addressOf(page)} aria-current={page === at ? 'page' : undefined}>
                      <Icon of={page} />
                      <Say text={pageWords[page]} />
                      {waiting === null ? null : (
                        <span className={waiting.isUrgent ? 'count count-now' : 'count'}>{waiting.count}</span>
                      )}
                    </a>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Connection() {
  const { live, desk } = useSeen();
  const now = useNow();
  return (
    <p className={live ? 'connection' : 'connection connection-lost'} role="status">
      <span className="dot" aria-hidden="true" />
      {live ? <Say text={words.live} /> : <Say text={words.notLive} />}
      {live || desk === null ? null : (
        <span>
          <Say text={words.asOf} /> {momentText(desk.serverTime, now)}
        </span>
      )}
    </p>
  );
}

function TopBar({ at }: { readonly at: Page }) {
  const link = useLink();
  const { name, role, trial } = useMe();
  const [isChanging, setChanging] = useState(false);
  const now = useNow();
  return (
    <header className="top">
      <h1>
        <Say text={pageWords[at]} />
      </h1>
      {trial ? (
        <p className="trial" title={words.trialHint.zh}>
          <Say text={words.trial} />
        </p>
      ) : null}
      <Connection />
      <time className="top-time">{secondsText(now).slice(0, 16)}</time>
      <p className="who">
        <strong>{name}</strong>
        <Say text={roleWords[role]} />
      </p>
      <button type="button" className="quiet" onClick={() => setChanging(true)}>
        <Icon of="key" />
        <Say text={words.changePassword} />
      </button>
      <button type="button" className="quiet" onClick={() => void link.signOut()}>
        <Icon of="out" />
        <Say text={words.signOut} />
      </button>
      {isChanging ? <OwnPassword onEnd={() => setChanging(false)} /> : null}
    </header>
  );
}

function Shown({ page }: { readonly page: Page }) {
  switch (page) {
    case 'deposit':
      return <DepositPage />;
    case 'recall':
    case 'check':
    case 'repair':
      return <TaskPage key={page} list={page} />;
    case 'help':
      return <HelpPage />;
    case 'hourglass':
      return <HourglassPage />;
    case 'bank':
      return <BankPage />;
    case 'fleet':
      return <FleetPage />;
    case 'search':
      return <SearchPage />;
    case 'messages':
      return <MessagesPage />;
    case 'reports':
      return <ReportsPage />;
    case 'accounts':
      return <AccountsPage />;
    case 'audit':
      return <AuditPage />;
  }
}

export function Frame() {
  const { role } = useMe();
  const { desk } = useSeen();
  const place = usePlace();
  const mine = groups.flatMap(({ pages }) => pages).filter((page) => functionsOf[role].includes(functionOf(page)));
  const page = mine.find((one) => one === place.page) ?? mine[0] ?? 'search';
  useKeys(mine);
  const [hall, choose] = useState<string | null>(null);
  const chosen = useMemo(() => ({ hall, choose }), [hall]);
  return (
    <HallContext value={chosen}>
      <div className="frame">
        <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
          <Say text={words.skip} />
        </button>
        <Navigation at={page} />
        <TopBar at={page} />
        <Attention />
        <main className="content" id="content" tabIndex={-1} data-page={page}>
          {desk === null ? (
            <p className="empty">
              <Say text={words.asking} />
            </p>
          ) : (
            <Shown page={page} />
          )}
        </main>
      </div>
    </HallContext>
  );
}
