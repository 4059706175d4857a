// Reading: a card lies on the reader.

import { CardPicture } from '../parts/pictures.tsx';

export function Reading() {
  return <CardPicture still />;
}
