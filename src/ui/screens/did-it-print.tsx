// Did it print: the printer could not say, so the person is asked, once.

import { CaseNumber } from '../parts/case-number.tsx';
import { PaperPicture } from '../parts/pictures.tsx';
import { Question } from '../parts/question.tsx';
import { useView } from '../shown.ts';
import type { ScreenAt } from './screen.tsx';

export function DidItPrint({ screen }: { readonly screen: ScreenAt<'didItPrint'> }) {
  const { language } = useView();
  return (
    <>
      <PaperPicture out />
      <p className="about">{screen.title[language]}</p>
      <CaseNumber of={screen.caseNumber} />
      <Question
        yes={{ act: { act: 'answerPrinted', printed: true }, says: 'printYes' }}
        no={{ act: { act: 'answerPrinted', printed: false }, says: 'printNo' }}
      />
    </>
  );
}
