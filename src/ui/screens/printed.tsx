// Printed: the paper is out; take it.

import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { PaperPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Printed({ screen }: { readonly screen: ScreenAt<'printed'> }) {
  const { language } = useView();
  return (
    <>
      <PaperPicture out />
      <p className="about">{screen.title[language]}</p>
      <div className="answers">
        <Button act={{ act: 'back' }} look="main">
          <Sign of="plus" />
          <Two of={line('somethingElse')} />
        </Button>
      </div>
    </>
  );
}
