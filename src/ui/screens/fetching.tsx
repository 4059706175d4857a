// Fetching: the documents of this person are being looked up.

import { WorkingPicture } from '../parts/pictures.tsx';

export function Fetching() {
  return <WorkingPicture />;
}
