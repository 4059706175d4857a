// Worklist: what staff should take out, cell by cell. One that cannot be had now is left for later and stops nothing.

import type { RecallReason } from '../../core/recalling.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Pages } from '../parts/pages.tsx';
import { RightsAsOf } from '../parts/rights-as-of.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line, type TextKey } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const reasons: Readonly<Record<RecallReason, TextKey>> = {
  cancelled: 'recallCancelled',
  frozen: 'recallFrozen',
  dropOff: 'recallDropOff',
  asked: 'recallAsked',
  overdue: 'recallOverdue',
};

export function Worklist({ screen }: { readonly screen: ScreenAt<'worklist'> }) {
  const { language, elder } = useView();
  return (
    <>
      <RightsAsOf />
      <Pages rows={screen.recalls} perPage={elder ? 3 : 5}>
        {({ cell, reason, items, skipped, openable }) => (
          <div key={cell} className="recall">
            <Choice act={{ act: 'recall', cell }} works={openable} sign="door">
              <span className="choice-title">
                {cell} · {items[0]?.title[language]}
              </span>
              <span className="choice-more">
                <Two of={line(reasons[reason])} alone />
                <span>{items[0]?.maskedName}</span>
                {items.length > 1 ? <Two of={line('together', { count: items.length })} alone /> : items[0]?.caseNumber}
              </span>
            </Choice>
            {skipped ? null : (
              <Button act={{ act: 'skipRecall', cell }} look="small">
                <Two of={line('skipRecall')} alone />
              </Button>
            )}
          </div>
        )}
      </Pages>
    </>
  );
}
