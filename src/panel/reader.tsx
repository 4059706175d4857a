// Reader: a place where one card can lie. A card is laid by a tap or by dropping it, and taken away by a tap.

import { type DragEvent, useState } from 'react';
import type { HallPersonShown, HallReaderName } from '../contract/panel.ts';
import { CardFace } from './card.tsx';
import type { HallLink } from './hall-link.ts';
import { Say } from './say.tsx';
import { readerWords, words } from './words.ts';

/** What a dragged card carries: the id of its person. */
export const cardDrag = 'text/x-nighthall-card';

export interface ReaderShown {
  readonly link: HallLink;
  readonly reader: HallReaderName;
  readonly people: readonly HallPersonShown[];
  /** Person whose card was picked up; a tap lays it. */
  readonly inHand: string | null;
  readonly onDone: () => void;
}

export function Reader({ link, reader, people, inHand, onDone }: ReaderShown) {
  const [over, setOver] = useState(false);
  const lying = people.find(({ at }) => at === reader);

  function lay(person: string): void {
    link.do({ do: 'layCard', person, reader });
    onDone();
  }
  function tap(): void {
    if (lying !== undefined) link.do({ do: 'takeCard', reader });
    else if (inHand !== null) lay(inHand);
  }
  function allow(event: DragEvent): void {
    if (!event.dataTransfer.types.includes(cardDrag)) return;
    event.preventDefault();
    setOver(true);
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const person = event.dataTransfer.getData(cardDrag);
    if (person !== '') lay(person);
  }

  const hint = lying !== undefined ? words.tapToTake : inHand !== null ? words.layHere : words.empty;
  return (
    <section className="sheet reader">
      <h2>
        <Say text={readerWords[reader]} />
      </h2>
      <button
        type="button"
        className="pad"
        data-reader={reader}
        data-waits={inHand !== null && lying === undefined}
        data-over={over}
        data-person={lying?.id}
        onClick={tap}
        onDragOver={allow}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {lying === undefined ? <span className="waves" aria-hidden="true" /> : <CardFace person={lying} />}
        <span className="hint">
          <Say text={hint} />
        </span>
      </button>
    </section>
  );
}
