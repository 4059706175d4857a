// History: facts of the kiosk, acts of staff and messages on one line of time, oldest first.

import type { History } from '../../contract/console-desk.ts';
import { useNow } from '../shown.ts';
import { words } from '../text/frame.ts';
import {
  actWords,
  factDetail,
  factWords,
  itemWords,
  outcomeWords,
  smsKindWords,
  smsStateWords,
} from '../text/items.ts';
import { momentText, secondsText } from '../text/time.ts';
import { Say } from './say.tsx';

function What({ of: line }: { readonly of: History }) {
  switch (line.is) {
    case 'fact': {
      const detail = factDetail(line.fact);
      return (
        <>
          <strong>
            <Say text={factWords(line.fact)} />
          </strong>
          {detail === null ? null : <Say text={detail} />}
          {line.clockWrong ? (
            <span className="chip chip-today">
              <Say text={itemWords.clockWrong} />
            </span>
          ) : null}
        </>
      );
    }
    case 'act':
      return (
        <>
          <strong>
            <Say text={actWords(line.act)} />
          </strong>
          <span>
            {line.by}
            {line.reason === null ? null : ` · ${line.reason}`}
          </span>
          {line.outcome === 'done' ? null : (
            <span className="chip chip-today">
              <Say text={outcomeWords(line.outcome)} />
            </span>
          )}
        </>
      );
    case 'message':
      return (
        <>
          <strong>
            <Say text={smsKindWords(line.kind)} />
          </strong>
          <span>
            <Say text={smsStateWords[line.state]} /> <span className="figures">{line.maskedPhone}</span>
          </span>
        </>
      );
  }
}

export function HistoryList({ of: lines }: { readonly of: readonly History[] }) {
  const now = useNow();
  if (lines.length === 0)
    return (
      <p className="hint">
        <Say text={words.nothing} />
      </p>
    );
  return (
    <ol className="history">
      {lines.map((line) => (
        <li key={line.id} data-is={line.is}>
          <time dateTime={new Date(line.at).toISOString()} title={secondsText(line.at)}>
            {momentText(line.at, now)}
          </time>
          <div>
            <What of={line} />
          </div>
        </li>
      ))}
    </ol>
  );
}
