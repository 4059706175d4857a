// Beside: what is open next to a list: one item, its history and what may be done with it.

import { useEffect } from 'react';
import type { ItemAnswer } from '../../contract/console-desk.ts';
import { goTo, type Page, usePlace } from '../place.ts';
import { useAnswer, useMay, useNow } from '../shown.ts';
import { words } from '../text/frame.ts';
import { agentWords, itemWords, stateWords } from '../text/items.ts';
import { sizeWords, taskWords } from '../text/tasks.ts';
import { dayText, momentText } from '../text/time.ts';
import { HallName } from './hall-choice.tsx';
import { HistoryList } from './history.tsx';
import { Icon } from './icons.tsx';
import { ItemActs, RevokeAgent } from './item-acts.tsx';
import { Say } from './say.tsx';
import { TroubleLine } from './trouble.tsx';

function Agents({ of: { agents, item } }: { readonly of: ItemAnswer }) {
  const may = useMay();
  if (agents.length === 0) return null;
  return (
    <section>
      <h3>
        <Say text={itemWords.agents} />
      </h3>
      <ul className="agents">
        {agents.map((agent) => (
          <li key={agent.id}>
            <strong>{agent.maskedName}</strong>
            <span className="chip">
              <Say text={agentWords[agent.state]} />
            </span>
            <span className="figures">
              <Say text={itemWords.until} /> {dayText(agent.validTo)}
            </span>
            {agent.state === 'active' && may('items') ? <RevokeAgent of={agent} item={item} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ItemCard({ of: answer }: { readonly of: ItemAnswer }) {
  const { item } = answer;
  const now = useNow();
  return (
    <>
      <header className="card-head">
        <h2>
          {item.title.zh}
          <span className="en">{item.title.en}</span>
        </h2>
        <span className={`chip chip-${item.state}`}>
          <Say text={stateWords[item.state]} />
        </span>
      </header>
      <dl className="card-lines">
        <dt>
          <Say text={taskWords.caseNumber} />
        </dt>
        <dd className="figures">{item.caseNumber}</dd>
        <dt>
          <Say text={taskWords.addressee} />
        </dt>
        <dd>{item.maskedName}</dd>
        <dt>
          <Say text={words.hall} />
        </dt>
        <dd>
          <HallName of={item.kiosk} />
        </dd>
        <dt>
          <Say text={itemWords.cell} />
        </dt>
        <dd>
          {item.cell === null ? '—' : <strong className="cell-name">{item.cell}</strong>}{' '}
          <Say text={sizeWords[item.size]} />
        </dd>
        {item.holdUntil === null ? null : (
          <>
            <dt>
              <Say text={taskWords.until} />
            </dt>
            <dd className={item.holdUntil < now && item.state === 'inCell' ? 'figures over' : 'figures'}>
              {momentText(item.holdUntil, now)}
            </dd>
          </>
        )}
        {item.place === null ? null : (
          <>
            <dt>
              <Say text={itemWords.place} />
            </dt>
            <dd>{item.place}</dd>
          </>
        )}
      </dl>
      <ItemActs of={item} />
      <Agents of={answer} />
      <section>
        <h3>
          <Say text={itemWords.history} />
        </h3>
        <HistoryList of={answer.history} />
      </section>
    </>
  );
}

export function Beside({ page }: { readonly page: Page }) {
  const { open } = usePlace();
  const may = useMay();
  const item = may('search') ? (open[0] ?? null) : null;
  const asked = useAnswer(item === null ? null : { ask: 'item', item });
  useEffect(() => {
    if (item === null) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) goTo(page);
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [item, page]);
  if (item === null) return null;
  return (
    <aside className="beside" aria-label={taskWords.item.zh}>
      <button type="button" className="quiet beside-close" onClick={() => goTo(page)}>
        <Icon of="close" />
        <Say text={words.close} />
      </button>
      {asked.is === 'asking' ? (
        <p className="hint">
          <Say text={words.asking} />
        </p>
      ) : null}
      {asked.is === 'refused' ? <TroubleLine of={asked.trouble} /> : null}
      {asked.is === 'there' ? <ItemCard of={asked.answer} /> : null}
    </aside>
  );
}
