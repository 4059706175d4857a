// Printed: the paper is out; take it.

import { isOfMoment } from '../../core/print-job.ts';
import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { PaperPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Printed({ screen }: { readonly screen: ScreenAt<'printed'> }) {
  const { language } = useView();
  // After it the visit goes back to the cell, whose door can be opened once more, or to the worksheet.
  const goesBack = screen.kind === 'deliveryReceipt' || screen.kind === 'worksheet' || isOfMoment(screen.kind);
  return (
    <>
      <PaperPicture out />
      <p className="about">{screen.title[language]}</p>
      <div className="answers">
        <Button act={{ act: 'back' }} look="main">
          <Sign of={goesBack ? 'yes' : 'plus'} />
          <Two of={line(goesBack ? 'haveReceipt' : 'somethingElse')} />
        </Button>
      </div>
    </>
  );
}
