// Wiring outcomes: cells that need a look, each with what to do and the way to learn it again after the repair.

import type { WiringOutcome } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Pages } from './pages.tsx';
import { Two } from './two.tsx';
import { reasonKeys, verdictKeys } from './wiring-words.ts';

export function WiringOutcomes({ outcomes }: { readonly outcomes: readonly WiringOutcome[] }) {
  const { elder } = useView();
  return (
    <Pages rows={outcomes} perPage={elder ? 2 : 4}>
      {({ cell, verdict, reasons }) => (
        <div key={cell} className={verdict === 'notAccepted' ? 'device device-fault' : 'device'}>
          <div className="device-words">
            <p className="device-name">
              <strong>{cell}</strong>
              <Two of={line(verdictKeys[verdict])} alone />
            </p>
            {reasons.slice(0, 2).map((why) => (
              <p key={why}>
                <Two of={line(reasonKeys[why])} alone />
              </p>
            ))}
          </div>
          <Button act={{ act: 'wiring', say: { is: 'repeat', cell } }} look="small">
            <Two of={line('wireRepeat')} alone />
          </Button>
        </div>
      )}
    </Pages>
  );
}
