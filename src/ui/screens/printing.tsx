// Printing: the paper is on its way, or waits until somebody has seen to the printer. Then the person may stop it.

import type { PrintingStage } from '../../contract/view.ts';
import { Button } from '../parts/button.tsx';
import { CaseNumber } from '../parts/case-number.tsx';
import { Sign } from '../parts/icons.tsx';
import { PaperPicture } from '../parts/pictures.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line, type TextKey } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const hints: Readonly<Record<PrintingStage['is'], TextKey>> = {
  preparing: 'printingHint',
  printing: 'printingHint',
  stopped: 'printingStoppedHint',
  stopping: 'printingStoppingHint',
};

export function Printing({ screen }: { readonly screen: ScreenAt<'printing'> }) {
  const { language } = useView();
  return (
    <>
      <PaperPicture out={false} />
      <p className="about">{screen.title[language]}</p>
      <p className="hint">
        <Two of={line(hints[screen.stage.is])} />
      </p>
      {screen.stage.is === 'stopped' ? <CaseNumber of={screen.caseNumber} /> : null}
      {screen.mayStop ? (
        <div className="answers">
          <Button act={{ act: 'stopPrinting' }} look={screen.stage.is === 'stopped' ? 'main' : 'plain'}>
            <Sign of="no" />
            <Two of={line('stopPrinting')} />
          </Button>
        </div>
      ) : null}
    </>
  );
}
