// Printing: the paper is on its way.

import { PaperPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Printing({ screen }: { readonly screen: ScreenAt<'printing'> }) {
  const { language } = useView();
  return (
    <>
      <PaperPicture out={false} />
      <p className="about">{screen.title[language]}</p>
      <p className="hint">
        <Two of={line('printingHint')} />
      </p>
    </>
  );
}
