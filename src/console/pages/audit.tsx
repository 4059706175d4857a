// Register: every act of staff with its reason and outcome, newest first.

import { useState } from 'react';
import { ListHead } from '../parts/list-head.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useAnswer } from '../shown.ts';
import { accountWords } from '../text/accounts.ts';
import { pageWords, words } from '../text/frame.ts';
import { actWords, outcomeWords } from '../text/items.ts';
import { secondsText } from '../text/time.ts';

const atOnce = 200;

export function AuditPage() {
  const [before, setBefore] = useState<number | null>(null);
  const asked = useAnswer({ ask: 'audit', before });
  if (asked.is === 'refused') return <TroubleLine of={asked.trouble} />;
  if (asked.is === 'asking')
    return (
      <p className="empty">
        <Say text={words.asking} />
      </p>
    );
  const { acts } = asked.answer;
  const last = acts.at(-1);
  return (
    <section className="list">
      <ListHead title={pageWords.audit} />
      <div className="table-room">
        <table className="lines lines-tight">
          <thead>
            <tr>
              {(['when', 'who', 'act', 'target', 'reason', 'outcome'] as const).map((column) => (
                <th key={column} scope="col">
                  <Say text={accountWords[column]} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {acts.map((act) => (
              <tr key={act.position} className="line">
                <td className="figures">{secondsText(act.at)}</td>
                <td>{act.account}</td>
                <td>
                  <Say text={actWords(act.act)} />
                </td>
                <td className="figures">{act.target ?? '—'}</td>
                <td>{act.reason ?? '—'}</td>
                <td>
                  <span className={act.outcome === 'done' ? 'chip' : 'chip chip-today'}>
                    <Say text={outcomeWords(act.outcome)} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {acts.length === atOnce && last !== undefined ? (
        <button type="button" onClick={() => setBefore(last.position)}>
          <Say text={words.more} />
        </button>
      ) : null}
    </section>
  );
}
