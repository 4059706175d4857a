// Second person: opening everything takes two members of staff. The other one lays down a card.

import { CardPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { line } from '../text/line.ts';

export function SecondPerson() {
  return (
    <>
      <CardPicture still={false} />
      <p className="hint">
        <Two of={line('secondHint')} />
      </p>
    </>
  );
}
