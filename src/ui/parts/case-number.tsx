// Case number: what to read out on the phone, spaced so that it is read right.

import { line } from '../text/line.ts';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function CaseNumber({ of: number }: { readonly of: string }) {
  return (
    <div className="fact">
      <Sign of="proof" />
      <Two of={line('caseNumber')} />
      <strong className="case-number">{number}</strong>
    </div>
  );
}
