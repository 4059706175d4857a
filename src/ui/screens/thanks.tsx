// Thanks: good-bye, and what not to leave behind.

import { DonePicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { line } from '../text/line.ts';

export function Thanks() {
  return (
    <>
      <DonePicture />
      <p className="hint">
        <Two of={line('thanksHint')} />
      </p>
    </>
  );
}
