// Starting: the controller has not spoken yet.

import { WorkingPicture } from '../parts/pictures.tsx';

export function Starting() {
  return <WorkingPicture />;
}
