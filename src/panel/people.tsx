// People: the fan of cards that the people of the hall carry. Those that lie on a reader leave a gap.

import type { HallPersonShown } from '../contract/panel.ts';
import { CardFace } from './card.tsx';
import { cardDrag } from './reader.tsx';
import { Say } from './say.tsx';
import { words } from './words.ts';

export interface PeopleShown {
  readonly people: readonly HallPersonShown[];
  readonly picked: string | null;
  readonly onPick: (person: string | null) => void;
}

export function People({ people, picked, onPick }: PeopleShown) {
  return (
    <section className="people">
      <h2>
        <Say text={words.people} />
        <span className="quiet">
          <Say text={words.peopleHint} />
        </span>
      </h2>
      <div className="fan">
        {people.map((person) => (
          <button
            type="button"
            key={person.id}
            className="card"
            data-person={person.id}
            aria-pressed={picked === person.id}
            disabled={person.at !== 'hand'}
            draggable={person.at === 'hand'}
            onDragStart={(event) => {
              event.dataTransfer.setData(cardDrag, person.id);
              onPick(person.id);
            }}
            onDragEnd={() => onPick(null)}
            onClick={() => onPick(picked === person.id ? null : person.id)}
          >
            <CardFace person={person} />
          </button>
        ))}
      </div>
    </section>
  );
}
