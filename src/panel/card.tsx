// Card: the ID card of one synthetic person, small enough for a fan of them and for a reader.

import type { HallPersonShown } from '../contract/panel.ts';
import { Say } from './say.tsx';
import { kindWords, roleWords, words } from './words.ts';

export function CardFace({ person }: { readonly person: HallPersonShown }) {
  const role = roleWords[person.role] ?? { zh: person.role, en: '' };
  return (
    <span className="card-face" data-kind={person.kind}>
      <span className="portrait" aria-hidden="true">
        {person.name.slice(0, 1)}
      </span>
      <span className="card-lines">
        <strong>{person.name}</strong>
        {person.englishName === undefined ? null : <small lang="en">{person.englishName}</small>}
        {person.expired ? (
          <span className="tag stop">
            <Say text={words.expired} />
          </span>
        ) : null}
        <span className="role">
          <Say text={role} />
        </span>
        {person.pin === undefined ? null : <span className="pin">PIN {person.pin}</span>}
      </span>
      <span className="kind">
        <Say text={kindWords[person.kind]} />
      </span>
    </span>
  );
}
