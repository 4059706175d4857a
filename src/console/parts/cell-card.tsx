// Cell card: one compartment beside its cabinet: what is in it, and everything that happened to it.

import { addressOf } from '../place.ts';
import { useAnswer, useMay } from '../shown.ts';
import { words } from '../text/frame.ts';
import { itemWords, stateWords } from '../text/items.ts';
import { HistoryList } from './history.tsx';
import { Say } from './say.tsx';
import { TroubleLine } from './trouble.tsx';

export function CellCard({
  kiosk,
  cell,
  version,
}: {
  readonly kiosk: string;
  readonly cell: string;
  readonly version: number;
}) {
  const asked = useAnswer({ ask: 'cell', kiosk, cell }, version);
  const may = useMay();
  if (asked.is === 'refused') return <TroubleLine of={asked.trouble} />;
  if (asked.is === 'asking')
    return (
      <p className="hint">
        <Say text={words.asking} />
      </p>
    );
  const { items, history } = asked.answer;
  return (
    <>
      {may('search') ? (
        <section>
          <h3>
            <Say text={itemWords.inside} />
          </h3>
          {items.length === 0 ? (
            <p className="hint">
              <Say text={itemWords.emptyCell} />
            </p>
          ) : (
            <ul className="inside">
              {items.map((item) => (
                <li key={item.item}>
                  <a href={addressOf('search', item.item)}>{item.title.zh}</a>
                  <span>
                    <span className="figures">{item.caseNumber}</span> · {item.maskedName}
                  </span>
                  <span className={`chip chip-${item.state}`}>
                    <Say text={stateWords[item.state]} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      ) : null}
      <section>
        <h3>
          <Say text={itemWords.history} />
        </h3>
        <HistoryList of={history} />
      </section>
    </>
  );
}
