// Find an item: by its number, its case or its title, or by a person's ID number, which is sent once and kept nowhere.

import { useState } from 'react';
import type { AskWish } from '../../contract/console.ts';
import type { ItemFull, SearchAnswer } from '../../contract/console-desk.ts';
import type { Trouble } from '../link.ts';
import { Beside } from '../parts/beside.tsx';
import { Empty } from '../parts/empty.tsx';
import { Field, typedIn } from '../parts/field.tsx';
import { HallName } from '../parts/hall-choice.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { goTo, usePlace } from '../place.ts';
import { useLink, useNow } from '../shown.ts';
import { words } from '../text/frame.ts';
import { itemWords, stateWords } from '../text/items.ts';
import { taskWords } from '../text/tasks.ts';
import { momentText } from '../text/time.ts';

function Found({ items, open }: { readonly items: readonly ItemFull[]; readonly open: string | undefined }) {
  const now = useNow();
  if (items.length === 0) return <Empty text={itemWords.foundNone} />;
  return (
    <div className="table-room">
      <table className="lines">
        <thead>
          <tr>
            <th scope="col">
              <Say text={taskWords.item} />
            </th>
            <th scope="col">
              <Say text={taskWords.caseNumber} />
            </th>
            <th scope="col">
              <Say text={taskWords.addressee} />
            </th>
            <th scope="col">
              <Say text={itemWords.state} />
            </th>
            <th scope="col">
              <Say text={itemWords.cell} />
            </th>
            <th scope="col">
              <Say text={words.hall} />
            </th>
            <th scope="col">
              <Say text={taskWords.until} />
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.item} className={item.item === open ? 'line line-open' : 'line'}>
              <td>
                <button type="button" className="line-button" data-line onClick={() => goTo('search', item.item)}>
                  <strong>{item.title.zh}</strong> <span className="en">{item.title.en}</span>
                </button>
              </td>
              <td className="figures">{item.caseNumber}</td>
              <td>{item.maskedName}</td>
              <td>
                <span className={`chip chip-${item.state}`}>
                  <Say text={stateWords[item.state]} />
                </span>
              </td>
              <td className="col-cell">{item.cell ?? '—'}</td>
              <td>
                <HallName of={item.kiosk} />
              </td>
              <td className="figures">{item.holdUntil === null ? '—' : momentText(item.holdUntil, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function SearchPage() {
  const link = useLink();
  const { open } = usePlace();
  const [by, setBy] = useState<'text' | 'person'>('text');
  const [answer, setAnswer] = useState<SearchAnswer | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function find(form: HTMLFormElement): Promise<void> {
    const { text = '', idNumber = '' } = typedIn(form);
    const ask: Extract<AskWish, { readonly ask: 'search' | 'person' }> =
      by === 'text' ? { ask: 'search', text } : { ask: 'person', idNumber };
    const found = await link.ask(ask);
    setTrouble(found.ok ? null : found.problem);
    setAnswer(found.ok ? found.value : null);
    if (by === 'person') form.reset();
  }

  return (
    <div className="with-beside">
      <section className="list">
        <form
          className="search"
          onSubmit={(event) => {
            event.preventDefault();
            void find(event.currentTarget);
          }}
        >
          <fieldset className="choice">
            <legend className="unseen">
              <Say text={itemWords.find} />
            </legend>
            {(['text', 'person'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="by" value={one} checked={by === one} onChange={() => setBy(one)} />
                <Say text={one === 'text' ? itemWords.byText : itemWords.byPerson} />
              </label>
            ))}
          </fieldset>
          <div data-search-room>
            {by === 'text' ? (
              <Field key="text" name="text" label={itemWords.searchLabel} most={60} first />
            ) : (
              <Field
                key="person"
                name="idNumber"
                label={itemWords.personLabel}
                hint={itemWords.personHint}
                type="password"
                complete="one-time-code"
                most={18}
                first
              />
            )}
          </div>
          <button type="submit" className="main">
            <Say text={itemWords.find} />
          </button>
        </form>
        <TroubleLine of={trouble} />
        {answer === null ? null : <Found items={answer.items} open={open[0]} />}
      </section>
      <Beside page="search" />
    </div>
  );
}
